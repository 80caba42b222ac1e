"""Whether a message takes something for granted: the rules, the classifier and its own words have to agree. Knows no claims."""

from __future__ import annotations

import re
from collections.abc import Mapping

_CLASS = "limit-premise"
_RULED_OUT = 0.01
"""A rule finds words that grant something; where the classifier sees next to nothing, as in "why is it always worse at night?", they
grant what is so. No labelled example that a rule holds for has less. These three bounds were read off once, by a research script."""
_POSSIBLE = 0.2
"""From which it is believed of a message whose words do. Of what cases take for granted nothing has less than 0.3."""
_NEAR_CERTAIN = 0.95
"""From which the classifier alone is believed of a message whose words grant nothing: why-questions on what is so have up to 0.94."""
_GRANTS = re.compile(
    r"^(?:\W*\w+\W+){0,3}?(?:since|because|as|given|seeing|considering|knowing|with|now that|once)\b.*[,?]"
    r"|\b(?:prove[sdn]?|proving|confirm\w*|establish\w*|concluded|guaranteed|debunked|disproved|known fact|for good|forever|nobody|no one|"
    r"every(?:one|body)|all|always|never|cures?|thank you for|does ?n.?t it|is ?n.?t it|are ?n.?t they|right)\b|\w = \w"
    r"|^[^?.!]*\b(?:due to|because|caused by|comes? from|thanks to|owing to)\b[^?.!]*\.\s[^?]*\?",
    re.IGNORECASE | re.DOTALL,
)


def grants(message: str) -> bool:
    """Whether a message's words take anything for granted, so or not: "since ...", "it is proven", "doesn't it"."""
    return bool(_GRANTS.search(message))


def is_premise(likely: Mapping[str, float], is_ruled: bool, *, is_granted: bool) -> bool:
    """Whether something is taken for granted that is not so.

    Args:
        likely: The classifier's probabilities, by class.
        is_ruled: Whether a rule says so.
        is_granted: Whether the message's words grant something.
    """
    chance = likely.get(_CLASS, 1.0)
    if is_ruled:
        return chance >= _RULED_OUT
    return chance >= (_POSSIBLE if is_granted else _NEAR_CERTAIN)
