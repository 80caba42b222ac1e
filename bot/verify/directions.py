"""The lock on direction: up or down, better or worse, for or against, and which side of a comparison is which."""

from __future__ import annotations

from bot.verify.binding import Context, context, fit, overlap
from bot.verify.compared import confirmed
from bot.verify.denials import denied
from bot.verify.reading import Mark, Reading
from bot.verify.units import UNIT_OF
from bot.verify.verdict import Failure
from bot.verify.ways import same_place, turned_by_not, way_of, ways_marked
from bot.verify.wordmatch import is_borne

_COMPARE = frozenset({"than", "versus", "vs"})
_REST_WORDS = frozenset(("other", "others", "without"))
_OTHERS = frozenset({"the rest"})
_SEGMENT_ENDS = frozenset((".", ";", ":", "while", "whereas", "but", "although"))
_ENDS = {"better": "worse", "worse": "better", "more": "less", "less": "more", "rise": "fall", "fall": "rise"}


_MORE, _LESS = {"rise", "more", "well", "better"}, {"fall", "less", "poorly", "worse"}
_OF_GAIN = {"better": (_MORE, _LESS), "worse": (_LESS, _MORE)}
"""Ways that stand for "better" and "worse" where it is of something taken up."""
_BESIDE = 6
"""Tokens between the two, at most. A guess."""
_BE = frozenset("is are was were be been being".split())
_SAID_OF_IT = 0.3
"""How much of what it is of a word of a kindred scale must share to be the opposite. A guess."""
_SURELY = 1.0
"""How much better both ends of a scale must fit as they are than exchanged. A guess."""
_KIN = {
    "rise": "more much above common", "fall": "less little below rare",
    "more": "rise common above much severe", "excess": "rise more much", "lack": "fall less little", "less": "fall rare below little mild",
    "better": "fall less mild rare well", "worse": "rise more severe common poorly",
    "common": "more rise many much", "rare": "less fall few little",
    "severe": "worse strong more rise", "mild": "better weak less fall small",
    "many": "common much more large", "few": "rare little less small", "much": "more many rise", "little": "less few small fall",
    "poorly": "worse fall less", "well": "better rise more", "before": "fall less", "after": "rise more", "ahead": "more better rise", "behind": "less worse fall", "above": "more rise", "below": "less fall", "large": "more much", "small": "less little few weak",
}  # fmt: skip
"""Ways that may stand for a way where the quote has neither end of its own scale."""


_ALWAYS = frozenset(
    "rise fall more less better worse stop few rare strong weak severe mild above below acute chronic ahead behind".split()
)
"""Ways never said where the quote does not speak of that scale."""


def check_direction(statement: Reading, quote: Reading) -> list[Failure]:
    """Directions that the quote does not take, or takes of something else, and comparisons turned round."""
    turned, surely = _turned(statement, quote), _turned(statement, quote, surely=True)
    failures = []
    sure = {c.at for c in confirmed(statement, quote)}
    for mark in ways_marked(statement):
        if mark.start in sure or _is_plain(mark, statement, quote) or _is_duration(mark, statement, quote):
            continue
        keys = {m.key for m in statement.marks if m.family == "direction" and same_place(m, mark)}
        verdicts = {_points(key, mark, statement, quote) for key in keys}
        verdict = min(verdicts, default=1) if -1 in verdicts else max(verdicts, default=1)
        if verdict == 0 and not keys & _ALWAYS and not _is_misplaced(mark, keys, statement):
            continue
        is_absent = verdict == 0 and (
            not _all_borne(mark, statement, quote) or _is_denied_there(mark, statement, quote)
        )
        is_opposed = (verdict < 0 and not surely) or _of_another(mark, statement, quote)
        if is_absent or is_opposed:
            failures.append(Failure("direction", _text(statement, mark), not is_opposed))
    if turned and not sure and not failures and not _any_opposed(statement, quote):
        failures.append(Failure("direction", "than"))
    return failures


def _is_misplaced(mark: Mark, keys: set[str], statement: Reading) -> bool:
    """A "before" with something behind it, or an "after" with nothing: the quote's silence bears no such order."""
    is_last = mark.end >= len(statement.tokens) or not statement.tokens[mark.end].is_word
    return ("before" in keys and not is_last) or ("after" in keys and is_last)


def _is_duration(mark: Mark, statement: Reading, quote: Reading) -> bool:
    """ "It takes weeks before it works" of a quote that knows no before and after: how long it takes."""
    unit = statement.tokens[mark.start - 1].text if mark.start else ""
    is_long = mark.key == "before" and unit in UNIT_OF and unit.endswith("s")
    return is_long and not any(m.key in ("before", "after") for m in ways_marked(quote))


def _is_plain(mark: Mark, statement: Reading, quote: Reading) -> bool:
    """Whether the very word points nowhere in the quote ("the risk of falls"), or "against" sets a number beside another."""
    word = statement.tokens[mark.start].text
    if word == "against":
        return any(0 <= q.start - mark.end <= 1 for q in statement.quantities)
    there = [t.at for t in quote.tokens if t.text == word]
    if mark.end - mark.start > 1 or not there:
        return False
    return not any(m.family == "direction" and m.covers(at) for m in quote.marks for at in there)


def _points(key: str, mark: Mark, statement: Reading, quote: Reading) -> int:
    """1 when the quote points the same way, -1 when the other way, 0 when it does not speak of that scale."""
    own = context(statement, mark.start, mark.end, _walls(mark, statement))
    opposite = statement.lexicon.opposite[key]
    if mark.start and statement.tokens[mark.start - 1].text in ("less", "least"):
        key, opposite = opposite, key
    if denied(mark, statement):
        key, opposite = turned_by_not(key, opposite)
    if _keeps_both(key, opposite, statement, quote):
        return 1
    there = [
        (way_of(m, quote), overlap(own, context(quote, m.start, m.end, _walls(m, quote)))) for m in ways_marked(quote)
    ]
    ways = {way for way, _ in there}
    here, against = {key}, {opposite, _turned_way(key)}
    if not ways & (here | against):
        here, against = _kin(key), _kin(opposite)
        if key in _OF_GAIN and _is_of_gain(mark, statement):
            here, against = _OF_GAIN[key]
        there = [(way, fits) for way, fits in there if way not in against or fits > _SAID_OF_IT]
    same = [fits for way, fits in there if way in here]
    other = [fits for way, fits in there if way in against]
    if not same:
        return -1 if other else 0
    return -1 if other and max(other) > max(same) else 1


def _kin(key: str) -> set[str]:
    """Ways that may stand for a way; "not better" for "not less" as "better" for "less"."""
    if key.startswith("not "):
        return {f"not {kin}" for kin in _KIN.get(key[4:], "").split()}
    return set(_KIN.get(key, "").split())


def _is_of_gain(mark: Mark, reading: Reading) -> bool:
    """Whether a "help" is of what is taken up, so that more of it is the better."""
    return any(m.key == "in" and abs(m.start - mark.start) <= _BESIDE for m in ways_marked(reading))


def _walls(mark: Mark, reading: Reading) -> list[int]:
    """The other words of direction: what stands behind one belongs to it."""
    scale = {mark.key, reading.lexicon.opposite[mark.key]}
    return [m.start for m in ways_marked(reading) if m.key in scale and m.start != mark.start]


def _turned_way(key: str) -> str:
    """What a denied way is opposed to: who says "no worse" does not say "no better"."""
    return f"not {_ENDS[key[4:]]}" if key.startswith("not ") and key[4:] in _ENDS else ""


def _keeps_both(key: str, opposite: str, statement: Reading, quote: Reading) -> bool:
    """Whether both texts have both ends of a scale, each of what it is of in the other at least as well as exchanged."""
    said, there = ({way: _ends(way, text) for way in (key, opposite)} for text in (statement, quote))
    if not all((*said.values(), *there.values())):
        return False
    kept = fit(said[key], there[key]) + fit(said[opposite], there[opposite])
    gain = kept - fit(said[key], there[opposite]) - fit(said[opposite], there[key])
    return gain > (0 if _in_turn(key, opposite, statement) == _in_turn(key, opposite, quote) else _SURELY)


def _in_turn(key: str, opposite: str, reading: Reading) -> list[str]:
    """The ways of one scale as the text takes them, one after the other."""
    return [way for way in (way_of(m, reading) for m in ways_marked(reading)) if way in (key, opposite)]


def _ends(way: str, reading: Reading) -> list[Context]:
    marks = [m for m in ways_marked(reading) if way_of(m, reading) == way]
    return [context(reading, m.start, m.end, _walls(m, reading)) for m in marks]


def _of_another(mark: Mark, statement: Reading, quote: Reading) -> bool:
    """Whether what a direction is said of is, in the quote, what another direction is said of."""
    acts = any(m.family == "cause" and m.key != "together" and same_place(m, mark) for m in statement.marks)
    if not acts or _is_passive(mark, statement):
        return False
    own = _subjects(mark, statement)
    same = [_subjects(m, quote) for m in ways_marked(quote) if m.key == mark.key]
    if not own or not all(same) or any(own & subjects for subjects in same):
        return False
    named = frozenset(m.key for m in quote.marked("name"))
    rivals = frozenset().union(*same)
    return any(key in named and _sort(key) in {_sort(r) for r in rivals} for key in own)


def _is_passive(mark: Mark, reading: Reading) -> bool:
    """ "Was cut by 58%": what stands before it is what it happens to."""
    return any(t.text in _BE for t in reading.tokens[max(0, mark.start - 2) : mark.start])


def _sort(key: str) -> str:
    return key.partition(":")[0]


def _subjects(mark: Mark, reading: Reading) -> frozenset[str]:
    """The names that stand before a word in its clause."""
    stops = [t.at for t in reading.tokens if t.text in _SEGMENT_ENDS and t.at < mark.start]
    start = max(stops, default=-1)
    return frozenset(m.key for m in reading.marked("name") if start < m.start and m.end <= mark.start)


def _turned(statement: Reading, quote: Reading, surely: bool = False) -> bool:
    """Whether what stands behind "than" in the statement stands before it in the quote."""
    said, there = _sides(statement), _sides(quote)
    if said is None or there is None:
        return False
    if _OTHERS & said[1] and not _OTHERS & said[0]:
        return bool(_OTHERS & there[0]) and not _OTHERS & there[1]
    is_behind_before = bool(said[1] & there[0] - there[1]) and not said[1] & there[1]
    return is_behind_before and (not surely or bool(said[0] & there[1] - there[0]))


def _any_opposed(statement: Reading, quote: Reading) -> bool:
    there = {m.key for m in ways_marked(quote)}
    return any(statement.lexicon.opposite[m.key] in there for m in ways_marked(statement))


def _sides(reading: Reading) -> tuple[frozenset[str], frozenset[str]] | None:
    """Senses before and behind the first word of comparison; numbers do not count as what is compared."""
    at = next((t.at for t in reading.tokens if t.text in _COMPARE and not _before_number(t.at, reading)), None)
    if at is None:
        return None
    before = [t for t in reading.content if t.at < at]
    behind = [t for t in reading.content if t.at > at]
    near = reading.clause(min(at + 1, len(reading.tokens) - 1))
    return (
        frozenset().union(_rest(range(near.start, at), reading), *(reading.senses[t.at] for t in before)),
        frozenset().union(_rest(range(at, near.stop), reading), *(reading.senses[t.at] for t in behind[:1])),
    )


def _rest(places: range, reading: Reading) -> frozenset[str]:
    """Whether a side of a comparison is "the others", "those without"."""
    return _OTHERS if any(reading.tokens[at].text in _REST_WORDS for at in places) else frozenset()


def _before_number(at: int, reading: Reading) -> bool:
    return any(q.start == at + 1 for q in reading.quantities)


def _is_denied_there(mark: Mark, statement: Reading, quote: Reading) -> bool:
    """Whether the quote has an equal of a word only under a "not": "no evidence of a higher need" bears no "more"."""
    senses = statement.senses[mark.start]
    equals = [m for m in ways_marked(quote) if senses & quote.senses[m.start]]
    return bool(equals) and not denied(mark, statement) and all(denied(m, quote) for m in equals)


def _all_borne(mark: Mark, statement: Reading, quote: Reading) -> bool:
    return all(is_borne(at, statement, quote) for at in range(mark.start, mark.end))


def _text(reading: Reading, mark: Mark) -> str:
    return " ".join(t.text for t in reading.tokens[mark.start : mark.end])
