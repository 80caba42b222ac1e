"""Corpus to a new build of the index, written beside the old and switched to in one step.

Phases: read, plan, reuse, embed, write, switch, prune. A crash before `switch` leaves the old build serving.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest import corpus_json, manifest
from ingest.embedder import Embedder, Read
from ingest.errors import CorpusInvalid, IndexMissing, IndexOutdated
from ingest.guard_build import GuardBuild, taught
from ingest.guard_examples import UNLABELLED, Labelled
from ingest.guard_model import FILE as GUARD_FILE
from ingest.guard_train import TRAINING
from ingest.index import open_build
from ingest.lexical import ANALYSER, LexicalIndex, lexical_text
from ingest.manifest import GONE, PARTIAL, Layout, Manifest
from ingest.passages import SPLITTER
from ingest.side import SideVectors, text_id, unique
from ingest.source import TOPICS, Corpus
from ingest.store import VectorStore
from ingest.vectors import save, vectors_of

LAYOUT = "layout-6"
"""Version of the files in a build; part of its name."""
_CHUNK = 64
"""Texts embedded between two steps of the progress bar."""


class Progress(Protocol):
    """Told how far a build is."""

    def phase(self, name: str, total: int) -> None:
        """A phase begins that has `total` steps."""
        ...

    def advance(self, steps: int) -> None:
        """`steps` more are done."""
        ...


class Silent:
    """A `Progress` that shows nothing."""

    def phase(self, name: str, total: int) -> None:
        """See `Progress.phase`."""

    def advance(self, steps: int) -> None:
        """See `Progress.advance`."""


@dataclass(frozen=True)
class Report:
    """What a build did, for people."""

    name: str
    is_new: bool
    added: int
    unchanged: int
    removed: int
    """Passages of the previous build that are gone."""
    embedded: int
    """Texts whose vectors were made. The classifier's training reads its own once more when an earlier build has their vectors."""
    sources: int
    passages: int
    asks: int
    dropped: tuple[str, ...]


def build(
    corpus: Corpus,
    embedder: Embedder,
    store: VectorStore,
    layout: Layout,
    keep: int = 3,
    progress: Progress | None = None,
    labelled: Labelled = UNLABELLED,
) -> Report:
    """Make `corpus` the index that serves.

    Args:
        corpus: Cut and tied together.
        embedder: Asked only for texts that no earlier build has vectors of.
        store: Where vectors live.
        layout: Where the rest lives.
        keep: Builds kept, this one included.
        progress: Told how far it is.
        labelled: What the guards' classifier is trained on; no examples, no classifier.

    Raises:
        CorpusInvalid: The corpus has no passage to search.
        EmbeddingFailed: The embedder could not run; the previous build still serves.
    """
    progress = progress or Silent()
    if not any(p.is_searched for p in corpus.passages):
        raise CorpusInvalid("No passage to search; the corpus needs at least one finding or paragraph")
    data = corpus_json.to_bytes(corpus)
    name = build_name(corpus_json.digest(corpus), embedder.fingerprint(), labelled, _plain(corpus))
    before = _previous(layout, store)
    is_there = _is_whole(name, layout, store) and (not labelled.examples or (layout.build(name) / GUARD_FILE).is_file())
    if is_there and before == name:
        return _unchanged(layout.read(name), corpus)
    old_passages = _passages_of(layout, before)
    embedded = 0 if is_there else _write(name, corpus, data, embedder, store, layout, before, progress, labelled)
    layout.point_to(name)
    prune(layout, store, keep)
    ids = {p.id for p in corpus.passages}
    return _report(layout.read(name), corpus, embedded, old_passages, ids)


def build_name(corpus_hash: str, fingerprint: str, labelled: Labelled = UNLABELLED, plain: Sequence[str] = ()) -> str:
    """A build's name: a hash of the corpus, the rules that cut it, the embedder, the guards' examples and plain wordings."""
    parts = "\x1f".join((corpus_hash, SPLITTER, ANALYSER, LAYOUT, TRAINING, fingerprint, *taught(labelled), *plain))
    return "rw-" + hashlib.sha256(parts.encode()).hexdigest()[:16]


def side_texts(corpus: Corpus) -> list[str]:
    """Texts compared in memory: sentences of paragraphs, claims, what the pairs are about, and the bare topics."""
    by_id = {source.id: source.text for source in corpus.sources}
    sentences = [
        by_id[p.source_id][s.start : s.end] for p in corpus.passages if p.role == "paragraph" for s in p.sentences
    ]
    claims = [text for claim in corpus.claims for text in (claim.claim, claim.in_full)]
    pairs = [text for pair in corpus.contradictions for text in (pair.about, pair.how_to_say_it)]
    return unique([*sentences, *claims, *pairs, *TOPICS])


def prune(layout: Layout, store: VectorStore, keep: int) -> None:
    """Delete all but the newest `keep` builds, and what a crash left behind. The build that serves always stays."""
    current = layout.current()
    kept = {current, *[name for name in layout.history() if name != current][: keep - 1]}
    for folder in layout.builds.iterdir():
        if folder.is_dir() and folder.name not in kept:
            _discard(folder)
    for name in store.names() - kept:
        store.delete(name)


def _discard(folder: Path) -> None:
    """Delete a build's folder; renamed first, so that a deletion cut short leaves nothing that looks like a build."""
    if folder.suffix != GONE:
        gone = folder.with_name(folder.name + GONE)
        shutil.rmtree(gone, ignore_errors=True)
        folder = folder.rename(gone)
    shutil.rmtree(folder)


def _previous(layout: Layout, store: VectorStore) -> str:
    """The build that serves; "" when there is none, or none that can be used."""
    try:
        name = layout.current()
    except IndexMissing:
        return ""
    return name if _is_whole(name, layout, store, may_be_outdated=True) else ""


def _is_whole(name: str, layout: Layout, store: VectorStore, *, may_be_outdated: bool = False) -> bool:
    """Whether every file of a build opens and its vectors are in the store."""
    if not layout.build(name).is_dir() or name not in store.names():
        return False
    try:
        open_build(layout.read(name), layout, store)
    except IndexOutdated:
        return may_be_outdated
    except IndexMissing:
        return False
    return True


def _passages_of(layout: Layout, name: str) -> set[str]:
    if not name:
        return set()
    corpus = corpus_json.from_bytes((layout.build(name) / "corpus.json").read_bytes())
    return {passage.id for passage in corpus.passages}


def _write(
    name: str,
    corpus: Corpus,
    data: bytes,
    embedder: Embedder,
    store: VectorStore,
    layout: Layout,
    before: str,
    progress: Progress,
    labelled: Labelled,
) -> int:
    """Write a whole build. Returns how many texts were embedded."""
    planned = vectors_of(corpus.passages)
    texts = {v.row.id: v.text for v in planned}
    reuse = before if before and layout.read(before).fingerprint == embedder.fingerprint() else ""
    ready = store.vectors(reuse, list(texts)) if reuse else {}
    missing = [row_id for row_id in texts if row_id not in ready]
    side_before = SideVectors.load(layout.build(reuse) / "side.npz") if reuse else SideVectors.empty()
    said = labelled.said()
    wanted = unique([*side_texts(corpus), *(text.english for text in said)])
    side_missing = [text for text in wanted if text not in side_before]
    asks = unique(v.text for v in planned if v.row.is_ask)
    # A build of this very name is replaced, see below: nothing of it can be kept.
    guard = GuardBuild(labelled, said, asks, layout.build(reuse) if reuse not in ("", name) else None)
    shown = dict.fromkeys(guard.learns_from)
    if shown and embedder.read(()).states is None:
        shown = {}
    unseen = [text for text in side_missing if text not in shown]

    progress.phase("Embedding", len(missing) + len(unseen) + len(shown))
    fresh = _embed([texts[row_id] for row_id in missing], embedder, progress)
    ready.update(zip(missing, fresh, strict=True))
    side_fresh = dict(zip(unseen, _embed(unseen, embedder, progress), strict=True))
    lessons = _read(list(shown), embedder, progress) if shown else None
    if lessons:
        side_fresh.update(zip(shown, lessons.vectors, strict=True))

    progress.phase("Writing", 3)
    vectors = np.stack([ready[v.row.id] for v in planned])
    if layout.build(name).is_dir():
        _discard(layout.build(name))  # before its vectors are replaced: half of them must not pass for a whole build
    store.write(name, [v.row for v in planned], vectors)
    progress.advance(1)
    staged = layout.builds / f"{name}{PARTIAL}"
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    (staged / "corpus.json").write_bytes(data)
    rows = [side_fresh[t] if t in side_fresh else side_before.matrix([t])[0] for t in wanted]
    table = np.stack(rows) if rows else np.zeros((0, vectors.shape[1]), dtype=np.float32)
    side = SideVectors([text_id(t) for t in wanted], table)
    side.save(staged / "side.npz")
    if lessons is None:
        known = {v.text: ready[v.row.id] for v in planned if v.row.is_ask} | dict(zip(wanted, rows, strict=True))
        lessons = Read(np.array([known[text] for text in guard.learns_from], dtype=np.float32))
    guard.write(staged, lessons)
    _write_lexical(corpus, staged)
    save([v.row for v in planned], vectors, staged)
    progress.advance(1)
    manifest.write(_manifest(name, corpus, corpus_json.digest(corpus), embedder, vectors), staged)
    staged.rename(layout.build(name))
    progress.advance(1)
    return len(missing) + len(side_missing)


def _embed(texts: Sequence[str], embedder: Embedder, progress: Progress) -> list[NDArray[np.float32]]:
    """Vectors of `texts`, in order; long and short apart, so that little is padded."""
    order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
    vectors: dict[int, NDArray[np.float32]] = {}
    for start in range(0, len(order), _CHUNK):
        chunk = order[start : start + _CHUNK]
        vectors.update(zip(chunk, embedder.embed([texts[n] for n in chunk]), strict=True))
        progress.advance(len(chunk))
    return [vectors[n] for n in range(len(texts))]


def _read(texts: Sequence[str], embedder: Embedder, progress: Progress) -> Read:
    """`texts` with the states of their tokens, in order."""
    read: list[Read] = []
    for start in range(0, len(texts), _CHUNK):
        read.append(embedder.read(texts[start : start + _CHUNK]))
        progress.advance(len(read[-1].vectors))
    states = tuple(row for chunk in read for row in chunk.states or ())
    return Read(np.concatenate([chunk.vectors for chunk in read]), states)


def _write_lexical(corpus: Corpus, folder: Path) -> None:
    titles = {source.id: source.title for source in corpus.sources}
    searched = [p for p in corpus.passages if p.is_searched]
    LexicalIndex.build(lexical_text(p, titles[p.source_id]) for p in searched).save(folder / "bm25")


def _plain(corpus: Corpus) -> list[str]:
    return [f"{p.id}\x1e{p.plain}" for p in corpus.passages if p.plain]


def _manifest(
    name: str, corpus: Corpus, corpus_hash: str, embedder: Embedder, vectors: NDArray[np.float32]
) -> Manifest:
    return Manifest(
        name=name,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        corpus=corpus_hash[:16],
        splitter=SPLITTER,
        analyser=ANALYSER,
        embedder=embedder.name,
        fingerprint=embedder.fingerprint(),
        dimension=int(vectors.shape[1]),
        sources=len(corpus.sources),
        passages=len(corpus.passages),
        searched=sum(p.is_searched for p in corpus.passages),
        asks=_asks(corpus),
        vectors=int(vectors.shape[0]),
        dropped=corpus.dropped,
    )


def _asks(corpus: Corpus) -> int:
    return sum(len(p.asks) for p in corpus.passages)


def _unchanged(built: Manifest, corpus: Corpus) -> Report:
    return Report(built.name, False, 0, built.passages, 0, 0, built.sources, built.passages, built.asks, corpus.dropped)


def _report(built: Manifest, corpus: Corpus, embedded: int, old: set[str], new: set[str]) -> Report:
    return Report(
        name=built.name,
        is_new=True,
        added=len(new - old),
        unchanged=len(new & old),
        removed=len(old - new),
        embedded=embedded,
        sources=built.sources,
        passages=built.passages,
        asks=built.asks,
        dropped=corpus.dropped,
    )
