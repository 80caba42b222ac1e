"""Who has what to do, where reviewers disagree, and what has been settled. Pure: knows no table and no page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from evals.desk.items import Entry, Items
from evals.desk.judgement import Judgement
from evals.desk.reviews import ADJUDICATION, Record, Reviews
from evals.desk.rules import RULES, lot

How = Literal["adjudicated", "agreed", "one reviewer"]


class Settled(NamedTuple):
    """What holds of an item, and how that came about."""

    judgement: Judgement
    how: How


class Point(NamedTuple):
    """Something on which two people differ: a statement by its number, or the answer, 0; and who said what."""

    statement: int
    said: Mapping[str, str]


@dataclass(frozen=True)
class Work:
    """Everything that is in the desk, at one moment."""

    entries: tuple[Entry, ...]
    finals: Mapping[int, Mapping[str, Record]]
    """By item and reviewer, what they handed in last."""
    adjudications: Mapping[int, Record]
    started: Mapping[int, frozenset[str]]
    """By item, who has begun."""
    assigned: Mapping[int, Collection[str]]

    @cached_property
    def live(self) -> tuple[Entry, ...]:
        """Items whose words are still there."""
        return tuple(entry for entry in self.entries if not entry.is_forgotten)

    def waiting_for(self, name: str) -> tuple[Entry, ...]:
        """What this person can review now: theirs by assignment first, then by rule, then the oldest."""
        return tuple(sorted((e for e in self.live if self._waits_for(e, name)), key=lambda e: self._order(e, name)))

    def _waits_for(self, entry: Entry, name: str) -> bool:
        if name in self.finals.get(entry.id, ()):
            return False
        asked = self.assigned.get(entry.id, ())
        if name in asked:
            return True
        others = (set(self.started.get(entry.id, ())) | set(asked)) - {name}
        return len(others) < entry.wanted and entry.id not in self.adjudications

    def _order(self, entry: Entry, name: str) -> tuple[bool, bool, int, int]:
        rank = {rule: n for n, rule in enumerate(RULES)}
        first = min((rank.get(rule, len(rank)) for rule in entry.rules), default=len(rank))
        has_begun = name in self.started.get(entry.id, ())
        return (name not in self.assigned.get(entry.id, ()), not has_begun, first, entry.id)

    def is_done(self, entry: Entry) -> bool:
        """Whether as many people handed in as should."""
        return len(self.finals.get(entry.id, ())) >= max(entry.wanted, len(self.assigned.get(entry.id, ())))

    def disagreements(self) -> tuple[tuple[Entry, tuple[Point, ...]], ...]:
        """Finished items on which reviewers differ and nobody has decided yet."""
        found = [
            (e, differences(self.finals[e.id]))
            for e in self.live
            if e.id in self.finals and self.is_done(e) and e.id not in self.adjudications
        ]
        return tuple((entry, points) for entry, points in found if points)

    def settled(self, entry: Entry) -> Settled | None:
        """What holds of an item: the adjudication, else what all its reviewers say; None while that is open."""
        if (decided := self.adjudications.get(entry.id)) is not None:
            return Settled(decided.judgement, "adjudicated")
        finals = self.finals.get(entry.id, {})
        if not finals or not self.is_done(entry) or differences(finals):
            return None
        first = next(iter(finals.values()))
        return Settled(first.judgement, "agreed" if len(finals) > 1 else "one reviewer")

    def backlog(self) -> Counter[str]:
        """Items not yet finished, by the first rule that picked them."""
        return Counter(
            (entry.rules or ("random",))[0]
            for entry in self.live
            if not self.is_done(entry) and entry.id not in self.adjudications
        )


def differences(finals: Mapping[str, Record]) -> tuple[Point, ...]:
    """Every point on which what was handed in differs."""
    if len(finals) < 2:
        return ()
    numbers = sorted({n for record in finals.values() for n in record.judgement.verdicts})
    points = [Point(n, {name: str(r.judgement.verdicts.get(n, "")) for name, r in finals.items()}) for n in numbers]
    points.append(Point(0, {name: r.judgement.call for name, r in finals.items()}))
    return tuple(point for point in points if len(set(point.said.values())) > 1)


def wanted_reviewers(key: str, double: float) -> int:
    """Two for a seeded share of the items, else one."""
    return 2 if lot(key, "double") < double else 1


def look(items: Items, reviews: Reviews) -> Work:
    """Read what is in the desk."""
    finals: dict[int, dict[str, Record]] = defaultdict(dict)
    adjudications: dict[int, Record] = {}
    for record in reviews.latest_finals():
        if record.stream == ADJUDICATION:
            adjudications[record.item] = record
        else:
            finals[record.item][record.author] = record
    return Work(items.entries(), finals, adjudications, _started(reviews.in_force()), reviews.assigned())


def _started(records: Iterable[Record]) -> dict[int, frozenset[str]]:
    begun: dict[int, set[str]] = defaultdict(set)
    for record in records:
        if record.stream != ADJUDICATION:
            begun[record.item].add(record.author)
    return {item: frozenset(names) for item, names in begun.items()}
