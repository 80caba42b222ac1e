"""Builds on a real store: nothing embedded twice, reports, pruning, rollback, and what a reader is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.build import Report, build, prune
from ingest.corpus import build_corpus, read_corpus
from ingest.errors import CorpusInvalid, EmbeddingFailed, IndexGone, IndexMismatch, IndexMissing
from ingest.index import Index, IndexReader
from ingest.manifest import Layout
from ingest.source import TOPICS, Corpus
from ingest.spoken import spoken
from ingest.store import ChromaStore
from ingest.vectors import VectorTable

if TYPE_CHECKING:
    from tests.conftest import HashEmbedder

GUIDE = "sources/guideline-2024.yaml"


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replace `old`, which must be there, in one file of the corpus."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def ingest(folder: Path, root: Path, embedder: HashEmbedder, keep: int = 3) -> Report:
    """Read, cut and build; what the embedder has seen is of this run only."""
    embedder.seen.clear()
    layout = Layout(root)
    corpus = build_corpus(read_corpus(folder), embedder.count_tokens, embedder.window)
    return build(corpus, embedder, ChromaStore(layout.vectors), layout, keep)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where the index goes."""
    return tmp_path / "index"


@pytest.fixture
def ten_builds(tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder) -> Callable[[int], list[str]]:
    """Makes so many builds, each with another finding. Returns their names, oldest first."""

    def make(count: int) -> list[str]:
        names = []
        for n in range(count):
            edit(
                tiny_corpus,
                GUIDE,
                "guideline advises",
                f"guideline advises{'!' * n}" if n == 0 else "guideline advises again and",
            )
            names.append(ingest(tiny_corpus, root, hash_embedder).name)
        return names

    return make


class TestEmbedding:
    def test_the_first_build_embeds_each_text_once(
        self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder
    ) -> None:
        """Own words and asks of what is searched, the post's sentences, claims, pairs and the bare topics; limitations not."""
        report = ingest(tiny_corpus, root, hash_embedder)
        assert report.is_new
        assert report.embedded == len(hash_embedder.seen)
        assert (report.sources, report.passages, report.asks, report.added) == (5, 10, 19, 10)
        # 7 searched passages and 19 asks; 5 sentences of the post, 2 claims, 2 texts of the pair, 3 bare topics
        assert report.embedded == 7 + 19 + 5 + 2 + 2 + len(TOPICS)
        assert not any("four weeks" in text for text in hash_embedder.seen)

    def test_the_second_build_embeds_nothing(self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder) -> None:
        """Nothing changed: the embedder is not called, nothing is switched, and the report says so."""
        first = ingest(tiny_corpus, root, hash_embedder)
        stamp = (root / "CURRENT").stat().st_mtime_ns
        second = ingest(tiny_corpus, root, hash_embedder)
        assert hash_embedder.seen == []
        assert (second.is_new, second.embedded, second.added, second.unchanged) == (False, 0, 0, first.passages)
        assert second.name == first.name
        assert (root / "CURRENT").stat().st_mtime_ns == stamp

    def test_one_changed_finding_embeds_it_and_its_asks_and_only_those(
        self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder
    ) -> None:
        """The counted texts are exactly the new wording and its three questions."""
        ingest(tiny_corpus, root, hash_embedder)
        edit(tiny_corpus, GUIDE, "advises testing ferritin", "advises measuring ferritin")
        report = ingest(tiny_corpus, root, hash_embedder)
        assert sorted(hash_embedder.seen) == sorted(
            [
                "The 2024 guideline advises measuring ferritin in everyone with troublesome restless legs.",
                spoken("Should I have my ferritin tested for restless legs?"),
                spoken("ferritin test RLS guideline"),
                spoken("Do doctors check iron stores when legs are restless?"),
            ]
        )
        assert (report.added, report.removed, report.unchanged, report.embedded) == (1, 1, 9, 4)

    def test_one_new_ask_embeds_one_text(self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder) -> None:
        """The passage and its other asks keep their vectors."""
        ingest(tiny_corpus, root, hash_embedder)
        edit(
            tiny_corpus,
            GUIDE,
            "      - ferritin test RLS guideline\n",
            "      - ferritin test RLS guideline\n      - iron lab test?\n",
        )
        assert ingest(tiny_corpus, root, hash_embedder).embedded == 1
        assert hash_embedder.seen == [spoken("iron lab test?")]

    def test_going_back_to_an_earlier_corpus_embeds_nothing(
        self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder
    ) -> None:
        """A kept build of the same corpus serves again as it is."""
        first = ingest(tiny_corpus, root, hash_embedder)
        edit(tiny_corpus, GUIDE, "advises testing", "advises measuring")
        ingest(tiny_corpus, root, hash_embedder)
        edit(tiny_corpus, GUIDE, "advises measuring", "advises testing")
        again = ingest(tiny_corpus, root, hash_embedder)
        assert (again.name, again.embedded, hash_embedder.seen) == (first.name, 0, [])
        assert Layout(root).current() == first.name

    def test_reused_vectors_belong_to_their_texts(
        self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder
    ) -> None:
        """After a partial build every passage is nearest to its own words, with cosine 1; side vectors too."""
        ingest(tiny_corpus, root, hash_embedder)
        edit(tiny_corpus, GUIDE, "advises testing", "advises measuring")
        ingest(tiny_corpus, root, hash_embedder)
        index = IndexReader(root, hash_embedder).current()
        for passage in index.searched:
            for text, is_ask in [(passage.text, False), *((ask, True) for ask in passage.asks)]:
                hit = next(h for h in index.nearest(hash_embedder.embed([text])[0], 40) if h.passage.id == passage.id)
                assert (hit.ask if is_ask else hit.own) == pytest.approx(1, abs=1e-5)
        for claim in index.claims:
            np.testing.assert_allclose(index.side.matrix([claim.claim]), hash_embedder.embed([claim.claim]), atol=1e-6)

    def test_another_embedder_reuses_nothing(self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder) -> None:
        """Vectors of another model are never mixed in: everything is embedded again."""
        first = ingest(tiny_corpus, root, hash_embedder)
        other = type(hash_embedder)("test:other")
        second = ingest(tiny_corpus, root, other)
        assert second.embedded == first.embedded
        assert second.name != first.name


class TestReport:
    def test_what_was_left_out_is_in_the_report_and_the_manifest(
        self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder
    ) -> None:
        """A bad file is named with its reason, at the first build and at an unchanged one."""
        (tiny_corpus / "sources" / "empty.md").write_bytes(b"")
        line = f"{tiny_corpus}/sources/empty.md:1: the file is empty; delete it or fill it in"
        assert ingest(tiny_corpus, root, hash_embedder).dropped == (line,)
        assert ingest(tiny_corpus, root, hash_embedder).dropped == (line,)
        assert Layout(root).read(Layout(root).current()).dropped == (line,)

    def test_debris_of_an_export_is_in_the_report(
        self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder
    ) -> None:
        """Lines a reader left out are named with their file."""
        path = tiny_corpus / "sources" / "old-post.txt"
        path.write_text(f"Your cart is empty\nOld Post\n{'A long paragraph about legs. ' * 5}\n", encoding="utf-8")
        assert ingest(tiny_corpus, root, hash_embedder).dropped == (f"{path}: line 1: shop line 'Your cart is empty'",)

    def test_the_manifest_says_what_was_built(self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder) -> None:
        """Counts, embedder and dimension agree with the build."""
        report = ingest(tiny_corpus, root, hash_embedder)
        built = Layout(root).read(report.name)
        assert (built.embedder, built.fingerprint, built.dimension) == ("test:hash", "test:hash@64", 64)
        assert (built.sources, built.passages, built.searched, built.asks, built.vectors) == (5, 10, 7, 19, 26)

    def test_a_corpus_with_nothing_to_search_is_refused(self, root: Path, hash_embedder: HashEmbedder) -> None:
        """No passage, no build, and no index folder that looks like one."""
        layout = Layout(root)
        with pytest.raises(CorpusInvalid, match="needs at least one finding or paragraph"):
            build(Corpus((), ()), hash_embedder, ChromaStore(layout.vectors), layout)
        with pytest.raises(IndexMissing, match=r"No index in .*Build it with `python -m ingest`"):
            layout.current()


class TestPruning:
    def test_three_builds_are_kept(self, ten_builds: Callable[[int], list[str]], root: Path) -> None:
        """Of five builds the newest three stay, on disk and in the store; nothing else lies about."""
        names = ten_builds(5)
        assert len(set(names)) == 5
        assert Layout(root).history() == names[:1:-1]
        assert {p.name for p in (root / "builds").iterdir()} == set(names[2:])
        assert ChromaStore(root / "chroma").names() == set(names[2:])

    def test_the_build_that_serves_is_never_pruned(self, ten_builds: Callable[[int], list[str]], root: Path) -> None:
        """After a rollback the old build stays, however few are kept."""
        names = ten_builds(3)
        Layout(root).point_to(names[0])
        prune(Layout(root), ChromaStore(root / "chroma"), 2)
        assert set(Layout(root).history()) == {names[0], names[2]}

    def test_what_a_crash_left_is_swept_away(self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder) -> None:
        """A half-written folder and an orphan collection go with the next build."""
        (root / "builds" / "rw-dead.partial").mkdir(parents=True)
        store = ChromaStore(root / "chroma")
        ingest(tiny_corpus, root, hash_embedder)
        store.write("rw-orphan", [], np.zeros((0, 64), dtype=np.float32))
        edit(tiny_corpus, GUIDE, "advises testing", "advises measuring")
        ingest(tiny_corpus, root, hash_embedder)
        assert store.names() == set(Layout(root).history()) == {p.name for p in (root / "builds").iterdir()}

    def test_an_open_index_that_is_pruned_says_it_is_gone(
        self, ten_builds: Callable[[int], list[str]], root: Path, hash_embedder: HashEmbedder
    ) -> None:
        """A turn that kept an old build past its pruning gets IndexGone; the reader's next one works."""
        ten_builds(1)
        reader = IndexReader(root, hash_embedder)
        old, vector = reader.current(), hash_embedder.embed(["ferritin"])[0]
        assert old.nearest(vector, 5)
        ten_builds(4)
        with pytest.raises(IndexGone, match="open the current build"):
            old.nearest(vector, 5)
        assert reader.current().nearest(vector, 5)

    def test_a_build_whose_deletion_was_cut_short_is_not_served(
        self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder
    ) -> None:
        """kill -9 inside prune leaves a folder without some files; building that corpus again makes it whole."""
        first = ingest(tiny_corpus, root, hash_embedder)
        edit(tiny_corpus, GUIDE, "advises testing", "advises measuring")
        ingest(tiny_corpus, root, hash_embedder)
        (root / "builds" / first.name / "corpus.json").unlink()
        edit(tiny_corpus, GUIDE, "advises measuring", "advises testing")
        ingest(tiny_corpus, root, hash_embedder)
        assert IndexReader(root, hash_embedder).current().nearest(hash_embedder.embed(["ferritin"])[0], 5)

    def test_a_build_whose_deletion_was_cut_short_displaces_no_whole_one(
        self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder
    ) -> None:
        """After kill -9 inside prune, the next prune sweeps the remains and keeps the build before for `rollback`."""
        names: list[str] = []
        for old, new in (("advises testing", "advises a"), ("advises a", "advises b"), ("advises b", "advises c")):
            if len(names) == 2:
                (root / "builds" / names[0] / "corpus.json").unlink()
            edit(tiny_corpus, GUIDE, old, new)
            names.append(ingest(tiny_corpus, root, hash_embedder, keep=2).name)
        assert {p.name for p in (root / "builds").iterdir()} == set(names[1:])


class TestReader:
    def test_nearest_gives_passages_by_their_own_words_and_asks(
        self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder
    ) -> None:
        """An ask leads to its passage with cosine 1, best first, each passage once."""
        ingest(tiny_corpus, root, hash_embedder)
        index = IndexReader(root, hash_embedder).current()
        hits = index.nearest(hash_embedder.embed(["Did magnesium oxide beat placebo for sleep?"])[0], 26)
        assert hits[0].passage.source_id == "trial-2020"
        assert hits[0].ask == pytest.approx(1, abs=1e-5)
        assert hits[0].cosine == hits[0].ask > hits[0].own
        assert [h.cosine for h in hits] == sorted((h.cosine for h in hits), reverse=True)
        assert len({h.passage.id for h in hits}) == len(hits) == 7

    def test_an_index_says_what_its_passages_and_asks_say(
        self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder
    ) -> None:
        """In any case and by its own words, not by those of several texts together."""
        ingest(tiny_corpus, root, hash_embedder)
        index = IndexReader(root, hash_embedder).current()
        assert index.says("did Magnesium oxide beat")
        assert not index.says("magnesium oxide of no study")

    def test_any_passage_has_its_own_cosines_found_or_not(
        self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder
    ) -> None:
        """As the store has them, for the nearest of several queries."""
        ingest(tiny_corpus, root, hash_embedder)
        index = IndexReader(root, hash_embedder).current()
        queries = hash_embedder.embed(["Did magnesium oxide beat placebo for sleep?", "guideline ferritin"])
        own, ask = index.vectors(range(len(index.searched))).cosines(queries)
        for row, passage in enumerate(index.searched):
            found = [hit for query in queries for hit in index.nearest(query, 26) if hit.passage == passage]
            assert own[row] == pytest.approx(max(hit.own for hit in found), abs=1e-5)
            assert ask[row] == pytest.approx(max(hit.ask for hit in found), abs=1e-5)

    def test_a_passage_without_asks_is_reached_by_none(self) -> None:
        """Two passages, the second with two asks; of no passage there is nothing to say."""
        table = VectorTable(np.eye(4, dtype=np.float32), np.array([0, 1, 4]))
        found = table.of_passages([1, 0])
        own, ask = found.cosines(np.array([[0, 0.6, 0, 0.8]], dtype=np.float32))
        np.testing.assert_allclose(own, [0.6, 0.0])
        np.testing.assert_allclose(ask, [0.8, -1.0], rtol=1e-6)
        np.testing.assert_array_equal(found.own(np.array([1, 0])), np.eye(4)[:2])
        assert table.of_passages([]).cosines(np.eye(4, dtype=np.float32)).best.size == 0

    def test_a_build_of_an_earlier_version_has_the_same_cosines(
        self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder
    ) -> None:
        """It has no table; the store's vectors stand in. When it was pruned in the meantime, that is said."""
        name = ingest(tiny_corpus, root, hash_embedder).name
        rows, query = range(7), hash_embedder.embed(["ferritin"])
        new = IndexReader(root, hash_embedder).current().vectors(rows).cosines(query)
        (root / "builds" / name / "vectors.npy").unlink()
        old = IndexReader(root, hash_embedder).current().vectors(rows).cosines(query)
        for got, wanted in zip(old, new, strict=True):
            np.testing.assert_allclose(got, wanted, atol=1e-6)
        late = IndexReader(root, hash_embedder).current()
        ChromaStore(Layout(root).vectors).delete(name)
        with pytest.raises(IndexGone, match="open the current build"):
            late.vectors(rows)

    def test_the_index_knows_its_sources_claims_and_limitations(
        self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder
    ) -> None:
        """Quotes are exact, BM25's order is the searched passages', limitations hang on their source."""
        ingest(tiny_corpus, root, hash_embedder)
        index = IndexReader(root, hash_embedder).current()
        for passage in index.passages.values():
            assert index.quote(passage, passage.start, passage.end) == passage.text
        assert [index.row(p.id) for p in index.searched] == list(range(7))
        assert index.lexical.size == 7
        assert [p.text for p in index.limitations["trial-2020"]] == ["The trial lasted only four weeks."]
        assert index.related_sources == 3
        assert index.source(index.searched[0]).id == "article"
        assert index.guard is None

    def test_the_reader_keeps_a_build_until_another_serves(
        self, ten_builds: Callable[[int], list[str]], root: Path, hash_embedder: HashEmbedder
    ) -> None:
        """The same Index object until the pointer moves, then the new one, and back after a rollback."""
        (first,) = ten_builds(1)
        reader = IndexReader(root, hash_embedder)
        opened = reader.current()
        assert reader.current() is opened
        (second,) = ten_builds(1)
        assert reader.current().manifest.name == second
        Layout(root).point_to(first)
        assert reader.current().manifest.name == first

    def test_another_embedder_is_refused_with_the_command(
        self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder
    ) -> None:
        """The message names both embedders, the command and the setting that would mend it."""
        ingest(tiny_corpus, root, hash_embedder)
        with pytest.raises(IndexMismatch) as error:
            IndexReader(root, type(hash_embedder)("test:other")).current()
        message = str(error.value)
        assert "holds vectors of 'test:hash@64'; settings name 'test:other' ('test:other@64')" in message
        assert message.endswith("Rebuild with `python -m ingest`, or set RESTWELL_INDEX__EMBEDDER='test:hash'")

    def test_no_index_is_said_with_the_command(self, root: Path, hash_embedder: HashEmbedder) -> None:
        """Nothing built, or a pointer to nothing: IndexMissing."""
        reader = IndexReader(root, hash_embedder)
        with pytest.raises(IndexMissing, match=r"No index in .*Build it with `python -m ingest`"):
            reader.current()
        root.mkdir()
        (root / "CURRENT").write_text("rw-nowhere\n", encoding="utf-8")
        with pytest.raises(IndexMissing, match="Build it with `python -m ingest`"):
            reader.current()

    @pytest.mark.parametrize("how", ["missing", "empty", "half", "garbled"])
    @pytest.mark.parametrize("name", ["manifest.json", "corpus.json", "side.npz", "bm25"])
    def test_a_damaged_build_is_index_missing(
        self, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder, name: str, how: str
    ) -> None:
        """Whatever file is damaged and however, the reader says so with the command; no library's error escapes."""
        folder = root / "builds" / ingest(tiny_corpus, root, hash_embedder).name
        for path in sorted((folder / name).iterdir()) if name == "bm25" else [folder / name]:
            data = path.read_bytes()
            if how == "missing":
                path.unlink()
            else:
                path.write_bytes({"empty": b"", "half": data[: len(data) // 2], "garbled": b'{"a": 1}'}[how])
        with pytest.raises(IndexMissing, match=r"is damaged \(\w+\)\. Run `python -m ingest`"):
            IndexReader(root, hash_embedder).current()


def test_a_damaged_build_is_mended_by_the_command_its_message_names(
    tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder
) -> None:
    """`python -m ingest` after "is damaged": the same corpus is built again and answers."""
    name = ingest(tiny_corpus, root, hash_embedder).name
    (root / "builds" / name / "side.npz").unlink()
    ingest(tiny_corpus, root, hash_embedder)
    assert isinstance(IndexReader(root, hash_embedder).current(), Index)


def test_a_lost_vector_store_is_mended_by_a_build(tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder) -> None:
    """With the store's folder deleted, as its own message advises, a build of the same corpus answers again."""
    ingest(tiny_corpus, root, hash_embedder)
    ChromaStore(root / "chroma").delete(Layout(root).current())
    ingest(tiny_corpus, root, hash_embedder)
    assert IndexReader(root, hash_embedder).current().nearest(hash_embedder.embed(["ferritin"])[0], 5)


def test_a_failed_embedder_leaves_the_previous_build(
    tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error in the middle switches nothing."""
    name = ingest(tiny_corpus, root, hash_embedder).name
    edit(tiny_corpus, GUIDE, "advises testing", "advises measuring")

    def fail(texts: Sequence[str]) -> NDArray[np.float32]:
        raise EmbeddingFailed("no memory")

    with monkeypatch.context() as patch:
        patch.setattr(hash_embedder, "embed", fail)
        with pytest.raises(EmbeddingFailed, match="no memory"):
            ingest(tiny_corpus, root, hash_embedder)
    index = IndexReader(root, hash_embedder).current()
    assert index.manifest.name == name
    assert index.nearest(hash_embedder.embed(["ferritin"])[0], 5)
