"""What becomes of an index that an earlier version made: it is refused by its right name, and its vectors are not made again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ingest.build import Report, build
from ingest.corpus import build_corpus, read_corpus
from ingest.embedder import Read
from ingest.errors import IndexMissing
from ingest.guard_examples import Example, Labelled
from ingest.guard_model import FILE
from ingest.index import IndexReader
from ingest.manifest import Layout
from ingest.store import ChromaStore

if TYPE_CHECKING:
    from tests.conftest import HashEmbedder

EXAMPLES = [
    Example(f"{said} {n}", label, outcome, f"{outcome}-{n}", "en", "dev")
    for label, outcome, said in (
        ("emergency-heart", "emergency", "my chest is tight"),
        ("benign", "answered", "magnesium in nuts"),
    )
    for n in range(9)
]


def ingest(corpus: Path, root: Path, embedder: HashEmbedder) -> Report:
    """Build with a classifier."""
    layout = Layout(root)
    cut = build_corpus(read_corpus(corpus), embedder.count_tokens, embedder.window)
    return build(cut, embedder, ChromaStore(layout.vectors), layout, labelled=Labelled(EXAMPLES))


def test_an_index_of_an_earlier_version_is_not_called_damaged_and_is_not_embedded_again(
    tiny_corpus: Path, tmp_path: Path, hash_embedder: HashEmbedder
) -> None:
    """The message says what it is and what to run; that build embeds nothing, and answers."""
    root = tmp_path / "index"
    kept = root / "builds" / ingest(tiny_corpus, root, hash_embedder).name / FILE
    with np.load(kept) as stored:
        np.savez(kept, **{key: stored[key] for key in stored.files if key != "everyday"})
    with pytest.raises(IndexMissing, match=r"made by an earlier version\. Run `python -m ingest`") as refused:
        IndexReader(root, hash_embedder).current()
    assert "damaged" not in str(refused.value)
    assert ingest(tiny_corpus, root, hash_embedder).embedded == 0
    assert IndexReader(root, hash_embedder).current().guard is not None


def test_a_damaged_classifier_is_still_damage(tiny_corpus: Path, tmp_path: Path, hash_embedder: HashEmbedder) -> None:
    """Nothing of such a build is trusted: it is made anew."""
    root = tmp_path / "index"
    kept = root / "builds" / ingest(tiny_corpus, root, hash_embedder).name / FILE
    kept.write_bytes(kept.read_bytes()[:500])
    with pytest.raises(IndexMissing, match=r"is damaged \(\w+\)\. Run `python -m ingest`"):
        IndexReader(root, hash_embedder).current()
    assert ingest(tiny_corpus, root, hash_embedder).embedded > 0
    assert IndexReader(root, hash_embedder).current().guard is not None


@pytest.mark.parametrize("shows_states", [True, False])
def test_the_classifier_has_a_head_where_the_embedder_shows_states(
    tiny_corpus: Path, tmp_path: Path, hash_embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch, shows_states: bool
) -> None:
    """Either way each message is read once; a build with the same messages keeps the classifier and reads none."""

    def read(texts: Sequence[str]) -> Read:
        rows = hash_embedder.embed(texts)
        return Read(rows, tuple(row[None].astype(np.float16) for row in rows))

    if shows_states:
        monkeypatch.setattr(hash_embedder, "read", read)
    root = tmp_path / "index"
    ingest(tiny_corpus, root, hash_embedder)
    guard = IndexReader(root, hash_embedder).current().guard
    assert guard is not None
    assert (guard.head is not None) is shows_states
    assert {hash_embedder.seen.count(e.text) for e in EXAMPLES} == {1}
    note = next(tiny_corpus.rglob("*.md"))
    note.write_text(note.read_text(encoding="utf-8") + "\n\nOne more line about iron.\n", encoding="utf-8")
    assert ingest(tiny_corpus, root, hash_embedder).is_new
    assert {hash_embedder.seen.count(e.text) for e in EXAMPLES} == {1}
