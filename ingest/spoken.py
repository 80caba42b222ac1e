"""A message as it is embedded: words only, so that capitals and punctuation change nothing."""

from __future__ import annotations

import unicodedata


def spoken(text: str) -> str:
    """Lower case, punctuation and symbols to spaces, single spaces; letters, marks and digits stay.

    A text of nothing else stays as it is, so that there is always something to embed.
    """
    folded = unicodedata.normalize("NFKC", text).replace("’", "'").replace("'", "").casefold()
    words = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in folded)
    return " ".join(words.split()) or text
