"""Signing in and out, and what lets a request pass: a session, and for a change also its token."""

from __future__ import annotations

import hmac
import os

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

import settings
from evals.desk.errors import DeskInvalid
from evals.desk.headers import COOKIE_TO_SET
from evals.desk.look import Look
from evals.desk.people import MIN_PASSWORD, NAME, People
from evals.desk.sessions import Session, Sessions
from evals.desk.throttle import Throttle

COOKIE = "restwell_review"
PROXY_SECRET = "X-Restwell-Proxy"


class SignInFirst(Exception):
    """Nobody is signed in; the page to sign in at is shown instead."""


class Access:
    """Who is asking. Passwords or a proxy say so; a signed cookie remembers it."""

    def __init__(self, loaded: settings.ReviewSettings) -> None:
        """Read the settings.

        Raises:
            DeskInvalid: They cannot be used.
        """
        self.people = People(loaded.passwords.get_secret_value())
        self._header = loaded.proxy_header.strip()
        self._secret = loaded.proxy_secret.get_secret_value()
        if bool(self._header) != bool(self._secret) or (self._secret and len(self._secret) < MIN_PASSWORD):
            raise DeskInvalid(
                "RESTWELL_REVIEW__PROXY_HEADER and RESTWELL_REVIEW__PROXY_SECRET go together, and the secret has "
                f"{MIN_PASSWORD} characters or more. Set both or neither"
            )
        key = self.people.key + self._secret.encode()
        self.sessions = Sessions(key or os.urandom(32), loaded.session_hours)
        self.throttle = Throttle()

    @property
    def is_open(self) -> bool:
        """Whether anybody can sign in at all; if not, there is no desk."""
        return bool(self.people.names or self._header)

    def signed_in(self, request: Request) -> Session:
        """The session of a request.

        Raises:
            SignInFirst: There is none.
        """
        session = self.sessions.read(request.cookies.get(COOKIE))
        named = self._named_by_proxy(request)
        if self._header and not self.people.names and named is None:
            raise SignInFirst
        if named is not None and (session is None or session.name != named):
            session = self.sessions.begin(named)
            self.remember(request, session)
        if session is None or not (named or session.name in self.people.names):
            raise SignInFirst
        return session

    async def changing(self, request: Request) -> Session:
        """The session of a request that changes something: it carries the session's token.

        Raises:
            SignInFirst: There is no session.
            HTTPException: The token is missing or not this session's.
        """
        session = self.signed_in(request)
        sent = request.headers.get("X-CSRF-Token") or (await request.form()).get("csrf")
        if not isinstance(sent, str) or not hmac.compare_digest(sent.encode(), session.token.encode()):
            raise HTTPException(403, "This page is too old, or was not sent by the desk. Load it again and repeat")
        return session

    def remember(self, request: Request, session: Session) -> None:
        """Set the cookie with whatever response this request gets."""
        made = Response()
        made.set_cookie(
            COOKIE,
            self.sessions.write(session),
            max_age=self.sessions.max_age_s,
            path=request.scope.get("root_path") or "/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        setattr(request.state, COOKIE_TO_SET, made.headers["set-cookie"])

    def _named_by_proxy(self, request: Request) -> str | None:
        if not self._header:
            return None
        secret = request.headers.get(PROXY_SECRET, "")
        name = request.headers.get(self._header, "")
        is_proxy = hmac.compare_digest(secret.encode(), self._secret.encode())
        return name if is_proxy and NAME.fullmatch(name) else None


def make_router(access: Access, look: Look) -> APIRouter:
    """The routes to sign in and out."""
    router = APIRouter()

    @router.get("/login")
    def form(request: Request) -> HTMLResponse:
        return look.page(request, "login.html", None, wrong="")

    @router.post("/login")
    async def sign_in(request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise HTTPException(403, "This form was sent by another site. Sign in on the desk's own page")
        sent = await request.form()
        name, password = str(sent.get("name", ""))[:80].strip(), str(sent.get("password", ""))[:1000]
        address = request.client.host if request.client else ""
        if wait := access.throttle.wait_s(address, name):
            wrong = f"Too many tries. Wait {wait} seconds and try again."
            response = look.page(request, "login.html", None, 429, wrong=wrong)
            response.headers["Retry-After"] = str(wait)
            return response
        if not access.people.are(name, password):
            access.throttle.failed(address, name)
            wrong = "Name or password is not right. Ask whoever runs this server for yours."
            return look.page(request, "login.html", None, 401, wrong=wrong)
        access.remember(request, access.sessions.begin(name))
        return RedirectResponse(look.base(request) + "/", 303)

    @router.post("/logout")
    async def sign_out(request: Request, who: Session = Depends(access.changing)) -> Response:
        answer = RedirectResponse(look.base(request) + "/login", 303)
        answer.delete_cookie(COOKIE, path=request.scope.get("root_path") or "/")
        return answer

    return router
