"""Plain wordings: judged both ways by the verifier's word lists and by a cosine, refused with a reason, never searched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from verify_fixtures import CORPUS, DIALYSIS, INTAKE, MASSAGE, MELATONIN, PARKINSON, TEA, WOMEN

from bot.answer import Statement
from bot.citing import Sheet
from bot.verify.plain import PlainJudge
from bot.wiring import make_plain_judge
from ingest import plain
from ingest.build import build
from ingest.check import check
from ingest.corpus import build_corpus, read_corpus
from ingest.grade import grade, syllables
from ingest.index import IndexReader
from ingest.manifest import Layout
from ingest.plain import InstalledJudge, faithful, harder
from ingest.store import ChromaStore

if TYPE_CHECKING:
    from conftest import HashEmbedder

    from ingest.embedder import Embedder

TRIAL = "A 2019 systematic review of three small trials found that magnesium shortened the time to fall asleep by 17 minutes."

LONGER = TRIAL.replace("the time to fall asleep", "the time that people needed to fall asleep in the evening")
WORDED = "A 2019 systematic review looked at three small trials. With magnesium, people fell asleep 17 minutes sooner."

PLAIN = f"    plain: {WORDED}\n"


@pytest.fixture
def review(tiny_corpus: Path) -> Path:
    """The review's file in the tiny corpus, its finding with a plain wording."""
    path = tiny_corpus / "sources" / "review-2019.yaml"
    text = path.read_text(encoding="utf-8")
    at = text.index("    asks:")
    path.write_text(text[:at] + PLAIN + text[at:], encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def judge(real_embedder: Embedder) -> PlainJudge:
    """The real word lists and the real model."""
    return make_plain_judge(CORPUS, real_embedder)


@pytest.mark.parametrize(
    ("finding", "wording"),
    [
        (WOMEN, "In all the surveys reviewed in 2012, restless legs are more common in women than in men."),
        (
            MELATONIN,
            "The authors of the 2010 study from Canada suggest that melatonin may make the leg movements of restless legs worse.",
        ),
        (
            TEA,
            "Tea and coffee at mealtimes can lower how much iron the body absorbs, while vitamin C (for example fruit juice) can help it (NHS maternity advice).",
        ),
        (
            INTAKE,
            "The US recommended magnesium intake (RDA) for ages 31 and over, including over 51, is 420 mg a day for men and 320 mg for women.",
        ),
    ],
)
def test_a_faithful_wording_is_taken(judge: PlainJudge, finding: str, wording: str) -> None:
    """Simpler words, the same numbers, people, hedges and denials."""
    assert judge.reasons([(finding, wording)]) == [""]


@pytest.mark.parametrize(
    ("finding", "wording", "reason"),
    [
        (INTAKE, "The US recommended magnesium intake (RDA) for ages 31 and over is 400 mg a day for men and 320 mg for women.", "400"),
        (INTAKE, "The US recommended magnesium intake (RDA) for ages 31 and over, including over 51, is 420 mg a day for men.", "320"),
        (INTAKE, "The US recommended magnesium intake (RDA) for ages 31 and over, including over 51, is 420 g a day for men and 320 g for women.", "unit"),
        (MELATONIN, "The authors of the 2010 study from Canada say that melatonin makes the leg movements of restless legs worse.", "hedge"),
        (MELATONIN, "The authors of the 2010 study from Canada suggest that melatonin may make the leg movements of restless legs better.", "direction"),
        (MASSAGE, MASSAGE.replace("but not RLS severity", "and RLS severity"), "'not'"),
        (PARKINSON, PARKINSON.replace("US men", "US adults"), "who was studied"),
        (DIALYSIS, DIALYSIS.replace("vitamin E", "iron"), "iron"),
        (WOMEN, "In all the surveys reviewed in 2012, restless legs are more common in men than in women.", "the name 'men'"),
        (TEA, "Advice of the NHS.", "cosine"),
    ],
)  # fmt: skip
def test_an_unfaithful_wording_is_refused_with_the_reason(
    judge: PlainJudge, finding: str, wording: str, reason: str
) -> None:
    """Another number or unit, a hedge or a "not" gone, other people, another direction: each is named."""
    (said,) = judge.reasons([(finding, wording)])
    assert reason in said


def test_check_names_file_and_line_of_a_refused_wording(tiny_corpus: Path, review: Path, judge: PlainJudge) -> None:
    """The line is that of the finding, and the reason says what to change."""
    assert check(tiny_corpus, judge) == []
    review.write_text(review.read_text().replace("17 minutes sooner", "27 minutes sooner"))
    (problem,) = check(tiny_corpus, judge)
    line = review.read_text().splitlines()[problem.line - 1]
    assert line.strip().startswith("- text: A 2019 systematic review")
    assert "the number '27 minute' is not as the finding has it" in problem.message


def test_check_names_both_grades_of_a_wording_that_is_no_easier(
    tiny_corpus: Path, review: Path, judge: PlainJudge
) -> None:
    """The verifier has nothing against it; a build leaves it out."""
    review.write_text(review.read_text().replace(WORDED, LONGER))
    (problem,) = check(tiny_corpus, judge)
    own, other = grade(LONGER), grade(TRIAL)
    assert f"no easier to read: school grade {own:.1f}, the finding {other:.1f}; make two sentences" in problem.message
    assert not any(b.plain for d in faithful(read_corpus(tiny_corpus), judge).documents for b in d.blocks)


@pytest.mark.parametrize(
    ("easier", "harder"),
    [
        ("The trial was small. It found no effect.", "The trial was small, and it found no effect."),
        ("How bad the legs were did not change.", "The severity of the symptoms was unaltered."),
        ("It was found in 3.5% of 1,203 people.", "It was identified in 3.5% of 1,203 individuals."),
        ("Ferritin (e.g. 75) is low. Ask.", "Ferritin concentrations (e.g. 75) are insufficient. Ask."),
    ],
)
def test_shorter_sentences_and_words_of_fewer_syllables_read_easier(easier: str, harder: str) -> None:
    """Numbers and abbreviations with points end no sentence."""
    assert grade(easier) < grade(harder)


def test_to_write_out_the_abbreviation_of_the_subject_is_no_harder_and_to_keep_it_no_easier() -> None:
    """Other abbreviations count by their letters."""
    assert grade("RLS was worse at night.") == grade("Restless legs was worse at night.")
    assert grade("The NHS says so.") > grade("The book says so.")


@pytest.mark.parametrize(
    ("word", "count"),
    [("legs", 1), ("table", 2), ("boxes", 2), ("caused", 1), ("wanted", 2), ("severe", 2), ("magnesium", 3), ("the", 1),
     ("AASM", 4), ("RCTs", 3), ("17.5", 1), ("I", 1)],
)  # fmt: skip
def test_syllables_are_counted_by_rule(word: str, count: int) -> None:
    """Near enough to compare two wordings; "magnesium" loses one in both."""
    assert syllables(word) == count


def test_every_plain_wording_of_the_corpus_is_easier_than_its_finding() -> None:
    """And there are many."""
    pairs = [(b.text, b.plain) for d in read_corpus(CORPUS).documents for b in d.blocks if b.plain]
    assert len(pairs) > 150
    assert [plain for finding, plain in pairs if harder(finding, plain)] == []


def test_a_build_leaves_a_refused_wording_out_and_says_so(tiny_corpus: Path, review: Path, judge: PlainJudge) -> None:
    """The finding stays; its wording is gone and named among what was left out."""
    review.write_text(review.read_text().replace("17 minutes sooner", "27 minutes sooner"))
    raw = faithful(read_corpus(tiny_corpus), judge)
    assert [b.plain for d in raw.documents for b in d.blocks if b.plain] == []
    assert any("the plain wording is not used" in p.message for p in raw.problems)
    assert any(b.text == TRIAL for d in raw.documents for b in d.blocks)


def test_without_an_installed_verifier_no_wording_is_used(
    tiny_corpus: Path, review: Path, hash_embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be verified is refused, with what to do."""
    monkeypatch.setattr(plain, "entry_points", lambda group: ())
    (problem,) = check(tiny_corpus, InstalledJudge(tiny_corpus, hash_embedder))
    assert "no verifier is installed; run `pip install -e .`" in problem.message


def test_a_verifier_that_cannot_start_refuses_every_wording(
    tiny_corpus: Path, review: Path, hash_embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tiny corpus has no word lists; that is a reason, not a traceback."""

    class Plug:
        def load(self) -> object:
            return make_plain_judge

    monkeypatch.setattr(plain, "entry_points", lambda group: (Plug(),))
    (problem,) = check(tiny_corpus, InstalledJudge(tiny_corpus, hash_embedder))
    assert "it cannot be verified: " in problem.message


def test_a_wording_changes_neither_version_nor_vectors_and_is_shown(
    tiny_corpus: Path, review: Path, hash_embedder: HashEmbedder, tmp_path: Path
) -> None:
    """Corpus version and vectors stay; the build is another, so that a running bot takes it; a whole finding's statement carries it."""
    layout = Layout(tmp_path / "index")
    store = ChromaStore(layout.vectors)

    def built() -> str:
        cut = build_corpus(read_corpus(tiny_corpus), hash_embedder.count_tokens, hash_embedder.window)
        return build(cut, hash_embedder, store, layout).name

    worded = review.read_text()
    review.write_text(worded.replace(PLAIN, ""))
    before = layout.read(built())
    review.write_text(worded)
    asked = len(hash_embedder.seen)
    after = layout.read(built())
    assert after.corpus == before.corpus
    assert after.name != before.name
    assert len(hash_embedder.seen) == asked
    index = IndexReader(layout.root, hash_embedder).current()
    (passage,) = [p for p in index.passages.values() if p.plain]
    sheet = Sheet(index)
    sheet.add_quote(passage, "evidence")
    assert sheet.statements == [Statement(TRIAL, "evidence", (1,), passage.plain)]
    part = passage.sentences[0]._replace(end=passage.sentences[0].end - 9)
    partly = Sheet(index)
    partly.add_quote(passage, "evidence", part)
    assert partly.statements[0].plain == ""
