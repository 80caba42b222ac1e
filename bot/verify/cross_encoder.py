"""An entailment model in a local folder. The only module that knows sentence-transformers' CrossEncoder."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from bot.verify.entailment import column_of, digest, probability
from ingest.errors import EmbeddingFailed


class CrossEncoderEntails:
    """A sequence-pair classifier: one score, or one per label of which one is named "entailment". Loaded on first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._model: Any = None
        self._column = 0
        self._loading = Lock()
        self.weights = digest(folder / "model.safetensors")
        self.name = f"cross-encoder:{folder.name}@{self.weights[:8]}"

    def entails(self, premise: str, hypothesis: str) -> float:
        """See `Entails.entails`."""
        self._load()
        try:
            scores = np.asarray(self._model.predict([(premise, hypothesis)], show_progress_bar=False), dtype=np.float64)
        except Exception as error:  # the vendor's message may quote the texts: only its type leaves
            raise EmbeddingFailed(f"{self.name!r} failed: {type(error).__name__}") from None
        row = np.atleast_1d(scores[0])
        if len(row) == 1:  # one label: the model's own sigmoid has been applied
            return float(np.clip(row[0], 0.0, 1.0))
        return probability(row, self._column)

    def _load(self) -> None:
        with self._loading:
            if self._model is not None:
                return
            try:
                from sentence_transformers import CrossEncoder

                model = CrossEncoder(str(self._folder), device="cpu", local_files_only=True)
                named = {int(column): str(label).lower() for column, label in model.config.id2label.items()}
            except Exception as error:
                raise EmbeddingFailed(f"{self.name!r} could not be loaded: {type(error).__name__}") from error
            self._column = column_of(named, self.name)
            self._model = model
