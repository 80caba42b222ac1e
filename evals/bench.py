"""How fast a turn is, as a ratio to the embedder's own forward pass in the same run: machines are noisy, ratios are not."""

from __future__ import annotations

import os
import platform
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.answer import Answer
from bot.turn import Bot
from ingest.embedder import Embedder
from ingest.spoken import spoken

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
ROUNDS = 6
"""Each question this often: 90 answers bring the median's standard error to about a tenth of the spread."""
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


def timed(bot: Bot, embedder: Embedder, rounds: int = ROUNDS) -> dict[str, Timing]:
    """Time the forward pass, the whole answer and its steps, interleaved, so that all see the same machine."""
    bot.warm()
    for question in QUESTIONS:
        bot.ask(question)
    spent: dict[str, list[float]] = defaultdict(list)
    for at in range(rounds):
        for question in QUESTIONS:
            spent["forward pass"].append(_ms(lambda q=question: embedder.embed([spoken(q)])))  # type: ignore[misc]
            started = time.perf_counter()
            answer = bot.ask(question)
            spent["answer"].append((time.perf_counter() - started) * 1000)
            spent["guards"].append(_guards(answer))
            spent["retrieval"].append(answer.timings_ms.get("retrieve", 0.0))
        for _ in range(3 if at else 0):
            spent["guards, 10 words"].append(_guards(bot.ask(SHORT)))
            spent["forward pass, 280 words"].append(_ms(lambda: embedder.embed([spoken(LONG)])))
            spent["guards, 280 words"].append(_guards(bot.ask(LONG)))
    return {name: Timing(quantile(values, 0.5), quantile(values, 0.95)) for name, values in spent.items()}


def _guards(answer: Answer) -> float:
    return answer.timings_ms["triage"] + answer.timings_ms.get("judge", 0.0)


def _ms(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def quantile(values: Sequence[float], q: float) -> float:
    """The `q`th quantile of some amounts."""
    return float(np.quantile(np.array(values), q))


def machine() -> str:
    """Processor, cores, how busy they were, and Python, for the record."""
    load = os.getloadavg()[0]
    return f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}"
