"""What every page of the desk is given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.verify.verdict import Verifies
from evals.desk.access import Access
from evals.desk.items import Items, now
from evals.desk.look import Look
from evals.desk.parts import Parts
from evals.desk.places import Places
from evals.desk.reviews import Reviews
from evals.desk.work import Work, look
from evals.support import make_support
from ingest.embedder import Embedder, make_embedder


@dataclass(frozen=True)
class Desk:
    """The parts handed in, who may come in, how a page is made, and what is stored."""

    parts: Parts
    access: Access
    look: Look

    @cached_property
    def items(self) -> Items:
        """The transcripts."""
        return Items(self.parts.database, self.parts.clock or now)

    @cached_property
    def reviews(self) -> Reviews:
        """What people decided."""
        return Reviews(self.parts.database, self.parts.clock or now)

    @cached_property
    def places(self) -> Places:
        """Where passages stand in the corpus."""
        return Places(self.parts.loaded.corpus, self.parts.root)

    @cached_property
    def verifier(self) -> Verifies:
        """What holds statements against their quotes when cases are run again."""
        return self.parts.verifier or make_support(self.parts.loaded)

    @cached_property
    def embedder(self) -> Embedder:
        """What groups questions by meaning."""
        return self.parts.embedder or make_embedder(self.parts.loaded.index.embedder)

    def work(self) -> Work:
        """Everything in the desk now. What visitors took back is forgotten first."""
        if self.parts.chats is not None:
            self.items.forget(self.parts.chats.known)
        return look(self.items, self.reviews)
