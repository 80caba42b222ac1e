"""The breaker opens after failures in a row, waits, lets one through, and closes after a success."""

from __future__ import annotations

import pytest

from bot.generate.breaker import Breaker


class Clock:
    """Time that a test sets."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


def fail(breaker: Breaker, times: int) -> None:
    """As many failed calls."""
    for _ in range(times):
        breaker.failed()


def test_it_opens_at_the_number_of_failures_and_not_before(clock: Clock) -> None:
    """Two of three are let pass."""
    breaker = Breaker(3, 30, clock)
    fail(breaker, 2)
    assert breaker.lets_through()
    fail(breaker, 1)
    assert not breaker.lets_through()


def test_a_success_in_between_starts_the_count_again(clock: Clock) -> None:
    """Only failures in a row count."""
    breaker = Breaker(3, 30, clock)
    fail(breaker, 2)
    breaker.succeeded()
    fail(breaker, 2)
    assert breaker.lets_through()


def test_after_the_pause_one_caller_is_let_through(clock: Clock) -> None:
    """The others wait for what becomes of it."""
    breaker = Breaker(1, 30, clock)
    fail(breaker, 1)
    clock.now += 29.9
    assert not breaker.lets_through()
    clock.now += 0.2
    assert [breaker.lets_through() for _ in range(3)] == [True, False, False]


def test_that_caller_closes_it_or_begins_another_pause(clock: Clock) -> None:
    """Success opens the way for all; failure shuts it for the whole pause."""
    breaker = Breaker(1, 30, clock)
    fail(breaker, 1)
    clock.now += 31
    assert breaker.lets_through()
    fail(breaker, 1)
    clock.now += 29
    assert not breaker.lets_through()
    clock.now += 2
    assert breaker.lets_through()
    breaker.succeeded()
    assert [breaker.lets_through() for _ in range(3)] == [True, True, True]


def test_a_caller_that_never_reports_does_not_block_it_for_ever(clock: Clock) -> None:
    """After another pause the next one is tried."""
    breaker = Breaker(1, 30, clock)
    fail(breaker, 1)
    clock.now += 31
    assert breaker.lets_through()
    clock.now += 31
    assert breaker.lets_through()
