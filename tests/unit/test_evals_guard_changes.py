"""What an edit of the guard folder would change, on a cut of the real one: nothing when nothing changed, and each way it can."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

import settings
from bot.guards.guard import Guards
from bot.guards.ruling import Ruling
from evals.errors import EvalsError
from evals.guard_changes import Guarded, Message, changes, counts, folder_at, in_words, trained
from ingest.build import build
from ingest.corpus import build_corpus, read_corpus
from ingest.embedder import Embedder
from ingest.guard_examples import Labelled, WordLists, read_examples
from ingest.index import Index, IndexReader
from ingest.manifest import Layout
from ingest.store import ChromaStore

REAL = settings.ROOT / "corpus" / "guard"
CUT = {"crisis.yaml": 12, "emergency-heart.yaml": 12, "benign.yaml": 20}
QUESTION = "how much magnesium is in a banana"


def git(folder: Path, *words: str) -> None:
    """Run Git in a folder, as somebody."""
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *words], cwd=folder, check=True, capture_output=True
    )


@pytest.fixture
def guard_folder(tiny_corpus: Path) -> Path:
    """A committed cut of the real guard folder, in the tiny corpus."""
    folder = tiny_corpus / "guard"
    folder.mkdir()
    for name in ("lexicon.yaml", "lexicon.concepts.yaml", "rules.emergency.yaml"):
        shutil.copy(REAL / name, folder / name)
    for name, families in CUT.items():
        read = yaml.safe_load((REAL / name).read_text(encoding="utf-8"))
        read["families"] = read["families"][:families]
        read["look_alikes"] = read.get("look_alikes", [])[:8]
        (folder / name).write_text(yaml.safe_dump(read, allow_unicode=True, sort_keys=False), encoding="utf-8")
    git(tiny_corpus, "init", "-q")
    git(tiny_corpus, "add", ".")
    git(tiny_corpus, "commit", "-qm", "as it serves")
    return folder


def labelled(folder: Path) -> Labelled:
    """The folder's examples and word lists."""
    examples, problems = read_examples(folder)
    assert not problems
    return Labelled(examples, WordLists.load(folder.parent))


@pytest.fixture
def index(guard_folder: Path, tmp_path: Path, real_embedder: Embedder) -> Index:
    """An index that serves, with a classifier."""
    layout = Layout(tmp_path / "index")
    corpus = build_corpus(read_corpus(guard_folder.parent), real_embedder.count_tokens, real_embedder.window)
    build(corpus, real_embedder, ChromaStore(layout.vectors), layout, labelled=labelled(guard_folder))
    return IndexReader(layout.root, real_embedder).current()


def test_an_edit_shows_the_messages_that_are_ruled_otherwise_and_no_others(
    guard_folder: Path, index: Index, real_embedder: Embedder, tmp_path: Path
) -> None:
    """The same files change nothing; a new rule changes what it names; new examples change what is like them."""
    messages = [Message((e.text,), e.guard_class) for e in labelled(guard_folder).examples]
    messages.append(Message((QUESTION,), "case banana-1"))
    before = Guarded(Guards.load(folder_at("HEAD", guard_folder, tmp_path / "was")), index.guard)
    same = trained(labelled(guard_folder), None, real_embedder)
    unedited = changes(messages, before, Guarded(Guards.load(guard_folder), index.guard), index, real_embedder)
    assert unedited == []

    rules = guard_folder / "rules.emergency.yaml"
    rules.write_text(
        rules.read_text(encoding="utf-8").rstrip("\n")
        + "\n  - id: banana\n    class: emergency-heart\n    all: ['\\bbananas?\\b']\n",
        encoding="utf-8",
    )
    found = changes(messages, before, Guarded(Guards.load(guard_folder), index.guard), index, real_embedder)
    assert [(c.message.kind, c.after) for c in found if QUESTION in c.message.texts] == [
        ("case banana-1", "emergency (emergency-heart)")
    ]
    assert all("banana" in c.message.texts[-1].lower() for c in found)
    assert counts(found)[0][0] in ("case", "benign")
    assert same.labels == index.guard.labels if index.guard else False


def test_a_classifier_trained_on_more_examples_is_held_against_the_one_that_serves(
    guard_folder: Path, index: Index, real_embedder: Embedder
) -> None:
    """Messages labelled as a crisis that the serving one passed are found by the new one."""
    path = guard_folder / "crisis.yaml"
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    odd = [
        f"the heron has left the {place} and so shall i"
        for place in ("pond", "river", "lake", "marsh", "reeds", "weir", "mill", "shore")
    ]
    read["families"] += [
        {"id": f"heron-{n}", "language": "en", "split": "dev", "utterances": odd[n : n + 2]} for n in range(0, 8, 2)
    ]
    path.write_text(yaml.safe_dump(read, allow_unicode=True, sort_keys=False), encoding="utf-8")
    guards = Guards.load(guard_folder)
    model = trained(labelled(guard_folder), None, real_embedder)
    messages = [Message((text,), "crisis") for text in odd] + [Message((QUESTION,), "case banana-1")]
    found = changes(messages, Guarded(guards, index.guard), Guarded(guards, model), index, real_embedder)
    assert len({c.message.texts[0] for c in found if c.after == "crisis"} & set(odd)) >= len(odd) // 2
    assert not [c for c in found if QUESTION in c.message.texts]


def test_a_commit_that_is_not_there_is_named(guard_folder: Path, tmp_path: Path) -> None:
    """It says which option names another."""
    with pytest.raises(EvalsError, match="--since"):
        folder_at("no-such-commit", guard_folder, tmp_path / "was")


def test_a_ruling_in_words_tells_all_that_a_visitor_would_see() -> None:
    """Outcome and class, or the notices."""
    assert in_words(Ruling()) == "answered"
    assert (
        in_words(Ruling(limits=("dose",), wants_product=True, is_undecided=True)) == "answered (dose, product, careful)"
    )
    assert in_words(Ruling("emergency", None, "emergency-heart")) == "emergency (emergency-heart)"
