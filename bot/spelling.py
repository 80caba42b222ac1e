"""Misspelt words of a question, mended towards words that the corpus or common English has. Knows no guard and no answer.

A word that somebody could have meant stays: English words, the names in `corpus/names.txt`, anything with a figure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources

from symspellpy import SymSpell, Verbosity

from bot.slips import Slips
from ingest.lexical import STOPWORDS, words

_COMMON = 20_000_000
"""Occurrences in symspellpy's English list from which a word is common enough to be what somebody meant; about 3,500 are. A guess."""
_BOOST = 1_000_000_000
"""What one occurrence in the corpus is worth beside those: between two equally near words the corpus's own wins."""
_SHORT, _LONG = 3, 7
"""A word shorter than the first is left alone, one as short may lack a letter or have two exchanged; from the second on two
letters may be wrong. Guesses."""
_COGNATE = 5
"""Letters that a word must share with one of the sources to be taken for the same in another language. A guess."""
_MEDICINE = re.compile(
    r"(?:statin|prazole|sartan|pril|olol|dipine|xaban|gliptin|gliflozin|glutide|zepam|zolam|azine|idone|apine|etine|oxetine|"
    r"pramine|triptyline|mycin|cillin|cycline|floxacin|azole|vir|mab|nib|parin|tidine|profen|coxib|codone|phylline|gabalin|triptan|thyroxine)e?s?$"
)
"""Ends of medicines' names: a name the corpus lacks is another medicine, not a slip."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


class Spelling:
    """Mends words against one build's own. Safe to call from several threads."""

    def __init__(self, texts: Iterable[str], names: Iterable[str] = (), slips: Slips | None = None) -> None:
        self._slips = slips or Slips()
        own = Counter(word for text in texts for word in words(text) if word.isalpha())
        self._own = own.keys()
        self._known = own.keys() | english().keys() | {word for name in names for word in words(name)}
        self._nearest = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
        for word, count in english().items():
            if count >= _COMMON and word not in own:
                self._nearest.create_dictionary_entry(word, count)
        for word, count in own.items():
            self._nearest.create_dictionary_entry(word, count * _BOOST)

    def mended(self, text: str) -> str:
        """`text` with its misspelt words, and words written for others, replaced; the very same where nothing is wrong."""
        known = self._slips.mended(text)
        spelled = _WORD.sub(lambda match: self._word(match.group()), known)
        return spelled if spelled == known else self._slips.mended(spelled)

    def cognate(self, word: str) -> str:
        """What the sources call another language's word that begins alike ("pramipexol", "gabapentina"); else the word itself."""
        plain = "".join(words(word))
        if plain in self._own or len(plain) < _COGNATE:
            return word
        found = self._nearest.lookup(plain, Verbosity.ALL, max_edit_distance=2)
        return next((f.term for f in found if f.term in self._own and f.term[:_COGNATE] == plain[:_COGNATE]), word)

    def _word(self, word: str) -> str:
        plain = "".join(words(word))
        if plain in self._known or plain in STOPWORDS or len(plain) < _SHORT or word.isupper():
            return word
        far = 2 if len(plain) >= _LONG and not _MEDICINE.search(plain) else 1
        found = self._nearest.lookup(plain, Verbosity.CLOSEST, max_edit_distance=far)
        # Letters are left out more often than put in, so of equally near words a shorter one comes last.
        likeliest = sorted(found, key=lambda f: (f.distance, len(f.term) < len(plain), -f.count))
        return next((f.term for f in likeliest if _could_be(plain, f.term)), word)


def _could_be(slip: str, word: str) -> bool:
    """Whether a slip looks like the word: nobody gets the first letter wrong, and a short word has too few letters to guess from."""
    if slip[0] != word[0] and sorted(slip) != sorted(word):
        return False
    return len(slip) > _SHORT or len(word) > len(slip) or sorted(slip) == sorted(word)


@lru_cache(maxsize=1)
def english() -> Mapping[str, int]:
    """English words and how often each occurs, from symspellpy's list (Google Books n-grams and SCOWL)."""
    lines = resources.files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    return {word: int(count) for word, count in (line.split() for line in lines.splitlines() if line.strip())}
