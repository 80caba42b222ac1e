"""The lock on people: a special group, or the illness it is chosen by, is not left out of what is said of it."""

from __future__ import annotations

from bot.verify.naming import all_names, chooses, of_age, with_implied
from bot.verify.reading import Mark, Reading
from bot.verify.verdict import Failure
from bot.verify.wordmatch import is_borne

_SPECIAL = frozenset(
    "population:" + name
    for name in (
        "pregnant breastfeeding baby child girls boys teenager young older women men dialysis haemodialysis veterans healthy relatives"
        " animals rat mouse fly cell menopausal"
    ).split()
) | {"population:kidney disease", "population:type 2 diabetes", "population:blood donors"}
_WIDER = frozenset(f"population:{name}" for name in ("women", "child", "adult", "mothers"))
"""Groups so wide that naming them leaves a narrower one out."""
_ANIMALS = frozenset(f"population:{name}" for name in ("animals", "rat", "mouse", "fly", "cell"))
_ASIDES = frozenset("often especially particularly mainly mostly including".split())
_FOLK = frozenset("people those adults patients women men children someone anyone".split())
_SAID_OF_THEM = 3
"""Content words behind a "whose" that say who they are. A guess."""
_MOSTLY = 0.6
"""Share of the words before a "whose" that a statement must say to owe what follows. A guess."""
_TOLD = 0.3
"""Share of the words beside a group that a statement must say to owe the group. A guess."""


def check_left_out(statement: Reading, quote: Reading) -> list[Failure]:
    """A special group of people of the quote that the statement leaves out, so that it reads as about everybody."""
    said = with_implied(frozenset(m.key for m in all_names(statement)), statement) | of_age(statement)
    groups = {
        m.key
        for m in quote.marked("name")
        if m.key in _SPECIAL and _is_told(m, quote, statement) and not _is_aside(m, quote)
    }
    groups -= {other for key in groups for other in quote.lexicon.implied.get(key, ())}
    animals = groups & _ANIMALS
    if animals and not said & _ANIMALS:
        return [Failure("population", sorted(animals)[0].partition(":")[2])]
    near = {other for key in groups for other in quote.lexicon.implied.get(key, ())} - _WIDER
    if len(groups) != 1 or groups & said or near & said or _others(groups, quote) & said:
        return []
    return [Failure("population", next(iter(groups)).partition(":")[2])]


def _is_told(mark: Mark, quote: Reading, statement: Reading) -> bool:
    """Whether the statement says anything of the part of the quote, up to a full stop or semicolon, in which a name stands."""
    stops = [t.at for t in quote.tokens if t.text in ".;"]
    start = max((at for at in stops if at < mark.start), default=-1)
    stop = min((at for at in stops if at >= mark.end), default=len(quote.tokens))
    words = [t for t in quote.content if start < t.at < stop and not mark.covers(t.at)]
    borne = [t for t in words if is_borne(t.at, quote, statement)]
    return len(borne) >= _TOLD * len(words)


def _is_aside(mark: Mark, reading: Reading) -> bool:
    """ "Most often women over 35": not the people studied, but some of them."""
    return any(t.text in _ASIDES for t in reading.tokens[max(0, mark.start - 2) : mark.start])


def check_ill(statement: Reading, quote: Reading) -> list[Failure]:
    """ "Adults with fibromyalgia" of whom the statement speaks as adults: the one illness that a group is chosen by."""
    keys = {m.key for m in quote.marked("name") if chooses(m, quote) and _is_told(m, quote, statement)}
    keys -= {"condition:rls"}
    if len(keys) != 1 or keys & {m.key for m in all_names(statement)}:
        return []
    mark = next(m for m in quote.marked("name") if m.key in keys)
    return [] if _said_by_word(mark, quote, statement) else [Failure("population", mark.key.partition(":")[2])]


def check_restricted(statement: Reading, quote: Reading) -> list[Failure]:
    """ "People whose RLS is refractory" of whom the statement speaks as people: what a "whose" restricts them to."""
    for token in quote.tokens[1:]:
        if token.text != "whose" or quote.tokens[token.at - 1].text not in _FOLK:
            continue
        behind = [t for t in quote.content if t.at > token.at and t.at in quote.clause(token.at)]
        words = [t for t in behind if "condition:rls" not in quote.senses[t.at]][:_SAID_OF_THEM]
        lost = [t for t in words if not is_borne(t.at, quote, statement)]
        before = [t for t in quote.content if t.at < token.at and t.at in quote.clause(token.at - 1)]
        told = [t for t in before if is_borne(t.at, quote, statement)]
        if words and len(lost) == len(words) and before and len(told) >= _MOSTLY * len(before):
            return [Failure("population", words[0].text)]
    return []


def _said_by_word(mark: Mark, quote: Reading, statement: Reading) -> bool:
    return any(is_borne(at, quote, statement) for at in range(mark.start, mark.end))


def _others(groups: frozenset[str] | set[str], quote: Reading) -> frozenset[str]:
    """Other people the quote speaks of apart from the group: "adults" beside "children", but not the women who are pregnant."""
    places = {at for m in quote.marked("name") if m.key in groups for at in range(m.start - 2, m.end + 2)}
    return (
        frozenset(m.key for m in quote.marked("name") if m.key.startswith("population:") and m.start not in places)
        - groups
    )
