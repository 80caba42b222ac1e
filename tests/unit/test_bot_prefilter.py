"""The prefilter leaves out only rules that cannot match: on every development example the classes are those of the slow path."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

import settings
from bot.guards.normalise import views
from bot.guards.rules import RuleBook, is_plainly_english, load_rules
from bot.prefilter import Prefilter, needed_grams
from ingest.guard_examples import read_examples

FOLDER = settings.ROOT / "corpus" / "guard"


@lru_cache(maxsize=1)
def book() -> RuleBook:
    """The real rules."""
    return load_rules(FOLDER)


def slowly(texts: tuple[str, ...]) -> dict[str, str]:
    """What `RuleBook.hits` promises, by trying every rule."""
    found: dict[str, str] = {}
    is_english = is_plainly_english(texts[0])
    for text in texts:
        for rule in book().rules:
            if is_english and rule.language != "en":
                continue
            holds = (
                all(p.search(text) for p in rule.all_of)
                and (not rule.any_of or any(p.search(text) for p in rule.any_of))
                and not any(p.search(text) for p in rule.unless)
            )
            if holds:
                for name in rule.classes:
                    found.setdefault(name, rule.id)
    return found


def test_on_development_examples_the_hits_are_those_of_the_slow_path() -> None:
    """Each class and the rule that found it; five thousand examples, of every class and language."""
    told = [e for e in read_examples(FOLDER)[0] if e.split == "dev"]
    examples = told[:: len(told) // 5000]
    assert len(examples) >= 5000
    differ = [e.family for e in examples if book().hits(views(e.text)) != slowly(views(e.text))]
    assert differ == []


def test_most_rules_are_left_out() -> None:
    """An ordinary question is tried against a small part of the ways that the rules name."""
    ways = sum(len(rule.ways) for rule in book().rules)
    prefilter = Prefilter([way for rule in book().rules for way in rule.ways])
    assert len(prefilter.possible("which foods have the most magnesium")) * 8 < ways


@pytest.mark.parametrize(
    ("pattern", "grams"),
    [
        (r"\bbreathless\b", {" breat"}),
        (r"\b(?:leg|calf|thighs?)\b", {" leg ", " calf ", " thigh"}),
        (r"\bleg\b pain", {" leg "}),
        (r"colou?r of (?:it|that)", {"color ", "colour"}),
        (r"[ck]alf", {"calf", "kalf"}),
        (r"(?:a|b)?swollen", {"aswoll", "bswoll", "swolle"}),
        (r"(?!not )(?:ache)+", {"ache"}),
        (r"\bसीने", {" स न "}),
        (r"\d{2,4} ?(?:mg)?", set()),
        (r"(?:pain|\d+)", set()),
        (r"(?:pain|)", set()),
        (r".*", set()),
        (r"(?i)Pain", set()),
    ],
)
def test_what_a_pattern_cannot_match_without(pattern: str, grams: set[str]) -> None:
    """The longest word of every spelling, cut short, with the gap beside it; nothing when it may be absent."""
    assert needed_grams(re.compile(pattern)) == ({frozenset(grams)} if grams else set())


def test_each_stretch_of_a_pattern_is_needed() -> None:
    """Also what stands on either side of what can be anything."""
    needed = needed_grams(re.compile(r"\b(?:his|her) (?:\w+ ){0,3}(?:leg|arm)s?\b"))
    assert needed == {frozenset({" his ", " her "}), frozenset({"leg ", "arm ", "legs ", "arms "})}


@given(
    st.lists(st.text("ab cी", min_size=1, max_size=6), min_size=1, max_size=4),
    st.lists(st.sampled_from(["", r"\b", "d?", "(?!d)", "a+", "^", "[bc]", r"\B", " "]), min_size=3, max_size=3),
    st.text("ab cdी", max_size=30),
)
def test_a_text_that_matches_is_never_left_out(words: list[str], around: list[str], text: str) -> None:
    """For any choice of words with edges, options, repetitions and looks ahead around it, and any text."""
    choice = "(?:" + "|".join(map(re.escape, words)) + ")"
    pattern = re.compile(around[0] + choice + around[1] + choice + around[2])
    if pattern.search(text):
        assert Prefilter([[pattern]]).possible(text) == [0]


def test_on_a_python_without_the_private_parser_no_rule_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slower, and no sign is missed."""
    monkeypatch.setattr("bot.prefilter.parser", None)
    needed_grams.cache_clear()
    try:
        assert Prefilter([[re.compile(r"\bchest\b")], [re.compile("[ck]alf")]]).possible("a text with neither") == [
            0,
            1,
        ]
    finally:
        needed_grams.cache_clear()
