"""Which country's numbers to show: those a visitor can choose, and the one their browser's language names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import yaml
from babel import Locale

from bot.texts import Texts
from web.accept_language import preferred
from web.markup import safe

_FALLBACKS = ("EU", "XX")
_REGION = re.compile(r"^[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2})(?:-|$)", re.IGNORECASE)


def country_of(accept_language: str | None) -> str:
    """The region of the language a browser prefers, as in `en-GB`; nothing when none of its languages names one."""
    for tag in preferred(accept_language):
        found = _REGION.match(tag)
        if found:
            return found[1].upper()
    return ""


def country_codes(path: Path) -> tuple[str, ...]:
    """ISO codes in the helplines file, its fallbacks for whole regions left out; none when it cannot be read."""
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (OSError, yaml.YAMLError):
        return ()
    codes = (str(e["country"]) for e in entries if isinstance(e, dict) and "country" in e)
    return tuple(code for code in codes if code not in _FALLBACKS)


def country_options(codes: Iterable[str], texts: Texts) -> str:
    """`<option>`s by name, "not set" first."""
    names = Locale(texts.language).territories
    named = sorted((str(names.get(code, code)), code) for code in codes)
    options = [("", texts.say("page.country_unset")), *((code, name) for name, code in named)]
    return "".join(f'<option value="{safe(code)}">{safe(name)}</option>' for code, name in options)
