"""The words of a page that is asked for by its address: in the language it names, or the browser's."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from bot.texts import Texts, texts
from web.languages import known, language_of

VARIES = {"Vary": "Accept-Language"}
"""Header of a reply in the visitor's language."""


def spoken(request: Request, lang: str = "") -> Texts:
    """As the chat page chooses: `?lang=` first, then what the browser prefers, then English."""
    return texts(known(lang.lower()) or language_of(request.headers.get("accept-language")))


Spoken = Annotated[Texts, Depends(spoken)]
