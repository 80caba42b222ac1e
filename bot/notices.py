"""Which notices go with an answer, and their words. Knows wording and claims; finds nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Notice, ordered
from bot.consult import consult
from bot.guards.ruling import Ruling
from bot.texts import Texts
from ingest.source import Claim, Contradiction


def notices_for(
    question: str,
    ruling: Ruling,
    texts: Texts,
    language: str,
    disagreements: Sequence[Claim] = (),
    pair: Contradiction | None = None,
    premise: Claim | None = None,
) -> tuple[Notice, ...]:
    """Every notice of an `answered` or `not_covered` answer, by weight; a specific consult notice always among them.

    Args:
        question: Standing alone; chooses whom to consult.
        ruling: Its limits become notices.
        texts: Wording.
        language: Of the visitor's message.
        disagreements: Claims of the post that the answer quotes and the research does not support.
        pair: Two quoted sources that seem to disagree.
        premise: The claim that the question takes for granted.
    """
    made = [Notice(kind, texts.say(f"notices.{kind}")) for kind in ruling.limits if kind != "premise"]
    if "premise" in ruling.limits:
        made.append(Notice("premise", _premise(premise, texts)))
    for disagreement in disagreements:
        text = texts.say(f"notices.disagreement.{disagreement.verdict}", claim=disagreement.claim)
        made.append(Notice("disagreement", text))
    if pair:
        made.append(Notice("disagreement", pair.how_to_say_it))
    if language != "en":
        made.append(Notice("language", texts.say("notices.language")))
    if ruling.wants_product:
        made.append(Notice("consult", texts.say("notices.product")))
    else:
        made.append(Notice("consult", consult(question, texts)))
    return ordered(made)


def _premise(claim: Claim | None, texts: Texts) -> str:
    if claim is None:
        return texts.say("notices.premise_general")
    verdict = texts.say(f"summary.verdicts.{claim.verdict}")
    return texts.say("notices.premise", claim=claim.claim, verdict=verdict)
