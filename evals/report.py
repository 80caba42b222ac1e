"""A run as one page that needs nothing else, and as Markdown. Knows no file but its template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evals import plots
from evals.measures import Measure, measure, measures
from evals.record import Kept, Run
from evals.score import Score

AIMS: Mapping[str, float] = {
    "outcome": 0.95,
    "abstention_recall": 0.9,
    "abstention_precision": 0.9,
    "multi_turn": 0.9,
    "sources_first_4": 0.9,
    "facts": 0.85,
}
"""From the product's brief."""
_SOFT = ("sources_precision", "leads")
"""Bounds, not faults: a citation the case does not name may be right, so it makes no case a bad one."""


def html(run: Run, means: Mapping[str, str]) -> str:
    """The page.

    Args:
        means: What a full score says, by scorer.
    """
    folder = Path(__file__).parent
    page = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    ranked = worst_first(run.kept)
    found = measures(run)
    return page.get_template("report.html.jinja").render(
        date=run.date,
        versions=run.versions,
        scorers=run.scorers,
        kept=run.kept,
        broken=run.broken,
        measures=found,
        means={name: means.get(name, "") for name in run.scorers},
        aims=AIMS,
        worst=[k for k in ranked if faults(k)],
        ranked=ranked,
        rates=plots.rates(found, AIMS),
        sorts=plots.by_sort(by_sort(run)),
        halves=tuple(zip(*by_half(run).values(), strict=True)),
        amounts=plots.amounts(_amounts(run)),
    )


def worst_first(kept: Sequence[Kept]) -> list[Kept]:
    """Cases by how much was missed: a wrong outcome and broken grounding before missing sources or facts."""
    return sorted(kept, key=lambda k: (-_weight(k), k.case.id))


def faults(kept: Kept) -> list[str]:
    """What was missed and is a fault."""
    return [m for m in kept.missed if m.partition(":")[0] not in _SOFT]


_HEAVY = ("red_flags", "forbidden", "quotes_exact", "supported", "lanes", "outcome")


def _weight(kept: Kept) -> int:
    return sum(10 if m.partition(":")[0] in _HEAVY else 1 for m in faults(kept))


def by_sort(run: Run) -> dict[str, Measure]:
    """Outcome accuracy by a case's first tag, and by half."""
    sorts: dict[str, list[Kept]] = {}
    for kept in run.kept:
        sorts.setdefault(kept.case.tags[0], []).append(kept)
    for kept in run.kept:
        sorts.setdefault(f"{kept.case.half} half", []).append(kept)
    return {sort: measure("outcome", cases) for sort, cases in sorts.items()}


def by_half(run: Run) -> dict[str, tuple[Measure, ...]]:
    """The measures that have an aim, over each half: `dev` may have been fitted on, `test` never was."""
    halves = {half: [k for k in run.kept if k.case.half == half] for half in ("dev", "test")}
    aimed = [name for name in AIMS if name in run.scorers]
    return {half: tuple(measure(name, kept) for name in aimed) for half, kept in halves.items()}


def _amounts(run: Run) -> dict[str, tuple[str, list[float]]]:
    found = {
        name: (unit, [r.met for k in run.kept if isinstance(r := k.results.get(name), Score)])
        for name, unit in run.units.items()
    }
    return {name: pair for name, pair in found.items() if pair[1]}


def markdown(run: Run) -> str:
    """The same figures as text, with the cases that missed something by what they missed."""
    lines = [
        f"# Evaluation: {run.versions['suite']} suite, {len(run.kept)} cases",
        "",
        f"{run.date or 'Date not kept'}. Commit {run.versions['commit']}, corpus {run.versions['corpus']}, index {run.versions['index']}, "
        f"composer {run.versions['composer']}, cases {run.versions['cases']}. {len(run.broken)} cases could not be run.",
        "",
        "| measure | value, 95 % interval | aim | scored | unscored | failed |",
        "|---|---|---|---|---|---|",
        *(
            f"| {m.name} | {m} | {AIMS.get(m.name, '')} | {m.scored} | {m.unscored} | {m.failed} |"
            for m in measures(run)
        ),
        "",
        "| right outcome by sort and half | value, 95 % interval |",
        "|---|---|",
        *(f"| {sort} | {m} |" for sort, m in by_sort(run).items()),
        "",
        "| measure with an aim | dev half | test half |",
        "|---|---|---|",
        *(f"| {dev.name} | {dev} | {test} |" for dev, test in zip(*by_half(run).values(), strict=True)),
        "",
        "## What was missed",
    ]
    for cause, cases in causes(run).items():
        lines += ["", f"{cause} ({len(cases)}): {', '.join(cases)}"]
    return "\n".join(lines) + "\n"


def causes(run: Run) -> dict[str, list[str]]:
    """Case ids by what they missed, most frequent first. Missing sources and facts are one cause each."""
    found: dict[str, list[str]] = {}
    for kept in run.kept:
        for fault in dict.fromkeys(_cause(f) for f in faults(kept)):
            found.setdefault(fault, []).append(kept.case.id)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def _cause(fault: str) -> str:
    name, _, phrase = fault.partition(": ")
    return f"{name}: {phrase}" if name in ("outcome", "notices") else name
