"""The prefilter leaves out only rules that cannot match: on every development example the classes are those of the slow path."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

import settings
from bot.guards.normalise import views
from bot.guards.prefilter import Prefilter, needed_grams
from bot.guards.rules import RuleBook, is_plainly_english, load_rules
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
    """Each class and the rule that found it; every third example, of every class and language."""
    examples = [e for e in read_examples(FOLDER)[0] if e.split == "dev"][::3]
    assert len(examples) > 1500
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
        (r"\bbreathless\b", {"brea"}),
        (r"\b(?:leg|calf|thighs?)\b", {"leg", "calf", "thig"}),
        (r"colou?r of (?:it|that)", {"colo"}),
        (r"[ck]alf", {"calf", "kalf"}),
        (r"(?:a|b)?swollen", {"swol"}),
        (r"(?!not )(?:ache)+", {"ache"}),
        (r"\d{2,4} ?(?:mg)?", set()),
        (r"(?:pain|\d+)", set()),
        (r".*", set()),
        (r"(?i)Pain", set()),
    ],
)
def test_what_a_pattern_cannot_match_without(pattern: str, grams: set[str]) -> None:
    """The first letters of a word that every match holds; of a choice, one for each; nothing when it may be absent."""
    assert needed_grams(re.compile(pattern)) == grams


@given(st.lists(st.text("ab c", min_size=1, max_size=6), min_size=1, max_size=4), st.text("ab cd", max_size=30))
def test_a_text_that_matches_is_never_left_out(words: list[str], text: str) -> None:
    """For any choice of words, and any text."""
    patterns = [re.compile("(?:" + "|".join(map(re.escape, words)) + ")d?")]
    if patterns[0].search(text):
        assert Prefilter([patterns]).possible(text) == [0]
