"""The point of a question: what sort of thing it asks, told by its words. Knows nothing of sources."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

_SORTS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "meaning": r"^(?:so |and )?what(?:'s| is| are) (?:an? |the |this )?(?:\w[\w'-]*\s?){1,4}\??$|\bwhat (?:does|do|is) .{2,40} mean(?:t)?\b|\bmeaning of\b|"
        r"\bdefin(?:e|ition)\b|\bwhat (?:does|do) .{2,30} feel like\b|\bdescribe\b",
        "share": r"\bhow (?:common|rare|widespread|usual)\b|\bhow many (?:people|adults|women|men|children|kids|americans|of)\b|\bper ?cent(?:age)?\b|%|"
        r"\bproportion\b|\bprevalen\w+|\bwhat share\b|\brates?\b|\bcommon or rare\b|\b(?:rare|common) (?:is|are)\b|\bwho gets\b|\bgets? it most\b|\bodds\b|\bmore (?:women|men)\b",
        "finding": r"\bdiagnos\w+|\btests?\b|\btested\b|\bhow (?:do|does|would|can|could|will) (?:i|you|they|we|anyone|a doctor|the doctor|doctors) (?:know|tell)\b|"
        r"\bscans?\b|\bsleep (?:study|lab\w*)\b|\bcriteria\b|\bfind out\b",
        "cause": r"\bcaus\w+|\btrigger\w*|\bwhy (?:do|does|is|are|did)\b|\bbring(?:s|ing)? (?:it |on )|\bworse\b|\bworsen\w*|\baggravat\w+|\breasons?\b|\bdue to\b|\bbecause of\b|\bset off\b",
        "help": r"\bhelp\w*|\bwork(?:s|ed)?\b|\btreat\w*|\breliev\w+|\brelief\b|\beas(?:e|es|ing)\b|\bgood for\b|\bcures?\b|\beffective\b|\bimprov\w+|\bsooth\w+|\bcalm\w*|"
        r"\bget rid\b|\bremed\w+|\bbenefit\w*|\bevidence for\b|\bfirst[- ](?:line|choice)\b|\breduc\w+|\bmake .{2,20} better\b|\bdo anything\b|\buse(?:s|d|ful)?\b",
        "harm": r"\bside[- ]effects?\b|\b(?:un)?safe(?:ty)?\b|\bdanger\w*|\brisks?\b|\brisky\b|\bharm\w*|\btoxic\w*|\boverdos\w+|\btoo much\b|\badverse\b|\bwarning\b|\bbad for\b|\bhurt\b",
        "amount": r"\bhow much\b|\bhow many (?:mg|milligrams?|tablets?|pills?|grams?|hours?)\b|\bdos(?:e|es|age)\b|\bmg\b|\blimits?\b|\bmaximum\b|\bmost you can\b|\brecommended\b|"
        r"\b(?:daily|per day|a day)\b|\bintakes?\b|\bcut-?offs?\b|\blevels?\b|\bthreshold\b|\brda\b|\bhigh in\b|\bneed\b",
        "course": r"\bgo(?:es)? away\b|\bget(?:s|ting)? worse\b|\blife-?long\b|\bpermanent\w*|\bremission\b|\bprogress\w*|\bover (?:time|the years)\b|\bforever\b|\bsymptom-free\b|\bgrow out\b|\brid of\b|\bcures?\b",
        "time": r"\bhow (?:long|soon|quick\w*|fast)\b|\bwhen (?:do|does|will|should|can|is|to)\b|\btake effect\b|\bwithin\b",
        "compare": r"\bdifferen\w+\b|\bvs\.?\b|\bversus\b|\bbetter than\b|\bcompar\w+|\binstead of\b|\bsame (?:as|thing)\b|\bwhich (?:is|one|form)\b|\btell apart\b|\bmistaken\b|\blook alike\b|\bbest form\b|\bor is it\b",
        "food": r"\bfoods?\b|\beat(?:ing)?\b|\bdiet(?:s|ary)?\b|\brich in\b|\bmeals?\b",
        "link": r"\blink\w*|\bconnect\w+|\bassociat\w+|\brelated\b|\brelationship\b|\bsigns? of\b|\brisk of (?:getting|developing)\b|\bgo with\b|\bhave to do with\b|\bcorrelat\w+",
        "family": r"\bgenes?\b|\bgenetic\w*|\binherit\w*|\bhereditary\b|\bfamil(?:y|ies)\b|\bpass(?:ed)? (?:it )?(?:on|down)\b|\bparents?\b",
        "together": r"\btogether\b|\bsame time\b|\bapart\b|\binteract\w*|\bmix(?:ing|ed)?\b|\bcombin\w+|\bhours? (?:before|after|between)\b|\balongside\b|\babsor\w+",
        "signs": r"\bsymptoms?\b|\bsigns?\b|\bfeel(?:s|ing|ings)?\b|\bspread\w*|\bwhere in the body\b",
    }.items()
}  # fmt: skip
"""Read off the corpus's own asks; a question of none of them is of no sort."""


def sorts(question: str) -> frozenset[str]:
    """What sorts of thing a question asks; often none, sometimes two."""
    return frozenset(name for name, pattern in _SORTS.items() if pattern.search(question.strip()))


def fit(wanted: frozenset[str], asks: Sequence[str]) -> float:
    """How far a passage that answers `asks` is on the point of a question, 0 to 1; 0 for a question of no sort.

    Args:
        wanted: The question's sorts.
        asks: Questions that the passage answers.
    """
    if not wanted or not asks:
        return 0.0
    return max(sum(name in _sorts_of_ask(ask) for ask in asks) for name in wanted) / len(asks)


@lru_cache(maxsize=32768)
def _sorts_of_ask(ask: str) -> frozenset[str]:
    """Of the corpus's asks, which come up again and again; a visitor's question is not kept here."""
    return sorts(ask)
