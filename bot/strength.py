"""How strong a kind of source is, and what a summary line says of the sources and of a claim of the post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from babel.lists import format_list

from bot.texts import DEFAULT, Texts
from ingest.source import Claim, Source

_BRITISH = "en_GB"
"""English as the sources write it: no comma before "and"."""
_STRENGTH = {
    "guideline": 0,
    "systematic-review": 0,
    "agency-fact-sheet": 1,
    "rct": 2,
    "open-label-trial": 3,
    "cohort": 3,
    "case-control": 3,
    "cross-sectional": 3,
    "narrative-review": 4,
    "case-series": 4,
    "patient-organisation": 4,
    "animal-or-lab": 5,
    "article": 6,
    "editor-note": 7,
}
"""Lower is stronger: guideline and systematic review before trial before observational before the post."""


def rank(source: Source) -> int:
    """Place of a source's kind, 0 strongest; a source nobody confirmed comes after the confirmed of its kind."""
    return _STRENGTH[source.kind] * 2 + (source.audited not in ("confirmed", "corrected"))


def kinds_in_words(sources: Iterable[Source], texts: Texts) -> str:
    """ "2 systematic reviews and 1 randomised trial", strongest first; each source counts once."""
    unique = {source.id: source for source in sources}
    counts = Counter(source.kind for source in sorted(unique.values(), key=rank))
    parts = [f"{n} {texts.say(f'kinds_plural.{kind}' if n > 1 else f'kinds.{kind}')}" for kind, n in counts.items()]
    return str(format_list(parts, locale=_BRITISH if texts.language == DEFAULT else texts.language))


def kinds_line(sources: Iterable[Source], texts: Texts) -> str:
    """The sentence that names the kinds of evidence below it."""
    return texts.say("summary.kinds", kinds=kinds_in_words(sources, texts))


def claim_line(claim: Claim, texts: Texts) -> str:
    """What the claim check says of a claim of the post."""
    verdict = texts.say(f"summary.verdicts.{claim.verdict}")
    return texts.say("summary.claim", claim=claim.claim.rstrip("."), verdict=verdict)


def checked_line(claims: Iterable[Claim], texts: Texts) -> str:
    """How our article as a whole stands against the research: how many of its claims have which verdict."""
    verdicts = Counter(claim.verdict for claim in claims)
    return texts.say(
        "summary.checked",
        total=verdicts.total(),
        supports=verdicts["supports"],
        partly=verdicts["partly supports"],
        nothing=verdicts["no evidence found"],
        against=verdicts["contradicts"],
    )
