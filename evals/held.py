"""The held pairs: paraphrases of sources kept apart, and corruptions of every kind made from them with a fixed seed.

`python -m evals.held` rewrites evals/data/verifier/held-generated.jsonl; the same paraphrases give the same bytes.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from evals.corruptions import FOLDER, findings, read, read_skipped, written, wrong_citations
from evals.pairs import Pair, Quote
from evals.wrong_figures import wrong_numbers, wrong_units
from evals.wrong_weight import welded, with_cause, with_invention, without_hedge
from evals.wrong_words import Names, Wrong, wrong_directions, wrong_names, wrong_negations

PARAPHRASES, GENERATED, NAMES = "held-paraphrases.jsonl", "held-generated.jsonl", "names.yaml"
KINDS = (
    "number", "unit", "entity", "drug", "negation", "direction", "citation",
    "population", "hedge", "causality", "invention", "merged",
)  # fmt: skip
SEED = 31
PER_KIND = 45
"""Rows of a kind at most: with none of 45 let through, the interval's upper end is 0.08."""
_PER_WAY = 15


def is_held(source: str) -> bool:
    """Whether a source's pairs are for reporting only: one source in four, by its id."""
    return int(hashlib.sha1(source.encode()).hexdigest(), 16) % 4 == 1


def generate(
    paraphrases: Sequence[Pair], pool: Sequence[Quote], names: Names, skipped: set[tuple[str, str]]
) -> list[Pair]:
    """At most `PER_KIND` rows of each kind, the least used way of being wrong first."""
    rows: list[Pair] = []
    for kind in KINDS:
        order = random.Random(f"{SEED} {kind}").sample(paraphrases, len(paraphrases))
        ways: Counter[str] = Counter()
        for pair in order:
            if ways.total() == PER_KIND or (kind, pair.id) in skipped:
                continue
            rng = random.Random(f"{SEED} {kind} {pair.id}")
            made = [
                w
                for w in _wrong(kind, pair, paraphrases, pool, names, rng)
                if (w[1], w[3]) != (pair.statement, pair.quotes) and ways[w[0]] < _PER_WAY
            ]
            if made:
                way, statement, note, quotes = min(rng.sample(made, len(made)), key=lambda w: ways[w[0]])
                ways[way] += 1
                identity = f"held-{kind}-{ways.total():03d}"
                rows.append(
                    Pair(
                        id=identity,
                        split="held",
                        kind=kind,
                        statement=statement,
                        quotes=quotes,
                        note=f"{pair.id}: {note}",
                    )
                )
    return rows


_Made = tuple[str, str, str, tuple[Quote, ...]]


def _wrong(
    kind: str, pair: Pair, others: Sequence[Pair], pool: Sequence[Quote], names: Names, rng: random.Random
) -> Iterator[_Made]:
    """The way, the wrong statement, what was done, and the quotes cited."""
    if kind == "citation":
        yield from ((w.way, w.statement, w.note, w.quotes) for w in wrong_citations(pair, pool, rng))
        return
    if kind == "merged":
        other = rng.choice([o for o in others if o.source != pair.source and len(o.quotes) == 1])
        for w in welded(pair.statement, other.statement) if len(pair.quotes) == 1 else ():
            both = (*pair.quotes, *other.quotes) if w.way == "welded" else pair.quotes
            yield w.way, w.statement, f"{w.note}; with {other.id}", both
        return
    for said in _reworded(kind, pair.statement, " ".join(q.text for q in pair.quotes), names, rng):
        yield said.way, said.statement, said.note, pair.quotes


def _reworded(kind: str, statement: str, quotes: str, names: Names, rng: random.Random) -> Iterator[Wrong]:
    if kind in ("number", "unit"):
        make = {"number": wrong_numbers, "unit": wrong_units}[kind]
        yield from (Wrong(f.way, f.statement, f.note) for f in make(statement, quotes))
    elif kind in ("entity", "drug", "population"):
        yield from wrong_names(kind, statement, quotes, names, rng)
    elif kind == "direction":
        yield from wrong_directions(statement, rng)
    elif kind == "negation":
        yield from wrong_negations(statement, rng)
    elif kind == "hedge":
        yield from without_hedge(statement)
    elif kind == "causality":
        yield from with_cause(statement, rng)
    else:
        yield from with_invention(statement, rng)


def read_names(path: Path = FOLDER / NAMES) -> dict[str, list[list[str]]]:
    """The lists of names that rows are made with, each line cut at its commas."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {
        sort: [[name.strip() for name in str(line).split(",")] for line in lines]
        for sort, lines in data.items()
        if sort != "implies"
    }


def main() -> None:
    """Rewrite the generated rows and say how many of each kind there are."""
    pool = [quote for quote in findings() if is_held(quote.source)]
    rows = generate(read(FOLDER / PARAPHRASES), pool, read_names(), read_skipped())
    (FOLDER / GENERATED).write_text(written(rows), encoding="utf-8")
    for kind, count in Counter(row.kind for row in rows).items():
        print(f"{kind:10} {count}")


if __name__ == "__main__":
    main()
