"""A visitor of the page without a browser: holds the conversation as `web/static/page/talk.js` does, over the real routes."""

from __future__ import annotations

import json
import re
import secrets
from typing import Any

from fastapi.testclient import TestClient


def events(body: str) -> list[tuple[str, Any]]:
    """Server-sent events by name, with their JSON."""
    blocks = [dict(line.split(": ", 1) for line in block.splitlines() if ": " in line) for block in body.split("\n\n")]
    return [(block["event"], json.loads(block["data"])) for block in blocks if "data" in block]


class Visitor:
    """One conversation."""

    def __init__(self, client: TestClient, **place: Any) -> None:
        self.client = client
        self.place = place
        self.conversation = secrets.token_hex(16)
        self.questions: list[str] = []
        self.kept: dict[str, Any] = {}
        self.answers: list[str] = []
        self.events: list[tuple[str, Any]] = []
        self.page = ""
        self.is_asked = False
        self.version = ""
        """Of the words that were read, as the page's element holds it."""

    def standing(self, **more: Any) -> dict[str, Any]:
        """What each request says."""
        return {"conversation": self.conversation, "kept": self.kept, "place": self.place, **more}

    def ask(self, question: str) -> str:
        """Ask; the answer's HTML."""
        turn, history = len(self.questions) + 1, list(self.questions)
        body = self.standing(question=question, history=history, turn=turn, asks=not self.is_asked)
        self.questions.append(question)
        reply = self.client.post("/page/ask", json=body)
        assert reply.status_code == 200, reply.text
        self.events = events(reply.text)
        last = self.events[-1][1]
        html = (last["html"] or self.events[0][1]["html"]) + "".join(last["pieces"])
        if last["answer"]:
            self.answers.append(last["answer"])
            self.kept = {**self.kept, "unsaved": last["answer"] if last["unsaved"] else ""}
        self.is_asked = self.is_asked or 'data-row="keep"' in html
        self.page += html
        self._read(html)
        return html

    def choose(self, keep: bool) -> str:
        """Yes or no; the rows as they are then."""
        return self._rows("choose", keep=keep, version=self.version)

    def vote(self, answer: str, helpful: bool = True, comment: str = "") -> str:
        """An opinion; the rows as they are then."""
        return self._rows("vote", answer=answer, helpful=helpful, comment=comment)

    def _rows(self, path: str, **more: Any) -> str:
        reply = self.client.post(f"/page/{path}", json=self.standing(answers=self.answers, **more))
        assert reply.status_code == 200, reply.text
        self.kept = reply.json()["kept"]
        rows = "".join(reply.json()["rows"].values())
        self._read(rows)
        return rows

    def _read(self, html: str) -> None:
        found = re.search(r'data-version="([^"]*)"', html)
        if found:
            self.version = found[1]
