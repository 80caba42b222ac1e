"""The lock on names: drugs, nutrients, conditions, study kinds, people and places of a statement are in its quote."""

from __future__ import annotations

import re
from itertools import combinations, pairwise, product

from bot.entities import Entities
from bot.verify.binding import Context, context, fit
from bot.verify.compared import confirmed
from bot.verify.lexicon import stems
from bot.verify.numbers import Quantity
from bot.verify.reading import Mark, Reading, Token
from bot.verify.verdict import Check, Failure
from bot.verify.wordmatch import is_borne, share_of_words

_CHECK: dict[str, Check] = {"population": "population", "study": "study"}
_ALSO_BY_OTHER_WORDS = ("profession", "symptom", "condition", "body", "measure", "food", "remedy")
"""Sorts whose names have plain equals among the synonyms; the others are only ever named by their own names."""
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


_PEOPLE = frozenset("people adults women men children patients participants veterans americans those".split())
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATED = 1
"""Words between a year and the kind of study it is of, at most. A guess."""
_ANYBODY = "population:adult"
_JOINTS = frozenset(
    "and|or|nor|than|versus|vs|with|,|as in|than in|and in|compared with|compared with a|than with|and a|or a".split(
        "|"
    )
)
"""What stands between two things that are not one."""
_CHILD = "population:child"
_GROWN = 18
"""Years from which a person is no child."""
_ASIDES = frozenset("often especially particularly mainly mostly including".split())
_TOLD = 0.3
"""Share of the words beside a group that a statement must say to owe the group. A guess."""
_QUALIFIED = 6
"""Tokens from the people to the illness they have ("adults with moderate to severe RLS"), at most. A guess."""
_PARTED = frozenset("who that which had have has were was or and than without in".split())
_OPENERS = frozenset("in of for with among at after during by".split())
_ITEM = 5
"""Words between two commas of a list of names, at most. A guess."""
_TAKEN = 0.3
"""How much better a name must fit the place of another of the quote. A guess; `python -m evals verifier` shows what it costs."""
_SWAPPED = 0.3
"""How much better two names must fit each other's places. A guess; `python -m evals verifier` shows what it costs."""


def check_names(statement: Reading, quote: Reading, entities: Entities | None = None) -> list[Failure]:
    """Names that the quote does not have."""
    have = _with_implied(frozenset(m.key for m in _all_names(quote)), quote) | _of_age(quote)
    failures = []
    for mark in statement.marked("name"):
        if _is_age(mark, statement):
            continue
        keys = {m.key for m in statement.marks if m.family == "name" and (m.start, m.end) == (mark.start, mark.end)}
        is_within = _is_in_title(statement.tokens[mark.start], have, statement, mark)
        if not keys & have and not is_within and not _said_otherwise(mark, statement, quote):
            failures.append(Failure(_CHECK.get(mark.key.partition(":")[0], "entity"), _text(statement, mark)))
    failures += [
        Failure("entity", t.text)
        for t in statement.tokens
        if t.is_name and not is_borne(t.at, statement, quote) and not _is_in_title(t, have, statement)
    ]
    failures += _doubled(statement, quote)
    failures += [Failure("entity", f"{a.text} {b.text}") for a, b in _titles(statement) if not _is_title(a, b, quote)]
    for entity in entities.find(statement.text) if entities else ():
        if not _is_said(entity.text, statement, quote) and not _is_marked(entity.text, statement):
            failures.append(Failure("entity", entity.text))
    return list(dict.fromkeys(failures))


def _is_in_title(token: Token, have: frozenset[str], statement: Reading, mark: Mark | None = None) -> bool:
    """Whether a word is part of a longer name that the quote has under another: "Sleep" in "American Academy of Sleep Medicine"."""
    least = mark.end - mark.start if mark else 1
    return any(
        m.family == "name" and m.key in have and m.covers(token.at) and m.end - m.start > least for m in statement.marks
    )


def _is_said(name: str, statement: Reading, quote: Reading) -> bool:
    """Whether the quote has a name word for word, or each of its words by an equal."""
    wanted = stems(name)
    places = [t.at for t in statement.tokens if t.stem in wanted]
    return share_of_words(name, quote) == 1 or (bool(places) and all(is_borne(at, statement, quote) for at in places))


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


def check_left_out(statement: Reading, quote: Reading) -> list[Failure]:
    """A special group of people of the quote that the statement leaves out, so that it reads as about everybody."""
    said = _with_implied(frozenset(m.key for m in _all_names(statement)), statement) | _of_age(statement)
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


def _of_age(reading: Reading) -> frozenset[str]:
    """Who a text is about by age: "8- to 11-year-olds" are children."""
    ages = [q for q in reading.quantities if q.unit == "year" and _is_of_people(q, reading)]
    years = [float(end) for q in ages for end in (q.low, q.high) if end and "/" not in end]
    return frozenset({_CHILD}) if years and max(years) < _GROWN else frozenset()


def _is_of_people(quantity: Quantity, reading: Reading) -> bool:
    before = [t.text for t in reading.tokens[max(0, quantity.start - 2) : quantity.start]]
    behind = [t.text for t in reading.tokens[quantity.end : quantity.end + 1]]
    return bool({"aged", "age", "ages"} & set(before)) or behind in (["old"], ["olds"])


def check_ill(statement: Reading, quote: Reading) -> list[Failure]:
    """ "Adults with fibromyalgia" of whom the statement speaks as adults: the one illness that a group is chosen by."""
    keys = {m.key for m in quote.marked("name") if _chooses(m, quote) and _is_told(m, quote, statement)}
    keys -= {"condition:rls"}
    if len(keys) != 1 or keys & {m.key for m in _all_names(statement)}:
        return []
    mark = next(m for m in quote.marked("name") if m.key in keys)
    return [] if _said_by_word(mark, quote, statement) else [Failure("population", mark.key.partition(":")[2])]


def _said_by_word(mark: Mark, quote: Reading, statement: Reading) -> bool:
    return any(is_borne(at, quote, statement) for at in range(mark.start, mark.end))


def _chooses(mark: Mark, reading: Reading) -> bool:
    """Whether a name of a condition follows "people with"."""
    before = [t.text for t in reading.tokens[max(0, mark.start - _QUALIFIED) : mark.start]]
    with_ = max((at for at, text in enumerate(before) if text == "with"), default=0)
    is_near = all(word.isalpha() and word not in _PARTED for word in before[with_ + 1 :])
    return mark.key.startswith("condition:") and with_ > 0 and before[with_ - 1] in _PEOPLE and is_near


def check_swapped(statement: Reading, quote: Reading) -> list[Failure]:
    """Names that have taken the place of another: what is said of one is what the quote says of another of its sort."""
    said, there = _places(statement), _places(quote)
    settled = [c.front | c.back for c in confirmed(statement, quote)]
    failures = []
    for key, rival in product(sorted(said.keys() & there.keys()), sorted(there.keys() - said.keys())):
        is_taken = fit(said[key], there[rival]) > fit(said[key], there[key]) + _TAKEN
        if (
            is_taken
            and _are_alike(key, rival)
            and not _are_kin(key, rival, quote)
            and not _are_listed(key, rival, quote)
        ):
            failures.append(Failure("entity", key.partition(":")[2]))
    failures += _chosen_by_another(statement, quote)
    for one, other in combinations(sorted(said.keys() & there.keys()), 2):
        kept = fit(said[one], there[one]) + fit(said[other], there[other])
        swapped = fit(said[one], there[other]) + fit(said[other], there[one])
        is_settled = any({one, other} <= names for names in settled)
        if (
            swapped > kept + _SWAPPED
            and _are_alike(one, other)
            and not is_settled
            and not _are_listed(one, other, quote)
        ):
            failures.append(Failure("entity", one.partition(":")[2]))
    return failures


def _chosen_by_another(statement: Reading, quote: Reading) -> list[Failure]:
    """ "People with gout who had RLS" of which the quote says "people with RLS who had gout"."""
    said, there = ({m.key for m in r.marked("name") if _chooses(m, r)} for r in (statement, quote))
    beside = {m.key for m in quote.marked("name")} - there
    if said & there or not there & {m.key for m in statement.marked("name")}:
        return []
    return [Failure("entity", key.partition(":")[2]) for key in sorted(said & beside)[:1]]


def check_kind(statement: Reading, quote: Reading) -> list[Failure]:
    """ "A 2015 survey" of which the quote says "a 2015 review": a kind of study with another one's year."""
    failures = []
    for year, key in _dated(statement):
        there = {k for y, k in _dated(quote) if y == year}
        implied = frozenset().union(*(quote.lexicon.implied.get(k, frozenset()) for k in there))
        wider = quote.lexicon.implied.get(key, frozenset())
        if there and key not in there | implied and not wider & there:
            failures.append(Failure("study", key.partition(":")[2]))
    return failures


def _dated(reading: Reading) -> list[tuple[str, str]]:
    """Each year with the kind of study that stands right behind it."""
    marks = [m for m in reading.marked("name") if m.key.startswith("study:")]
    return [
        (quantity.low, mark.key)
        for quantity in reading.quantities
        if _YEAR.fullmatch(quantity.low)
        for mark in marks[:]
        if 0 <= mark.start - quantity.end <= _DATED
    ]


def _are_alike(one: str, other: str) -> bool:
    return one.partition(":")[0] == other.partition(":")[0]


def _are_kin(one: str, other: str, quote: Reading) -> bool:
    """Whether one name says the other as well; who is an adult is said of nearly everybody."""
    implied = quote.lexicon.implied
    return other == _ANYBODY or other in implied.get(one, ()) or one in implied.get(other, ())


def _are_listed(one: str, other: str, quote: Reading) -> bool:
    marks = [m for m in quote.marks if m.family == "name"]
    pairs = [(m, o) for m in marks if m.key == one for o in marks if o.key == other]
    return any(_is_list(min(p, key=_start), max(p, key=_start), quote) for p in pairs)


def _start(mark: Mark) -> int:
    return mark.start


def _is_list(first: Mark, second: Mark, reading: Reading) -> bool:
    """Whether two names overlap or stand in one list, so that each is said what the other is said."""
    if first.end > second.start:
        return True
    items: list[int] = [0]
    for token in reading.tokens[first.end : second.start]:
        if token.text in (",", "and", "or", "nor"):
            items.append(0)
        else:
            items[-1] += 1
    return len(items) > 1 and items[0] <= 1 and max(items) <= _ITEM


def _places(reading: Reading) -> dict[str, list[Context]]:
    """What stands near each name, wherever it stands."""
    found: dict[str, list[Context]] = {}
    for mark in _all_names(reading):
        found.setdefault(mark.key, []).append(context(reading, mark.start, mark.end))
    return found


def _others(groups: frozenset[str] | set[str], quote: Reading) -> frozenset[str]:
    """Other people the quote speaks of apart from the group: "adults" beside "children", but not the women who are pregnant."""
    places = {at for m in quote.marked("name") if m.key in groups for at in range(m.start - 2, m.end + 2)}
    return (
        frozenset(m.key for m in quote.marked("name") if m.key.startswith("population:") and m.start not in places)
        - groups
    )


def _all_names(reading: Reading) -> list[Mark]:
    """Names, those inside a longer name of the same sort left out: "gabapentin" is not in "gabapentin enacarbil"."""
    marks = [m for m in reading.marks if m.family == "name"]
    return [m for m in marks if not any(_holds(o, m) for o in marks)]


def _with_implied(keys: frozenset[str], reading: Reading) -> frozenset[str]:
    return keys.union(*(reading.lexicon.implied.get(key, frozenset()) for key in keys))


def _is_age(mark: Mark, reading: Reading) -> bool:
    """ "31 and older": a bound of a number, not a group of people."""
    before = [t.text for t in reading.tokens[max(0, mark.start - 3) : mark.start]]
    has_joint = bool(before) and before[-1] in ("and", "or", "years")
    return has_joint and any(q.end in (mark.start - 1, mark.start) for q in reading.quantities)


def _holds(outer: Mark, inner: Mark) -> bool:
    return (
        outer.start <= inner.start
        and inner.end <= outer.end
        and outer.end - outer.start > inner.end - inner.start
        and outer.key.partition(":")[0] == inner.key.partition(":")[0]
        and outer.key != inner.key
    )


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
    return all(is_borne(at, statement, quote) for at in range(mark.start, mark.end))


def _is_marked(text: str, statement: Reading) -> bool:
    """Whether the word lists know the name, so that `check_names` has judged it already."""
    return any(_text(statement, m) == text.lower() for m in statement.marks if m.family in ("name", "same"))


def _text(reading: Reading, mark: Mark) -> str:
    return " ".join(t.text for t in reading.tokens[mark.start : mark.end])
