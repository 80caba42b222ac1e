"""Words of the sources inside our own: marked as English wherever the page speaks another language, amounts easy to find.

Nothing here changes a word; what is read aloud, copied or searched is the text as it was.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.texts import DEFAULT, Texts
from web.markup import safe

_NUMBER = r"\d[\d.,]*(?<![.,])"
_UNIT = (
    r"(?:mg|mcg|[µμ]g|g|kg|ng/mL|ng/ml|[µμ]g/[Ld]L?|mmol(?:/L)?|mEq|IU|mL|ml|dL|L|hours?|minutes?|days?|weeks?|months?|years?|nights?)"
    r"(?![A-Za-z])|%|percent(?![A-Za-z])"
)
_PER = r"(?:\s?/\s?(?:day|d|kg|L|mL|dL)(?![A-Za-z])|\s(?:a|per|each)\s(?:day|night|week|month|year|kg)(?![A-Za-z]))?"
_AMOUNT = re.compile(rf"(?<![\w.,]){_NUMBER}(?:\s?(?:-|–|to|and)\s?{_NUMBER})?[\s\u00a0-]?(?:{_UNIT}){_PER}")
_CLAIM = re.compile(r"([“„«])([^“”„«»]+)([”“»])")
_SLOT = re.compile(r"\{(\w+)\}")


def quoted(text: str) -> str:
    """A sentence of the sources, escaped, each amount with its unit in a span of its own."""
    parts: list[str] = []
    at = 0
    for found in _AMOUNT.finditer(text):
        parts += [safe(text[at : found.start()]), f'<span class="amount">{safe(found[0])}</span>']
        at = found.end()
    return "".join([*parts, safe(text[at:])])


def english(html: str, language: str) -> str:
    """`html` marked as English and left to right, where the words around it are not English."""
    return html if language == DEFAULT or not html else f'<span lang="en" dir="ltr">{html}</span>'


def told(text: str, language: str) -> str:
    """A sentence of our own, escaped; a claim quoted in it is marked as English."""
    parts = _CLAIM.split(text)
    if language == DEFAULT:
        return safe(text)
    return "".join(english(safe(part), language) if at % 4 == 2 else safe(part) for at, part in enumerate(parts))


def parts_in_english(text: str, words: Collection[str]) -> list[str]:
    """`text` cut so that each of the `words` that stands in it is a part of its own."""
    parts = [text]
    for word in words:
        parts = [piece for part in parts for piece in ([part] if part in words else _cut(part, word)) if piece]
    return parts


def _cut(text: str, word: str) -> list[str]:
    first, *others = text.split(word)
    return [first, *(piece for other in others for piece in (word, other))]


def filled(texts: Texts, key: str, **html: str) -> str:
    """The sentence at `key`, escaped, its {braces} filled with what is HTML already."""
    return _SLOT.sub(lambda found: html.get(found[1], safe(found[0])), safe(texts.get(key)))
