"""Where a saved Answer is found: in a file, or by its id in whatever keeps turns. Knows no database."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

import settings
from bot.answer import Answer
from bot.errors import BadRequest

_ANSWERS = TypeAdapter(Answer)


class Records(Protocol):
    """Keeps Answers of visitors who agreed to that."""

    def find(self, answer_id: str) -> Answer | None:
        """The Answer with that id; None when it is not kept."""
        ...


PLUG = "restwell.records"
"""Entry point of an installed package that keeps turns: a function from `settings.RecordsSettings` to `Records`."""


class Kept:
    """The installed records; they say in our words what is wrong with them."""

    def __init__(self, loaded: settings.RecordsSettings) -> None:
        self._settings = loaded

    def find(self, answer_id: str) -> Answer | None:
        """The Answer with that id; None when it is not kept, or nothing is installed that keeps turns.

        Raises:
            BadRequest: The records cannot be read.
        """
        try:
            found = (plug.load()(self._settings).find(answer_id) for plug in entry_points(group=PLUG))
            return next((answer for answer in found if answer is not None), None)
        except Exception as error:  # the keeper's libraries have errors of their own; an address may hold a password
            raise BadRequest(
                f"The records cannot be read ({type(error).__name__}). Check RESTWELL_RECORDS__URL, or give a saved file"
            ) from None


def find_answer(place: str, records: Records | None = None) -> Answer:
    """The saved Answer that a file holds or an id names.

    Args:
        place: A file that `python -m bot --json` wrote, or an Answer's id.
        records: Where ids are looked up; without it only files are read.

    Raises:
        BadRequest: There is no such file or id, or it holds no Answer.
    """
    path = Path(place)
    if path.is_file():
        return _read(path)
    found = records.find(place) if records else None
    if found is None:
        looked = "nor is it the id of a kept Answer" if records else "and ids are looked up only where turns are kept"
        raise BadRequest(f"{place!r} is no file, {looked}. Save one with `python -m bot --json QUESTION > answer.json`")
    return found


def _read(path: Path) -> Answer:
    try:
        return _ANSWERS.validate_json(path.read_bytes())
    except OSError as error:
        raise BadRequest(f"{str(path)!r} cannot be read ({type(error).__name__})") from None
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "the file"
        raise BadRequest(f"{str(path)!r} is not a saved Answer: {where!r} is not as it should be") from None
