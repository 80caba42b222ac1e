"""Messages that are no question on health, told by their words in every language."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import bot.courtesies as courtesies
from bot.courtesies import courtesy
from bot.errors import TextsInvalid
from bot.language import SUPPORTED
from bot.texts import texts
from settings import ROOT

SORTS = ("listed", "funding", "sources", "origin", "sorry", "pity", "thanks", "farewell", "greeting", "noted")


class TestSorts:
    @pytest.mark.parametrize(
        ("message", "sort"),
        [
            ("ok ta bye", "thanks"),
            ("thank you very helpful", "thanks"),
            ("Thankyou soooo much!! 🙏", "thanks"),
            ("thanks for taking the trouble", "thanks"),
            ("that’s all I needed, bye now", "farewell"),
            ("hello again, it's me", "greeting"),
            ("ok sorry for being rude", "sorry"),
            ("sorry I snapped at you", "sorry"),
            ("thats depressing", "pity"),
            ("what a shame", "pity"),
            ("phew", "noted"),
            ("who says", "sources"),
            ("and who said that exactly?", "sources"),
            ("where do you get your info", "origin"),
            ("who paid for that review", "funding"),
            ("what was the second one", "listed"),
            ("tell me more about number 3", "listed"),
            ("gracias, adios", "thanks"),
            ("perdón por ser grosero", "sorry"),
            ("merci bonne soirée", "thanks"),
            ("quel dommage", "pity"),
            ("vielen Dank und tschüss", "thanks"),
            ("wer sagt das denn?", "sources"),
            ("Quelle?", "sources"),
            ("source dikha", "sources"),
            ("omg ur answers r so long", "plain"),
            ("kürzer bitte", "plain"),
            ("cool beans", "noted"),
            ("obrigada, tchau", "thanks"),
            ("que pena", "pity"),
            ("ठीक है, धन्यवाद", "thanks"),
            ("bahut shukriya, phir milenge", "thanks"),
            ("شكرًا جزيلاً، مع السلامة", "thanks"),
            ("谢谢你，再见", "thanks"),
            ("第二个是什么", "listed"),
        ],
    )
    def test_a_message_of_listed_words_is_known_whatever_its_accents_and_signs(self, message: str, sort: str) -> None:
        """In every language of the wording, and in Latin letters where people write so."""
        found = courtesy(message)
        assert found is not None
        assert found.sort == sort

    @pytest.mark.parametrize(
        "message",
        [
            "thanks, and iron?",
            "sorry, I meant iron",
            "sorry I forgot to say that I am on dialysis",
            "sorry im 70",
            "thanks, my legs still ache",
            "that's it?",
            "does that help",
            "what a shame my legs hurt all night",
            "who says iron helps",
            "where do you get it from",
            "good sources of iron",
            "the second trimester",
            "morning or evening",
            "gracias, ¿y el hierro?",
            "merci, et le café",
            "谢谢，铁呢",
        ],
    )
    def test_what_says_anything_else_is_looked_up(self, message: str) -> None:
        """A question or a fact about somebody behind a word of thanks is not swallowed."""
        assert courtesy(message) is None

    @pytest.mark.parametrize("language", SUPPORTED)
    @pytest.mark.parametrize("sort", SORTS)
    def test_every_sort_has_words_and_a_reply_in_every_language(self, sort: str, language: str) -> None:
        """Its own, not the English one."""
        listed = yaml.safe_load(courtesies._PATH.read_text(encoding="utf-8"))["sorts"]
        assert listed[sort][language].strip()
        reply = texts(language).say(f"clarify.{sort}")
        assert language == "en" or reply != texts("en").say(f"clarify.{sort}")


class TestCare:
    @pytest.mark.parametrize(
        "message",
        [
            "sorry",
            "im so sorry, bye",
            "that's sad",
            "thank you for everything, goodbye",
            "take care of yourself",
            "bye 🖤",
            "sorry for being a burden",
        ],
    )
    def test_what_may_be_more_than_politeness_is_read_by_the_guards_first(self, message: str) -> None:
        """An apology, sadness, thanks for everything, a dark picture, words of one's own."""
        found = courtesy(message)
        assert found is not None
        assert found.is_judged

    @pytest.mark.parametrize(
        "message",
        ["goodbye everyone", "adieu", "I'm done", "its time to go now", "I want to sleep forever", "adiós mundo cruel"],
    )
    def test_a_leave_of_life_is_no_courtesy(self, message: str) -> None:
        """The guards and the search see to it."""
        assert courtesy(message) is None

    def test_no_message_that_the_guards_learn_as_serious_goes_past_them(self) -> None:
        """Not one of thousands of examples of a crisis, an emergency or an urgent sign."""
        files = [f for f in (ROOT / "corpus" / "guard").glob("*.yaml") if f.name.startswith(("crisis", "emerg", "urg"))]
        serious = [
            said
            for file in files
            for family in yaml.safe_load(file.read_text(encoding="utf-8"))["families"]
            for said in family["utterances"]
        ]
        assert len(serious) > 1000
        assert [said for said in serious if (found := courtesy(str(said))) and not found.is_judged] == []


class TestLanguages:
    @pytest.mark.parametrize(
        ("message", "languages"),
        [
            ("gracias", {"es"}),
            ("ok, merci", {"fr"}),
            ("danke", {"de"}),
            ("que pena", {"es", "pt"}),
            ("thanks", set()),
            ("shukriya", set()),
        ],
    )
    def test_one_word_is_enough_to_tell_the_language(self, message: str, languages: set[str]) -> None:
        """None for English, and for Hindi or Arabic in Latin letters, which are answered in English."""
        found = courtesy(message)
        assert found is not None
        assert found.languages == languages


def test_a_list_that_cannot_be_used_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the file, so that whoever edited it can mend it."""
    broken = tmp_path / "courtesies.yaml"
    broken.write_text("sorts: nothing\n", encoding="utf-8")
    monkeypatch.setattr(courtesies, "_PATH", broken)
    with pytest.raises(TextsInvalid, match=r"courtesies\.yaml"):
        courtesies._words.__wrapped__()
