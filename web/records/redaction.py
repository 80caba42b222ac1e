"""Takes out of a visitor's words what tells who they are, before anything is stored. The one module that knows Presidio.

Its pattern recognisers run without its language models, so names are found only where the words around them say
that a name follows. docs/privacy.md says what that leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import regex

from web.records.patterns import FOUND, KEPT

REGIONS = (
    *("US", "CA", "GB", "IE", "AU", "NZ", "ZA", "IN", "SG", "DE", "AT", "CH", "FR", "BE", "ES", "MX", "AR", "CO"),
    *("PT", "BR", "IT", "NL", "SE", "NO", "DK", "FI", "PL", "IL", "SA", "EG", "AE", "MA", "CN", "TW", "HK", "JP", "KR"),
)
"""Where a number without a country code may be from: the helplines' countries and those of the eight languages."""
_SHORTEST_PHONE = 7
"""Digits. Shorter ones are helplines and emergency numbers, which say nothing of who wrote them."""
_KEPT = regex.compile("|".join(KEPT), regex.IGNORECASE)


def redact(text: str) -> str:
    """`text` with e-mails, numbers, names, dates and addresses as `<EMAIL>`, `<PHONE>`, `<NUMBER>`, `<NAME>`...

    Doses, laboratory values, years and DOIs stay as they are.
    """
    from presidio_anonymizer import AnonymizerEngine

    kept = [found.span() for found in _KEPT.finditer(text)]
    found = [result for result in _found(text) if not _is_within(result, kept)]
    return str(AnonymizerEngine().anonymize(text, found).text)


def _found(text: str) -> list[Any]:
    from presidio_anonymizer.entities import RecognizerResult

    results = [result for recogniser in _recognisers() for result in recogniser.analyze(text, [])]
    return [RecognizerResult(r.entity_type, r.start, r.end, r.score) for r in results if not _is_short(text, r)]


def _is_short(text: str, result: Any) -> bool:
    digits = sum(character.isdigit() for character in text[result.start : result.end])
    return result.entity_type == "PHONE" and digits < _SHORTEST_PHONE


def _is_within(result: Any, kept: Sequence[tuple[int, int]]) -> bool:
    """Whether it lies in, or begins in, something that stays. What merely reaches into it is still taken out."""
    return any(start <= result.start < end for start, end in kept)


@lru_cache(maxsize=1)
def _recognisers() -> tuple[Any, ...]:
    """Made once, with the first words to be stored: the import takes most of a second."""
    from presidio_analyzer import Pattern, PatternRecognizer
    from presidio_analyzer.predefined_recognizers import EmailRecognizer, IbanRecognizer, IpRecognizer, PhoneRecognizer

    own = (
        PatternRecognizer(
            entity,
            patterns=[Pattern(entity, pattern, 0.9 - rank / 10) for pattern in patterns],
            global_regex_flags=regex.MULTILINE,
        )
        for rank, (entity, patterns) in enumerate(FOUND.items())
    )
    return (
        # Their recogniser would ask a list on the internet whether the ending is real; here every ending counts.
        PatternRecognizer("EMAIL", patterns=EmailRecognizer.PATTERNS),
        PhoneRecognizer(supported_entity="PHONE", supported_regions=REGIONS),
        IbanRecognizer(supported_entity="NUMBER"),
        IpRecognizer(supported_entity="NUMBER"),
        *own,
    )
