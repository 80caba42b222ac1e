"""Reads the `Accept-Language` header: what a browser prefers, best first."""

from __future__ import annotations

_MAX_HEADER = 200
"""Characters of a header that are read; a browser's own are shorter."""


def preferred(header: str | None) -> tuple[str, ...]:
    """Language tags by weight, those with none left out; whatever makes no sense is passed over."""
    ranges = [entry.strip().partition(";q=") for entry in (header or "")[:_MAX_HEADER].split(",")]
    ordered = sorted(ranges, key=lambda entry: -_weight(entry[2]))
    return tuple(tag.strip() for tag, _, weight in ordered if tag.strip() and _weight(weight) > 0)


def _weight(given: str) -> float:
    try:
        return float(given or 1)
    except ValueError:
        return 0.0
