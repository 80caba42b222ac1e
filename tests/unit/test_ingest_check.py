"""`check`: every kind of problem, with the file and line an editor would open; and what a build leaves out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.check import check, has_size
from ingest.corpus import build_corpus, read_corpus
from ingest.errors import CorpusInvalid
from ingest.source import EDITORS


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replace `old`, which must be there, in one file of the corpus."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(folder: Path, name: str, start: str) -> int:
    """The number of the first line that begins with `start`, white space aside; `start` may go on to the next lines."""
    text = (folder / name).read_text(encoding="utf-8")
    at = re.search(rf"^\s*{re.escape(start)}", text, re.M)
    assert at is not None
    return text.count("\n", 0, at.end() - len(start)) + 1


def found(folder: Path) -> list[str]:
    """What check says, with paths inside the corpus."""
    return [str(problem).removeprefix(f"{folder}/") for problem in check(folder)]


def test_a_good_corpus_has_no_problem(tiny_corpus: Path) -> None:
    """The fixture corpus is clean, so each test below sees only what it broke."""
    assert check(tiny_corpus) == []


@pytest.mark.parametrize(
    ("population", "is_told"),
    [
        ("46 adults aged 60-75 with insomnia (Iran)", True),
        ("Four studies in physically active people", True),
        ("Nearly 50 community surveys worldwide", True),
        ("2019 women in one town", True),
        ("Patients of four neurology offices (number not recorded here)", True),
        ("Patients of neurology offices", False),
        ("Randomised trials in adults, searched to September 2017", False),
        ("Observational studies to 2018", False),
        ("People with type 2 diabetes, aged 40 to 75, over 12 weeks", False),
        ("Healthy volunteers given about 21 mEq (250 mg) a day", False),
        ("Pregnant women at 24 to 28 weeks, 5% of them treated", False),
        ("", False),
    ],
)
def test_a_study_says_how_many_it_studied_or_that_this_is_not_recorded(population: str, is_told: bool) -> None:
    """A year, an age, a dose, a share or a length of time is no number of people."""
    assert has_size(population) is is_told


TRIAL, GUIDE, REVIEW = "sources/trial-2020.yaml", "sources/guideline-2024.yaml", "sources/review-2019.yaml"


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "message"),
    [
        (TRIAL, "https://example.org/trial", "example.org", "url:", "url: 'example.org' is not a web address"),
        (REVIEW, "population: 151 older", "population: Older", "population:", "population 'Older adults with insomnia' does not say how many people or studies"),
        (TRIAL, "population: 100 adults in one clinic\n", "", "id:", "population '' does not say how many"),
        (GUIDE, "doi: 10.1234", "doi: doi:10.1234", "doi:", "doi: 'doi:10.1234/guideline.2024' is not a DOI"),
        (TRIAL, "In a 2020 trial of 100 adults", "It says that", "- text: It", "the finding starts with 'It'; name who or what"),
        (TRIAL, "In a 2020 trial of 100 adults", "In this trial", "- text: In", "the finding starts with 'In this'"),
        (TRIAL, "In a 2020 trial of 100", "The study found no", "- text: The", "the finding starts with 'The study'"),
        (TRIAL, "people with kidney", "call 0800 123 456; people with kidney", "- text: Magnesium can", "without a country"),
        (TRIAL, "- 250 mg magnesium oxide trial", "- ferritin test, RLS guideline?", "- text: In a", "ask 'ferritin test, RLS guideline?' stands at"),
        (TRIAL, "- 250 mg magnesium oxide trial", "- Is magnesium oxide at bedtime worth it?", "- text: In a", "an ask stands twice under this finding"),
        (TRIAL, "id: trial-2020", "id: review-2019", "id:", "id 'review-2019' is taken by"),
        ("claims.yaml", "always improves", "never improves", "- claim_id: C02", "the post does not say 'Taking magnesium never improves sleep'"),
        ("claims.yaml", "claim_id: C02", "claim_id: C01", "- claim_id: C01\n  post_section: Magnesium", "C01 is used twice; give each claim its own number"),
        ("claims.yaml", "    - guideline-2024", "    - guideline-2042", "- claim_id: C01", "C01 names source 'guideline-2042', which is not there"),
        ("claims.yaml", "starts: In a 2020", "starts: In a 2021", "- claim_id: C02", "no finding of 'trial-2020' starts with 'In a 2021 trial"),
        ("claims.yaml", "verdict: contradicts", "verdict: refutes", "verdict: refutes", "verdict: Input should be"),
        ("contradictions.yaml", "b: review-2019", "b: review-1990", "- a:", "source 'review-1990' is not there; correct the id"),
        ("aliases.yaml", "  means:\n    - magnesium\n", "", "- term: Mg", "means: is missing; add it"),
        ("article.asks.yaml", "starts: Magnesium calms", "starts: Magnesium soothes", "- starts: Magnesium", "no paragraph starts with 'Magnesium soothes"),
        ("helplines.yaml", "  emergency: '999'\n", "", "- country", "emergency: is missing; add it"),
        ("helplines.yaml", "country: GB", "country: Britain", "- country", "country: String should match"),
    ],
)  # fmt: skip
def test_a_problem_is_reported_at_its_file_and_line(
    tiny_corpus: Path, name: str, old: str, new: str, at: str, message: str
) -> None:
    """One broken thing gives `file:line: what is wrong, and what to write instead`."""
    edit(tiny_corpus, name, old, new)
    lines = found(tiny_corpus)
    where = f"{name}:{line_of(tiny_corpus, name, at)}: "
    assert [line for line in lines if line.startswith(where) and message in line], f"no {where}{message} in {lines}"


def test_the_same_finding_in_two_sources_is_reported_at_both(tiny_corpus: Path) -> None:
    """Case and punctuation aside, a finding stands once; the message names the other place."""
    text = "A 2019 systematic review of three small trials found that magnesium shortened the time to fall asleep by 17 minutes!"
    edit(
        tiny_corpus,
        TRIAL,
        "In a 2020 trial of 100 adults, 250 mg of magnesium oxide a night was no better than placebo for sleep.",
        text,
    )
    edit(tiny_corpus, "claims.yaml", "starts: In a 2020 trial of 100 adults", "starts: A 2019")
    first = f"{tiny_corpus}/{REVIEW}:{line_of(tiny_corpus, REVIEW, '- text')}"
    assert f"{TRIAL}:{line_of(tiny_corpus, TRIAL, '- text')}: the same finding stands at {first}; keep one" in found(
        tiny_corpus
    )


def test_a_phone_number_with_its_country_is_no_problem(tiny_corpus: Path) -> None:
    """Saying where a number works is enough; a dose is no phone number."""
    edit(tiny_corpus, TRIAL, "people with kidney", "in Norway call 0800 123 456 about 250 mg; people with kidney")
    assert found(tiny_corpus) == []


def test_a_country_listed_twice_is_reported(tiny_corpus: Path) -> None:
    """The second entry is reported and the first one's line named."""
    path = tiny_corpus / "helplines.yaml"
    path.write_text(path.read_text(encoding="utf-8") * 2, encoding="utf-8")
    assert found(tiny_corpus) == ["helplines.yaml:6: country 'GB' stands at line 1 too; merge them"]


def test_problems_come_in_file_and_line_order(tiny_corpus: Path) -> None:
    """An editor can go through the list once, from top to bottom."""
    edit(tiny_corpus, TRIAL, "In a 2020 trial of 100 adults", "It says that")
    edit(tiny_corpus, GUIDE, "The 2024 guideline does not", "They do not")
    edit(tiny_corpus, GUIDE, "The 2024 guideline advises", "It advises")
    places = [(p.path, p.line) for p in check(tiny_corpus)]
    assert len(places) >= 3
    assert places == sorted(places)


def test_unusable_files_are_refused_by_name_and_the_rest_goes_on(tiny_corpus: Path) -> None:
    """Six bad files beside good ones: each is named with a reason, and every good source is built."""
    sources = tiny_corpus / "sources"
    (sources / "empty.md").write_bytes(b"")
    (sources / "latin.txt").write_bytes("Schlafst\u00f6rung".encode("latin-1"))
    (sources / "big.txt").write_bytes(b"x" * (20 * 1024 * 1024 + 1))
    (sources / "notes.docx").write_bytes(b"PK")
    (sources / "fake.pdf").write_bytes(b"not a pdf at all")
    (sources / "broken.yaml").write_text("id: [", encoding="utf-8")
    (sources / "good.md").write_text("# Extra\n\nThis one is fine.\n", encoding="utf-8")
    (sources / ".hidden.md").write_bytes(b"")
    corpus = build_corpus(read_corpus(tiny_corpus), lambda text: len(text.split()), 256)
    named = sorted(line.removeprefix(f"{sources}/").split(":")[0] for line in corpus.dropped)
    assert named == ["big.txt", "broken.yaml", "empty.md", "fake.pdf", "latin.txt", "notes.docx"]
    assert {s.id for s in corpus.sources} == {"article", "good", "guideline-2024", "review-2019", "trial-2020", EDITORS}


def test_a_list_file_that_is_unusable_is_named_and_the_rest_goes_on(tiny_corpus: Path) -> None:
    """claims.yaml in another encoding or not a list: the sources are still built and the file is named."""
    for data, message in (
        (b"\xff\xfe", "codec can't decode"),
        (b"a: b\n", "should be a list; start each entry with '- '"),
    ):
        (tiny_corpus / "claims.yaml").write_bytes(data)
        corpus = build_corpus(read_corpus(tiny_corpus), lambda text: len(text.split()), 256)
        assert corpus.claims == ()
        assert len(corpus.sources) == 5
        assert [line for line in corpus.dropped if f"{tiny_corpus}/claims.yaml:1: " in line and message in line]


def test_an_absent_or_empty_folder_is_refused_with_what_to_do(tmp_path: Path) -> None:
    """No folder names the setting; a folder of nothing names the command that says why."""
    with pytest.raises(CorpusInvalid, match=r"No corpus folder at '.*nowhere'\. Set RESTWELL_CORPUS"):
        check(tmp_path / "nowhere")
    with pytest.raises(CorpusInvalid, match=r"No readable source in .*Run `python -m ingest check`"):
        read_corpus(tmp_path)


def test_asks_of_the_post_and_claims_are_tied_to_their_places(tiny_corpus: Path) -> None:
    """The post's asks hang on their paragraphs; a claim knows its sentence and its passages, in the editors' order."""
    corpus = build_corpus(read_corpus(tiny_corpus), lambda text: len(text.split()), 256)
    post = next(s for s in corpus.sources if s.id == "article")
    assert [len(p.asks) for p in corpus.passages if p.source_id == "article"] == [2, 2]
    second = corpus.claims[1]
    assert post.text[slice(*second.sentence)] == "Taking magnesium always improves sleep."
    assert [name.split(":")[0] for name in second.passage_ids] == ["trial-2020", "review-2019"]
    assert corpus.aliases == (("RLS", ("restless legs syndrome",)), ("Mg", ("magnesium",)))
    assert [(c.a, c.b) for c in corpus.contradictions] == [("trial-2020", "review-2019")]


@pytest.mark.parametrize(
    ("name", "old", "new", "named"),
    [
        ("claims.yaml", "always improves", "never improves", "C02"),
        ("contradictions.yaml", "b: review-2019", "b: review-1990", "review-1990"),
    ],
)
def test_a_dropped_claim_or_pair_is_named_in_the_report(
    tiny_corpus: Path, name: str, old: str, new: str, named: str
) -> None:
    """What the build leaves out, it says: also an entry that points nowhere."""
    edit(tiny_corpus, name, old, new)
    corpus = build_corpus(read_corpus(tiny_corpus), lambda text: len(text.split()), 256)
    assert len(corpus.claims) + len(corpus.contradictions) == 2
    assert [line for line in corpus.dropped if named in line]


def test_a_file_refused_for_its_id_leaves_nothing_behind(tiny_corpus: Path) -> None:
    """When a file's id is taken, its observations are left out with the rest of it."""
    text = (tiny_corpus / TRIAL).read_text(encoding="utf-8")
    (tiny_corpus / "sources" / "zz.yaml").write_text(
        text.replace("Magnesium can loosen", "Zinc can loosen"), encoding="utf-8"
    )
    corpus = build_corpus(read_corpus(tiny_corpus), lambda words: len(words.split()), 256)
    assert len(corpus.dropped) == 1
    assert not any("Zinc" in p.text for p in corpus.passages)
