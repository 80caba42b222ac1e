"""What edited files of `corpus/guard` would change: every labelled message and case question that is ruled otherwise.

Before: the rules of a commit, and the classifier of the index that serves. After: the files as they stand, and a classifier
trained on them here. The classifier has been trained on the labelled messages, so that they show slips of an edit rather than how
well it does on new ones; the case questions it has not seen.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.guards.guard import Guards
from bot.guards.parts import judged_texts, runs
from bot.guards.ruling import Ruling
from evals.errors import EvalsError
from evals.guard import reads
from ingest.embedder import Embedder, Read
from ingest.everyday import Said
from ingest.guard_examples import Labelled
from ingest.guard_model import GuardModel
from ingest.guard_train import train
from ingest.index import Index

_BATCH = 500
"""Messages weighed at once: a matrix of that many rows by all examples is some tens of megabytes."""


@dataclass(frozen=True)
class Message:
    """A conversation whose last message is ruled on, and what it is."""

    texts: tuple[str, ...]
    kind: str
    """Class of a labelled message, or "case" and its id."""


@dataclass(frozen=True)
class Change:
    """A message and what is made of it before and after."""

    message: Message
    before: str
    after: str


@dataclass(frozen=True)
class Guarded:
    """Rules and a classifier that go together."""

    guards: Guards
    model: GuardModel | None

    def said(self, texts: Sequence[str]) -> tuple[Said, ...]:
        """Texts as its classifier reads them."""
        return self.model.said(texts) if self.model is not None else tuple(Said(text, text) for text in texts)


def trained(labelled: Labelled, asks: Read | None, embedder: Embedder) -> GuardModel:
    """The classifier that the files would make.

    Args:
        labelled: The examples and word lists as edited.
        asks: Questions the corpus answers, some of them.
        embedder: The index's.
    """
    said = labelled.said()
    return train(labelled.examples, embedder.read([text.english for text in said]), said, asks, labelled.lists)


def changes(
    messages: Sequence[Message], before: Guarded, after: Guarded, index: Index, embedder: Embedder
) -> list[Change]:
    """The messages that the two rule on otherwise, in order."""
    texts = [judged_texts(m.texts[-1]) for m in messages]
    told = [_told(messages, guarded, texts, index, embedder) for guarded in (before, after)]
    return [Change(m, a, b) for m, a, b in zip(messages, *told, strict=True) if a != b]


def counts(found: Iterable[Change]) -> list[tuple[str, str, str, int]]:
    """Kind of message, what it was taken for, what it would be, and how many; the most first."""
    counted = Counter((c.message.kind.partition(" ")[0], c.before, c.after) for c in found)
    return [(*key, number) for key, number in counted.most_common()]


def folder_at(commit: str, folder: Path, to: Path) -> Path:
    """A folder as it stood at a commit, written under `to`.

    Raises:
        EvalsError: The folder is in no Git checkout, or the commit lacks it.
    """
    wanted = ["git", "-C", str(folder), "archive", commit, "."]
    try:
        written = subprocess.run(wanted, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        raise EvalsError(f"No {str(folder)!r} at {commit!r} in Git; name another commit with --since") from None
    with tarfile.open(fileobj=io.BytesIO(written)) as packed:
        packed.extractall(to, filter="data")
    return to


def _told(
    messages: Sequence[Message],
    guarded: Guarded,
    texts: Sequence[tuple[str, ...]],
    index: Index,
    embedder: Embedder,
) -> list[str]:
    """What each message is ruled to be, in words."""
    said = [guarded.said(parts) for parts in texts]
    read = reads([[text.english for text in parts] for parts in said], embedder)
    found: list[str] = []
    for first in range(0, len(messages), _BATCH):
        chosen = range(first, min(first + _BATCH, len(messages)))
        every = _probabilities(guarded.model, [said[n] for n in chosen], [read[n] for n in chosen])
        for n, probabilities in zip(chosen, every, strict=True):
            ruling = guarded.guards.triage(messages[n].texts)
            if guarded.model is not None:
                in_english = guarded.model.in_english(said[n])
                weighed = guarded.guards.weighed(ruling, guarded.model, probabilities, in_english=in_english)
                if weighed.outcome == "declined" and ruling.outcome is None:
                    nearest = max((hit.cosine for hit in index.nearest(read[n].vectors[0], 1)), default=0.0)
                    weighed = guarded.guards.weighed(
                        ruling, guarded.model, probabilities, nearest, in_english=in_english
                    )
                ruling = weighed
            found.append(in_words(ruling))
    return found


def _probabilities(
    model: GuardModel | None, texts: Sequence[tuple[Said, ...]], read: Sequence[Read]
) -> list[NDArray[np.float32]]:
    """The classifier's for each message and its parts; weighed together, which is many times faster."""
    if model is None:
        return [np.zeros((1, 0), dtype=np.float32) for _ in texts]
    parts = [runs(t, r.vectors, model.noticed(r), model.together) for t, r in zip(texts, read, strict=True)]
    flat = model.probabilities(
        [text for part in parts for text in part.texts],
        np.concatenate([part.vectors for part in parts]),
        np.concatenate([part.noticed for part in parts]),
    )
    return np.split(flat, np.cumsum([len(part.texts) for part in parts])[:-1])


def in_words(ruling: Ruling) -> str:
    """A ruling in short: its outcome and class, or what goes with the answer."""
    if ruling.outcome is not None:
        return ruling.outcome if ruling.outcome == ruling.guard_class else f"{ruling.outcome} ({ruling.guard_class})"
    noted = [
        *ruling.limits,
        *(["product"] if ruling.wants_product else []),
        *(["careful"] if ruling.is_undecided else []),
    ]
    return f"answered ({', '.join(noted)})" if noted else "answered"
