"""What a page hands back after a restart is checked before it is believed."""

from __future__ import annotations

import pytest

from web.keeping import Keeping
from web.memory import MAX_QUESTIONS, Memory, recalled
from web.visit import Visit

NUMBER = "a" * 32


def test_a_memory_comes_back_as_it_was_told() -> None:
    """Questions, the conversation's number and what was decided."""
    memory = Memory(("One?", "Two?"), Keeping(NUMBER, "given"))
    assert recalled(memory.told()) == memory


@pytest.mark.parametrize(
    "given",
    [None, [], {"questions": "x"}, {"questions": [1, None]}, {"conversation": "short", "consent": "given"},
     {"conversation": NUMBER, "consent": "yes"}, {"conversation": NUMBER + "\n", "consent": "open"}],
)  # fmt: skip
def test_what_is_not_usable_is_left_out(given: object) -> None:
    """Whatever a page sends."""
    assert recalled(given) == Memory()


def test_only_a_new_visit_takes_up_a_memory_and_only_the_last_questions() -> None:
    """One that already knows the conversation keeps its own."""
    visit = Visit()
    visit.recall(recalled({"questions": [f"{n}?" for n in range(MAX_QUESTIONS + 5)]}))
    assert (len(visit.earlier), visit.earlier[-1]) == (MAX_QUESTIONS, f"{MAX_QUESTIONS + 4}?")
    visit.recall(Memory(("Other?",)))
    assert visit.earlier[-1] != "Other?"
    visit.forget()
    assert visit.memory.questions == ()
