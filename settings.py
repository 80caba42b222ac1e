"""The only reader of the environment: every `RESTWELL_*` name, its bounds and where its default comes from.

`load()` is called once, by a `main()`; sections are frozen and passed down. Importing this module reads nothing.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent
PREFIX = "RESTWELL_"


MAX_ORIGINS = 50
"""Each stands in a header of every embedded page."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class SettingsError(Exception):
    """A setting is unknown or out of range; the message names it and says what would be accepted."""


class Section(BaseModel):
    """A frozen group of settings that refuses names it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def origin(given: str) -> str:
    """`given` as a browser would send it: scheme, host and, unless usual, port.

    Raises:
        ValueError: It is no single origin that may be trusted with a health chat.
    """
    wanted = "write it as https://www.example.org, without a path or *"
    try:
        parts = urlsplit(given)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError(f"{given!r} is no address of a site; {wanted}") from None
    is_bare = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username or parts.password)
    if parts.scheme not in ("http", "https") or not is_bare or not re.fullmatch(r"[a-z0-9.-]+|[0-9a-f:]+", host):
        raise ValueError(f"{given!r} is no address of a site; {wanted}; a name in other letters as xn--…")
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise ValueError(f"{given!r} is not encrypted; use https (http is for this machine only)")
    shown = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{shown}" + (f":{port}" if port not in (None, usual) else "")


class IndexSettings(Section):
    """Where the index lives and what makes its vectors."""

    path: Path = ROOT / ".restwell" / "index"
    """Folder that holds the versioned builds and the pointer to the one that serves."""
    embedder: str = "packaged:all-MiniLM-L6-v2"
    """`packaged:all-MiniLM-L6-v2`, `local:/path/to/a/sentence-transformers/model`, or a LangChain `provider:model`."""
    keep: int = Field(default=3, ge=2, le=20)
    """Builds kept for `rollback`. docs/design asks for three."""


class RetrievalSettings(Section):
    """How many passages are looked at."""

    dense_k: int = Field(default=80, ge=10, le=1000)
    """Vectors asked of the store per question; several belong to one passage. A guess; `python -m evals retrieval asks` would settle it."""
    lexical_k: int = Field(default=50, ge=10, le=1000)
    """Passages taken from the BM25 list. A guess; `python -m evals retrieval` would settle it."""
    candidates: int = Field(default=24, ge=4, le=200)
    """Fused passages handed to the composer. A guess; `python -m evals retrieval asks` would settle it."""


class AnswerSettings(Section):
    """Bounds on a turn."""

    max_question_chars: int = Field(default=2000, ge=100, le=20000)
    """Longer messages get a clear reply instead of an answer. From the product's brief."""
    max_history_turns: int = Field(default=20, ge=1, le=200)
    """Older turns are dropped before the question is made to stand alone; triage still reads all of them."""
    max_statements: int = Field(default=4, ge=2, le=8)
    """Quoted statements from the research in one answer. From the product's brief: two to four."""


class ChatSettings(Section):
    """How the chat model that `RESTWELL_CHAT_MODEL` names is reached, and how long it is waited for."""

    base_url: str = ""
    """Address of an OpenAI-compatible server, for example `http://127.0.0.1:8000/v1`; empty, the provider's own."""
    api_key: SecretStr = SecretStr("")
    """Its key; empty, the provider's own variable is used. Never logged or printed."""
    timeout_s: float = Field(default=8.0, ge=0.1, le=120)
    """Seconds of silence after which a call is given up, before the first words and between them. A guess; visitors leave after about ten."""
    turn_limit_s: float = Field(default=15.0, ge=0.5, le=300)
    """Seconds a whole turn may take; what the model has not said by nine tenths of it is quoted instead. A guess; see seconds per turn in evals/results/composer.json."""
    triage_limit_s: float = Field(default=3.0, ge=0, le=30)
    """Seconds within which the model may say that a message is more serious than the guards found it; 0, it is not asked. A guess: it runs beside the lookup, which takes a fifth of a second."""
    retries: int = Field(default=1, ge=0, le=5)
    """Further tries when a call does not begin (refused, 429, 5xx), with back-off. A guess: more rarely fit into a turn."""
    breaker_failures: int = Field(default=3, ge=1, le=100)
    """Failed calls in a row after which the model is left alone. A guess; the log's `chat model failed` lines would settle it."""
    breaker_pause_s: float = Field(default=30.0, ge=0.1, le=3600)
    """Seconds for which it is left alone; then one call is tried. A guess, as above."""
    max_tokens: int = Field(default=700, ge=64, le=4096)
    """Longest reply. A guess: four quotes and four statements have about 400 tokens."""
    temperature: float = Field(default=0.0, ge=0, le=2)
    """0: the same question gets the same words, as far as the server keeps to it."""


class VerifySettings(Section):
    """What a statement must have of its quotes. Figures: evals/results/verifier.json, fitted on its dev half."""

    min_coverage: float = Field(default=0.84, ge=0, le=1)
    """Share of a statement's content words, by weight, that its quotes must bear. From an earlier `python -m evals verifier --fit`.

    The present one gives 0.80; the stricter is kept, since strict corruptions still pass on the test parts.
    """
    min_cosine: float = Field(default=0.74, ge=-1, le=1)
    """Cosine of statement and nearest quote below which they are not about the same. From the same run."""
    entailment: str = ""
    """`local:/path/to/a/model`: a CrossEncoder or an ONNX file that judges meaning as well; empty, none does."""
    min_entailment: float = Field(default=0.9, ge=0, le=1)
    """Score from which that model bears a statement out. A guess: `python -m evals verifier --entailment local:… --fit`."""
    min_coverage_entailed: float = Field(default=0.78, ge=0, le=1)
    """Share of the words that must be borne where that model is asked. From evals/results/verifier-entailment.json."""


class ServerSettings(Section):
    """The web server."""

    host: str = "127.0.0.1"
    """Address to listen on."""
    concurrency: int = Field(default=0, ge=0, le=64)
    """Turns answered at once, by all processes; the others wait. 0: see `Settings.turns_at_once`."""
    processes: int = Field(default=0, ge=0, le=16)
    """Processes that answer, each with the models in its memory (about 1 GB). 0: see `Settings.processes`."""
    queue: int = Field(default=128, ge=1, le=10000)
    """Turns that may wait before a visitor is told the service is busy."""
    asks_per_minute: int = Field(default=30, ge=1, le=10000)
    """Questions one address may ask in a minute. A guess; a clinic or school shares one address. The log's `limited` lines would settle it."""
    limits_url: SecretStr = SecretStr("memory://")
    """Where they are counted: `memory://`, or `redis://…` when several servers share the count."""
    proxies: str = "127.0.0.1"
    """Addresses of proxies whose `X-Forwarded-For` is believed, with commas; networks as `10.0.0.0/8`."""

    @field_validator("limits_url")
    @classmethod
    def _is_counter(cls, given: SecretStr) -> SecretStr:
        if not re.match(r"memory://\Z|rediss?://.", given.get_secret_value()):
            raise ValueError("it should be memory:// or redis://host:port")
        return given


class EmbedSettings(Section):
    """Which other sites may show the widget."""

    origins: str = ""
    """Sites that may run the widget and frame `/embed`, as `https://www.example.org`, several with commas; empty, none."""

    @field_validator("origins")
    @classmethod
    def _are_origins(cls, given: str) -> str:
        found = dict.fromkeys(origin(part.strip()) for part in given.split(",") if part.strip())
        if len(found) > MAX_ORIGINS:
            raise ValueError(f"more than {MAX_ORIGINS} sites are listed")
        return ",".join(found)

    @property
    def allowed(self) -> tuple[str, ...]:
        """The origins, each as a browser sends it."""
        return tuple(self.origins.split(",")) if self.origins else ()


class RecordsSettings(Section):
    """What visitors agree to have kept: where, and for how long."""

    ask: bool = True
    """Whether visitors are asked at all. When not, nothing is stored and nothing is counted."""
    url: SecretStr = SecretStr(f"sqlite:///{ROOT / '.restwell' / 'records.db'}")
    """Database: a SQLite file, made with the first consent, or `postgresql://user@host/name`."""
    retention_days: int = Field(default=30, ge=1, le=365)
    """Days after which a turn is deleted. From the product's brief; visitors are told this number."""


class ReviewSettings(Section):
    """The review desk at /review: who may sign in, and what it is filled with."""

    passwords: SecretStr = SecretStr("")
    """Reviewers, each with a password of 12 characters or more: `anna:… ben:…`. Empty, and no proxy: there is no desk."""
    proxy_header: str = ""
    """Header in which a proxy that signs people in names the reviewer, for example `X-Remote-User`."""
    proxy_secret: SecretStr = SecretStr("")
    """What that proxy sends in `X-Restwell-Proxy`, 12 characters or more, so that nobody else can name a reviewer."""
    session_hours: float = Field(default=12.0, ge=0.1, le=168)
    """Hours after which a reviewer signs in again. A guess: a working day."""
    share: float = Field(default=0.2, ge=0, le=1)
    """Share of the answers no rule picks that are queued all the same. A guess: the backlog would settle it."""
    double: float = Field(default=0.3, ge=0, le=1)
    """Share of items that get two reviewers. A guess: the width of alpha's interval would settle it."""
    low_margin: float = Field(default=0.1, ge=0, le=1)
    """An answer is queued when its probability of being answerable was this close to the threshold. A guess, as for share."""


class ScoreboardSettings(Section):
    """The public page of figures at /scoreboard."""

    is_public: bool = False
    """Whether everybody may see how the last gated run did."""
    results: Path = ROOT / "evals" / "results"
    """Folder with `gated-full.json` or `gated-smoke.json`, as `python -m evals gate --keep` leaves them."""


class JudgeSettings(Section):
    """A chat model as a second opinion on statements, for `python -m evals judge`. The bot never asks it."""

    model: str = ""
    """LangChain `provider:model` with its version; empty, there is no judge. Not the model that words the answers."""
    base_url: str = ""
    """Address of an OpenAI-compatible server; empty, the provider's own."""
    api_key: SecretStr = SecretStr("")
    """Its key; empty, the provider's own variable is used. Never logged or printed."""
    timeout_s: float = Field(default=30.0, ge=0.1, le=600)
    """Seconds of silence after which a call is given up. A guess: nobody waits for a judge."""


class Settings(BaseSettings):
    """Everything that can be set. Sections nest with two underscores: `RESTWELL_INDEX__PATH`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", frozen=True, extra="forbid", use_attribute_docstrings=True
    )

    port: int = Field(default=7860, ge=1, le=65535)
    """Port of the chat page."""
    corpus: Path = ROOT / "corpus"
    """Folder with what may be said."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """Level of the log written to standard error."""
    chat_model: str = ""
    """LangChain `provider:model` that words the answers, each statement verified; `local:smollm2`; empty, answers are quotes."""
    index: IndexSettings = IndexSettings()
    retrieval: RetrievalSettings = RetrievalSettings()
    answer: AnswerSettings = AnswerSettings()
    chat: ChatSettings = ChatSettings()
    server: ServerSettings = ServerSettings()
    embed: EmbedSettings = EmbedSettings()
    verify: VerifySettings = VerifySettings()
    records: RecordsSettings = RecordsSettings()
    review: ReviewSettings = ReviewSettings()
    scoreboard: ScoreboardSettings = ScoreboardSettings()
    judge: JudgeSettings = JudgeSettings()

    @property
    def processes(self) -> int:
        """Processes that answer: as set; else two where there are two processors, and one with a chat model, for which a turn mostly waits.

        From `python -m evals load` on two processors; docs/operating.md has the figures. More than two are not the default for
        the memory that each takes.
        """
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        return self.server.processes or (1 if self.chat_model else min(2, processors))

    @property
    def turns_at_once(self) -> int:
        """Turns answered at once: as set; else one for each process, at least two, or 8 with a chat model.

        More threads in one process make each turn slower, since they share one interpreter: on two processors the 95th percentile
        to the first statement was 2.15 s with 8 threads and 1.78 s with 2 (`python -m evals load`). The 8 is a guess.
        """
        return self.server.concurrency or (8 if self.chat_model else max(2, self.processes))


def known_names() -> tuple[str, ...]:
    """Every environment variable that is read, in order."""
    names: list[str] = []
    for name, info in Settings.model_fields.items():
        section = info.annotation
        if isinstance(section, type) and issubclass(section, Section):
            names += [f"{PREFIX}{name}__{key}".upper() for key in section.model_fields]
        else:
            names.append(f"{PREFIX}{name}".upper())
    return tuple(names)


def load() -> Settings:
    """Read the environment once.

    Raises:
        SettingsError: A `RESTWELL_*` name is unknown, or a value is out of range.
    """
    known = known_names()
    unknown = sorted(n for n in os.environ if n.upper().startswith(PREFIX) and n.upper() not in known)
    if unknown:
        raise SettingsError(f"Unknown setting {unknown[0]!r}. Known: {', '.join(known)}")
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + "__".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"{name} is not usable: {first['msg']}. Change or unset it") from None


def share_processors() -> None:
    """Give each turn one thread of computing. Called before torch loads, whose threads only wait for each other.

    From `python -m evals load`: with torch's own number, a turn took 2.8 times the processor time (134 ms instead of 48), on two processors.
    Beside other work it is worse: a forward pass of ten words took 107 to 142 ms with two threads and 20 ms with one, in the same minute.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def for_child(**values: str) -> dict[str, str]:
    """The environment of a process we start, with settings of its own, named without the prefix: `INDEX__PATH="…"`."""
    return {**os.environ, **{PREFIX + name: value for name, value in values.items()}}


def go_offline() -> None:
    """Switch off every library's own outside connection. Called by each `main()` before the libraries load."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("LANGSMITH_TRACING", "false")
