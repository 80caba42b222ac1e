"""Builds a Bot from settings. The only place in `bot` where concrete classes are made."""

from __future__ import annotations

import re
from pathlib import Path

import settings
from bot import answerability
from bot.answer import Answer
from bot.astray import load_classes
from bot.entities import Entities
from bot.errors import TextsInvalid
from bot.facets import Facets
from bot.general import GeneralQuestions
from bot.generate.composer import GenerativeComposer
from bot.generate.providers import make_model
from bot.generate.triage import ModelTriage
from bot.glossary import load_glossaries, load_latin
from bot.guards.guard import Guards
from bot.guards.memory import Memory
from bot.guards.replies import Replies
from bot.guards.rules import expand, load_lists
from bot.helplines import Helplines
from bot.lookup import Depth, Lookup
from bot.replay import Replay, build_of, replay
from bot.slips import Slips
from bot.texts import FOLDER as TEXTS
from bot.texts import texts
from bot.turn import Bot, Limits
from bot.verify.cross_encoder import CrossEncoderEntails
from bot.verify.entailment import folder_of
from bot.verify.lexicon import load as load_lexicon
from bot.verify.meaning import Entails
from bot.verify.onnx_classifier import OnnxEntails, weights_of
from bot.verify.plain import PlainJudge
from bot.verify.verdict import Verifies
from bot.verify.verifier import Thresholds, Verifier
from bot.yaml_file import read_yaml
from ingest.embedder import Embedder, make_embedder
from ingest.index import IndexReader
from ingest.manifest import Layout


def make_bot(loaded: settings.Settings, build: str | None = None, memory: Memory | None = None) -> Bot:
    """A bot over the index and corpus that the settings name; nothing heavy is loaded yet.

    Args:
        loaded: All settings.
        build: A build to answer from for good; otherwise the one that serves.
        memory: What earlier messages were taken for, when another process has a part in it.

    Raises:
        EmbeddingFailed: The embedder's name is not known.
        TextsInvalid: The guard folder, a glossary or a wording file cannot be read.
        BotError: The chat model that the settings name cannot be made.
    """
    embedder = make_embedder(loaded.index.embedder)
    guard = loaded.corpus / "guard"
    entities = load_entities(loaded.corpus / "entities.yaml", guard)
    verifier = make_verifier(loaded, entities, embedder)
    return Bot(
        lookup=Lookup(
            IndexReader(loaded.index.path, embedder, build),
            embedder,
            entities,
            GeneralQuestions.load(guard / "general.yaml", entities),
            answerability.load(),
            depth(loaded),
            read_names(loaded.corpus / "names.txt"),
            Slips.load(loaded.corpus / "slips.yaml"),
            load_classes(loaded.corpus / "medicine-classes.yaml"),
        ),
        guards=Guards.load(guard),
        replies=Replies(Helplines.load(loaded.corpus / "helplines.yaml")),
        entities=entities,
        limits=limits(loaded),
        glossaries=load_glossaries(loaded.corpus / "glossary"),
        latin=load_latin(loaded.corpus / "glossary"),
        composer=make_composer(loaded, verifier) if loaded.chat_model else None,
        verifier=verifier,
        second=make_triage(loaded),
        memory=memory,
        facets=Facets.load(loaded.corpus / "facets.yaml"),
    )


def make_replay(loaded: settings.Settings, answer: Answer) -> Replay:
    """A saved Answer, made again from its own build.

    Raises:
        IngestError: That build is gone or damaged, or of another embedder.
        BotError: See `make_bot`.
    """
    layout = Layout(loaded.index.path)
    build = build_of(answer, layout)
    quoting = loaded.model_copy(update={"chat_model": ""})
    embedder = make_embedder(loaded.index.embedder)
    entities = load_entities(loaded.corpus / "entities.yaml", loaded.corpus / "guard")
    return replay(answer, make_bot(quoting, build), make_verifier(loaded, entities, embedder), layout.current())


def make_composer(loaded: settings.Settings, verifier: Verifies) -> GenerativeComposer:
    """The composer over the chat model that the settings name.

    Raises:
        BotError: That model cannot be made.
    """
    return GenerativeComposer(make_model(loaded.chat_model, loaded.chat), verifier, loaded.chat.turn_limit_s)


def make_triage(loaded: settings.Settings) -> ModelTriage | None:
    """A second look at each message by the chat model that the settings name, if they name one that can give it.

    Raises:
        BotError: That model cannot be made.
    """
    name, limit_s = loaded.chat_model, loaded.chat.triage_limit_s
    if not name or not limit_s or name.startswith("local:"):  # the packaged model is held to lines of another kind
        return None
    brief = loaded.chat.model_copy(update={"timeout_s": limit_s, "retries": 0})
    return ModelTriage(make_model(name, brief), limit_s)


def make_verifier(loaded: settings.Settings, entities: Entities, embedder: Embedder) -> Verifier:
    """The verifier of statements, from settings and the corpus' word lists.

    Raises:
        TextsInvalid: A word list cannot be read.
        BotError: The entailment model that the settings name is not there.
    """
    bounds = loaded.verify
    return Verifier(
        load_lexicon(loaded.corpus),
        entities,
        embedder,
        Thresholds(bounds.min_coverage, bounds.min_cosine, bounds.min_entailment, bounds.min_coverage_entailed),
        make_entails(bounds.entailment),
        [texts(path.stem) for path in sorted(TEXTS.glob("*.yaml"))],
    )


def make_entails(name: str) -> Entails | None:
    """The entailment model that a setting names; none when it is empty.

    Raises:
        BotError: The name is not `local:` and a folder that holds a model.
    """
    if not name:
        return None
    folder = folder_of(name)
    return OnnxEntails(folder) if weights_of(folder) else CrossEncoderEntails(folder)


def make_plain_judge(corpus: Path, embedder: Embedder) -> PlainJudge:
    """Judges the plain wordings of a corpus; `ingest` finds it as an entry point.

    Raises:
        TextsInvalid: A word list cannot be read.
    """
    entities = load_entities(corpus / "entities.yaml", corpus / "guard")
    return PlainJudge(Verifier(load_lexicon(corpus), entities, embedder), embedder)


def limits(loaded: settings.Settings) -> Limits:
    """A turn's bounds, from settings."""
    return Limits(
        max_question_chars=loaded.answer.max_question_chars,
        max_history_turns=loaded.answer.max_history_turns,
        max_statements=loaded.answer.max_statements,
    )


def depth(loaded: settings.Settings) -> Depth:
    """How far a lookup goes, from settings."""
    bounds = loaded.retrieval
    return Depth(bounds.dense_k, bounds.lexical_k, bounds.candidates)


def read_names(path: Path) -> tuple[str, ...]:
    """Names that are no misspellings, one a line; none when the file cannot be read, since it only keeps words from being mended."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def load_entities(path: Path, guard: Path) -> Entities:
    """Read the subjects a question can be about.

    Raises:
        TextsInvalid: The file cannot be read, or a pattern in it does not compile.
    """
    lists = load_lists(guard)
    try:
        data = read_yaml(path)
        return Entities(
            {sort: [re.compile(expand(str(p), lists, str(path))) for p in given] for sort, given in data.items()}
        )
    except (AttributeError, TypeError, re.error) as error:
        raise TextsInvalid(f"{str(path)!r} cannot be used ({type(error).__name__}); restore or mend it") from None
