"""The bot's own words in every language, whom to consult, notices, helplines, and how strong evidence is put."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

import bot.texts as texts_module
import settings
from bot.answer import NOTICE_ORDER, Answer, Notice, NoticeKind, Outcome, Reason, ordered
from bot.consult import consult
from bot.errors import TextsInvalid
from bot.guards.replies import Replies
from bot.guards.ruling import Ruling
from bot.helplines import Helplines, place
from bot.language import SUPPORTED
from bot.notices import notices_for
from bot.strength import kinds_in_words, rank
from bot.texts import FOLDER, Texts, texts
from ingest.source import KINDS, Claim, Contradiction, Source
from web.markup import first_sentence

ENGLISH = yaml.safe_load((FOLDER / "en.yaml").read_text(encoding="utf-8"))
TRANSLATED = sorted(p.stem for p in FOLDER.glob("*.yaml") if p.stem != "en")
SLOT = re.compile(r"\{(\w+)\}")
HELPLINES = settings.ROOT / "corpus" / "helplines.yaml"
NOTE = re.compile(r"(?<!\w)(?:or|free|call|text|hours|not|check|from|phones|ambulance|in|only|line)(?!\w)")
"""Words of the notes in the helplines file; as German or French has none of them."""
PRODUCT = {
    "en": ("pharmacist", "Bring the label", "recommend"),
    "es": ("farmacéutico", "Lleve la etiqueta", "recomiendo"),
    "fr": ("pharmacien", "Apportez l'étiquette", "recommande"),
    "de": ("Apotheke", "Bringen Sie das Etikett", "empfehle"),
    "pt": ("farmacêutico", "Leve o rótulo", "recomendo"),
    "hi": ("फ़ार्मासिस्ट", "लेबल", "सिफ़ारिश"),
    "ar": ("صيدلي", "خذ معك الملصق", "أوصي"),
    "zh": ("药师", "请带上标签", "推荐"),
}
"""Words for whom to ask, what to bring and what is not done, by language."""
PERSON = re.compile(
    r"doctor|pharmacist|dietitian|nurse|physiotherapist|clinic|midwife|poison|sleep|paediatrician", re.I
)


def leaves(data: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Every string under a mapping with its dotted key; lists by position."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from leaves(value, f"{at}.{key}" if at else str(key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from leaves(value, f"{at}.{number}")
    else:
        yield at, str(data)


def different_keys(own: Any, english: Any) -> set[str]:
    """Dotted keys that only one of two languages has."""
    skip = re.compile(r"^consult\.\d+\.words")
    have, want = ({k for k, _ in leaves(data) if not skip.match(k)} for data in (own, english))
    return have ^ want


class TestTexts:
    @pytest.mark.parametrize("language", TRANSLATED)
    def test_a_language_has_the_keys_of_english_and_no_others(self, language: str) -> None:
        """At every depth, a whole section included; the words that lead to a consult topic may be more."""
        own = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
        assert different_keys(own, ENGLISH) == set()

    def test_a_missing_section_key_or_line_is_noticed(self) -> None:
        """A section, a key in it, one line of a list, and one too many."""
        lines = {"page": {"how": ["one", "two"], "send": "Ask"}, "widget": {"open": "Open"}}
        assert different_keys({"page": {"how": ["uno"], "own": "x"}}, lines) == {
            "page.how.1", "page.send", "page.own", "widget.open",
        }  # fmt: skip

    @pytest.mark.parametrize("language", TRANSLATED)
    def test_braces_are_kept_and_no_sentence_is_empty(self, language: str) -> None:
        """A translation has the slots of its English sentence, whole braces only, and says something."""
        english = dict(leaves(ENGLISH))
        for key, sentence in leaves(yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))):
            if ".words." in key:
                continue
            assert sorted(SLOT.findall(sentence)) == sorted(SLOT.findall(english[key])), key
            assert not set("{}") & set(SLOT.sub("", sentence)), key
            assert sentence.strip(), key

    @pytest.mark.parametrize("language", TRANSLATED)
    def test_each_translation_is_of_a_supported_language(self, language: str) -> None:
        """A file for a language that detection never gives would never be read."""
        assert language in SUPPORTED

    def test_a_missing_key_is_named(self) -> None:
        """Neither language has it: the error says which key and where to add it."""
        with pytest.raises(TextsInvalid, match=r"No text 'care\.nothing' for language 'xx'; add it to bot/texts/en"):
            Texts("xx", {"care": {"a": "b"}}, {"care": {}}).say("care.nothing")

    def test_a_key_that_a_translation_lacks_comes_from_english(self) -> None:
        """Fallback is by key."""
        made = Texts("xx", {"care": {"a": "eigen"}}, {"care": {"a": "own", "b": "other {n}"}})
        assert (made.say("care.a"), made.say("care.b", n=3)) == ("eigen", "other 3")

    def test_values_with_braces_are_put_in_as_they_are(self) -> None:
        """A filled-in value is never read as a format."""
        assert Texts("en", {"x": "a {b}"}).say("x", b="{0.__class__}") == "a {0.__class__}"

    def test_an_unknown_language_speaks_english(self) -> None:
        """No file, no error."""
        assert texts("ja").language == "en"

    @pytest.mark.parametrize(("content", "why"), [("a: [", "cannot be read"), ("- a\n- b\n", "should be 'key: text'")])
    def test_a_damaged_file_is_refused_by_name(
        self, content: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Broken YAML, or YAML that is no mapping, says which file to mend."""
        (tmp_path / "en.yaml").write_text(content, encoding="utf-8")
        monkeypatch.setattr(texts_module, "FOLDER", tmp_path)
        texts.cache_clear()
        try:
            with pytest.raises(TextsInvalid, match=f"en.yaml.*{why}"):
                texts("en")
        finally:
            texts.cache_clear()

    def test_every_kind_and_declined_reason_has_words(self) -> None:
        """No source kind, reason for declining, verdict or limit lacks its sentence."""
        say = texts().say
        assert all(say(f"kinds.{kind}") and say(f"kinds_plural.{kind}") for kind in KINDS)
        assert all(say(f"declined.{reason}") for reason in (*get_args(Reason), "shop"))


class TestConsult:
    @pytest.mark.parametrize("topic", [t["topic"] for t in ENGLISH["consult"]])
    def test_every_topic_can_be_reached(self, topic: str) -> None:
        """At least one of its words leads to it."""
        entry = next(t for t in ENGLISH["consult"] if t["topic"] == topic)
        asked = [f"tell me about {word} please" for word in entry["words"]] or ["purple elephants"]
        assert entry["text"] in {consult(question, texts()) for question in asked}

    @pytest.mark.parametrize("text", [*(t["text"] for t in ENGLISH["consult"]), ENGLISH["notices"]["product"]])
    def test_every_topic_is_specific(self, text: str) -> None:
        """The first sentence names whom to ask, a later one what to bring; a question for a product is a topic too."""
        who, bring = first_sentence(text)
        assert PERSON.search(who)
        assert re.search(r"\bBring\b|\bHave\b", bring)
        assert len(text.split()) >= 18

    @pytest.mark.parametrize(
        ("question", "topic"),
        [
            ("Should my ferritin be checked?", "iron"),
            ("is pramipexole still recommended", "rls-medicines"),
            ("does coffee make it worse", "triggers"),
            ("magnesium and insomnia", "sleep"),
            ("which blood test shows it", "tests"),
            ("can an overdose be poisonous", "too-much"),
            ("what dose is usual", "dose"),
            ("citrate or oxide", "forms"),
            ("which foods are rich in it", "food"),
            ("do cramps go away", "cramps"),
            ("does yoga calm them", "self-care"),
            ("is it hereditary", "genetics"),
            ("what are the symptoms", "what-it-is"),
            ("and who is the author", "general"),
        ],
    )
    def test_a_question_reaches_its_topic(self, question: str, topic: str) -> None:
        """Ordinary words lead to the topic they belong to."""
        entry = next(t for t in ENGLISH["consult"] if t["topic"] == topic)
        assert consult(question, texts()) == entry["text"]

    def test_the_last_topic_is_the_general_one(self) -> None:
        """What no word reaches falls to it, in every language."""
        for language in ("en", *TRANSLATED):
            last = texts(language).get("consult")[-1]
            assert (last["topic"], last["words"]) == ("general", [])


CLAIM = Claim("C1", "quote", "Magnesium cures it.", "contradicts", "why")
PAIR = Contradiction("a", "b", "about", "One found it and one did not.")


class TestNotices:
    def test_a_consult_notice_always_comes_last(self) -> None:
        """Even with nothing else to say."""
        made = notices_for("is it hereditary", Ruling(), texts(), "en")
        assert [n.kind for n in made] == ["consult"]

    def test_everything_at_once_is_in_order(self) -> None:
        """Limits, premise, both disagreements, language and consult, by weight, in whatever order they are found."""
        ruling = Ruling(limits=("dose", "kidney", "premise", "interaction"))
        made = notices_for("how much", ruling, texts(), "es", [CLAIM], PAIR, CLAIM)
        assert [n.kind for n in made] == [
            "interaction",
            "kidney",
            "dose",
            "premise",
            "disagreement",
            "disagreement",
            "language",
            "consult",
        ]
        assert {n.text for n in made if n.kind == "disagreement"} == {
            texts().say("notices.disagreement.contradicts", claim=CLAIM.claim),
            PAIR.how_to_say_it,
        }

    def test_a_premise_without_a_claim_has_general_words(self) -> None:
        """Nothing to quote, so it asks the visitor to read what the sources say."""
        made = notices_for("x", Ruling(limits=("premise",)), texts(), "en")
        assert made[0] == Notice("premise", texts().say("notices.premise_general"))

    def test_a_product_question_gets_no_recommendation(self) -> None:
        """Its one consult notice says that no product is recommended."""
        (made,) = notices_for("best brand", Ruling(wants_product=True), texts(), "en")
        assert made.kind == "consult"
        assert "I do not recommend products, brands or sellers" in made.text

    @pytest.mark.parametrize("language", ["en", *TRANSLATED])
    def test_a_product_question_is_told_whom_to_ask_first_and_then_what_to_bring(self, language: str) -> None:
        """The box sets the first sentence apart as whom to ask: it may not be the refusal."""
        (made,) = notices_for("best brand", Ruling(wants_product=True), texts(language), "en")
        who, bring = first_sentence(made.text)
        ask, label, refusal = PRODUCT[language]
        assert ask in who
        assert label in bring
        assert refusal in bring
        assert refusal not in who

    @pytest.mark.parametrize("verdict", ["partly supports", "no evidence found", "contradicts"])
    def test_each_doubtful_verdict_has_its_words(self, verdict: str) -> None:
        """And they name the claim."""
        claim = Claim("C", "q", "Magnesium is a cure.", verdict, "why")  # type: ignore[arg-type]
        notice = notices_for("x", Ruling(), texts(), "en", [claim])[0]
        assert notice.kind == "disagreement"
        assert claim.claim in notice.text

    def test_the_order_names_every_kind_once(self) -> None:
        """A kind without a place could not be sorted."""
        assert sorted(NOTICE_ORDER) == sorted(get_args(NoticeKind))

    def test_ordered_sorts_and_drops_doubles(self) -> None:
        """The same kind and words once; two wordings of one kind both stay, as they came."""
        one, two, heavy = Notice("consult", "a"), Notice("consult", "b"), Notice("helpline", "c")
        assert ordered([one, two, heavy, one]) == (heavy, one, two)

    def test_an_answer_finds_its_notice_by_kind(self) -> None:
        """Or None."""
        answer = Answer("1", "q", "q", "en", "answered", notices=(Notice("dose", "a"),))
        assert answer.notice("dose") == Notice("dose", "a")
        assert answer.notice("child") is None


class TestHelplines:
    @pytest.fixture(scope="class")
    def lines(self) -> Helplines:
        """The real numbers."""
        return Helplines.load(HELPLINES)

    @pytest.mark.parametrize("country", ["GB", "US", "DE", "AU", "in"])
    def test_a_country_with_an_entry_gets_its_own_numbers_only(self, lines: Helplines, country: str) -> None:
        """In either case of the code; the emergency number stands alone in the sentence."""
        (entry,) = lines.at(country)
        assert entry.country == country.upper()
        assert lines.emergency_words(country, texts()) == entry.emergency
        kinds = [n.kind for n in lines.notices(country, texts(), poison=True, crisis=True)]
        assert kinds[-1] == "emergency"
        assert kinds.count("emergency") == 1
        assert kinds.count("helpline") == len(entry.crisis) + bool(entry.poison)

    @pytest.mark.parametrize("country", ["GR", "HU", "IS"])
    def test_a_european_country_without_an_entry_gets_112(self, lines: Helplines, country: str) -> None:
        """And the world directory, never another country's line."""
        assert country not in lines.countries
        assert [h.country for h in lines.at(country)] == ["EU", "XX"]
        assert any("112" in n.text for n in lines.notices(country, texts()) if n.kind == "emergency")

    @pytest.mark.parametrize("country", [None, "", "ZZ", "KE", "XX"])
    def test_an_unknown_country_gets_several_and_says_local(self, lines: Helplines, country: str | None) -> None:
        """No number stands as if it were the visitor's own."""
        assert len(lines.at(country)) >= 3
        words = lines.emergency_words(country, texts())
        assert words.startswith(texts().say("care.elsewhere"))
        listed = " ".join(n.text for n in lines.notices(country, texts()) if n.kind == "emergency")
        assert all(number in listed for number in ("999", "911", "112"))

    @pytest.mark.parametrize("language", TRANSLATED)
    def test_the_file_s_english_words_are_told_apart_in_another_language(self, lines: Helplines, language: str) -> None:
        """Notes and hours; what names a line is a name. "24/7", "free" and the "or" between two numbers are translated."""
        names = {line.name for code in lines.countries for entry in lines.at(code) for line in entry.crisis}
        for country in lines.countries:
            for notice in lines.notices(country, texts(language), poison=True, crisis=True):
                left = notice.text
                assert all(word in left for word in notice.english), notice
                for word in (*notice.english, *names):
                    left = left.replace(word, "")
                assert not NOTE.search(left), notice
        (_, *_, emergency) = lines.notices("GB", texts(language), crisis=True)
        assert emergency.english == ()
        assert lines.emergency_words("GB", texts(language)) == "999" + texts(language).say("care.or") + "112"

    def test_an_english_reply_has_nothing_to_tell_apart(self, lines: Helplines) -> None:
        """All of it is English, with the hours as the file has them."""
        made = lines.notices("ZA", texts(), poison=True, crisis=True)
        assert {notice.english for notice in made} == {()}
        assert any(notice.text.endswith("24/7, free") for notice in made)

    def test_every_number_names_its_country(self, lines: Helplines) -> None:
        """A crisis or poison number alone would be a guess."""
        for notice in lines.notices(None, texts(), poison=True, crisis=True):
            assert re.search(r"\((?:United Kingdom|United States|European Union|world)\)", notice.text), notice.text

    def test_a_country_without_a_poison_line_gets_none(self, lines: Helplines) -> None:
        """Nothing is said rather than "None"."""
        assert [n.kind for n in lines.notices("KR", texts(), poison=True)] == ["emergency"]

    def test_only_countries_can_be_chosen(self, lines: Helplines) -> None:
        """The fallbacks are no choice of the page."""
        assert {"GB", "US", "NO"} <= set(lines.countries)
        assert not {"EU", "XX"} & set(lines.countries)

    def test_places_in_the_visitors_language(self) -> None:
        """A country is named in it; in a language nobody knows, in English."""
        assert (place("DE", "es"), place("DE", "xx"), place("XX", "en")) == ("Alemania", "Germany", "world")

    @pytest.mark.parametrize("content", ["- country: GB\n", "a: [", "- 3\n"])
    def test_a_damaged_file_is_refused_by_name(self, content: str, tmp_path: Path) -> None:
        """The guards would have no number to give, so nothing starts."""
        path = tmp_path / "helplines.yaml"
        path.write_text(content, encoding="utf-8")
        with pytest.raises(TextsInvalid, match=r"helplines\.yaml.*restore or mend it"):
            Helplines.load(path)


class TestReplies:
    @pytest.fixture(scope="class")
    def replies(self) -> Replies:
        """With the real numbers."""
        return Replies(Helplines.load(HELPLINES))

    @pytest.mark.parametrize("language", ["en", *TRANSLATED])
    @pytest.mark.parametrize("outcome", ["emergency", "urgent", "crisis"])
    def test_the_number_is_in_the_text_and_in_a_notice(self, replies: Replies, outcome: Outcome, language: str) -> None:
        """In every language with wording; a crisis brings lines to call as well."""
        reply = replies.reply(Ruling(outcome, None, outcome), texts(language), "GB")
        kinds = {n.kind for n in reply.notices}
        assert "999" in reply.text
        assert "emergency" in kinds
        assert not SLOT.search(reply.text)
        if outcome == "crisis":
            assert any("116 123" in n.text for n in reply.notices if n.kind == "helpline")

    def test_an_emergency_starts_with_the_instruction(self, replies: Replies) -> None:
        """The first sentence says to call, with the number."""
        text = replies.reply(Ruling("emergency", None, "emergency-heart"), texts(), "US").text
        first = re.split(r"(?<=[.!]) ", text)[0]
        assert "call" in first.lower()
        assert "911" in first

    def test_an_overdose_brings_the_poison_line(self, replies: Replies) -> None:
        """Beside the emergency number."""
        notices = replies.reply(
            Ruling("emergency", None, "emergency-overdose", is_poisoning=True), texts(), "US"
        ).notices
        assert any("1-800-222-1222" in n.text for n in notices)

    def test_an_unresolved_emergency_asks_first(self, replies: Replies) -> None:
        """The second time it asks whether someone has been called."""
        again = Ruling("emergency", None, "emergency-heart", is_repeated=True)
        assert replies.reply(again, texts(), "US").text == texts().say("care.still_emergency", emergency="911")

    @pytest.mark.parametrize("reason", get_args(Reason))
    def test_each_reason_to_decline_has_its_words_and_no_number(self, replies: Replies, reason: Reason) -> None:
        """Declining is no alarm."""
        reply = replies.reply(Ruling("declined", reason, f"declined-{reason}"), texts(), "US")
        assert (reply.text, reply.notices) == (texts().say(f"declined.{reason}"), ())

    def test_orders_go_to_the_shop(self, replies: Replies) -> None:
        """Off topic, but it says where such questions go."""
        reply = replies.reply(Ruling("declined", "off_topic", "declined-shop"), texts(), None)
        assert reply.text == texts().say("declined.shop")

    def test_a_doubt_is_an_emergency_notice(self, replies: Replies) -> None:
        """It says what to do if it is happening now."""
        notice = replies.doubt(texts(), "AU")
        assert notice.kind == "emergency"
        assert "000" in notice.text

    @pytest.mark.parametrize("language", SUPPORTED)
    def test_what_may_be_a_crisis_names_a_line_to_call_as_well(self, replies: Replies, language: str) -> None:
        """In every language, with the country's number; a doubt of another kind names none."""
        words = texts(language)
        notice = replies.doubt(words, "GB", may_be_crisis=True)
        assert notice.text.startswith(replies.doubt(words, "GB").text)
        assert "116 123" in notice.text
        assert "116 123" not in replies.doubt(words, "GB").text


def source(name: str, kind: str, audited: str = "confirmed") -> Source:
    """A source of one kind."""
    return Source(name, name, kind, audited=audited)  # type: ignore[arg-type]


class TestStrength:
    def test_from_guideline_to_the_editors(self) -> None:
        """Guidelines and reviews, then agencies, trials, observation, narrative, laboratory, the post, our notes."""
        kinds = [
            "guideline",
            "agency-fact-sheet",
            "rct",
            "cohort",
            "narrative-review",
            "animal-or-lab",
            "article",
            "editor-note",
        ]
        ranks = [rank(source("s", kind)) for kind in kinds]
        assert ranks == sorted(set(ranks))
        assert rank(source("s", "systematic-review")) == ranks[0]

    @pytest.mark.parametrize("kind", KINDS)
    def test_an_unconfirmed_source_comes_after_its_kind_and_before_the_next(self, kind: str) -> None:
        """The audit breaks a tie, no more; corrected is as good as confirmed."""
        confirmed = rank(source("a", kind))
        assert rank(source("a", kind, "unconfirmed")) == rank(source("a", kind, "")) == confirmed + 1
        assert rank(source("a", kind, "corrected")) == confirmed
        assert not [k for k in KINDS if confirmed < rank(source("b", k)) < confirmed + 2]

    def test_kinds_are_counted_once_a_source_strongest_first(self) -> None:
        """Two findings of one review are one review."""
        given = [source("t", "rct"), source("r", "systematic-review"), source("q", "systematic-review")]
        assert kinds_in_words([*given, given[1]], texts()) == "2 systematic reviews and 1 randomised trial"
        assert kinds_in_words(given[:1], texts()) == "1 randomised trial"
