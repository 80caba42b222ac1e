"""What holds statements against their quotes in a run: the bot's own verifier."""

from __future__ import annotations

import settings
from bot.verify.verdict import Verifies
from evals.scorers.grounding import Verbatim


def make_support(loaded: settings.Settings) -> Verifies:
    """The conservative measure; to be replaced by the verifier."""
    return Verbatim()
