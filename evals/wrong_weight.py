"""A sentence that says more than its source: a hedge dropped, a cause claimed, a fact added, two claims welded. Knows no pairs or files."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from evals.wrong_words import Wrong

_HEDGES = (
    (re.compile(r"\b(?:may|might|could|can) (?=be\b)", re.I), "will "),
    (re.compile(r"\b(?:may|might|could) (?=[a-z]+)", re.I), "will "),
    (re.compile(r"\b(?:probably|possibly|usually|often|sometimes|mostly|mainly|typically|apparently|generally) ", re.I), ""),
    (re.compile(r"\b(?:did not|does not|no|not) clear(?:ly)?\b", re.I), "never"),
    (re.compile(r"\bsuggests?\b", re.I), "proves"),
    (re.compile(r"\bsome (?=people|medicines|antidepressants|crop)", re.I), "all "),
    (re.compile(r"\b(?:seems?|appears?) to be\b", re.I), "is"),
    (re.compile(r"\btended to\b", re.I), "always"),
    (re.compile(r"\b(?:weaker|limited)\b", re.I), "strong"),
    (re.compile(r"\b(?:a )?small (?=US|group|study)", re.I), "a large "),
    (re.compile(r"\bsays?\b|\bsaid\b"), "proved"),
)  # fmt: skip
_CAUSES = (
    (re.compile(r"\b(?:is|are|was|were|has been|have been|had been)(?: each| also| all)? (?:linked|associated|tied)(?: with| to)\b"),
     ("caused", "brought on")),
    (re.compile(r"\blinked with\b|\blinks\b"), ("caused by", "the cause of")),
    (re.compile(r"\b(?:had|have) (?=less|more|lower|higher|fewer)"), ("were made to have ",)),
    (re.compile(r"\bwith (?=RLS|diabetes)"), ("because of ",)),
    (re.compile(r"\b(?:more|less) common in\b"), ("brought on by being",)),
    (re.compile(r", and "), (", which led to this: ", ", and because of that ")),
    (re.compile(r"\b(?:in|among) (?=\d[\d,]* (?:people|women|men|adults|healthy))"), ("because of the treatment in ",)),
    (re.compile(r"\b(?:while|when)\b"), ("because",)),
    (re.compile(r"\bwas (?=more likely|about twice)"), ("was made ",)),
)  # fmt: skip
_INVENTED = (
    "and sleep got better too", "and it is safe for long-term use", "and the effect lasted for a year", "even in mild cases",
    "and no side effects were seen", "so doctors now advise it", "within a week", "and mood got better as well", "mostly in women",
    "in more than half of them", "and the legs stayed calm all night", "because of low iron", "and headaches were rarer",
    "which earlier trials had shown as well", "and memory was better", "mainly in smokers", "above all in winter", "at any dose",
)  # fmt: skip
_SOURCE = re.compile(r"(?: \([^()]*\)|,? (?:according to|says?|said|a|an|in a|in the|the|in|was|studies)\b[^,]*)\.$")
"""Where a statement names who says so: what is added stands before it."""
_VERB = re.compile(r" (?=(?:was|were|is|are|had|has|can|may|did|found|showed|took|slept|absorbed)\b)")


def without_hedge(statement: str) -> Iterator[Wrong]:
    """`statement` surer than it was."""
    for pattern, instead in _HEDGES:
        match = pattern.search(statement)
        if match:
            text = statement[: match.start()] + instead + statement[match.end() :]
            yield Wrong(
                pattern.pattern[:20],
                text[0].upper() + text[1:],
                f"{match[0].strip()} -> {instead.strip() or 'dropped'}",
            )


def with_cause(statement: str, rng: random.Random) -> Iterator[Wrong]:
    """`statement` with cause and effect where it had a link, a difference or two facts side by side."""
    for pattern, instead in _CAUSES:
        match = pattern.search(statement)
        if match:
            said = rng.choice(instead)
            yield Wrong(
                pattern.pattern[:20],
                statement[: match.start()] + said + statement[match.end() :],
                f"{match[0].strip()} -> {said.strip()}",
            )


def with_invention(statement: str, rng: random.Random) -> Iterator[Wrong]:
    """`statement` with a plausible addition that no source of it makes."""
    source = _SOURCE.search(statement)
    body, end = (statement[: source.start()], source[0]) if source else (statement.rstrip("."), ".")
    for said in rng.sample(_INVENTED, 2):
        comma = ", " if said.startswith(("so", "which")) else " "
        yield Wrong(said, f"{body}{comma}{said}{end}", f"added: {said}")


def welded(one: str, other: str) -> Iterator[Wrong]:
    """The subject of one statement with what another says of its own."""
    first, second = _VERB.split(one, maxsplit=1), _VERB.split(other, maxsplit=1)
    if len(first) == len(second) == 2:
        yield Wrong("welded", f"{first[0]} {second[1]}", "subject of one, verb of the other")
    yield Wrong(
        "joined",
        f"{one.rstrip('.')}, and {other[0].lower() + other[1:] if not other[:2].isupper() else other}",
        "two claims, one cited",
    )
