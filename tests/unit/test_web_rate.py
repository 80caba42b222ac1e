"""How often one client may ask: who counts as one, what is kept of an address, and what a broken counter does."""

from __future__ import annotations

import logging

import pytest
from limits.storage import MemoryStorage

from web.rate import AskLimit, LimitsUnusable


def counted(limit: AskLimit, client: str, times: int) -> list[bool]:
    """Whether each of so many questions is allowed."""
    return [limit.take(client).is_allowed for _ in range(times)]


def test_each_client_has_its_own_count() -> None:
    """The third question of one waits; another's first does not."""
    limit = AskLimit(2)
    assert counted(limit, "192.0.2.1", 3) == [True, True, False]
    assert counted(limit, "192.0.2.2", 1) == [True]
    assert 1 <= limit.take("192.0.2.1").wait_s <= 60


def test_one_household_s_addresses_are_one_client() -> None:
    """An IPv6 network of 64 bits, with or without a zone; an IPv4 address in IPv6 writing is that address."""
    limit = AskLimit(2)
    counted(limit, "2001:db8::1", 2)
    assert counted(limit, "2001:db8::ffff", 1) == [False]
    assert counted(limit, "2001:db8:0:1::1", 1) == [True]
    counted(limit, "192.0.2.9", 2)
    assert counted(limit, "::ffff:192.0.2.9", 1) == [False]


def test_a_client_without_an_address_is_counted_too() -> None:
    """A socket, or a proxy that says nothing sensible: one count for all of them."""
    assert counted(AskLimit(1), "", 2) == [True, False]
    assert counted(AskLimit(1), "not-an-address", 2) == [True, False]


def test_no_address_is_kept_or_logged(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store sees a salted hash, another one in each process; the log names nobody."""
    seen: list[str] = []

    def note(self: MemoryStorage, key: str, *_: object, **__: object) -> bool:
        seen.append(key)
        return False

    monkeypatch.setattr(MemoryStorage, "acquire_entry", note)
    with caplog.at_level(logging.DEBUG):
        for _ in range(2):
            assert not AskLimit(1).take("192.0.2.77").is_allowed
    assert "limited" in caplog.text
    assert "192.0.2" not in caplog.text + "".join(seen)
    assert len(set(seen)) == 2


def test_a_counter_that_cannot_be_reached_is_replaced_by_memory(caplog: pytest.LogCaptureFixture) -> None:
    """Visitors go on being answered and counted; the log says what happened."""
    pytest.importorskip("redis")
    limit = AskLimit(2, "redis://127.0.0.1:1")
    assert counted(limit, "192.0.2.1", 3) == [True, True, False]
    assert "questions are counted in memory: StorageError" in caplog.text


def test_without_its_package_the_shared_counter_is_refused_with_the_command_that_adds_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At the start, not with the first question."""
    from limits.errors import ConfigurationError

    def missing(*_: object, **__: object) -> None:
        raise ConfigurationError("'redis' prerequisite not available")

    monkeypatch.setattr("web.rate.storage_from_string", missing)
    with pytest.raises(LimitsUnusable, match=r"^RESTWELL_SERVER__LIMITS_URL names Redis.*\[redis\]"):
        AskLimit(2, "redis://127.0.0.1")
