"""A link that makes a browser scroll to a quote and mark it: a text fragment. Knows no source."""

from __future__ import annotations

from urllib.parse import quote as percent_encoded

_EDGE_WORDS = 5
"""Words given of a longer quote's start and end. A guess: no two places of the post share both."""


def text_link(url: str, quote: str) -> str:
    """`url` with a fragment that names the quote: whole when it is short, else by its first and last words."""
    words = quote.split()
    if not url or not words:
        return url
    if len(words) <= 2 * _EDGE_WORDS:
        return f"{url}#:~:text={_encoded(words)}"
    return f"{url}#:~:text={_encoded(words[:_EDGE_WORDS])},{_encoded(words[-_EDGE_WORDS:])}"


def _encoded(words: list[str]) -> str:
    """Percent-encoded, the dash as well: it has a meaning of its own in a text fragment."""
    return percent_encoded(" ".join(words), safe="").replace("-", "%2D")
