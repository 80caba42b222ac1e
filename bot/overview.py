"""Our article as a whole held against the research: what is shown to who asks whether it can be trusted, or what it gets wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from bot.citing import Sheet
from bot.compose import Draft
from bot.strength import checked_line
from bot.texts import Texts
from ingest.index import Index
from ingest.source import Claim

Aim = Literal["faults", "merits"]
"""What of the claim check is asked for: where the research does not bear the article out, or where it does."""

_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_PLAINEST = ("contradicts", "no evidence found", "partly supports")
_LONGEST = 18
"""Words from which a message is a question of its own. A guess."""
_OURS = frozenset("article articles post blog blogpost".split())
_FAULT = frozenset(
    """wrong mistake mistakes mistaken error errors incorrect inaccurate inaccuracies inaccuracy exaggerate exaggerates exaggerated exaggeration overstate overstates overstated misleading
    mislead misleads unsupported unproven disproved disproven false untrue contradict contradicts contradicted contradiction contradictions disagree disagrees disagreement disagreements
    differ differs difference differences conflict conflicts outdated dubious doubtful questionable flaw flaws flawed problem problems weak weakest weaknesses lie lies
    trust believe rely reliable trustworthy accurate accuracy credible legit legitimate honest biased bias balanced scientific good bullshit nonsense rubbish bogus""".split()
)
_MERIT = frozenset(
    "true right correct supported support supports backed back backs proven agree agrees confirmed confirm confirms valid".split()
)
_NOT = frozenset(
    "not no nothing none isn't aren't doesn't don't wasn't didn't isnt arent doesnt dont without never lack lacks".split()
)
_PLAIN = frozenset(
    """a an the this that these those your you i we it its is are was were be been being do does did has have had can could should would will may might must what which where when who how why
    if whether or and but so of in on at by for from to with about as than there here any anything anyone all some something every everything parts part claims claim statements statement points point
    things thing sentences sentence facts fact bits bit stuff places studies study research science scientific evidence sources source literature experts expert guidelines trials medical current latest
    whats wheres thats get gets got getting go goes make makes made say says said tell show list find found give me my us people really actually exactly fully completely entirely even ever much many most far well very
    just only say please ok hi hello hey thanks thank cheers ta against compare compared stand stands hold holds up site site's website page whole overall basically still based checked check fact
    article's post's blog's quality sound read reading worth""".split()
)


def aim(question: str) -> Aim | None:
    """What is asked of our article as a whole; None when a question names anything of its own, such as iron, or does not ask that.

    "Is your article wrong about iron" is a question about iron.
    """
    words = _WORD.findall(question.lower().replace("’", "'"))
    said = set(words)
    if len(words) > _LONGEST or not said & _OURS or not said <= _OURS | _FAULT | _MERIT | _NOT | _PLAIN:
        return None
    if said & _FAULT or (said & _MERIT and said & _NOT):
        return "faults"
    return _merits(question) if said & _MERIT else None


def of_the_whole(question: str, earlier: Sequence[str]) -> str | None:
    """A question on our article as a whole, in full: itself, or what goes on from one ("which bits are wrong"); None when it is none.

    Args:
        question: The latest message.
        earlier: Those before it, oldest first.
    """
    if aim(question):
        return question
    full = f"{question.rstrip(' ?.!')} in the article?"
    return full if aim(full) and earlier and of_the_whole(earlier[-1], earlier[:-1]) else None


def _merits(question: str) -> Aim:
    """ "Which parts are true" asks for what is borne out; "is it true" asks whether all of it is."""
    return "merits" if re.search(r"\b(?:what|which|list|show|tell)\b", question, re.I) else "faults"


def overview(index: Index, texts: Texts, wanted: Aim, most: int) -> Draft:
    """How many claims have which verdict, and the article's words and the research for the first few of those asked for.

    Args:
        index: The build.
        texts: Wording.
        wanted: From `aim`.
        most: Claims to show.
    """
    sheet = Sheet(index)
    post = [p for p in index.searched if index.source(p).kind == "article" and p.role == "paragraph"]
    places = {span: passage for passage in post for span in passage.sentences}
    shown = list(_few((claim for claim in _chosen(index.claims, wanted) if claim.sentence in places), most))
    for claim in shown:
        sheet.add_quote(places[claim.sentence], "article", claim.sentence)
    for claim in shown:
        _add_research(sheet, claim, index)
    sheet.lead(checked_line(index.claims, texts))
    return Draft(sheet, tuple(claim for claim in shown if claim.verdict != "supports"))


def _chosen(claims: Sequence[Claim], wanted: Aim) -> list[Claim]:
    """What is borne out, in sentences that claim nothing else; or the faults, the plainest first, of these what has research to show first."""
    if wanted == "merits":
        doubtful = {claim.sentence for claim in claims if claim.verdict != "supports"}
        return [claim for claim in claims if claim.sentence not in doubtful]
    faults = [claim for claim in claims if claim.verdict in _PLAINEST]
    return sorted(faults, key=lambda claim: (_PLAINEST.index(claim.verdict), not claim.passage_ids))


def _few(claims: Iterable[Claim], most: int) -> Iterator[Claim]:
    """One claim a sentence of the article."""
    sentences = Counter[object]()
    for claim in claims:
        sentences[claim.sentence] += 1
        if sentences[claim.sentence] == 1 and len(sentences) <= most:
            yield claim


def _add_research(sheet: Sheet, claim: Claim, index: Index) -> None:
    """What the claim check points at: its most direct passage that is not shown yet."""
    pointed = (index.passages[name] for name in claim.passage_ids if name in index.passages)
    fresh = next((passage for passage in pointed if not sheet.quotes(passage)), None)
    if fresh is not None:
        sheet.add_quote(fresh, "evidence")
