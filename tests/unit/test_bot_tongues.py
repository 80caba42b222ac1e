"""Which language a message of a conversation is in, and what is made of words that no search list has."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

import settings
from bot.courtesies import courtesy
from bot.glossary import load_glossaries, load_latin
from bot.language import detect, romanised
from bot.lookup import BuildView
from bot.tongues import Tongues
from bot.wiring import load_entities
from ingest.everyday import Everyday

CORPUS = settings.ROOT / "corpus"
FOLDER = CORPUS / "glossary"
TONGUES = Tongues(
    load_glossaries(FOLDER), load_latin(FOLDER), load_entities(CORPUS / "entities.yaml", CORPUS / "guard")
)
EVERYDAY = Everyday.load(FOLDER)


def _view(everyday: Everyday | None) -> BuildView:
    """A build with these everyday lists, whose sources spell nothing like the words asked."""
    guard = SimpleNamespace(everyday=everyday) if everyday else None
    view: Any = SimpleNamespace(index=SimpleNamespace(guard=guard), spelling=SimpleNamespace(cognate=str))
    return cast(BuildView, view)


def _english(message: str, code: str) -> str | None:
    return TONGUES.english(_view(EVERYDAY), message, code)


@pytest.mark.parametrize(
    ("earlier", "message", "code"),
    [
        ("Hilft Magnesium bei unruhigen Beinen?", "kürzer", "de"),
        ("Hilft Magnesium bei unruhigen Beinen?", "und Vitamin B6?", "de"),
        ("Ist Pramipexol für die Beine schädlich?", "Nebenwirkungen?", "de"),
        ("le fer aide les jambes sans repos ?", "c peu non", "fr"),
        ("o pramipexol causa vício em jogo?", "quantos %", "pt"),
        ("o pramipexol causa vício em jogo?", "e a gabapentina tb?", "pt"),
        ("¿el magnesio ayuda con las piernas?", "¿dosis?", "es"),
        ("Hilft Magnesium bei unruhigen Beinen?", "does it help children too", "en"),
        ("Hilft Magnesium bei unruhigen Beinen?", "side effects", "en"),
        ("does magnesium help my legs", "ferritin?", "en"),
    ],
)
def test_a_message_that_tells_no_language_is_in_that_of_the_one_before(earlier: str, message: str, code: str) -> None:
    """Unless English knows more of its words."""
    assert TONGUES.of([earlier, message])[-1] == code


def test_a_first_message_that_tells_nothing_is_english() -> None:
    """There is nothing before it."""
    assert TONGUES.of(["pramipexole"]) == ("en",)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("kya ye magnesium ki kami hai", "hi"),
        ("aur sharab", "hi"),
        ("el magnesium mofeed lel restless legs?", "ar"),
        ("ana 7amel w regly mesh betbatal 7araka", "ar"),
        ("do men get it more than women", ""),
        ("is it ok to take it with a pair of stockings", ""),
        ("kab", ""),
    ],
)
def test_hindi_and_arabic_in_latin_letters_are_told_by_their_little_words(message: str, code: str) -> None:
    """Two of them, and more than there are English ones."""
    assert romanised(message) == code


def test_what_is_written_in_latin_letters_is_answered_in_english() -> None:
    """Who writes so reads Latin letters."""
    assert TONGUES.of(["kya iron ki kami se hota hai"]) == ("en",)
    assert _english("raat ko pairon mein bechaini, kya iron ki kami hai", "en") == (
        "at night restless legs iron deficiency"
    )


@pytest.mark.parametrize(
    ("message", "code", "english"),
    [
        ("Moin zusammen! Hilft Magnesium?", "de", "does magnesium help?"),
        ("super. Hilft Magnesium bei unruhigen Beinen?", "de", "does magnesium help restless legs?"),
        ("ok verstehe. Hilft Gabapentin?", "de", "does gabapentin help?"),
        ("bjr, d'accord. le fer aide ?", "fr", "does iron help?"),
        ("buenas, a ver, el hierro ayuda?", "es", "does iron help?"),
        ("oi, li que a melatonina causa insônia, é vdd?", "pt", "melatonin cause insomnia and?"),
        ("السلام عليكم، هل الحديد مفيد؟", "ar", "does iron help?"),
        ("医生您好,铁有用吗", "zh", "does iron help"),
    ],
)
def test_greetings_asides_and_chat_shorthand_say_nothing(message: str, code: str, english: str) -> None:
    """Before they counted as words that the sources do not know."""
    assert _english(message, code) == english


def test_a_word_that_no_search_list_has_is_read_as_everyday_english() -> None:
    """It is looked up with, but for what says nothing; without the lists it stays."""
    assert TONGUES.english(_view(None), "Eisen und Stuhl", "de") == "iron and stuhl"
    assert _english("Eisen und Stuhl", "de") != "iron and stuhl"


def test_an_everyday_list_never_names_a_remedy() -> None:
    """They put like with like: hypnosis stands with massage."""
    assert _english("L'hypnose peut-elle guérir les jambes sans repos ?", "fr") == "can hypnose cure restless legs?"


def test_a_sign_for_per_cent_is_a_word() -> None:
    """ "quantos %" asks for a share."""
    assert _english("quantos %", "pt") == "how many percent"


def test_a_message_in_a_language_without_a_list_stays_as_it_is() -> None:
    """Dutch has none."""
    assert _english("helpt magnesium bij rusteloze benen", "nl") is None


@pytest.mark.parametrize("message", ["is Magnesiumcitrat besser als Oxid?", "Magnesium und Eisen?"])
def test_short_german_beside_shared_words_is_german(message: str) -> None:
    """Little words of its own tell."""
    assert detect(message) == "de"


@pytest.mark.parametrize(
    "message", ["Quelle?", "¿fuente?", "fonte?", "source dikha", "来源?", "स्रोत?", "les sources svp"]
)
def test_asking_for_the_source_in_one_word_is_understood(message: str) -> None:
    """In every language, though "quelle" also begins French questions."""
    polite = courtesy(message)
    assert polite is not None
    assert polite.sort == "sources"
    assert courtesy("quelle dose") is None


@pytest.mark.parametrize(
    ("message", "code", "named"),
    [
        ("Hilft Ketamin bei Restless Legs?", "de", "ketamin"),
        ("南瓜子一盎司含多少镁", "zh", "pumpkin seeds"),
        ("¿cuánto magnesio tiene una taza de leche de soja?", "es", "soy milk"),
        ("combien de magnésium dans les graines de courge", "fr", "pumpkin seeds"),
        ("wie viel Magnesium haben Cashewkerne", "de", "cashews"),
        ("quanto magnésio tem o abacate", "pt", "avocado"),
        ("काजू में कितना मैग्नीशियम है", "hi", "cashews"),
        ("كم نسبة الحوامل في السعودية", "ar", "Saudi"),
    ],
)
def test_a_thing_keeps_its_name_and_is_not_called_by_its_kind(message: str, code: str, named: str) -> None:
    """A drug that no source names must not become "drug", which many name; a seed or a country is what it is."""
    assert named in (_english(message, code) or "")
