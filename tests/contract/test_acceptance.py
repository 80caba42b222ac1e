"""The acceptance questions and our own, asked of the real bot over the real index; and what holds for every answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from bot_fixtures import ACCEPTANCE, OWN, Asked, answers_to_our_own, ask_line, lines, unmet

from bot.answer import NOTICE_ORDER
from bot.turn import Bot
from ingest.source import EDITORS

ROWS = lines(ACCEPTANCE)
MIN_MET = 0.9
MIN_FOLLOW_UPS = 0.9


@pytest.fixture(scope="session")
def own_answers(real_bot: Bot) -> Sequence[Asked]:
    """The answer to every question of tests/data."""
    return answers_to_our_own()


@pytest.mark.skipif(not ROWS, reason=f"{ACCEPTANCE} is not on this machine")
class TestAcceptance:
    @pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
    def test_line(self, row: dict[str, Any], real_bot: Bot) -> None:
        """The outcome is one of those named, each group of sources is cited, each notice is there."""
        asked = ask_line(real_bot, row)
        assert unmet(asked.answer, row["expect"]) == []
        assert_sound(asked)


class TestOwnQuestions:
    def test_there_are_enough_of_them(self) -> None:
        """At least 150, each with its own id and words."""
        rows = lines(OWN)
        assert len(rows) >= 150
        assert len({row["id"] for row in rows}) == len(rows)

    def test_nine_in_ten_meet_their_whole_expectation(self, own_answers: Sequence[Asked]) -> None:
        """Outcome, sources and notices together; those that do not are printed."""
        missed = {a.row["id"]: unmet(a.answer, a.row["expect"]) for a in own_answers}
        missed = {name: why for name, why in missed.items() if why}
        print(f"\n{len(own_answers) - len(missed)} of {len(own_answers)} met; not met:")
        print("\n".join(f"  {name}: {'; '.join(why)}" for name, why in missed.items()))
        assert len(own_answers) - len(missed) >= MIN_MET * len(own_answers), missed

    def test_both_kinds_of_outcome_are_among_them(self, own_answers: Sequence[Asked]) -> None:
        """Some are answered and some are not covered, or the checks below would check little."""
        outcomes = [a.answer.outcome for a in own_answers]
        assert outcomes.count("answered") >= 100
        assert outcomes.count("not_covered") >= 10

    def test_most_follow_ups_are_answered_when_asked(self, own_answers: Sequence[Asked], real_bot: Bot) -> None:
        """Of twenty answers spread over the set, at least nine in ten follow-ups lead to an answer."""
        offering = [a.answer for a in own_answers if a.answer.outcome == "answered" and a.answer.follow_ups]
        chosen = offering[:: max(1, len(offering) // 20)][:20]
        assert len(chosen) == 20
        outcomes = {q: real_bot.ask(q).outcome for answer in chosen for q in answer.follow_ups}
        dead = {q: outcome for q, outcome in outcomes.items() if outcome != "answered"}
        assert len(outcomes) >= 40
        assert len(dead) <= (1 - MIN_FOLLOW_UPS) * len(outcomes), dead


def quotes_are_exact(asked: Asked) -> bool:
    """Each quote is the characters of its source at its offsets, inside its paragraph, and not empty."""
    return all(
        c.quote and asked.index.sources[c.source_id].text[c.start : c.end] == c.quote and c.quote in c.paragraph
        for c in asked.answer.citations
    )


def numbers_run_in_reading_order(asked: Asked) -> bool:
    """Citations are 1, 2, 3 …; statements below the lead use them in that order, and each statement has one."""
    answer = asked.answer
    body = [n for s in answer.statements if s.lane != "summary" for n in s.citations]
    led = [n for s in answer.statements if s.lane == "summary" for n in s.citations]
    return (
        [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
        and list(dict.fromkeys(body)) == [c.n for c in answer.citations]
        and set(led) <= set(body)
        and all(s.citations for s in answer.statements)
    )


def lead_is_first_and_alone(asked: Asked) -> bool:
    """At most one line in the bot's own words, at the top."""
    lanes = [s.lane for s in asked.answer.statements]
    return "summary" not in lanes[1:]


def no_statement_twice(asked: Asked) -> bool:
    """Each text once, capitals and spaces aside."""
    said = [" ".join(s.text.lower().split()) for s in asked.answer.statements]
    return len(said) == len(set(said))


def no_heading_as_statement(asked: Asked) -> bool:
    """No statement is a source's title or a heading of it."""
    headings = {h.strip().lower() for p in asked.index.passages.values() for h in p.heading_path}
    headings |= {s.title.strip().lower() for s in asked.index.sources.values()}
    return not any(s.text.strip().lower().rstrip(".") in headings for s in asked.answer.statements)


def statements_are_quotes(asked: Asked) -> bool:
    """Below the lead every statement is word for word the quote of its one citation."""
    by_n = {c.n: c for c in asked.answer.citations}
    return all(
        len(s.citations) == 1 and s.text == by_n[s.citations[0]].quote
        for s in asked.answer.statements
        if s.lane != "summary"
    )


def lanes_are_kept_apart(asked: Asked) -> bool:
    """The post only in the article lane, the editors' notes only in safety, research only in evidence."""
    lane_of = {n: s.lane for s in asked.answer.statements if s.lane != "summary" for n in s.citations}
    expected = {"article": "article", "editor-note": "safety"}
    return all(
        lane_of[c.n] == expected.get(c.kind, "evidence")
        and (c.source_id == EDITORS) == (lane_of[c.n] == "safety")
        and (asked.index.passages[c.passage_id].role == "observation") == (lane_of[c.n] == "safety")
        for c in asked.answer.citations
    )


def a_consult_notice_is_there(asked: Asked) -> bool:
    """Specific: whom, about what, and what to have at hand take more than a few words."""
    if asked.answer.outcome not in ("answered", "not_covered"):
        return True
    found = asked.answer.notice("consult")
    return found is not None and len(found.text.split()) >= 15


def notices_are_in_order(asked: Asked) -> bool:
    """By weight, and none twice."""
    kinds = [NOTICE_ORDER.index(n.kind) for n in asked.answer.notices]
    return kinds == sorted(kinds) and len(set(asked.answer.notices)) == len(kinds)


def follow_ups_lead_on(asked: Asked) -> bool:
    """At most three, all different, none the question itself."""
    offered = [f.lower().strip("?.! ") for f in asked.answer.follow_ups]
    own = {asked.answer.question.lower().strip("?.! "), asked.answer.standalone_question.lower().strip("?.! ")}
    return len(offered) <= 3 and len(set(offered)) == len(offered) and not own & set(offered)


def doubtful_post_lines_are_contradicted(asked: Asked) -> bool:
    """A quoted sentence of the post that the claim check doubts brings the notice, and research beside it."""
    quoted = {(c.start, c.end) for c in asked.answer.citations if c.kind == "article"}
    doubted = [c for c in asked.index.claims if tuple(c.sentence) in quoted and c.verdict != "supports"]
    lanes = {s.lane for s in asked.answer.statements}
    return not doubted or (asked.answer.notice("disagreement") is not None and "evidence" in lanes)


def text_holds_everything(asked: Asked) -> bool:
    """Every statement with its markers and every notice stands in the plain text, in order."""
    answer, at = asked.answer, 0
    for part in [*(s.text + " " + "".join(f"[{n}]" for n in s.citations) for s in answer.statements)]:
        at = answer.text.find(part, at)
        if at < 0:
            return False
    return all(n.text in answer.text for n in answer.notices)


def an_answer_has_statements(asked: Asked) -> bool:
    """Answered means two or more quoted statements or the only one there is; anything else quotes nothing."""
    return bool(asked.answer.citations) == (asked.answer.outcome == "answered") == bool(asked.answer.statements)


SOUND: list[Callable[[Asked], bool]] = [
    quotes_are_exact,
    numbers_run_in_reading_order,
    lead_is_first_and_alone,
    no_statement_twice,
    no_heading_as_statement,
    statements_are_quotes,
    lanes_are_kept_apart,
    a_consult_notice_is_there,
    notices_are_in_order,
    follow_ups_lead_on,
    doubtful_post_lines_are_contradicted,
    text_holds_everything,
    an_answer_has_statements,
]


def assert_sound(asked: Asked) -> None:
    """All of `SOUND` hold for one answer."""
    assert [check.__name__ for check in SOUND if not check(asked)] == []


class TestEveryAnswer:
    @pytest.mark.parametrize("check", SOUND, ids=[check.__name__ for check in SOUND])
    def test_holds(self, check: Callable[[Asked], bool], own_answers: Sequence[Asked]) -> None:
        """What the name says holds for the answer to each of our own questions; see the check's docstring."""
        assert [a.row["id"] for a in own_answers if not check(a)] == []
