"""What a right reply becomes: whole sentences cited, lanes kept apart, the post held back until there is research."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from bot_fixtures import the_real_bot
from generate_fixtures import QUESTION, SAID, UNCLEAR, bot_with, chat
from model_server import ModelServer, Request

from bot.answer import Answer
from bot.events import Done, Released


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """A model's server."""
    with ModelServer().serving() as serving:
        yield serving


def ask(server: ModelServer, question: str = QUESTION) -> Answer:
    """The answer with that server's model."""
    return bot_with("openai:m", chat(server.url)).ask(question)


def lanes(request: Request) -> list[str]:
    """The lane of each passage that the model was shown."""
    rows = [json.loads(line) for line in request.body["messages"][3]["content"].split("\n")]
    return [row["lane"] for row in rows if "passage" in row]


def verbatim(request: Request, *numbers: int) -> list[object]:
    """Statements that are the passages' own words."""
    return [{"say": f"{request.passages[n - 1]} [{n}]"} for n in numbers]


def test_part_of_a_sentence_is_cited_as_the_whole_sentence(server: ModelServer) -> None:
    """The words that a model picks may lack the one that makes them true."""
    picked = "magnesium relieves RLS"

    def behave(request: Request) -> None:
        n = request.number(UNCLEAR)
        request.reply([{"quote": n, "words": picked}, {"say": f"{SAID} [{n}]"}])

    server.behave = behave
    answer = ask(server)
    said = next(s for s in answer.statements if s.text == SAID)
    cited = next(c for c in answer.citations if c.n in said.citations)
    assert picked in cited.quote
    assert cited.quote == cited.paragraph


def test_words_that_are_not_in_the_passage_leave_the_whole_passage_cited(server: ModelServer) -> None:
    """The verifier then judges against that."""

    def behave(request: Request) -> None:
        n = request.number(UNCLEAR)
        request.reply([{"quote": n, "words": "magnesium cures RLS"}, {"say": f"{SAID} [{n}]"}])

    server.behave = behave
    answer = ask(server)
    said = next(s for s in answer.statements if s.text == SAID)
    assert [c.quote for c in answer.citations if c.n in said.citations] == [
        c.paragraph for c in answer.citations if c.n in said.citations
    ]
    assert "cures" not in str(answer)


def test_a_statement_on_the_post_and_on_research_at_once_is_withheld(server: ModelServer) -> None:
    """Whatever it says: the two are never blended."""

    def behave(request: Request) -> None:
        n, post = request.number(UNCLEAR), lanes(request).index("article") + 1
        request.reply([{"say": f"{SAID} [{n}][{post}]"}])

    server.behave = behave
    answer = ask(server)
    assert (answer.withheld, answer.versions["fallback"]) == (1, "unsupported")


def test_a_statement_on_the_post_stands_in_its_own_lane_with_the_disagreement(server: ModelServer) -> None:
    """After the research, in place of the quote, with the notice and the contrary finding."""

    def behave(request: Request) -> None:
        post = lanes(request).index("article") + 1
        request.reply([*verbatim(request, post), {"say": f"{SAID} [{request.number(UNCLEAR)}]"}])

    server.behave = behave
    told = list(bot_with("openai:m", chat(server.url)).stream(QUESTION))
    answer = told[-1].answer if isinstance(told[-1], Done) else None
    assert answer is not None
    assert next(e.statement.lane for e in told if isinstance(e, Released)) == "evidence"
    assert [s.lane for s in answer.statements].count("article") == 1
    assert answer.notice("disagreement") == the_real_bot().ask(QUESTION).notice("disagreement")


def test_the_post_alone_is_no_answer(server: ModelServer) -> None:
    """Without research nothing of the model's is given out, and the answer is quotes."""
    server.behave = lambda request: request.reply(verbatim(request, lanes(request).index("article") + 1))
    answer = ask(server)
    assert answer.versions["composer"] == "extractive"
    assert "evidence" in {s.lane for s in answer.statements}


def test_no_more_statements_than_were_asked_for(server: ModelServer) -> None:
    """The model is not listened to any longer."""
    server.behave = lambda request: request.reply(
        verbatim(request, *(n for n, lane in enumerate(lanes(request), start=1) if lane == "research"))
    )
    answer = ask(server)
    assert "fallback" not in answer.versions
    shown = [s for s in answer.statements if s.lane == "evidence"]
    limits = {c.n for c in answer.citations if c.is_limitation}
    assert len([s for s in shown if not set(s.citations) & limits]) == 4


def test_who_asks_what_the_post_says_gets_its_own_words(server: ModelServer) -> None:
    """First, quoted; the model is not shown the post's line."""
    question = "What does your article say about magnesium and restless legs?"
    seen: list[str] = []

    def behave(request: Request) -> None:
        seen.extend(lanes(request))
        request.reply(verbatim(request, 1))

    server.behave = behave
    answer = ask(server, question)
    assert seen
    assert "article" not in seen
    first = next(s for s in answer.statements if s.lane != "summary")
    assert first.lane == "article"
    assert first.text in {c.quote for c in answer.citations}


def test_both_sides_of_a_pair_stand_in_the_answer(server: ModelServer) -> None:
    """Whichever of them the model cites: the notice on the pair is true of what is shown."""
    quoted = the_real_bot().ask(QUESTION)
    pairs = [c for c in the_real_bot().index().contradictions if c.how_to_say_it in {n.text for n in quoted.notices}]
    assert pairs
    server.behave = lambda request: request.reply([{"say": f"{SAID} [{request.number(UNCLEAR)}]"}])
    cited = {c.source_id for c in ask(server).citations}
    assert all({p.a, p.b} <= cited for p in pairs)
