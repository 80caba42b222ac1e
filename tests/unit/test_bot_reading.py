"""A message made plain, the language it is in, and the form a question has."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import language
from bot.question import asks_about_article, core, is_yes_no, small_talk
from bot.reading import figures_apart, plain, said_once, visible

ENGLISH_SEARCHES = [
    "Does magnesium help restless legs?",
    "magnesium rls",
    "magnesium citrate dose",
    "ferritin",
    "leg cramps night",
    "iron infusion",
    "magnesium glycinate side effects",
    "pregabalin augmentation",
    "serum magnesium test",
    "akathisia vs rls",
    "periodic limb movements",
    "magnesium glycinate rls",
    "iron dose",
    "sertraline rls",
    "ropinirole side effects",
    "levodopa augmentation",
    "no magnesium",
    "dose for men",
    "gabapentin in pregnancy",
    "iron dose in mg as tablets",
    "has a cure come",
    "per day dose magnesium",
    "12345",
    "",
]
OTHER_LANGUAGES = [
    ("es", "¿El magnesio ayuda con las piernas inquietas?"),
    ("es", "no puedo dormir por las piernas, qué hago"),
    ("fr", "Est-ce que le magnésium aide contre les jambes sans repos ?"),
    ("fr", "quels aliments contiennent le plus de magnésium"),
    ("de", "Hilft Magnesium gegen unruhige Beine in der Nacht?"),
    ("de", "ich kann nachts nicht schlafen wegen der Beine"),
    ("pt", "O magnésio ajuda nas pernas inquietas durante a noite?"),
    ("pt", "não consigo dormir com as pernas assim"),
    ("hi", "क्या मैग्नीशियम बेचैन पैरों में मदद करता है?"),
    ("ar", "هل يساعد المغنيسيوم في علاج تململ الساقين؟"),
    ("zh", "镁对不宁腿综合征有帮助吗？"),
    ("es", "¿ayuda el magnesio?"),
    ("es", "me duelen las piernas"),
    ("es", "no puedo dormir"),
    ("es", "cuanto magnesio tiene la espinaca"),
    ("es", "calambres de noche"),
    ("es", "falta de hierro sintomas"),
    ("pt", "quanto magnesio tem o espinafre cozido"),
    ("pt", "magnesio e gravidez"),
    ("pt", "remedio para pernas inquietas"),
    ("pt", "quanto ferro por dia"),
    ("fr", "combien de fer par jour"),
    ("fr", "crampes la nuit"),
    ("de", "wieviel eisen am tag"),
    ("fr", "jambes sans repos"),
    ("fr", "magnésium et sommeil"),
    ("de", "hilft Magnesium?"),
    ("de", "ich will sterben"),
    ("pt", "pernas inquietas"),
    ("pt", "magnésio ajuda?"),
    ("pt", "eu quero me matar"),
    ("fr", "je ne dors pas"),
    ("hi", "बेचैन पैर"),
    ("ar", "ساقين متململة"),
    ("zh", "不安腿"),
]


class TestPlain:
    @pytest.mark.parametrize("hidden", ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u202e", "\u115f"])
    def test_invisible_characters_between_latin_letters_go(self, hidden: str) -> None:
        """Zero-width, soft-hyphen and direction marks leave the word whole."""
        assert plain(f"mag{hidden}nesium{hidden}") == "magnesium"

    def test_control_and_unassigned_characters_go(self) -> None:
        """NUL, escape, delete, private-use and lone surrogates are no part of a message."""
        assert plain("a\x00b\x1bc\x7fd\ue000e\ud800f") == "abcdef"

    def test_white_space_becomes_single(self) -> None:
        """Runs of any space become one, breaks lose the space around them, the ends are bare."""
        assert plain("  a \u00a0\u3000 b \t\n \n  c  ") == "a b\nc"

    def test_letters_are_composed(self) -> None:
        """An accent typed on its own joins its letter (NFC)."""
        assert plain("magne\u0301sium") == "magnésium"

    @pytest.mark.parametrize("word", ["क्\u200dष", "र्\u200cय", "می\u200cخواهم"])
    def test_joiners_stay_where_a_script_needs_them(self, word: str) -> None:
        """Hindi and Arabic-script words keep their joiners, which change how they are read."""
        assert plain(word) == word

    def test_a_joiner_at_the_end_goes_even_there(self) -> None:
        """A joiner that joins nothing is dropped."""
        assert plain("क्\u200d") == "क्"

    def test_visible_keeps_the_spaces(self) -> None:
        """Only `plain` tidies spaces: the guards need to see wide gaps."""
        assert visible("c h  e\u200b  s") == "c h  e  s"

    @given(st.text(max_size=80))
    def test_plain_is_settled_after_one_pass(self, text: str) -> None:
        """Made plain twice is made plain once, and what is left is NFC with no control character but a break."""
        once = plain(text)
        assert plain(once) == once
        assert unicodedata.is_normalized("NFC", once)
        assert not [c for c in once if unicodedata.category(c) == "Cc" and c != "\n"]


class TestLanguage:
    @pytest.mark.parametrize("text", ENGLISH_SEARCHES)
    def test_short_english_searches_are_english(self, text: str) -> None:
        """Two Latin-looking words of medicine are not Italian or Portuguese; nothing at all is English too."""
        assert language.detect(text) == "en"

    @pytest.mark.parametrize(("code", "text"), OTHER_LANGUAGES)
    def test_each_supported_language_is_found(self, code: str, text: str) -> None:
        """A whole sentence, and a few words, in each of the other languages with wording are told apart."""
        assert code in language.SUPPORTED
        assert language.detect(text) == code

    def test_every_supported_language_is_tried_above(self) -> None:
        """The cases above name all eight."""
        assert {"en", *(code for code, _ in OTHER_LANGUAGES)} == set(language.SUPPORTED)

    @pytest.mark.parametrize(
        ("code", "text"),
        [
            ("ja", "マグネシウムは脚に効きますか"),
            ("ru", "Помогает ли магний?"),
            ("ko", "마그네슘이 도움이 되나요"),
            ("he", "האם מגנזיום עוזר"),
        ],
    )
    def test_other_scripts_are_named_too(self, code: str, text: str) -> None:
        """A language without wording is still not called English, so that its notice can be given."""
        assert language.detect(text) == code

    def test_one_foreign_word_does_not_make_a_message_foreign(self) -> None:
        """An English question with a Chinese character in brackets stays English."""
        assert language.detect("Is magnesium (镁) good for legs at night?") == "en"


class TestQuestionForms:
    @pytest.mark.parametrize(
        "text",
        [
            "Does magnesium help?",
            "Hi, is iron better?",
            "any evidence for yoga",
            "I read that magnesium helps. Is it true?",
            "do you know if magnesium works",
            "isn't iron better",
        ],
    )
    def test_yes_no_questions(self, text: str) -> None:
        """A yes or a no is asked for, also after a greeting or a story."""
        assert is_yes_no(text)

    @pytest.mark.parametrize(
        "text", ["What is RLS?", "how does magnesium work", "ferritin levels", "Which is better, iron or magnesium?"]
    )
    def test_open_questions(self, text: str) -> None:
        """What, how, which and a bare search ask for more than yes or no."""
        assert not is_yes_no(text)

    @pytest.mark.parametrize(
        ("text", "asked"),
        [
            ("What does your article say?", True),
            ("in the blog post, is that right", True),
            ("you wrote that 10% have it", True),
            ("Does magnesium help?", False),
            ("I posted a letter", False),
        ],
    )
    def test_questions_on_our_article(self, text: str, asked: bool) -> None:
        """Only a message that names the post, or what we wrote, asks about it."""
        assert asks_about_article(text) is asked

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("", "empty"),
            ("?! ...", "empty"),
            ("hello", "greeting"),
            ("Good morning!", "greeting"),
            ("thanks a lot!", "thanks"),
            ("bye", "farewell"),
            ("gracias", "thanks"),
            ("who says that", "sources"),
            ("sorry for being rude", None),
            ("are you a doctor?", "who"),
            ("who made you", "who"),
            ("what can you do?", "what"),
            ("help", "what"),
            ("who wrote this article?", "origin"),
            ("where do you get your information from", "origin"),
            ("who wrote this article and are you selling magnesium?", "selling"),
            ("is this just an ad?", "selling"),
            ("how accurate are you", "accuracy"),
            ("can I trust what you say?", "accuracy"),
            ("is this site reliable", "accuracy"),
            ("do you make things up", "accuracy"),
            ("who checks your answers?", "accuracy"),
            ("what sources do you use", "collected"),
            ("where are your sources?", "collected"),
            ("how many studies do you have", "collected"),
            ("what studies is this based on?", "collected"),
            ("show me the sources", "collected"),
            ("what studies of iron are there", None),
            ("how many studies show that magnesium works", None),
            ("which foods are good sources of magnesium", None),
            ("what are the best sources?", None),
            ("which are natural sources", None),
            ("what studies are there?", None),
            ("list your sources", "collected"),
            ("how many studies do you have on iron", None),
            ("is it safe to rely on diet alone", None),
            ("can I trust this article?", None),
            ("can I trust what the article says about sprays", None),
            ("is the article right that 10% have it", None),
            ("how reliable are blood tests for magnesium", None),
            ("who wrote the 2019 review", None),
            ("is magnesium sold as a spray", None),
            ("Does magnesium help", None),
            ("help me sleep", None),
            ("hello does iron help", None),
            ("thanks, and iron?", None),
        ],
    )
    def test_small_talk_is_told_from_a_question(self, text: str, kind: str | None) -> None:
        """A greeting, thanks or a question on the bot, only when it is the whole message and can be nothing more."""
        assert small_talk(text) == kind

    def test_core_drops_greetings_and_keeps_a_lone_one(self) -> None:
        """The question without its fillers; a message of nothing else stays as it is."""
        assert core("Hello, so is it safe?") == "is it safe?"
        assert core("hello") == "hello"


def test_a_sentence_said_again_counts_once_and_other_text_stays_as_it_is() -> None:
    """Lines that differ keep their breaks."""
    assert said_once("Does it help? Does it help? Is it safe?") == "Does it help? Is it safe?"
    assert said_once("one line\nanother. And one more") == "one line\nanother. And one more"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("is 600mg ok", "is 600 mg ok"),
        ("after 4 yrs, from 10pm", "after 4 years, from 10 pm"),
        ("vitamin b12 and 2.5mg", "vitamin b12 and 2.5 mg"),
    ],
)
def test_figures_stand_apart_from_their_units_as_in_the_sources(said: str, read: str) -> None:
    """A word such as "600mg" is in no source, and would count as something they do not know."""
    assert figures_apart(said) == read
