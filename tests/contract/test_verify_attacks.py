"""Statements that a careless model or an attacker would make of a finding: none passes, with the shipped embedder and index."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bot_fixtures import the_real_bot

import settings
from bot.verify.verifier import Verifier
from bot.wiring import load_entities, make_verifier
from ingest.embedder import make_embedder
from ingest.index import Index

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "attacks.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def index() -> Index:
    """The real index."""
    return the_real_bot().index()


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    """The verifier as shipped."""
    loaded = settings.Settings()
    entities = load_entities(loaded.corpus / "entities.yaml", loaded.corpus / "guard")
    return make_verifier(loaded, entities, make_embedder(loaded.index.embedder))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']}: {row['statement'][:40]}")
def test_a_statement_that_its_finding_does_not_bear_is_withheld(
    row: dict[str, str], verifier: Verifier, index: Index
) -> None:
    """Directions turned, names and numbers exchanged, "not" put in or out, hedges dropped, causes and advice added."""
    assert not verifier.bears([row["quote"]], row["statement"], index.lexical.idf).passes


def test_the_findings_themselves_pass(verifier: Verifier, index: Index) -> None:
    """So that the attacks fail for what was changed, not for the finding they are about."""
    quotes = sorted({row["quote"] for row in ROWS})
    assert [q for q in quotes if not verifier.bears([q], q, index.lexical.idf).passes] == []
