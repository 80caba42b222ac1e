"""Collections of our own in BEIR layout, made from a corpus by a seeded command: our findings, asked for in visitors' words.

The documents have no asks in them, so that no question meets itself. Knows no retriever.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from evals.cases import Case, read_cases
from evals.errors import CollectionUnreadable
from ingest.corpus import build_corpus, read_corpus
from ingest.embedder import Embedder
from ingest.lexical import terms
from ingest.source import Corpus, Passage

LAY = Path(__file__).with_name("data") / "lay.jsonl"
"""Rewordings: the source, one of its asks, and the same in a visitor's words."""
MAX_SHARED = 0.25
"""Share of a rewording's stems that its ask or its passage may have too. The rule by which they were written, see `shared`."""
TOPIC = frozenset(terms("magnesium restless legs leg syndrome RLS"))
"""Words of every other question, which a rewording may share."""
_SEED = 5


Relevant = tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A question and the documents that answer it."""

    id: str
    text: str
    relevant: Relevant


@dataclass(frozen=True)
class Document:
    """What is searched."""

    id: str
    title: str
    text: str


class Made(NamedTuple):
    """A collection before it is written."""

    documents: list[Document]
    questions: list[Question]


def make(name: str, corpus: Path, target: Path, embedder: Embedder) -> None:
    """Write the collection `name` (a key of `COLLECTIONS`) of a corpus folder into `target`.

    Raises:
        CollectionUnreadable: A rewording names an ask that the corpus has no more.
    """
    cut = build_corpus(read_corpus(corpus), embedder.count_tokens, embedder.window)
    _write(COLLECTIONS[name](cut), target)


def held_out_asks(corpus: Corpus) -> Made:
    """One ask of every finding."""
    chosen = random.Random(_SEED)
    asked = (p for p in corpus.passages if p.is_searched and p.role == "finding" and p.asks)
    return Made(_passages(corpus), [Question(f"q-{p.id}", chosen.choice(p.asks), (p.id,)) for p in asked])


def lay(corpus: Corpus) -> Made:
    """Rewordings of asks in visitors' words, which share few words with what answers them."""
    by_ask = {(p.source_id, ask): p for p in corpus.passages if p.is_searched for ask in p.asks}
    questions = []
    for number, row in enumerate(read_lay(), start=1):
        passage = by_ask.get((row["source"], row["ask"]))
        if passage is None:
            raise CollectionUnreadable(
                f"{LAY.name}:{number}: {row['source']!r} has no ask {row['ask']!r}; name one it has, or remove the line"
            )
        questions.append(Question(f"lay-{number}", row["lay"], (passage.id,)))
    return Made(_passages(corpus), questions)


def read_lay(path: Path = LAY) -> list[Mapping[str, str]]:
    """The rewordings, in file order."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def shared(row: Mapping[str, str], passage: Passage) -> float:
    """Share of a rewording's stems, words of the topic apart, that its ask or its passage has too."""
    own = set(terms(row["lay"])) - TOPIC
    held = set(terms(row["ask"])) | set(terms(passage.text))
    return len(own & held) / max(1, len(own))


def slips(corpus: Corpus) -> Made:
    """The held-out asks as typed in a hurry: a slip in one of every two words of five letters or more, no capitals."""
    chosen = random.Random(_SEED + 1)
    made = held_out_asks(corpus)
    return Made(made.documents, [replace(q, text=_hurried(q.text, chosen)) for q in made.questions])


def cases(corpus: Corpus) -> Made:
    """The questions of the cases that name sources; a document is all that a source found."""
    found: dict[str, list[str]] = {}
    for passage in corpus.passages:
        if passage.is_searched:
            found.setdefault(passage.source_id, []).append(passage.text)
    documents = [Document(s.id, s.title, " ".join(found[s.id])) for s in corpus.sources if s.id in found]
    asked = [c for c in read_cases().cases if c.question and c.language == "en" and c.expect.sources_any]
    return Made(documents, [Question(c.id, c.said[0], _named(c)) for c in asked])


def _named(case: Case) -> Relevant:
    return tuple(dict.fromkeys(source for group in case.expect.sources_any for source in group))


def _hurried(text: str, chosen: random.Random) -> str:
    words = text.lower().split()
    return " ".join(_slip(w, chosen) if len(w) >= 5 and w.isalpha() and chosen.random() < 0.5 else w for w in words)


def _slip(word: str, chosen: random.Random) -> str:
    at = chosen.randrange(1, len(word) - 2)
    kind = chosen.choice(("swap", "drop", "double"))
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :] if kind == "drop" else word[: at + 1] + word[at:]


COLLECTIONS: Mapping[str, Callable[[Corpus], Made]] = {
    "asks": held_out_asks,
    "lay": lay,
    "slips": slips,
    "cases": cases,
}
"""Each by its name on the command line."""


def _passages(corpus: Corpus) -> list[Document]:
    titles = {source.id: source.title for source in corpus.sources}
    return [Document(p.id, titles[p.source_id], p.text) for p in corpus.passages if p.is_searched]


def _write(made: Made, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    _lines(target / "corpus.jsonl", [{"_id": d.id, "title": d.title, "text": d.text} for d in made.documents])
    _lines(target / "queries.jsonl", [{"_id": q.id, "text": q.text} for q in made.questions])
    judged = "".join(f"{q.id}\t{document}\t1\n" for q in made.questions for document in q.relevant)
    (target / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n" + judged, encoding="utf-8")


def _lines(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
