"""The post as a plain page: each sentence has an id, so that a citation can point at it. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.texts import Texts
from web.answers import Build
from web.languages import attributes
from web.markup import safe

ARTICLE = "article"


def article_page(build: Build, texts: Texts) -> str | None:
    """The post's page from the index that serves; None when the index holds no post. Only what is around the post is in `texts`."""
    source = build.sources.get(ARTICLE)
    if source is None:
        return None
    passages = [p for p in build.passages.values() if p.source_id == ARTICLE]
    body = "".join(_blocks(passages, source.text, source.title))
    post = f'<article lang="en" dir="ltr"><h1>{safe(source.title)}</h1>{_note(texts)}{body}</article>'
    return page(source.title, post, texts)


def page(title: str, body: str, texts: Texts, styles: Sequence[str] = ()) -> str:
    """A whole page around `body`; works without scripts. `styles` are files of `static/` beside the article's."""
    more = "".join(f'<link rel="stylesheet" href="look/{name}">' for name in styles)
    return (
        f'<!doctype html><html {attributes(texts.language)}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{safe(title)}</title>"
        '<link rel="stylesheet" href="look/tokens.css"><link rel="stylesheet" href="look/article.css">'
        f"{more}</head>"
        f'<body><main>{body}<p class="back"><a href="./">{safe(texts.say("page.article.back"))}</a></p>'
        "</main></body></html>"
    )


def _note(texts: Texts) -> str:
    return f'<p class="note" {attributes(texts.language)}>{safe(texts.say("page.article.ours"))}</p>'


def _blocks(passages: list[Any], text: str, title: str) -> list[str]:
    parts: list[str] = []
    heading: tuple[str, ...] = ()
    for passage in sorted(passages, key=lambda p: p.start):
        path = tuple(h for h in passage.heading_path if h != title)
        if path and path != heading:
            parts.append(f"<h2>{safe(path[-1])}</h2>")
        heading = path
        parts.append(f"<p>{_sentences(passage, text)}</p>")
    return parts


def _sentences(passage: Any, text: str) -> str:
    """The passage with every sentence in a span of its own; what stands between sentences is kept."""
    spans = passage.sentences or ((passage.start, passage.end),)
    parts: list[str] = []
    at = passage.start
    for start, end in spans:
        parts.append(safe(text[at:start]))
        parts.append(f'<span id="s-{start}">{safe(text[start:end])}</span>')
        at = end
    return "".join([*parts, safe(text[at : passage.end])])
