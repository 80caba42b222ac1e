"""How well a quote bears a statement as a whole: words covered and vectors close, or what an entailment model says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from bot.verify.reading import Reading
from bot.verify.wordmatch import is_covered

Weight = Callable[[str], float]
"""How much a stem tells: its inverse document frequency."""


_CLAUSE = 0.25
"""How much less of a clause than of a sentence must be borne. A guess; `python -m evals verifier` shows what it costs."""


_FAINT = 0.3
"""What an everyday word that is not borne counts beside another. A guess; `python -m evals verifier` shows what it costs."""


class Entails(Protocol):
    """Says whether a premise bears a hypothesis. Deterministic, and safe to call from several threads."""

    name: str
    weights: str
    """sha256 of the file of weights: figures hold for one set of weights."""

    def entails(self, premise: str, hypothesis: str) -> float:
        """Probability, 0 to 1, that `hypothesis` follows from `premise`.

        Raises:
            EmbeddingFailed: The model cannot be loaded or run.
        """
        ...


def coverage(statement: Reading, quote: Reading, weight: Weight) -> float:
    """Share of the weight of a statement's content words that a quote bears, 0 to 1; 1 when it has none.

    The share of its worst sentence, and a bonus of `_CLAUSE` off that of its worst clause of three words or more: a short
    clause that nothing bears must not hide behind a long one that is borne.
    """
    held = {t.at: is_covered(t.at, statement, quote) for t in statement.content}
    faint = statement.lexicon.faint
    weights = {
        t.at: weight(t.stem) * (_FAINT if t.text in faint and not held[t.at] else 1.0) for t in statement.content
    }
    worst = 1.0
    for sentence in _sentences(statement):
        worst = min(worst, _share([at for at in held if at in sentence], held, weights))
    for at in held:
        clause = [other for other in held if other in statement.clause(at)]
        if len(clause) > 2:
            worst = min(worst, _share(clause, held, weights) + _CLAUSE)
    return worst


def _share(places: Sequence[int], held: Mapping[int, bool], weights: Mapping[int, float]) -> float:
    total = sum(weights[at] for at in places)
    return sum(weights[at] for at in places if held[at]) / total if total else 1.0


def _sentences(reading: Reading) -> list[range]:
    ends = [t.at + 1 for t in reading.tokens if t.text in ".?!;"]
    starts = [0, *ends]
    return [range(start, end) for start, end in zip(starts, [*ends, len(reading.tokens)], strict=True)]


def uncovered(statement: Reading, quotes: Sequence[Reading]) -> list[str]:
    """The content words that no quote bears."""
    return [t.text for t in statement.content if not any(is_covered(t.at, statement, q) for q in quotes)]
