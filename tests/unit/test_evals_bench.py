"""The repeated corpus that is timed, the server that is timed, and how the figures are told."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import HashEmbedder

import settings
from evals import bench_http, bench_rows
from evals.bench import Timing
from evals.bench_http import Load, Served
from evals.bench_scale import Scaled, build_scaled
from evals.errors import BenchFailed
from ingest.build import build
from ingest.corpus import build_corpus, read_corpus
from ingest.index import IndexReader
from ingest.manifest import Layout
from ingest.store import ChromaStore


@pytest.fixture
def loaded(tiny_corpus: Path, tmp_path: Path, hash_embedder: HashEmbedder) -> settings.Settings:
    """Settings over a small index that serves."""
    layout = Layout(tmp_path / "index")
    corpus = build_corpus(read_corpus(tiny_corpus), hash_embedder.count_tokens, hash_embedder.window)
    build(corpus, hash_embedder, ChromaStore(layout.vectors), layout)
    return settings.Settings(corpus=tiny_corpus, index=settings.IndexSettings(path=layout.root))


def made(loaded: settings.Settings, embedder: HashEmbedder, folder: Path, limit_s: float) -> Scaled:
    """Five times the corpus, at 10 vectors a second."""
    return build_scaled(loaded, embedder, 5, folder, limit_s, speed=10)


def test_every_copy_has_its_passages_vectors_and_words(
    loaded: settings.Settings, hash_embedder: HashEmbedder, tmp_path: Path
) -> None:
    """Only originals are embedded; a copy is found beside its original, a little apart, and stands in BM25 too."""
    hash_embedder.seen.clear()
    found = made(loaded, hash_embedder, tmp_path / "large", 1000)
    assert not [text for text in hash_embedder.seen if " copy " in text]
    assert found.vectors == found.whole
    index = IndexReader(tmp_path / "large", hash_embedder).current()
    assert found.passages == len(index.searched)
    copied = next(p for p in index.searched if p.id.endswith("-5"))
    original = index.passages[copied.id.removesuffix("-5")]
    assert copied.text == original.text
    near = {hit.passage.id: hit.own for hit in index.nearest(hash_embedder.embed([original.text])[0], 40)}
    assert 0.9 < near[copied.id] < 1
    scores = index.lexical.scores(["magnesium"])
    assert np.isclose(scores[index.row(copied.id)], scores[index.row(original.id)], rtol=0.2)


def test_copies_give_up_asks_before_passages_when_time_is_short(
    loaded: settings.Settings, hash_embedder: HashEmbedder, tmp_path: Path
) -> None:
    """No time at all: every passage is there five times, with vectors of its own; only the originals have asks."""
    found = made(loaded, hash_embedder, tmp_path / "large", 0)
    index = IndexReader(tmp_path / "large", hash_embedder).current()
    assert found.vectors < found.whole
    assert found.passages == len(index.searched)
    assert not [p for p in index.searched if p.id.endswith("-5") and p.asks]


SERVES = """
import http.server, os
class H(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(429 if REFUSES and H.asked else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()
        H.asked = True
    def log_message(self, *_): pass
H.asked = False
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["RESTWELL_PORT"])), H).serve_forever()
"""


def served(code: str, loaded: settings.Settings) -> Served:
    """What is measured of a server that is this Python."""
    return bench_http.served(loaded, (2,), 0.2, (sys.executable, "-c", code))


class TestServer:
    """Real processes that listen, refuse, or end."""

    def test_answers_are_counted_and_refusals_named(self, loaded: settings.Settings) -> None:
        """After its first answer this server refuses: none counted, and the kind is there."""
        good = served(f"REFUSES = False{SERVES}", loaded)
        assert good.loads[0].answers > 0
        assert good.loads[0].failed == {}
        assert good.memory_mb > 1
        bad = served(f"REFUSES = True{SERVES}", loaded).loads[0]
        assert bad.answers == 0
        assert set(bad.failed) == {"status 429"}

    @pytest.mark.parametrize(
        ("code", "said"),
        [
            (
                "import sys; sys.exit('the index is of another embedder')",
                r"ended with 1 before .*\nthe index is of another",
            ),
            (
                "import os; os.kill(os.getpid(), 9)",
                r"ended by SIGKILL \(\d+ MB of memory are free now\) before it answered",
            ),
        ],
    )
    def test_a_server_that_ends_is_told_with_its_last_words(
        self, loaded: settings.Settings, code: str, said: str
    ) -> None:
        """Its exit code or signal, and what it wrote."""
        with pytest.raises(BenchFailed, match=said):
            served(code, loaded)

    def test_a_port_that_somebody_took_is_left_for_another(self, loaded: settings.Settings, tmp_path: Path) -> None:
        """The first start finds it taken, the second serves; a machine where all are taken is told."""
        once = f"import os, sys; p = {str(tmp_path / 'once')!r}\n"
        taken = "sys.exit('[Errno 98] error while attempting to bind: address already in use')\n"
        first = f"{once}if not os.path.exists(p):\n    open(p, 'w').close()\n    {taken}REFUSES = False{SERVES}"
        assert served(first, loaded).loads[0].answers > 0
        with pytest.raises(BenchFailed, match="Each of 3 ports was taken"):
            served(f"import sys; {taken}", loaded)


def test_every_figure_is_told_as_it_is_and_as_a_ratio() -> None:
    """A pass of 10 ms: an answer of 25 is 2.5; 40 answers a second are 0.4 in a pass; 3 s of start are 300."""
    timings = {"forward pass": Timing(10, 20), "answer": Timing(25, 50)}
    load = Load(10, 80, {"ReadTimeout": 1}, 40.0, 30, 60)
    outside = Served(3.0, 1000, 1100, (load,))
    rows = [row[1:] for row in bench_rows.rows(20, timings, outside, 500)]
    assert rows == [
        ("forward pass", "10.0 ms", "20.0 ms", "1.00", "2.00"),
        ("answer", "25.0 ms", "50.0 ms", "2.50", "5.00"),
        ("answer over HTTP, 10 at once (1 failed: ReadTimeout)", "30 ms", "60 ms", "3.00", "6.00"),
        ("answers a second, 10 at once", "40.0", "", "0.400 a pass", ""),
        ("cold start to the first answer", "3.0 s", "", "300", ""),
        ("memory of the server after the first answer", "1000 MB", "", "2.00 of the first", ""),
        ("memory of the server after the load", "1100 MB", "", "2.20 of the first", ""),
    ]
    kept = bench_rows.record(timings, outside, 500)
    assert kept["steps"]["answer"] == {"p50": 25, "p95": 50, "ratio": 2.5, "ratio_p95": 5.0}
    assert (kept["served"]["loads"][0]["per_pass"], kept["served"]["memory_ratio"]) == (0.4, 2.0)
