"""Who may review: names and passwords. Passwords are kept as scrypt hashes and compared in constant time."""

from __future__ import annotations

import hashlib
import hmac
import os
import re

from evals.desk.errors import DeskInvalid

NAME = re.compile(r"[A-Za-z][A-Za-z0-9._@-]{0,39}")
MIN_PASSWORD = 12
"""Characters. NIST SP 800-63B asks for at least eight; a desk that is on the internet for a few people can ask for more."""
_COST = {"n": 2**14, "r": 8, "p": 1}
"""16 MiB and some 50 ms a try: the interactive cost that RFC 7914's authors name."""


class People:
    """The reviewers with their passwords, and a key that changes when any of them does."""

    def __init__(self, passwords: str) -> None:
        """Read `anna:password ben:password`.

        Raises:
            DeskInvalid: An entry is not a name and a password, or a password is short.
        """
        self._salt = os.urandom(16)
        read = _read(passwords)
        self._hashes = {name: self._hash(password) for name, password in read.items()}
        self._nobody = self._hash(os.urandom(16).hex())
        self.key = hashlib.sha256(repr(sorted(read.items())).encode()).digest() if read else b""

    @property
    def names(self) -> tuple[str, ...]:
        """Everybody, in order."""
        return tuple(sorted(self._hashes))

    def are(self, name: str, password: str) -> bool:
        """Whether this is that person's password. An unknown name takes as long as a known one."""
        known = self._hashes.get(name)
        is_right = hmac.compare_digest(self._hash(password), known or self._nobody)
        return is_right and known is not None

    def _hash(self, password: str) -> bytes:
        return hashlib.scrypt(password.encode(), salt=self._salt, **_COST)


def _read(passwords: str) -> dict[str, str]:
    read: dict[str, str] = {}
    for number, entry in enumerate(passwords.split(), start=1):
        name, colon, password = entry.partition(":")
        where = f"Entry {number} of RESTWELL_REVIEW__PASSWORDS"
        if not colon or not NAME.fullmatch(name):
            raise DeskInvalid(f"{where} is not name:password. Write entries like anna:… with a space between two")
        if len(password) < MIN_PASSWORD:
            raise DeskInvalid(f"{where} has a password of fewer than {MIN_PASSWORD} characters. Choose a longer one")
        if name in read:
            raise DeskInvalid(f"{where} names somebody who is named before. Remove one")
        read[name] = password
    return read
