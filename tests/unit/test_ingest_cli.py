"""`python -m ingest`: exit codes and what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ingest.__main__ as cli
import settings
from ingest.embedder import Embedder
from ingest.index import IndexReader
from ingest.manifest import Layout

if TYPE_CHECKING:
    from tests.conftest import HashEmbedder

BAD = "sources/trial-2020.yaml"


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch, hash_embedder: HashEmbedder) -> None:
    """The command line with the fast embedder, and nothing set in the developer's shell."""
    for name in [n for n in os.environ if n.startswith(settings.PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(cli, "make_embedder", lambda name: hash_embedder)


@pytest.fixture
def arguments(tiny_corpus: Path, tmp_path: Path) -> list[str]:
    """The two folders."""
    return ["--corpus", str(tiny_corpus), "--index", str(tmp_path / "index")]


def spoil(folder: Path) -> int:
    """Misspell a key. Returns its line."""
    path = folder / BAD
    lines = path.read_text(encoding="utf-8").replace("kind: rct", "kimd: rct").splitlines()
    path.write_text("\n".join(lines), encoding="utf-8")
    return lines.index("kimd: rct") + 1


def test_a_build_says_what_it_did(arguments: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Counts the first time, "nothing changed" and nothing embedded the second; exit code 0."""
    assert cli.main(arguments) == 0
    first = capsys.readouterr().out
    name = Layout(tmp_path / "index").current()
    assert f"Index {name}: new build" in first
    assert "5 sources, 10 passages, 19 asks" in first
    assert "10 added, 0 unchanged, 0 gone" in first
    assert "texts embedded: 38" in first
    assert cli.main(["build", *arguments]) == 0
    second = capsys.readouterr().out
    assert f"Index {name}: nothing changed" in second
    assert "texts embedded: 0" in second


def test_a_bad_file_is_left_out_by_name_and_the_build_goes_on(
    arguments: list[str], tiny_corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report's line can be pasted into an editor; the exit code is 0, because the rest serves."""
    line = spoil(tiny_corpus)
    assert cli.main(arguments) == 0
    said = capsys.readouterr().out
    assert (
        f"left out: {tiny_corpus}/{BAD}:{line}: kimd: is not a known key; check its spelling" in said
        or "kind: is missing" in said
    )
    assert "3 sources" in said


def test_check_lists_problems_and_fails(
    arguments: list[str], tiny_corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """0 and one line when clean; 1 and a line a problem when not; nothing is built either way."""
    assert cli.main(["check", *arguments]) == 0
    assert " ".join(capsys.readouterr().out.split()) == f"{tiny_corpus}: nothing to mend"
    spoil(tiny_corpus)
    assert cli.main(["check", *arguments]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith(f"{tiny_corpus}/{BAD}:")]
    assert all(line.startswith(f"{tiny_corpus}/") for line in lines)
    assert not Path(arguments[3]).exists()


def test_status_lists_the_builds_and_marks_the_one_that_serves(
    arguments: list[str], tiny_corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Newest first; one line a build."""
    cli.main(arguments)
    first = Layout(tmp_path / "index").current()
    spoil(tiny_corpus)
    cli.main(arguments)
    second = Layout(tmp_path / "index").current()
    capsys.readouterr()
    assert cli.main(["status", *arguments]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [["serving", second], ["kept", first]]
    assert "5 sources, 10 passages, 19 asks, 26 vectors" in lines[1]
    assert "test:hash@64" in lines[0]


def test_rollback_goes_back_and_says_so(
    arguments: list[str],
    tiny_corpus: Path,
    tmp_path: Path,
    hash_embedder: HashEmbedder,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One step back by default, a named build otherwise; the index that serves changes; nothing is embedded."""
    root = tmp_path / "index"
    cli.main(arguments)
    first = Layout(root).current()
    spoil(tiny_corpus)
    cli.main(arguments)
    second = Layout(root).current()
    hash_embedder.seen.clear()
    capsys.readouterr()
    assert cli.main(["rollback", *arguments]) == 0
    assert capsys.readouterr().out == f"Index {first} serves now; {second} is kept\n"
    assert IndexReader(root, hash_embedder).current().manifest.sources == 5
    assert cli.main(["rollback", second, *arguments]) == 0
    assert IndexReader(root, hash_embedder).current().manifest.name == second
    assert hash_embedder.seen == []


@pytest.mark.parametrize("name", [[], ["rw-nowhere"]])
def test_rollback_to_nothing_is_refused_with_what_there_is(
    arguments: list[str], name: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, the builds that are kept are named, and the current one still serves."""
    cli.main(arguments)
    current = Layout(tmp_path / "index").current()
    capsys.readouterr()
    assert cli.main(["rollback", *name, *arguments]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"No build {name[0] if name else 'before this one'!r} to go back to.")
    assert "Kept beside the current one: none" in said
    assert Layout(tmp_path / "index").current() == current


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["status"], "No index in '"),
        (["rollback"], "No index in '"),
        (["check", "--corpus", "/nowhere"], "No corpus folder at '/nowhere'. Set RESTWELL_CORPUS to the folder"),
        (["--corpus", "/nowhere"], "No corpus folder at '/nowhere'"),
    ],
)
def test_what_cannot_run_exits_with_two_and_a_reason(
    given: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line on standard error, no traceback."""
    assert cli.main([*given, "--index", str(tmp_path / "index")]) == 2
    said = capsys.readouterr()
    assert said.err.startswith(message)
    assert said.out == ""


def test_a_setting_that_does_not_exist_exits_with_two(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A typo in the environment stops the command before it touches anything."""
    monkeypatch.setenv("RESTWELL_CORPSE", "x")
    assert cli.main(["status"]) == 2
    assert capsys.readouterr().err.startswith("Unknown setting 'RESTWELL_CORPSE'. Known: ")


def test_a_corpus_without_a_readable_file_keeps_the_previous_index(
    arguments: list[str], tiny_corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """When every file has become unreadable the build is refused and nothing is switched."""
    cli.main(arguments)
    current = Layout(tmp_path / "index").current()
    for path in [tiny_corpus / "article.md", *(tiny_corpus / "sources").iterdir()]:
        path.write_bytes(b"\xff\xfe\x00")
    assert cli.main(arguments) == 2
    assert "No readable source in" in capsys.readouterr().err
    assert Layout(tmp_path / "index").current() == current


def test_a_bad_corpus_with_the_packaged_model(
    arguments: list[str],
    tiny_corpus: Path,
    tmp_path: Path,
    real_embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The good files serve and answer by meaning, the bad one is named, the exit code is 0."""
    monkeypatch.setattr(cli, "make_embedder", lambda name: real_embedder)
    spoil(tiny_corpus)
    assert cli.main(arguments) == 0
    assert f"left out: {tiny_corpus}/{BAD}:" in capsys.readouterr().out
    index = IndexReader(tmp_path / "index", real_embedder).current()
    vector = real_embedder.embed(["should my doctor measure iron in my blood"])[0]
    assert index.nearest(vector, 5)[0].passage.source_id == "guideline-2024"


@pytest.mark.parametrize(("command", "code"), [("check", 1), ("status", 2)])
def test_the_command_as_a_person_runs_it(arguments: list[str], tiny_corpus: Path, command: str, code: int) -> None:
    """`python -m ingest` exits with the same codes as a process: 1 for problems found, 2 for what cannot run."""
    spoil(tiny_corpus)
    line = [sys.executable, "-m", "ingest", command, *arguments]
    done = subprocess.run(line, cwd=settings.ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == code
    assert (f"{tiny_corpus}/{BAD}:" in done.stdout) == (command == "check")
    assert "Traceback" not in done.stderr


def test_a_local_embedder_that_is_not_there_exits_with_two(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong folder in RESTWELL_INDEX__EMBEDDER is a message, not a traceback."""
    from ingest.embedder import make_embedder

    monkeypatch.setattr(cli, "make_embedder", make_embedder)
    monkeypatch.setenv("RESTWELL_INDEX__EMBEDDER", "local:/nowhere")
    assert cli.main(arguments) == 2
    assert "/nowhere" in capsys.readouterr().err
