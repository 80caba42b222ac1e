"""Settings: every name is known, typos are refused, bounds are said."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

import settings


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the developer's shell sets is out of the way."""
    for name in [n for n in os.environ if n.upper().startswith(settings.PREFIX)]:
        monkeypatch.delenv(name)


def test_an_unknown_name_is_refused_and_the_known_ones_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A typo in a section's or a setting's name is not ignored."""
    for name in ("RESTWELL_PROT", "RESTWELL_INDX__PATH", "RESTWELL_INDEX__PAHT", "RESTWELL_INDEX"):
        with monkeypatch.context() as patch:
            patch.setenv(name, "1")
            with pytest.raises(settings.SettingsError, match=rf"^Unknown setting '{name}'\. Known: RESTWELL_PORT, "):
                settings.load()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "RESTWELL_PORT",
            "99999",
            "RESTWELL_PORT is not usable: Input should be less than or equal to 65535. Change or unset it",
        ),
        ("RESTWELL_PORT", "web", "RESTWELL_PORT is not usable: Input should be a valid integer"),
        ("RESTWELL_INDEX__KEEP", "1", "RESTWELL_INDEX__KEEP is not usable: Input should be greater than or equal to 2"),
        ("RESTWELL_LOG_LEVEL", "LOUD", "RESTWELL_LOG_LEVEL is not usable: Input should be 'DEBUG', 'INFO'"),
    ],
)
def test_a_value_out_of_range_is_named_with_what_is_accepted(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    """The message has the variable's own name and the bound."""
    monkeypatch.setenv(name, value)
    with pytest.raises(settings.SettingsError) as error:
        settings.load()
    assert str(error.value).startswith(message)


def test_every_known_name_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Setting each of them to another value has an effect: none is listed in vain."""
    defaults = settings.load()
    ignored = []
    for name in settings.known_names():
        for candidate in ("DEBUG", "3", "12", "2001", "0.5", "no"):
            with monkeypatch.context() as patch, contextlib.suppress(settings.SettingsError):
                patch.setenv(name, candidate)
                if settings.load() != defaults:
                    break
        else:
            ignored.append(name)
    assert ignored == []


def test_known_names_are_the_ones_the_documents_use() -> None:
    """Top-level names have one underscore, sections two."""
    names = settings.known_names()
    assert {"RESTWELL_PORT", "RESTWELL_CORPUS", "RESTWELL_INDEX__PATH", "RESTWELL_INDEX__EMBEDDER"} <= set(names)
    assert len(names) == len(set(names))


def test_values_reach_their_section_and_sections_do_not_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """A nested value is read, in any case, and the result is frozen."""
    monkeypatch.setenv("restwell_index__path", "/tmp/elsewhere")
    loaded = settings.load()
    assert loaded.index.path == Path("/tmp/elsewhere")
    with pytest.raises(ValueError, match="frozen"):
        loaded.index.keep = 5


def test_going_offline_keeps_what_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub is switched off, unless somebody chose otherwise."""
    monkeypatch.delenv("HF_HUB_OFFLINE")
    monkeypatch.setenv("TRANSFORMERS_OFFLINE", "0")
    settings.go_offline()
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    assert os.environ["TRANSFORMERS_OFFLINE"] == "0"
