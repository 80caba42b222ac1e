"""Words written for other words are mended where the words beside them tell, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

import settings
from bot.errors import TextsInvalid
from bot.slips import Slips
from ingest.corpus import read_corpus

LIST = settings.ROOT / "corpus" / "slips.yaml"


@pytest.fixture(scope="module")
def slips() -> Slips:
    """The list that is shipped."""
    return Slips.load(LIST)


@pytest.fixture(scope="module")
def written() -> list[str]:
    """Every sentence and ask of the corpus: as many as people have written with care."""
    raw = read_corpus(LIST.parent)
    blocks = [block for document in raw.documents for block in document.blocks]
    return [text for block in blocks for text in (block.text, *block.asks)]


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("dose magnesium help at nite", "does magnesium help at night"),
        ("Dose RLS get worse?", "Does RLS get worse?"),
        ("how dose low iron in the brain cause it", "how does low iron in the brain cause it"),
        ("what dose it mean", "what does it mean"),
        ("ok so dos yoga help", "ok so does yoga help"),
        ("hwo long does it last", "how long does it last"),
        ("hwo gets rls", "who gets rls"),
        ("were can i buy it", "where can i buy it"),
        ("i wonder weather magnesium helps", "i wonder whether magnesium helps"),
        ("cna i take it b4 bed pls", "can i take it before bed please"),
        ("wot r gud foods 4 rls", "what are good foods for rls"),
        ("y r u asking", "why are you asking"),
        ("ur a bot, is ur list long", "you're a bot, is your list long"),
        ("how 2 sleep", "how to sleep"),
        ("restless lags", "restless legs"),
        ("ion deficiency", "iron deficiency"),
        ("vit d restless leg", "vitamin d restless leg"),
        ("any supps worth taking", "any supplements worth taking"),
        ("mag for rls", "magnesium for rls"),
        ("can i take mag glyc with iron tabs", "can i take magnesium glycinate with iron tablets"),
        ("preg and on pregab", "pregnant and on pregabalin"),
        ("legs in preg", "legs in pregnancy"),
        ("should i see the dr about b12 def", "should i see the doctor about b12 deficiency"),
        ("mag with antibs?", "magnesium with antibiotics?"),
    ],
)
def test_a_word_that_stands_for_another_is_mended(slips: Slips, slip: str, meant: str) -> None:
    """Where a question opens, before its verb, or in the short forms of chats."""
    assert slips.mended(slip) == meant


@pytest.mark.parametrize(
    "text",
    [
        "what dose helps", "what dose of magnesium helps", "what dose magnesium helps most", "dose for adults", "dose magnesium rls",
        "is a low dose enough", "which dose do I need", "what dose should my mother take", "what dose they recommend",
        "how to dose magnesium", "Do low-dose opioids keep working?", "what dose magnesium cause diarrhoea",
        "does the weather matter", "my legs were bad", "if I were to take it", "who gets it", "the witch", "take 2 sleep tablets",
        "take 4 a day", "I read it in a mag", "open a new tab", "med school", "def not", "10 u of insulin", "Vitamin U", "Dr Hat", "magnesium ion", "how many less", "I want it", "low-dose",
    ],
)  # fmt: skip
def test_a_word_that_fits_stays(slips: Slips, text: str) -> None:
    """No question is read as another."""
    assert slips.mended(text) == text


def test_no_sentence_of_the_corpus_is_changed(slips: Slips, written: list[str]) -> None:
    """Some thousand sentences and questions without slips, of every kind the bot is asked."""
    assert len(written) > 3000
    assert [text for text in written if slips.mended(text) != text] == []


def test_nothing_correct_is_changed_in_other_surroundings(slips: Slips, written: list[str]) -> None:
    """Nor are its clauses, where they are written small and stand by themselves or behind a greeting."""
    clauses = [clause.strip() for text in written[::3] for clause in re.split(r"[.;:?!]\s", text.lower())]
    changed = {
        clause: slips.mended(f"hi, {clause}") for clause in clauses if slips.mended(f"hi, {clause}") != f"hi, {clause}"
    }
    assert changed == {}


@checked(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from("dose u r y ur 2 4 how what it magnesium help sleep were can nite good , ? -".split()),
        max_size=9,
    )
)
def test_mending_twice_changes_nothing_more(words: list[str]) -> None:
    """Slips beside slips come to rest."""
    slips = Slips.load(LIST)
    once = slips.mended(" ".join(words))
    assert slips.mended(once) == once


@checked(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_given(text: str) -> None:
    """Whatever is typed."""
    assert isinstance(Slips.load(LIST).mended(text), str)


@pytest.mark.parametrize("data", ["[]", "lists: {}\nslips: [{written: [a]}]", "lists: {}\nslips: [3]", "{"])
def test_a_broken_list_is_named(tmp_path: Path, data: str) -> None:
    """Its file stands in the message."""
    path = tmp_path / "slips.yaml"
    path.write_text(data, encoding="utf-8")
    with pytest.raises(TextsInvalid, match=r"slips\.yaml"):
        Slips.load(path)
