"""A real HTTP server that speaks the OpenAI chat completions protocol, as streamed, and misbehaves on purpose."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behave = Callable[["Request"], None]


class Request:
    """One request to the server: what was asked, and ways to answer it."""

    def __init__(self, handler: BaseHTTPRequestHandler, body: dict[str, Any], closing: threading.Event) -> None:
        self._handler = handler
        self.body = body
        self.closing = closing
        """Set when the test is over; whatever hangs waits for this, so that no test sleeps."""

    @property
    def passages(self) -> list[str]:
        """The texts of the numbered passages, in order."""
        rows = [json.loads(line) for line in self.body["messages"][3]["content"].split("\n")]
        return [row["text"] for row in rows if "passage" in row]

    def number(self, words: str) -> int:
        """The number of the passage that holds `words`."""
        return next(n for n, text in enumerate(self.passages, start=1) if words in text)

    def refuse(self, status: int, message: str = "no") -> None:
        """An error as the protocol has it."""
        payload = json.dumps({"error": {"message": message, "type": "error"}}).encode()
        self._handler.send_response(status)
        self._handler.send_header("Content-Type", "application/json")
        self._handler.send_header("Content-Length", str(len(payload)))
        self._handler.end_headers()
        self._handler.wfile.write(payload)

    def begin(self) -> None:
        """The head of a stream; its end is the connection's."""
        self._handler.send_response(200)
        self._handler.send_header("Content-Type", "text/event-stream")
        self._handler.send_header("Connection", "close")
        self._handler.end_headers()

    def say(self, text: str, finish: str | None = None) -> None:
        """One chunk of the reply."""
        choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
        self._handler.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self._handler.wfile.flush()

    def end(self, finish: str = "stop") -> None:
        """The reply is whole."""
        self.say("", finish)
        self._handler.wfile.write(b"data: [DONE]\n\n")

    def reply(self, lines: Iterable[object]) -> None:
        """A whole reply in small pieces."""
        self.begin()
        for line in lines:
            text = line if isinstance(line, str) else json.dumps(line)
            for at in range(0, len(text) + 1, 7):
                self.say((text + "\n")[at : at + 7])
        self.end()


class ModelServer:
    """Answers each request as the test says; remembers what it was asked."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.behave: Behave = lambda request: request.refuse(500)
        self.closing = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.seen.append(body)
                outer.keys.append(self.headers["Authorization"])
                with suppress(BrokenPipeError, ConnectionResetError):  # the client may have had enough
                    outer.behave(Request(self, body, outer.closing))

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    @contextmanager
    def serving(self) -> Iterator[ModelServer]:
        """Serve in a thread; what hangs is let go at the end."""
        thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.closing.set()
            self._server.shutdown()
            self._server.server_close()
            thread.join()
