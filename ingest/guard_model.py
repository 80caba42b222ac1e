"""A calibrated classifier over the sentence embedding the retriever already has, and the message's own words.

A kernel machine: how alike a message is to each labelled example, by meaning, by letters and by what it speaks of. Where the
embedder shows what it makes of single tokens, a small network over these is added. Reading half: needs no torch.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.coded import Coded
from ingest.concepts import Concepts, is_english
from ingest.embedder import Read
from ingest.errors import IndexMismatch, IndexOutdated
from ingest.everyday import Everyday, Said
from ingest.guard_head import Head

FILE = "guard.npz"
SEVERE, DECLINED = "severe", "declined"
"""Labels of several classes together: a message may plainly need care without it being plain which kind."""
BUCKETS = 1 << 15
"""Hash buckets for pieces of words. Collisions are rare: the examples have about 30,000 different pieces."""
GAMMA, LETTERS, IDEAS = 1.0, 0.5, 0.5
"""Width of the kernel over embeddings, and weights of those over letters and concepts; docs/decisions/0004 has the figures."""


class Pieces(NamedTuple):
    """A message's words, word pairs and letter runs, hashed, with unit length."""

    buckets: NDArray[np.int64]
    values: NDArray[np.float32]


def pieces(text: str, known: dict[str, list[int]] | None = None) -> Pieces:
    """Hash the words, word pairs and runs of 3 to 5 letters of a text that `spoken` has made plain.

    Args:
        text: The text.
        known: Pieces of words and pairs hashed so far; hand the same to texts that share words.
    """
    known = {} if known is None else known
    words = text.split()
    found: list[int] = []
    for pair in map(" ".join, pairwise(words)):
        if pair not in known:
            known[pair] = [_bucket(pair)]
        found += known[pair]
    for word in words:
        if word not in known:
            known[word] = [_bucket(word), *map(_bucket, _letter_runs(f" {word} "))]
        found += known[word]
    buckets, counts = np.unique(np.array(found, dtype=np.int64), return_counts=True)
    values = 1 + np.log(counts.astype(np.float32))
    length = float(np.linalg.norm(values)) or 1.0
    return Pieces(buckets, np.asarray(values / length, dtype=np.float32))


def _letter_runs(word: str) -> Iterator[str]:
    return (f"~{word[at : at + n]}" for n in (3, 4, 5) for at in range(len(word) - n + 1))


def _bucket(piece: str) -> int:
    return zlib.crc32(piece.encode()) % BUCKETS


def alike(cosine: NDArray[np.float32]) -> NDArray[np.float32]:
    """The kernel over embeddings, from their cosines."""
    return np.asarray(np.exp(2 * GAMMA * (cosine - 1)), dtype=np.float32)


def _threshold(of: NDArray[np.float32], in_english: bool | None) -> NDArray[np.float32]:
    """One for each label: of English, of the other languages, or the lower of both, so that words of another language hide nothing."""
    return np.asarray(of.min(axis=0) if in_english is None else of[0 if in_english else 1])


@dataclass(frozen=True)
class GuardModel:
    """One score a label, Platt-scaled on predictions for families it had not seen."""

    labels: tuple[str, ...]
    anchors: Coded
    """Embeddings of the examples kept, n of them."""
    duals: NDArray[np.float32]
    """Weight of each example for each label, shape (n, labels)."""
    letters: NDArray[np.float32]
    """Weight of each hash bucket for each label, shape (BUCKETS, labels)."""
    ideas: NDArray[np.float32]
    """Weight of each concept and pair of concepts for each label, shape (concepts.size, labels)."""
    slope: NDArray[np.float32]
    """Platt scaling: probability = sigmoid(slope * score + shift)."""
    shift: NDArray[np.float32]
    act: NDArray[np.float32]
    """Probability from which each label decides, for messages in English and for others; shape (2, labels)."""
    unsure: NDArray[np.float32]
    """Probability from which the careful branch is taken; shape (2, labels)."""
    concepts: Concepts
    everyday: Everyday
    """The word lists that it was trained with, both."""
    head: Head | None = None
    """Trained where the embedder shows states; an index is never read with another embedder."""

    def said(self, texts: Iterable[str]) -> tuple[Said, ...]:
        """Texts as `spoken` gives them, with what they say in English: that is what is to be embedded."""
        return tuple(map(self.everyday.said, texts))

    def noticed(self, read: Read) -> NDArray[np.float32]:
        """What the head notices in the English of texts, a row each; rows of nothing without a head.

        Raises:
            IndexMismatch: There is a head, and the embedder shows no states: it is not the one that the index was made with.
        """
        if self.head is None:
            return np.zeros((len(read.vectors), 0), dtype=np.float32)
        if read.states is None:
            raise IndexMismatch("The guards' classifier needs the embedder's states. Run `python -m ingest`")
        return self.head.noticed(read.states)

    def together(self, noticed: NDArray[np.float32]) -> NDArray[np.float32]:
        """The row for several texts as one, from theirs."""
        return noticed[0] if self.head is None else self.head.together(noticed)

    def probabilities(
        self, texts: Sequence[Said], vectors: NDArray[np.float32], noticed: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Calibrated probability of each label for each text.

        Args:
            texts: From `said`.
            vectors: Embeddings of their English, shape (len(texts), dimension), unit length.
            noticed: From `noticed`, a row a text.

        Returns:
            float32, shape (len(texts), labels); labels are judged one by one, so they need not sum to 1.
        """
        score = alike(self.anchors.cosines(vectors)) @ self.duals
        if self.head is not None:
            score += self.head.scores(vectors, noticed)
        known: dict[str, list[int]] = {}
        for row, text in zip(score, texts, strict=True):
            found = pieces(text.english, known)
            row += found.values @ self.letters[found.buckets]
            numbers, ideas = self.concepts.weighed(*text)
            row += ideas @ self.ideas[numbers]
        return np.asarray(1 / (1 + np.exp(-(self.slope * score + self.shift))), dtype=np.float32)

    @staticmethod
    def in_english(texts: Iterable[Said]) -> bool | None:
        """Whether the thresholds for English are those of a message, given as the texts judged of it; None for one of several languages."""
        found = {is_english(text.written) for text in texts}
        return found.pop() if len(found) == 1 else None

    def decided(self, probabilities: NDArray[np.float32], *, in_english: bool | None = True) -> dict[str, float]:
        """Labels that decide, with their probability."""
        act = _threshold(self.act, in_english)
        return {n: float(p) for n, p, t in zip(self.labels, probabilities, act, strict=True) if p >= t}

    def doubted(self, probabilities: NDArray[np.float32], *, in_english: bool | None = True) -> dict[str, float]:
        """Labels that can neither be taken nor left, with their probability."""
        low, high = (_threshold(of, in_english) for of in (self.unsure, self.act))
        rows = zip(self.labels, probabilities, low, high, strict=True)
        return {name: float(p) for name, p, doubt, act in rows if doubt <= p < act}

    def save(self, path: Path) -> None:
        """Write the model."""
        np.savez(
            path,
            labels=np.array(self.labels),
            anchors=self.anchors.codes,
            anchor_units=self.anchors.units,
            duals=self.duals,
            letters=self.letters,
            ideas=self.ideas,
            slope=self.slope,
            shift=self.shift,
            act=self.act,
            unsure=self.unsure,
            concepts=np.array(self.concepts.to_json()),
            everyday=np.frombuffer(self.everyday.to_json().encode(), dtype=np.uint8),
            **(self.head.arrays() if self.head is not None else {}),
        )

    @classmethod
    def load(cls, path: Path) -> GuardModel:
        """Read what `save` wrote.

        Raises:
            IndexOutdated: An earlier version wrote it.
        """
        arrays = ("duals", "letters", "ideas", "slope", "shift", "act", "unsure")
        with np.load(path, allow_pickle=False) as stored:
            if not {*arrays, "anchors", "anchor_units", "labels", "concepts", "everyday"} <= set(stored.files):
                raise IndexOutdated("The index was made by an earlier version. Run `python -m ingest`")
            return cls(
                labels=tuple(str(name) for name in stored["labels"]),
                anchors=Coded(stored["anchors"], stored["anchor_units"]),
                concepts=Concepts.from_json(str(stored["concepts"])),
                everyday=Everyday.from_json(stored["everyday"].tobytes().decode()),
                head=Head.of_arrays(stored),
                **{key: stored[key] for key in arrays},
            )
