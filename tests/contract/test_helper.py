"""A second process that answers: real processes, over a bot that needs no index."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.process import BaseProcess
from typing import Any

import psutil
import pytest

from bot.answer import Answer
from bot.events import Done, Event, Step
from bot.guards.memory import Memory
from web.crew import Crew
from web.helper import Helper

WAIT_S = 60


class Doubled:
    """Says which process answers and what is remembered there; can die on the way, or fail to load."""

    def __init__(self, memory: Memory, is_broken: bool = False) -> None:
        self.memory = memory
        self.is_broken = is_broken

    def ask(self, *asked: Any) -> Answer:
        return next(event.answer for event in self.stream(*asked) if isinstance(event, Done))

    def stream(
        self, question: str, history: Sequence[str] = (), country: str | None = None, language: str | None = None
    ) -> Iterator[Event]:
        yield Step("look_up")
        if question == "die" and os.environ.get("RESTWELL_TEST_PARENT") != str(os.getpid()):
            os._exit(9)
        known = self.memory.recall([*history]) if history else None
        self.memory.keep([*history, question], "emergency" if "chest" in question else "")
        for step in range(3):
            yield Step(f"step {step}")
        yield Done(Answer("1", question, question, "en", "clarify", text=f"{os.getpid()} {known}"))

    def warm(self) -> None:
        if self.is_broken:
            raise ValueError("my-own-words")

    def is_ready(self) -> bool:
        return True

    def index(self) -> Any:
        raise NotImplementedError


def broken(memory: Memory) -> Doubled:
    """A bot that cannot load."""
    return Doubled(memory, is_broken=True)


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    """This process' memory."""
    monkeypatch.setenv("RESTWELL_TEST_PARENT", str(os.getpid()))
    return Memory()


@pytest.fixture
def helper(memory: Memory) -> Iterator[Helper]:
    """One that is up."""
    made = Helper(Doubled, Doubled(memory), memory)
    made.start()
    assert made.is_up
    yield made
    made.stop()


def told(stream: Iterator[Event]) -> tuple[list[str], str]:
    """The steps of a turn, and its answer."""
    events = list(stream)
    assert isinstance(events[-1], Done)
    return [e.name for e in events if isinstance(e, Step)], events[-1].answer.text


def until(holds: Callable[[], bool]) -> None:
    """Wait for something that happens beside."""
    end = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def children() -> list[psutil.Process]:
    """Our processes that run; helpers, and what Python keeps beside them."""
    return [p for p in psutil.Process().children() if p.status() != psutil.STATUS_ZOMBIE]


def test_a_turn_is_answered_there_as_it_would_be_here(helper: Helper) -> None:
    """Each step, then the answer; turn after turn."""
    for question in ("one", "two"):
        steps, text = told(helper.stream(question))
        assert steps == ["look_up", "step 0", "step 1", "step 2"]
        assert int(text.split()[0]) not in (0, os.getpid())


def test_each_process_knows_what_the_other_took_a_message_for(helper: Helper, memory: Memory) -> None:
    """In both directions, and further to a second helper; never with its words."""
    second = Helper(Doubled, Doubled(memory), memory)
    second.start()
    told(helper.stream("my chest hurts"))
    assert memory.recall(["my chest hurts"]) == "emergency"
    memory.keep(["said here"], "crisis")
    for other in (helper, second):
        assert told(other.stream("and now?", ["my chest hurts"]))[1].endswith(" emergency")
        assert told(other.stream("and now?", ["said here"]))[1].endswith(" crisis")
        assert told(other.stream("and now?", ["never said"]))[1].endswith(" None")
    second.stop()


def test_a_turn_that_nobody_waits_for_leaves_nothing_to_the_next(helper: Helper) -> None:
    """Left after its first step, it is finished unseen."""
    left = helper.stream("left")
    next(left)
    left.close()  # type: ignore[attr-defined]
    assert told(helper.stream("next"))[0] == ["look_up", "step 0", "step 1", "step 2"]


def test_what_a_dying_process_leaves_is_finished_here_and_another_takes_its_place(
    helper: Helper, caplog: pytest.LogCaptureFixture
) -> None:
    """No step is told twice, the log has no word of the question, and later turns are helped again."""
    steps, text = told(helper.stream("die"))
    assert steps == ["look_up", "step 0", "step 1", "step 2"]
    assert text.startswith(f"{os.getpid()} ")
    assert "die" not in caplog.text.replace("died", "")
    assert "the second process is lost" in caplog.text
    until(lambda: helper.is_up)
    assert not told(helper.stream("later"))[1].startswith(f"{os.getpid()} ")


def test_one_that_cannot_load_is_logged_and_not_asked(memory: Memory, caplog: pytest.LogCaptureFixture) -> None:
    """The first process answers everything; nothing of the reason but its kind is told."""
    helper = Helper(broken, Doubled(memory), memory)
    helper.start()
    assert not helper.is_up
    assert "this one answers all turns" in caplog.text
    with Crew(Doubled(memory), 2, [helper]).idle() as stream:
        assert told(stream("who?"))[1].startswith(f"{os.getpid()} ")


def test_one_that_cannot_be_started_is_logged(
    memory: Memory, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the system has no room for another process."""

    def full(self: BaseProcess) -> None:
        raise BlockingIOError

    monkeypatch.setattr(BaseProcess, "start", full)
    helper = Helper(Doubled, Doubled(memory), memory)
    helper.start()
    assert not helper.is_up
    assert "this one answers all turns" in caplog.text


def test_it_ends_when_it_is_stopped(helper: Helper, memory: Memory) -> None:
    """No process is left of it; the other one stays."""
    before = len(children())  # the first one, and what Python keeps beside it
    other = Helper(Doubled, Doubled(memory), memory)
    other.start()
    assert len(children()) == before + 1
    other.stop()
    until(lambda: len(children()) == before)
    assert helper.is_up


def test_an_idle_helper_comes_first_and_this_process_takes_the_rest(helper: Helper, memory: Memory) -> None:
    """Two turns at once are answered by two processes."""
    crew = Crew(Doubled(memory), 2, [helper])
    assert crew.at_once == 2
    both = threading.Barrier(2)
    seen: list[int] = []

    def ask() -> None:
        with crew.idle() as stream:
            both.wait(WAIT_S)
            seen.append(int(told(stream("who?"))[1].split()[0]))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_S)
    assert len(set(seen)) == 2
    assert os.getpid() in seen
