"""The passages panel of one answer: each cited passage, its quote marked where it stands. Pure functions."""

from __future__ import annotations

import re

from bot.answer import Answer, Citation
from bot.texts import Texts
from web.markers import passage_id
from web.markup import host, link_target, safe
from web.plain_words import badge, capital
from web.quoting import english, filled

ARTICLE = "article"
_SPOKEN = re.compile(r"\[(\d+)\]")
"""A number as a marker shows it; its brackets are not for reading aloud."""


def passages(answer: Answer, turn: int, texts: Texts) -> str:
    """The panel, or nothing for an answer without citations."""
    if not answer.citations:
        return ""
    items = "".join(_passage(c, turn, texts) for c in answer.citations)
    return (
        f'<aside class="passages" aria-labelledby="ps-{turn}">'
        f'<h3 id="ps-{turn}">{safe(texts.say("page.passages"))}</h3>'
        f'<p class="hint">{safe(texts.say("page.passages_hint"))}</p>{items}</aside>'
    )


def marked(paragraph: str, quote: str) -> str:
    """`paragraph` escaped, with `quote` highlighted where it stands; nothing is highlighted when it cannot be found."""
    at = paragraph.find(quote) if quote else -1
    if at < 0:
        return safe(paragraph)
    end = at + len(quote)
    return f"{safe(paragraph[:at])}<mark>{safe(quote)}</mark>{safe(paragraph[end:])}"


def evidence(citation: Citation, texts: Texts) -> str:
    """The badge: kind and year in words, then who was studied, and how many where the corpus has it."""
    words = safe(capital(badge(citation, texts)))
    return f"{words} · {_foreign(citation.population, texts)}" if citation.population else words


def _foreign(text: str, texts: Texts) -> str:
    return english(safe(text), texts.language)


def _passage(citation: Citation, turn: int, texts: Texts) -> str:
    own = passage_id(turn, citation.n)
    paragraph = citation.paragraph or citation.quote
    is_found = bool(citation.quote) and citation.quote in paragraph
    lines = [
        _line("where", citation.heading, "page.stands_in", "heading", texts),
        f'<blockquote lang="en" dir="ltr" class="{"whole" if _is_whole(citation) else ""}">'
        f"<p>{marked(paragraph, citation.quote)}</p></blockquote>",
        "" if is_found else f'<p class="unmarked">{safe(texts.say("page.not_located"))}</p>',
        f'<p class="ours">{safe(texts.say("page.ours"))}</p>' if _is_elsewhere(citation) else "",
        _line("studied", citation.population, "page.studied", "population", texts),
        _line("limits", "" if citation.is_limitation else citation.limitation, "page.limits", "limitation", texts),
        f'<p class="published" lang="en" dir="ltr">{safe(_published(citation))}</p>' if _published(citation) else "",
        _links(citation, turn, texts),
    ]
    return (
        f'<details class="passage" id="{own}" name="passages-{turn}">'
        f'<summary><span class="n" aria-hidden="true">{citation.n}</span>'
        f'<span class="about"><span class="title" lang="en" dir="ltr">{safe(citation.title)}</span> '
        f'<span class="badge">{safe(capital(badge(citation, texts)))}</span></span></summary>'
        f'<div class="inside">{"".join(lines)}</div></details>'
    )


def _is_whole(citation: Citation) -> bool:
    return citation.paragraph.strip() == citation.quote.strip()


def _is_elsewhere(citation: Citation) -> bool:
    """Whether the source is another's, linked, so that a finding is the editors' wording of it."""
    return citation.kind != ARTICLE and link_target(citation.url).startswith("http")


def _line(name: str, text: str, key: str, slot: str, texts: Texts) -> str:
    """A line of our own around words of the source; nothing when there are none."""
    return f'<p class="{name}">{filled(texts, key, **{slot: _foreign(text, texts)})}</p>' if text else ""


def _published(citation: Citation) -> str:
    named = dict.fromkeys(part.rstrip(".") for part in (citation.authors, citation.publication) if part)
    return ". ".join(named)


def reference(citation: Citation) -> str:
    """The citation as one line to copy: the quote, then who wrote it, its title, where and when, and its address."""
    named = (citation.authors, citation.title, citation.publication, str(citation.year or ""))
    address = link_target(citation.url)
    parts = [*(part.rstrip(".") for part in named if part), address if address.startswith("http") else ""]
    return f"“{citation.quote}” {'. '.join(filter(None, parts))}"


def _links(citation: Citation, turn: int, texts: Texts) -> str:
    back = _SPOKEN.sub(
        r'<span aria-hidden="true">[</span>\1<span aria-hidden="true">]</span>',
        safe(texts.say("page.back", n=citation.n)),
    )
    return (
        f'<p class="links">{_source_link(citation, texts)}'
        f'<button type="button" data-copy="{safe(reference(citation))}" data-done="{safe(texts.say("page.copied"))}">'
        f"{safe(texts.say('page.copy_citation'))}</button>"
        f'<a class="back" href="#m-{turn}-{citation.n}">{back}</a></p>'
    )


def _marked_place(citation: Citation) -> str:
    """Our post at the sentence's own id, and with the text fragment of the quote where there is one."""
    page, _, fragment = citation.link.partition("#")
    return f"{page or citation.url}#s-{citation.start}{fragment}"


def _source_link(citation: Citation, texts: Texts) -> str:
    target = link_target(citation.url)
    if not target:
        return ""
    if target.startswith("/"):
        place = _marked_place(citation) if citation.kind == ARTICLE else target
        words, target = texts.say("page.open_article"), "." + place
    else:
        words = texts.say("page.open_source", host=host(target))
    return (
        f'<a class="out" href="{safe(target)}" target="_blank" rel="noopener noreferrer">{safe(words)}'
        f'<span class="unseen"> ({safe(texts.say("page.new_tab"))})</span></a>'
    )
