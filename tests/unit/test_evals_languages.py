"""Twins in other languages against English: pairs, what is counted as the same, and what is counted against a language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answer import Answer, Citation, Outcome
from bot.language import SUPPORTED
from evals import languages
from evals.cases import Case
from evals.errors import EvalsError

ENGLISH = Case(id="q-en", family="q", half="dev", tags=["covered"], question="Does it help?")
SPANISH = Case(id="q-es", family="q", half="dev", tags=["covered"], language="es", question="¿Ayuda?")
TWIN = languages.Twin(SPANISH, ENGLISH)


def answering(**replies: tuple[Outcome, list[str]]) -> Callable[[str], Answer]:
    """A bot that says `en` to the English question and `es` to the other."""
    return lambda question: reply(question, *replies["en" if question == "Does it help?" else "es"])


def reply(question: str, outcome: Outcome, sources: list[str]) -> Answer:
    """One that cites these, in this order."""
    cited = tuple(
        Citation(n, source, source, "rct", 2020, f"{source}-1", "quote", 0, 5, "")
        for n, source in enumerate(sources, start=1)
    )
    return Answer("a", question, question, "en", outcome, citations=cited)


def test_the_same_outcome_and_a_first_source_in_common_count() -> None:
    """The fourth source of a reply is not among its first."""
    ask = answering(en=("answered", ["s1", "s2"]), es=("answered", ["s3", "s2"]))
    found = list(languages.ask_all([TWIN], ask))
    assert [(f.is_same, f.shares_source) for f in found] == [(True, True)]
    late = answering(en=("answered", ["s1"]), es=("answered", ["s3", "s3", "s4", "s5", "s1"]))
    assert [f.shares_source for f in languages.ask_all([TWIN], late)] == [False]


def test_sources_are_compared_only_where_english_is_answered() -> None:
    """And an answer where English has none counts against the language."""
    found = list(languages.ask_all([TWIN], answering(en=("not_covered", []), es=("answered", ["s1"]))))
    made = languages.parity(found)["dev", "es"]
    assert (made.same_outcome.hits, made.shared_source.total) == (0, 0)
    assert (made.wrongly_answered.hits, made.wrongly_answered.total) == (1, 1)


def test_only_the_half_for_choosing_is_told_case_by_case() -> None:
    """Replies of the test half are not looked at one by one."""
    ask = answering(en=("answered", ["s1"]), es=("not_covered", []))
    test = languages.Twin(SPANISH.model_copy(update={"half": "test"}), ENGLISH)
    assert len(list(languages.differing(list(languages.ask_all([TWIN, test], ask))))) == 1


def test_a_case_without_an_english_twin_is_refused(tmp_path: Path) -> None:
    """The message names it."""
    (tmp_path / "es.yaml").write_text(
        "- {id: q-es, family: q, half: dev, tags: [covered], language: es, question: ayuda}\n", encoding="utf-8"
    )
    with pytest.raises(EvalsError, match="'q-es' has no English twin"):
        languages.read_twins(tmp_path)


def test_every_language_has_every_twin() -> None:
    """Twelve to choose by and twelve to measure by, a quarter of each not covered or off topic."""
    twins = languages.read_twins()
    for language in set(SUPPORTED) - {"en"}:
        mine = [twin.case for twin in twins if twin.case.language == language]
        assert [case.half for case in mine].count("dev") == [case.half for case in mine].count("test") == 12
        assert {case.family for case in mine} == {twin.english.family for twin in twins}
        assert sum(case.expect.outcome != ["answered"] for case in mine) == 6
