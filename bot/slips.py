"""Words written for other words ("dose" for "does", "nite"), mended where the words beside them tell. Knows no guard and no answer.

Which words, and beside which, stands in `corpus/slips.yaml`. A word that fits where it stands stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import TextsInvalid
from bot.yaml_file import read_yaml

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_BREAK = re.compile(r"[.,;:?!\n(—–]|\s-+\s")
_JOINED = re.compile(r"[-/'’]")
"""A word so joined to another is a part of it: "low-dose"."""
_FILLERS = frozenset("hi hello hey so ok okay well please and but also thanks or then now yes no sorry".split())
"""Words before which a clause has not really begun."""
_ASKS = frozenset("what which who how why when where".split())
_PRONOUNS = frozenset("it this that he she the my his her anyone anybody everyone rls".split())
"""What "does" is certainly asked of; behind "what" and "which" nothing else is: "what dose magnesium …" may be an amount."""
_NOT_ITS_SUBJECT = frozenset(
    "i you u we they of for per is are was in on at to with from and or recommended needed".split()
)
"""Words with which "does" does not agree, or that make a noun of the word before."""
_SUBJECT_WORDS = 6
"""Most words of a subject between "does" and its verb. A guess; "low iron in the brain" has five."""
_ROUNDS = 3
"""A slip may be the neighbour of another: "y r u". No text of the tests needs more."""


@dataclass(frozen=True)
class _Slip:
    means: str
    opens: bool
    before: frozenset[str]
    after: frozenset[str]
    verb: bool


class Slips:
    """Mends by a reviewed list. Safe to call from several threads."""

    def __init__(self, slips: Mapping[str, Sequence[_Slip]] | None = None, verbs: frozenset[str] = frozenset()) -> None:
        self._slips = slips or {}
        self._verbs = verbs
        self._auxiliaries = frozenset(
            "do does did can could will would should is are was has have may might must".split()
        )

    @classmethod
    def load(cls, path: Path) -> Slips:
        """Read the list; see its first lines for what is in it.

        Raises:
            TextsInvalid: It cannot be read, or an entry has no `written` or `means`.
        """
        try:
            data = read_yaml(path)
            lists = {str(name): [str(word) for word in words] for name, words in data["lists"].items()}
            slips: dict[str, list[_Slip]] = {}
            for entry in data["slips"]:
                for word in entry["written"]:
                    slips.setdefault(str(word), []).append(_slip(entry, lists))
        except (AttributeError, KeyError, TypeError) as error:
            raise TextsInvalid(f"{str(path)!r} cannot be used ({type(error).__name__}); restore or mend it") from None
        return cls(slips, frozenset(lists.get("verbs", ())))

    def mended(self, text: str) -> str:
        """`text` with such words replaced; the very same where none is."""
        for _ in range(_ROUNDS):
            before, text = text, self._once(text)
            if text == before:
                break
        return text

    def _once(self, text: str) -> str:
        found = list(_WORD.finditer(text))
        words = [m.group().lower().replace("’", "'") for m in found]
        if self._slips.keys().isdisjoint(words):
            return text
        firsts = [at == 0 or bool(_BREAK.search(text[found[at - 1].end() : m.start()])) for at, m in enumerate(found)]
        parts, end = [], 0
        for at, match in enumerate(found):
            if words[at] in self._slips and _may_be_slip(text, match, firsts[at]):
                means = self._meant(words, firsts, at)
                parts += [text[end : match.start()], _cased(means, match.group()) if means else match.group()]
                end = match.end()
        return "".join([*parts, text[end:]])

    def _meant(self, words: Sequence[str], firsts: Sequence[bool], at: int) -> str | None:
        before = words[at - 1] if at and not firsts[at] else ""
        after = words[at + 1] if at + 1 < len(words) and not firsts[at + 1] else ""
        for slip in self._slips[words[at]]:
            if slip.opens and not self._opens(words, firsts, at):
                continue
            if (slip.before and after not in slip.before) or (slip.after and before not in slip.after):
                continue
            if before.isdigit() and not slip.before and not slip.after:  # a unit
                continue
            if slip.verb and not self._asks_of(words, firsts, at, before):
                continue
            return slip.means
        return None

    def _opens(self, words: Sequence[str], firsts: Sequence[bool], at: int) -> bool:
        """Whether a question can open here: first in its clause, but for fillers, or behind a question word."""
        back = at
        while not firsts[back]:
            back -= 1
            if words[back] in _ASKS:
                return back == at - 1
            if words[back] not in _FILLERS:
                return False
        return True

    def _asks_of(self, words: Sequence[str], firsts: Sequence[bool], at: int, before: str) -> bool:
        """Whether somebody or something and a bare verb follow."""
        ahead = at + 1
        while ahead < len(words) and not firsts[ahead] and ahead - at <= _SUBJECT_WORDS + 1:
            word = words[ahead]
            if ahead > at + 1 and word in self._verbs:
                return before not in ("what", "which") or words[at + 1] in _PRONOUNS or word in ("do", "mean")
            if word in self._auxiliaries or (ahead == at + 1 and word in _NOT_ITS_SUBJECT):
                return False
            ahead += 1
        return False


def _may_be_slip(text: str, match: re.Match[str], is_first: bool) -> bool:
    """Not a part of a word, nor a name or an abbreviation: capitals inside a text ("UR", "Dr Hat")."""
    if _JOINED.match(text, match.end()) or (match.start() and _JOINED.match(text, match.start() - 1)):
        return False
    return match.group() == match.group().lower() or is_first


def _slip(entry: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> _Slip:
    before, after = (
        frozenset(one for word in entry.get(side, ()) for one in lists.get(str(word), (str(word),)))
        for side in ("before", "after")
    )
    return _Slip(str(entry["means"]), bool(entry.get("opens")), before, after, bool(entry.get("verb")))


def _cased(means: str, written: str) -> str:
    return means[:1].upper() + means[1:] if written[:1].isupper() else means
