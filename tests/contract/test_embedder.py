"""What every Embedder promises, run on the tests' fake, the packaged model and a LangChain provider."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding, Embeddings

from ingest.embedder import (
    PACKAGED,
    PACKAGED_SHA256,
    Embedder,
    LangChainEmbedder,
    RestwellEmbeddings,
    SentenceTransformerEmbedder,
    make_embedder,
)
from ingest.errors import EmbeddingFailed

TEXTS = ["Can I take magnesium?", "Iron and restless legs", "", "magnesium " * 400, "Ünïcode…"]


@pytest.fixture(params=["hash", "packaged", "langchain"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    """Each implementation."""
    if request.param == "langchain":
        return LangChainEmbedder("fake:eight", DeterministicFakeEmbedding(size=8))
    name = {"hash": "hash_embedder", "packaged": "real_embedder"}[request.param]
    made: Embedder = request.getfixturevalue(name)
    return made


class TestEmbedder:
    def test_rows_are_unit_float32_in_order(self, embedder: Embedder) -> None:
        """One row a text, float32, L2 norm 1, also for the empty and the overlong text."""
        vectors = embedder.embed(TEXTS)
        assert vectors.shape[0] == len(TEXTS)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
        for text, row in zip(TEXTS, vectors, strict=True):
            np.testing.assert_allclose(embedder.embed([text])[0], row, atol=1e-4)

    def test_different_texts_have_different_vectors(self, embedder: Embedder) -> None:
        """The vectors say something of the text."""
        first, second = embedder.embed(TEXTS[:2])
        assert float(first @ second) < 0.95

    def test_the_fingerprint_is_stable_and_begins_with_the_name(self, embedder: Embedder) -> None:
        """Two calls agree, and the name is in it, so that a mismatch can be read."""
        assert embedder.fingerprint() == embedder.fingerprint()
        assert embedder.fingerprint().startswith(embedder.name)

    def test_longer_texts_have_more_tokens(self, embedder: Embedder) -> None:
        """Tokens are counted past the window, so that the splitter can see it."""
        short, long = embedder.count_tokens("magnesium"), embedder.count_tokens("magnesium and sleep " * 1000)
        assert 0 < short < embedder.window < long

    def test_no_text_gives_no_rows(self, embedder: Embedder) -> None:
        """embed([]) has shape (0, dimension), as the protocol says."""
        assert embedder.embed([]).shape == (0, embedder.embed(["one"]).shape[1])


class Provider(Embeddings):
    """A provider that answers, or fails, as told."""

    def __init__(self, answer: Callable[[list[str]], list[list[float]]]) -> None:
        self._answer = answer

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """What the test wants."""
        return self._answer(texts)

    def embed_query(self, text: str) -> list[float]:
        """Not used."""
        raise NotImplementedError


def _down(texts: list[str]) -> list[list[float]]:
    raise ConnectionError(f"could not send {texts}")


class TestLangChainEmbedder:
    @pytest.mark.parametrize(
        ("answer", "message"),
        [
            (_down, "'p:m' failed on 2 texts: ConnectionError"),
            (lambda texts: [[1.0, 0.0]], "'p:m' returned unusable vectors for 2 texts"),
            (lambda texts: [[0.0, 0.0], [1.0, 0.0]], "'p:m' returned unusable vectors"),
            (lambda texts: [[float("nan"), 0.0], [1.0, 0.0]], "'p:m' returned unusable vectors"),
            (lambda texts: [[1.0], [1.0, 0.0]], "'p:m' failed on 2 texts: ValueError"),
            (lambda texts: [], "'p:m' returned unusable vectors"),
            (lambda texts: [[float("inf"), 0.0], [1.0, 0.0]], "'p:m' returned unusable vectors"),
        ],
    )  # fmt: skip
    @pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
    def test_what_a_provider_gets_wrong_is_ours_to_report(
        self, answer: Callable[[list[str]], list[list[float]]], message: str
    ) -> None:
        """Errors and unusable answers become EmbeddingFailed; never a partial array, never the visitor's words."""
        with pytest.raises(EmbeddingFailed, match=message) as error:
            LangChainEmbedder("p:m", Provider(answer)).embed(["my secret question", "b"])
        assert "secret" not in str(error.value)

    def test_vectors_of_any_length_are_made_unit(self) -> None:
        """A provider need not normalise."""
        vectors = LangChainEmbedder("p:m", Provider(lambda texts: [[3.0, 4.0] for _ in texts])).embed(["a"])
        np.testing.assert_allclose(vectors, [[0.6, 0.8]], rtol=1e-6)


class TestPackagedModel:
    def test_the_weights_are_the_published_ones_and_are_checked_without_loading(self) -> None:
        """The fingerprint holds the published sha256's start; nothing is loaded to say so."""
        made = make_embedder(PACKAGED)
        assert isinstance(made, SentenceTransformerEmbedder)
        assert made.fingerprint() == f"{PACKAGED}@{PACKAGED_SHA256[:16]}"
        made.count_tokens("words")
        assert made._model is None

    def test_altered_weights_are_refused(self, tmp_path: Path) -> None:
        """Another file than the published one is refused before anything of it is loaded."""
        (tmp_path / "model.safetensors").write_bytes(b"altered")
        altered = SentenceTransformerEmbedder(PACKAGED, tmp_path, PACKAGED_SHA256)
        for call in (altered.fingerprint, altered.load, lambda: altered.embed(["a"])):
            with pytest.raises(
                EmbeddingFailed, match=rf"has sha256 \w+, not the published {PACKAGED_SHA256}\. Reinstall it"
            ):
                call()

    def test_missing_and_broken_weights_are_refused(self, tmp_path: Path) -> None:
        """No weights, or weights that cannot be loaded, are EmbeddingFailed and not a library's error."""
        local = make_embedder(f"local:{tmp_path}")
        with pytest.raises(EmbeddingFailed, match=r"No model\.safetensors in .*Reinstall, or name another embedder"):
            local.fingerprint()
        (tmp_path / "model.safetensors").write_bytes(b"broken")
        with pytest.raises(EmbeddingFailed, match="could not be loaded"):
            local.embed(["a"])

    def test_a_missing_tokenizer_is_refused(self, tmp_path: Path) -> None:
        """A local folder without a tokenizer is EmbeddingFailed."""
        with pytest.raises(EmbeddingFailed, match="tokenizer"):
            make_embedder(f"local:{tmp_path}").count_tokens("a")

    @pytest.mark.parametrize(
        ("config", "window"), [('{"max_seq_length": 512}', 512), ('{"max_seq_length": null}', 256), (None, 256)]
    )
    def test_the_window_is_the_one_the_folder_tells(self, tmp_path: Path, config: str | None, window: int) -> None:
        """A local model with a longer window gets longer passages; one that does not tell gets 256 tokens."""
        if config is not None:
            (tmp_path / "sentence_bert_config.json").write_text(config, encoding="utf-8")
        assert make_embedder(f"local:{tmp_path}").window == window
        assert make_embedder(PACKAGED).window == 256

    def test_a_damaged_window_is_refused(self, tmp_path: Path) -> None:
        """A folder whose configuration is not JSON is EmbeddingFailed with its path."""
        (tmp_path / "sentence_bert_config.json").write_text("{", encoding="utf-8")
        with pytest.raises(EmbeddingFailed, match=r"sentence_bert_config\.json' is damaged\. Reinstall the model"):
            make_embedder(f"local:{tmp_path}")

    def test_loading_draws_no_bar_of_its_own(self, capfd: pytest.CaptureFixture[str]) -> None:
        """The build has its own progress bar; the model's weights are loaded in silence."""
        make_embedder(PACKAGED).embed(["a"])
        assert "Loading weights" not in capfd.readouterr().err

    def test_meaning_decides(self, real_embedder: Embedder) -> None:
        """A question is closer to its answer than to another: the real model is the one that runs."""
        question, right, wrong = real_embedder.embed(
            ["Can I take magnesium with antibiotics?", "Magnesium binds tetracyclines.", "Legs kick at night."]
        )
        assert float(question @ right) > float(question @ wrong) + 0.1

    def test_reading_gives_the_same_vectors_and_states_of_all_texts_or_of_none(self, embedder: Embedder) -> None:
        """No texts tell which; a text's states do not depend on the texts beside it, and there is one for each token."""
        read, none = embedder.read(TEXTS), embedder.read([])
        np.testing.assert_allclose(read.vectors, embedder.embed(TEXTS), atol=1e-6)
        assert none.vectors.shape == (0, read.vectors.shape[1])
        assert none.states in (None, ())
        assert (read.states is None) == (none.states is None)
        some = read.of([1, 0])
        assert (some.vectors == read.vectors[[1, 0]]).all()
        if read.states is not None and some.states is not None:
            assert [len(row) for row in read.states] == [min(embedder.count_tokens(t), embedder.window) for t in TEXTS]
            np.testing.assert_allclose(some.states[1], embedder.read(TEXTS[:1]).states[0], atol=2e-2)  # type: ignore[index]

    def test_the_packaged_model_shows_states_and_a_provider_none(self, real_embedder: Embedder) -> None:
        """Two layers of 384 numbers each, in half precision."""
        (states,) = real_embedder.read(["my chest hurts"]).states or ()
        assert (states.shape, states.dtype) == ((5, 768), np.float16)
        assert LangChainEmbedder("p:m", DeterministicFakeEmbedding(size=8)).read(["a"]).states is None


class TestMakeEmbedder:
    @pytest.mark.parametrize("name", ["nonsense", "local:", "", "packaged:other", "nobody:model"])
    def test_an_unknown_name_is_refused_with_the_forms_that_are_known(self, name: str) -> None:
        """Each unusable name is EmbeddingFailed and repeated in the message."""
        with pytest.raises(EmbeddingFailed, match=rf"mbedder '{name}'"):
            make_embedder(name)

    def test_a_provider_without_its_key_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """No API key is EmbeddingFailed with the provider's reason, not a traceback."""
        pytest.importorskip("langchain_openai")
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        with pytest.raises(EmbeddingFailed, match="could not be made"):
            make_embedder("openai:text-embedding-3-small")


def test_langchain_sees_the_same_vectors(embedder: Embedder) -> None:
    """RestwellEmbeddings gives LangChain plain lists of the same figures."""
    behind = RestwellEmbeddings(embedder)
    expected = embedder.embed(["a b c"])[0]
    np.testing.assert_allclose(behind.embed_query("a b c"), expected, atol=1e-6)
    assert isinstance(behind.embed_documents(["a b c"])[0][0], float)
