"""The lock on comparisons: what a statement compares its quote compares, the same way round. Knows how texts compare, not how they are read."""

from __future__ import annotations

from bot.verify.comparisons import DOWN, UP, Comparison, compares, comparisons, evens, figures, levels
from bot.verify.reading import Reading
from bot.verify.verdict import Failure
from bot.verify.ways import way_of, ways_marked

_GOOD, _BAD = frozenset({"better", "well", "for"}), frozenset({"worse", "poorly"})
_SCALES = ((UP, DOWN), (DOWN, UP), (_GOOD, _BAD), (_BAD, _GOOD))
"""Ends of scales that may stand for one another between two comparisons."""
_REST = frozenset("without no other others non never free rest untreated".split())
_SIDES = frozenset(("with", "without"))


def check_compared(statement: Reading, quote: Reading) -> list[Failure]:
    """Comparisons that the quote does not make, or makes the other way round."""
    failures = [
        Failure("direction", "than")
        for comparison in comparisons(statement)
        if (_said(comparison) and _is_refuted(comparison, statement, quote)) or _is_turned(comparison, quote)
    ]
    return failures or _levelled(statement, quote)


def _levelled(statement: Reading, quote: Reading) -> list[Failure]:
    """ "As well as" where the quote sets one above the other and calls nothing alike."""
    unequal = any(_said(c) for c in comparisons(quote)) or any(m.key == "poorly" for m in ways_marked(quote))
    is_level = (
        (levels(statement) or _is_short(statement, quote))
        and not comparisons(statement)
        and not statement.marked("negation")
    )
    return [Failure("direction", "as")] if unequal and is_level and not evens(quote) else []


def confirmed(statement: Reading, quote: Reading) -> tuple[Comparison, ...]:
    """Comparisons of a statement that the quote surely makes by other words: from the other side, or by its figures."""
    return tuple(c for c in comparisons(statement) if _said(c) and _is_sure(c, quote))


def settled(statement: Reading, quote: Reading) -> frozenset[int]:
    """The words of such comparisons that other locks need not judge: the way, and the "with" and "without" of its sides."""
    found: set[int] = set()
    for comparison in confirmed(statement, quote):
        found |= {at for m in ways_marked(statement) if m.start == comparison.at for at in range(m.start, m.end)}
        found |= {at for at in comparison.span if statement.tokens[at].text in _SIDES}
    return frozenset(found)


def _is_sure(comparison: Comparison, quote: Reading) -> bool:
    by_words = [_by_words(comparison, other, quote) for other in comparisons(quote)]
    is_other_way = not any(comparison.ways & other.ways for other in comparisons(quote))
    return is_other_way and (max(by_words, default=0) > 1 or (not any(by_words) and _by_figures(comparison, quote) > 1))


def _is_short(statement: Reading, quote: Reading) -> bool:
    """ "Is absorbed as well" of what the quote calls absorbed "less well"."""
    texts = [t.text for t in statement.tokens]
    is_poor = any(m.key == "poorly" for m in ways_marked(quote)) and not any(
        m.key == "poorly" for m in ways_marked(statement)
    )
    return is_poor and any(texts[at : at + 2] == ["as", "well"] for at in range(len(texts)))


def _is_turned(comparison: Comparison, quote: Reading) -> bool:
    """Whether the quote says the very same with both sides exchanged: "A did not help more than B" for "B ... than A"."""
    return any(
        bool(comparison.ways) and comparison.ways == other.ways and _sides(comparison, other.front, other.back) < 0
        for other in comparisons(quote)
    )


def _said(comparison: Comparison) -> bool:
    return bool(comparison.ways) and not any(way.startswith("not ") for way in comparison.ways)


def _is_refuted(comparison: Comparison, statement: Reading, quote: Reading) -> bool:
    if comparison.is_itself and not any(other.is_itself for other in comparisons(quote)):
        return True
    is_without = any(statement.tokens[at].text == "without" for at in comparison.behind)
    if is_without and not any(t.text in _REST for t in quote.tokens):
        return True
    by_words = [_by_words(comparison, other, quote) for other in comparisons(quote)]
    if any(by_words):
        return max(by_words) <= 0
    by_figures = _by_figures(comparison, quote)
    if by_figures:
        return by_figures < 0
    return not compares(quote) or (evens(quote) and not comparisons(quote)) or _is_carried_by_other(comparison, quote)


def _by_words(comparison: Comparison, other: Comparison, quote: Reading) -> int:
    """Above 0 when another comparison says the same, 2 when both sides show it; below 0 when it says the contrary."""
    sides = _sides(comparison, other.front, other.back)
    ways = comparison.ways
    opposite = frozenset(quote.lexicon.opposite.get(way, "") for way in ways)
    if not other.ways & (ways | opposite):
        ways, opposite = next(
            (ends for ends in _SCALES if ways & ends[0] and other.ways & (ends[0] | ends[1])), (ways, opposite)
        )
    is_same, is_opposite = bool(ways & other.ways), bool(opposite & other.ways)
    if is_same == is_opposite:
        return 0
    return sides if is_same else -sides


def _sides(comparison: Comparison, front: frozenset[str], back: frozenset[str]) -> int:
    """How many sides of a comparison, less one for each exchanged, are those of another: 2 both, -2 both exchanged, 0 unsure."""
    behind = bool(comparison.back & back) - bool(comparison.back & front)
    before = bool(comparison.front & front) and not comparison.front & back
    return behind - bool(comparison.front & back) + (before and behind >= 0)


def _by_figures(comparison: Comparison, quote: Reading) -> int:
    way = bool(comparison.ways & UP) - bool(comparison.ways & DOWN)
    found = [_sides(comparison, p.first, p.second) * (1 if p.is_first_more else -1) * way for p in figures(quote)]
    return next((sides for sides in found if sides), 0)


def _is_carried_by_other(comparison: Comparison, quote: Reading) -> bool:
    """Whether the quote says a way of what stands behind the "than": "lower vitamin B12 in RLS" for "lower than in RLS"."""
    for mark in ways_marked(quote):
        if way_of(mark, quote) not in comparison.ways:
            continue
        places = [t.at for t in quote.tokens[mark.end :] if t.text in ("in", "among")][:1]
        stop = next((t.at for t in quote.tokens[mark.end :] if t.text in ".;:(,"), len(quote.tokens))
        carriers = {m.key for m in quote.marked("name") for at in places if at < m.start < min(stop, at + 6)}
        if carriers & comparison.back and not carriers & comparison.front:
            return True
    return False
