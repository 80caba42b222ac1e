"""The verifier: each statement against the quotes it cites, one check after the other. Knows nothing of who wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bot.answer import Citation, Statement
from bot.entities import Entities
from bot.texts import Texts
from bot.verify.amounts import check_amounts
from bot.verify.causality import check_causes
from bot.verify.compared import check_compared
from bot.verify.crossed import check_crossed
from bot.verify.directions import check_direction
from bot.verify.exchanged import check_kind, check_swapped
from bot.verify.hedges import check_hedges
from bot.verify.lexicon import Lexicon
from bot.verify.meaning import Entails, Weight, coverage
from bot.verify.names import check_names
from bot.verify.objects import check_objects
from bot.verify.parts import splits
from bot.verify.people import check_ill, check_left_out, check_restricted
from bot.verify.polarity import check_negation
from bot.verify.prefixed import check_prefixed
from bot.verify.prevented import check_prevented
from bot.verify.quotes import check_quotes, cited, is_verbatim
from bot.verify.reading import Reading
from bot.verify.replaced import check_replaced
from bot.verify.rivals import check_rivals
from bot.verify.roles import check_roles
from bot.verify.templates import is_ours
from bot.verify.verdict import Failure, Verdict
from bot.verify.whom import check_whom
from ingest.embedder import Embedder
from ingest.index import Index
from ingest.spoken import spoken

VERSION = "7"
_PASSES = Verdict()
_ORDER = ("citation", "quote", "number", "unit", "entity", "population", "study", "negation", "hedge", "direction",
          "comparator", "causality", "meaning")  # fmt: skip


@dataclass(frozen=True)
class Thresholds:
    """How much of a statement its quotes must bear; see `settings.VerifySettings`."""

    min_coverage: float = 0.84
    min_cosine: float = 0.74
    min_entailment: float = 0.9
    min_coverage_entailed: float = 0.78


class _Borne(NamedTuple):
    """Failures of a text against its best quote, and the share of its words that quote bears."""

    failures: tuple[Failure, ...]
    share: float

    @property
    def is_refuted(self) -> bool:
        """Whether a failure is past doubt, so that no model is asked."""
        return any(not f.is_doubtful for f in self.failures)


class Verifier:
    """Checks statements by the word lists, then by meaning."""

    def __init__(
        self,
        lexicon: Lexicon,
        entities: Entities,
        embedder: Embedder,
        thresholds: Thresholds | None = None,
        entails: Entails | None = None,
        wordings: Sequence[Texts] = (),
    ) -> None:
        self._lexicon = lexicon
        self._entities = entities
        self._embedder = embedder
        self._thresholds = thresholds or Thresholds()
        self._entails = entails
        self._wordings = tuple(wordings)
        self._read = lru_cache(maxsize=2048)(lambda text: Reading(text, lexicon))
        self.name = f"verify-{VERSION}+{entails.name if entails else 'words'}"

    def check(self, statement: Statement, citations: Sequence[Citation], index: Index) -> Verdict:
        """See `Verifies.check`."""
        named = cited(statement, citations)
        if isinstance(named, Failure):
            return Verdict((named,))
        failures = check_quotes(statement, named, index)
        if failures:
            return Verdict(tuple(failures))
        if is_verbatim(statement, named):
            return _PASSES
        if statement.lane == "summary" and is_ours(statement, named, index, self._wordings):
            return _PASSES
        return self.bears([c.quote for c in named], statement.text, index.lexical.idf)

    def bears(self, quotes: Sequence[str], statement: str, weight: Weight) -> Verdict:
        """Whether texts that surely exist bear a statement.

        Args:
            quotes: What is cited.
            statement: What would be shown.
            weight: Inverse document frequency of a stem.

        Raises:
            EmbeddingFailed: The embedder or the entailment model cannot run.
        """
        borne = self._borne(statement, quotes, weight)
        if borne.is_refuted or (borne.failures and self._entails is None):
            return Verdict(borne.failures)
        if borne.share < self._min_share:
            return _judged(borne.share, False, borne.failures)
        cosine = self.cosine(quotes, statement)
        if cosine < self._thresholds.min_cosine:
            return _judged(min(borne.share, max(cosine, 0.0)), False, borne.failures)
        if self._entails is None:
            return _judged(min(borne.share, cosine), True)
        score = self._entails.entails(" ".join(quotes), statement)
        return _judged(score, score >= self._thresholds.min_entailment, borne.failures)

    @property
    def _min_share(self) -> float:
        """Share of the words that must be borne; less where a model judges meaning too."""
        bounds = self._thresholds
        return bounds.min_coverage if self._entails is None else bounds.min_coverage_entailed

    def _borne(self, text: str, quotes: Sequence[str], weight: Weight, depth: int = 3, whole: str = "") -> _Borne:
        """How well the quote that bears a text best bears it; or, worse of the two, how its parts are borne."""
        best = min((self._against(text, quote, weight, whole or text) for quote in quotes), key=_rank)
        if len(quotes) < 2 or depth == 0 or (not best.failures and best.share >= self._min_share):
            return best
        for first, second in splits(text, quotes):
            halves = (
                self._borne(first, quotes, weight, 0, whole or text),
                self._borne(second, quotes, weight, depth - 1, whole or text),
            )
            best = min(best, max(halves, key=_rank), key=_rank)
        return best

    def _against(self, text: str, quote: str, weight: Weight, whole: str) -> _Borne:
        said, there = self._read(text), self._read(quote)
        found = [
            *check_amounts(said, there),
            *check_names(said, there, self._entities),
            *check_left_out(self._read(whole), there),
            *check_ill(self._read(whole), there),
            *check_restricted(self._read(whole), there),
            *check_swapped(said, there),
            *check_kind(said, there),
            *check_negation(said, there),
            *check_hedges(said, there),
            *check_direction(said, there),
            *check_compared(said, there),
            *check_causes(said, there),
            *check_whom(said, there),
            *check_prevented(said, there),
            *check_roles(said, there),
            *check_prefixed(said, there),
            *check_crossed(said, there),
            *check_replaced(said, there),
            *check_rivals(said, there),
            *check_objects(said, there),
        ]
        failures = tuple(sorted(dict.fromkeys(found), key=lambda f: _ORDER.index(f.check)))
        is_over = bool(failures) if self._entails is None else any(not f.is_doubtful for f in failures)
        return _Borne(failures, 0.0 if is_over else coverage(said, there, weight))

    def failures(self, statement: str, quote: str) -> tuple[Failure, ...]:
        """What of a statement one quote does not bear by the word lists; meaning is not measured."""
        return self._against(statement, quote, lambda _: 1.0, statement).failures

    def coverage(self, quotes: Sequence[str], statement: str, weight: Weight) -> float:
        """Share of a statement's content words, by weight, that the quotes bear part by part, 0 to 1."""
        return self._borne(statement, quotes, weight).share

    def cosine(self, quotes: Sequence[str], statement: str) -> float:
        """Cosine of the statement and the nearest of the quotes, -1 to 1.

        Raises:
            EmbeddingFailed: The embedder cannot run.
        """
        vectors = self._embedder.embed([spoken(t) for t in (statement, *quotes)])
        return float((vectors[1:] @ vectors[0]).max())


def _rank(borne: _Borne) -> tuple[bool, int, float]:
    return borne.is_refuted, len(borne.failures), -borne.share


def _judged(meaning: float, passes: bool, doubts: tuple[Failure, ...] = ()) -> Verdict:
    """What meaning decides; where it decides against a statement, what was doubtful counts as well."""
    return Verdict(() if passes else doubts or (Failure("meaning", ""),), min(1.0, meaning))
