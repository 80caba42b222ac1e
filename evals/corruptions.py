"""Seeded corruptions of true paraphrases: a wrong number, unit or citation. Knows pairs and findings, no verifier.

`python -m evals.corruptions` rewrites evals/data/verifier/generated.jsonl; the same paraphrases give the same bytes.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from evals.pairs import Pair, Quote
from evals.wrong_figures import wrong_numbers, wrong_units

FOLDER = Path(__file__).with_name("data") / "verifier"
SOURCES = Path(__file__).parents[1] / "corpus" / "sources"
SEED = 20
PER_KIND = 115
"""Rows of each kind. A share near 0.9 of about 57 rows in a half then has a 95 % interval of about +-0.08."""
PER_SOURCE = 3
"""Rows of a kind that may start from one source, so that no source decides a kind's rate. A guess."""
PER_WAY = {"number": 30, "unit": 40, "citation": 58}
"""Rows made in one way, so that the commonest (a year, a per cent) does not stand for its kind. A guess."""
_SUPPORTED = 0.6
"""Share of a statement's words above which another finding may support it too, so it is no wrong citation. A guess,
tightened by reading every row: what passed and was still supported is in skipped.jsonl."""


class Wrong(NamedTuple):
    """One way to make a pair wrong; `way` is counted so that all ways are used about equally often."""

    way: str
    statement: str
    quotes: tuple[Quote, ...]
    note: str


def read(path: Path) -> list[Pair]:
    """The pairs of a JSON Lines file."""
    return [Pair.model_validate_json(line) for line in path.read_text(encoding="utf-8").splitlines()]


def findings(folder: Path = SOURCES) -> list[Quote]:
    """Every finding of every source, by file name and then in order."""
    sources = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yaml")))
    return [Quote(source=s["id"], text=f["text"]) for s in sources for f in s["findings"]]


@cache
def _words(text: str) -> frozenset[str]:
    """Stems of five letters, and figures: enough to tell how near two findings are."""
    return frozenset(word[:5] for word in re.findall(r"[a-z]{3,}|\d[\d.,]*\d|\d", text.lower()))


def _wrong_figures(kind: str, pair: Pair) -> Iterator[Wrong]:
    make = {"number": wrong_numbers, "unit": wrong_units}[kind]
    for figure in make(pair.statement, " ".join(quote.text for quote in pair.quotes)):
        yield Wrong(figure.way, figure.statement, pair.quotes, f"{pair.id}: {figure.note}")


def wrong_citations(pair: Pair, pool: Sequence[Quote], rng: random.Random) -> Iterator[Wrong]:
    """The nearest and a random other finding: of the same source where it has one, else of the same half."""
    if len(pair.quotes) > 1:
        return
    said = _words(pair.statement)
    others = [q for q in pool if q != pair.quotes[0] and len(said & _words(q.text)) / len(said) < _SUPPORTED]
    own = [q for q in others if q.source == pair.source] or others
    nearest = max(own, key=lambda q: len(_words(q.text) & _words(pair.quotes[0].text)))
    for way, quote in (("nearest", nearest), ("random", rng.choice(own))):
        yield Wrong(way, pair.statement, (quote,), f"{pair.id}: cites another finding ({way})")


def _pick(kind: str, pairs: Iterable[tuple[Pair, list[Wrong]]]) -> Iterator[Pair]:
    """At most `PER_KIND` rows, half from each half, the least used way first, at most `PER_SOURCE` from one source."""
    ways: Counter[str] = Counter()
    used: Counter[str] = Counter()
    for pair, wrongs in pairs:
        if not wrongs or used[pair.source] == PER_SOURCE or used[pair.split] > PER_KIND // 2:
            continue
        wrong = min(wrongs, key=lambda w: ways[w.way])
        if ways[wrong.way] == PER_WAY[kind]:
            continue
        ways[wrong.way] += 1
        used.update((pair.source, pair.split))
        yield Pair(
            id=f"{kind}-{ways.total():03d}",
            split=pair.split,
            kind=kind,
            statement=wrong.statement,
            quotes=wrong.quotes,
            note=wrong.note,
        )
        if ways.total() == PER_KIND:
            return


def generate(paraphrases: Sequence[Pair], pool: Sequence[Quote], skipped: set[tuple[str, str]]) -> list[Pair]:
    """`PER_KIND` rows of each kind. `skipped` holds (kind, paraphrase id) that a reader found still true or unreadable.

    A kind comes out shorter when the paraphrases allow no more; the test of the data counts them.
    """
    half = {pair.source: pair.split for pair in paraphrases}
    rows: list[Pair] = []
    for kind in ("number", "unit", "citation"):
        order = random.Random(f"{SEED} {kind}").sample(paraphrases, len(paraphrases))
        made = []
        for pair in order:
            if (kind, pair.id) in skipped:
                continue
            rng = random.Random(f"{SEED} {kind} {pair.id}")
            near = [quote for quote in pool if half.get(quote.source) == pair.split]
            wrongs = list(wrong_citations(pair, near, rng) if kind == "citation" else _wrong_figures(kind, pair))
            made.append((pair, rng.sample(wrongs, len(wrongs))))
        rows += _pick(kind, made)
    return rows


def written(rows: Iterable[Pair]) -> str:
    """The rows as JSON Lines."""
    return "".join(json.dumps(row.model_dump(), ensure_ascii=False) + "\n" for row in rows)


def read_skipped(path: Path = FOLDER / "skipped.jsonl") -> set[tuple[str, str]]:
    """What a reader took out: (kind, paraphrase id)."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {(row["kind"], row["paraphrase"]) for row in rows}


def main() -> None:
    """Rewrite generated.jsonl and say how many rows each kind has."""
    rows = generate(read(FOLDER / "paraphrases.jsonl"), findings(), read_skipped())
    (FOLDER / "generated.jsonl").write_text(written(rows), encoding="utf-8")
    for (kind, split), count in sorted(Counter((row.kind, row.split) for row in rows).items()):
        print(f"{kind:10} {split:5} {count}")


if __name__ == "__main__":
    main()
