"""Real processes: killed at every point of a build, and two at once. The previous index goes on answering."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ingest.__main__ as cli
import settings
from ingest import lock
from ingest.build import build
from ingest.corpus import build_corpus, read_corpus
from ingest.errors import IngestRunning
from ingest.index import IndexReader
from ingest.lexical import terms
from ingest.manifest import Layout
from ingest.store import ChromaStore

if TYPE_CHECKING:
    from tests.conftest import HashEmbedder

SCRIPT = '''
"""python -m ingest with a fast embedder, and SIGKILL at the point named first."""
import os, shutil, signal, sys, time
from pathlib import Path
import chromadb
from chromadb.api.models.Collection import Collection
import ingest.__main__ as cli
from ingest import build, manifest, store
from tests.conftest import HashEmbedder

point = sys.argv[1]
store._BATCH, build._CHUNK = 5, 2

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

def second_time(real):
    calls = []
    def call(*args, **kwargs):
        calls.append(1)
        return die() if len(calls) == 2 else real(*args, **kwargs)
    return call

def half_deleted(folder, *args, **kwargs):
    if Path(folder).is_dir():
        os.unlink(Path(folder) / "corpus.json")
        die()

class Slow(HashEmbedder):
    def embed(self, texts):
        if point == "slow":
            print("embedding", flush=True)
            time.sleep(60)
        return super().embed(texts)

if point == "embed": Slow.embed = second_time(Slow.embed)
if point == "vectors": Collection.add = second_time(Collection.add)
if point == "files": build.manifest.write = die
if point == "rename": Path.rename = die
if point == "switch": manifest.Layout.point_to = die
if point == "replace": os.replace = die
if point == "prune": shutil.rmtree = half_deleted
if point == "collections": store.ChromaStore.delete = second_time(store.ChromaStore.delete)
cli.make_embedder = lambda name: Slow()
sys.exit(cli.main(sys.argv[2:]))
'''


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where the index goes."""
    return tmp_path / "index"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The program that kills itself."""
    path = tmp_path / "crashing_ingest.py"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


def reword(folder: Path, word: str) -> None:
    """Change one finding of the corpus."""
    path = folder / "sources" / "guideline-2024.yaml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("The 2024 guideline "), text.index(" ferritin in everyone")
    path.write_text(f"{text[:start]}The 2024 guideline {word}{text[end:]}", encoding="utf-8")


def ingest(folder: Path, root: Path, embedder: HashEmbedder, keep: int = 3) -> str:
    """A build that nobody kills, in this process."""
    layout = Layout(root)
    corpus = build_corpus(read_corpus(folder), embedder.count_tokens, embedder.window)
    return build(corpus, embedder, ChromaStore(layout.vectors), layout, keep).name


def answers(root: Path, embedder: HashEmbedder, word: str) -> str:
    """The build that a server opened now would answer from; the finding with `word` is found in it."""
    index = IndexReader(root, embedder).current()
    text = f"The 2024 guideline {word} ferritin in everyone with troublesome restless legs."
    best = index.nearest(embedder.embed([text])[0], 5)[0]
    assert best.passage.text == text
    assert best.own == pytest.approx(1, abs=1e-5)
    row = index.row(best.passage.id)
    assert index.lexical.scores(terms(word))[row] > 0
    return index.manifest.name


def command(script: Path, point: str, corpus: Path, root: Path) -> list[str]:
    """The command line of the crashing program."""
    return [sys.executable, str(script), point, "--corpus", str(corpus), "--index", str(root)]


def run(script: Path, point: str, corpus: Path, root: Path) -> int:
    """Run it to its end. Returns its exit code, negative for a signal."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": f"{settings.ROOT}:{settings.ROOT / 'tests'}",
        "RESTWELL_INDEX__KEEP": "2",
    }
    done = subprocess.run(command(script, point, corpus, root), env=environment, capture_output=True, timeout=60)
    return done.returncode


@pytest.mark.parametrize("point", ["embed", "vectors", "files", "rename", "switch", "replace"])
def test_killed_before_the_switch_the_previous_index_answers(
    point: str, script: Path, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder
) -> None:
    """kill -9 while embedding, writing vectors, writing files, or about to switch: nothing new is seen; the next build works."""
    reword(tiny_corpus, "weighs")
    before = ingest(tiny_corpus, root, hash_embedder)
    reword(tiny_corpus, "measures")
    assert run(script, point, tiny_corpus, root) == -signal.SIGKILL
    assert answers(root, hash_embedder, "weighs") == before
    ingest(tiny_corpus, root, hash_embedder, keep=2)
    assert answers(root, hash_embedder, "measures") != before
    assert not [p for p in (root / "builds").iterdir() if p.name.endswith(".partial")]


@pytest.mark.parametrize("point", ["prune", "collections"])
def test_killed_while_pruning_the_new_index_answers(
    point: str, script: Path, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder
) -> None:
    """kill -9 while old builds are deleted: the new one serves, and so does the next."""
    for word in ("weighs", "asks"):
        reword(tiny_corpus, word)
        ingest(tiny_corpus, root, hash_embedder)
    reword(tiny_corpus, "measures")
    assert run(script, point, tiny_corpus, root) == -signal.SIGKILL
    new = answers(root, hash_embedder, "measures")
    reword(tiny_corpus, "checks")
    ingest(tiny_corpus, root, hash_embedder, keep=2)
    assert new != answers(root, hash_embedder, "checks")


def test_rollback_after_a_crash_goes_to_a_build_that_answers(
    script: Path, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build killed between its manifest and its rename is no build to go back to."""
    reword(tiny_corpus, "weighs")
    before = ingest(tiny_corpus, root, hash_embedder)
    reword(tiny_corpus, "measures")
    assert run(script, "rename", tiny_corpus, root) == -signal.SIGKILL
    reword(tiny_corpus, "checks")
    ingest(tiny_corpus, root, hash_embedder)
    assert cli.main(["rollback", "--index", str(root)]) == 0
    assert answers(root, hash_embedder, "weighs") == before


@contextmanager
def slow_ingest(script: Path, corpus: Path, root: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of a build."""
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{settings.ROOT}:{settings.ROOT / 'tests'}"}
    with subprocess.Popen(
        command(script, "slow", corpus, root), env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert any("embedding" in line for line in process.stdout)
            yield process
        finally:
            process.kill()


def test_two_at_once_and_then_a_kill(
    script: Path, tiny_corpus: Path, root: Path, hash_embedder: HashEmbedder,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """A second ingest is refused with the first's process id; after kill -9 of the first the lock is free at once."""
    monkeypatch.setattr(cli, "make_embedder", lambda name: hash_embedder)
    monkeypatch.delenv("RESTWELL_INDEX__PATH", raising=False)
    reword(tiny_corpus, "weighs")
    arguments = ["--corpus", str(tiny_corpus), "--index", str(root)]
    assert cli.main(arguments) == 0
    reword(tiny_corpus, "measures")
    with slow_ingest(script, tiny_corpus, root) as first:
        capsys.readouterr()
        for again in (arguments, ["rollback", *arguments]):
            assert cli.main(again) == 2
            said = capsys.readouterr().err
            assert (
                said == f"Another ingest is running (process {first.pid}). Wait for it to finish, then run this again\n"
            )
        assert cli.main(["status", *arguments]) == 0
        answers(root, hash_embedder, "weighs")
    answers(root, hash_embedder, "weighs")
    assert cli.main(arguments) == 0
    answers(root, hash_embedder, "measures")


def test_a_second_ingest_waits_for_the_first_ones_process_id(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused while the file is still empty, it reads again until the id is there, and gives up after a while."""
    monkeypatch.setattr(lock, "_PID_WAIT_S", 0.5)
    with lock.only_ingest(root):
        (root / "ingest.pid").write_text("", encoding="utf-8")
        writer = threading.Timer(0.1, (root / "ingest.pid").write_text, ["4711"])
        writer.start()
        with pytest.raises(IngestRunning, match=r"\(process 4711\)"), lock.only_ingest(root):
            pass
        writer.join()
        (root / "ingest.pid").write_text("", encoding="utf-8")
        with pytest.raises(IngestRunning, match=r"\(process unknown\)"), lock.only_ingest(root):
            pass
