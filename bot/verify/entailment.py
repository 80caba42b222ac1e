"""Which entailment model a setting names, and what the adapters share: how a folder is read and a row of scores understood."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.errors import BotError
from ingest.errors import EmbeddingFailed

_LOCAL = "local:"
_LABEL = "entailment"
CONFIG = "config.json"
"""Where a folder names its labels, in transformers' form: `{"id2label": {"0": "entailment", …}}`."""


def folder_of(name: str) -> Path:
    """The folder that `local:FOLDER` names.

    Raises:
        BotError: The name is not `local:` and a folder that holds a model.
    """
    folder = Path(name.removeprefix(_LOCAL))
    if not name.startswith(_LOCAL) or not (folder / CONFIG).is_file():
        raise BotError(
            f"RESTWELL_VERIFY__ENTAILMENT is {name!r}: no model there. Give `local:` and the folder of a saved "
            "CrossEncoder, or of an ONNX file with its config.json and tokenizer.json; or unset it"
        )
    return folder


def labels(folder: Path) -> dict[int, str]:
    """The label of each column of a model's scores, lower case.

    Raises:
        EmbeddingFailed: The folder's configuration cannot be read or names none.
    """
    try:
        named = json.loads((folder / CONFIG).read_bytes())["id2label"]
        return {int(column): str(label).lower() for column, label in named.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EmbeddingFailed(f"{str(folder / CONFIG)!r} names no labels: {type(error).__name__}") from None


def column_of(named: Mapping[int, str], name: str) -> int:
    """The column that holds entailment; the only one where there is but one.

    Raises:
        EmbeddingFailed: There are several, and none is named "entailment".
    """
    found = [column for column, label in named.items() if label == _LABEL]
    if len(named) > 1 and not found:
        raise EmbeddingFailed(f"{name!r} has labels {sorted(named.values())!r}; name one of them {_LABEL!r}")
    return found[0] if found else 0


def probability(row: NDArray[np.float64], column: int) -> float:
    """The softmax of a column, 0 to 1.

    Args:
        row: Raw scores, shape (labels,), at least two.
        column: Which of them is entailment.
    """
    odds = np.exp(row - row.max())
    return float(odds[column] / odds.sum())


def digest(weights: Path) -> str:
    """sha256 of a file of weights; "unknown" when it is not there."""
    if not weights.is_file():
        return "unknown"
    with weights.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
