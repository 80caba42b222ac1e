"""Every scorer in the order of the table."""

from __future__ import annotations

from bot.verify.verdict import Verifies
from evals.score import Scorer
from evals.scorers import conduct, content, form, grounding


def scorers(verifier: Verifies) -> tuple[Scorer, ...]:
    """All of them; statements are held against the quotes by `verifier`."""
    return (*conduct.SCORERS, *content.SCORERS, *grounding.SCORERS, grounding.supported(verifier), *form.SCORERS)
