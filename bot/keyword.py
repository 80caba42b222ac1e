"""A message that only names something ("alcohol", "tens machine?"): it is asked of the site's subject as well."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.entities import TOPIC
from ingest.lexical import terms

_MOST_WORDS = 3
"""Words of a message that only names something. A guess; bare names among the cases of `evals/cases` would settle it."""
_WORD = re.compile(r"[\w'-]+")
_ASKS_OR_SAYS_IT = re.compile(
    r"\b(?:what|which|how|why|when|where|who|is|are|was|do|does|did|can|could|should|will|would|has|have|it|this|that|i|me|my|you|your|"
    r"rls|restless|legs?|cramps?|article|post|mean(?:s|ing)?|definition)\b|n't\b|'",
    re.I,
)

_HOW_MUCH = re.compile(r"^\W*how (?:much|many)\W*$", re.I)
_NAMES_NOTHING = frozenset(
    terms(
        "how long much many often soon big bad level levels dose doses amount amounts result results number figure figures time times length quantity percent percentage"
    )
)


def names_nothing(question: str) -> bool:
    """Whether a message of a word or three asks for a measure of nothing: "how long", "levels"."""
    if len(_WORD.findall(question)) > _MOST_WORDS:
        return False
    stems = terms(question)
    return _NAMES_NOTHING.issuperset(stems) if stems else bool(_HOW_MUCH.match(question))


def with_topic(question: str, is_known: Callable[[str], bool]) -> str:
    """The message with the site's subject, or "" when it says more than a name, names the subject itself, or something that no source knows.

    Args:
        question: What is asked, standing alone.
        is_known: Whether any passage holds a stem.
    """
    words = _WORD.findall(question)
    stems = terms(question)
    if not stems or len(words) > _MOST_WORDS or _ASKS_OR_SAYS_IT.search(question) or not all(map(is_known, stems)):
        return ""
    return f"{' '.join(words)} and {TOPIC}"


_HAS_IT = re.compile(r"\b(?P<has>have|has|had|got|get|gets|getting|having|with) it\b", re.I)


def with_it_named(question: str) -> str:
    """A question on what somebody has, with the site's subject for "it"; "" where nobody has it. It is for one that names nothing else."""
    named = _HAS_IT.sub(lambda found: f"{found['has']} {TOPIC}", question)
    return named if named != question else ""
