"""The labelled pairs hold what they promise: exact quotes, halves by source, counts; the generator is deterministic."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest

from evals.corruptions import FOLDER, PER_KIND, PER_SOURCE, findings, generate, read, read_skipped, written
from evals.held import GENERATED as GENERATED_HELD
from evals.held import KINDS, SEED, is_held, read_names
from evals.held import PARAPHRASES as PARAPHRASES_HELD
from evals.held import generate as generate_held
from evals.pairs import Pair
from evals.verifier import STRICT, TRUE, part
from evals.wrong_figures import wrong_numbers, wrong_units

PARAPHRASES = read(FOLDER / "paraphrases.jsonl")
GENERATED = read(FOLDER / "generated.jsonl")
PAIRS = PARAPHRASES + GENERATED
HELD = read(FOLDER / PARAPHRASES_HELD) + read(FOLDER / GENERATED_HELD)
SECOND = read(FOLDER / "second.jsonl")
FINDINGS = findings()


def half(source: str) -> str:
    """The half a source belongs to, by its name alone."""
    return "dev" if int(hashlib.sha1(source.encode()).hexdigest(), 16) % 2 == 0 else "test"


def is_dev(source: str) -> bool:
    """Whether a source is on the side that may be read beside results, kept apart or not."""
    if not is_held(source):
        return half(source) == "dev"
    return int(hashlib.sha1(f"{SEED} {source}".encode()).hexdigest(), 16) % 2 == 0


def test_every_quote_is_a_finding_byte_for_byte() -> None:
    """A quote that is not in the corpus would measure nothing; an edited finding shows up here."""
    known = {(quote.source, quote.text) for quote in FINDINGS}
    strays = [pair.id for pair in PAIRS for quote in pair.quotes if (quote.source, quote.text) not in known]
    assert strays == []


def test_no_source_is_in_both_halves() -> None:
    """Every quote of a row, the second too, belongs to the row's half."""
    assert [pair.id for pair in PAIRS if {half(quote.source) for quote in pair.quotes} != {pair.split}] == []


def test_ids_and_rows_are_unique() -> None:
    """No id twice; no statement twice with the same quotes; no statement that only repeats its quote."""
    assert len({pair.id for pair in PAIRS}) == len(PAIRS)
    assert len({(pair.statement, pair.quotes) for pair in PAIRS}) == len(PAIRS)
    assert [pair.id for pair in PAIRS if pair.statement in {quote.text for quote in pair.quotes}] == []


def test_there_are_enough_rows_of_each_kind_and_half() -> None:
    """At least 430 paraphrases, 40 of them with two quotes; each generated kind is full, half and half."""
    assert {pair.kind for pair in PARAPHRASES} == {"paraphrase"}
    assert len(PARAPHRASES) >= 430
    assert sum(len(pair.quotes) == 2 for pair in PARAPHRASES) >= 40
    assert min(Counter(pair.split for pair in PARAPHRASES).values()) >= 200
    assert Counter(pair.kind for pair in GENERATED) == dict.fromkeys(("number", "unit", "citation"), PER_KIND)
    assert min(Counter((pair.kind, pair.split) for pair in GENERATED).values()) == PER_KIND // 2


def test_no_source_gives_more_than_three_rows_of_a_kind() -> None:
    """A paraphrase counts for every source it cites; a wrong citation for the source it was taken from is checked below."""
    cited = Counter(source for pair in PARAPHRASES for source in {quote.source for quote in pair.quotes})
    assert max(cited.values()) <= PER_SOURCE
    by_id = {pair.id: pair for pair in PARAPHRASES}
    made = Counter((pair.kind, by_id[pair.note.partition(":")[0]].source) for pair in GENERATED)
    assert max(made.values()) <= PER_SOURCE


def test_every_source_of_the_corpus_is_paraphrased() -> None:
    """The measurement speaks for the whole corpus, so each source with findings has a row."""
    assert {quote.source for quote in FINDINGS} - {q.source for pair in PARAPHRASES for q in pair.quotes} == set()


def test_generating_again_gives_the_same_bytes() -> None:
    """The committed file is what the committed paraphrases and the seed give."""
    again = written(generate(PARAPHRASES, FINDINGS, read_skipped()))
    assert again.encode() == (FOLDER / "generated.jsonl").read_bytes()


def test_each_generated_row_differs_from_its_paraphrase_in_one_thing() -> None:
    """A wrong figure keeps the quotes; a wrong citation keeps the statement and shares no quote."""
    by_id = {pair.id: pair for pair in PARAPHRASES}
    for row in GENERATED:
        true = by_id[row.note.partition(":")[0]]
        if row.kind == "citation":
            assert row.statement == true.statement
            assert not set(row.quotes) & set(true.quotes)
        else:
            assert row.statement != true.statement
            assert row.quotes == true.quotes


def test_a_row_with_an_unknown_field_is_refused() -> None:
    """A misspelt field would otherwise be ignored in silence."""
    line = PARAPHRASES[0].model_dump() | {"splitt": "dev"}
    with pytest.raises(ValueError, match="splitt"):
        Pair.model_validate(line)


@pytest.mark.parametrize(
    ("statement", "never"),
    [
        ("Below 30 ng/mL it is low.", ("Below 29", "Below 28")),
        ("At least 4 hours apart.", ("least 3 ", "least 2 ")),
        ("About 60% of people.", ("61%", "59%", "58%")),
        ("Up to 24 of them.", ("25 of", "26 of", "36 of", "42 of")),
    ],
)
def test_a_number_that_would_still_be_true_is_not_proposed(statement: str, never: tuple[str, ...]) -> None:
    """What holds below 30 holds below 29; "about 60%" is not denied by 61%; a bound moves only to its wrong side."""
    made = [figure.statement for figure in wrong_numbers(statement, statement)]
    assert [text for text in made if any(part in text for part in never)] == []


def test_a_number_that_the_quote_has_elsewhere_is_not_proposed() -> None:
    """The quote's other figures could make the changed sentence true."""
    made = [
        figure.statement for figure in wrong_numbers("It fell by 12 points.", "It fell by 12 to 21 points, 13 at best.")
    ]
    assert made
    assert not [text for text in made if "21 points" in text or "13 points" in text]


def test_arms_change_places_but_the_ends_of_a_range_do_not() -> None:
    """45% against 16% is swapped; "5% to 17%" would only read backwards."""
    arms = wrong_numbers("It helped 45% on iron and 16% on placebo.", "45% 16%")
    assert "It helped 16% on iron and 45% on placebo." in [figure.statement for figure in arms]
    ends = wrong_numbers("It is 5% to 17% of people.", "5% 17%")
    assert "swapped arms" not in {figure.way for figure in ends}


def test_a_unit_changes_and_its_number_stays() -> None:
    """Milligrams become grams and micrograms; a dose a day becomes a dose a week; a bound is not made weaker."""
    made = {figure.statement for figure in wrong_units("Take 350 mg a day at most.", "350 mg a day")}
    assert made == {
        "Take 350 g a day at most.",
        "Take 350 micrograms a day at most.",
        "Take 350 mg a week at most.",
    }
    bound = {figure.statement for figure in wrong_units("Wait at least 2 hours.", "at least 2 hours")}
    assert bound == {"Wait at least 2 days."}


class TestSecondAuthor:
    """Rows of a second author, for development only."""

    def test_quote_findings_of_the_dev_side_only(self) -> None:
        """Nothing of a source that the test parts are of, and every quote to the byte."""
        known = {(quote.source, quote.text) for quote in FINDINGS}
        quotes = [quote for pair in SECOND for quote in pair.quotes]
        assert [q for q in quotes if (q.source, q.text) not in known or not is_dev(q.source)] == []
        assert {part(pair) for pair in SECOND} == {"second dev"}

    def test_are_enough_and_unique(self) -> None:
        """300 rows or more that may never pass, 100 other wrong ones, 150 true ones; no id and no statement twice with one quote."""
        counted = Counter(pair.kind for pair in SECOND)
        assert sum(counted[kind] for kind in STRICT) >= 300
        assert counted.total() - counted[TRUE] - sum(counted[kind] for kind in STRICT) >= 100
        assert counted[TRUE] >= 150
        assert len({pair.id for pair in SECOND}) == len({(p.statement, p.quotes) for p in SECOND}) == len(SECOND)


class TestHeldPairs:
    """The pairs kept for reporting: of sources that nothing was fitted on, all kinds, made again byte for byte."""

    def test_are_of_held_sources_only(self) -> None:
        """No quote of a held row belongs to a source that the checks were made on, and every quote is a finding."""
        known = {(quote.source, quote.text) for quote in FINDINGS}
        quotes = [quote for pair in HELD for quote in pair.quotes]
        assert [q for q in quotes if not is_held(q.source) or (q.source, q.text) not in known] == []
        assert {pair.split for pair in HELD} == {"held"}

    def test_are_enough_and_unique(self) -> None:
        """150 paraphrases or more, every kind of corruption, no id twice."""
        counted = Counter(pair.kind for pair in HELD)
        assert counted["paraphrase"] >= 150
        assert set(counted) == {"paraphrase", *KINDS}
        assert len({pair.id for pair in HELD}) == len(HELD)

    def test_are_generated_again_to_the_byte(self) -> None:
        """The committed corruptions are what the committed paraphrases, word lists and seed give."""
        pool = [quote for quote in FINDINGS if is_held(quote.source)]
        again = written(generate_held(read(FOLDER / PARAPHRASES_HELD), pool, read_names(), read_skipped()))
        assert again.encode() == (FOLDER / GENERATED_HELD).read_bytes()
