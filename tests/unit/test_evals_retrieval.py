"""The retrieval measure on collections small enough to check by hand, and the rule of our own collections."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from evals import measuring, own_collections, retrieval
from evals.errors import CollectionUnreadable
from evals.vector_cache import CachedEmbedder
from ingest.corpus import build_corpus, read_corpus
from ingest.embedder import Embedder
from ingest.source import Corpus
from settings import ROOT


def collection(folder: Path, qrels: str = "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t1\n") -> Path:
    """Three documents and two questions, each of whose words stand in one document."""
    folder.mkdir(exist_ok=True)
    documents = {"d1": "Iron helps restless legs.", "d2": "Coffee delays sleep.", "d3": "Bones hold calcium."}
    rows = [{"_id": name, "title": "", "text": text} for name, text in documents.items()]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    queries = [{"_id": "q1", "text": "iron for restless legs"}, {"_id": "q2", "text": "coffee and sleep"}]
    queries.append({"_id": "q3", "text": "nobody judged this"})
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)), encoding="utf-8")
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")
    return folder


class TestRead:
    """Judged questions only; what cannot be used is said with file and line."""

    def test_only_judged_questions_are_asked(self, tmp_path: Path) -> None:
        """q3 has no judgement; the header is not one either."""
        found = retrieval.read(collection(tmp_path / "c"))
        assert found.qrels == {"q1": {"d1": 1}, "q2": {"d2": 1}}
        assert list(found.queries) == ["q1", "q2"]

    def test_beir_s_own_folder_of_judgements_is_read_too(self, tmp_path: Path) -> None:
        """`qrels/test.tsv`, without a header, a grade of 0 meaning not relevant."""
        folder = collection(tmp_path / "c")
        (folder / "qrels.tsv").unlink()
        (folder / "qrels").mkdir()
        (folder / "qrels" / "test.tsv").write_text("q1\td1\t2\nq2\td1\t0\n", encoding="utf-8")
        assert retrieval.read(folder).qrels == {"q1": {"d1": 2}}

    @pytest.mark.parametrize(
        ("qrels", "says"),
        [
            ("q1\td1\t1\nq2 d2 1\n", "qrels.tsv':2: is not a judgement"),
            ("query-id\tcorpus-id\tscore\n", "judges no document relevant"),
            ("q9\td1\t1\n", "'q9', which queries.jsonl does not have"),
        ],
    )
    def test_what_cannot_be_used_is_said_with_its_place(self, tmp_path: Path, qrels: str, says: str) -> None:
        """One line, no traceback."""
        with pytest.raises(CollectionUnreadable, match=says):
            retrieval.read(collection(tmp_path / "c", qrels))

    def test_a_folder_that_is_no_collection_is_refused(self, tmp_path: Path) -> None:
        """The message says which files are wanted."""
        with pytest.raises(CollectionUnreadable, match=r"name a folder with corpus\.jsonl, queries\.jsonl and qrels"):
            retrieval.read(tmp_path)


def test_every_way_finds_what_shares_its_words_and_a_run_file_says_so(tmp_path: Path, hash_embedder: Embedder) -> None:
    """Each question's document is first in all three lists, so every measure is 1 with no spread."""
    found = retrieval.read(collection(tmp_path / "c"))
    ranked = retrieval.runs(found, hash_embedder)
    for way in retrieval.WAYS:
        assert [next(iter(scores)) for scores in ranked[way].values()] == ["d1", "d2"]
        assert {(r.mean, r.low, r.high, r.count) for r in retrieval.score(ranked[way], found.qrels, way)} == {
            (1.0, 1.0, 1.0, 2)
        }
    retrieval.write_trec(ranked["fused"], tmp_path / "fused.trec", "fused")
    lines = (tmp_path / "fused.trec").read_text(encoding="utf-8").splitlines()
    assert lines[0].split()[:4] == ["q1", "Q0", "d1", "1"]


def test_a_rank_of_two_has_the_textbook_figures() -> None:
    """Second of two: nDCG 1/log2(3), MRR 1/2, recall 1; a question with an empty list counts as 0."""
    run = {"q1": {"d9": 2.0, "d1": 1.0}, "q2": {}}
    found = {r.measure: r.mean for r in retrieval.score(run, {"q1": {"d1": 1}, "q2": {"d2": 1}}, "dense")}
    assert found == pytest.approx({"nDCG@10": 0.63093 / 2, "R@10": 0.5, "R@100": 0.5, "RR@10": 0.25}, abs=1e-5)


def test_the_fused_list_is_held_against_the_better_part() -> None:
    """0.4 of dense 0.5 and BM25 0.2 is 0.8 of the better."""
    results = {way: {"nDCG@10": {"mean": mean}} for way, mean in (("dense", 0.5), ("bm25", 0.2), ("fused", 0.4))}
    assert retrieval.of_the_better(results) == pytest.approx(0.8)


@pytest.mark.parametrize("name", ["scifact", *own_collections.COLLECTIONS])
def test_the_kept_figures_reach_their_aims_and_stand_in_the_decision(name: str) -> None:
    """Never below 0.99 of the better part, 0.735 on SciFact; the decision's table is that of the newest measurement."""
    kept = json.loads((measuring.RESULTS / f"retrieval-{name}.json").read_text(encoding="utf-8"))
    dense, bm25, fused = (kept["ways"][way]["nDCG@10"] for way in retrieval.WAYS)
    assert kept["of_the_better_part"] >= 0.99
    assert name != "scifact" or fused["mean"] >= 0.735
    told = f"{fused['mean']:.4f} [{fused['low']:.3f}, {fused['high']:.3f}] | {kept['of_the_better_part']:.3f}"
    row = f"| {name} ({fused['count']} questions) | {dense['mean']:.3f} | {bm25['mean']:.3f} | {told} |"
    assert row in (ROOT / "docs/decisions/0003-fusion-by-cosine-bm25-and-coverage.md").read_text(encoding="utf-8")


def test_vectors_are_kept_by_content_and_a_damaged_file_costs_only_time(
    tmp_path: Path, hash_embedder: Embedder
) -> None:
    """A second process embeds only the new text; half a file is as none."""
    first = CachedEmbedder(hash_embedder, tmp_path)
    wanted = first.embed(["iron", "coffee", "iron"])
    first.save()
    second = CachedEmbedder(hash_embedder, tmp_path)
    assert (second.embed(["iron", "coffee", "iron"]) == wanted).all()
    second.embed(["sleep"])
    assert (first.embedded, second.embedded) == (2, 1)
    (kept,) = tmp_path.glob("*.npz")
    kept.write_bytes(kept.read_bytes()[:50])
    assert CachedEmbedder(hash_embedder, tmp_path).embed(["iron"]).shape == (1, wanted.shape[1])


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The corpus of the repository, cut by words."""
    return build_corpus(read_corpus(ROOT / "corpus"), lambda text: len(text.split()), 256)


class TestOwnCollections:
    """Made from the corpus by a seeded command."""

    def test_rewordings_keep_their_rule(self, corpus: Corpus) -> None:
        """At least 200, of 200 sources, each with at most a quarter of its stems in its ask or passage."""
        by_ask = {(p.source_id, ask): p for p in corpus.passages for ask in p.asks}
        rows = own_collections.read_lay()
        assert len(rows) >= 200
        assert len({row["source"] for row in rows}) >= 200
        assert len({row["lay"] for row in rows}) == len(rows)
        over = [r["lay"] for r in rows if own_collections.shared(r, by_ask[r["source"], r["ask"]]) > 0.25]
        assert not over

    @pytest.mark.parametrize("name", own_collections.COLLECTIONS)
    def test_a_question_is_never_met_by_itself(self, corpus: Corpus, name: str) -> None:
        """Documents hold no ask, every judged document is there, and the same is made twice."""
        made = own_collections.COLLECTIONS[name](corpus)
        assert made == own_collections.COLLECTIONS[name](corpus)
        documents = {d.id for d in made.documents}
        assert len(made.questions) >= 200
        assert all(set(q.relevant) <= documents for q in made.questions)
        texts = {d.text for d in made.documents}
        assert not any(q.text in texts for q in made.questions)

    def test_a_slip_keeps_the_first_letter(self) -> None:
        """Two letters swapped, one dropped or one doubled."""
        made = {own_collections._slip("legs!"[:4] + "y", random.Random(n)) for n in range(40)}
        assert all(word[0] == "l" and word != "" for word in made)
        assert {len(word) for word in made} == {4, 5, 6}


def test_the_command_prints_keeps_and_embeds_nothing_twice(
    tmp_path: Path, hash_embedder: Embedder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Figures with intervals, a run file of each way, and the better part; a second run finds every vector kept."""
    from evals.__main__ import main

    folder = collection(tmp_path / "tiny")
    monkeypatch.setattr(measuring, "make_embedder", lambda name: hash_embedder)
    monkeypatch.setattr(measuring, "VECTORS", tmp_path / "vectors")
    monkeypatch.setattr(measuring, "RESULTS", tmp_path)
    said = []
    for _ in range(2):
        assert main(["retrieval", str(folder), "--to", str(tmp_path / "ranked")]) == 0
        said.append(capsys.readouterr().out)
    assert "1.0000 [1.0000, 1.0000]" in said[0]
    assert "Fused nDCG@10 is 1.000 of the better part" in said[0]
    assert " 0 texts embedded" in said[1]
    assert {p.name for p in (tmp_path / "ranked").iterdir()} == {f"tiny-{way}.trec" for way in retrieval.WAYS}
    assert json.loads((tmp_path / "retrieval-tiny.json").read_text())["ways"]["fused"]["nDCG@10"]["count"] == 2
