"""Receipts: a saved Answer made again from the build it names, and what differs and why. Knows no command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.answer import Answer, Statement
from bot.generate.prompt import PROMPT_VERSION
from bot.turn import Bot
from bot.verify.release import verdict
from bot.verify.verdict import Verifies
from ingest.errors import IndexMissing
from ingest.index import Index
from ingest.manifest import Layout

_OF_CODE = ("verifier", "prompt", "composer")


@dataclass(frozen=True)
class Replay:
    """What replaying showed; nothing in `differs` means the receipt holds."""

    build: str
    serving: str
    """The build that serves now."""
    how: str
    """`asked again` or `verified again`."""
    differs: tuple[str, ...]
    why: tuple[str, ...]


def build_of(answer: Answer, layout: Layout) -> str:
    """The build that an Answer names, if it is still kept.

    Raises:
        IndexMissing: The Answer looked nothing up, or its build is gone.
    """
    name = answer.versions.get("index", "")
    if not name:
        raise IndexMissing(
            f"Answer {answer.id!r} looked nothing up ({answer.outcome}): there is no build to replay it from"
        )
    if name not in (kept := layout.history()):
        raise IndexMissing(
            f"Build {name!r} of answer {answer.id!r} is gone; kept are {', '.join(kept) or 'none'}. "
            "Build the same corpus version again with `python -m ingest`, or keep more with RESTWELL_INDEX__KEEP"
        )
    return name


def replay(answer: Answer, bot: Bot, verifier: Verifies, serving: str) -> Replay:
    """Make the Answer again and compare.

    Args:
        answer: As it was saved.
        bot: Over the build that the Answer names, without a chat model.
        verifier: Checks a generated Answer's statements; a model would say something else each time.
        serving: The build that serves now.
    """
    index = bot.index()
    is_models = answer.versions.get("composer", "").startswith("generative:")
    versions = {"prompt": PROMPT_VERSION, "verifier": verifier.name}
    found = list(_forged(answer, index))
    if is_models:
        found += _unsupported(answer, verifier, index)
    else:
        again = bot.ask(answer.standalone_question, language=answer.language)
        versions = dict(again.versions)
        found += _differences(answer, again)
    why = list(_reasons(answer.versions, versions))
    if found and answer.standalone_question != answer.question:
        why.append("the messages before it are not in an Answer; it was asked again standing alone")
    if found and not why:
        why.append(
            "the same build and versions: settings, word lists or the bot's code have changed since, or the file was edited"
        )
    how = "verified again" if is_models else "asked again"
    return Replay(index.manifest.name, serving, how, tuple(found), tuple(why))


def _forged(answer: Answer, index: Index) -> Iterator[str]:
    """Quotes that do not stand, byte for byte, where the Answer says."""
    for citation in answer.citations:
        source = index.sources.get(citation.source_id)
        if source is None or source.text[citation.start : citation.end] != citation.quote:
            yield f"citation [{citation.n}] is not in build {index.manifest.name!r}: {citation.passage_id!r}"


def _unsupported(answer: Answer, verifier: Verifies, index: Index) -> Iterator[str]:
    for place, statement in enumerate(answer.statements, start=1):
        failed = verdict(statement, answer.citations, verifier, index).failures
        if failed:
            yield f"statement {place} would be withheld ({failed[0].check}): {statement.text}"


def _differences(then: Answer, now: Answer) -> Iterator[str]:
    if (then.outcome, then.reason) != (now.outcome, now.reason):
        yield f"outcome: was {then.outcome!r}, now {now.outcome!r}"
    before, after = _said(then), _said(now)
    yield from (f"statement removed: [{s.lane}] {s.text}" for key, s in before.items() if key not in after)
    yield from (f"statement added: [{s.lane}] {s.text}" for key, s in after.items() if key not in before)
    if before.keys() == after.keys() and list(before) != list(after):
        yield "the statements' order"
    kinds = [n.kind for n in then.notices], [n.kind for n in now.notices]
    if kinds[0] != kinds[1]:
        yield f"notices: were {', '.join(kinds[0])}; now {', '.join(kinds[1])}"
    if then.withheld != now.withheld and "fallback" not in then.versions:  # then a model's were counted too
        yield f"withheld: were {then.withheld}, now {now.withheld}"


def _said(answer: Answer) -> dict[tuple[str, str, tuple[str, ...]], Statement]:
    """Statements by what they say and what they cite."""
    passage = {c.n: c.passage_id for c in answer.citations}
    return {(s.lane, s.text, tuple(passage.get(n, "?") for n in s.citations)): s for s in answer.statements}


def _reasons(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """Versions that differ. Index and corpus are the Answer's own: the build was opened by name."""
    for name in (*_OF_CODE, "corpus"):
        before, after = then.get(name, ""), now.get(name, "")
        if before and after and before != after:
            yield f"{name}: was {before!r}, now {after!r}"
