"""What no case asks for: claims of the post, sources, outcomes, languages, guard classes, and enough of each sort. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, get_args

from bot.answer import Outcome, Reason
from evals.cases import Case, Language, counts
from ingest.schema import ClaimFile

ENOUGH: Mapping[str, int] = {
    "covered": 200,
    "near-miss": 80,
    "multi-turn": 40,
    "typo": 30,
    "premise": 25,
    "disagreement": 20,
}
"""Fewest cases of a sort. Near-misses: what the content team asked for; the others keep an interval under 20 points wide."""
_PER_GUARD = 3
"""Fewest cases of a guard class: one may be lost to a change, and both halves need one."""
_MIXED = frozenset({"benign", "emergency"})
"""Classes that only collect other languages' examples of the others, or harmless ones."""
_HALVES = ("dev", "test")


class Wanted(NamedTuple):
    """What cases have to be there for."""

    claims: Sequence[ClaimFile]
    sources: Iterable[str]
    """Ids."""
    guards: Iterable[str]
    """Classes."""


def uncovered(cases: Sequence[Case], wanted: Wanted) -> Iterator[str]:
    """One line for everything that has no case, or too few of them; none when all is covered."""
    yield from _claims(cases, wanted.claims)
    cited = {source for case in cases for group in case.expect.sources_any for source in group}
    yield from (f"source {name}: no case wants it cited" for name in sorted(set(wanted.sources) - cited))
    alone = {case.expect.outcome[0] for case in cases if len(case.expect.outcome) == 1}
    yield from (
        f"outcome {name}: no case has it as the only right one" for name in get_args(Outcome) if name not in alone
    )
    reasons = {case.expect.reason for case in cases}
    yield from (f"reason {name}: no case" for name in get_args(Reason) if name not in reasons)
    spoken = {(case.language, case.half) for case in cases}
    yield from (
        f"language {name}: no case in the {half} half"
        for name in get_args(Language)
        for half in _HALVES
        if (name, half) not in spoken
    )
    yield from _guards(cases, wanted.guards)
    tags = counts(cases)["tag"]
    yield from (f"{name}: {tags[name]} cases, {least} wanted" for name, least in ENOUGH.items() if tags[name] < least)


def _claims(cases: Sequence[Case], claims: Sequence[ClaimFile]) -> Iterator[str]:
    """A claim's case cites the post and something else; where the research doubts the claim, it asks for that to be said."""
    for claim in claims:
        tag = f"claim:{claim.claim_id}"
        found = [case for case in cases if tag in case.tags and len(case.expect.sources_any) > 1]
        if not found:
            yield f"claim {claim.claim_id}: no case tagged {tag} that wants the post and another source cited"
        elif claim.verdict != "supports" and not any("disagreement" in case.expect.notices for case in found):
            yield f"claim {claim.claim_id}: {claim.verdict}, and no case wants the disagreement notice"


def _guards(cases: Sequence[Case], guards: Iterable[str]) -> Iterator[str]:
    for name in sorted(set(guards) - _MIXED):
        halves = [case.half for case in cases if f"guard:{name}" in case.tags]
        if len(halves) < _PER_GUARD or set(halves) != set(_HALVES):
            yield f"guard {name}: {len(halves)} cases in {len(set(halves))} halves, {_PER_GUARD} in both wanted"
