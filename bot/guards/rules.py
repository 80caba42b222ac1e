"""Rules a content team can read: word patterns in `corpus/guard/rules.yaml`, compiled once, matched in microseconds."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

from bot.errors import TextsInvalid
from bot.guards.clauses import Told, clauses_of, may_have_clauses, told
from bot.guards.normalise import WORD
from bot.language import SUPPORTED
from bot.prefilter import Prefilter
from bot.yaml_file import read_yaml

_ENGLISH = frozenset(
    """i im ive my the and with have what how can cant does dont should this that it its of which when why who there
    you your they their we our any some take taking help good feel just too very really after before from than
    about would could""".split()
)
"""Common words that Spanish, French, German, Portuguese and romanised Hindi do not share."""
_MANY = 8
"""So many different ones are beyond doubt though they stand further apart, as in a story told in few small words. A guess."""
Way = tuple[re.Pattern[str], ...]
"""Patterns that must all be found for a rule to hold."""
_SHORT_PART = 20
"""Words of a part on which every way is tried. Trying all on every part takes half as long again on a long message and finds
no more of the dangers in the long stories of the cases. Measured once, by a research script."""
_ANCHOR, _FAR_LOOK, _LOOK = map(re.compile, (r"(?<![\[\\])[\^$]", r"\(\?!\.[*{]", r"\(\?<?!"))
"""What in a pattern looks at where the text begins or ends, at what must not follow however late, at what must not be next to it."""
_MACRO = re.compile(r"\{([a-z_]+)\}")
_STRETCH, _STRIDE = 45, 9
"""Words of a long message within which a rule has to hold, and from one such stretch to the next: over a life's story nearly every rule
finds its words somewhere. docs/decisions/0004 has the figures."""


@dataclass(frozen=True)
class Rule:
    """One rule: in the same piece of text every pattern of `all_of`, one of `any_of` if it has some, none of `unless`."""

    id: str
    guard_class: str
    all_of: tuple[re.Pattern[str], ...] = ()
    any_of: tuple[re.Pattern[str], ...] = ()
    unless: tuple[re.Pattern[str], ...] = ()
    language: str = "en"
    """From the file's name, `rules.es.yaml`; other files are English."""
    also: tuple[str, ...] = ()
    """Further classes that a match means, as a crisis in which tablets have been taken is an overdose too."""

    @property
    def classes(self) -> tuple[str, ...]:
        """Every class that a match means."""
        return (self.guard_class, *self.also)

    @property
    def ways(self) -> tuple[Way, ...]:
        """Each way in which it can hold."""
        return tuple((*self.all_of, way) for way in self.any_of) or (self.all_of,)


@dataclass(frozen=True)
class RuleBook:
    """All rules, in file order."""

    rules: tuple[Rule, ...]

    @cached_property
    def _ways(self) -> tuple[tuple[Rule, Way], ...]:
        return tuple((rule, way) for rule in self.rules for way in rule.ways)

    @cached_property
    def _anchored(self) -> frozenset[int]:
        """Numbers of the ways that may hold for a part though not for the whole."""
        return self._with(_ANCHOR)

    @cached_property
    def _looking_far(self) -> frozenset[int]:
        """Those, and the ways that look far ahead for what must not be there."""
        return self._anchored | self._with(_FAR_LOOK)

    @cached_property
    def _looking(self) -> frozenset[int]:
        """Those, and the ways that look ahead or behind at all."""
        return self._anchored | self._with(_LOOK)

    def _with(self, part: re.Pattern[str]) -> frozenset[int]:
        return frozenset(n for n, (_, way) in enumerate(self._ways) if any(part.search(p.pattern) for p in way))

    @cached_property
    def _prefilter(self) -> Prefilter:
        return Prefilter([way for _, way in self._ways])

    def hits(
        self,
        texts: Sequence[str],
        parts: Sequence[str] = (),
        of_parts: Container[str] = (),
        written: str = "",
        of_clauses: Container[str] = (),
        local: Container[str] = (),
    ) -> dict[str, str]:
        """The classes whose rules hold for any of `texts`, each with the first rule that did.

        Args:
            texts: Readings of one message. When the first is plainly English, other languages' rules are not tried.
            parts: Parts of it. What excuses a word in one part, or its language, is of no account for another.
            of_parts: Classes for which a part is enough.
            written: The message as written, whose clauses are looked at where something in it was excused.
            of_clauses: Classes for which a clause is enough that the excuse does not speak of; all of `of_parts` are among them.
            local: Classes whose rules have to hold within a stretch of a message that has parts.
        """
        found: dict[str, str] = {}
        excused: list[_Excused] = []
        is_english = bool(texts) and is_plainly_english(texts[0])
        looking = self._looking_far if parts else self._looking  # all of them would take a third longer on a long text
        for text in texts:
            searched = _Searched(text)
            has = searched.has
            for n in self._prefilter.possible(text):
                rule, way = self._ways[n]
                is_read = rule.language == "en" or not is_english
                if not (is_read or parts) or (rule.guard_class in found and _is_known(rule, found)):
                    continue
                is_there = all(map(has, way))
                if is_there and parts and rule.guard_class in local and not searched.has_near(way):
                    continue
                if is_there and is_read and not any(map(has, rule.unless)):
                    _add(rule, found)
                elif (is_there or n in looking) and rule.guard_class in of_clauses:
                    excused.append(_Excused(rule, way, searched, is_there, is_read, n in self._anchored))
        if parts:
            self._add_parts(parts, [e for e in excused if e.rule.guard_class in of_parts], found)
        if excused and may_have_clauses(written):
            self._add_clauses(written, [e for e in excused if e.is_read], of_clauses, found)
        return found

    def _add_parts(self, parts: Iterable[str], excused: Sequence[_Excused], found: dict[str, str]) -> None:
        """Add what a part says, whatever excuses it in another; ways that only look far ahead are tried on short ones."""
        soon = [e for e in excused if e.is_there or e.is_anchored]
        for part in parts if excused else ():
            searched = _Searched(part)
            is_english = is_plainly_english(part)
            for rule, way, *_ in excused if part.count(" ") < _SHORT_PART else soon:
                is_read = rule.language == "en" or not is_english
                if is_read and searched.has_all(way) and not searched.has_any(rule.unless):
                    _add(rule, found)

    def _add_clauses(
        self, written: str, excused: Iterable[_Excused], classes: Container[str], found: dict[str, str]
    ) -> None:
        """Add what clauses say by themselves, where what excuses it in the message speaks of something else."""
        clauses = clauses_of(written)
        if len(clauses) < 2:
            return
        lines = "\n".join(clause.text for clause in clauses)  # no look ahead or behind goes past the end of one
        apart = _Searched(lines)
        left = [e for e in excused if not _is_known(e.rule, found) and (e.is_there or apart.has_all(e.way))]
        for clause in told(clauses) if left else ():
            own = _Searched(clause.text)
            sides = [_Searched(side) for side in (clause.before, clause.after) if side]
            for rule, way, whole, *_ in left:
                if (
                    not _is_known(rule, found)
                    and own.has_all(way)
                    and not own.has_any(rule.unless)
                    and clause.is_claim
                    and self._is_beside([excuse for excuse in rule.unless if whole.has(excuse)], clause, sides, classes)
                ):
                    _add(rule, found)

    def _is_beside(
        self, excuses: Sequence[re.Pattern[str]], clause: Told, sides: Sequence[_Searched], classes: Container[str]
    ) -> bool:
        """Whether what excuses a clause in the message is said of something else: without it, and parted or there for another danger."""
        if not all(any(side.has(excuse) for side in sides) for excuse in excuses):
            return False
        if clause.is_apart or clause.is_statement:
            return True
        return bool(excuses) and clause.is_present and self._has_spent(excuses, sides, classes)

    def _has_spent(
        self, excuses: Iterable[re.Pattern[str]], sides: Iterable[_Searched], classes: Container[str]
    ) -> bool:
        """Whether each excuse stands beside words of danger of its own, which it is there for."""
        return all(any(side.has(excuse) and self._is_grave(side, classes) for side in sides) for excuse in excuses)

    def _is_grave(self, searched: _Searched, classes: Container[str]) -> bool:
        """Whether some rule of `classes` would hold were it not for its excuses."""
        ways = (self._ways[n] for n in self._prefilter.possible(searched.text))
        return any(rule.guard_class in classes and searched.has_all(way) for rule, way in ways)


def _is_known(rule: Rule, found: Container[str]) -> bool:
    """Whether a rule has nothing to add."""
    return rule.guard_class in found and all(name in found for name in rule.also)


def _add(rule: Rule, found: dict[str, str]) -> None:
    """Put a rule's classes to those found, each once."""
    for name in rule.classes:
        found.setdefault(name, rule.id)


class _Searched:
    """Whether each pattern occurs in one text, searched for once: many rules share their word lists."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: dict[int, bool] = {}  # by identity: a long pattern takes longer to hash than to search for

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Whether it occurs."""
        known = self._found.get(id(pattern))
        if known is None:
            known = self._found[id(pattern)] = pattern.search(self.text) is not None
        return known

    def has_near(self, patterns: Iterable[re.Pattern[str]]) -> bool:
        """Whether each occurs in one stretch of the text, looking no further."""
        return any(stretch.has_all(patterns) for stretch in self._stretches)

    @cached_property
    def _stretches(self) -> list[_Searched]:
        words = [(word.start(), word.end()) for word in WORD.finditer(self.text)]
        starts = range(0, max(1, len(words) - _STRETCH + _STRIDE), _STRIDE) if words else ()
        return [_Searched(self.text[words[at][0] : words[at : at + _STRETCH][-1][1]]) for at in starts]

    def has_all(self, patterns: Iterable[re.Pattern[str]]) -> bool:
        """Whether each occurs."""
        return all(map(self.has, patterns))

    def has_any(self, patterns: Iterable[re.Pattern[str]]) -> bool:
        """Whether one occurs."""
        return any(map(self.has, patterns))


class _Excused(NamedTuple):
    """A way to hold that something in the text stands against."""

    rule: Rule
    way: Way
    whole: _Searched
    is_there: bool
    """Whether it would hold but for its excuses."""
    is_read: bool
    """Whether its language is one of the message's."""
    is_anchored: bool


def is_plainly_english(folded: str) -> bool:
    """Whether a folded message is in English beyond doubt; a careful no sends it through every language's rules."""
    words = folded.split()
    english = [word for word in words if word in _ENGLISH]
    different = len(set(english))
    is_dense = different >= 2 and len(english) * 5 >= len(words)
    return folded.isascii() and (is_dense or (different >= _MANY and len(english) * 8 >= len(words)))


def load_rules(folder: Path) -> RuleBook:
    """Read `rules*.yaml` and `lexicon.yaml` of a guard folder.

    Raises:
        TextsInvalid: A file is missing, is not YAML, names an unknown word list, or holds a pattern that does not compile.
    """
    lists = load_lists(folder)
    rules: list[Rule] = []
    for path in sorted(folder.glob("rules*.yaml")):
        data = _read(path)
        own = {name: _alternatives(entries) for name, entries in data.get("lists", {}).items()}
        rules += [_rule(entry, data.get("unless", []), {**lists, **own}, path) for entry in data.get("rules", [])]
    if not rules:
        raise TextsInvalid(f"No rules in {str(folder)!r}; the guards need rules.yaml and lexicon.yaml")
    return RuleBook(tuple(rules))


def load_lists(folder: Path) -> dict[str, str]:
    """The word lists of `lexicon.yaml`, each as one pattern.

    Raises:
        TextsInvalid: The file is missing or is not YAML.
    """
    return {name: _alternatives(entries) for name, entries in _read(folder / "lexicon.yaml").items()}


def expand(pattern: str, lists: Mapping[str, str], where: str) -> str:
    """`pattern` with every {list} put in.

    Raises:
        TextsInvalid: It names a list that is not there.
    """
    for _ in range(3):
        unknown = [name for name in _MACRO.findall(pattern) if name not in lists]
        if unknown:
            raise TextsInvalid(f"{where} names word list {unknown[0]!r}, which lexicon.yaml lacks; correct the name")
        pattern = _MACRO.sub(lambda m: lists[m.group(1)], pattern)
    return pattern


def _read(path: Path) -> dict[str, Any]:
    data = read_yaml(path)
    return data if isinstance(data, dict) else {}


def _alternatives(entries: Iterable[str]) -> str:
    """A word list as one pattern; entries are patterns themselves, so `tablets?` may stand in a list."""
    return "(?:" + "|".join(sorted((str(e) for e in entries), key=len, reverse=True)) + ")"


def _rule(entry: Mapping[str, Any], excuses: Sequence[str], lists: Mapping[str, str], path: Path) -> Rule:
    """One entry; `excuses` stand at the head of its file and hold for each rule there."""

    def compiled(key: str) -> tuple[re.Pattern[str], ...]:
        given = entry.get(key, [])
        patterns = [given] if isinstance(given, str) else given
        if key == "unless":
            patterns = [*patterns, *excuses]
        return tuple(_compile(str(p), lists, f"{path}: rule {entry.get('id')!r}") for p in patterns)

    also = tuple(map(str, entry.get("also", [])))
    parts = compiled("all"), compiled("any"), compiled("unless")
    return Rule(str(entry["id"]), str(entry["class"]), *parts, _language(path), also)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """One object for each pattern, however many rules hold it."""
    return re.compile(pattern)


def _language(path: Path) -> str:
    suffix = path.name.split(".")[1]
    return suffix if suffix in SUPPORTED else "en"


def _compile(pattern: str, lists: Mapping[str, str], where: str) -> re.Pattern[str]:
    try:
        return _compiled(expand(pattern, lists, where))
    except re.error as error:
        raise TextsInvalid(f"{where}: {error}; mend the pattern") from None
