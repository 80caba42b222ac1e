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
        (
            "RESTWELL_SERVER__LIMITS_URL",
            "http://127.0.0.1",
            "RESTWELL_SERVER__LIMITS_URL is not usable: Value error, it should be memory:// or redis://host:port",
        ),
        (
            "RESTWELL_EMBED__ORIGINS",
            "*",
            "RESTWELL_EMBED__ORIGINS is not usable: Value error, '*' is no address of a site; write it as https://www",
        ),
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
        for candidate in ("DEBUG", "3", "12", "2001", "0.5", "no", "yes", "https://example.org", "redis://127.0.0.1"):
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


@pytest.mark.parametrize(
    ("given", "allowed"),
    [
        ("", ()),
        (" https://A.example , https://a.example/,", ("https://a.example",)),
        ("https://a.example:443,https://a.example:8443", ("https://a.example", "https://a.example:8443")),
        ("http://127.0.0.1:7861,http://[::1]:80", ("http://127.0.0.1:7861", "http://[::1]")),
        ("https://xn--bcher-kva.example", ("https://xn--bcher-kva.example",)),
    ],
)
def test_sites_are_kept_as_a_browser_names_them(
    monkeypatch: pytest.MonkeyPatch, given: str, allowed: tuple[str, ...]
) -> None:
    """In small letters, without a usual port or a slash, each once; nobody is listed unless somebody is."""
    monkeypatch.setenv("RESTWELL_EMBED__ORIGINS", given)
    assert settings.load().embed.allowed == allowed


@pytest.mark.parametrize(
    "given",
    [
        "https://*.example.org",
        "https://example.org/blog",
        "https://example.org?x",
        "https://me:pw@example.org",
        "https://example.org:99999",
        "https://bücher.example",
        "https://a.example b.example",
        "https://a.example;script-src",
        "null",
        "example.org",
        "javascript:alert(1)",
        "http://example.org",
        "https://[::1",
        ",".join(f"https://a{n}.example" for n in range(51)),
    ],
)
def test_what_is_no_single_encrypted_site_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    """Wildcards, paths, names in other letters, plain http and anything that would change a header."""
    monkeypatch.setenv("RESTWELL_EMBED__ORIGINS", given)
    with pytest.raises(settings.SettingsError, match=r"^RESTWELL_EMBED__ORIGINS is not usable"):
        settings.load()


def test_going_offline_keeps_what_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub is switched off, unless somebody chose otherwise."""
    monkeypatch.delenv("HF_HUB_OFFLINE")
    monkeypatch.setenv("TRANSFORMERS_OFFLINE", "0")
    settings.go_offline()
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    assert os.environ["TRANSFORMERS_OFFLINE"] == "0"


@pytest.mark.parametrize(("processors", "processes"), [(1, 1), (2, 2), (16, 2)])
def test_processes_and_turns_follow_the_processors(
    monkeypatch: pytest.MonkeyPatch, processors: int, processes: int
) -> None:
    """Two where they can be had; a turn that only quotes computes."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(processors)), raising=False)
    assert settings.Settings().processes == processes
    assert settings.Settings().turns_at_once == 2


def test_with_a_chat_model_many_turns_wait_in_one_process() -> None:
    """Whatever is set comes first."""
    assert settings.Settings(chat_model="local:smollm2").processes == 1
    assert settings.Settings(chat_model="local:smollm2").turns_at_once == 8
    several = settings.ServerSettings(concurrency=3, processes=4)
    assert settings.Settings(server=several, chat_model="local:smollm2").turns_at_once == 3
    assert settings.Settings(server=several).processes == 4
    assert settings.Settings(server=settings.ServerSettings(processes=4)).turns_at_once == 4
