"""Receipts: a saved Answer is made again from its own build, and what differs is said with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bot_fixtures import ingest_into, the_real_bot
from generate_fixtures import QUESTION, SAID, UNCLEAR, bot_with, chat
from model_server import ModelServer

import bot.__main__ as cli
import settings
from bot.answer import Answer
from bot.errors import BadRequest
from bot.records import find_answer
from bot.texts import texts
from bot.wiring import make_bot, make_replay
from ingest.embedder import PACKAGED, make_embedder
from ingest.manifest import Layout
from web.records.consent import consent
from web.records.wiring import open_records

if TYPE_CHECKING:
    from collections.abc import Callable

GUIDE = "sources/guideline-2024.yaml"


def saved(answer: Answer, folder: Path) -> str:
    """The Answer in a file, as `--json` writes it."""
    path = folder / "answer.json"
    path.write_text(json.dumps(answer.to_dict()), encoding="utf-8")
    return str(path)


def test_an_answer_survives_its_file(tmp_path: Path) -> None:
    """What is read is what was written, to the last field."""
    answer = the_real_bot().ask(QUESTION)
    assert find_answer(saved(answer, tmp_path)) == answer


@pytest.fixture
def small(tmp_path: Path, tiny_corpus: Path) -> settings.Settings:
    """Settings of a small corpus with an index of its own, of the real embedder."""
    index = tmp_path / "index"
    ingest_into(index, tiny_corpus, make_embedder(PACKAGED))
    loaded = settings.Settings()
    return loaded.model_copy(update={"index": loaded.index.model_copy(update={"path": index})})


@pytest.fixture
def edited(small: settings.Settings, tiny_corpus: Path) -> Callable[..., None]:
    """Edits a finding and builds again, keeping as many builds as told."""

    def edit(word: str, keep: int = 3) -> None:
        path = tiny_corpus / GUIDE
        text = path.read_text(encoding="utf-8").replace("advises ", f"advises {word} ", 1)
        path.write_text(text, encoding="utf-8")
        ingest_into(small.index.path, tiny_corpus, make_embedder(PACKAGED), keep)

    return edit


FERRITIN = "Should ferritin be tested in restless legs?"


def test_the_same_build_gives_the_same_answer(small: settings.Settings) -> None:
    """Nothing differs."""
    answer = make_bot(small).ask(FERRITIN)
    assert answer.outcome == "answered"
    done = make_replay(small, answer)
    assert (done.differs, done.why) == ((), ())
    assert done.build == done.serving


def test_after_a_new_build_the_old_one_is_replayed(small: settings.Settings, edited: Callable[..., None]) -> None:
    """The receipt holds although the corpus says something else now."""
    answer = make_bot(small).ask(FERRITIN)
    edited("early")
    assert "early" in make_bot(small).ask(FERRITIN).text
    done = make_replay(small, answer)
    assert done.differs == ()
    assert done.build != done.serving


def test_a_build_that_is_gone_is_named_with_those_kept(
    small: settings.Settings,
    edited: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Code 2 and what to do."""
    answer = make_bot(small).ask(FERRITIN)
    edited("early", 2)
    edited("very", 2)
    monkeypatch.setenv("RESTWELL_INDEX__PATH", str(small.index.path))
    assert answer.versions["index"] not in Layout(small.index.path).history()
    assert cli.main(["replay", saved(answer, tmp_path)]) == 2
    said = capsys.readouterr().err
    assert f"Build {answer.versions['index']!r}" in said
    assert "is gone; kept are" in said
    assert "RESTWELL_INDEX__KEEP" in said


def test_a_changed_receipt_is_found_out(small: settings.Settings) -> None:
    """A statement of another's making, a quote that is not in the build, and the reason."""
    answer = make_bot(small).ask(FERRITIN)
    first = next(s for s in answer.statements if s.lane == "evidence")
    forged = replace(first, text="Ferritin is never tested.")
    statements = tuple(forged if s is first else s for s in answer.statements)
    citations = tuple(
        replace(c, quote="Ferritin is never tested.") if c.n in first.citations else c for c in answer.citations
    )
    versions = {**answer.versions, "verifier": "verify-0"}
    done = make_replay(small, replace(answer, statements=statements, citations=citations, versions=versions))
    assert any("is not in build" in line for line in done.differs)
    assert f"statement removed: [evidence] {forged.text}" in done.differs
    assert f"statement added: [evidence] {first.text}" in done.differs
    assert any(line.startswith("verifier: was 'verify-0', now ") for line in done.why)


class TestGenerated:
    @pytest.fixture
    def answer(self) -> Iterator[Answer]:
        """An Answer with a statement in a model's words; the model is gone when it is replayed."""
        with ModelServer().serving() as server:
            server.behave = lambda request: request.reply([{"say": f"{SAID} [{request.number(UNCLEAR)}]"}])
            yield bot_with("openai:m", chat(server.url)).ask(QUESTION)

    def test_its_statements_are_verified_again(self, answer: Answer) -> None:
        """No model is asked."""
        assert SAID in answer.text
        done = make_replay(settings.load(), answer)
        assert (done.how, done.differs) == ("verified again", ())

    def test_a_statement_that_would_not_pass_is_told(self, answer: Answer) -> None:
        """With the check it fails."""
        worse = tuple(replace(s, text=s.text.replace("not clear", "clear")) for s in answer.statements)
        done = make_replay(settings.load(), replace(answer, statements=worse))
        assert any("would be withheld" in line for line in done.differs)


def test_the_command_prints_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Code 0 and "Nothing differs", or 1 and the lines."""
    answer = the_real_bot().ask(QUESTION)
    assert cli.main(["replay", saved(answer, tmp_path)]) == 0
    assert "Nothing differs." in capsys.readouterr().out
    assert cli.main(["replay", saved(replace(answer, outcome="not_covered"), tmp_path)]) == 1
    assert "differs: outcome: was 'not_covered', now 'answered'" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "said"),
    [("{}", "is not a saved Answer: 'id'"), ("no json zzyzxia", "is not a saved Answer"), (None, "is no file")],
)
def test_what_is_no_answer_is_refused(tmp_path: Path, content: str | None, said: str) -> None:
    """With the path, and nothing of what stands in it."""
    path = tmp_path / "answer.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(BadRequest, match=said) as error:
        find_answer(str(path))
    assert "zzyzxia" not in str(error.value)


def test_an_id_is_looked_up_where_turns_are_kept() -> None:
    """The seam of a store: an id that it has, and one that it has not."""

    class Kept:
        def find(self, answer_id: str) -> Answer | None:
            return the_real_bot().ask("hello") if answer_id == "a1" else None

    assert find_answer("a1", Kept()).outcome == "clarify"
    with pytest.raises(BadRequest, match="'a2' is no file, nor is it the id of a kept Answer"):
        find_answer("a2", Kept())


def test_an_answer_that_looked_nothing_up_has_no_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An emergency is by rule."""
    answer = the_real_bot().ask("my face is drooping and my arm is weak")
    assert cli.main(["replay", saved(answer, tmp_path)]) == 2
    assert "looked nothing up (emergency)" in capsys.readouterr().err


def test_a_citation_of_the_post_links_to_its_words_and_no_other_does() -> None:
    """The text fragment is only on our own page, which holds the words."""
    answer = the_real_bot().ask(QUESTION)
    links = {c.kind == "article": c.link for c in answer.citations}
    assert links[True].startswith("/article#:~:text=")
    assert links[False] == ""


class TestById:
    """An Answer that a visitor agreed to keep is found by its id, through the installed package's entry point."""

    def test_a_kept_answer_is_replayed(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """From a real SQLite file; nothing differs."""
        address = f"sqlite:///{tmp_path / 'records.db'}"
        monkeypatch.setenv("RESTWELL_RECORDS__URL", address)
        records = open_records(settings.load().records)
        answer = the_real_bot().ask(FERRITIN)
        records.agree("m" * 32, consent(texts(), 30))
        assert records.record("m" * 32, answer)
        assert cli.main(["replay", answer.id]) == 0
        assert "Nothing differs." in capsys.readouterr().out

    def test_an_unknown_id_is_refused(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """With what to do instead."""
        monkeypatch.setenv("RESTWELL_RECORDS__URL", f"sqlite:///{tmp_path / 'records.db'}")
        assert cli.main(["replay", "nobody-has-this"]) == 2
        assert "nor is it the id of a kept Answer" in capsys.readouterr().err

    def test_records_that_cannot_be_read_are_told_without_their_address(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The address may hold a password."""
        monkeypatch.setenv("RESTWELL_RECORDS__URL", "postgresql://me:sesame@127.0.0.1:9/nowhere")
        assert cli.main(["replay", "some-id"]) == 2
        said = capsys.readouterr().err
        assert "RESTWELL_RECORDS__URL" in said
        assert "sesame" not in said
