"""The lock on hedges: a "may", "small" or "not significant" of the quote stays; nothing is made more certain."""

from __future__ import annotations

from bot.verify.denials import CORE, all_denials
from bot.verify.numbers import Quantity
from bot.verify.reading import Mark, Reading, Token
from bot.verify.surer import added, is_not_only, is_of_amount
from bot.verify.units import UNIT_OF
from bot.verify.verdict import Failure
from bot.verify.wordmatch import is_borne
from ingest.lexical import stem

_REACH = {
    "possible": (0, 3), "likely": (0, 3), "suggests": (0, 3), "said": (0, 4), "unsure": (3, 2), "weak": (2, 3),
    "small": (0, 1), "insignificant": (3, 2), "often": (1, 2), "some": (0, 2), "rare": (1, 2), "short": (2, 2),
    "condition": (1, 3), "only": (1, 2),
}  # fmt: skip
"""Content words before and behind a hedge that it bears on."""
_STANDS_FOR = {
    "possible": {"possible", "likely", "suggests", "unsure", "weak", "some", "said", "often", "rare"},
    "likely": {"likely", "possible", "suggests", "often", "unsure", "said"},
    "suggests": {"suggests", "possible", "likely", "weak", "unsure", "said"},
    "said": {"said", "reports", "suggests", "possible", "likely", "unsure"},
    "unsure": {"unsure", "weak", "suggests", "possible", "insignificant", "condition"},
    "weak": {"weak", "unsure", "small", "possible", "suggests"},
    "small": {"small", "weak", "some", "rare"},
    "insignificant": {"insignificant", "unsure"},
    "often": {"often", "likely", "possible", "some"},
    "some": {"some", "rare", "possible", "often"},
    "rare": {"rare"},
    "short": {"short"},
    "condition": {"condition", "only"},
    "only": {"only", "condition"},
}
"""Hedges that keep what a hedge of the quote says."""
_PREDICATES = ("likely", "possible")
"""Hedges that may stand behind all they bear on."""
_FEW = 12
"""People from whom nothing follows for everybody, at most. A guess."""
_SIGNIFICANT = "signific"
_WHEN = frozenset(
    "when whenever while who someone somebody anyone anybody taken taking using together such after".split()
)
"""Words that set a condition without an "if": "taken together", "when a cause is suspected", "people who"."""
_IFS = frozenset("if when whenever unless".split())
"""Words after which a thing is not said to happen: "if it makes you drowsy" keeps "can make people drowsy"."""
_LIKE = frozenset("such like example eg including".split())
"""Words that name some of many: "medicines such as" keeps "some medicines"."""
_PEOPLE = frozenset("people those anyone anybody someone patients adults women men children person".split())
_GOVERNS = 4
"""Tokens from such a word to the condition it sets, at most. A guess."""
_SHARE = {"possible": 0.3}
"""Share of those words that the statement must say to owe the hedge; half for the others. Guesses."""
_WEAK = frozenset("weak weakly thin limited poor scarce shaky".split())
"""Words for little evidence that are said of other things too."""
_EVIDENCE = frozenset(
    stem(word)
    for word in "evidence proof data study trial certainty quality support link association effect benefit result finding review research knowledge value recommendation".split()
)
_EVIDENCE_NEAR = 6
"""Tokens from such a word to the evidence that it is of, at most. A guess."""
_STOPS = frozenset(".;:()?!")
_FAR = 20
"""Tokens between a hedge and what it bears on. A guess."""


def check_hedges(statement: Reading, quote: Reading) -> list[Failure]:
    """Hedges of the quote that the statement drops, and certainty that it adds."""
    said = [m for m in _apart(quote) if not (m.key == "some" and _is_before_unit(m, quote))]
    owed = [(m, places) for m in said if (places := _owed(m, quote, statement))]
    kept: dict[int, set[int]] = {}
    for mark, places in owed:  # one word may be a hedge in two ways, and owes what stands for both
        stand = {
            m.start
            for m in statement.marks
            if m.family == "hedge"
            and m.key in _STANDS_FOR[mark.key]
            and _near(m, places)
            and not (mark.key == "only" and is_not_only(m, statement))
            and not (m.key == "some" and _is_before_unit(m, statement))
        }
        kept[mark.start] = stand & kept.get(mark.start, stand)
    words = {mark.start: mark for mark, _ in owed}
    lost = [list(kept)[at] for at in _unpaired(list(kept.values()))]
    failures = [
        Failure("hedge", _text(quote, words[at])) for at in lost if not _is_shared(at, kept, quote, statement.stems)
    ]
    return failures + added(statement, quote) + _significant(statement, quote) + _of_few(statement, quote)


def _of_few(statement: Reading, quote: Reading) -> list[Failure]:
    """What a handful of people had, said with neither their number nor a hedge as if it were so of everybody."""
    few = [q for q in quote.quantities if _is_few(q, quote)]
    many = [q for q in quote.quantities if not q.unit and q not in few and _counts_people(q, quote)]
    is_told = any(q.low in {f.low for f in few} for q in statement.quantities)
    is_hedged = any(m.key in _STANDS_FOR for m in statement.marked("hedge"))
    return [Failure("hedge", few[0].shown)] if few and not many and not is_told and not is_hedged else []


def _is_few(quantity: Quantity, reading: Reading) -> bool:
    is_whole = quantity.low.isdigit() and not quantity.high and not quantity.unit
    return is_whole and int(quantity.low) <= _FEW and _counts_people(quantity, reading)


def _counts_people(quantity: Quantity, reading: Reading) -> bool:
    return any(t.text in _PEOPLE for t in reading.tokens[quantity.end : quantity.end + 2])


def _significant(statement: Reading, quote: Reading) -> list[Failure]:
    """ "Significant" said plainly, where the quote says the word only of what did not reach it."""
    said, there = _plainly_significant(statement), _plainly_significant(quote)
    is_spoken_of = any(t.stem == _SIGNIFICANT for t in quote.tokens)
    return [Failure("hedge", "significant")] if said and not there and is_spoken_of else []


def _plainly_significant(reading: Reading) -> bool:
    """Whether the word stands somewhere with no "not" in its clause before it and in no phrase that takes it back."""
    return any(
        t.stem == _SIGNIFICANT
        and not any(m.key == "insignificant" and m.covers(t.at) for m in reading.marks)
        and not any(0 < t.at - d.mark.start <= _GOVERNS for d in all_denials(reading))
        for t in reading.tokens
    )


def _is_before_unit(mark: Mark, reading: Reading) -> bool:
    """ "Several weeks", "a few nights": an amount, and no "some of them"."""
    return [UNIT_OF.get(t.text) is not None for t in reading.tokens[mark.end : mark.end + 1]] == [True]


def _is_said(at: int, reading: Reading) -> bool:
    """Whether a hedge is what somebody thinks, which stands for no "some" or "may" beside it."""
    return any(m.key == "said" and m.covers(at) for m in reading.marked("hedge"))


def _is_shared(lost: int, kept: dict[int, set[int]], quote: Reading, stems: frozenset[str]) -> bool:
    """Whether a hedge of the same clause ("some may") is kept by a word that stands for this one too."""
    clause = quote.clause(lost)
    return any(
        kept[lost] & kept[other]
        for other in kept
        if other != lost and other in clause and not (_is_said(other, quote) and quote.tokens[other].stem in stems)
    )


def _apart(quote: Reading) -> list[Mark]:
    """The hedges of a quote, of neighbours ("may seem") and of conditions in a row ("if ... or if") the first only."""
    found: list[Mark] = []
    for mark in quote.marked("hedge"):
        is_again = mark.key == "condition" and any(m.key == "condition" for m in found)
        if not is_again and not (found and mark.start - found[-1].end in (0, 1)):
            found.append(mark)
    return found


def _owed(mark: Mark, quote: Reading, statement: Reading) -> list[int]:
    """Where a statement says what a hedge of the quote bears on; nowhere when it owes it no hedge."""
    if mark.key not in _REACH or _is_cannot(mark, quote) or is_of_amount(mark, quote) or _is_back(mark, quote):
        return []
    if _is_of_body(mark, quote) or _is_how(mark, quote):
        return []
    places = _used(mark, quote, statement)
    if mark.key == "possible":
        places = [at for at in places if not _is_supposed(at, statement)]
    if mark.key == "some" and any(t.text in _LIKE for t in statement.tokens):
        return []
    whens = [t.at for t in statement.tokens if _sets_condition(t, statement)] if mark.key == "condition" else []
    return [] if any(0 < at - when <= _GOVERNS for at in places for when in whens) else places


def _is_of_body(mark: Mark, reading: Reading) -> bool:
    """ "Weak reflexes", "thin bones": what is weak is no evidence."""
    near = reading.tokens[max(0, mark.start - _EVIDENCE_NEAR) : mark.end + _EVIDENCE_NEAR]
    is_bare = mark.end - mark.start == 1 and reading.tokens[mark.start].text in _WEAK
    return is_bare and not any(t.stem in _EVIDENCE for t in near)


def _is_how(mark: Mark, reading: Reading) -> bool:
    """ "How certain the evidence was" says of nothing that it is so of some only."""
    return mark.key == "some" and mark.start > 0 and reading.tokens[mark.start - 1].text == "how"


def _is_back(mark: Mark, reading: Reading) -> bool:
    """ "If this happens": what is said before is the condition."""
    return mark.key == "condition" and [t.text for t in reading.tokens[mark.end : mark.end + 1]] in (["this"], ["so"])


def _sets_condition(token: Token, reading: Reading) -> bool:
    """Whether a word sets a condition without an "if": "when", "people with", "a medicine that"."""
    if token.text in _WHEN:
        return True
    before = reading.tokens[token.at - 1] if token.at else None
    if before is None or not before.is_word:
        return False
    return (token.text in ("with", "that") and before.text in _PEOPLE) or (token.text == "that" and not before.is_light)


def _is_supposed(at: int, reading: Reading) -> bool:
    """Whether a word stands in an "if" or "when" clause, which says of nothing that it is so."""
    clause = reading.clause(at)
    return any(reading.tokens[place].text in _IFS for place in range(clause.start, at))


def _unpaired(choices: list[set[int]]) -> list[int]:
    """The hedges that are left without one of the statement when no word may stand for two.

    Args:
        choices: For each hedge the places of the words that may stand for it.
    """
    held: dict[int, int] = {}

    def give(at: int, seen: set[int]) -> bool:
        for place in sorted(choices[at] - seen):
            seen.add(place)
            if place not in held or give(held[place], seen):
                held[place] = at
                return True
        return False

    return [at for at in range(len(choices)) if not give(at, set())]


def _is_cannot(mark: Mark, reading: Reading) -> bool:
    """ "Cannot" says for sure what "can" leaves open."""
    following = reading.tokens[mark.end].text if mark.end < len(reading.tokens) else ""
    return reading.tokens[mark.start].text in ("can", "could") and following == "not"


def _used(mark: Mark, quote: Reading, statement: Reading) -> list[int]:
    """Where the statement says what the hedge bears on; nowhere when it says less than a third of it."""
    before, behind = _REACH[mark.key]
    clause = _around(mark, quote)
    words: list[Token] = [t for t in quote.content if clause.start <= t.at < mark.start][-before:] if before else []
    following = [t for t in quote.content if mark.end <= t.at < clause.stop][:behind]
    if mark.key in _PREDICATES and not any(
        t.is_word for t in quote.tokens[mark.end : clause.stop]
    ):  # "placebo effects are likely"
        words = [t for t in quote.content if clause.start <= t.at < mark.start][-CORE:]
    words += following
    borne = [t for t in words if is_borne(t.at, quote, statement)]
    if not borne or len(borne) < _SHARE.get(mark.key, 0.5) * len(words):
        return []
    senses = frozenset().union(*(quote.senses[t.at] for t in borne))
    return [t.at for t in statement.content if statement.senses[t.at] & senses] or [0]


def _around(mark: Mark, reading: Reading) -> range:
    """The tokens about a mark as far as the next full stop, semicolon or bracket."""
    stops = [t.at for t in reading.tokens if t.text in _STOPS]
    start = max((at + 1 for at in stops if at < mark.start), default=0)
    return range(start, min((at for at in stops if at >= mark.end), default=len(reading.tokens)))


def _near(mark: Mark, places: list[int]) -> bool:
    return any(mark.start - _FAR <= at < mark.end + _FAR for at in places)


def _text(reading: Reading, mark: Mark) -> str:
    return " ".join(t.text for t in reading.tokens[mark.start : mark.end])
