"""No secret of the settings is in anything that the server sends to a page: each is a word of its own here, and looked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient
from pydantic import BaseModel, SecretStr

import settings
import ui
from web.widget import STATIC, Parts

MARK = "sentinel"
FORMS = {
    "server.limits_url": "redis://:{}@127.0.0.1:1/0",
    "records.url": "sqlite:///{folder}/{}.db",
    "review.passwords": "anna:{}-password",
}
"""Settings whose value has a form; of any other the sentinel alone is the value."""
OTHERS = {
    "RESTWELL_CHAT_MODEL": "openai:a-model",
    "RESTWELL_CHAT__BASE_URL": "http://127.0.0.1:1/v1",
    "RESTWELL_JUDGE__MODEL": "openai:another-model",
    "RESTWELL_REVIEW__PROXY_HEADER": "X-Remote-User",
    "RESTWELL_EMBED__ORIGINS": "https://post.example",
    "RESTWELL_SCOREBOARD__IS_PUBLIC": "true",
}
"""Settings with which the secrets are used."""


def secrets(model: BaseModel, at: str = "") -> Iterator[tuple[str, SecretStr]]:
    """Every secret of the settings with its dotted name."""
    for name in type(model).model_fields:
        value: Any = getattr(model, name)
        if isinstance(value, SecretStr):
            yield f"{at}{name}", value
        elif isinstance(value, BaseModel):
            yield from secrets(value, f"{at}{name}.")


def sentinel(name: str) -> str:
    """What stands in one secret and nowhere else."""
    return f"{MARK}-{name.replace('.', '-').replace('_', '-')}"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> settings.Settings:
    """Settings with a sentinel in every secret."""
    folder = tmp_path_factory.mktemp("secrets")
    names = [name for name, _ in secrets(settings.Settings())]
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(settings.PREFIX)]:
            patch.delenv(name)
        for name in names:
            value = FORMS.get(name, "{}").format(sentinel(name), folder=folder)
            patch.setenv(settings.PREFIX + name.replace(".", "__").upper(), value)
        for name, value in OTHERS.items():
            patch.setenv(name, value)
        return settings.load()


@pytest.fixture(scope="module")
def served(loaded: settings.Settings) -> TestClient:
    """The application exactly as `python ui.py` serves it, with its review desk."""
    made: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uvicorn, "run", lambda app, **_: made.append(app))
        assert ui.serve(loaded) == 0
    return TestClient(made[0])


def sent_to_everybody() -> list[str]:
    """Addresses of what a page, the widget or a program loads before anything is asked."""
    looks = [f"/look/{path.relative_to(STATIC)}" for path in sorted(STATIC.rglob("*")) if path.is_file()]
    parts = Parts()
    widget = [f"/widget/{parts.version}/{name}" for name in parts.files]
    pages = [
        "/",
        "/embed",
        "/article",
        "/scoreboard",
        "/review/",
        "/review/login",
        "/manifest.webmanifest",
        "/config",
    ]
    return [
        *pages,
        "/widget.js",
        "/api/widget",
        "/api/consent",
        "/page/parts",
        "/openapi.json",
        "/healthz",
        "/readyz",
        *looks,
        *widget,
    ]


def test_every_secret_has_its_sentinel(loaded: settings.Settings) -> None:
    """Also one that is added later; and the settings, shown whole, hide them."""
    found = dict(secrets(loaded))
    assert len(found) >= 6
    assert all(sentinel(name) in value.get_secret_value() for name, value in found.items())
    assert MARK not in repr(loaded)


@pytest.mark.parametrize("path", sent_to_everybody())
def test_nothing_that_is_sent_holds_a_secret(served: TestClient, path: str) -> None:
    """Neither in the body nor in a header."""
    reply = served.get(path)
    assert reply.status_code in (200, 401, 404, 503), path
    assert MARK not in reply.text
    assert MARK not in str(reply.headers)


def test_most_of_it_is_there(served: TestClient) -> None:
    """An address that is not served would prove nothing."""
    page, widget, desk = ("/", "/embed", "/look/page/main.js"), ("/widget.js", "/api/widget"), ("/review/login",)
    for path in (*page, *widget, *desk, "/openapi.json", "/healthz"):
        assert served.get(path).status_code == 200, path
