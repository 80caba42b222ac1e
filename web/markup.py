"""Small, safe pieces of HTML: everything that came from outside is escaped here. Knows no Answer."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urlsplit

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_SITE_PATH = re.compile(r"/(?![/\\])[^\s\\]*\Z")


def safe(text: object) -> str:
    """`text` as HTML text or attribute value; control and direction-override characters are dropped."""
    return escape(_CONTROL.sub("", str(text)), quote=True)


def paragraphs(text: str) -> str:
    """`text` as paragraphs, cut at blank lines; single line ends are kept."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    return "".join(f"<p>{safe(block).replace(chr(10), '<br>')}</p>" for block in blocks)


def link_target(url: str) -> str:
    """`url` when a visitor may follow it: http(s) with a host, or a path of this site; otherwise nothing."""
    if _SITE_PATH.match(url):
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def host(url: str) -> str:
    """The host a reader would recognise: `doi.org`, without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def first_sentence(text: str) -> tuple[str, str]:
    """The first sentence of `text`, and the rest."""
    line, _, below = text.strip().partition("\n")
    found = re.match(r"(.+?[.!?।؟。！？])(?:[\"”’)]*)(?:\s+|(?<=[。！？])|\Z)", line)
    if not found:
        return line, below.strip()
    rest = line[found.end() :].strip()
    return found.group(0).strip(), "\n".join(part for part in (rest, below.strip("\n")) if part)
