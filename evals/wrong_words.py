"""One word of a sentence made wrong: a name, a group of people, a direction, a "not". Knows English sentences, not pairs or files."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

Names = Mapping[str, Sequence[Sequence[str]]]
"""For each sort of name its things, each with its names: the lists of `corpus/verifier/entities.yaml`."""
_ENTITIES = ("nutrient", "measure", "symptom", "condition", "body", "study", "profession", "food", "remedy", "place")
_SORTS = {"drug": ("drug",), "population": ("population",), "entity": _ENTITIES}
_ENDS = """
increase/decrease increases/decreases increased/decreased rise/fall rises/falls rose/fell raise/lower raises/lowers raised/lowered
higher/lower more/less greater/smaller improve/worsen improves/worsens improved/worsened better/worse best/worst eased/worsened
before/after earlier/later above/below longer/shorter start/stop started/stopped common/rare often/seldom usually/rarely fast/slow
faster/slower morning/evening strong/weak stronger/weaker same/different similar/different severe/mild heavy/light younger/older most/few
likely/unlikely likelier/less_likely sooner/later full/empty warm/cold reduce/increase reduces/increases reduced/increased lowered/raised
dropped/rose long-term/short-term many/few large/small high/low fewer/more recommends/advises_against recommended/advised_against
helps/harms help/harm begin/end regularly/seldom down/up less/more over/under
"""
_OPPOSITE = {
    one.replace("_", " "): other.replace("_", " ")
    for pair in _ENDS.split()
    for a, b in [pair.split("/")]
    for one, other in ((a, b), (b, a))
}
_APART = 4
"""Words between two names that make them two places and not a list, in which the order says nothing."""
_AUXILIARY = re.compile(r"\b(is|are|was|were|can|could|should|may|might|will|has|have)\b(?! not|n't| no )", re.I)
_DENIALS = (
    (re.compile(r"\b(is|are|was|were|has|have|had|could|can|should|may|might|will|would|did|does|do)(?: not|n't)\b", re.I), r"\1"),
    (re.compile(r"\bcannot\b", re.I), "can"),
    (re.compile(r"\bno (?=(?:\w+ )?(?:evidence|effect|difference|link|change|benefit|proof|sign|control|placebo|more|tests?)\b)", re.I), "a "),
    (re.compile(r"\bnone of\b", re.I), "all of"),
    (re.compile(r"\bnot one of\b", re.I), "each of"),
    (re.compile(r"\bnever\b", re.I), "always"),
    (re.compile(r"\bwithout\b", re.I), "with"),
    (re.compile(r"(?:, (?:but )?| but | and )not (?=\w)", re.I), " and "),
    (re.compile(r"(?<! or) not (?=\w)", re.I), " "),
    (re.compile(r"\brather than\b", re.I), "as well as"),
)  # fmt: skip


class Wrong(NamedTuple):
    """A sentence with one thing made wrong, and what was done to it."""

    way: str
    statement: str
    note: str


def wrong_names(kind: str, statement: str, quotes: str, names: Names, rng: random.Random) -> Iterator[Wrong]:
    """`statement` with a name changed for another of its sort that `quotes` does not have, or for one that it has instead."""
    for sort in _SORTS[kind]:
        said = [(thing, found) for thing in names.get(sort, ()) if (found := _found(thing, statement))]
        there = [thing for thing in names.get(sort, ()) if _found(thing, quotes)]
        for thing, match in said:
            absent = [other for other in names[sort] if other not in there]
            if absent:
                yield _swapped("another", statement, match[0], rng.choice(absent)[0])
            named = [other for other in there if other is not thing and other not in [t for t, _ in said]]
            if named:
                yield _swapped("the quote's other", statement, match[0], rng.choice(named)[0])
        if len(said) == 2:
            one, other = sorted((match for _, match in said), key=lambda match: match.start())
            between = statement[one.end() : other.start()].split()
            if len(between) >= _APART and not set(one[0].lower().split()) & set(other[0].lower().split()):
                yield _exchanged(statement, one[0], other[0])


def wrong_directions(statement: str, rng: random.Random) -> Iterator[Wrong]:
    """`statement` with one word of direction turned round."""
    found = [(m, _OPPOSITE[m[0].lower()]) for m in re.finditer(r"[A-Za-z-]+", statement) if m[0].lower() in _OPPOSITE]
    for match, other in rng.sample(found, len(found)):
        text = statement[: match.start()] + _cased(match[0], other) + statement[match.end() :]
        yield Wrong(match[0].lower(), text, f"{match[0]} -> {other}")


def wrong_negations(statement: str, rng: random.Random) -> Iterator[Wrong]:
    """`statement` with a "not" taken out, or one put in."""
    for pattern, instead in _DENIALS:
        for match in pattern.finditer(statement):
            text = statement[: match.start()] + match.expand(instead) + statement[match.end() :]
            yield Wrong("taken out", text, f"{match[0].strip()} -> {match.expand(instead).strip()}")
    verbs = list(_AUXILIARY.finditer(statement))
    for match in rng.sample(verbs, min(1, len(verbs))):
        yield Wrong(
            "put in", f"{statement[: match.end()]} not{statement[match.end() :]}", f"{match[0]} -> {match[0]} not"
        )


def _found(thing: Sequence[str], text: str) -> re.Match[str] | None:
    return next((m for name in thing if (m := _word(name).search(text))), None)


def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])", re.I)


def _swapped(way: str, statement: str, old: str, new: str) -> Wrong:
    text = _word(old).sub(lambda m: _cased(m[0], new), statement)
    return Wrong(way, text, f"{old} -> {new} ({way})")


def _exchanged(statement: str, one: str, other: str) -> Wrong:
    held = _word(one).sub("\0", statement)
    text = _word(other).sub(lambda m: _cased(m[0], one), held).replace("\0", other)
    return Wrong("exchanged", text[0].upper() + text[1:], f"{one} and {other} changed places")


def _cased(old: str, new: str) -> str:
    return new[0].upper() + new[1:] if old[0].isupper() else new
