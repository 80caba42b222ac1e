"""What a word is said of: the words near it, weighed by nearness. Tells two arms of a sentence apart; knows no check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.verify.numbers import Quantity
from bot.verify.reading import Reading

_REACH = 5
"""Content words looked at on each side. A guess; `python -m evals verifier` shows what it costs."""


_ARMS = frozenset("but while whereas versus vs than compared against".split())
"""Words that stand between the two arms of a sentence."""
_NEXT_ARM = 7
"""Tokens after an "and" in which another number makes it the joint between two arms. A guess."""


_NAME = 1.2
"""What a name near a number counts beside another word: arms are told apart by who and what. A guess."""
Context = tuple[tuple[frozenset[str], float], ...]
"""The senses of each word near, and its weight by nearness."""


def context(
    reading: Reading, start: int, end: int, walls: Iterable[int] = (), sides: tuple[int, ...] = (1, -1)
) -> Context:
    """The content words near tokens `start` to `end`.

    Args:
        reading: The text.
        start: First token of what stands in the middle.
        end: Token after it.
        walls: Tokens (other numbers) behind which words weigh a third.
        sides: 1 for what follows, -1 for what stands before.
    """
    fences = set(walls)
    found: list[tuple[frozenset[str], float]] = []
    for step in sides:
        place = end if step == 1 else start - 1
        distance, factor = 0, 1.0
        while 0 <= place < len(reading.tokens) and distance < _REACH:
            token = reading.tokens[place]
            if place in fences or token.text in _ARMS:
                factor /= 3
            elif token.text in (",", "and", "or"):
                factor /= 3 if fences & set(range(place, place + _NEXT_ARM * step, step)) else 1
            elif token.text in ".;:()":
                factor /= 4 if token.text in ".;" else 2
            elif token.is_word and not token.is_light:
                distance += 1
                found.append((reading.senses[place], factor / distance))
            elif token.text[0].isdigit():
                found.append((frozenset({f"#{token.text}"}), factor / (distance + 1)))
            place += step
    return tuple(found)


def overlap(one: Context, other: Context) -> float:
    """How much two contexts share."""
    return sum(max((min(weight, w) for s, w in other if s & senses), default=0.0) for senses, weight in one)


def fit(some: Iterable[Context], others: Iterable[Context]) -> float:
    """The most that a context of one thing shares with one of another, 0 when either has none."""
    return max((overlap(one, other) for one in some for other in others), default=0.0)


def told_apart(some: Sequence[Context], others: Sequence[Context]) -> tuple[list[Context], list[Context]]:
    """Contexts of one thing and of another without the words that stand near both: those tell nothing."""
    both = [
        (senses, weight)
        for one in some
        for senses, weight in one
        if any(senses & o for other in others for o, _ in other)
    ]
    return [_without(one, both) for one in some], [_without(other, both) for other in others]


def _without(one: Context, both: Sequence[tuple[frozenset[str], float]]) -> Context:
    return tuple((senses, weight) for senses, weight in one if not any(senses & shared for shared, _ in both))


def around(reading: Reading, quantity: Quantity) -> Context:
    """The context of a quantity; words behind another quantity weigh less."""
    walls = [q.start for q in reading.quantities if q is not quantity]
    inside = range(quantity.start, quantity.end)
    end = next((at for at in inside if reading.tokens[at].text == "of"), quantity.end)  # "40 mg of iron a day"
    near = context(reading, quantity.start, end, walls)
    return tuple((senses, weight * (_NAME if any(":" in s for s in senses) else 1)) for senses, weight in near)
