"""Two tiny entailment models of random weights, saved the way real ones are: one for each adapter."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "iron", "helps", "rls", "magnesium"]
LABELS = {0: "contradiction", 1: "entailment", 2: "neutral"}
_FLOAT, _INT64 = 1, 7


def save_cross_encoder(folder: Path) -> Path:
    """A BERT of one layer, as transformers saves it."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    torch.manual_seed(1)
    folder.mkdir(exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        id2label=LABELS, label2id={label: column for column, label in LABELS.items()},
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


def save_onnx(folder: Path, tokens: int | None = None) -> Path:
    """A file that adds up a row of weights per token, written byte by byte: the project needs no package that writes ONNX.

    Args:
        folder: Where to.
        tokens: The one length that the file takes; None for any.
    """
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps({"id2label": LABELS}), encoding="utf-8")
    made = Tokenizer(models.WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.TemplateProcessing(
        pair="[CLS] $A [SEP] $B [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    made.save(str(folder / "tokenizer.json"))
    weights = np.random.default_rng(1).normal(size=(len(WORDS), len(LABELS))).astype(np.float32)
    table = _ints(1, *weights.shape) + _int(2, _FLOAT) + _bytes(8, b"table") + _bytes(9, weights.tobytes())
    nodes = (
        _node("Gather", ["table", "input_ids"], "rows"),
        _node("Cast", ["attention_mask"], "read", _bytes(1, b"to") + _int(3, _FLOAT) + _int(20, 2)),
        _node("Unsqueeze", ["read"], "mask", _bytes(1, b"axes") + _ints(8, 2) + _int(20, 7)),
        _node("Mul", ["rows", "mask"], "kept"),
        _node("ReduceSum", ["kept"], "logits", _bytes(1, b"axes") + _ints(8, 1) + _int(20, 7),
              _bytes(1, b"keepdims") + _int(3, 0) + _int(20, 2)),
    )  # fmt: skip
    graph = b"".join(_bytes(1, node) for node in nodes) + _bytes(2, b"tiny") + _bytes(5, table)
    for name in ("input_ids", "attention_mask"):
        graph += _bytes(11, _value(name, _INT64, tokens))
    graph += _bytes(12, _value("logits", _FLOAT, len(LABELS)))
    model = _int(1, 6) + _bytes(7, graph) + _bytes(8, _bytes(1, b"") + _int(2, 11))
    (folder / "model.onnx").write_bytes(model)
    return folder


def _node(kind: str, inputs: list[str], output: str, *attributes: bytes) -> bytes:
    named = b"".join(_bytes(1, name.encode()) for name in inputs) + _bytes(2, output.encode())
    return named + _bytes(4, kind.encode()) + b"".join(_bytes(5, a) for a in attributes)


def _value(name: str, kind: int, width: int | None) -> bytes:
    """A matrix of any height, `width` wide; None is any width."""
    across = _bytes(2, b"tokens") if width is None else _int(1, width)
    shape = _bytes(1, _bytes(2, b"pairs")) + _bytes(1, across)
    return _bytes(1, name.encode()) + _bytes(2, _bytes(1, _int(1, kind) + _bytes(2, shape)))


def _varint(number: int) -> bytes:
    head, rest = number & 127, number >> 7
    return bytes([head | 128]) + _varint(rest) if rest else bytes([head])


def _int(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _ints(field: int, *numbers: int) -> bytes:
    return b"".join(_int(field, number) for number in numbers)


def _bytes(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content
