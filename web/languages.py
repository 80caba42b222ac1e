"""Which language the page speaks: those there are words in, the one a browser prefers, and which way each is written."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

from bot.language import SUPPORTED
from bot.texts import DEFAULT
from web.accept_language import preferred
from web.markup import safe


def known(code: object) -> str:
    """`code` when there are words in that language; otherwise nothing."""
    return code if isinstance(code, str) and code in SUPPORTED else ""


def language_of(accept_language: str | None) -> str:
    """The first language a browser prefers that there are words in; English when there is none."""
    tags = (tag.partition("-")[0].lower() for tag in preferred(accept_language))
    return next(filter(known, tags), DEFAULT)


@lru_cache(maxsize=64)
def direction(code: str) -> str:
    """`ltr` or `rtl`."""
    return str(Locale(code).text_direction)


def attributes(code: str) -> str:
    """`lang` and `dir` for a part that is in this language."""
    return f'lang="{safe(code)}" dir="{direction(code)}"'


def language_options(chosen: str) -> str:
    """`<option>`s, each language named in itself."""
    return "".join(
        f'<option value="{code}" lang="{code}"{" selected" if code == chosen else ""}>{safe(own_name(code))}</option>'
        for code in SUPPORTED
    )


def own_name(code: str) -> str:
    """The language's name in itself, as it begins a line."""
    name = Locale(code).get_language_name(code) or code
    return name[:1].upper() + name[1:]
