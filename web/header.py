"""The fixed parts of the page: header, country bar, first screen. Pure functions from wording to HTML."""

from __future__ import annotations

from babel.dates import format_date

from bot.texts import Texts
from web.about import About
from web.languages import attributes, language_options
from web.markup import safe
from web.progress_html import endings


def header(about: About, texts: Texts) -> str:
    """Title, what this is, the standing lines, and how it works."""
    lines = "".join(f"<li>{safe(line)}</li>" for line in texts.get("page.how.lines"))
    return (
        f'<header class="top" {attributes(texts.language)}><h1>{safe(texts.say("page.title"))}</h1>'
        f'<p class="tagline">{safe(texts.say("page.tagline"))}</p>'
        f'<p class="standing"><strong>{safe(texts.say("page.assistant"))}</strong> {safe(texts.say("not_advice"))}</p>'
        f'<p class="written">{safe(written(about, texts))} '
        f'<a href="article" target="_blank" rel="noopener noreferrer">{safe(texts.say("page.article_link"))}'
        f'<span class="unseen"> ({safe(texts.say("page.new_tab"))})</span></a></p>'
        f'<details class="how"><summary>{safe(texts.say("page.how.title"))}</summary><ul>{lines}</ul></details>'
        "</header>"
    )


def written(about: About, texts: Texts) -> str:
    """Who wrote the corpus and when it was last checked; nothing when that is not known."""
    if not about.written_by or about.last_checked is None:
        return ""
    day = format_date(about.last_checked, format="long", locale=texts.language)
    return texts.say("page.corpus", who=about.written_by, date=day)


def bar(options: str, texts: Texts) -> str:
    """Where the visitor is, and which language they read: native choosers, for keyboard, phone and screen reader."""
    return (
        f'<div class="places" data-title="{safe(texts.say("page.title"))}" {attributes(texts.language)}>'
        f'<p class="where"><label for="country">{safe(texts.say("page.country"))} '
        f'<span class="hint">{safe(texts.say("page.country_hint"))}</span></label>'
        f'<select id="country">{options}</select></p>'
        f'<p class="where"><label for="language">{safe(texts.say("page.language"))}</label>'
        f'<select id="language">{language_options(texts.language)}</select></p>'
        f'<p class="where"><label for="simpler"><input type="checkbox" id="simpler"> {safe(texts.say("page.simpler.switch"))}'
        "</label></p></div>"
    )


def starters(texts: Texts) -> str:
    """The starter questions, two to a group."""
    questions = texts.get("starters")
    groups = texts.get("page.starter_groups")
    blocks = "".join(
        f"<div><h3>{safe(title)}</h3><ul>{''.join(map(_starter, questions[at * 2 : at * 2 + 2]))}</ul></div>"
        for at, title in enumerate(groups)
    )
    title = safe(texts.say("page.starters"))
    return f'<section {attributes(texts.language)}><h2>{title}</h2><div class="groups">{blocks}</div></section>'


def _starter(question: str) -> str:
    return f'<li><button type="button" data-ask="{safe(question)}">{safe(question)}</button></li>'


def link_line(texts: Texts) -> str:
    """Where it is said that the connection is lost, or back; empty while all is well. What the page may have to say waits beside it."""
    waits = {**texts.get("page.link"), **{f"{name}-html": html for name, html in endings(texts).items()}}
    said = "".join(f' data-{key.replace("_", "-")}="{safe(words)}"' for key, words in waits.items())
    return f'<p class="link" role="status" {attributes(texts.language)}{said}></p>'
