"""The desk's limit on requests: by address, counted over a minute, told with what to do."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from evals.desk.headers import HEADERS, Guarded
from evals.desk.rate import Limited


def client(address: str, app: Any) -> TestClient:
    """Somebody at an address."""
    return TestClient(app, client=(address, 1))


def test_an_address_that_asks_too_often_waits_and_another_does_not() -> None:
    """Three a minute: the fourth is refused as text or JSON, with the desk's headers; styles go on being sent."""
    routes = [
        Route(path, lambda _: PlainTextResponse("here"), methods=["GET", "POST"]) for path in ("/", "/static/x.css")
    ]
    app = Guarded(Limited(Starlette(routes=routes), 3))
    one, other = client("192.0.2.1", app), client("192.0.2.2", app)
    assert [one.get("/").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = one.post("/", headers={"Accept": "application/json"})
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert "nothing that was saved is lost" in refused.json()["message"]
    assert refused.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]
    assert one.get("/static/x.css").status_code == 200
    assert other.get("/").status_code == 200
