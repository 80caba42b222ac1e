"""Citation markers and the ids that tie a marker to its passage, there and back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer import Citation
from bot.texts import Texts
from web.languages import attributes
from web.markup import safe
from web.plain_words import badge

_MARKER = re.compile(r"\[(\d{1,3})\]")


def passage_id(turn: int, n: int) -> str:
    """Id of a passage in the page."""
    return f"p-{turn}-{n}"


class Markers:
    """Writes the markers of one answer, each with an id of its own; the first of each number is the way back."""

    def __init__(self, turn: int, citations: Sequence[Citation], texts: Texts) -> None:
        self._turn = turn
        self._citations = {c.n: c for c in citations}
        self._texts = texts
        self._used: dict[int, int] = {}

    def link(self, n: int) -> str:
        """`[n]` as a link to its passage; plain text for a number without a citation."""
        citation = self._citations.get(n)
        if citation is None:
            return f"[{n}]"
        self._used[n] = times = self._used.get(n, 0) + 1
        own = f"m-{self._turn}-{n}" + (f"-{times}" if times > 1 else "")
        name = self._texts.say("page.marker", n=n, badge=badge(citation, self._texts))
        return (
            f'<a class="marker" id="{own}" href="#{passage_id(self._turn, n)}" '
            f'aria-label="{safe(name)}" title="{safe(citation.title)}"><span aria-hidden="true">[{n}]</span></a>'
        )

    def all(self, numbers: Sequence[int]) -> str:
        """The markers of a statement, kept on one line with each other."""
        if not numbers:
            return ""
        links = "".join(self.link(n) for n in numbers)
        return f'<span class="markers" {attributes(self._texts.language)}>{links}</span>'

    def within(self, text: str) -> str:
        """`text` escaped, with the markers inside it as links."""
        parts = _MARKER.split(text)
        return "".join(self.link(int(p)) if at % 2 else safe(p) for at, p in enumerate(parts))
