"""What stands below an answer: was it helpful, a comment, and whether the conversation may be kept. Pure functions."""

from __future__ import annotations

from bot.texts import Texts
from web.keeping import Keeping, Opinion
from web.languages import attributes
from web.markup import safe
from web.records.api import MAX_COMMENT
from web.records.consent import Consent

_NO_OPINION = Opinion(None, "")


def below(answer_id: str, keeping: Keeping, texts: Texts, words: Consent | None) -> str:
    """The rows below one answer.

    Args:
        answer_id: The answer they are about.
        keeping: Where the conversation stands.
        texts: Wording of the page.
        words: What to ask; given for the one answer that carries the question.
    """
    asked = keep(keeping, texts, words) if words else ""
    return f'<div class="below">{opinion_row(answer_id, keeping, texts)}{asked}</div>'


def opinion_row(answer_id: str, keeping: Keeping, texts: Texts) -> str:
    """Two buttons, what became of a press on them, and, when words may be kept, a box for some."""
    opinion = keeping.opinions.get(answer_id, _NO_OPINION)
    buttons = "".join(
        f'<button type="button" data-opinion="{safe(answer_id)}" data-helpful="{value}" '
        f'aria-pressed="{str(opinion.is_helpful is is_helpful).lower()}">{safe(texts.say(f"page.feedback.{name}"))}</button>'
        for value, is_helpful, name in (("yes", True, "helpful"), ("no", False, "not_helpful"))
    )
    said = f'<p class="said">{safe(_said(opinion, texts))}</p>' if opinion.said else ""
    is_unsaved = keeping.unsaved == answer_id
    unsaved = f'<p class="trouble">{safe(texts.say("page.consent.not_saved"))}</p>' if is_unsaved else ""
    return (
        f'<div class="opinion" data-row="{safe(answer_id)}" {attributes(texts.language)}>'
        f'<div class="helpful" role="group" aria-labelledby="h-{safe(answer_id)}">'
        f'<span id="h-{safe(answer_id)}">{safe(texts.say("page.feedback.question"))}</span> {buttons}</div>'
        f"{said}{_comment(answer_id, opinion, keeping, texts)}{unsaved}</div>"
    )


def keep(keeping: Keeping, texts: Texts, words: Consent) -> str:
    """The question with all that somebody needs to know before they answer, and its version; then how it stands, and the way back."""
    if keeping.consent == "open":
        lines = "".join(f"<p>{safe(line)}</p>" for line in words.details)
        body = f"<p><strong>{safe(words.ask)}</strong></p>{lines}{_trouble(keeping, texts)}" + _choices(
            ("yes", words.yes), ("no", words.no)
        )
    else:
        state = texts.say(f"page.consent.{keeping.consent}", days=words.days)
        body = f'<p class="state">{safe(state)}</p>{_trouble(keeping, texts)}'
        if keeping.consent == "given":
            body += _choices(("no", texts.say("page.consent.withdraw")))
    read = f' data-version="{safe(words.version)}"' if keeping.consent == "open" else ""
    named = f'{attributes(texts.language)} aria-label="{safe(texts.say("page.consent.title"))}"'
    return f'<section class="keep" data-row="keep"{read} tabindex="-1" {named}>{body}</section>'


def _choices(*choices: tuple[str, str]) -> str:
    buttons = "".join(f'<button type="button" data-keep="{value}">{safe(label)}</button>' for value, label in choices)
    return f'<div class="choices">{buttons}</div>'


def _trouble(keeping: Keeping, texts: Texts) -> str:
    if not keeping.trouble:
        return ""
    return f'<p class="trouble">{safe(texts.say(f"page.consent.{keeping.trouble}"))}</p>'


def _said(opinion: Opinion, texts: Texts) -> str:
    return texts.say(f"page.feedback.{opinion.said}", limit=MAX_COMMENT)


def _comment(answer_id: str, opinion: Opinion, keeping: Keeping, texts: Texts) -> str:
    if keeping.consent != "given" or opinion.is_helpful is None or opinion.said == "sent":
        return ""
    value = "yes" if opinion.is_helpful else "no"
    return (
        f'<div class="comment"><label for="c-{safe(answer_id)}">{safe(texts.say("page.feedback.comment"))}</label>'
        f'<textarea id="c-{safe(answer_id)}" rows="2" maxlength="{MAX_COMMENT}" dir="auto"></textarea>'
        f'<button type="button" data-opinion="{safe(answer_id)}" data-helpful="{value}" data-comment="c-{safe(answer_id)}">'
        f"{safe(texts.say('page.feedback.send'))}</button></div>"
    )
