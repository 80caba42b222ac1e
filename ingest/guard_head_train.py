"""Trains what the guards' classifier notices in tokens, see `ingest.guard_head`. The only module of the guards that needs torch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.guard_head import Head

if TYPE_CHECKING:
    import torch

DETECTORS, LOOKOUTS, TAKEN, HIDDEN, EPOCHS, BATCH, RATE, DECAY = 192, 8, 24, 256, 6, 64, 1e-3, 0.05
"""Sizes, and how it is trained; docs/decisions/0004 has the figures."""
_SEED = 11
_AT_ONCE = 2
"""Networks trained at the same time, a thread each: the processors of the smallest machine that this is meant for."""
_DROPPED, _TOKENS_DROPPED = 0.3, 0.1
"""Share of the network's values, and of a message's tokens, that training leaves out at random."""
_SMOOTHING = 0.02
"""How far from sure a label counts as sure."""
_VECTOR = 4.0
"""Factor of the embedding: its numbers are small beside what detectors find."""
_SCALE = 0.15
"""Factor of a score, to be added to the kernel machine's."""
_WARM = 0.15
"""Share of the steps in which the rate of learning rises."""
_NEARLY = {-0.3: 0.35, -0.5: 0.5, 0.0: 0.3}
"""How much it counts to tell a label from one that is nearly it, by its target in `ingest.guard_train`."""


class Tokens:
    """The states of many texts' tokens."""

    def __init__(self, states: Sequence[NDArray[np.float16]]) -> None:
        self.counts = np.array([len(row) for row in states])
        self._starts = np.cumsum([0, *self.counts[:-1]])
        self._states = np.concatenate(states)

    @property
    def width(self) -> int:
        """Numbers of one state."""
        return int(self._states.shape[1])

    def padded(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """States of some texts, shape (len(rows), longest, width), and which of them are tokens' and no padding."""
        at = np.arange(self.counts[rows].max())
        is_token = at < self.counts[rows][:, None]
        return self._states[np.where(is_token, self._starts[rows][:, None] + at, 0)].astype(np.float32), is_token


def train_heads(
    tokens: Tokens, vectors: NDArray[np.float32], targets: NDArray[np.float32], groups: Sequence[NDArray[np.int64]]
) -> list[Head]:
    """Fit a head to each group of texts, two at a time; the same on every run with the same processor and libraries.

    Args:
        tokens: Of n texts.
        vectors: Their embeddings, shape (n, dimension), unit length.
        targets: What the kernel machine is fitted to, shape (n, labels).
        groups: The texts to fit one to, by their places.
    """
    known, (wanted, weight) = _VECTOR * vectors, _wanted(targets)
    with _repeatable():
        networks = [_network(tokens.width, vectors.shape[1], targets.shape[1]) for _ in groups]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            fitted = pool.map(lambda net, rows: _fitted(net, rows, tokens, known, wanted, weight), networks, groups)
            return list(map(_head, fitted))


def _fitted(
    network: torch.nn.ModuleDict,
    rows: NDArray[np.int64],
    tokens: Tokens,
    known: NDArray[np.float32],
    wanted: NDArray[np.float32],
    weight: NDArray[np.float32],
) -> torch.nn.ModuleDict:
    """The network, trained. Random numbers are its own: another may be trained at the same time."""
    import torch
    from torch.nn import functional

    drawn = torch.Generator().manual_seed(_SEED)
    steps = EPOCHS * -(-len(rows) // BATCH)
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=_WARM)
    for batch in _batches(rows, tokens.counts):
        states, is_token = map(torch.from_numpy, tokens.padded(batch))
        is_read = is_token & (torch.rand(is_token.shape, generator=drawn) > _TOKENS_DROPPED)
        is_read[:, 0] = True
        scores = _scores(network, states, is_read, torch.from_numpy(known[batch]), drawn)
        told, counts = torch.from_numpy(wanted[batch]), torch.from_numpy(weight[batch])
        loss = functional.binary_cross_entropy_with_logits(scores, told, counts, reduction="sum")
        optimiser.zero_grad()
        (loss / len(batch)).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    return network


@contextmanager
def _repeatable() -> Iterator[None]:
    """One thread a network and a seed, both put back: sums of several threads come in no fixed order."""
    import torch

    threads = torch.get_num_threads()
    with torch.random.fork_rng(devices=[]):
        torch.set_num_threads(1)
        try:
            yield
        finally:
            torch.set_num_threads(threads)


def _network(width: int, dimension: int, labels: int) -> torch.nn.ModuleDict:
    import torch
    from torch.nn import Linear, ModuleDict

    torch.manual_seed(_SEED)
    known = DETECTORS + LOOKOUTS * TAKEN + dimension
    return ModuleDict(
        {
            "tokens": Linear(width, DETECTORS + LOOKOUTS * (1 + TAKEN)),
            "hidden": Linear(known, HIDDEN),
            "out": Linear(HIDDEN, labels),
        }
    )


def _scores(
    network: torch.nn.ModuleDict,
    states: torch.Tensor,
    is_read: torch.Tensor,
    known: torch.Tensor,
    drawn: torch.Generator,
) -> torch.Tensor:
    """What `Head` computes, for texts of one batch, with some of its values left out."""
    import torch

    sizes = [DETECTORS, LOOKOUTS, LOOKOUTS * TAKEN]
    strongest, interest, taken = network["tokens"](states).split(sizes, dim=-1)
    strongest = strongest.masked_fill(~is_read[..., None], -torch.inf).amax(dim=1).relu()
    share = interest.masked_fill(~is_read[..., None], -torch.inf).softmax(dim=1)
    taken = (share[..., None] * taken.unflatten(-1, (LOOKOUTS, TAKEN))).sum(dim=1).flatten(1)
    hidden = network["hidden"](_dropped(torch.cat([strongest, taken, known], dim=1), drawn)).relu()
    scores: torch.Tensor = network["out"](_dropped(hidden, drawn))
    return scores


def _dropped(values: torch.Tensor, drawn: torch.Generator) -> torch.Tensor:
    """Some of the values left out, the others larger by as much; torch's own dropout draws from one generator for all threads."""
    import torch

    return values * (torch.rand(values.shape, generator=drawn) >= _DROPPED) / (1 - _DROPPED)


def _wanted(targets: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Smoothed probability of each label for each text, and how much it counts."""
    weight = np.ones_like(targets)
    for target, counts in _NEARLY.items():
        weight[np.isclose(targets, target)] = counts
    return ((targets > 0) * (1 - 2 * _SMOOTHING) + _SMOOTHING).astype(np.float32), weight


def _batches(rows: NDArray[np.int64], counts: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """All texts in another order each time, in batches of about one length."""
    drawn = np.random.default_rng(_SEED)
    for _ in range(EPOCHS):
        order = drawn.permutation(rows)
        for first in range(0, len(order), 16 * BATCH):
            near = order[first : first + 16 * BATCH]
            near = near[np.argsort(counts[near], kind="stable")]
            yield from (near[at : at + BATCH] for at in range(0, len(near), BATCH))


def _head(network: torch.nn.ModuleDict) -> Head:
    """The weights as arrays, with the factors in them."""
    weights = {name: value.detach().numpy().T.copy() for name, value in network.state_dict().items()}
    hidden = weights["hidden.weight"]
    hidden[DETECTORS + LOOKOUTS * TAKEN :] *= _VECTOR
    return Head(
        weights["tokens.weight"],
        weights["tokens.bias"],
        hidden,
        weights["hidden.bias"],
        _SCALE * weights["out.weight"],
        _SCALE * weights["out.bias"],
        np.array([DETECTORS, DETECTORS + LOOKOUTS]),
    )
