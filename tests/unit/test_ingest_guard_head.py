"""What the guards' classifier notices in tokens: one that matters is found wherever it stands, and parts add up to the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.embedder import Read
from ingest.errors import IndexMismatch
from ingest.guard_examples import Example, Labelled
from ingest.guard_head import Head
from ingest.guard_head_train import Tokens, train_heads
from ingest.guard_model import GuardModel
from ingest.guard_train import train

WIDTH, DIMENSION = 12, 6
SIGN = np.eye(WIDTH, dtype=np.float32)[0] * 8
"""The state of the token that makes a message one of danger."""


def messages(count: int) -> list[NDArray[np.float16]]:
    """Tokens drawn at random; every other message has the sign among them."""
    drawn = np.random.default_rng(5)
    found = [drawn.normal(size=(int(drawn.integers(3, 20)), WIDTH)).astype(np.float32) for _ in range(count)]
    for row in found[::2]:
        row[int(drawn.integers(len(row)))] += SIGN
    return [row.astype(np.float16) for row in found]


def vectors(count: int) -> NDArray[np.float32]:
    """Embeddings that say nothing."""
    drawn = np.random.default_rng(7).normal(size=(count, DIMENSION)).astype(np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


def fitted(count: int = 400) -> Head:
    """A head that has seen some of the messages."""
    targets = np.where(np.arange(count)[:, None] % 2, -1.0, 1.0).astype(np.float32)
    return train_heads(Tokens(messages(count)), vectors(count), targets, [np.arange(count)])[0]


@lru_cache(maxsize=1)
def head() -> Head:
    """The same for all tests."""
    return fitted()


def scores(states: Sequence[NDArray[np.float16]]) -> NDArray[np.float32]:
    """Of messages with embeddings that say nothing."""
    return head().scores(vectors(len(states)), head().noticed(states))[:, 0]


def test_one_token_is_enough() -> None:
    """Messages that it has not seen: those with the sign score higher, nearly always."""
    found = scores(messages(600)[400:])
    assert (found[::2][:, None] > found[1::2][None, :]).mean() > 0.9


def test_what_a_message_scores_does_not_depend_on_the_messages_beside_it() -> None:
    """Nor on how long these are."""
    states = messages(8)
    alone = [head().scores(vectors(8)[n : n + 1], head().noticed(states[n : n + 1]))[0, 0] for n in range(8)]
    np.testing.assert_allclose(alone, scores(states), rtol=1e-4, atol=1e-6)


def test_what_stands_out_in_parts_together_is_what_stands_out_in_all_their_tokens() -> None:
    """So a run of sentences need not be read again."""
    states = messages(4)
    whole = head().noticed([np.concatenate(states)])[0]
    np.testing.assert_allclose(head().together(head().noticed(states)), whole, rtol=1e-4, atol=1e-4)


def test_training_again_gives_the_same_head() -> None:
    """Bit for bit, on the same machine; and it leaves the caller's random numbers alone."""
    import torch

    torch.manual_seed(1)
    wanted = torch.rand(1)
    torch.manual_seed(1)
    again = fitted()
    assert torch.rand(1) == wanted
    assert all((getattr(again, f.name) == getattr(head(), f.name)).all() for f in fields(Head))


def test_a_head_trained_beside_others_is_the_same_as_alone() -> None:
    """Several are trained at a time."""
    targets = np.where(np.arange(400)[:, None] % 2, -1.0, 1.0).astype(np.float32)
    groups = [np.arange(200), np.arange(400), np.arange(100, 400)]
    beside = train_heads(Tokens(messages(400)), vectors(400), targets, groups)[1]
    assert all((getattr(beside, f.name) == getattr(head(), f.name)).all() for f in fields(Head))


def test_the_classifier_keeps_its_head_and_asks_for_states(tmp_path: Path) -> None:
    """It is trained where the embedder shows states; read back it judges the same, and vectors alone are refused."""
    examples = [
        Example(f"words {n}", "benign" if n % 2 else "crisis", "answered" if n % 2 else "crisis", f"f{n}", "en", "dev")
        for n in range(60)
    ]
    said, read = Labelled(examples).said(), Read(vectors(60), tuple(messages(60)))
    made = train(examples, read, said)
    assert made.head is not None
    made.save(tmp_path / "guard.npz")
    kept = GuardModel.load(tmp_path / "guard.npz")
    wanted = made.probabilities(said, read.vectors, made.noticed(read))
    assert np.array_equal(kept.probabilities(said, read.vectors, kept.noticed(read)), wanted)
    assert not np.array_equal(replace(made, head=None).probabilities(said, read.vectors, made.noticed(read)), wanted)
    with pytest.raises(IndexMismatch, match="Run `python -m ingest`"):
        made.noticed(Read(read.vectors))
