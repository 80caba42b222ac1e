"""Many questions in one process: one JSON line in, one JSON line out. A bad line becomes an error line; the rest goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bot.answer import Answer
from bot.errors import BadRequest

Ask = Callable[[str, list[str]], Answer]


def answer_lines(lines: Iterable[str], ask: Ask) -> Iterator[dict[str, Any]]:
    """One result a line that is not blank: `{"id", "answers"}`, or `{"id", "error"}`.

    Args:
        lines: `{"id", "question"}` or `{"id", "messages": [{"role": "user", "content": …}, …]}`.
        ask: Answers a message given the earlier ones.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _answered(line, number, ask)


def _answered(line: str, number: int, ask: Ask) -> dict[str, Any]:
    name: object = number
    try:
        data = _object(line)
        name = data.get("id", number)
        messages = _messages(data)
    except BadRequest as error:
        return {"id": name, "error": f"line {number}: {error}"}
    answers = [ask(message, messages[:at]).to_dict() for at, message in enumerate(messages)]
    return {"id": name, "answers": answers}


def _object(line: str) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except ValueError:
        raise BadRequest("not JSON; write one object a line") from None
    if not isinstance(data, dict):
        raise BadRequest('not an object; write {"id": …, "question": …}')
    return data


def _messages(data: dict[str, Any]) -> list[str]:
    if "question" in data:
        if not isinstance(data["question"], str):
            raise BadRequest("'question' is not text; put it in quotes")
        return [data["question"]]
    given = data.get("messages")
    if not isinstance(given, list) or not given:
        raise BadRequest("neither 'question' nor 'messages'; give one of them")
    return [_content(message, at) for at, message in enumerate(given, start=1)]


def _content(message: object, at: int) -> str:
    if not isinstance(message, dict) or message.get("role") != "user":
        raise BadRequest(f"message {at} is not the user's; give only messages with role 'user'")
    content = message.get("content")
    if not isinstance(content, str):
        raise BadRequest(f"message {at} has no text in 'content'; put it in quotes")
    return content
