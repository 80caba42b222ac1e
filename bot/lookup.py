"""Readings of a question to evidence, over one build of the index. Knows no guard, no wording and no answer.

A turn takes one `BuildView` and makes every lookup with it, so that an answer never mixes two builds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import chain

import numpy as np

from bot.aliases import Aliases
from bot.answer import NoticeKind
from bot.answerability import Answerability
from bot.astray import Astray, said
from bot.claims import ClaimCheck
from bot.entities import Entities
from bot.focus import focus
from bot.general import GeneralQuestions
from bot.keyword import with_it_named, with_topic
from bot.limiters import left_out
from bot.question import asks_about_article, said_of_article
from bot.reading import figures_apart, said_once
from bot.retrieve import Candidate, Evidence, Readings, dense_query, retrieve
from bot.risks import Risk
from bot.slips import Slips
from bot.spelling import Spelling
from bot.years import is_of_year, years_of_studies
from ingest.embedder import Embedder, Read
from ingest.index import Index, IndexReader
from ingest.lexical import stem, stems_of, terms, words

IN_THE_POST = 0.5
"""Cosine from which a line of the post answers a question that names the post. A guess; the dev half of `evals/cases` holds it."""

_UNKNOWN = 0.6
"""Share of unknown term weight from which a personal question is not put in general terms: what it is about is in no source."""

_SELDOM = 12
"""Passages up to which a stem is so rare that what has it not is on something else. A guess."""

_TOGETHER = re.compile(r"\btogether with\b", re.I)
_MEDICINES = re.compile(r"\b(?:RLS|restless legs?(?: syndrome)?|all|these|most) (?:medicines|drugs)\b", re.I)
_ANY_MEDICINE = "restless legs medicines"
_INSTEAD_OF = re.compile(r"\binstead of (?:taking )?[\w-]+", re.I)

_IN_MANY = frozenset(terms("leg legs night nocturnal muscle syndrome disease disorder deficiency movement"))
"""Stems that conditions have in common."""

_SHORT_NAME = 4
_OURS = ("article", "editor-note")

Timer = Callable[[str], AbstractContextManager[None]]
"""Measures a named step."""

_ALWAYS_GENERAL: tuple[NoticeKind, ...] = ("dose", "kidney", "stopping_medicine", "child")
"""Personal questions that are looked up in general terms too, even when their own words find something."""

_SAID_ANYWAY: tuple[NoticeKind, ...] = ("stopping_medicine",)
"""Personal questions answered in general terms however far they are from the sources: stopping a medicine may harm at once."""


_AMOUNT = re.compile(r"\b(?:\d+ ?(?:mg|g)|milligrams?|grams?)\b", re.IGNORECASE)
"""An amount that somebody means to take is held against the limits, and with weak kidneys too, however it is put."""


@dataclass(frozen=True)
class Depth:
    """How far a lookup goes; see `settings.RetrievalSettings`."""

    dense_k: int = 80
    lexical_k: int = 50
    candidates: int = 24


@dataclass(frozen=True)
class BuildView:
    """What is worked out once for each build of the index."""

    index: Index
    aliases: Aliases
    check: ClaimCheck
    spelling: Spelling
    answerability: Answerability
    """As it may be used with the build's embedder."""

    def with_topic(self, question: str) -> str:
        """A question that only names something, with the site's subject; "" for any other."""
        return with_topic(question, lambda stem: self.index.lexical.document_frequency(stem) > 0)


@dataclass(frozen=True)
class Found:
    """What was looked up in the end, and its evidence."""

    asked: str
    """The question, or what it asks in general terms."""
    evidence: Evidence


class Lookup:
    """Finds evidence for questions that stand alone. Safe to call from several threads."""

    def __init__(
        self,
        reader: IndexReader,
        embedder: Embedder,
        entities: Entities,
        general: GeneralQuestions,
        answerability: Answerability,
        depth: Depth | None = None,
        names: Sequence[str] = (),
        slips: Slips | None = None,
        classes: Mapping[str, str] | None = None,
    ) -> None:
        self._reader = reader
        self._embedder = embedder
        self._entities = entities
        self._general = general
        self._depth = depth or Depth()
        made = partial(_view, answerability=answerability, names=tuple(names), slips=slips)
        self._view = lru_cache(maxsize=2)(made)
        # By a passage's text, never a visitor's: the same few hundred come up again and again.
        sorts = lru_cache(maxsize=4096)(lambda text: frozenset(e.sort for e in self._entities.things(text)))
        self._astray = Astray(entities, sorts, classes)
        self._classes = classes or {}
        self._conditions = lru_cache(maxsize=4096)(
            lambda aliases, text: _stems(aliases, [_in_capitals(e.text) for e in self._entities.conditions(text)])
        )

    def current(self) -> BuildView:
        """The build that serves now.

        Raises:
            IngestError: There is none that can be opened.
        """
        return self._view(self._reader.current())

    def spelled(self, view: BuildView, question: str) -> str:
        """An English question with its slips mended."""
        return view.spelling.mended(question)

    def readings(self, question: str, limits: Sequence[NoticeKind] = ()) -> Readings:
        """Ways to put a question: itself, each sentence once, the part of a long one that asks, and a personal one in general terms."""
        question = figures_apart(said_once(question))
        is_mixed = "interaction" in limits and any(e.sort == "medicine" for e in self._entities.find(question))
        kinds = [kind for kind in _ALWAYS_GENERAL if kind in limits and not (is_mixed and kind == "dose")]
        by_class = [[other]] if (other := self._by_class(question)) else []
        general = tuple(chain.from_iterable([*self._general.questions(question, kinds), *by_class]))
        return Readings(question, focus(question, self._entities) or "", general=general)

    def _by_class(self, question: str) -> str:
        """Whether two medicines go together, asked of the class of the second as well; empty where its class is not known."""
        medicines = [e for e in self._entities.things(question) if e.sort == "medicine"]
        known = (
            self._classes.get(stem(medicines[-1].text)) if len(medicines) > 1 and _TOGETHER.search(question) else None
        )
        last = medicines[-1] if medicines else None
        return f"{question[: last.start]}{known}s{question[last.end :]}" if known and last else ""

    def evidence(self, view: BuildView, readings: Readings, timed: Timer, judged: Sequence[str] = ()) -> Evidence:
        """Embed the readings and retrieve; in the same pass, embed what the guards will judge.

        Raises:
            EmbeddingFailed: The embedder cannot run.
            IndexGone: The build has been pruned; start again with the current one.
        """
        index, depth = view.index, self._depth
        readings = replace(
            readings, topical=view.with_topic(readings.question) or self._with_it_named(readings.question)
        )
        queries = [dense_query(r, view.aliases.widen(r), index) for r in readings.texts]
        said = said_of_article(readings.question)
        texts = list(dict.fromkeys((*queries, *said, *judged)))
        with timed("embed"):
            read = self._embedder.read(texts)
        vectors = read.vectors
        wanted, claimed, looked_at = ([texts.index(text) for text in group] for group in (queries, said, judged))

        def retrieved(by: Readings) -> Evidence:
            own = vectors[wanted[: len(by.texts)]]
            return retrieve(by, own, index, view.aliases, depth.dense_k, depth.lexical_k, depth.candidates)

        with timed("retrieve"):
            found = retrieved(readings)
            alone = retrieved(replace(readings, general=())) if readings.general else None
        things = tuple(tuple(terms(e.text)) for e in self._entities.things(readings.question))
        voices = np.vstack([found.vector[None], vectors[claimed]])
        return replace(
            found,
            things=things,
            voices=voices,
            judged=read.of(looked_at),
            alone=alone and replace(alone, things=things),
        )

    def _with_it_named(self, question: str) -> str:
        names_more = any(e.sort != "people" for e in self._entities.find(question))
        return "" if names_more else with_it_named(question)

    def read(self, texts: Sequence[str]) -> Read:
        """Read texts for the guards alone.

        Raises:
            EmbeddingFailed: The embedder cannot run.
        """
        return self._embedder.read(texts)

    def answerable(
        self, view: BuildView, question: str, evidence: Evidence, limits: Sequence[NoticeKind], timed: Timer
    ) -> Found | None:
        """What can be answered: the question; or, of a personal one, what it asks in general terms; or nothing.

        Raises:
            EmbeddingFailed: The embedder cannot run.
            IndexGone: The build has been pruned; start again with the current one.
        """
        years = years_of_studies(question)
        if years and not any(is_of_year(c.source, c.passage, years) for c in evidence.candidates):
            return None
        if not self._says_what_matters(question, evidence):
            return None
        if view.answerability.is_answerable(evidence) or _is_in_the_post(view, question, evidence):
            return Found(question, evidence)
        if evidence.unknown_weight >= _UNKNOWN:
            return None
        is_near = view.answerability.is_near(evidence)
        anyway = {*_SAID_ANYWAY, *(("kidney", "dose") if _AMOUNT.search(question) else ())}
        kinds = [kind for kind in limits if is_near or kind in anyway]
        for *others, plainest in self._general.questions(question, kinds):
            found = self.evidence(view, Readings(plainest, general=tuple(others)), timed)
            if view.answerability.is_answerable(found):
                return Found(plainest, found)
        return None

    def _says_what_matters(self, question: str, evidence: Evidence) -> bool:
        """Whether one passage or another says each thing that an answer hinges on; a vaccine is none of the pregnancies it came after."""
        names = [e.text for e in self._entities.matters(question)]
        return all(any(_says(c, name) for c in evidence.candidates) for name in names)

    def subjects(self, view: BuildView, question: str) -> frozenset[str]:
        """Stems of what the question is about most narrowly, and of what the sources call it."""
        return _stems(view.aliases, [e.text for e in self._entities.narrowest(question)])

    def astray(self, view: BuildView, question: str, evidence: Evidence) -> frozenset[str]:
        """Ids of passages off what the question names; see `Astray`."""
        things = {e.text for e in self._entities.things(question)}
        out = left_out(question, things)
        for name in out:
            question = re.sub(rf"\b{re.escape(name)}\b", "", question)
        own = _stems(view.aliases, sorted(things - out))
        off = self._astray.ids(question, own, evidence.candidates) | _naming(out, evidence)
        is_left = any(c.passage.id not in off and c.source.kind not in _OURS for c in evidence.candidates)
        return off if is_left or not out else frozenset()

    def elsewhere(self, view: BuildView, question: str, evidence: Evidence) -> frozenset[str]:
        """Ids of passages on other conditions than the question names: cramps, where restless legs were asked about."""
        own = _stems(view.aliases, [_in_capitals(e.text) for e in self._entities.conditions(question)]) - _IN_MANY
        if not own:
            return frozenset()
        return frozenset(
            c.passage.id
            for c in evidence.candidates
            if (named := self._conditions(view.aliases, f"{c.source.title}. {c.passage.text}")) and not own & named
        )

    def bearing(
        self,
        view: BuildView,
        evidence: Evidence,
        needs: re.Pattern[str] | None,
        things: Sequence[str],
        by_name: bool = False,
    ) -> Evidence | None:
        """The evidence that says what is needed, of things; all of it where nothing is, and None where no research is left.

        Args:
            view: The build.
            evidence: What was found.
            needs: What a passage must say.
            things: What it must name; two of them by their names.
            by_name: Whether one must be named so too, wherever any passage does.
        """
        if needs is None:
            return evidence
        stems = {c.passage.id: said(c) for c in evidence.candidates}
        names = [frozenset(terms(thing)) for thing in things]
        named = [c for c in evidence.candidates if all(name <= stems[c.passage.id] for name in names)]
        if len(things) == 1 and not (by_name and named):
            parts = [c for c in evidence.candidates if names[0] & stems[c.passage.id]] if by_name else []
            also = _stems(view.aliases, things)
            named = parts or [c for c in evidence.candidates if also & stems[c.passage.id]]
        kept = tuple(c for c in named if needs.search(c.passage.text))
        return replace(evidence, candidates=kept) if any(c.source.kind != "article" for c in kept) else None

    def naming(self, view: BuildView, evidence: Evidence, name: str) -> Evidence | None:
        """The evidence that has a name, where few passages have it; all of it where many do, None where none is left."""
        rare = [stem for stem in terms(name) if view.index.lexical.document_frequency(stem) <= _SELDOM]
        if not rare:
            return evidence
        called = _stems(view.aliases, [name]) - set(terms(name)) | set(rare)
        kept = tuple(c for c in evidence.candidates if called & said(c))
        return replace(evidence, candidates=kept) if kept else None

    def shown(self, view: BuildView, question: str, timed: Timer) -> str:
        """The finding nearest to a question, which was most likely shown first for it; empty when there is none.

        Raises:
            EmbeddingFailed: The embedder cannot run.
            IndexGone: The build has been pruned; start again with the current one.
        """
        found = self.evidence(view, self.readings(question), timed).candidates
        return max(found, key=lambda c: c.score).passage.text if found else ""

    def covers(self, view: BuildView, risk: Risk, question: str) -> bool:
        """Whether a passage speaks of those with a risk and of something that the question names; always where it names nothing."""
        own = _stems(view.aliases, [e.text for e in self._entities.things(question)])
        return not own or any(
            risk.is_in(text) and own & stems_of(text)
            for p in view.index.searched
            for text in (f"{view.index.source(p).title}. {p.text}",)
        )

    def on_risks(
        self, view: BuildView, question: str, evidence: Evidence, risks: Sequence[Risk], timed: Timer
    ) -> Evidence:
        """Only the evidence on those who have what bears on a question, where there is any on what it names; else all of it."""
        question = _INSTEAD_OF.sub("", question)
        own = _stems(view.aliases, [e.text for e in self._entities.things(question)])
        for risk in risks:
            on_it = [c for c in evidence.candidates if risk.is_in(f"{c.source.title}. {c.passage.text}")]
            kept = tuple(c for c in on_it if not own or own & said(c))
            if any(c.source.kind != "article" for c in kept):
                return replace(evidence, candidates=kept)
        medicines = [e for e in self._entities.things(question) if e.sort == "medicine"]
        if not risks or len(medicines) != 1 or medicines[0].text == _ANY_MEDICINE:
            return evidence
        named = medicines[0]
        other = f"{question[: named.start]}{_ANY_MEDICINE}{question[named.end :]}"
        found = self.evidence(view, Readings(other), timed)
        kept = tuple(
            c for c in found.candidates if risks[0].is_in(c.passage.text) and _MEDICINES.search(c.passage.text)
        )
        return replace(found, candidates=kept, judged=evidence.judged) if kept else evidence

    def names_all(self, view: BuildView, question: str, text: str) -> bool:
        """Whether a question names all that a text does, people and conditions apart."""
        own = _stems(view.aliases, [question])
        named = (e for e in self._entities.find(text) if e.sort not in ("condition", "people"))
        return all(own.issuperset(terms(e.text)) for e in named)

    def topic(self, view: BuildView, question: str) -> frozenset[str]:
        """The same of what the question is about at all, when nothing narrows it."""
        found = self._entities.topic(question)
        return self.subjects(view, question) or _stems(view.aliases, [found.text] if found else [])


def without_excepted(evidence: Evidence, excepted: Sequence[str]) -> Evidence:
    """The evidence that names none of some foods, where any is left."""
    kept = tuple(c for c in evidence.candidates if stems_of(c.passage.text).isdisjoint(excepted))
    return replace(evidence, candidates=kept) if any(c.source.kind != "article" for c in kept) else evidence


def _is_in_the_post(view: BuildView, question: str, evidence: Evidence) -> bool:
    """Whether it asks what our article says, and a line of the article says it."""
    lines = view.check.lines(evidence.voices) if asks_about_article(question) else []
    return bool(lines) and lines[0].similarity >= IN_THE_POST


def _in_capitals(name: str) -> str:
    """A short name as the aliases have it: "rls" is RLS."""
    return name.upper() if len(name) <= _SHORT_NAME and name.isalpha() else name


def _says(candidate: Candidate, name: str) -> bool:
    """Whether a passage says a name; one with words that are left out of searches, as it stands."""
    stems = terms(name)
    is_whole = len(stems) == len(words(name))
    return said(candidate).issuperset(stems) if is_whole else name.lower() in candidate.passage.text.lower()


def _naming(names: Iterable[str], evidence: Evidence) -> frozenset[str]:
    """Ids of passages that name one of the things."""
    stems = [frozenset(terms(name)) for name in names]
    return frozenset(c.passage.id for c in evidence.candidates if any(one <= said(c) for one in stems))


def _stems(aliases: Aliases, names: Sequence[str]) -> frozenset[str]:
    means = [phrase for name in names for phrase in aliases.widen(name).means]
    return frozenset(stem for phrase in (*names, *means) for stem in terms(phrase))


def _view(index: Index, answerability: Answerability, names: Sequence[str], slips: Slips | None) -> BuildView:
    texts = (text for p in index.searched for text in (p.text, *p.asks, index.source(p).title))
    aliases = (text for term, means in index.aliases for text in (term, *means))
    spelling = Spelling(chain(texts, aliases), names, slips)
    fitting = answerability.fitting(index.manifest.fingerprint)
    return BuildView(index, Aliases(index.aliases), ClaimCheck(index), spelling, fitting)
