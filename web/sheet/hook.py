"""What the chat page carries for the sheet: each turn's part of it, and the button. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Answer
from bot.texts import Texts
from web.markup import safe
from web.sheet.told import told

_ON_SHEET = ("answered", "not_covered", "emergency", "urgent", "crisis")


def told_attribute(answer: Answer) -> str:
    """The attribute of a reply's element from which the browser makes the sheet; nothing for a reply that is not on it."""
    if answer.outcome not in _ON_SHEET:
        return ""
    return f' data-told="{safe(told(answer).model_dump_json(exclude_defaults=True))}"'


def with_button(boxes: Sequence[str], texts: Texts) -> list[str]:
    """The consult box with the button at its end; nothing where there is no box."""
    button = (
        f'<p class="prepare"><button type="button" data-sheet>{safe(texts.say("sheet.open"))}'
        f'<span class="unseen"> ({safe(texts.say("sheet.open_hint"))})</span></button></p>'
    )
    return [box.removesuffix("</section>") + f"{button}</section>" for box in boxes]
