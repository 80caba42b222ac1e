"""The lock on clauses: what is said in one of two clauses set against each other ("... but ...") is not said in the other."""

from __future__ import annotations

from itertools import combinations, permutations

from bot.verify.comparisons import comparisons
from bot.verify.reading import Reading, Token
from bot.verify.verdict import Failure

_OPENERS = frozenset("while whereas although though".split())
_JOINTS = frozenset("but while whereas although though ; .".split())


def check_crossed(statement: Reading, quote: Reading) -> list[Failure]:
    """Two clauses of the statement each of which mixes words of the one and of the other clause of the quote."""
    there = _clauses(quote)
    senses = [frozenset().union(*(quote.senses[t.at] for t in clause)) for clause in there]
    mixing = [
        c for c in _clauses(statement) if not any(all(statement.senses[t.at] & said for t in c) for said in senses)
    ]
    for one, other in combinations(mixing, 2):
        for i, j in permutations(range(len(there)), 2):
            first, second = senses[i] - senses[j], senses[j] - senses[i]
            mixed = _of(one, first, second, statement), _of(other, first, second, statement)
            if all(mine and theirs for mine, theirs in mixed):
                return [Failure("entity", mixed[0][1][0].text)]
    return _spread(statement, quote)


def _spread(statement: Reading, quote: Reading) -> list[Failure]:
    """A name in two clauses, where the quote has it in one and another of its sort, left out here, in the other."""
    said, there = _named(statement), _named(quote)
    lost = frozenset().union(*there) - frozenset().union(*said)
    for key in frozenset().union(*(one & other for one, other in combinations(said, 2))):
        homes = [names for names in there if key in names]
        rivals = {k for names in there if key not in names for k in names & lost if _sort(k) == _sort(key)}
        if len(homes) == 1 and rivals:
            return [Failure("entity", key.partition(":")[2])]
    return []


def _named(reading: Reading) -> list[frozenset[str]]:
    """The names in each clause set against another."""
    ends = sorted(_joints(reading))
    bounds = zip([-1, *ends], [*ends, len(reading.tokens)], strict=True)
    marks = reading.marked("name")
    return [frozenset(m.key for m in marks if start < m.start and m.end <= stop) for start, stop in bounds]


def _sort(key: str) -> str:
    return key.partition(":")[0]


def _clauses(reading: Reading) -> list[list[Token]]:
    found: list[list[Token]] = [[]]
    behind = {at for c in comparisons(reading) for at in c.behind}
    words = {t.at for t in reading.content if t.at not in behind and not _is_place(t, reading)}
    depth = 0
    joints = _joints(reading)
    for token in reading.tokens:
        depth += (token.text == "(") - (token.text == ")")
        if token.at in joints:
            found.append([])
        elif token.at in words and not depth:  # who says it, in brackets, belongs to no clause
            found[-1].append(token)
    return [clause for clause in found if clause]


def _joints(reading: Reading) -> frozenset[int]:
    """Where clauses are set against each other; after an "although" that opens a text, the comma."""
    found = {t.at for t in reading.tokens if t.text in _JOINTS and t.at > 0}
    if reading.tokens and reading.tokens[0].text in _OPENERS:
        found |= {
            t.at for t in reading.tokens if t.text == "," and not any(o.text == "," for o in reading.tokens[: t.at])
        }
    return frozenset(found)


def _is_place(token: Token, reading: Reading) -> bool:
    return any(sense.startswith("place:") for sense in reading.senses[token.at])


def _of(
    clause: list[Token], first: frozenset[str], second: frozenset[str], reading: Reading
) -> tuple[list[Token], list[Token]]:
    """The words of a clause that only the one clause of the quote has, and those that only the other has."""
    mine = [t for t in clause if reading.senses[t.at] & first and not reading.senses[t.at] & second]
    theirs = [t for t in clause if reading.senses[t.at] & second and not reading.senses[t.at] & first]
    return mine, theirs
