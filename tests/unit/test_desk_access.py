"""Signing in at the review desk: who, how often, with what cookie; and what every response of the desk carries."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

import settings
from evals.desk import app
from evals.desk.app import build_desk
from evals.desk.errors import DeskInvalid
from evals.desk.parts import Parts
from evals.desk.people import People
from evals.desk.rate import Limited
from evals.desk.throttle import FOR_NAME, FROM_ADDRESS, WINDOW_S, Throttle
from evals.desk.wiring import make_database
from ui import beside

ANNA, BEN = "anna:correct-horse-battery", "ben:staple-of-the-desk"


def client(tmp_path: Path, scheme: str = "http", **review: Any) -> TestClient:
    """The desk, mounted as the server mounts it, with these settings."""
    loaded = settings.Settings(
        records=settings.RecordsSettings(url=SecretStr(f"sqlite:///{tmp_path}/records.db")),
        review=settings.ReviewSettings(**{"passwords": SecretStr(f"{ANNA} {BEN}"), **review}),
    )
    desk = build_desk(Parts(loaded, make_database(loaded.records), cast(Any, None)))
    assert desk is not None
    web = TestClient(build_web()).app
    return TestClient(beside(web, desk), base_url=f"{scheme}://desk.test", follow_redirects=False)


def build_web() -> Any:
    """An application that stands where the chat page does."""
    from fastapi import FastAPI

    app = FastAPI()
    app.get("/")(lambda: "the chat page")
    return app


def sign_in(found: TestClient, name: str = "anna", password: str = "correct-horse-battery") -> Any:
    """Send the form."""
    return found.post("/review/login", data={"name": name, "password": password})


def token(found: TestClient) -> str:
    """The token of the forms of whoever is signed in."""
    return re.findall(r'name="csrf" value="([^"]+)"', found.get("/review/").text)[0]


def test_nobody_named_no_desk() -> None:
    """Without a password and without a proxy there is no desk to find."""
    assert build_desk(Parts(settings.Settings(), cast(Any, None), cast(Any, None))) is None


@pytest.mark.parametrize(
    ("review", "message"),
    [
        ({"passwords": "anna"}, "Entry 1 of RESTWELL_REVIEW__PASSWORDS is not name:password"),
        ({"passwords": f"{ANNA} ben:short"}, "Entry 2 .* fewer than 12 characters"),
        ({"passwords": f"{ANNA} {ANNA}"}, "Entry 2 .* named before"),
        ({"proxy_header": "X-Remote-User"}, "PROXY_HEADER and RESTWELL_REVIEW__PROXY_SECRET go together"),
        ({"proxy_header": "X-Remote-User", "proxy_secret": "short"}, "12 characters"),
    ],
)
def test_settings_that_cannot_be_used_are_said_without_a_password(review: dict[str, str], message: str) -> None:
    """The desk is refused, not opened wider than meant."""
    loaded = settings.Settings(review=settings.ReviewSettings.model_validate(review))
    with pytest.raises(DeskInvalid, match=message) as found:
        build_desk(Parts(loaded, cast(Any, None), cast(Any, None)))
    assert "horse" not in str(found.value)


def test_who_is_not_signed_in_is_sent_to_the_form_and_sees_no_page(tmp_path: Path) -> None:
    """The desk's pages lead to the form; the chat page beside it is as it was."""
    found = client(tmp_path)
    answer = found.get("/review/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/review/login")
    assert found.post("/review/logout").status_code == 401
    assert found.get("/").json() == "the chat page"


def test_the_cookie_is_of_this_site_only_and_not_for_scripts(tmp_path: Path) -> None:
    """HttpOnly, SameSite=Strict, under /review only; Secure where the desk is reached by https."""
    for scheme in ("http", "https"):
        cookie = sign_in(client(tmp_path, scheme)).headers["set-cookie"]
        assert {"HttpOnly", "SameSite=strict", "Path=/review"} <= set(cookie.split("; "))
        assert ("Secure" in cookie) is (scheme == "https")


def test_a_cookie_that_was_changed_signs_nobody_in(tmp_path: Path) -> None:
    """Nor does one of a desk with other passwords."""
    found = client(tmp_path)
    sign_in(found)
    assert found.get("/review/").status_code == 200
    good = found.cookies["restwell_review"]
    # Not the last letters: some of their bits say nothing, so that one signature can be spelt in several ways.
    changed = good[:-10] + ("A" if good[-10] != "A" else "B") + good[-9:]
    for bad in (changed, "WyJhbm5hIiwiYSJd.x.y", ""):
        assert client(tmp_path).get("/review/", headers={"cookie": f"restwell_review={bad}"}).status_code == 303
    other = client(tmp_path, passwords=SecretStr("anna:quite-another-password"))
    assert other.get("/review/", headers={"cookie": f"restwell_review={good}"}).status_code == 303


def test_a_wrong_password_and_an_unknown_name_are_told_the_same(tmp_path: Path) -> None:
    """And after a few of them nobody at that address may try, not even with the right one."""
    found = client(tmp_path)
    wrong, unknown = sign_in(found, "anna", "wrong"), sign_in(found, "nobody", "wrong")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text == unknown.text
    for _ in range(FROM_ADDRESS - 2):
        sign_in(found, "anna", "wrong")
    held = sign_in(found)
    assert held.status_code == 429
    assert 0 < int(held.headers["retry-after"]) <= WINDOW_S + 1


def test_another_site_cannot_sign_somebody_in(tmp_path: Path) -> None:
    """Not even with a right password: the reviewer would work under a stranger's name."""
    form = {"name": "anna", "password": "correct-horse-battery"}
    sent = client(tmp_path).post("/review/login", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert (sent.status_code, "set-cookie" in sent.headers) == (403, False)


def test_a_throttle_lets_go_when_the_window_has_passed() -> None:
    """Addresses are held after five failures, a name from wherever after twenty."""
    now = [0.0]
    throttle = Throttle(lambda: now[0])
    for n in range(FOR_NAME):
        throttle.failed(f"address {n}", "anna")
    assert throttle.wait_s("new address", "anna") > 0
    assert throttle.wait_s("new address", "ben") == 0
    now[0] = WINDOW_S + 1
    assert throttle.wait_s("new address", "anna") == 0


def test_a_form_without_this_sessions_token_changes_nothing(tmp_path: Path) -> None:
    """Somebody else's token will not do either."""
    found, other = client(tmp_path), client(tmp_path)
    sign_in(found)
    sign_in(other, "ben", "staple-of-the-desk")
    for sent in ({}, {"csrf": "guess"}, {"csrf": token(other)}):
        assert found.post("/review/logout", data=sent).status_code == 403
    assert found.get("/review/").status_code == 200
    assert found.post("/review/logout", data={"csrf": token(found)}).status_code == 303
    assert found.get("/review/").status_code == 303


def test_every_response_is_guarded_and_kept_nowhere(tmp_path: Path) -> None:
    """No inline script or style, no frame, no store: on pages, redirects, files and errors."""
    found = client(tmp_path)
    sign_in(found)
    for path in ("/review/", "/review/login", "/review/static/desk.css", "/review/static/tokens.css", "/review/none"):
        headers = found.get(path).headers
        assert "unsafe" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"


def test_the_desk_itself_is_rate_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three requests a minute instead of its own figure: the fourth waits, and the chat page beside it does not."""
    monkeypatch.setattr(app, "Limited", partial(Limited, per_minute=3))
    found = client(tmp_path)
    assert [found.get("/review/login").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert found.get("/").json() == "the chat page"


def test_a_proxy_names_the_reviewer_only_with_its_secret(tmp_path: Path) -> None:
    """Without the secret the header is a stranger's claim."""
    found = client(tmp_path, passwords=SecretStr(""), proxy_header="X-Remote-User", proxy_secret=SecretStr("s" * 12))
    named = {"X-Remote-User": "carla", "X-Restwell-Proxy": "s" * 12}
    assert "carla" in found.get("/review/", headers=named).text
    assert found.get("/review/", headers={**named, "X-Restwell-Proxy": "guess"}).status_code == 303
    assert found.get("/review/").status_code == 303, "a cookie alone is not the proxy"


def test_a_body_without_end_is_refused(tmp_path: Path) -> None:
    """More than two megabytes are not read."""
    found = client(tmp_path)
    assert found.post("/review/login", data={"name": "x" * 3_000_000}).status_code == 413


def test_passwords_are_compared_whole() -> None:
    """A known name with another's password, or none, is not let in."""
    people = People(f"{ANNA} {BEN}")
    assert people.names == ("anna", "ben")
    assert people.are("anna", "correct-horse-battery")
    assert not people.are("anna", "staple-of-the-desk")
    assert not people.are("nobody", "correct-horse-battery")
    assert people.key != People(ANNA).key
