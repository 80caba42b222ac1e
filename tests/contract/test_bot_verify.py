"""The verifier at the seam: citations byte for byte, lanes, our own templates, and what is withheld."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
import verify_fixtures as fx
from bot_fixtures import answers_to_our_own, the_real_bot
from conftest import HashEmbedder

from bot.answer import Citation, Statement
from bot.strength import claim_line, kinds_line
from bot.texts import texts
from bot.verify.release import release
from bot.verify.verdict import Verdict, Verifies
from bot.verify.verifier import Verifier
from bot.wiring import load_entities
from ingest.errors import EmbeddingFailed
from ingest.index import Index

ENGLISH = texts("en")


@pytest.fixture(scope="module")
def index() -> Index:
    """The real index."""
    return the_real_bot().index()


def citation(index: Index, source_id: str, n: int = 1) -> Citation:
    """The citation of a source's first finding."""
    passage = next(p for p in index.passages.values() if p.source_id == source_id)
    source = index.source(passage)
    return Citation(
        n, source_id, source.title, source.kind, source.year, passage.id,
        source.text[passage.start : passage.end], passage.start, passage.end, source.url,
    )  # fmt: skip


def checks(statement: Statement, citations: Sequence[Citation], index: Index) -> list[str]:
    """The checks that a statement fails."""
    return [f.check for f in fx.fast_verifier().check(statement, citations, index).failures]


def test_a_verbatim_quote_passes_and_no_model_is_called(index: Index) -> None:
    """Every finding of the corpus, cited as it stands."""
    verifier = fx.fast_verifier()
    for source_id in list(index.sources)[:60]:
        cited = citation(index, source_id)
        lane = {"article": "article", "editor-note": "safety"}.get(cited.kind, "evidence")
        assert verifier.check(Statement(cited.quote, lane, (1,)), [cited], index) == Verdict()  # type: ignore[arg-type]


def test_a_citation_that_is_missing_unknown_or_not_the_index_s_words_fails(index: Index) -> None:
    """No number, a number nobody gave, a passage of another build, and one letter changed."""
    good = citation(index, "marshall-2019")
    said = Statement(good.quote, "evidence", (1,))
    assert checks(replace(said, citations=()), [good], index) == ["citation"]
    assert checks(replace(said, citations=(99,)), [good], index) == ["citation"]
    assert checks(said, [replace(good, passage_id="gone")], index) == ["quote"]
    assert checks(said, [replace(good, quote=good.quote[:-1] + "!")], index) == ["quote"]
    assert checks(said, [replace(good, start=good.start + 1)], index) == ["quote"]
    assert checks(said, [replace(good, source_id="none")], index) == ["quote"]


def test_the_post_and_the_research_are_not_cited_in_each_other_s_lane(index: Index) -> None:
    """A finding under "what our article says" fails."""
    good = citation(index, "marshall-2019")
    assert checks(Statement(good.quote, "article", (1,)), [good], index) == ["citation"]


def test_our_summary_line_is_held_to_what_it_cites(index: Index) -> None:
    """The kinds are those of the sources cited, the claim is the post's own with its own verdict."""
    one, two = citation(index, "marshall-2019", 1), citation(index, "chen-2018-pregnancy", 2)
    kinds = kinds_line((index.sources[c.source_id] for c in (one, two)), ENGLISH)
    claim = next(c for c in index.claims if c.verdict != "supports")
    line = f"{claim_line(claim, ENGLISH)} {kinds}"
    entities = load_entities(fx.CORPUS / "entities.yaml", fx.CORPUS / "guard")
    verifier = Verifier(fx.LEXICON, entities, HashEmbedder(), wordings=[texts("de"), ENGLISH])
    for text in (kinds, line):
        assert verifier.check(Statement(text, "summary", (1, 2)), [one, two], index).passes
    assert not verifier.check(Statement(kinds, "summary", (1,)), [one, two], index).passes
    stronger = claim_line(replace(claim, verdict="supports"), ENGLISH)
    assert not verifier.check(Statement(f"{stronger} {kinds}", "summary", (1, 2)), [one, two], index).passes


class Fake:
    """Passes what is short; fails to run on one word."""

    name = "fake"

    def check(self, statement: Statement, citations: Sequence[Citation], index: Index) -> Verdict:
        """See `Verifies.check`."""
        if "model" in statement.text:
            raise EmbeddingFailed("'test' failed on 1 texts: OSError")
        return fx.fast_verifier().check(statement, citations, index)


@pytest.mark.parametrize("verifier", [fx.fast_verifier(), Fake()], ids=["real", "fake"])
def test_real_and_fake_keep_the_same_promises(verifier: Verifies, index: Index) -> None:
    """A quote passes, no citation or another number fails, and the verdict is the same each time."""
    good = citation(index, "chen-2018-pregnancy")
    said = Statement(good.quote, "evidence", (1,))
    assert verifier.name
    assert verifier.check(said, [good], index).passes
    assert not verifier.check(replace(said, citations=()), [good], index).passes
    changed = replace(said, text=good.quote.replace("27", "28"))
    assert not verifier.check(changed, [good], index).passes
    assert verifier.check(changed, [good], index) == verifier.check(changed, [good], index)


@pytest.mark.slow
def test_nothing_of_the_extractive_answers_is_withheld() -> None:
    """Every statement of the answers to our own questions passes, and each answer says who verified it."""
    answers = [asked.answer for asked in answers_to_our_own()]
    assert {a.id for a in answers if a.withheld} == set()
    assert any(s.lane == "summary" for a in answers for s in a.statements)
    assert all(a.versions["verifier"].startswith("verify-") for a in answers)


def test_what_fails_or_cannot_be_checked_is_withheld_counted_and_leaves_no_gap(index: Index) -> None:
    """Citations are numbered anew, and a summary that counted a withheld statement goes with it."""
    one, two, three = (citation(index, name, n) for n, name in enumerate(
        ("marshall-2019", "chen-2018-pregnancy", "ohayon-2012"), 1))  # fmt: skip
    statements = [
        Statement("Our claim check: the model is down.", "summary", (1,)),
        Statement(one.quote, "evidence", (1,)),
        Statement("Magnesium cures everybody.", "evidence", (2,)),
        Statement(three.quote, "evidence", (3,)),
    ]
    released = release(statements, [one, two, three], Fake(), index)
    assert [s.citations for s in released.statements] == [(1,), (2,)]
    assert [(c.n, c.source_id) for c in released.citations] == [(1, "marshall-2019"), (2, "ohayon-2012")]
    assert (released.withheld, released.answers) == (2, True)
    assert not release(statements[:1], [one], Fake(), index).answers


@pytest.mark.slow
def test_no_lock_finds_fault_with_a_finding_cited_for_itself(index: Index) -> None:
    """Read as any statement is, not let through as its own quote."""
    texts_of = [index.quote(p, p.start, p.end) for p in index.passages.values()]
    assert len(texts_of) > 1000
    assert [text for text in texts_of if fx.fast_verifier().failures(text, text)] == []
