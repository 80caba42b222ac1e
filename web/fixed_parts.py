"""What stands on the page whoever asks, in one language: the properties of each part by its id in the page.

One mapping serves the first view, written into the page before it is sent, and a switch of the language later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from bot.texts import texts
from web.about import About
from web.countries import country_options
from web.header import bar, header, link_line, starters
from web.markup import safe

Parts = Mapping[str, Mapping[str, Any]]


class FixedParts:
    """Makes the parts of each language once."""

    SPOKEN = ("top", "where", "new-chat", "first", "link", "question", "send", "stop")
    """Parts that are put anew when the language is switched. The log stays: the page writes in it."""

    def __init__(self, about: About, countries: Sequence[str]) -> None:
        self._about = about
        self.countries = tuple(countries)
        self.parts = lru_cache(maxsize=16)(self._parts)

    def title(self, language: str) -> str:
        """Of the document."""
        return texts(language).say("page.title")

    def log_label(self, language: str) -> str:
        """Name of the conversation, for a screen reader."""
        return texts(language).say("page.log")

    def _parts(self, language: str) -> Parts:
        said = texts(language)
        return {
            "top": {"value": header(self._about, said)},
            "where": {"value": bar(country_options(self.countries, said), said)},
            "new-chat": {"value": said.say("page.new_chat")},
            "first": {"value": starters(said)},
            "log": {
                "value": f'<div class="log" role="log" aria-live="off" aria-label="{safe(self.log_label(language))}"></div>'
            },
            "link": {"value": link_line(said)},
            "question": {"label": said.say("page.input"), "placeholder": said.say("page.placeholder")},
            "send": {"value": said.say("page.send")},
            "stop": {"value": said.say("page.stop")},
        }
