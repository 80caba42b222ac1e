"""Messages in other languages as everyday English: the lists themselves, which language counts, and what a bad list says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import settings
from ingest.errors import Unreadable
from ingest.everyday import Everyday
from ingest.glossary import Listed
from ingest.spoken import spoken

FOLDER = settings.ROOT / "corpus" / "glossary"
LISTS = Everyday.load(FOLDER)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Me duele el pecho y no puedo respirar", {"chest", "breathe"}),
        ("Je n'arrive plus à respirer depuis une heure", {"breathe", "hour"}),
        ("Meine Mutter ist umgefallen und atmet nicht mehr", {"mother", "breathing"}),
        ("meu pai está com dor no peito", {"father", "chest"}),
        ("मुझे सांस नहीं आ रही", {"breathe"}),
        ("mujhe saans nahi aa rahi", {"breathe"}),
        ("مش قادر اتنفس وصدري بيوجعني", {"breathe", "chest"}),
        ("我喘不上气，胸口很痛", {"breathe", "chest"}),
        ("我喘不上氣，胸口很痛", {"breathe", "chest"}),
    ],
)
def test_what_is_wrong_is_told_in_english(message: str, told: set[str]) -> None:
    """Body, person and trouble are named, whichever language and script they are in."""
    assert told <= set(LISTS.said(spoken(message)).english.split())


@pytest.mark.parametrize("message", ["I can't feel my left arm", "magnesium 400 mg", "?", "RLS"])
def test_english_stays_as_it_is(message: str) -> None:
    """So does what no language can be told of."""
    assert LISTS.said(spoken(message)).english == spoken(message)


def test_of_two_languages_the_one_counts_whose_list_knows_more() -> None:
    """Spanish and Portuguese share their little words."""
    both = Everyday({code: _list(say) for code, say in (("es", {"leg": ["pierna"]}), ("pt", {"leg": ["perna"]}))})
    assert both.said("de perna").english == "de leg"
    assert both.said("de pierna").english == "de leg"


def test_without_lists_a_message_stays(tmp_path: Path) -> None:
    """A corpus of one's own needs none."""
    assert Everyday.load(tmp_path).said("no puedo respirar").english == "no puedo respirar"


def test_kept_lists_read_as_the_files_do() -> None:
    """They are kept with the classifier, so that an edit cannot part them."""
    text = spoken("no puedo respirar desde esta mañana")
    assert Everyday.from_json(LISTS.to_json()).said(text) == LISTS.said(text)


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    """Nothing raises, and something is always left to embed."""
    plain = spoken(text)
    said = LISTS.said(plain)
    assert said.written.replace(" ", "") == plain.replace(" ", "")
    assert said.english or not plain


def test_a_time_of_day_is_the_same_without_its_colon() -> None:
    """`spoken` makes a space of the colon, and a writer in a hurry nothing."""
    assert LISTS.said(spoken("the 23:40 train")) == LISTS.said(spoken("the 2340 train"))


@pytest.mark.parametrize(
    ("text", "wrong"), [("say: {leg: pierna}\n", "needs 'drop'"), ("drop: la\nsay: {leg: ', '}\n", "nothing to say")]
)
def test_a_list_that_cannot_be_used_is_named(tmp_path: Path, text: str, wrong: str) -> None:
    """The message has the file and what to write."""
    (tmp_path / "everyday").mkdir()
    (tmp_path / "everyday" / "es.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match=wrong) as raised:
        Everyday.load(tmp_path)
    assert "es.yaml" in str(raised.value)


def _list(say: dict[str, list[str]]) -> Listed:
    return Listed(say, [], False)
