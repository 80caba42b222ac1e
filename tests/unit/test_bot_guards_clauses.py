"""An excuse counts for the clause that it speaks of: a danger beside it is found, however the two are joined."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import pytest
import yaml
from bot_fixtures import guards

import settings
from bot.guards.clauses import Edge, clauses_of, told

TOLD: dict[str, dict[str, Any]] = yaml.safe_load(
    (settings.ROOT / "tests" / "data" / "mixtures.yaml").read_text(encoding="utf-8")
)
DANGER = ("urgent", "emergency", "crisis")
EVERY = 29
"""One of so many mixtures is ruled on; no divisor of the number of joiners or dangers, so that all take part."""
JOINED, BARE, STORIES = 0.003, 0.25, 0.02
"""Shares that may be missed where a mark or a word joins, where a space does, and harmless stories that clauses alone make a danger."""


class Mixture(NamedTuple):
    """Something excused and a danger in one message."""

    text: str
    danger: str
    joiner: str


@cache
def weight(message: str) -> int:
    """How heavy the outcome is that rules give; 0 for none of care."""
    outcome = guards().triage((message,)).outcome
    return DANGER.index(outcome) + 1 if outcome in DANGER else 0


def mixtures() -> Iterator[Mixture]:
    """Each excused message with each danger of its language, by each joiner, in both orders."""
    for told_in in TOLD.values():
        for excused in told_in["excused"]:
            for danger in told_in["dangers"]:
                for joiner in told_in["joiners"]:
                    yield Mixture(excused + joiner + danger, danger, joiner)
                    yield Mixture(danger + joiner + excused, danger, joiner)


def all_of(kind: str) -> list[str]:
    """Every message of one kind, in all languages."""
    return [message for told_in in TOLD.values() for message in told_in[kind]]


@pytest.fixture
def without_clauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules as they are where no clause is looked at."""
    monkeypatch.setattr("bot.guards.rules.RuleBook._add_clauses", lambda *_: None)


def test_there_are_enough_and_each_is_what_it_is_meant_to_be() -> None:
    """Alone, what is excused has no outcome and a danger has one; else the shares below say nothing."""
    assert len(all_of("excused")) >= 60
    assert len(all_of("dangers")) >= 12
    assert len(all_of("stories")) >= 80
    assert [m for m in all_of("excused") if guards().triage((m,)).outcome is not None] == []
    assert [m for m in all_of("dangers") if not weight(m)] == []


@pytest.mark.parametrize(("is_bare", "most"), [(False, JOINED), (True, BARE)])
def test_a_danger_is_found_beside_what_is_excused(*, is_bare: bool, most: float) -> None:
    """It is as heavy as alone. Joined by a mere space nothing tells where one ends, so rules miss more."""
    chosen = [m for m in mixtures() if (m.joiner == " ") is is_bare][::EVERY]
    missed = [m.text for m in chosen if not weight(m.text)]
    print(f"{'space' if is_bare else 'joined'}: {len(missed)} of {len(chosen)} missed, {len(missed) / len(chosen):.4f}")
    assert len(missed) <= most * len(chosen), missed[:20]


@pytest.mark.usefixtures("without_clauses")
def test_without_clauses_many_would_be_missed() -> None:
    """The mixtures are hard: one in six is missed by rules over whole messages."""
    chosen = [m for m in mixtures() if m.joiner != " "][:: EVERY * 2]
    missed = sum(guards().triage((m.text,)).outcome not in DANGER for m in chosen)
    print(f"without clauses: {missed} of {len(chosen)} missed, {missed / len(chosen):.4f}")
    assert missed > len(chosen) / 6


def test_harmless_stories_of_several_clauses_stay_what_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    """Films, old illnesses, denials and questions over two or three clauses are hardly more often taken for a danger."""
    after = {m for m in all_of("stories") if weight(m)}
    monkeypatch.setattr("bot.guards.rules.RuleBook._add_clauses", lambda *_: None)
    before = {m for m in all_of("stories") if guards().triage((m,)).outcome in DANGER}
    print(f"stories: {len(before)} taken without clauses, {len(after)} with, of {len(all_of('stories'))}")
    assert len(after - before) <= STORIES * len(all_of("stories")), after - before


@pytest.mark.parametrize(
    "message",
    [
        "watching that film about a heart attack and now my chest is crushing and my arm is numb",
        "had a clot in 2010, treated. my calf is swollen and i cant breathe",
        "I want to kill myself. the view took my breath away",
        "she is having a seizure! in the series he takes a whole bottle of pills",
        "mi tío tuvo un ictus en 2005. escupo sangre",
        "我2010年得过心梗,治好了。我想死",
    ],
)
def test_a_clause_of_its_own_is_heard(message: str) -> None:
    """What is excused before or after it says nothing of it, and words that must not follow do not follow in another sentence."""
    assert weight(message)


@pytest.mark.parametrize(
    "message",
    [
        "my aunt took an overdose at 19, that was 30 years ago and she is happy now. which tea is good for sleep",
        "my face dropped when I saw the price. those capsules cost a lot",
        "had a clot in 2010. it was treated and now I am fine",
        "Friday's my last day, after that I'm retired",
        "un estudio dio magnesio tras el infarto. algunos pacientes se desmayaron. ¿sirvió?",
        "2010 में मुझे हार्ट अटैक आया था। सीने में तेज दर्द था। अब सब ठीक है",
    ],
)
def test_an_excuse_still_reaches_what_it_speaks_of(message: str) -> None:
    """It needs the clause it excuses, or the clause is told as past or of nobody."""
    assert not weight(message)


class TestClauses:
    @pytest.mark.parametrize(
        ("message", "texts"),
        [
            ("That film! And now my arm is numb", ["that film", "and now my arm is numb"]),
            ("1.5 g or 1,000 mg - with food?", ["1 5 g or 1 000 mg", "with food"]),
            ("fine 😟 can't breathe\nhelp", ["fine", "cant breathe", "help"]),
            ("leí un libro, además me duele", ["lei un libro", "ademas me duele"]),
            ("看完电影,但是现在我胸痛", ["看完电影", "但是现在我胸痛"]),
            ("فيلم، والآن صدري", ["فيلم", "والان صدري"]),
            ("... !", []),
        ],
    )
    def test_where_clauses_end(self, message: str, texts: list[str]) -> None:
        """At marks, line breaks and emoji, and before words that join; never within a number."""
        assert [clause.text for clause in clauses_of(message)] == texts

    def test_how_plainly_they_are_parted(self) -> None:
        """A comma parts least; a joining word after it parts as much as a full stop."""
        found = clauses_of("a film, a book but my arm, and now my leg. over")
        assert [clause.edge for clause in found] == [Edge.FULL, Edge.COMMA, Edge.BUT, Edge.FULL, Edge.FULL]

    def test_a_clause_is_told_with_what_stands_around_it(self) -> None:
        """Every run of clauses but the whole; "but" qualifies what is before it, so only what follows is apart."""
        found = {t.text: (t.before, t.after, t.is_apart) for t in told(clauses_of("a film. my chest but long ago"))}
        assert found["a film"] == ("", "my chest but long ago", True)
        assert found["my chest"] == ("a film", "but long ago", False)
        assert found["but long ago"] == ("a film my chest", "", True)
        assert "a film my chest but long ago" not in found
