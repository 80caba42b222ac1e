"""Personal data in a message: found by its form or by the words before it, and taken out. Knows no guard and no answer.

What an answer needs stays: doses, years, results of tests, names of medicines, DOIs.
"""

from __future__ import annotations

import re
from typing import NamedTuple

GONE = "[…]"
"""What stands where something was. It has no letters, so nothing is searched for it."""
_REGIONS = ("GB", "US", "DE", "FR", "ES", "IN", "BR")
"""Countries whose way of writing a phone number is known without its international prefix; those of our languages."""
_KEPT = re.compile(
    r"\b(?:https?://|www\.)\S+|\bdoi[:\s]*\S+|\b10\.\d{4,9}/\S+|\b(?:pmid|isbn|nct|issn)\W{0,3}[\d-]+", re.IGNORECASE
)
"""References: their figures are nobody's."""

_NAME = r"(?P<it>(?-i:[^\W\d_]+(?:[ -](?:(?:van|von|de|da|del|bin|al)[ -])?[A-ZÀ-ÞА-Я][^\W\d_]+){0,3}))"
_PROPER = r"(?P<it>(?-i:[A-ZÀ-Þ][^\W\d_]+(?:[ -][A-ZÀ-Þ][^\W\d_]+){0,2}))"
_DATE = (
    r"(?P<it>\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}(?:st|nd|rd|th|\.)? (?:of |de )?[^\W\d_]{3,10},? (?:de )?\d{2,4}"
    r"|[^\W\d_]{3,10} \d{1,2}(?:st|nd|rd|th)?,? \d{4})"
)
_UNITS = r"(?!(?:mg|mcg|g|ml|years?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?|times?|miles?|km|metres?|people|tablets?|pills?)\b)"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<it>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)",
        r"(?P<it>\b[\w.+-]+ ?[\[(]at[\])] ?[\w-]+ ?(?:\.|[\[(]dot[\])]) ?\w{2,})",
        r"\b(?:my|his|her|our) (?:full |first |last |sur)?names? (?:is|are|was|s)\W{0,2} (?!not\b|on\b|in\b)" + _NAME,
        r"\b(?:i am|i'm|im|is) (?:called|named) " + _NAME,
        r"\b(?:je m['’ ]?appelle|mon nom est|me llamo|mi nombre es|ich hei(?:ß|ss)e|mein name ist|me chamo|meu nome é) "
        + _NAME,
        r"\b(?:call me|this is|regards|sincerely|best wishes|signed)[,:]?\s+(?!(?:Dr|Doctor)\b)"
        + _PROPER
        + r"(?=\W*(?:$|\n|,|and\b|from\b|here\b))",
        r"मेरा नाम (?P<it>\S+(?: \S+)?)(?= है)",
        r"(?:اسمي|إسمي) (?P<it>\S+)",
        r"(?:我叫|我的名字是|我姓名是)(?P<it>[\u4e00-\u9fff]{2,3})",
        r"\b(?:born(?: on)?|d\.?o\.?b\.?|date of birth|birthday|birth date|née? le|geboren am|nacid[oa] el|nascid[oa] em)\W{0,3}(?:is |was |on |the )*"
        + _DATE,
        r"(?P<it>\b\d{3}-\d{2}-\d{4}\b)",
        r"(?P<it>(?<![\d.])\d{3}[ -]\d{3}[ -]\d{4}\b)",
        r"(?P<it>\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b)",
        r"\b(?:nhs|ssn|social security|patient|hospital|medical record|mrn|insurance|policy|passport|medicare|account|card|member|id|"
        r"order|licen[cs]e) ?(?:number|no\.?|nr\.?|id|#)?(?: is|:|=|#)? ?(?P<it>[A-Z]{0,3}\d[\d -]{3,}\d)",
        r"\b(?:phone|mobile|cell|telephone|tel|whatsapp|call me|text me|ring me|reach me|telefon|teléfono|téléphone|handy)\b\D{0,16}"
        r"(?P<it>\+?\d[\d ()./-]{5,}\d)",
        r"(?P<it>(?<![\d.,/])\d{9,16}\b(?! ?(?:mg|mcg|iu|g)\b))",
        r"(?P<it>\b(?-i:[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})\b)",
        rf"(?P<it>\b\d{{1,5}}[a-d]? {_UNITS}(?:[^\W\d_]+ ){{1,3}}(?:street|road|avenue|lane|boulevard|terrace|crescent|"
        r"close|court|gardens)\b)",
        r"(?P<it>\b(?-i:[A-ZÄÖÜ])[^\W\d_]+(?:stra(?:ß|ss)e|str\.|gasse|platz) \d{1,4}[a-d]?\b)",
        r"(?P<it>\b\d{1,4},? (?:bis |ter )?(?:rue|avenue|boulevard|chemin|impasse) (?:de la |de l['’]|d[eu] |des |d['’])?[^\W\d_]+)",
        r"(?P<it>\b(?:calle|rua|avenida|plaza) (?:[^\W\d_]+ ){1,4}\d{1,4}\b)",
    )
)


class Without(NamedTuple):
    """A message and whether anything was taken out of it."""

    text: str
    is_changed: bool


def without_personal(text: str) -> Without:
    """`text` with names that were introduced, numbers of people, addresses and dates of birth replaced by `GONE`."""
    kept = [match.span() for match in _KEPT.finditer(text)]
    found = [match.span("it") for form in _FORMS for match in form.finditer(text)] + _phones(text)
    spans = sorted(s for s in found if not any(s[0] < end and start < s[1] for start, end in kept))
    parts, at = [], 0
    for start, end in spans:
        if start >= at:
            parts += [text[at:start], GONE]
        at = max(at, end)
    return Without("".join([*parts, text[at:]]), bool(spans))


def _phones(text: str) -> list[tuple[int, int]]:
    if sum(character.isdigit() for character in text) < 7:
        return []
    from phonenumbers import Leniency, PhoneNumberMatcher

    return [
        (match.start, match.end)
        for region in _REGIONS
        for match in PhoneNumberMatcher(text, region, leniency=Leniency.STRICT_GROUPING)
        if not re.fullmatch(r"(?:(?:19|20)\d\d\D*)+", match.raw_string)
    ]
