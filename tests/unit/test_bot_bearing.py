"""Which evidence bears on a question that says what a passage must say, and of what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from bot.aliases import Aliases
from bot.lookup import Lookup


@dataclass(frozen=True)
class Passage:
    """As much of one as is looked at."""

    id: str
    text: str


@dataclass(frozen=True)
class Source:
    """As much of one as is looked at."""

    title: str = ""
    kind: str = "rct"


@dataclass(frozen=True)
class Candidate:
    """As much of one as is looked at."""

    passage: Passage
    source: Source


@dataclass(frozen=True)
class Evidence:
    """As much of it as is looked at."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class View:
    """A build of a few names."""

    aliases: Aliases


WEEKS = re.compile(r"\d+ weeks")
VIEW = View(Aliases([("yoga", ["exercise"]), ("coffee", ["caffeine"])]))
TEXTS = (
    "yoga helped",
    "12 weeks of yoga",
    "12 weeks of exercise",
    "caffeine for 2 weeks",
    "iron and gabapentin, 3 weeks apart",
)


def kept(things: Sequence[str], by_name: bool = False, needs: re.Pattern[str] | None = WEEKS) -> tuple[str, ...] | None:
    """The texts that bear."""
    evidence = Evidence(tuple(Candidate(Passage(text, text), Source()) for text in TEXTS))
    found = Lookup.bearing(cast(Any, None), cast(Any, VIEW), cast(Any, evidence), needs, things, by_name)
    return found and tuple(c.passage.text for c in found.candidates)


class TestBearing:
    def test_a_passage_must_say_what_is_needed_of_the_thing_under_any_name(self) -> None:
        """Both."""
        assert kept(["yoga"]) == ("12 weeks of yoga", "12 weeks of exercise")

    def test_by_its_name_where_any_passage_names_it_so(self) -> None:
        """A trial of exercise is none of yoga; nobody says coffee, and so caffeine will do."""
        assert kept(["yoga"], by_name=True) == ("12 weeks of yoga",)
        assert kept(["coffee"], by_name=True) == ("caffeine for 2 weeks",)

    def test_two_things_must_both_be_named(self) -> None:
        """Neither alone says how far apart they should be."""
        assert kept(["iron", "gabapentin"]) == ("iron and gabapentin, 3 weeks apart",)
        assert kept(["iron", "yoga"]) is None

    def test_nothing_needed_leaves_all(self) -> None:
        """As before."""
        assert kept(["yoga"], needs=None) == TEXTS
