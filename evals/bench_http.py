"""The served bot seen from outside: how long until it answers, its memory, answers a second at so many clients."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import psutil

import settings
from evals.bench import QUESTIONS, quantile
from evals.errors import BenchFailed

_START_S = 600.0
"""Seconds in which the server has to answer; a large index is read at the start."""


@dataclass(frozen=True)
class Load:
    """What so many clients got, each asking again as soon as it is answered."""

    clients: int
    answers: int
    failed: int
    per_second: float
    p50: float
    """Milliseconds of one answer."""
    p95: float


@dataclass(frozen=True)
class Served:
    """One server process, from its start."""

    cold_start_s: float
    """From the start of the process to its first answer."""
    memory_mb: float
    """Resident memory after the first answer."""
    memory_after_mb: float
    """And after the load."""
    loads: tuple[Load, ...]


def served(loaded: settings.Settings, clients: tuple[int, ...], seconds: float) -> Served:
    """Start `ui.py` over the index the settings name, ask it, and stop it.

    Raises:
        BenchFailed: It did not begin to answer.
    """
    started = time.monotonic()
    with _server(loaded) as (url, process):
        _first_answer(url, process, started)
        cold, memory = time.monotonic() - started, _resident_mb(process)
        loads = tuple(_load(url, count, seconds) for count in clients)
        return Served(cold, memory, _resident_mb(process), loads)


@contextmanager
def _server(loaded: settings.Settings) -> Iterator[tuple[str, psutil.Process]]:
    port = _free_port()
    own = settings.for_child(
        INDEX__PATH=str(loaded.index.path),
        PORT=str(port),
        RECORDS__ASK="false",
        SERVER__ASKS_PER_MINUTE="10000",
        LOG_LEVEL="ERROR",
    )
    child = subprocess.Popen(
        [sys.executable, "ui.py"], env=own, cwd=settings.ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield f"http://127.0.0.1:{port}", psutil.Process(child.pid)
    finally:
        child.terminate()
        child.wait(30)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _first_answer(url: str, process: psutil.Process, started: float) -> None:
    with httpx.Client(timeout=_START_S, trust_env=False) as client:
        while time.monotonic() - started < _START_S:
            if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
                raise BenchFailed("The server ended before it answered; start it with `python ui.py` to see why")
            try:
                if client.post(f"{url}/api/ask", json={"question": QUESTIONS[0]}).is_success:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
    raise BenchFailed(f"The server did not answer within {_START_S:.0f} s")


def _resident_mb(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / 2**20


def _load(url: str, clients: int, seconds: float) -> Load:
    spent: list[float] = []
    failed: list[str] = []
    end = time.monotonic() + seconds

    def ask(first: int) -> None:
        with httpx.Client(timeout=60, trust_env=False) as client:
            at = first
            while time.monotonic() < end:
                began = time.perf_counter()
                try:
                    client.post(f"{url}/api/ask", json={"question": QUESTIONS[at % len(QUESTIONS)]}).raise_for_status()
                    spent.append((time.perf_counter() - began) * 1000)
                except httpx.HTTPError as error:
                    failed.append(type(error).__name__)
                at += 1

    began = time.monotonic()
    threads = [threading.Thread(target=ask, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    p50, p95 = (quantile(spent, q) if spent else float("nan") for q in (0.5, 0.95))
    return Load(clients, len(spent), len(failed), len(spent) / took, p50, p95)
