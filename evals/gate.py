"""Holds a run against agreed floors and against the last agreed run. Knows no bot; the figures stand in gate.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, ValidationError

from evals.errors import GateInvalid
from evals.measures import Measure, measures
from evals.record import Run
from evals.summary import Summary, scores
from ingest.schema import Model, Text

FILE = Path(__file__).with_name("gate.yaml")
_Share = Annotated[float, Field(ge=0, le=1)]


class Bound(Model):
    """What one measure may not do."""

    at_least: _Share
    """The rate may not be below this."""
    may_lose: _Share
    """Nor fall by more than this on the cases that both runs scored."""
    why: Text
    """Why the figures are what they are."""


class Gate(Model):
    """The agreed bounds of each suite."""

    smoke: dict[str, Bound]
    full: dict[str, Bound]


def load(path: Path = FILE) -> Gate:
    """The bounds.

    Raises:
        GateInvalid: The file is missing or says something it may not.
    """
    try:
        return Gate.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise GateInvalid(f"{str(path)!r}: {where}: {first['msg']}") from None
    except (OSError, yaml.YAMLError) as error:
        raise GateInvalid(f"{str(path)!r} cannot be read ({type(error).__name__}); restore it") from None


def complaints(run: Run, bounds: Mapping[str, Bound], agreed: Summary | None) -> list[str]:
    """What the run may not do but does, one line each; empty when it passes."""
    found = {m.name: m for m in measures(run)}
    lines = [f"{case}: could not be run" for case in run.broken]
    for name, bound in bounds.items():
        if name not in found:
            lines.append(f"{name}: no such measure; correct evals/gate.yaml")
        else:
            lines += _complaints(found[name], bound, run, agreed)
    return lines


def uncompared(run: Run, bounds: Mapping[str, Bound], agreed: Summary) -> list[str]:
    """The bounded measures that are held against their floor alone, since the agreed run was scored otherwise."""
    return [name for name in bounds if name in run.scorers and agreed.scorers.get(name) != run.scorers[name]]


def _complaints(measure: Measure, bound: Bound, run: Run, agreed: Summary | None) -> Iterator[str]:
    if measure.failed:
        yield f"{measure.name}: failed on {measure.failed} cases"
    if not measure.scored:
        yield f"{measure.name}: nothing was scored"
        return
    if measure.value < bound.at_least:
        yield f"{measure.name}: {measure}, below {bound.at_least}"
    if agreed and agreed.scorers.get(measure.name) == run.scorers[measure.name]:
        yield from _lost(measure.name, bound, run, agreed)


def _lost(name: str, bound: Bound, run: Run, agreed: Summary) -> Iterator[str]:
    same = {k.case.id for k in run.kept if agreed.is_of(k.case)}
    now = {case: by[name] for case, by in scores(run).items() if name in by and case in same}
    then = {case: by[name] for case, by in agreed.scores.items() if name in by}
    both = sorted(now.keys() & then.keys())
    if not both:
        return
    before, after = (sum(s[c].met for c in both) / sum(s[c].of for c in both) for s in (then, now))
    # A rate also falls when a case that was always met says less; ground is lost only where some case does worse.
    worse = [c for c in both if now[c].share < then[c].share]
    if worse and before - after > bound.may_lose + 1e-9:
        yield (
            f"{name}: {before:.3f} to {after:.3f} on {len(both)} cases, more than {bound.may_lose} lost. "
            f"Worse: {', '.join(worse[:8])}{' …' * (len(worse) > 8)}"
        )
