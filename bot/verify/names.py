"""The lock on names: drugs, nutrients, conditions, study kinds, people and places of a statement are in its quote."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.entities import Entities
from bot.verify.lexicon import stems
from bot.verify.naming import all_names, of_age, text_of, with_implied
from bot.verify.reading import Mark, Reading, Token
from bot.verify.verdict import Check, Failure
from bot.verify.wordmatch import is_borne

_CHECK: dict[str, Check] = {"population": "population", "study": "study"}
_ALSO_BY_OTHER_WORDS = ("profession", "symptom", "condition", "body", "measure", "food", "remedy")
"""Sorts whose names have plain equals among the synonyms; the others are only ever named by their own names."""
_JOINTS = frozenset(
    "and|or|nor|than|versus|vs|with|,|as in|than in|and in|compared with|compared with a|than with|and a|or a".split(
        "|"
    )
)
"""What stands between two things that are not one."""
_OPENERS = frozenset("in of for with among at after during by".split())
_TAKEN_SORTS = ("drug:", "nutrient:")


def check_names(statement: Reading, quote: Reading, entities: Entities | None = None) -> list[Failure]:
    """Names that the quote does not have."""
    have = with_implied(frozenset(m.key for m in all_names(quote)), quote) | of_age(quote)
    failures = []
    for mark in statement.marked("name"):
        if _is_age(mark, statement):
            continue
        keys = {m.key for m in statement.marks if m.family == "name" and (m.start, m.end) == (mark.start, mark.end)}
        is_within = _is_in_title(statement.tokens[mark.start], have, statement, mark)
        if not keys & have and not is_within and not _said_otherwise(mark, statement, quote):
            failures.append(Failure(_CHECK.get(mark.key.partition(":")[0], "entity"), text_of(statement, mark)))
    failures += [
        Failure("entity", t.text)
        for t in statement.tokens
        if t.is_name and not is_borne(t.at, statement, quote) and not _is_in_title(t, have, statement)
    ]
    failures += _doubled(statement, quote) + _labels(statement, quote)
    failures += [Failure("entity", f"{a.text} {b.text}") for a, b in _titles(statement) if not _is_title(a, b, quote)]
    for entity in entities.find(statement.text) if entities else ():
        if not _is_said(entity.text, statement, quote) and not _is_marked(entity.text, statement):
            failures.append(Failure("entity", entity.text))
    return list(dict.fromkeys(failures))


def _labels(statement: Reading, quote: Reading) -> list[Failure]:
    """Names that only say which study the quote is of ("the melatonin study"), where the statement says something of the thing."""
    failures = []
    implied = frozenset().union(*(quote.lexicon.implied.get(m.key, ()) for m in quote.marked("name")))
    for mark in statement.marked("name"):
        there = [m for m in quote.marked("name") if m.key == mark.key]
        is_label = bool(there) and all(_is_label(m, quote) for m in there)
        if (
            is_label
            and mark.key not in implied
            and mark.key.startswith(_TAKEN_SORTS)
            and not _is_label(mark, statement)
        ):
            failures.append(Failure("entity", text_of(statement, mark)))
    return failures


def _is_label(mark: Mark, reading: Reading) -> bool:
    """Whether a kind of study stands right behind a name."""
    kinds = [m.start for m in reading.marked("name") if m.key.startswith("study:")]
    behind = [t.text for t in reading.tokens[mark.end : mark.end + 1]]
    return mark.end in kinds or behind in (["study"], ["trial"], ["review"])


def _is_in_title(token: Token, have: frozenset[str], statement: Reading, mark: Mark | None = None) -> bool:
    """Whether a word is part of a longer name that the quote has under another: "Sleep" in "American Academy of Sleep Medicine"."""
    least = mark.end - mark.start if mark else 1
    return any(
        m.family == "name" and m.key in have and m.covers(token.at) and m.end - m.start > least for m in statement.marks
    )


def _is_said(name: str, statement: Reading, quote: Reading) -> bool:
    """Whether the quote has a name word for word, or each of its words by an equal."""
    wanted = stems(" ".join(word for word in name.split() if word.lower() not in statement.lexicon.light))
    places = [t.at for t in statement.tokens if t.stem in wanted]
    return all(stem in quote.stems for stem in wanted) or (
        bool(places) and all(is_borne(at, statement, quote) for at in places)
    )


def _doubled(reading: Reading, quote: Reading) -> list[Failure]:
    """ "Iron and iron", "women than women": the one has taken another's place."""
    return [Failure("entity", word) for word in _twice(reading) if word not in _twice(quote)]


def _twice(reading: Reading) -> list[str]:
    """Words with nothing but joints between them and themselves."""
    words = [t for t in reading.tokens if t.is_word and not t.is_light]
    return [
        a.text
        for a, b in pairwise(words)
        if a.text == b.text
        and " ".join(t.text for t in reading.tokens[a.at + 1 : b.at]) in _JOINTS
        and not _is_opening(a, b, reading)
    ]


def _is_opening(one: Token, other: Token, reading: Reading) -> bool:
    """ "In people with RLS, RLS symptoms": the comma ends what the sentence opens with."""
    commas = [t.at for t in reading.tokens if t.text == ","]
    return reading.tokens[0].text in _OPENERS and commas[:1] == [one.at + 1] == [other.at - 1]


def _titles(reading: Reading) -> list[tuple[Token, Token]]:
    """Words side by side in one name, both with a capital: "Sleep Health", "Health Foundation"; not "Australia's Sleep", "RLS Foundation"."""
    together = f" {reading.text} "
    return [
        (a, b)
        for a, b in pairwise(reading.tokens)
        if a.is_name and b.is_name and re.search(rf"{a.text.title()}\s{b.text.title()}\b", together)
    ]


def _is_title(one: Token, other: Token, quote: Reading) -> bool:
    """Whether two words of one name stand side by side in the quote too, or one of them is not its very word."""
    texts = [t.text for t in quote.tokens if t.is_word]
    return not {one.text, other.text} <= set(texts) or (one.text, other.text) in pairwise(texts)


def _is_age(mark: Mark, reading: Reading) -> bool:
    """ "31 and older": a bound of a number, not a group of people."""
    before = [t.text for t in reading.tokens[max(0, mark.start - 3) : mark.start]]
    has_joint = bool(before) and before[-1] in ("and", "or", "years")
    return has_joint and any(q.end in (mark.start - 1, mark.start) for q in reading.quantities)


def _said_otherwise(mark: Mark, statement: Reading, quote: Reading) -> bool:
    """Whether an equal phrase around the name, or a plain equal of it, is in the quote."""
    longer = [
        m.key
        for m in statement.marks
        if m.family == "same"
        and m.start <= mark.start
        and mark.end <= m.end
        and m.end - m.start > mark.end - mark.start
    ]
    if quote.same & frozenset(longer):
        return True
    if mark.key.partition(":")[0] not in _ALSO_BY_OTHER_WORDS:
        return False
    words = [at for at in range(mark.start, mark.end) if not statement.tokens[at].is_light]
    return all(is_borne(at, statement, quote) for at in words or range(mark.start, mark.end))


def _is_marked(text: str, statement: Reading) -> bool:
    """Whether the word lists know the name, so that `check_names` has judged it already."""
    return any(text_of(statement, m) == text.lower() for m in statement.marks if m.family in ("name", "same"))
