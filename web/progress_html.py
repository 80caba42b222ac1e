"""What stands in place of an answer while it is made, or when there will be none. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import Statement
from bot.texts import Texts
from web.markup import safe

_QUOTED = ' lang="en" dir="ltr"'
"""A statement of the sources; a summary is in our own words, in the language of the page."""


def waiting(line: str, released: Sequence[Statement] = ()) -> str:
    """One calm line, after the statements that are verified already."""
    items = "".join(
        f"<li{'' if statement.lane == 'summary' else _QUOTED}>{safe(statement.text)}</li>" for statement in released
    )
    so_far = f'<ul class="so-far">{items}</ul>' if items else ""
    return f'{so_far}<p class="progress">{safe(line)}</p>'


def ended(why: str, texts: Texts) -> str:
    """Why there is no answer, and the ways on from there."""
    said = f'<p class="progress">{safe(why)}</p>'
    return f'<div class="answer">{said}<div class="quiet">{ways_on(texts)}</div></div>'


def ways_on(texts: Texts) -> str:
    """Ask the same once more, or with other words."""
    return (
        f'<button type="button" class="again" data-again>{safe(texts.say("page.again"))}</button>'
        f'<button type="button" class="again" data-edit>{safe(texts.say("page.edit"))}</button>'
    )


def endings(texts: Texts) -> dict[str, str]:
    """What the page itself puts in place of an answer, or below what arrived of it: stopped by the visitor, or cut off."""
    return {name: ended(texts.say(f"page.{name}"), texts) for name in ("stopped", "cut")}
