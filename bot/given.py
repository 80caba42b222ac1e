"""A short message that names how a thing is given in the place of how it was before: "and by drip?" after "are iron tablets any good". Knows no conversations."""

from __future__ import annotations

import re

_FORMS = (
    r"tablets?|pills?|capsules?|gummies|powders?|liquids?|syrups?|sprays?|creams?|lotions?|oils?|gels?|patch(?:es)?|baths?|drips?|infusions?|"
    r"iv|injections?|jabs?|shots?|suppositor(?:y|ies)"
)
_GIVEN = re.compile(
    rf"^(?:(?:and|or|but|ok|so|what about|how about|what if(?: it'?s)?)\s+)*(?:(?:given|taken|put)\s+)?(?:by|as|via|through|in)\s+(?:an?\s+|the\s+|my\s+)?(?P<form>{_FORMS}|vein|mouth)(?:\s+(?:form|instead|then|too|tho|though))*\W*$",
    re.I,
)
_BEFORE = re.compile(rf"\b(?:{_FORMS})\b", re.I)
_SAID = {"vein": "drip", "iv": "drip", "mouth": "tablet"}
"""What a way in is called as a thing that is given."""


def given_otherwise(message: str, context: str) -> str:
    """The question before with another form of what it asks about; empty when the message names none, or the question has none."""
    named, before = _GIVEN.match(message.strip()), _BEFORE.search(context)
    if not named or not before:
        return ""
    form = _SAID.get(named["form"].lower(), named["form"].lower())
    is_many = before[0].endswith("s")
    if is_many and not form.endswith("s"):
        form = f"{form}es" if form.endswith("patch") else f"{form}s"
    return context[: before.start()] + form + context[before.end() :]
