"""A built corpus to bytes and back; the bytes' hash is part of an index's name."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, replace
from typing import Any

import orjson

from ingest.source import Claim, Contradiction, Corpus, Passage, Source, Span


def to_bytes(corpus: Corpus) -> bytes:
    """Everything but the report of what was dropped, in a fixed order."""
    return orjson.dumps(asdict(replace(corpus, dropped=())), default=tuple, option=orjson.OPT_SORT_KEYS)


def digest(corpus: Corpus) -> str:
    """sha256 of all that may be said. Plain wordings say the same again, so they are not part of it."""
    bare = tuple(replace(p, plain="") for p in corpus.passages)
    return hashlib.sha256(to_bytes(replace(corpus, passages=bare))).hexdigest()


def from_bytes(data: bytes) -> Corpus:
    """What `to_bytes` wrote."""
    raw = orjson.loads(data)
    return Corpus(
        sources=tuple(Source(**{**s, "topics": tuple(s["topics"])}) for s in raw["sources"]),
        passages=tuple(_passage(p) for p in raw["passages"]),
        claims=tuple(_claim(c) for c in raw["claims"]),
        contradictions=tuple(Contradiction(**c) for c in raw["contradictions"]),
        aliases=tuple((term, tuple(means)) for term, means in raw["aliases"]),
    )


def _passage(raw: dict[str, Any]) -> Passage:
    spans = tuple(Span(*span) for span in raw["sentences"])
    return Passage(
        **{**raw, "heading_path": tuple(raw["heading_path"]), "sentences": spans, "asks": tuple(raw["asks"])}
    )


def _claim(raw: dict[str, Any]) -> Claim:
    lists = {"source_ids": tuple(raw["source_ids"]), "passage_ids": tuple(raw["passage_ids"])}
    return Claim(**{**raw, **lists, "sentence": Span(*raw["sentence"])})
