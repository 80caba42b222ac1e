"""Who reads: where they are and which language the page speaks to them. Checked here, whatever a browser sends."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from bot.texts import DEFAULT, Texts, texts
from web.countries import country_of
from web.languages import known, language_of


@dataclass(frozen=True)
class Reader:
    """One visitor's choices; a browser's own where nothing was chosen."""

    country: str = ""
    """ISO code whose helplines are shown, or nothing."""
    chosen_country: str = ""
    """The same, only where it was chosen on the page."""
    language: str = DEFAULT
    """Of the page's words."""
    is_chosen: bool = False
    """Whether the language was chosen on the page."""
    client: str = ""
    """Address that their questions are counted by; kept nowhere."""

    @property
    def texts(self) -> Texts:
        """Words in this reader's language."""
        return texts(self.language)

    @property
    def asks_in(self) -> str | None:
        """The language to reply in; an English page that nobody chose leaves it to the message."""
        return self.language if self.is_chosen or self.language != DEFAULT else None


ANYBODY = Reader()
"""Who chose nothing, in a browser that says nothing."""


def reader_of(given: object, accept_language: str | None, countries: Container[str], client: str = "") -> Reader:
    """The reader a page tells of: `{"country", "language", "chosen"}`; what it lacks is read from the header."""
    told = given if isinstance(given, Mapping) else {}
    country = told.get("country")
    chosen = country if isinstance(country, str) and country in countries else ""
    language = known(told.get("language")) or language_of(accept_language)
    return Reader(chosen or country_of(accept_language), chosen, language, told.get("chosen") is True, client)
