"""What is remembered of a conversation: one word a message, under a key that says nothing."""

from __future__ import annotations

from bot.guards.memory import Memory


def test_what_was_kept_is_recalled_for_the_same_conversation_only() -> None:
    """The same words after other words are another matter."""
    memory = Memory()
    memory.keep(["hello", "one is left"], "crisis")
    memory.keep(["hello"], "")
    assert memory.recall(["hello", "one is left"]) == "crisis"
    assert memory.recall(["hello"]) == ""
    assert memory.recall(["one is left"]) is None
    assert memory.recall(["helloone is left"]) is None


def test_the_oldest_is_given_up() -> None:
    """So that memory has a bound."""
    memory = Memory(most=2)
    for message in ("a", "b", "c"):
        memory.keep([message], "emergency")
    assert [memory.recall([message]) for message in ("a", "b", "c")] == [None, "emergency", "emergency"]


def test_no_word_is_kept() -> None:
    """Neither a message nor what two processes could compare."""
    first, second = Memory(), Memory()
    for memory in (first, second):
        memory.keep(["my worry"], "crisis")
    assert "worry" not in repr(vars(first))
    assert not first._seen.keys() & second._seen.keys()
