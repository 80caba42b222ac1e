"""A run as it is kept: every case with its Answers and scores, and the versions that made them. Knows no file format."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import settings
from bot.answer import Answer, Citation, Notice, Statement
from evals.cases import Case
from evals.score import Failed, Result, Score, Scorer, Unscored
from ingest.index import Index


@dataclass(frozen=True)
class Kept:
    """One case of a run: the Answer to each message, oldest first, and the scores of the last."""

    case: Case
    answers: tuple[Answer, ...]
    results: Mapping[str, Result]

    @property
    def missed(self) -> tuple[str, ...]:
        """What any scorer found missing, each with the scorer's name."""
        return tuple(
            f"{name}: {phrase}"
            for name, result in self.results.items()
            if isinstance(result, Score)
            for phrase in result.missed
        )


@dataclass(frozen=True)
class Run:
    """Every case answered by one version of corpus, index, bot and settings."""

    versions: Mapping[str, str]
    """What was measured: commit, cases, corpus, index, embedder, composer, settings, machine."""
    scorers: Mapping[str, str]
    """Name and version of each scorer, in the order of the table."""
    units: Mapping[str, str]
    """Unit of each scorer that measures an amount."""
    kept: tuple[Kept, ...] = field(default=())
    broken: tuple[str, ...] = ()
    """Cases that could not be run at all."""
    path: str = ""
    date: str = ""
    """When it began: UTC, ISO 8601 to the second."""

    @property
    def name(self) -> str:
        """What it is called everywhere: its log's name."""
        return Path(self.path).stem


def moment(when: datetime) -> str:
    """A time as records carry it: UTC, ISO 8601 to the second."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def versions(loaded: settings.Settings, index: Index, cases: Sequence[Case], suite: str) -> dict[str, str]:
    """What a later reader needs to know of how a run was made; holds no path and no key."""
    built = index.manifest
    said = loaded.model_dump_json(
        include={"retrieval": True, "answer": True, "verify": True, "chat": {"temperature", "max_tokens"}}
    )
    return {
        "suite": suite,
        "commit": commit(),
        "cases": hashlib.sha256("\n".join(c.model_dump_json() for c in cases).encode()).hexdigest()[:12],
        "corpus": built.corpus,
        "index": built.name,
        "embedder": built.fingerprint,
        "composer": loaded.chat_model or "extractive",
        "settings": said,
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
    }


def commit() -> str:
    """The short commit, with a + when files have changed since; `unknown` outside a repository."""
    found = _git("rev-parse", "--short", "HEAD")
    return f"{found}{'+' * bool(_git('status', '--porcelain', '--untracked-files=no'))}" if found else "unknown"


def _git(*arguments: str) -> str:
    root = Path(settings.ROOT)
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False, cwd=root)
    except OSError:
        return ""
    return done.stdout.strip()


def answer_from(kept: Mapping[str, Any]) -> Answer:
    """The Answer that `Answer.to_dict` wrote."""
    parts = {
        "statements": tuple(Statement(**(s | {"citations": tuple(s["citations"])})) for s in kept["statements"]),
        "citations": tuple(Citation(**c) for c in kept["citations"]),
        "notices": tuple(Notice(**{**n, "english": tuple(n.get("english", ()))}) for n in kept["notices"]),
        "follow_ups": tuple(kept["follow_ups"]),
    }
    return Answer(**{**kept, **parts})


def result_to(result: Result) -> dict[str, Any]:
    """A result as JSON-ready values; its keys say which of the three it is."""
    return asdict(result)


def result_from(kept: Mapping[str, Any]) -> Result:
    """The result that `result_to` wrote."""
    if "error" in kept:
        return Failed(kept["error"])
    if "reason" in kept:
        return Unscored(kept["reason"])
    return Score(kept["met"], kept["of"], tuple(kept["missed"]))


def described(scorers: Sequence[Scorer]) -> tuple[dict[str, str], dict[str, str]]:
    """Versions and units by scorer name."""
    return {s.name: s.version for s in scorers}, {s.name: s.unit for s in scorers if s.unit}
