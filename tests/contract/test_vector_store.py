"""What every VectorStore promises, run on the real Chroma store."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import settings
from ingest.errors import IndexGone, IngestError
from ingest.store import ChromaStore, Near, Row, VectorStore

ROWS = [Row(f"post:{n // 2}" + (":asked" if n % 2 else "")) for n in range(8)]


def unit(count: int, seed: int = 3, dimension: int = 16) -> NDArray[np.float32]:
    """Random unit vectors."""
    vectors = np.random.default_rng(seed).normal(size=(count, dimension))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(params=["chroma"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> VectorStore:
    """An empty store of each kind that ships."""
    return {"chroma": ChromaStore}[request.param](tmp_path / "store")


class TestVectorStore:
    def test_a_written_collection_is_listed_and_gives_its_vectors_back(self, store: VectorStore) -> None:
        """Names appear; vectors come back by id as float32, unknown ids are simply absent."""
        assert store.names() == set()
        vectors = unit(8)
        store.write("rw-one", ROWS, vectors)
        assert store.names() == {"rw-one"}
        got = store.vectors("rw-one", ["post:1:asked", "nobody", "post:0"])
        assert set(got) == {"post:1:asked", "post:0"}
        assert got["post:1:asked"].dtype == np.float32
        np.testing.assert_allclose(got["post:1:asked"], vectors[3], atol=1e-6)

    def test_a_collection_that_is_not_there_has_no_vectors(self, store: VectorStore) -> None:
        """Asking for vectors of an unknown collection is {}, not an error."""
        assert store.vectors("rw-none", ["post:0"]) == {}

    def test_nearest_is_by_cosine_best_first_with_its_passage(self, store: VectorStore) -> None:
        """Order and figures agree with numpy; the passage and whether it was an ask come along."""
        vectors, query = unit(8), unit(1, seed=9)[0]
        store.write("rw-one", ROWS, vectors)
        found = store.nearest("rw-one", query, 5)
        cosines = vectors @ query
        best = np.argsort(-cosines)[:5]
        assert [n.row for n in found] == [ROWS[i] for i in best]
        assert [(row.passage_id, row.is_ask) for row in ROWS[:3]] == [
            ("post:0", False),
            ("post:0", True),
            ("post:1", False),
        ]
        np.testing.assert_allclose([n.cosine for n in found], cosines[best], atol=1e-5)
        assert isinstance(found[0], Near)

    def test_asking_for_more_than_there_is_gives_all(self, store: VectorStore) -> None:
        """k past the number of rows returns every row."""
        store.write("rw-one", ROWS, unit(8))
        assert len(store.nearest("rw-one", unit(1)[0], 100)) == 8

    def test_writing_again_replaces(self, store: VectorStore) -> None:
        """A half-written collection of the same name leaves nothing behind."""
        store.write("rw-one", ROWS, unit(8))
        store.nearest("rw-one", unit(1)[0], 1)
        store.write("rw-one", ROWS[:2], unit(2, seed=5))
        assert set(store.vectors("rw-one", [r.id for r in ROWS])) == {"post:0", "post:0:asked"}
        assert len(store.nearest("rw-one", unit(1)[0], 100)) == 2

    def test_collections_do_not_mix(self, store: VectorStore) -> None:
        """Two collections may hold the same ids with other vectors."""
        store.write("rw-one", ROWS, unit(8))
        store.write("rw-two", ROWS, unit(8, seed=4))
        assert not np.allclose(
            store.vectors("rw-one", ["post:0"])["post:0"], store.vectors("rw-two", ["post:0"])["post:0"]
        )

    def test_a_deleted_collection_is_gone(self, store: VectorStore) -> None:
        """Deleting is final, may be repeated, and a search then raises IndexGone; so does a name never written."""
        store.write("rw-one", ROWS, unit(8))
        store.nearest("rw-one", unit(1)[0], 1)
        store.delete("rw-one")
        store.delete("rw-one")
        assert store.names() == set()
        for name in ("rw-one", "rw-never"):
            with pytest.raises(IndexGone, match=f"Collection '{name}' is gone; open the current build"):
                store.nearest(name, unit(1)[0], 1)

    def test_more_rows_than_one_batch(self, store: VectorStore) -> None:
        """4,500 rows are written and read back whole."""
        rows = [Row(f"post:{n}") for n in range(4500)]
        vectors = unit(4500, dimension=4)
        store.write("rw-big", rows, vectors)
        assert len(store.vectors("rw-big", [r.id for r in rows])) == 4500
        assert store.nearest("rw-big", vectors[4321], 1)[0].cosine == pytest.approx(1, abs=1e-5)

    def test_another_process_sees_it_and_its_deletion_is_index_gone_here(
        self, store: VectorStore, tmp_path: Path
    ) -> None:
        """The ingest runs beside the server: what it prunes raises IndexGone here, never a vendor's error."""
        store.write("rw-one", ROWS, unit(8))
        store.write("rw-two", ROWS, unit(8))
        store.nearest("rw-one", unit(1)[0], 1)
        code = (
            "import sys; from pathlib import Path; from ingest.store import ChromaStore\n"
            "store = ChromaStore(Path(sys.argv[1])); print(sorted(store.names())); store.delete('rw-one'); store.delete('rw-two')"
        )
        command = [sys.executable, "-c", code, str(tmp_path / "store")]
        done = subprocess.run(command, cwd=settings.ROOT, capture_output=True, text=True, timeout=60, check=True)
        assert done.stdout.strip() == "['rw-one', 'rw-two']"
        for name in ("rw-one", "rw-two"):
            with pytest.raises(IndexGone, match="open the current build"):
                store.nearest(name, unit(1)[0], 1)


def test_a_store_that_is_not_one_is_refused_with_what_to_do(tmp_path: Path) -> None:
    """A damaged database is ours to report, with the command that makes it anew."""
    (tmp_path / "chroma.sqlite3").write_bytes(b"this is no database" * 100)
    with pytest.raises(IngestError, match=r"cannot be opened .*Delete that folder and run `python -m ingest`"):
        ChromaStore(tmp_path)
