"""What is remembered of a conversation: one word a message, under a key that says nothing."""

from __future__ import annotations

from bot.guards.memory import Memory, taken


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


def test_who_follows_is_told_what_is_kept_but_not_what_they_told() -> None:
    """Two processes with one key know the same, and nothing goes round in circles."""
    here = Memory()
    there = Memory(key=here.key)
    to_there, to_here, other = here.follow(), there.follow(), here.follow()
    here.keep(["a"], "crisis")
    there.learn(taken(to_there), to_here)
    there.keep(["b"], "emergency")
    here.learn(taken(to_here), to_there)
    assert [memory.recall([m]) for memory in (here, there) for m in ("a", "b")] == ["crisis", "emergency"] * 2
    assert not to_there
    assert not to_here
    assert [seen for _, seen in taken(other)] == ["crisis", "emergency"]
