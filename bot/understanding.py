"""What a message asks: its slips mended, a follow-up made to stand alone, and the texts that the guards judge."""

from __future__ import annotations

from bot.entities import Entities
from bot.guards.parts import judged_texts
from bot.lookup import BuildView, Lookup
from bot.progress import Turn
from bot.standalone import stand_alone


class Understanding:
    """Reads a conversation with the words of one build."""

    def __init__(self, lookup: Lookup, entities: Entities, max_history_turns: int) -> None:
        self._lookup = lookup
        self._entities = entities
        self._max_turns = max_history_turns

    def mended(self, view: BuildView, turn: Turn) -> tuple[str, ...]:
        """The conversation as written, its slips mended."""
        return tuple(self._lookup.spelled(view, message, turn.language) for message in turn.written)

    def stand_alone(self, view: BuildView, turn: Turn) -> tuple[str, ...]:
        """Note in `turn` the question as it stands alone, slips mended; the texts to judge, as written too if it had any."""
        with turn.timed("stand_alone"):
            kept = (*turn.earlier[-self._max_turns :], turn.question)
            *earlier, question = (self._lookup.spelled(view, message, turn.language) for message in kept)
            turn.standalone = stand_alone(question, earlier, self._entities)
            written = judged_texts(turn.question) if question != turn.question else ()
            return tuple(dict.fromkeys((*written, *judged_texts(turn.standalone))))
