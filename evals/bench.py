"""How fast a turn is, as a ratio to the embedder's own forward pass in the same run: machines are noisy, ratios are not."""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import settings
from bot.answer import Answer
from bot.turn import Bot
from bot.wiring import make_bot
from ingest.build import build
from ingest.embedder import Embedder, make_embedder
from ingest.guard_model import FILE as GUARD_FILE
from ingest.manifest import Layout
from ingest.source import Corpus, Passage
from ingest.spoken import spoken
from ingest.store import ChromaStore

QUESTIONS = (
    "Does magnesium help restless legs?",
    "how common is rls",
    "which foods have the most magnesium",
    "What is the upper limit for magnesium supplements?",
    "Can I take magnesium with doxycycline?",
    "Citrate or oxide, which is absorbed better?",
    "why do doctors check ferritin in restless legs",
    "what is augmentation",
    "do leg cramps get better with magnesium",
    "does antihistamine make rls worse?",
    "signs of too much magnesium",
    "Is RLS inherited?",
    "Does a magnesium spray or Epsom bath work?",
    "is there a cure for restless legs",
    "can I stop my pramipexole",
)
_ROUNDS = 8
SHORT = "does magnesium glycinate help with restless legs in the evening"
LONG = (
    "I have had restless legs for about nine years and they have slowly become worse, mostly in the evening when I sit down "
    "to read or watch a film. It begins as a crawling in both calves, and then I have to get up and walk round the table. "
    "My sister has the same and so did our grandfather, so I suppose that it runs in the family. I sleep about five hours, "
    "and in the afternoon I am so tired that I nod over my desk. Someone at the choir told me about minerals, and I have read "
    "your article twice. I eat oats, nuts, beans and a lot of green vegetables, I drink one coffee after breakfast and no "
    "wine. I walk the dog for an hour each day and stretch before bed, which helps for a little while. A warm bath does too. "
    "Last spring I had a blood test, and the nurse said that everything was in order, although I do not know which things "
    "they looked at. I would rather not begin another tablet before I understand what the studies found. So I should like to "
    "know several things. Which trials looked at magnesium for this, how many people took part, and how long did they run? "
    "Was there a difference between those who had the real thing and those who had a dummy? Did anybody look at sleep as well "
    "as at the legs? Is one form taken up better than another, and does it matter whether it is taken with a meal? And what "
    "does the research say about iron, which the woman at the choir also spoke of? Thank you very much for your time."
)
"""Messages of 10 and of about 280 words; the second nearly fills the 2,000 characters that are read."""


@dataclass(frozen=True)
class Timing:
    """Milliseconds of one step over all questions and rounds."""

    p50: float
    p95: float


def bench(loaded: settings.Settings, scale: int, rounds: int = _ROUNDS) -> dict[str, Timing]:
    """Time the forward pass and the whole answer, interleaved, over the corpus repeated `scale` times.

    The copies keep their words but for a running number, and their vectors are the original's with a little noise.
    """
    embedder = make_embedder(loaded.index.embedder)
    if scale == 1:
        return _timed(make_bot(loaded), embedder, rounds)
    with tempfile.TemporaryDirectory(prefix="restwell-bench-") as scratch:
        _build_scaled(loaded, embedder, scale, Path(scratch))
        moved = loaded.model_copy(update={"index": loaded.index.model_copy(update={"path": Path(scratch)})})
        return _timed(make_bot(moved), embedder, rounds)


def _timed(bot: Bot, embedder: Embedder, rounds: int) -> dict[str, Timing]:
    bot.warm()
    for question in QUESTIONS:
        bot.ask(question)
    spent: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        for question in QUESTIONS:
            spent["forward pass"].append(_ms(lambda q=question: embedder.embed([spoken(q)])))  # type: ignore[misc]
            started = time.perf_counter()
            answer = bot.ask(question)
            spent["answer"].append((time.perf_counter() - started) * 1000)
            spent["guards"].append(_guards(answer))
            spent["retrieval"].append(answer.timings_ms.get("retrieve", 0.0))
            spent["guards, 10 words"].append(_guards(bot.ask(SHORT)))
            spent["forward pass, 280 words"].append(_ms(lambda: embedder.embed([spoken(LONG)])))
            spent["guards, 280 words"].append(_guards(bot.ask(LONG)))
    return {name: Timing(statistics.median(values), _p95(values)) for name, values in spent.items()}


def _guards(answer: Answer) -> float:
    return answer.timings_ms["triage"] + answer.timings_ms.get("judge", 0.0)


def _ms(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _p95(values: Sequence[float]) -> float:
    return float(np.quantile(np.array(values), 0.95))


def machine() -> str:
    """Processor, cores and Python, for the record."""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


class _Copies:
    """An embedder that gives a copied text its original's vector, moved a little: speed is measured, not meaning."""

    def __init__(self, inner: Embedder, known: dict[str, NDArray[np.float32]]) -> None:
        self.name, self.window = inner.name, inner.window
        self._inner, self._known = inner, known
        self._noise = np.random.default_rng(1)

    def fingerprint(self) -> str:
        return self._inner.fingerprint()

    def count_tokens(self, text: str) -> int:
        return self._inner.count_tokens(text)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        originals = [text.rsplit(" copy ", 1)[0] for text in texts]
        unknown = list(dict.fromkeys(o for o in originals if o not in self._known))
        if unknown:
            self._known.update(zip(unknown, self._inner.embed(unknown), strict=True))
        rows = np.stack([self._known[original] for original in originals])
        moved = rows + self._noise.normal(0, 0.02, rows.shape).astype(np.float32)
        return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), dtype=np.float32)


def _build_scaled(loaded: settings.Settings, embedder: Embedder, scale: int, folder: Path) -> None:
    from ingest.corpus import build_corpus, read_corpus

    corpus = build_corpus(read_corpus(loaded.corpus), embedder.count_tokens, embedder.window)
    texts = {t for p in corpus.passages if p.is_searched for t in (p.text, *map(spoken, p.asks))}
    ordered = sorted(texts)
    known = dict(zip(ordered, embedder.embed(ordered), strict=True))
    layout = Layout(folder)
    copies = _Copies(embedder, known)
    build(_scaled(corpus, scale), copies, ChromaStore(layout.vectors), layout)
    guard = Layout(loaded.index.path)
    shutil.copy(guard.build(guard.current()) / GUARD_FILE, layout.build(layout.current()) / GUARD_FILE)


def _scaled(corpus: Corpus, scale: int) -> Corpus:
    """The corpus with `scale` - 1 more copies of every source."""
    sources, passages = list(corpus.sources), list(corpus.passages)
    for n in range(2, scale + 1):
        sources += [replace(s, id=f"{s.id}-{n}") for s in corpus.sources if s.kind not in ("article", "editor-note")]
        names = {s.id for s in sources}
        passages += [_copied(p, n) for p in corpus.passages if f"{p.source_id}-{n}" in names]
    return replace(corpus, sources=tuple(sources), passages=tuple(passages))


def _copied(passage: Passage, n: int) -> Passage:
    asks = tuple(f"{spoken(ask)} copy {n}" for ask in passage.asks)
    return replace(passage, id=f"{passage.id}-{n}", source_id=f"{passage.source_id}-{n}", asks=asks)
