"""The guards' classifier of a build: the earlier build's while nothing that it learns from has changed, else one trained anew."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

from ingest.embedder import Read
from ingest.everyday import Said
from ingest.guard_examples import Labelled
from ingest.guard_model import FILE
from ingest.guard_train import TRAINING, sampled, train
from ingest.side import unique

KEY = "guard.key"
"""File with the hash of what the classifier was trained on."""


class GuardBuild:
    """What a classifier will learn from, and whether it must."""

    def __init__(self, labelled: Labelled, said: Sequence[Said], asks: Sequence[str], earlier: Path | None) -> None:
        """Args: `asks` are the questions the corpus answers, `earlier` the build whose classifier may serve on."""
        self._labelled = labelled
        self._said = said
        self._english = [text.english for text in said]
        self._asks = sampled(asks)
        self._key = hashlib.sha256(f"{TRAINING}{taught(labelled)}".encode()).hexdigest()
        self._kept = earlier if earlier and _text(earlier / KEY) == self._key else None

    @property
    def learns_from(self) -> list[str]:
        """Texts that training needs as the embedder reads them; none when there is nothing to train."""
        return [] if self._kept or not self._labelled.examples else unique([*self._english, *self._asks])

    def write(self, folder: Path, read: Read) -> None:
        """Write the classifier, unless there are no examples.

        Args:
            folder: The new build's.
            read: The texts of `learns_from`.
        """
        if not self._labelled.examples:
            return
        if self._kept:
            shutil.copy(self._kept / FILE, folder / FILE)
        else:
            row = {text: n for n, text in enumerate(self.learns_from)}
            examples, asks = (read.of([row[text] for text in texts]) for texts in (self._english, self._asks))
            made = train(self._labelled.examples, examples, self._said, asks, self._labelled.lists)
            made.save(folder / FILE)
        (folder / KEY).write_text(self._key, encoding="utf-8")


def taught(labelled: Labelled) -> list[str]:
    """All that a classifier of these messages depends on, beside the rules of training."""
    examples = [f"{e.guard_class}\x1e{e.situation}\x1e{e.text}" for e in labelled.examples]
    return [*examples, *(words.to_json() for words in labelled.lists)]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
