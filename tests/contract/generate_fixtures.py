"""A bot over the real index whose answers a chat model on a real server words, through the real client and verifier."""

from __future__ import annotations

from functools import lru_cache

from bot_fixtures import parts, the_real_bot

import settings
from bot import answerability
from bot.generate.composer import GenerativeComposer
from bot.generate.providers import make_model
from bot.lookup import Lookup
from bot.turn import Bot
from bot.verify.verifier import Verifier
from bot.wiring import make_verifier
from ingest.embedder import PACKAGED, Embedder, make_embedder
from ingest.index import IndexReader

QUESTION = "Does magnesium help restless legs?"
UNCLEAR = "not clear whether magnesium relieves RLS"
"""Words of a passage that the question finds."""
SAID = (
    "According to the 2019 review by Marshall and colleagues, it is not clear whether magnesium relieves RLS or periodic "
    "limb movements, or which patients, if any, would benefit."
)
"""Says no more than that passage, in other words."""
INVENTED = "The 2019 review by Marshall and colleagues found that zzyzxia magnesium cures RLS in 93% of people."
KEY = "sk-secret-key-of-ours"


@lru_cache(maxsize=1)
def embedder() -> Embedder:
    """The packaged one, once a session."""
    return make_embedder(PACKAGED)


@lru_cache(maxsize=1)
def lookup() -> Lookup:
    """Over the real index, which is built first where there is none."""
    the_real_bot()
    reader = IndexReader(settings.load().index.path, embedder())
    return Lookup(reader, embedder(), parts().entities, parts().general, answerability.load())


@lru_cache(maxsize=1)
def verifier() -> Verifier:
    """The real one."""
    return make_verifier(settings.load(), parts().entities, embedder())


def bot_with(name: str, chat: settings.ChatSettings) -> Bot:
    """The bot with that chat model; its lookup and its verifier are shared."""
    composer = GenerativeComposer(make_model(name, chat), verifier(), chat.turn_limit_s)
    real = parts()
    real.guards.triage(["the rules are made ready here, not within a turn's time limit"])
    return Bot(lookup(), real.guards, real.replies, real.entities, composer=composer, verifier=verifier())


def chat(url: str, **given: object) -> settings.ChatSettings:
    """Settings with one try, and patience enough for a machine that does much else."""
    defaults = {"base_url": url, "api_key": KEY, "timeout_s": 10.0, "turn_limit_s": 20.0, "retries": 0}
    return settings.ChatSettings.model_validate(defaults | given)
