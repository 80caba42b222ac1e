"""BM25 with English stemming beside the vectors. The only module that knows bm25s and the stemmer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.source import Passage

ANALYSER = "stems-3"
"""Version of the rules that turn text into terms; part of an index's name."""

K1, B = 1.2, 0.75
"""BM25's saturation and length weight: Robertson and Zaragoza's usual figures (2009)."""

SYNONYM = 0.8
"""What a synonym counts beside the term itself. A guess; `python -m evals retrieval` would settle it."""

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
STOPWORDS = frozenset(
    """a about after all also am an and any are as at be because been being but by can could did do does doing done for
    from get gets getting give given go goes going got had has have having he help helps her hers him his how i if
    in into is it its just know let like make makes me might more most much must my need no not of off on one only
    or other our out over please really same she should so some such take taking taken tell than that the their them
    then there these they this those to too up use used using very want was way we well were what when where whether
    which while who whom why will with would yes you your yours im ive dont cant doesnt didnt isnt wont shall may
    thing things till until since ever yet still kinda gonna wanna gotta lot lots kind sort something anything
    everything someone anyone somebody anybody everyone maybe perhaps actually basically literally honestly quite rather
    though although however anyway hi hello hey ok okay guys sorry btw lol omg idk tbh ugh pls plz u ur ya yeah
    wondering wonder curious whats hows thats wheres whos hasnt havent hadnt wasnt werent arent wouldnt shouldnt couldnt
    theres heres lets ill youre theyre hes shes id weve theyve haha damn bloody""".split()
)


def words(text: str) -> list[str]:
    """Lower-case words of `text`, accents and compatibility forms folded, apostrophes dropped."""
    bare = text.lower().replace("’", "").replace("'", "")
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return _WORD.findall(bare)


def terms(text: str) -> list[str]:
    """The stems BM25 counts, in order: `words` without stopwords."""
    return [stem(word) for word in words(text) if word not in STOPWORDS]


@lru_cache(maxsize=16384)
def stems_of(corpus_text: str) -> frozenset[str]:
    """The terms of a text of the corpus, which comes up again and again; a visitor's words are not kept here."""
    return frozenset(terms(corpus_text))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of one lower-case word."""
    return str(_stemmer().stemWord(word))


def lexical_text(passage: Passage, title: str) -> str:
    """What BM25 sees of a passage."""
    return " ".join((title, passage.text, *passage.asks))


class LexicalIndex:
    """BM25 scores of every document for a bag of terms; saved to a folder and memory-mapped back."""

    def __init__(self, engine: Any, size: int) -> None:
        self._engine = engine
        self._starts: NDArray[np.int64] = np.asarray(engine.scores["indptr"], dtype=np.int64)
        self._postings: NDArray[np.int64] = np.asarray(engine.scores["indices"])
        self.size = size

    @classmethod
    def build(cls, texts: Iterable[str]) -> LexicalIndex:
        """Index `texts`; their order is the order of `scores`."""
        import bm25s

        bags = [terms(text) for text in texts]
        engine = bm25s.BM25(k1=K1, b=B, method="lucene")
        engine.index(bags if any(bags) else [["\x00"]], show_progress=False)  # bm25s refuses to index no term
        return cls(engine, len(bags))

    def save(self, folder: Path) -> None:
        """Write the index into `folder`."""
        self._engine.save(str(folder), show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """Open what `save` wrote, mapped rather than read."""
        import bm25s

        return cls(bm25s.BM25.load(str(folder), mmap=True, show_progress=False), size)

    def document_frequency(self, term: str) -> int:
        """In how many documents `term` (a stem) occurs."""
        at = self._engine.vocab_dict.get(term)
        return 0 if at is None else int(self._starts[at + 1] - self._starts[at])

    def idf(self, term: str) -> float:
        """Lucene's inverse document frequency; a term of no document has the largest."""
        frequency = self.document_frequency(term)
        return float(np.log(1 + (self.size - frequency + 0.5) / (frequency + 0.5)))

    def ceiling(self, query: Sequence[str]) -> float:
        """What no document's BM25 can exceed for a bag of stems: their summed idf, repeats counted."""
        return sum(self.idf(term) for term in query)

    def coverage(
        self, query: Sequence[str], synonyms: Mapping[str, Sequence[str]] | None = None
    ) -> NDArray[np.float32]:
        """Share of the query's term weight (idf) that each document holds, shape (size,), 0 to 1.

        Args:
            query: Stems. Terms of no document count in the total, so a document cannot hold them all.
            synonyms: Stems that stand for a term of the query; holding one counts `SYNONYM` of holding the term.
        """
        held = np.zeros(self.size, dtype=np.float32)
        total = 0.0
        for term in dict.fromkeys(query):
            weight = self.idf(term)
            total += weight
            share = np.zeros(self.size, dtype=np.float32)
            for other in (synonyms or {}).get(term, ()):
                share[self._documents(other)] = SYNONYM
            share[self._documents(term)] = 1.0
            held += np.float32(weight) * share
        return held / np.float32(total) if total else held

    def _documents(self, term: str) -> NDArray[np.int64]:
        at = self._engine.vocab_dict.get(term)
        return self._postings[:0] if at is None else self._postings[self._starts[at] : self._starts[at + 1]]

    def scores(self, query: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of every document.

        Args:
            query: Stems; one that occurs twice counts twice.

        Returns:
            float32, shape (size,); all zero when no term is known.
        """
        known = [term for term in query if term in self._engine.vocab_dict]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        return np.asarray(self._engine.get_scores(known), dtype=np.float32)[: self.size]
