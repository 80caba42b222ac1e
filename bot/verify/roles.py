"""The lock on roles: what acts on what, and which of two things a way is said of. Knows names and the words that point somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from bot.verify.reading import Mark, Reading
from bot.verify.verdict import Failure
from bot.verify.ways import way_of, ways_marked

_BE = frozenset("is are was were be been being".split())
_SUBSTANCES = ("drug", "nutrient", "form", "food", "remedy")
_PARTICIPLES = ("ed", "cut", "risen", "grown", "hidden")
_ENDS = frozenset(".;:") | frozenset("but while whereas although though".split())
_HAPPENS = frozenset(
    "drop drops dropped fall falls fell decline declines declined rise rises rose grow grows grew improve improves improved worsen worsens worsened".split()
)
"""What happens to a thing that stands before it, when something else stands behind its "with"."""
_LINKS = ("together", "apart", "same", "different", "linked")
"""Ways that are said of both sides alike."""


def check_roles(statement: Reading, quote: Reading) -> list[Failure]:
    """Two names that have changed sides of a word that both texts have: "A may reduce absorption of B" for "B ... of A"."""
    said, known = list(_sides(statement)), list(_sides(quote))
    for own, there in product(said, known):
        if sum(bool(ways & own[0]) for ways, *_ in said) > 1 or sum(bool(ways & there[0]) for ways, *_ in known) > 1:
            continue  # a way taken twice does not tell what it is of
        ways, before, behind = own
        if not ways & there[0]:
            continue
        _, other_before, other_behind = there
        crossed = before & other_behind - other_before, behind & other_before - other_behind
        implied = quote.lexicon.implied
        are_kin = any(b in implied.get(a, ()) or a in implied.get(b, ()) for a, b in product(*crossed))
        if all(crossed) and not are_kin and not before & other_before and not behind & other_behind:
            return [Failure("entity", sorted(crossed[0])[0].partition(":")[2])]
    return []


def _sides(reading: Reading) -> Iterator[tuple[frozenset[str], frozenset[str], frozenset[str]]]:
    """For each word that points somewhere its way, who stands before it and who behind, the other way round in "was ... by"."""
    for mark in ways_marked(reading):
        way = way_of(mark, reading)
        if way not in _LINKS:
            before, behind = _names(mark, reading)
            yield frozenset({way}), *((behind, before) if _is_passive(mark, reading) else (before, behind))


def _names(mark: Mark, reading: Reading) -> tuple[frozenset[str], frozenset[str]]:
    """Names before and behind a word in its sentence part, those on both sides left out."""
    stops = [t.at for t in reading.tokens if t.text in _ENDS]
    start = max((at for at in stops if at < mark.start), default=-1)
    stop = min((at for at in stops if at >= mark.end), default=len(reading.tokens))
    marks = [m for m in reading.marked("name") if start < m.start and m.end <= stop and _acts(m)]
    before = frozenset(m.key for m in marks if m.end <= mark.start)
    behind = frozenset(m.key for m in marks if m.start >= mark.end)
    return before - behind, behind - before


def _acts(mark: Mark) -> bool:
    return mark.key.partition(":")[0] in _SUBSTANCES


def _is_passive(mark: Mark, reading: Reading) -> bool:
    """ "Was reduced by magnesium", "may be absorbed less if taken with magnesium"."""
    if reading.tokens[mark.start].text in _HAPPENS and [t.text for t in reading.tokens[mark.end : mark.end + 1]] == [
        "with"
    ]:
        return True  # "magnesium levels may drop with omeprazole"
    has_be = any(t.text in _BE for t in reading.tokens[max(0, mark.start - 2) : mark.start])
    return has_be and reading.tokens[mark.end - 1].text.endswith(_PARTICIPLES)
