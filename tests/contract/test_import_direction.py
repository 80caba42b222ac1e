"""Who may import whom: ingest knows nobody, bot reads the index only, nobody imports the page or the evals."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import settings

READING = {
    "embedder",
    "errors",
    "everyday",
    "glossary",
    "guard_head",
    "guard_model",
    "index",
    "lexical",
    "manifest",
    "sentences",
    "source",
    "spoken",
    "store",
}
"""The half of ingest that may be open while a question is answered."""
PACKAGES = {"ingest", "bot", "web", "evals"}


def imports(path: Path) -> set[str]:
    """Every module `path` imports, also inside functions, as dotted names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def modules(package: str) -> list[Path]:
    """The Python files of a package; a single module is its own package."""
    single = settings.ROOT / f"{package}.py"
    return [single] if single.is_file() else sorted((settings.ROOT / package).rglob("*.py"))


def tops(path: Path) -> set[str]:
    """First parts of what `path` imports."""
    return {name.partition(".")[0] for name in imports(path)}


@pytest.mark.parametrize(
    ("package", "forbidden"),
    [
        ("settings", {"ingest", "bot", "web", "evals", "ui"}),
        ("database", {"ingest", "bot", "web", "evals", "ui", "settings"}),
        ("ingest", {"bot", "web", "evals", "ui"}),
        ("bot", {"web", "evals", "ui"}),
        ("web", {"evals", "ui"}),
        ("evals", {"web", "ui"}),
    ],
)
def test_imports_point_one_way(package: str, forbidden: set[str]) -> None:
    """No module of the package imports what stands above it."""
    files = modules(package)
    assert files
    assert {str(path): found for path in files if (found := tops(path) & forbidden)} == {}


def test_the_server_knows_of_the_evals_the_review_desk_alone() -> None:
    """`ui` mounts the desk; nothing else that measures the bot is loaded to serve it."""
    used = {name for path in modules("ui") for name in imports(path) if name.startswith("evals")}
    assert {name for name in used if not name.startswith("evals.desk.")} == set()


TESTS_ONLY = {"inspect_ai", "matplotlib", "scipy", "ir_measures", "psutil", "pytest", "playwright", "httpx"}
"""Packages of the extra `test` that a server does not have."""


def test_the_review_desk_runs_on_the_servers_packages() -> None:
    """Nothing that is loaded with the desk loads what only `make test` installs."""
    waiting, seen, found = ["evals.desk.wiring", "evals.desk.pages"], set(), set()
    while waiting:
        name = waiting.pop()
        path = settings.ROOT / f"{name.replace('.', '/')}.py"
        if name in seen or not path.is_file():
            continue
        seen.add(name)
        for node in ast.parse(
            path.read_text(encoding="utf-8")
        ).body:  # what functions import is loaded when it is asked for
            if isinstance(node, ast.ImportFrom) and node.module:
                waiting += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            elif isinstance(node, ast.Import):
                waiting += [alias.name for alias in node.names]
        found |= {f"{name}: {wrong}" for wrong in {w.partition(".")[0] for w in waiting} & TESTS_ONLY}
    assert "evals.scorers.catalogue" in seen
    assert found == set()


def test_bot_and_web_import_only_the_reading_half_of_ingest() -> None:
    """No reader, builder or checker of the corpus is loaded to answer a question."""
    wrong = {
        str(path): sorted(names)
        for package in ("bot", "web")
        for path in modules(package)
        if (names := {n for n in imports(path) if n.startswith("ingest") and [*n.split("."), ""][1] not in READING})
    }
    assert wrong == {}


def test_only_command_lines_and_wiring_choose_classes() -> None:
    """ChromaStore and make_embedder are named in ingest's own files and bot/wiring.py only."""
    users = {
        path.relative_to(settings.ROOT).as_posix()
        for package in ("bot", "web", "ui")
        for path in modules(package)
        if imports(path) & {"ingest.store.ChromaStore", "ingest.embedder.make_embedder"}
    }
    assert users <= {"bot/wiring.py"}


@pytest.mark.parametrize(
    ("vendor", "only"),
    [
        ("chromadb", {"ingest/store.py"}),
        ("bm25s", {"ingest/lexical.py"}),
        ("sentence_transformers", {"ingest/embedder.py", "bot/verify/cross_encoder.py"}),
        ("onnxruntime", {"bot/verify/onnx_classifier.py"}),
        ("pypdf", {"ingest/readers.py"}),
        ("trafilatura", {"ingest/readers.py"}),
        ("filelock", {"ingest/lock.py"}),
        ("presidio_analyzer", {"web/records/redaction.py"}),
        ("presidio_anonymizer", {"web/records/redaction.py"}),
        ("weasyprint", {"web/sheet/pdf.py"}),
        ("tenacity", {"bot/generate/model.py"}),
        ("xllamacpp", {"bot/generate/local.py"}),
        ("itsdangerous", {"evals/desk/sessions.py"}),
        ("krippendorff", {"evals/desk/agreement.py"}),
    ],
)
def test_a_vendor_is_known_in_one_module(vendor: str, only: set[str]) -> None:
    """Swapping a library touches one file."""
    users = {
        path.relative_to(settings.ROOT).as_posix()
        for package in (*sorted(PACKAGES), "ui", "settings", "database")
        for path in modules(package)
        if vendor in tops(path)
    }
    assert users == only


def test_the_settings_module_is_the_only_reader_of_the_environment() -> None:
    """No other module of the product looks a setting up by itself."""
    readers = {
        path.relative_to(settings.ROOT).as_posix()
        for package in (*sorted(PACKAGES), "ui")
        for path in modules(package)
        if '"RESTWELL_' in path.read_text(encoding="utf-8") and "environ" in path.read_text(encoding="utf-8")
    }
    assert readers == set()
