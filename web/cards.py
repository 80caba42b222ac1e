"""The card that replaces an answer when someone needs help now: emergency, urgent, crisis. Pure functions.

Told apart by shape, icon and words as well as colour; carries no citation and no follow-up.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.answer import Answer
from bot.texts import Texts
from web.markup import first_sentence, safe
from web.plain_words import lead
from web.quoting import english, parts_in_english
from web.sheet.hook import told_attribute

CARDS = {"emergency": "!", "urgent": "◷", "crisis": "☎"}
"""Outcomes shown as a card, each with its icon."""

_NUMBER = re.compile(
    r"(?P<text>\b(?:text|SMS)\b[^.;,()\d]{0,30}?\bto )?(?<![\w/:.+-])"
    r"(?P<number>\+?(?:\(\+?\d{1,4}\)[ -]?)?\d(?:[ \u00a0-]?\d){2,14})(?![\w/:%]|\.\d|-\w)",
    re.IGNORECASE,
)


def card(answer: Answer, turn: int, texts: Texts, country: str = "", countries: str = "") -> str:
    """The whole card: the instruction as a heading, then why, whose numbers to show, and the numbers."""
    words = {word for n in answer.notices for word in n.english}
    instruction, rest = first_sentence(lead(answer))
    icon = CARDS.get(answer.outcome, "!")
    lines = "".join(f"<p>{with_calls(block, texts, words)}</p>" for block in re.split(r"\n+", rest) if block.strip())
    numbers = "".join(f"<li>{with_calls(n.text, texts, n.english)}</li>" for n in answer.notices)
    return (
        f'<section class="card {safe(answer.outcome)}" role="alert" aria-labelledby="card-{turn}"{told_attribute(answer)}>'
        f'<p class="label"><span class="icon" aria-hidden="true">{icon}</span>'
        f"{safe(texts.say(f'page.cards.{answer.outcome}'))}</p>"
        f'<h3 id="card-{turn}">{with_calls(instruction, texts, words)}</h3>{lines}'
        f"{_chooser(turn, texts, country, countries)}{f'<ul>{numbers}</ul>' if numbers else ''}</section>"
    )


def with_calls(text: str, texts: Texts, words: Collection[str] = ()) -> str:
    """`text` escaped, with phone numbers as links that call, and numbers to text as links that open a message.

    `words` are of the helplines file: marked as English where they stand in another language's text.
    """
    parts = ((_calls(part, texts), part in words) for part in parts_in_english(text, words))
    return "".join(english(html, texts.language) if is_english else html for html, is_english in parts)


def _calls(text: str, texts: Texts) -> str:
    parts: list[str] = []
    at = 0
    for found in _NUMBER.finditer(text):
        number = found["number"].strip()
        digits = re.sub(r"\D", "", number)
        start = found.start("number")
        parts += [safe(text[at:start]), _call(number, digits, bool(found["text"]), texts)]
        at = found.end("number")
    return "".join([*parts, safe(text[at:])])


def isolated(text: str) -> str:
    """`text` escaped, its phone numbers kept from left to right: beside Arabic, "116 123" would be read as 123 116."""
    parts: list[str] = []
    at = 0
    for found in _NUMBER.finditer(text):
        parts += [safe(text[at : found.start("number")]), f"\u2066{safe(found['number'])}\u2069"]
        at = found.end("number")
    return "".join([*parts, safe(text[at:])])


def _call(number: str, digits: str, is_message: bool, texts: Texts) -> str:
    target = ("+" if number.startswith("+") else "") + digits
    scheme, words = ("sms", "page.message") if is_message else ("tel", "page.call")
    name = texts.say(words, number=number)
    return f'<a class="call" dir="ltr" href="{scheme}:{target}" aria-label="{safe(name)}">{safe(number)}</a>'


def _chooser(turn: int, texts: Texts, country: str, countries: str) -> str:
    if not countries:
        return ""
    chosen = countries.replace(f'<option value="{safe(country)}">', f'<option value="{safe(country)}" selected>', 1)
    return (
        f'<p class="chooser"><label for="where-{turn}">{safe(texts.say("page.card_country"))}</label> '
        f'<select id="where-{turn}" data-country>{chosen}</select></p>'
    )
