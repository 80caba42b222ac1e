"""An Answer as HTML, cut into pieces that can be shown one after another. Pure functions; nothing of Gradio.

Joined, the pieces are the whole answer. Any first few of them are what a visitor may see while the rest is on its
way: a browser closes what is still open.
"""

from __future__ import annotations

from itertools import groupby

from bot.answer import Answer, Notice, Statement
from bot.render import limited
from bot.texts import Texts
from web.cards import CARDS, card, with_calls
from web.languages import attributes
from web.markers import Markers
from web.markup import first_sentence, paragraphs, safe
from web.passages_html import evidence, passages
from web.plain_words import lead
from web.progress_html import ways_on
from web.quoting import english, quoted, told
from web.sheet.hook import told_attribute, with_button

_FIRST = ("helpline", "emergency")
LOOKED_UP = ("answered", "not_covered")
"""Outcomes for which the sources were read; only these are asked an opinion on."""
_LAST = ("disagreement", "language", "privacy", "consult")


def pieces(answer: Answer, turn: int, texts: Texts, country: str = "", countries: str = "") -> tuple[str, ...]:
    """The answer in reading order.

    The last piece is the follow-ups, and closes the answer: what the page adds about it goes before that one. What lies near
    a question that is not covered belongs to the answer, and comes before the quiet row.

    Args:
        answer: What to show.
        turn: Number of the turn in the conversation; makes ids unique.
        texts: Wording of the page.
        country: ISO code the visitor chose, or nothing.
        countries: The `<option>`s of the country chooser that a card carries.
    """
    if answer.outcome in CARDS:
        return (card(answer, turn, texts, country, countries),)
    markers = Markers(turn, answer.citations, texts)
    body = [*_notices(answer, _FIRST, texts), *_lead(answer, texts), *_lanes(answer, markers, texts)]
    middle = [n.kind for n in answer.notices if n.kind not in (*_FIRST, *_LAST)]
    end = [
        *_notices(answer, tuple(dict.fromkeys(middle)), texts),
        *with_button(_consult(answer, texts), texts),
        *_notices(answer, ("language", "privacy"), texts),
    ]
    offers = _follow_ups(answer, texts)
    is_near = answer.outcome == "not_covered"
    end += [offers, _quiet_row(answer, texts)] if is_near else [_quiet_row(answer, texts)]
    opened = f'<div class="answer {safe(answer.outcome)}"{told_attribute(answer)}>'
    closed = "</div>" + passages(answer, turn, texts)
    return (opened, *body, "".join(end), closed if is_near else offers + closed)


def _lead(answer: Answer, texts: Texts) -> list[str]:
    """What is said where nothing is quoted; a question that the sources do cover is named in it, in English."""
    if answer.statements:
        return []
    html = paragraphs(lead(answer))
    near = next((safe(ask) for ask in answer.follow_ups if safe(ask) in html), "")
    return [f'<div class="lead">{html.replace(near, english(near, texts.language)) if near else html}</div>']


def _lanes(answer: Answer, markers: Markers, texts: Texts) -> list[str]:
    """Statements under their lane's heading; a disagreement stands with our article, or comes last."""
    parts: list[str] = []
    strip = "".join(_notices(answer, ("disagreement",), texts))
    for lane, group in groupby(answer.statements, key=lambda s: s.lane):
        statements = list(group)
        if lane == "summary":
            parts += [f'<p class="summary">{_summary(s, answer, markers, texts)}</p>' for s in statements]
            continue
        items = [f"<li>{_statement(s, answer, markers, texts)}</li>" for s in statements]
        opened = f'<section class="lane {lane}"><h3>{safe(texts.say(f"headings.{lane}"))}</h3><ul>'
        close = "</ul>" + (strip if lane == "article" else "") + "</section>"
        parts += [opened + items[0], *items[1:]]
        parts[-1] += close
    is_placed = any(s.lane == "article" for s in answer.statements)
    return parts if is_placed or not strip else [*parts, strip]


def _summary(statement: Statement, answer: Answer, markers: Markers, texts: Texts) -> str:
    """The direct answer: a quote, or a sentence of our own that may quote a claim."""
    cited = [c.quote for c in answer.citations if c.n in statement.citations]
    is_quote = any(statement.text in quote for quote in cited)
    words = english(quoted(statement.text), texts.language) if is_quote else told(statement.text, texts.language)
    return f"{words} {markers.all(statement.citations)}".strip()


def _statement(statement: Statement, answer: Answer, markers: Markers, texts: Texts) -> str:
    """The words, and under them in small the evidence they come from; our article says so in its heading."""
    before = limited(statement, answer.citations, texts)
    limit = f'<span class="limitation" {attributes(texts.language)}>{markers.within(before.strip())}</span> '
    words = (
        f'<span class="words" lang="en" dir="ltr">{limit if before else ""}{quoted(statement.text)} '
        f"{markers.all(statement.citations)}</span>"
    )
    words += _simpler(statement, markers, texts)
    if statement.lane == "article" or before:
        return words
    cited = [c for c in answer.citations if c.n in statement.citations]
    return words + "".join(f'<span class="badge">{evidence(c, texts)}</span>' for c in cited[:2])


def _simpler(statement: Statement, markers: Markers, texts: Texts) -> str:
    """What stands instead when simpler words are wanted: our plain wording, or that there is none. The style sheet shows one."""
    if not statement.plain:
        return f'<span class="no-simpler" {attributes(texts.language)}>{safe(texts.say("page.simpler.none"))}</span>'
    return (
        f'<span class="simpler"><span lang="en" dir="ltr">{quoted(statement.plain)} {markers.all(statement.citations)}</span> '
        f'<span class="ours" {attributes(texts.language)}>{safe(texts.say("page.simpler.ours"))}</span></span>'
    )


def _notices(answer: Answer, kinds: tuple[str, ...], texts: Texts) -> list[str]:
    return [_notice(n, texts) for kind in kinds for n in answer.notices if n.kind == kind]


def _notice(notice: Notice, texts: Texts) -> str:
    title = "" if notice.kind == "disagreement" else texts.get("page.notice_titles").get(notice.kind, "")
    heading = f"<strong>{safe(title)}</strong> " if title else ""
    body = (
        with_calls(notice.text, texts, notice.english) if notice.kind in _FIRST else told(notice.text, texts.language)
    )
    return f'<div class="notice {safe(notice.kind)}"><p>{heading}{body}</p></div>'


def _consult(answer: Answer, texts: Texts) -> list[str]:
    notices = [n for n in answer.notices if n.kind == "consult"]
    if not notices:
        return []
    body = "".join(_whom(n.text) for n in notices)
    return [f'<section class="consult"><h3>{safe(texts.say("headings.consult"))}</h3>{body}</section>']


def _whom(text: str) -> str:
    """Who and about what, then what to bring: the first sentence stands apart."""
    who, bring = first_sentence(text)
    return f'<p class="who">{safe(who)}</p>' + (f'<p class="bring">{safe(bring)}</p>' if bring else "")


def _follow_ups(answer: Answer, texts: Texts) -> str:
    if not answer.follow_ups:
        return ""
    title = texts.say("headings.nearby" if answer.outcome == "not_covered" else "page.follow_ups")
    buttons = "".join(
        f'<li><button type="button" lang="en" dir="ltr" data-ask="{safe(q)}">{safe(q)}</button></li>'
        for q in answer.follow_ups
    )
    return f'<section class="follow-ups"><h3>{safe(title)}</h3><ul>{buttons}</ul></section>'


def _quiet_row(answer: Answer, texts: Texts) -> str:
    """Copy, try again, and how the answer was made; only the second for a reply that looked nothing up."""
    again = ways_on(texts)
    if answer.outcome not in LOOKED_UP:
        return f'<div class="quiet">{again}</div>'
    return (
        '<div class="quiet">'
        f'<button type="button" data-copy="{safe(answer.text)}" data-done="{safe(texts.say("page.copied"))}">'
        f"{safe(texts.say('page.copy'))}</button>{again}{_made(answer, texts)}</div>"
    )


def _made(answer: Answer, texts: Texts) -> str:
    values: dict[str, object] = dict(answer.versions)
    if "composer" in values:
        composer = str(values["composer"]).partition(":")[0]
        values["composer"] = texts.get("page.composers").get(composer, composer)
    if "fallback" in values:
        reasons = texts.get("page.fallbacks")
        values["fallback"] = reasons.get(values["fallback"], reasons["other"])
    values["withheld"] = answer.withheld
    if "total" in answer.timings_ms:
        values["total"] = round(answer.timings_ms["total"])
    known = texts.get("page.made_lines")
    lines = "".join(
        f"<li>{safe(texts.say(f'page.made_lines.{k}', value=values[k]))}</li>" for k in known if k in values
    )
    lines += f"<li>{safe(texts.say('page.receipt', value=answer.id))}</li>"
    return f'<details class="made"><summary>{safe(texts.say("page.made"))}</summary><ul>{lines}</ul></details>'
