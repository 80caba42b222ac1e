"""What every page of the desk is given."""

from __future__ import annotations

from dataclasses import dataclass

from evals.desk.access import Access
from evals.desk.look import Look
from evals.desk.parts import Parts


@dataclass(frozen=True)
class Desk:
    """The parts handed in, who may come in, and how a page is made."""

    parts: Parts
    access: Access
    look: Look
