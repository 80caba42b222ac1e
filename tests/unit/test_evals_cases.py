"""The case files: what is wrong in one is named with its line, and the ones shipped ask for everything they should."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import ValidationError

import settings
from evals import __main__ as command
from evals.case_coverage import Wanted, uncovered
from evals.cases import FOLDER, Case, Cases, Expect, counts, read_cases
from ingest.corpus import ARTICLE, RawCorpus, read_corpus
from ingest.guard_examples import read_examples
from ingest.source import EDITORS

GOOD = """\
- id: iron-1
  family: iron
  half: dev
  tags: [covered]
  question: Why is iron tested?
  expect: {sources_any: [[guideline-2024]], facts: [[ferritin]]}
- id: iron-2
  family: iron
  half: dev
  tags: [multi-turn]
  messages: [Which test?, And why?]
"""


@pytest.fixture(scope="module")
def raw() -> RawCorpus:
    """The shipped corpus as read."""
    return read_corpus(settings.ROOT / "corpus")


@pytest.fixture(scope="module")
def stated(raw: RawCorpus) -> dict[str, str]:
    """What each source says, its limitations included; what pairs of sources say stands under each of the two."""
    said: dict[str, list[str]] = defaultdict(list)
    for document in raw.documents:
        for block in document.blocks:
            said[EDITORS if block.role == "observation" else document.source.id].append(block.text)
    for _, pair in raw.contradictions.items:
        said[pair.a].append(pair.how_to_say_it)
        said[pair.b].append(pair.how_to_say_it)
    return {source: " ".join(" ".join(texts).split()) for source, texts in said.items()}


@pytest.fixture(scope="module")
def shipped(stated: dict[str, str]) -> Cases:
    """The shipped cases."""
    return read_cases(FOLDER, stated)


@pytest.fixture(scope="module")
def wanted(raw: RawCorpus) -> Wanted:
    """What the shipped corpus has cases for."""
    examples, _ = read_examples(settings.ROOT / "corpus" / "guard")
    sources = {document.source.id for document in raw.documents}
    return Wanted([claim for _, claim in raw.claims.items], sources, {example.guard_class for example in examples})


def problems(tmp_path: Path, text: str) -> list[str]:
    """What reading `text` as a case file finds, without the folder."""
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    found = read_cases(tmp_path, {"guideline-2024"}).problems
    return [str(problem).removeprefix(f"{tmp_path}/") for problem in found]


def tagged(shipped: Cases, tag: str) -> Iterator[Case]:
    """The cases with that tag."""
    return (case for case in shipped.cases if tag in case.tags)


def test_a_good_file_has_no_problem(tmp_path: Path) -> None:
    """So each of the breaks below is what is seen."""
    assert problems(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: iron-2", "id: iron-1", "a.yaml:7: id 'iron-1' is taken at"),
        ("half: dev\n  tags: [multi", "half: test\n  tags: [multi", "a.yaml:7: family 'iron' is in 'dev' at"),
        ("half: dev\n  tags: [covered", "half: train\n  tags: [covered", "a.yaml:3: half: Input should be 'dev' or"),
        ("[[guideline-2024]]", "[[guideline-2023]]", "a.yaml:1: source 'guideline-2023' is not in the corpus"),
        ("facts:", "fact:", "a.yaml:6: expect.fact: is not a known key"),
        ("[[ferritin]]", "[['(ferritin']]", "a.yaml:6: expect.facts.0.0: '(ferritin' is not a pattern"),
        ("[[ferritin]]", "[[]]", "a.yaml:6: expect.facts.0: List should have at least 1 item"),
        (
            "question: Why is iron tested?",
            "language: en",
            "a.yaml:1: the entry: give either a question or at least two",
        ),
        ("[Which test?, And why?]", "[Which test?]", "a.yaml:11: messages: List should have at least 2 items"),
        ("  messages: [Which test?, And why?]", "  question: why is IRON  tested?", "a.yaml:7: asks the same as"),
        ("- id: iron-1", "id: iron-1", "a.yaml:2: mapping values are not allowed"),
    ],
)
def test_a_broken_case_is_named_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    """One thing is broken in a good file; the first problem says where it is and what it is."""
    assert old in GOOD
    found = problems(tmp_path, GOOD.replace(old, new, 1))
    assert found, new
    assert found[0].startswith(said)


def test_a_folder_without_cases_is_a_problem(tmp_path: Path) -> None:
    """A wrong folder is no empty, good one."""
    (problem,) = read_cases(tmp_path).problems
    assert "holds no case files" in problem.message


def test_a_reason_goes_with_declined_alone() -> None:
    """An answer has no reason, a refusal has one."""
    with pytest.raises(ValidationError, match="a reason goes with the outcome declined alone"):
        Expect(outcome=["declined"])
    with pytest.raises(ValidationError, match="a reason goes with the outcome declined alone"):
        Expect(reason="abuse")


def test_sources_are_not_asked_of_an_emergency() -> None:
    """An emergency ends the turn: there is nothing to cite."""
    with pytest.raises(ValidationError, match="sources go with answers"):
        Expect(outcome=["emergency"], sources_any=[["guideline-2024"]])


def test_answers_always_owe_a_consult_notice() -> None:
    """Answered and not_covered carry it, in the order of weight; the others owe only what the case names."""
    expect = Expect(outcome=["answered", "emergency"], notices=["disagreement", "kidney"])
    assert expect.required_notices("answered") == ("kidney", "disagreement", "consult")
    assert expect.required_notices("emergency") == ("kidney", "disagreement")


def test_counts_by_half_outcome_language_and_tag(tmp_path: Path) -> None:
    """Two cases: both dev, answered and English, one with each tag."""
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    counted = counts(read_cases(tmp_path).cases)
    assert counted["half"] == Counter(dev=2)
    assert counted["outcome"] == Counter(answered=2)
    assert counted["language"] == Counter(en=2)
    assert counted["tag"] == Counter({"covered": 1, "multi-turn": 1})


def test_the_shipped_files_have_no_problem(shipped: Cases) -> None:
    """Ids are unique, no family stands in both halves, no question twice, every source is in the corpus."""
    assert [str(problem) for problem in shipped.problems] == []
    assert len(shipped.cases) >= 430


def test_the_command_prints_counts_and_succeeds(capsys: pytest.CaptureFixture[str]) -> None:
    """`python -m evals cases` on what we ship."""
    assert command.main(["cases"]) == 0
    printed = capsys.readouterr().out
    assert "near-miss" in printed
    assert re.search(r"\d+ cases in \d+ families, 0 problems, 0 not covered", printed)


def test_halves_are_about_equal(shipped: Cases) -> None:
    """Either half can be measured by itself."""
    counted = counts(shipped.cases)["half"]
    assert 0.8 < counted["dev"] / counted["test"] < 1.25


def test_a_claims_case_cites_the_post_and_says_when_it_is_doubted(shipped: Cases, raw: RawCorpus) -> None:
    """Each of them; that there is one is `test_all_that_should_be_is_asked_for`."""
    for _, claim in raw.claims.items:
        for case in tagged(shipped, f"claim:{claim.claim_id}"):
            assert [ARTICLE] in case.expect.sources_any, case.id
            assert ("disagreement" in case.expect.notices) == (claim.verdict != "supports"), case.id


def test_all_that_should_be_is_asked_for(shipped: Cases, wanted: Wanted) -> None:
    """Every claim of the post, source, outcome, reason, language and guard class, and enough of every sort."""
    assert list(uncovered(shipped.cases, wanted)) == []
    assert len(list(wanted.claims)) == 38
    assert "emergency-clot" in wanted.guards


@pytest.mark.parametrize(
    ("is_gone", "said"),
    [
        (lambda case: "claim:C05" in case.tags, "claim C05: no case"),
        (lambda case: ["lactmed-mg-hydroxide"] in case.expect.sources_any or _names(case, "lactmed-mg-hydroxide"), "source lactmed-mg-hydroxide"),
        (lambda case: case.expect.outcome == ["crisis"], "outcome crisis"),
        (lambda case: case.expect.reason == "abuse", "reason abuse"),
        (lambda case: case.language == "hi" and case.half == "dev", "language hi: no case in the dev half"),
        (lambda case: "guard:limit-kidney" in case.tags and case.half == "test", "guard limit-kidney"),
        (lambda case: "near-miss" in case.tags, "near-miss: 0 cases, 80 wanted"),
    ],
)  # fmt: skip
def test_what_is_taken_away_is_missed(
    shipped: Cases, wanted: Wanted, is_gone: Callable[[Case], bool], said: str
) -> None:
    """Without the cases for one thing, a line names it."""
    left = [case for case in shipped.cases if not is_gone(case)]
    assert any(line.startswith(said) for line in uncovered(left, wanted))


def _names(case: Case, source: str) -> bool:
    return any(source in group for group in case.expect.sources_any)


def test_all_kinds_of_people_ask(shipped: Cases) -> None:
    """And in other languages."""
    tags = counts(shipped.cases)["tag"]
    assert sum(case.language != "en" for case in shipped.cases) >= 60
    assert all(
        tags[name] for name in ("fragment", "worried-parent", "angry", "elderly", "clinician", "student", "carer")
    )


def test_tags_mean_what_they_say(shipped: Cases) -> None:
    """A near-miss is not covered, a multi-turn case has several messages, a refusal is declined."""
    assert all(case.expect.outcome == ["not_covered"] for case in tagged(shipped, "near-miss"))
    assert all(case.messages for case in tagged(shipped, "multi-turn"))
    assert all(case.messages is None for case in shipped.cases if "multi-turn" not in case.tags)
    for case in shipped.cases:
        if any(tag.startswith("guard:declined") for tag in case.tags):
            assert "declined" in case.expect.outcome, case.id
        if any(tag.startswith("guard:emergency") for tag in case.tags):
            assert "emergency" in case.expect.outcome, case.id


def test_facts_asked_for_stand_in_the_sources_asked_for(shipped: Cases, stated: dict[str, str]) -> None:
    """No case invents a fact: each wording is found in a source that the case accepts, unless no source is named."""
    for case in shipped.cases:
        sources = {source for group in case.expect.sources_any for source in group}
        text = " ".join(stated[source] for source in sources)
        for wording in (w for group in case.expect.facts for w in group if sources):
            assert re.search(wording, text, re.IGNORECASE), f"{case.id}: {wording!r} is in none of {sorted(sources)}"


def test_a_group_of_sources_can_state_the_facts(shipped: Cases, stated: dict[str, str]) -> None:
    """With one group and one fact, whichever source of the group is cited states the fact: no alternative is there for show."""
    for case in shipped.cases:
        expect = case.expect
        if len(expect.sources_any) == 1 and len(expect.facts) == 1:
            for source in expect.sources_any[0]:
                found = any(re.search(wording, stated[source], re.IGNORECASE) for wording in expect.facts[0])
                assert found, f"{case.id}: {source!r} states none of {expect.facts[0]}"


def test_no_question_is_an_ask_of_the_corpus(shipped: Cases, raw: RawCorpus) -> None:
    """An ask is indexed: a case in the same words would measure nothing."""
    asks = {" ".join(re.findall(r"\w+", a.lower())) for d in raw.documents for b in d.blocks for a in b.asks}
    asks |= {" ".join(re.findall(r"\w+", a.lower())) for _, entry in raw.article_asks.items for a in entry.asks}
    assert [
        c.id for c in shipped.cases if " ".join(re.findall(r"\w+", c.said[-1].lower())) in asks and not c.messages
    ] == []


def test_cases_of_a_file_stand_together(shipped: Cases) -> None:
    """Lines only grow within a file, so what is printed can be found."""
    for first, second in pairwise(shipped.placed):
        assert first.path != second.path or first.line < second.line
