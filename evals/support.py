"""What holds statements against their quotes in a run: the bot's own verifier, made from settings."""

from __future__ import annotations

import settings
from bot.verify.verdict import Verifies
from bot.wiring import load_entities, make_verifier
from ingest.embedder import make_embedder


def make_support(loaded: settings.Settings) -> Verifies:
    """The verifier that the settings describe.

    Raises:
        TextsInvalid: A word list cannot be read.
        BotError: The entailment model that the settings name is not there.
    """
    entities = load_entities(loaded.corpus / "entities.yaml", loaded.corpus / "guard")
    return make_verifier(loaded, entities, make_embedder(loaded.index.embedder))
