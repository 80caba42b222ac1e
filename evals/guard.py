"""How well the guards do on families they have not seen: rules as they are, the classifier trained on the other half.

The rules were written without the families marked `held`. For each seed the situations with a held family are halved: the
classifier is trained without one half, its copies in other languages included, and both are measured on the held families of it.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.guards.guard import Guards
from bot.guards.parts import judged_texts
from bot.guards.ruling import Ruling
from evals.intervals import Rate, wilson
from ingest.embedder import Embedder, Read
from ingest.everyday import Said
from ingest.guard_examples import NONE, Example, Labelled, WordLists
from ingest.guard_model import GuardModel
from ingest.guard_train import train
from ingest.index import Index

SEEDS = (1, 2, 3, 4, 5)
_SEVERE = ("emergency", "crisis", "urgent")


@dataclass
class Tally:
    """Counts over all seeds, and every message that went wrong."""

    recall: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    precision: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    summary: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    locked: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    """The summary over messages of locked situations alone."""
    reliability: dict[int, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    confused: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)

    def rate(self, counts: Sequence[int]) -> Rate:
        """Hits and total as a rate."""
        return wilson(counts[0], counts[1])


class Held(NamedTuple):
    """A message that is measured on."""

    texts: tuple[Said, ...]
    """What the classifier judges of it, from `judged_texts`."""
    read: Read
    """The same, as the embedder reads it."""
    nearest: float
    """Cosine of the nearest thing that the corpus answers."""


@dataclass(frozen=True)
class Embedded:
    """The labelled messages as the guards need them."""

    examples: Sequence[Example]
    read: Read
    """What the classifier is trained on."""
    said: Sequence[Said]
    """What it learns from."""
    held: Mapping[int, Held]
    """The held messages, by their row."""


def embedded(labelled: Labelled, embedder: Embedder, index: Index) -> Embedded:
    """Every message, read once."""
    said, examples = labelled.said(), labelled.examples
    rows = [n for n, e in enumerate(examples) if e.split == "held"]
    texts = [tuple(map(labelled.lists.everyday.said, judged_texts(examples[n].text))) for n in rows]
    trained_on, *judged = reads([[text.english for text in group] for group in (said, *texts)], embedder)
    nearest = [max((hit.cosine for hit in index.nearest(trained_on.vectors[n], 5)), default=0.0) for n in rows]
    return Embedded(examples, trained_on, said, dict(zip(rows, map(Held, texts, judged, nearest), strict=True)))


def reads(groups: Sequence[Sequence[str]], embedder: Embedder) -> list[Read]:
    """Groups of texts as the embedder reads them; one that comes again is read once."""
    row = {text: n for n, text in enumerate(dict.fromkeys(text for group in groups for text in group))}
    every = embedder.read(list(row))
    return [every.of([row[text] for text in group]) for group in groups]


def splits(examples: Sequence[Example], seed: int) -> tuple[list[int], list[int]]:
    """Rows to train on and rows to measure on; no situation is in both, whatever the language it is told in."""
    held = sorted({e.situation for e in examples if e.split == "held"})
    random.Random(seed).shuffle(held)
    tested = set(held[: len(held) // 2])
    test = [n for n, e in enumerate(examples) if e.situation in tested and e.split == "held"]
    return [n for n, e in enumerate(examples) if e.situation not in tested], test


def is_locked(situation: str) -> bool:
    """Whether nobody who writes rules or word lists looks at a situation's messages: a fifth, by a hash of its name."""
    return int(hashlib.sha256(situation.encode()).hexdigest(), 16) % 5 == 0


def measure(
    messages: Embedded,
    asks: Read,
    guards: Guards,
    lists: WordLists,
    seeds: Iterable[int] = SEEDS,
) -> Tally:
    """Judge every held-out message once for each seed that holds it out."""
    tally, examples = Tally(), messages.examples
    triaged = {n: guards.triage([examples[n].text]) for n in messages.held}
    for seed in seeds:
        rows, test = splits(examples, seed)
        said = [messages.said[n] for n in rows]
        model = train([examples[n] for n in rows], messages.read.of(rows), said, asks, lists)
        for n in test:
            texts, read, nearest = messages.held[n]
            _count(tally, examples[n], guards.judge(triaged[n], model, texts, read, nearest))
            if examples[n].is_part:
                continue
            whole = read.of([0])
            chances = model.probabilities(texts[:1], whole.vectors, model.noticed(whole))
            _count_probabilities(tally, examples[n], model, chances[0])
    return tally


def bands(tally: Tally) -> list[tuple[str, Rate]]:
    """Reliability of the emergency, crisis and urgent labels together: share that truly is, per band of probability."""
    return [(f"{b / 10:.1f} to {(b + 1) / 10:.1f}", wilson(*counts)) for b, counts in sorted(tally.reliability.items())]


def _count_probabilities(tally: Tally, example: Example, model: GuardModel, p: NDArray[np.float32]) -> None:
    for name, probability in zip(model.labels, p, strict=True):
        if name in _SEVERE:
            counts = tally.reliability[min(9, int(float(probability) * 10))]
            counts[0] += example.outcome == name
            counts[1] += 1


def _count(tally: Tally, example: Example, ruling: Ruling) -> None:
    got = ruling.outcome or "answered"
    if example.is_part:
        taken = tally.summary["parts of long harmless messages taken for danger"]
        taken[0] += got in _SEVERE
        taken[1] += 1
        return
    named = _label(example)
    is_right = _is_right(example, ruling)
    tally.recall[named, example.language][0] += is_right
    tally.recall[named, example.language][1] += 1
    for seen in _labels_given(ruling):
        tally.precision[seen][0] += _is_meant(seen, named, example)
        tally.precision[seen][1] += 1
    if not is_right and not is_locked(example.situation):
        tally.confused[
            named, got + (f" ({ruling.guard_class})" if ruling.guard_class else ""), example.text, example.family
        ] += 1
    _summarise(tally.summary, example, ruling, is_right)
    if is_locked(example.situation):
        _summarise(tally.locked, example, ruling, is_right)


def _is_meant(seen: str, named: str, example: Example) -> bool:
    """Whether a class that was given is no mistake; a limit may be one of several, and all emergencies are one."""
    if seen.startswith("emergency"):
        return example.outcome == "emergency"
    return seen == named or (seen.startswith("limit-") and example.unlike != seen)


def _summarise(summary: dict[str, list[int]], example: Example, ruling: Ruling, is_right: bool) -> None:
    got = ruling.outcome or "answered"

    def add(name: str, hit: bool) -> None:
        summary[name][0] += hit
        summary[name][1] += 1

    if example.outcome in ("emergency", "crisis"):
        add(f"{example.outcome} recall", is_right)
    if example.outcome in _SEVERE:
        add("urgent-or-higher recall", got in _SEVERE)
        add("urgent-or-higher, or answered with what to do if it is", got in _SEVERE or ruling.is_undecided)
    if example.outcome == "declined":
        add("declined recall", is_right)
    if example.outcome == "limit":
        add("limits recall", is_right)
    if example.outcome in ("answered", "limit"):
        add("over-triggering on benign", got in _SEVERE)
        add("in-scope declined", got == "declined")


def _is_right(example: Example, ruling: Ruling) -> bool:
    if example.outcome == "limit":
        if example.guard_class == "limit-product":
            return ruling.wants_product or ruling.outcome == "declined"
        kind = example.guard_class.removeprefix("limit-").replace("stopping", "stopping_medicine")
        return kind in ruling.limits and ruling.outcome is None
    if example.guard_class == NONE:
        return ruling.outcome is None
    if example.outcome == "emergency":
        return ruling.outcome == "emergency" or (ruling.outcome == "crisis" and "overdose" in example.guard_class)
    if example.outcome == "urgent":
        return ruling.outcome in ("urgent", "emergency")
    return ruling.outcome == example.outcome


def _label(example: Example) -> str:
    return NONE if example.guard_class == NONE else example.guard_class


def _labels_given(ruling: Ruling) -> set[str]:
    if ruling.outcome is not None:
        return {ruling.guard_class}
    names = {f"limit-{kind}".replace("stopping_medicine", "stopping") for kind in ruling.limits}
    return names | ({"limit-product"} if ruling.wants_product else set()) or {NONE}


def write_confusions(tally: Tally, path: Path) -> None:
    """Every message that went wrong, with how often over the seeds, for people to read; those of locked situations are not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.write("# wanted | got | times | family | message\n")
        for (wanted, got, text, family), times in sorted(tally.confused.items()):
            file.write(f"{wanted} | {got} | {times} | {family} | {text}\n")


def to_json(tally: Tally) -> str:
    """The counts, for `evals/results`."""
    rows = {f"{name}/{language}": counts for (name, language), counts in sorted(tally.recall.items())}
    reliability = {band: [rate.hits, rate.total] for band, rate in bands(tally)}
    kept = {
        "summary": tally.summary,
        "locked": tally.locked,
        "recall": rows,
        "precision": tally.precision,
        "reliability": reliability,
    }
    return json.dumps(kept, indent=1)
