"""What waits at the desk: by why it is there and how long, and for whom. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from evals.desk.rules import RULES
from evals.desk.work import Work

AGES: Mapping[str, timedelta] = {
    "under a day": timedelta(days=1),
    "1 to 7 days": timedelta(days=7),
    "8 to 30 days": timedelta(days=30),
    "older": timedelta.max,
}
"""Groups of waiting items by how long they have been there; each goes up to its figure."""
RECENT = timedelta(days=7)


class Queue(NamedTuple):
    """Items that one rule, or the lot, brought and that are not finished."""

    rule: str
    by_age: tuple[int, ...]
    """As many as there are `AGES`."""

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_age)


class Share(NamedTuple):
    """One reviewer."""

    name: str
    waiting: int
    """Items they can review now."""
    begun: int
    """Of these, begun and not handed in."""
    handed_in: int
    recent: int
    """Handed in within the last seven days."""


def queues(work: Work, now: datetime) -> tuple[Queue, ...]:
    """Every queue, the empty ones included, in the order in which items are handed out."""
    counted: Counter[tuple[str, str]] = Counter()
    for entry in work.live:
        if not work.is_done(entry) and entry.id not in work.adjudications:
            counted[(entry.rules or ("random",))[0], _age(now - entry.created_at)] += 1
    return tuple(Queue(rule, tuple(counted[rule, age] for age in AGES)) for rule in (*RULES, "random"))


def reviewers(work: Work, known: Collection[str], now: datetime) -> tuple[Share, ...]:
    """Everybody who can sign in or has reviewed, by name."""
    begun = {name for names in work.started.values() for name in names}
    done = {name for by in work.finals.values() for name in by}
    asked = {name for names in work.assigned.values() for name in names}
    return tuple(_share(work, name, now) for name in sorted({*known, *begun, *done, *asked}))


def _share(work: Work, name: str, now: datetime) -> Share:
    waiting = work.waiting_for(name)
    records = [by[name] for by in work.finals.values() if name in by]
    begun = sum(name in work.started.get(entry.id, ()) for entry in waiting)
    return Share(name, len(waiting), begun, len(records), sum(now - r.at <= RECENT for r in records))


def _age(waited: timedelta) -> str:
    return next(name for name, limit in AGES.items() if waited <= limit)
