"""The served bot seen from outside: how long until it answers, its memory, answers a second at so many clients."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

import httpx
import psutil

import settings
from evals.bench import QUESTIONS, quantile
from evals.errors import BenchFailed

_START_S = 600.0
"""Seconds in which the server has to answer; a large index is read at the start."""
_STARTS = 3
"""How often it is started when somebody else took its port between the choice and the start. A guess."""
_PORT_TAKEN = "address already in use"
_SERVER = (sys.executable, "ui.py")


@dataclass(frozen=True)
class Load:
    """What so many clients got, each asking again as soon as it is answered."""

    clients: int
    answers: int
    failed: Mapping[str, int]
    """By kind of error."""
    per_second: float
    p50: float
    """Milliseconds of one answer."""
    p95: float


@dataclass(frozen=True)
class Served:
    """One server, from its start."""

    cold_start_s: float
    """From the start of the process to its first answer."""
    memory_mb: float
    """Resident memory of the first process after the first answer; a second one may only just begin."""
    memory_after_mb: float
    """Of all its processes after the load."""
    loads: tuple[Load, ...]


def served(
    loaded: settings.Settings, clients: tuple[int, ...], seconds: float, command: Sequence[str] = _SERVER
) -> Served:
    """Start the server over the index the settings name, ask it, and stop it.

    Args:
        loaded: All settings.
        clients: How many ask at once, one number after the other.
        seconds: How long each number asks.
        command: What serves.

    Raises:
        BenchFailed: It did not begin to answer; the message has how it ended and its last words.
    """
    for _ in range(_STARTS):
        started = time.monotonic()
        with _server(loaded, command) as server:
            if not _answers(server, started):
                continue
            cold, memory = time.monotonic() - started, _resident_mb(server.process)
            loads = tuple(_load(server.url, count, seconds) for count in clients)
            everybody = (server.process, *server.process.children(recursive=True))
            return Served(cold, memory, _resident_mb(*everybody), loads)
    raise BenchFailed(f"Each of {_STARTS} ports was taken before the server could listen on it; run it again")


@dataclass(frozen=True)
class _Server:
    url: str
    child: subprocess.Popen[bytes]
    process: psutil.Process
    said: IO[bytes]
    """Its standard error."""

    def last_words(self) -> str:
        self.said.seek(0)
        return "\n".join(self.said.read().decode("utf-8", "replace").strip().splitlines()[-5:])

    def ending(self) -> str:
        """How it ended, in words."""
        code = self.child.returncode
        if code >= 0:
            return f"ended with {code}"
        free = psutil.virtual_memory().available / 2**20
        return f"was ended by {signal.Signals(-code).name} ({free:.0f} MB of memory are free now)"


@contextmanager
def _server(loaded: settings.Settings, command: Sequence[str]) -> Iterator[_Server]:
    port = _free_port()
    own = settings.for_child(
        INDEX__PATH=str(loaded.index.path),
        PORT=str(port),
        RECORDS__ASK="false",
        SERVER__ASKS_PER_MINUTE="10000",
        LOG_LEVEL="ERROR",
    )
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, env=own, cwd=settings.ROOT, stdout=subprocess.DEVNULL, stderr=said)
        try:
            yield _Server(f"http://127.0.0.1:{port}", child, psutil.Process(child.pid), said)
        finally:
            child.terminate()
            try:
                child.wait(30)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _answers(server: _Server, started: float) -> bool:
    """Wait for the first answer; False when the port was taken by somebody else."""
    with httpx.Client(timeout=_START_S, trust_env=False) as client:
        while time.monotonic() - started < _START_S:
            if server.child.poll() is not None:
                words = server.last_words()
                if _PORT_TAKEN in words.lower():
                    return False
                told = f" It said:\n{words}" if words else ""
                raise BenchFailed(f"The server {server.ending()} before it answered.{told}")
            try:
                if client.post(f"{server.url}/api/ask", json={"question": QUESTIONS[0]}).is_success:
                    return True
            except httpx.TransportError:
                pass
            time.sleep(0.1)
    raise BenchFailed(f"The server did not answer within {_START_S:.0f} s. Its last words:\n{server.last_words()}")


def _resident_mb(*processes: psutil.Process) -> float:
    return float(sum(process.memory_info().rss for process in processes)) / 2**20


def _load(url: str, clients: int, seconds: float) -> Load:
    spent: list[float] = []
    failed: list[str] = []
    ready = threading.Barrier(clients + 1)  # making a client takes longer than an answer, and is not what is timed

    def ask(first: int) -> None:
        with httpx.Client(timeout=60, trust_env=False) as client:
            ready.wait()
            at, end = first, time.monotonic() + seconds
            while at == first or time.monotonic() < end:
                began = time.perf_counter()
                try:
                    client.post(f"{url}/api/ask", json={"question": QUESTIONS[at % len(QUESTIONS)]}).raise_for_status()
                    spent.append((time.perf_counter() - began) * 1000)
                except httpx.HTTPError as error:
                    failed.append(_kind(error))
                at += 1

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.monotonic()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    p50, p95 = (quantile(spent, q) if spent else float("nan") for q in (0.5, 0.95))
    return Load(clients, len(spent), Counter(failed), len(spent) / took, p50, p95)


def _kind(error: httpx.HTTPError) -> str:
    return f"status {error.response.status_code}" if isinstance(error, httpx.HTTPStatusError) else type(error).__name__
