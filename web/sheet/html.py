"""The sheet as HTML: to read, to print, and for the PDF. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby

from babel.dates import format_date

from bot.texts import Texts
from web.cards import isolated
from web.markup import link_target, safe
from web.quoting import english, parts_in_english
from web.sheet.model import Asked, Call, Quoted, VisitSheet

RIGHT_TO_LEFT = ("ar",)
_LANE_ORDER = ("evidence", "article", "safety")
_TELL = ("medicines", "pregnancy", "kidney", "since", "often", "tried")


def sheet_page(sheet: VisitSheet, texts: Texts, made: date, actions: str = "", head: str = "") -> str:
    """The whole page.

    Args:
        sheet: What is on it.
        texts: Its fixed words.
        made: The day on it.
        actions: Print and download; left out on paper.
        head: Style sheets and scripts of the page on a screen.
    """
    title = safe(texts.say("sheet.title"))
    parts = "".join((_calls(sheet, texts), _asked(sheet, texts), _tell(texts), _ask(sheet, texts)))
    return (
        f"<!doctype html>{_html(texts)}<head><meta charset='utf-8'>"
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>{head}</head>'
        f'<body class="sheet"><main><header><h1>{title}</h1>'
        f'<p class="made">{safe(texts.say("sheet.made", date=format_date(made, "long", locale=texts.language)))}</p>'
        f"<p>{safe(texts.say('sheet.what'))} {safe(texts.say('not_advice'))}</p></header>{actions}{parts}</main></body></html>"
    )


def message_page(message: str, texts: Texts, head: str) -> str:
    """A page that says why there is no sheet, and leads back."""
    words = safe(message)
    return (
        f"<!doctype html>{_html(texts)}<head><meta charset='utf-8'>"
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{words}</title>{head}</head>'
        f'<body class="sheet"><main><h1>{safe(texts.say("sheet.title"))}</h1><p>{words}</p>'
        f'<p><a href="./">{safe(texts.say("page.article.back"))}</a></p></main></body></html>'
    )


def actions(told: str, texts: Texts, has_pdf: bool) -> str:
    """Print, and download where a PDF can be made; when not, the page says so."""
    if has_pdf:
        download = (
            '<form method="post" action="sheet.pdf">'
            f'<input type="hidden" name="told" value="{safe(told)}">'
            f"<button>{safe(texts.say('sheet.download'))}</button></form>"
        )
    else:
        download = f'<p class="trouble">{safe(texts.say("sheet.no_pdf"))}</p>'
    return (
        f'<div class="actions"><button type="button" data-print>{safe(texts.say("sheet.print"))}</button>{download}'
        f"<p>{safe(texts.say('sheet.kept_nowhere'))}</p></div>"
    )


def _html(texts: Texts) -> str:
    way = "rtl" if texts.language in RIGHT_TO_LEFT else "ltr"
    return f'<html lang="{safe(texts.language)}" dir="{way}">'


def _section(name: str, title: str, body: str) -> str:
    return f'<section class="{name}"><h2>{safe(title)}</h2>{body}</section>' if body else ""


def _calls(sheet: VisitSheet, texts: Texts) -> str:
    shown = isolated if texts.language in RIGHT_TO_LEFT else safe
    lines = "".join(f"<li>{_call(call, texts.language, shown)}</li>" for call in sheet.calls)
    return _section("calls", texts.say("sheet.call_title"), f"<ul>{lines}</ul>" if lines else "")


def _call(call: Call, language: str, shown: Callable[[str], str]) -> str:
    parts = parts_in_english(call.text, call.english)
    return "".join(english(shown(part), language) if part in call.english else shown(part) for part in parts)


def _asked(sheet: VisitSheet, texts: Texts) -> str:
    body = "".join(_one(asked, texts) for asked in sheet.asked)
    return _section("asked", texts.say("sheet.asked"), body)


def _one(asked: Asked, texts: Texts) -> str:
    lanes = groupby(sorted(asked.quotes, key=lambda q: _LANE_ORDER.index(q.lane)), key=lambda q: q.lane)
    body = "".join(
        f'<h4>{safe(texts.say(f"headings.{lane}"))}</h4><ul class="{lane}">{_quotes(list(quotes), texts)}</ul>'
        for lane, quotes in lanes
    )
    notes = [
        texts.say("not_covered.lead") if not asked.is_covered else "",
        texts.say("sheet.differs") if asked.differs else "",
        texts.say("sheet.lost", count=asked.lost) if asked.lost else "",
    ]
    said = "".join(f'<p class="note">{safe(note)}</p>' for note in notes if note)
    return f'<article><h3 dir="auto">{safe(asked.question)}</h3>{body}{said}</article>'


def _quotes(quotes: Sequence[Quoted], texts: Texts) -> str:
    return "".join(_quote(quoted, texts) for quoted in quotes)


def _quote(quoted: Quoted, texts: Texts) -> str:
    source = quoted.source
    kind = str(texts.get("kinds").get(source.kind, source.kind))
    about = f"{kind}, {source.year}" if source.year else kind
    where = dict.fromkeys((source.title, source.authors, source.publication))
    published = ". ".join(part.rstrip(".") for part in where if part)
    target = link_target(source.url)
    address = f' <span class="address" dir="ltr">{safe(target)}</span>' if target.startswith("http") else ""
    limits = f"<strong>{safe(texts.say('sheet.limitation'))}</strong> " if quoted.is_limitation else ""
    return (
        f'<li><blockquote lang="en" dir="ltr"><p>{limits}{safe(quoted.words)}</p></blockquote>'
        f'<p class="source"><span class="badge">{safe(about)}</span> <span lang="en" dir="ltr">{safe(published)}.</span>{address}</p></li>'
    )


def _tell(texts: Texts) -> str:
    rows = "".join(
        f'<li><p>{safe(texts.say(f"sheet.tell_lines.{key}"))}</p><div class="blank"></div></li>' for key in _TELL
    )
    return _section("tell", texts.say("sheet.tell"), f"<ul>{rows}</ul>")


def _ask(sheet: VisitSheet, texts: Texts) -> str:
    rows = "".join(f"<li><p>{safe(texts.say(f'sheet.questions.{key}'))}</p></li>" for key in sheet.questions)
    own = f'<li><p>{safe(texts.say("sheet.own"))}</p><div class="blank"></div><div class="blank"></div></li>'
    return _section("ask", texts.say("sheet.ask"), f"<ul>{rows}{own}</ul>")
