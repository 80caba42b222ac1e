"""What a message asks: in English search words, its slips mended, a follow-up made to stand alone; and the texts that the guards judge."""

from __future__ import annotations

from collections.abc import Mapping

from bot import language as languages
from bot.entities import Entities
from bot.facets import Facets
from bot.guards.parts import judged_texts
from bot.lookup import BuildView, Lookup
from bot.progress import Turn
from bot.remarks import is_weary
from bot.standalone import understood
from ingest.glossary import Glossary


class Understanding:
    """Reads a conversation with the words of one build."""

    def __init__(
        self,
        lookup: Lookup,
        entities: Entities,
        glossaries: Mapping[str, Glossary],
        max_history_turns: int,
        facets: Facets,
    ) -> None:
        self._lookup = lookup
        self._entities = entities
        self._glossaries = glossaries
        self._max_turns = max_history_turns
        self._facets = facets

    def mended(self, view: BuildView, turn: Turn) -> tuple[str, ...]:
        """The conversation as written, the slips of its English messages mended."""
        return tuple(
            self._lookup.spelled(view, message) if languages.detect(message) == "en" else message
            for message in turn.written
        )

    def stand_alone(self, view: BuildView, turn: Turn) -> tuple[str, ...]:
        """Note in `turn` the question as it stands alone, to be looked up; the texts to judge.

        Those are the question as looked up and, where mending changed it, as written too. English search words made of
        another language's are not judged: they are no sentence.
        """
        with turn.timed("stand_alone"):
            kept = (*turn.earlier[-self._max_turns :], turn.question)
            *earlier, question = (self._english(view, message) for message in kept)
            point = understood(question, earlier, self._entities, self._facets)
            turn.standalone, turn.needs, turn.about = point.question, point.needs, point.things
            turn.by_name = point.for_anyone
            turn.unasked = "weary" if is_weary(question) else "vague" if point.is_open else ""
            if question == turn.question:
                named = view.with_topic(turn.standalone)
                return (*([named] if named else []), *judged_texts(turn.standalone))
            if languages.detect(turn.question) in self._glossaries:
                return judged_texts(turn.question)
            return tuple(dict.fromkeys((*judged_texts(turn.question), *judged_texts(turn.standalone))))

    def _english(self, view: BuildView, message: str) -> str:
        """An English message with its slips mended; one in another language in search words, as far as there are any."""
        language = languages.detect(message)
        if language == "en":
            return self._lookup.spelled(view, message)
        glossary = self._glossaries.get(language)
        return glossary.english(message, view.spelling.cognate) if glossary else message
