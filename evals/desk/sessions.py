"""A reviewer's session as a signed value: who, since when, and the token that their forms carry. The one user of itsdangerous."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeTimedSerializer

_SALT = "restwell-review-session"


@dataclass(frozen=True)
class Session:
    """Somebody who is signed in."""

    name: str
    token: str
    """What every form of this session carries, so that no other site can send one."""


class Sessions:
    """Makes and reads the cookie's value. Whoever changes it, or holds it too long, is not signed in."""

    def __init__(self, key: bytes, hours: float) -> None:
        self._signer = URLSafeTimedSerializer(key, salt=_SALT)
        self.max_age_s = int(hours * 3600)

    def begin(self, name: str) -> Session:
        """A new session with a token of its own."""
        return Session(name, secrets.token_urlsafe(24))

    def write(self, session: Session) -> str:
        """The cookie's value."""
        return str(self._signer.dumps([session.name, session.token]))

    def read(self, value: str | None) -> Session | None:
        """The session of a cookie; None when it is missing, forged, damaged or too old."""
        if not value:
            return None
        try:
            name, token = self._signer.loads(value, max_age=self.max_age_s)
        except (BadData, ValueError, TypeError):
            return None
        return Session(str(name), str(token))
