"""The seam to an entailment model: both adapters, on real files of random weights, keep the same promises."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import entails_fixtures as fx
import pytest

from bot.errors import BotError
from bot.verify.cross_encoder import CrossEncoderEntails
from bot.verify.entailment import CONFIG
from bot.verify.meaning import Entails
from bot.verify.onnx_classifier import OnnxEntails
from bot.wiring import make_entails
from ingest.errors import EmbeddingFailed

SAVED = [(fx.save_cross_encoder, CrossEncoderEntails), (fx.save_onnx, OnnxEntails)]


def made(folder: Path) -> Entails:
    """The adapter for a folder, by way of the setting."""
    found = make_entails(f"local:{folder}")
    assert found is not None
    return found


@pytest.mark.parametrize(("save", "adapter"), SAVED, ids=["cross-encoder", "onnx"])
class TestEntails:
    """What `Entails` promises."""

    def test_it_gives_a_probability_and_the_same_one_each_time(
        self, save: Callable[[Path], Path], adapter: type, tmp_path: Path
    ) -> None:
        """Loaded from a folder with no connection; another pair has another score; the weights are in its name."""
        folder = save(tmp_path / "model")
        model = made(folder)
        assert isinstance(model, adapter)
        score = model.entails("iron helps rls", "magnesium helps rls")
        assert 0 < score < 1
        assert score == made(folder).entails("iron helps rls", "magnesium helps rls")
        assert score != model.entails("magnesium", "iron iron iron")
        kind, _, weights = model.name.partition(":model@")
        assert kind in ("cross-encoder", "onnx")
        assert model.weights.startswith(weights)
        assert len(model.weights) == 64

    def test_the_column_is_the_one_named_entailment(
        self, save: Callable[[Path], Path], adapter: type, tmp_path: Path
    ) -> None:
        """Over the three labels the probabilities add up to one; with none so named it is refused."""
        folder, total = save(tmp_path / "model"), 0.0
        kept = json.loads((folder / CONFIG).read_bytes())
        for column in "012":
            names = {c: "entailment" if c == column else f"other {c}" for c in "012"}
            (folder / CONFIG).write_text(json.dumps(kept | {"id2label": names}), encoding="utf-8")
            total += made(folder).entails("iron", "rls")
        assert total == pytest.approx(1, abs=1e-6)
        (folder / CONFIG).write_text(json.dumps(kept | {"id2label": {"0": "a", "1": "b", "2": "c"}}), encoding="utf-8")
        with pytest.raises(EmbeddingFailed, match="name one of them 'entailment'"):
            made(folder).entails("iron", "rls")

    def test_what_cannot_be_loaded_is_our_error(
        self, save: Callable[[Path], Path], adapter: type, tmp_path: Path
    ) -> None:
        """Weights that are no weights: the message names the model, not the texts."""
        folder = save(tmp_path / "model")
        for name in ("model.safetensors", "model.onnx"):
            if (folder / name).is_file():
                (folder / name).write_bytes(b"no weights")
        with pytest.raises(EmbeddingFailed, match="could not be loaded") as failed:
            made(folder).entails("iron", "rls")
        assert "iron" not in str(failed.value)


def test_a_file_of_one_length_is_filled_up_and_cuts_the_premise_only(tmp_path: Path) -> None:
    """Padding counts for nothing; of a long pair the premise's end goes; a hypothesis that is too long is refused."""
    free, fixed = made(fx.save_onnx(tmp_path / "free")), made(fx.save_onnx(tmp_path / "fixed", tokens=9))
    assert fixed.entails("iron helps", "rls") == free.entails("iron helps", "rls")
    assert fixed.entails("iron helps magnesium rls iron iron", "rls rls rls") == free.entails(
        "iron helps magnesium", "rls rls rls"
    )
    with pytest.raises(EmbeddingFailed, match="failed"):
        fixed.entails("iron", "rls " * 9)


def test_a_model_that_is_not_there_is_refused_by_the_setting_s_name(tmp_path: Path) -> None:
    """The message says which setting and what it takes; a folder of nothing but labels is an error of ours."""
    assert make_entails("") is None
    for name in (f"local:{tmp_path}", "somewhere/else"):
        with pytest.raises(BotError, match="RESTWELL_VERIFY__ENTAILMENT"):
            make_entails(name)
    (tmp_path / CONFIG).write_text("{}", encoding="utf-8")
    with pytest.raises(EmbeddingFailed, match="could not be loaded"):
        made(tmp_path).entails("a", "b")
    (tmp_path / "one.onnx").write_bytes(b"")
    with pytest.raises(EmbeddingFailed, match="names no labels"):
        made(tmp_path).entails("a", "b")
