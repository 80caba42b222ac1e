"""The guards' classifier on a handful of made-up messages: what it weighs, and its thresholds for each group of languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.coded import coded
from ingest.concepts import Concepts
from ingest.embedder import Read
from ingest.errors import IndexMissing
from ingest.everyday import Everyday, Said
from ingest.glossary import Listed
from ingest.guard_examples import Example, Labelled, WordLists
from ingest.guard_model import GuardModel
from ingest.guard_train import ANCHORS, train

SAID = {
    ("crisis", "en"): "i do not want to be here after number {n} of the nights",
    ("emergency", "en"): "my chest is tight and i cannot breathe since {n} of the clock",
    ("answered", "en"): "how much of the magnesium is in {n} of the nuts",
    ("crisis", "es"): "no quiero vivir mas de {n} noches con las piernas",
    ("emergency", "es"): "me duele el pecho desde las {n} y no respiro",
    ("answered", "es"): "cuanto magnesio hay en {n} nueces y en el pan",
}


LISTS = WordLists(
    Concepts({"breath": {"en": "breathe", "es": "respiro"}}),
    Everyday({"es": Listed({"I do not want to live": ["no quiero vivir"]}, [], False)}),
)


def examples() -> list[Example]:
    """Twelve messages of each kind, each a family of its own."""
    return [
        Example(
            text.format(n=n), {"answered": "benign"}.get(kind, kind), kind, f"{kind}-{language}-{n}", language, "dev"
        )
        for (kind, language), text in SAID.items()
        for n in range(12)
    ]


def vectors(count: int) -> NDArray[np.float32]:
    """Directions drawn at random with a seed."""
    drawn = np.random.default_rng(3).normal(size=(count, 16)).astype(np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


@lru_cache(maxsize=1)
def model() -> GuardModel:
    """A classifier of the messages."""
    return train(examples(), Read(vectors(72)), Labelled(examples(), LISTS).said(), lists=LISTS)


def likely(said: Sequence[Said], rows: NDArray[np.float32], made: GuardModel | None = None) -> NDArray[np.float32]:
    """Probabilities without states of tokens."""
    made = made or model()
    return made.probabilities(said, rows, made.noticed(Read(rows)))


def test_every_message_is_told_by_its_words_though_the_embedding_says_nothing() -> None:
    """The embeddings are drawn at random."""
    said = model().said(e.text for e in examples())
    likeliest = likely(said, vectors(72))[:, [model().labels.index(n) for n in ("crisis", "emergency")]]
    for example, (crisis, emergency) in zip(examples(), likeliest, strict=True):
        wanted = {"crisis": crisis, "emergency": emergency, "answered": 1 - max(crisis, emergency)}
        assert wanted[example.outcome] > 0.5


def test_what_a_message_scores_does_not_depend_on_the_messages_beside_it() -> None:
    """One in English and one in Spanish."""
    said = model().said([examples()[0].text, examples()[40].text])
    both = likely(said, vectors(2))
    alone = [likely([text], vectors(2)[n : n + 1])[0] for n, text in enumerate(said)]
    assert np.allclose(both, alone, atol=1e-6)


def test_a_message_in_another_language_is_read_as_english_and_judged_by_the_thresholds_of_its_own() -> None:
    """What is embedded is English; a concept counts in whichever wording it is found."""
    (said,) = model().said(["no quiero vivir con las piernas"])
    assert said == ("no quiero vivir con las piernas", "i do not want to live con las piernas")
    assert model().in_english([said]) is False
    assert LISTS.concepts.weighed("no respiro", "i do not")[0].size == 1


def test_each_group_of_languages_has_thresholds_of_its_own() -> None:
    """What decides in one need not in the other; in a message of several languages the lower one does, so that none hides another."""
    between = replace(
        model(),
        act=np.stack([np.full(len(model().labels), 0.3), np.full(len(model().labels), 0.7)]),
        unsure=np.stack([np.full(len(model().labels), 0.2), np.full(len(model().labels), 0.4)]),
    )
    even = np.full(len(model().labels), 0.5, dtype=np.float32)
    assert set(between.decided(even)) == set(between.labels)
    assert not between.decided(even, in_english=False)
    assert not between.doubted(even)
    assert set(between.decided(even, in_english=None)) == set(between.labels)
    assert set(between.doubted(even, in_english=False)) == set(between.labels)


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Nothing is lost on the way."""
    model().save(tmp_path / "guard.npz")
    said = model().said([examples()[40].text])
    read = GuardModel.load(tmp_path / "guard.npz")
    assert np.array_equal(likely(said, vectors(1), read), likely(said, vectors(1)))
    assert np.array_equal(read.act, model().act)
    assert read.said([examples()[40].text]) == said


def test_a_file_without_thresholds_is_refused(tmp_path: Path) -> None:
    """So is one of the version before, which read other languages as they were written; it says what to do."""
    model().save(tmp_path / "new.npz")
    with np.load(tmp_path / "new.npz") as stored:
        kept = {key: stored[key] for key in stored.files if key != "everyday"}
    np.savez(tmp_path / "guard.npz", **kept)
    with pytest.raises(IndexMissing, match="Run `python -m ingest`"):
        GuardModel.load(tmp_path / "guard.npz")


def test_of_a_family_the_kernel_machine_keeps_a_few_messages_and_thresholds_are_set_by_all() -> None:
    """Many ways to say one thing add little to it, and each would cost time at every turn."""
    told = [replace(e, family=f"{e.outcome}-{e.language}-{n % 12 // 4}") for n, e in enumerate(examples())]
    made = train(told, Read(vectors(72)), Labelled(told, LISTS).said(), Read(vectors(80)[72:]), LISTS)
    kept = [n for n in range(72) if n % 12 % 4 < ANCHORS]
    wanted = coded(np.concatenate([vectors(72)[kept], vectors(80)[72:]]))
    np.testing.assert_array_equal(made.anchors.codes, wanted.codes)
    assert made.duals.shape == (len(kept) + 8, len(made.labels))


def test_thresholds_learn_nothing_from_parts_of_long_messages() -> None:
    """As messages, harmless sentences with the words of danger raise the threshold; as parts they leave it where it was, and are learnt from."""
    text = SAID["crisis", "en"]
    harmless = [Example(text.format(n=n), "benign", "answered", f"hard-{n}", "en", "dev") for n in range(100, 112)]
    made = {
        is_part: train(
            messages := [*examples(), *(replace(e, is_part=is_part) for e in harmless)],
            Read(vectors(84)),
            Labelled(messages, LISTS).said(),
            lists=LISTS,
        )
        for is_part in (False, True)
    }
    at = made[True].labels.index("crisis")
    assert made[True].act[0][at] < made[False].act[0][at]
    assert len(made[True].duals) == len(made[False].duals) > len(model().duals)
