"""Questions in seven languages become English search words: forms, endings, particles, order, and the lists themselves."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import settings
from bot.errors import TextsInvalid
from bot.glossary import load_glossaries
from bot.language import SUPPORTED
from ingest.glossary import Glossary

FOLDER = settings.ROOT / "corpus" / "glossary"
GLOSSARIES = load_glossaries(FOLDER)
FILES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}


@pytest.mark.parametrize(
    ("language", "question", "english"),
    [
        ("es", "¿El magnesio ayuda con las piernas inquietas?", "does magnesium help with restless legs?"),
        ("fr", "Le fer aide-t-il les jambes sans repos ?", "does iron help restless legs?"),
        ("de", "Hilft Magnesium bei unruhigen Beinen?", "does magnesium help restless legs?"),
        ("pt", "A melatonina pode piorar as pernas inquietas?", "can melatonin worsen restless legs?"),
        ("hi", "क्या मैग्नीशियम बेचैन पैरों में मदद करता है?", "does magnesium restless legs help?"),
        ("ar", "هل يساعد المغنيسيوم في متلازمة تململ الساقين؟", "does magnesium help restless legs?"),
        ("zh", "镁对不宁腿综合征有帮助吗？", "does magnesium restless legs help?"),
    ],
)
def test_a_question_becomes_the_sources_words(language: str, question: str, english: str) -> None:
    """The subject, the remedy and what is asked are named as the sources name them."""
    assert GLOSSARIES[language].english(question) == english


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("es", "CALAMBRES nocturnos", "calambre nocturno"),
        ("de", "für Nierenkranke", "nierenkrank"),
        ("fr", "l'insuffisance rénale", "insuffisance renale"),
        ("ar", "بالمغنيسيوم", "مغنيسيوم"),
        ("ar", "والحديد", "الحديد"),
        ("ar", "أدويتي", "أدوية"),
        ("ar", "لأدويتها", "أدوية"),
        ("hi", "फ़ायदा", "फायदा"),
        ("hi", "पाँव", "पांव"),
        ("de", "Kniebeschwerden muede Beine", "Kniebeschwerden müde Beine"),
    ],
)
def test_endings_accents_and_particles_make_no_difference(language: str, one: str, other: str) -> None:
    """Both forms are looked up with the same words."""
    said = GLOSSARIES[language]
    assert said.english(one) == said.english(other)


def test_a_longer_form_wins() -> None:
    """ "restless legs" is one thing, not legs that are restless."""
    made = Glossary({"legs": ["piernas"], "restless legs": ["piernas inquietas"]}, ["las"])
    assert made.english("las piernas inquietas") == "restless legs"


def test_a_word_that_no_list_has_stays() -> None:
    """It counts later as one that the sources do not know."""
    assert GLOSSARIES["es"].english("magnesio y ashwagandha") == "magnesium and ashwagandha"
    assert GLOSSARIES["es"].english("magnesio y zinq", kept=str.upper) == "magnesium and ZINQ"


@pytest.mark.parametrize(
    ("written", "english"),
    [
        ("Magnesiumtabletten", "magnesium tablets"),
        ("Schwangerschaftsdiabetes", "pregnancy diabetes"),
        ("Ingwertabletten gegen Schmerzen", "ingwertabletten pain"),
    ],
)
def test_a_german_compound_is_looked_up_as_its_parts(written: str, english: str) -> None:
    """Both parts have to be listed, or it stays and counts as unknown."""
    assert GLOSSARIES["de"].english(written) == english


@pytest.mark.parametrize("slip", ["magensio", "mgnesio", "magnesioo", "magnezio"])
def test_one_slip_in_a_long_word_is_mended(slip: str) -> None:
    """Swapped, missing, doubled or wrong letters, as phones make them."""
    assert GLOSSARIES["es"].english(f"tomar {slip}") == "take magnesium"


@pytest.mark.parametrize("other", ["xagnesio", "mgneso", "marisco"])
def test_another_word_is_no_slip(other: str) -> None:
    """The first letter is right and only one is wrong; a short word is not guessed at."""
    assert GLOSSARIES["es"].english(f"tomar {other}") == f"take {other}"


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("es", "¿Puede decirme si el magnesio ayuda?"),
        ("fr", "Pouvez-vous me dire si le magnésium aide ?"),
        ("de", "Können Sie mir sagen, ob Magnesium hilft?"),
        ("pt", "Você pode me dizer se o magnésio ajuda?"),
        ("hi", "क्या आप बता सकते हैं कि मैग्नीशियम मदद करता है?"),
        ("ar", "هل يمكنك أن تخبرني إن كان المغنيسيوم يفيد؟"),
        ("zh", "你能告诉我镁有用吗？"),
    ],
)
def test_a_polite_opening_says_nothing(language: str, question: str) -> None:
    """What is asked is the rest."""
    assert GLOSSARIES[language].english(question).rstrip("?") == "does magnesium help"


def test_of_a_dropped_word_of_several_tokens_none_is_dropped_alone() -> None:
    """Chinese is read by characters: what is left out as a word still counts in another."""
    made = Glossary({"magnesium": ["镁"]}, ["东西"])
    assert made.english("镁东西") == "magnesium"
    assert made.english("镁西") == "magnesium 西"


@pytest.mark.parametrize(
    ("language", "question", "unknown"),
    [
        ("es", "¿El magnesio frena la caída del pelo?", "pelo"),
        ("fr", "Le ginseng soulage-t-il les jambes sans repos ?", "ginseng"),
        ("de", "Kann ich meinem Hund Magnesium geben?", "hund"),
        ("pt", "O magnésio ajuda na celulite?", "celulite"),
        ("hi", "क्या अश्वगंधा से नींद आती है?", "अश्वगंधा"),
        ("ar", "هل الزنجبيل مفيد لتململ الساقين؟", "الزنجبيل"),
        ("zh", "人参对不宁腿有帮助吗？", "参"),
    ],
)
def test_what_the_sources_do_not_know_stays_unknown(language: str, question: str, unknown: str) -> None:
    """No list and no rule of endings takes it for something else."""
    assert unknown in GLOSSARIES[language].english(question).rstrip("?").split()


def test_a_message_without_a_known_word_stays_as_it_is() -> None:
    """Nothing is made of what is not understood."""
    assert GLOSSARIES["pt"].english("Xyzzy, foobar!") == "Xyzzy, foobar!"


@given(st.sampled_from(sorted(GLOSSARIES)), st.text(max_size=80))
def test_any_text_can_be_given(language: str, text: str) -> None:
    """Nothing raises, and the outcome is text."""
    assert isinstance(GLOSSARIES[language].english(text), str)


def test_every_language_the_bot_speaks_has_one() -> None:
    """English needs none."""
    assert set(GLOSSARIES) == set(SUPPORTED) - {"en"}


@pytest.mark.parametrize("language", sorted(FILES))
def test_every_list_names_the_same_things(language: str) -> None:
    """What can be asked in one language can be asked in another."""
    assert FILES[language]["language"] == language
    assert list(FILES[language]["say"]) == list(FILES["es"]["say"])


@pytest.mark.parametrize("language", sorted(FILES))
def test_no_form_says_two_things(language: str) -> None:
    """A form stands once, and is not among the words that are dropped."""
    say, drop = FILES[language]["say"], FILES[language]["drop"].split()
    forms = [form.strip() for form in chain.from_iterable(said.split(",") for said in say.values())]
    assert sorted({form for form in forms if forms.count(form) > 1 or form in drop}) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("[]", "needs 'drop'"), ("say: {magnesium: magnesio}", "needs 'drop'"), ("drop: el\nsay: {iron: ','}", "'iron'")],
)
def test_a_file_that_is_no_glossary_is_refused(tmp_path: Path, text: str, wrong: str) -> None:
    """The message names the file and what it needs."""
    (tmp_path / "xx.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(TextsInvalid, match=wrong):
        load_glossaries(tmp_path)
