"""What a message asks: in English search words, its slips mended, a follow-up made to stand alone; and the texts that the guards judge."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import chain

from bot import language as languages
from bot.courtesies import courtesy
from bot.entities import Entities
from bot.facets import Facets, Point
from bot.guards.parts import judged_texts
from bot.keyword import names_nothing
from bot.lookup import BuildView, Lookup
from bot.named_study import with_subject
from bot.overview import of_the_whole
from bot.own_list import is_listed_in
from bot.progress import Turn
from bot.question import small_talk
from bot.remarks import is_weary, remark
from bot.replaced import of_score
from bot.standalone import understood
from bot.tongues import ENGLISH, Tongues


class Understanding:
    """Reads a conversation with the words of one build."""

    def __init__(
        self,
        lookup: Lookup,
        entities: Entities,
        tongues: Tongues,
        max_history_turns: int,
        facets: Facets,
    ) -> None:
        self._lookup = lookup
        self._entities = entities
        self._tongues = tongues
        self._max_turns = max_history_turns
        self._facets = facets

    def language(self, messages: Sequence[str]) -> str:
        """ISO 639-1 code of the language that the latest message is in, read behind those before it."""
        return self._tongues.of(messages)[-1]

    def mended(self, view: BuildView, turn: Turn) -> tuple[str, ...]:
        """The conversation as written, the slips of its English messages mended."""
        return tuple(
            self._lookup.spelled(view, message) if languages.detect(message) == "en" else message
            for message in turn.written
        )

    def has_listed(self, turn: Turn) -> bool:
        """Whether a late question of the visitor's itself sets several things side by side, so that "the first one" is one of these."""
        before = self._before(turn)
        return is_listed_in(before, self._entities) or bool(of_score(turn.question, before[::-1]))

    def stand_alone(self, view: BuildView, turn: Turn) -> tuple[str, ...]:
        """Note in `turn` the question as it stands alone, to be looked up; the texts to judge.

        Those are the question as looked up and, where mending changed it, as written and as mended too. English search
        words made of another language's are not judged: they are no sentence.
        """
        with turn.timed("stand_alone"):
            asked = self._asked(turn)
            codes = self._tongues.of(asked)
            *earlier, question = map(partial(self._english, view), asked, codes)
            whole = of_the_whole(question, earlier)
            point = Point(whole) if whole else self._understood(view, turn, question, earlier)
            turn.standalone, turn.needs, turn.about = with_subject(point.question), point.needs, point.things
            turn.by_name, turn.risks, turn.excepted = point.for_anyone, point.risks, point.excepted
            turn.name = point.name
            turn.spellings = 1
            turn.unasked = "weary" if is_weary(question) else _unasked(point, question, earlier)
            judged = self._judged(view, turn, question, codes[-1])
            reply = "" if turn.is_again else self._polite(turn.question, question)
            if reply and (reply != "listed" or point.is_lost or point.question == question):
                turn.standalone, turn.unasked, turn.is_polite = turn.question, reply, True
            return judged

    def _understood(self, view: BuildView, turn: Turn, question: str, earlier: Sequence[str]) -> Point:
        covers = partial(self._lookup.covers, view)
        shown = partial(self._lookup.shown, view, timed=turn.timed)
        return understood(question, earlier, self._entities, self._facets, covers, shown)

    def _judged(self, view: BuildView, turn: Turn, question: str, language: str) -> tuple[str, ...]:
        if question == turn.question:
            named = view.with_topic(turn.standalone)
            return (*([named] if named else []), *judged_texts(turn.standalone))
        if languages.detect(turn.question) != ENGLISH:
            return judged_texts(turn.question)
        mended = self._lookup.spelled(view, turn.question)
        if turn.is_again:
            mended = turn.question
        elif question != mended:
            return self._spelled_twice(turn, mended)
        return self._spelled_twice(turn, mended, *([turn.standalone] if language == ENGLISH else []))

    def _spelled_twice(self, turn: Turn, mended: str, *others: str) -> tuple[str, ...]:
        """The texts to judge of a message with slips: first itself in both spellings, which is noted in `turn`."""
        (written, *parts), (spelled, *more) = judged_texts(turn.question), judged_texts(mended)
        turn.spellings = len({written, spelled})
        rest = chain.from_iterable(map(judged_texts, others))
        return tuple(dict.fromkeys((written, spelled, *parts, *more, *rest)))

    def _polite(self, written: str, english: str) -> str:
        """Which reply a message gets that is all courtesy; empty when it says anything else, or names anything."""
        polite = courtesy(written) or courtesy(english)
        if polite is None or (polite.is_loose and self._entities.find(english)):
            return ""
        return polite.sort

    def _before(self, turn: Turn) -> list[str]:
        """The earlier messages that a later one can lean on; a place in a list only where the list is the visitor's own."""
        kept: list[str] = []
        first = max(0, len(turn.earlier) - self._max_turns)
        for at, message in enumerate(turn.earlier[first:], first):
            if at in turn.declined:
                continue
            is_own = small_talk(message) == "listed" and is_listed_in(kept, self._entities)
            if is_own or not _is_talk(message):
                kept.append(message)
        return kept

    def _asked(self, turn: Turn) -> Sequence[str]:
        """The messages that something can be asked in, oldest first: small talk before the latest left out.

        "Who says that?" asks the question before it once more.
        """
        earlier = self._before(turn)
        turn.is_again = bool(earlier) and small_talk(turn.question) == "sources"
        return earlier if turn.is_again else (*earlier, turn.question)

    def _english(self, view: BuildView, message: str, language: str) -> str:
        """An English message with its slips mended; one in another language in search words, as far as there are any."""
        said = self._tongues.english(view, message, language)
        if said is None and language == ENGLISH:
            return self._lookup.spelled(view, message)
        return message if said is None else said


def _unasked(point: Point, question: str, earlier: Sequence[str]) -> str:
    """Which reply a message gets that nobody can tell the subject of; empty for any other."""
    if point.is_lost:
        return "listed"
    return "vague" if point.is_open or (not earlier and names_nothing(question)) else ""


def _is_talk(message: str) -> bool:
    """Whether a message says nothing that a later one could lean on."""
    return bool(small_talk(message) or courtesy(message) or remark(message))
