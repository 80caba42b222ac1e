"""Whether a message only tells how something went, or asks something too, in any of the page's languages. Knows words only."""

from __future__ import annotations

import re

_MARK = re.compile(r"[?？؟]")
_CLAUSE = re.compile(r"[.!,;:…。！，；、\n]+|\s[-–—]\s|\b(?:and|but|so|y|et|und|e|mas|mais|aber|pero)\b")
_OPENS = re.compile(
    r"^\s*(?:(?:any|does|do|can|could|will|would|should|may|might|tell|explain|show|list|"
    r"puedo|puede|sirve|ayuda|hay|dime|puis|peut|est-ce|y a-t-il|dis|aide|kann|darf|soll|hilft|gibt|sag|posso|pode|ajuda|serve|diga)\b|"
    r"(?:is|are|was|were|has|have|had|did) (?:i|you|he|she|it|they|we|the|this|that|these|there|my|any|magnesium|iron)\b|(?:ist|sind) (?:es|das|die|der)\b)",
    re.I,
)
"""How a question begins. "Is fine now" and "did a scan, all clear" begin a statement."""
_WORDS = re.compile(
    r"\b(?:what|whats|how|why|which|whether|when should|where can|who should|advice|tips|"
    r"qué|que tal|cómo|cuánt[oa]s?|cuál(?:es)?|por qué|dónde|comment|pourquoi|combien|quel(?:le)?s?|wie|warum|wieso|welche[rsnm]?|wieviel|como|quant[oa]s?|qual|quais|por que|onde|"
    r"kya|kaise|kitn[aie]|kyu?n|kab|kaun)\b|"
    r"क्या|कैसे|कितन|क्यों|कब|कौन|هل|ماذا|كيف|كم|لماذا|متى|什么|怎么|怎样|多少|为什么|哪|吗|能不能|可以",
    re.I,
)


def only_tells(message: str) -> bool:
    """Whether no clause of it asks anything, with a question mark or without."""
    if _MARK.search(message) or _WORDS.search(message):
        return False
    return not any(_OPENS.match(clause) for clause in _CLAUSE.split(message))
