"""The passages panel of one answer: each cited passage, its quote marked where it stands. Pure functions."""

from __future__ import annotations

from bot.answer import Answer, Citation
from bot.texts import Texts
from web.markers import passage_id
from web.markup import host, link_target, safe
from web.plain_words import badge, capital

ARTICLE = "article"


def passages(answer: Answer, turn: int, texts: Texts) -> str:
    """The panel, or nothing for an answer without citations."""
    if not answer.citations:
        return ""
    items = "".join(_passage(c, turn, texts) for c in answer.citations)
    return (
        f'<aside class="passages" aria-live="off" aria-labelledby="ps-{turn}">'
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


def _passage(citation: Citation, turn: int, texts: Texts) -> str:
    own = passage_id(turn, citation.n)
    lines = [
        _line("where", texts.say("page.stands_in", heading=citation.heading) if citation.heading else ""),
        f'<blockquote lang="en" class="{"whole" if _is_whole(citation) else ""}">'
        f"<p>{marked(citation.paragraph or citation.quote, citation.quote)}</p></blockquote>",
        _line("ours", texts.say("page.ours") if _is_elsewhere(citation) else ""),
        _line("studied", _studied(citation, texts)),
        _line("limits", "" if citation.is_limitation else _limits(citation, texts)),
        _line("published", ". ".join(part.rstrip(".") for part in (citation.authors, citation.publication) if part)),
        _links(citation, turn, texts),
    ]
    return (
        f'<details class="passage" id="{own}" name="passages-{turn}">'
        f'<summary><span class="n" aria-hidden="true">{citation.n}</span>'
        f'<span class="about"><span class="title">{safe(citation.title)}</span> '
        f'<span class="badge">{safe(capital(badge(citation, texts)))}</span></span></summary>'
        f'<div class="inside">{"".join(lines)}</div></details>'
    )


def _is_whole(citation: Citation) -> bool:
    return citation.paragraph.strip() == citation.quote.strip()


def _is_elsewhere(citation: Citation) -> bool:
    """Whether the source is another's, linked, so that a finding is the editors' wording of it."""
    return citation.kind != ARTICLE and link_target(citation.url).startswith("http")


def _studied(citation: Citation, texts: Texts) -> str:
    return texts.say("page.studied", population=citation.population) if citation.population else ""


def _limits(citation: Citation, texts: Texts) -> str:
    return texts.say("page.limits", limitation=citation.limitation) if citation.limitation else ""


def _line(name: str, text: str) -> str:
    return f'<p class="{name}">{safe(text)}</p>' if text else ""


def _links(citation: Citation, turn: int, texts: Texts) -> str:
    back = texts.say("page.back", n=citation.n)
    return (
        f'<p class="links">{_source_link(citation, texts)}'
        f'<a class="back" href="#m-{turn}-{citation.n}">{safe(back)}</a></p>'
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
