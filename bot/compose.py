"""The extractive composer: chooses and orders whole sentences of the corpus, so every word it shows about health is a quote.

Phases: the article's line, the evidence that bears on the question, a limitation, the editors' note, and one line on
how strong the evidence is. Knows no language but the texts it is given, and no notices. The phases are public where
another composer words the evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answer import Lane, NoticeKind
from bot.astray import said
from bot.citing import Sheet, Worded
from bot.claims import ClaimCheck, Line, Pair
from bot.comparing import sets_apart
from bot.limiters import Limiters, limiters
from bot.point import fit, sorts
from bot.question import asks_about_article, is_yes_no
from bot.retrieve import Candidate, Evidence, says_same, thin
from bot.strength import claim_line, kinds_line, rank
from bot.texts import Texts
from ingest.index import Index
from ingest.lexical import stems_of
from ingest.source import Claim, Contradiction, Passage, Span

NEAR = 0.13
"""A candidate this much below the best (fused score) is off the question. A guess; docs/decisions/0003 has the scale."""
NEARER = 0.08
_FEW = 2
"""Findings after the first few are this near to the best, or they are left out. From the dev half of `evals/cases`."""
MIN_COSINE = 0.45
"""Nor is one on it whose best vector is further away than this,"""
_ALL_SAID = 0.9
"""unless this share of what is asked stands there."""
_TELLING = 3
"""Words from which that says something. A guess."""
ARTICLE_MIN = 0.6
"""Cosine from which a line of the post bears on the question; with the question naming the article, ARTICLE_ASKED."""
ARTICLE_ASKED = 0.3
ARTICLE_BEHIND = 0.15
"""Nor is it where the best of the research is so much closer."""
POINT = 0.08
"""What it adds to a candidate's score that all it answers is of the sort that is asked."""
ELSEWHERE = 0.06
"""What it takes from a candidate's score that it is on another condition than was asked about. A guess; dropping such candidates
brought in others that name the condition and not what was asked of it."""
OWN, NAMES = 0.15, 0.1
"""What a finding's own words add to its score when the first to be shown is chosen: for their cosine, and for the share of the question's
term weight that they and its source's title say. The asks find a passage, but a neighbour has asks as near. Of 526 cases that name
facts 384 begin with one (370 with neither, and with the strongest kind first where it was asked yes or no), and of 727 that name
sources 643 begin with one (617). Weights about these do as well. Measured once, by a research script."""
WITHIN = 0.06
"""How much further from the question a finding may be than the best, and lead."""
LIMITED = 0.15
"""What it adds to a finding's score when the first to be shown is chosen that it has a measure, a country or the year that the question
names. A guess; half the difference that a better ask makes."""
NOTE_FIRST = 0.07
"""The editors' note is shown before the research where it is so much closer to the question. A guess."""
_MOST_COMPARED = 3
CLAIM_MIN = 0.7
"""Cosine from which a claim of the post is what the question is about."""
DOUBT_MIN = 0.62
"""The same for a claim that the research does not support: better said once too often."""
PAIR_MIN = 0.55
"""Cosine from which a pair's subject is what the question is about, when both its sources were found."""
SAFETY_MIN = 0.6
_SUMMED = 3
"""Lines of the post in answer to a question that names none of their words; as many as with others. A guess."""
_OURS = ("article", "editor-note")
_BEHIND_OURS = 0.28
"""Research this much below the best line of ours is still shown, as long as it is on the question. A guess."""
_AS_CLOSE = 0.025
_NOT_STUDIES = ("agency-fact-sheet", "patient-organisation", "article", "editor-note")


@dataclass(frozen=True)
class Draft:
    """An answer's body, and what its notices need to know."""

    sheet: Sheet
    disagreements: tuple[Claim, ...] = ()
    pair: Contradiction | None = None
    evidence: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Task:
    """What a composer is given."""

    question: str
    evidence: Evidence
    check: ClaimCheck
    index: Index
    texts: Texts
    max_statements: int = 4
    subjects: frozenset[str] = frozenset()
    """Stems that name what the question is about most narrowly; evidence that has none of them is off the question."""
    astray: frozenset[str] = frozenset()
    """Ids of passages on another thing of the sort that the question names: iron, where magnesium was asked about."""
    elsewhere: frozenset[str] = frozenset()
    """Ids of passages on another condition than the question names: cramps, where restless legs were asked about. They count less."""
    limits: tuple[NoticeKind, ...] = ()
    """Limits of advice that the question runs into."""


@dataclass(frozen=True)
class Plan:
    """What an answer rests on, whoever words it."""

    lines: tuple[Line, ...]
    """The post's own lines on the question, in reading order; more than one only where it was asked what the post says."""
    relevant: tuple[Candidate, ...]
    pair: Contradiction | None
    chosen: tuple[Candidate, ...]
    """The research to quote, in reading order."""
    asks_article: bool
    """Whether it was asked what the post says: its lane comes first."""

    @property
    def line(self) -> Line | None:
        """The first of its lines that the research does not bear out; else the first."""
        doubtful = (line for line in self.lines if line.is_doubtful)
        return next(doubtful, self.lines[0] if self.lines else None)

    @property
    def doubts(self) -> tuple[Claim, ...]:
        """The claims of the post's lines that the research does not support."""
        return tuple(line.claim for line in self.lines if line.claim and line.is_doubtful)

    @property
    def first_note(self) -> Candidate | None:
        """The editors' own note, where it answers so much better than the research that it comes first."""
        best = max((c.score for c in self.chosen), default=0.0)
        notes = (c for c in self.relevant if c.source.kind == "editor-note")
        note = max(notes, key=lambda c: c.score, default=None)
        return note if note and self.chosen and note.score >= best + NOTE_FIRST else None

    @property
    def note(self) -> Candidate | None:
        """The editors' own note on the question."""
        notes = (c for c in self.relevant if c.source.kind == "editor-note" and c.cosine >= SAFETY_MIN)
        return next(notes, None)


def planned(task: Task) -> Plan:
    """Choose what the answer rests on."""
    relevant = _relevant(task)
    pair = _pair(task, relevant)
    chosen = _evidence(task, relevant, pair)
    return Plan(_article_lines(task), tuple(relevant), pair, tuple(chosen), asks_about_article(task.question))


def compose(task: Task) -> Draft:
    """Choose and order the statements; an empty sheet when nothing bears on the question."""
    plan = planned(task)
    sheet = begun(task, plan)
    for candidate in plan.chosen:
        quote(task, sheet, candidate)
    return finished(task, plan, sheet, plan.chosen)


def begun(task: Task, plan: Plan) -> Sheet:
    """A sheet with what comes before the research: the post's line, where that was asked for."""
    sheet = Sheet(task.index)
    if plan.asks_article:
        _add_article(sheet, plan)
    elif plan.first_note:
        sheet.add_quote(plan.first_note.passage, "safety")
    return sheet


def quote(task: Task, sheet: Sheet, candidate: Candidate) -> None:
    """Add a finding in its own words."""
    passage = candidate.passage
    sheet.add_quote(passage, "evidence", _best_sentence(passage, task) if passage.role == "paragraph" else None)


def finished(task: Task, plan: Plan, sheet: Sheet, shown: Sequence[Candidate], said: Sequence[Worded] = ()) -> Draft:
    """Add what goes with the research on the sheet, whoever worded it.

    Args:
        task: What was asked.
        plan: For this task.
        sheet: With its research.
        shown: Candidates that the research on the sheet is of.
        said: Verified statements on the post's line and the editors' note, to stand in place of their quotes.
    """
    for doubt in plan.doubts:
        _add_contrary(sheet, doubt, task)
    _add_limitation(sheet, shown, task)
    if not plan.asks_article and not _add_said(sheet, said, "article"):
        _add_article(sheet, plan)
    if not _add_said(sheet, said, "safety") and not plan.first_note:
        _add_editors(sheet, plan.relevant, task)
    _lead(sheet, plan.line, task)
    return Draft(sheet, plan.doubts, plan.pair, tuple(shown))


def _add_said(sheet: Sheet, said: Sequence[Worded], lane: Lane) -> bool:
    added = [sheet.add(worded) for worded in said if worded.lane == lane]
    return bool(added)


def _relevant(task: Task) -> list[Candidate]:
    """Candidates close enough to the best to be on the question, best first.

    The post and the editors' notes do not set the mark for the research: their asks are as many as a source's.
    """
    found = _on_point(task)
    if not found:
        return []
    best = max(c.score for c in found)
    related = max((c.score for c in found if c.source.kind not in _OURS), default=0.0)
    mark = related if related >= best - _BEHIND_OURS else best
    return [
        c
        for c in found
        if c.score >= (best if c.source.kind in _OURS else mark) - (2 * NEAR if _says_all(c, task) else NEAR)
    ]


def _says_all(candidate: Candidate, task: Task) -> bool:
    return candidate.coverage >= _ALL_SAID and len(task.evidence.weights) >= _TELLING


def _on_point(task: Task) -> list[Candidate]:
    """The candidates that are near enough, with their scores raised as far as they are on the question's point, best first."""
    wanted = sorts(task.question)
    found = [
        replace(c, score=c.score + POINT * fit(wanted, c.passage.asks) - ELSEWHERE * (c.passage.id in task.elsewhere))
        for c in task.evidence.candidates
        if (c.cosine >= MIN_COSINE or _says_all(c, task)) and c.passage.id not in task.astray
    ]
    return sorted(found, key=lambda c: -c.score)


def _article_lines(task: Task) -> tuple[Line, ...]:
    asked = asks_about_article(task.question)
    vectors = task.evidence.voices if asked else task.evidence.vector[None]
    lines = task.check.lines(vectors)
    if not lines:
        return ()
    if asked:
        first = lines[0]
        if first.similarity < ARTICLE_ASKED:
            return _article_by_ask(lines, task)
        near = max(ARTICLE_ASKED, first.similarity - 0.15)
        others = [o for o in lines[1:6] if o.similarity >= near and o.passage.id == first.passage.id][:2]
        return (first, *sorted(others, key=lambda one: one.span.start))
    best = max((c.cosine for c in task.evidence.candidates if c.source.kind != "article"), default=0.0)
    bears = next((line for line in lines if line.claim and line.is_specific), None)
    return (bears,) if bears and bears.similarity >= max(ARTICLE_MIN, best - ARTICLE_BEHIND) else ()


def _article_by_ask(lines: Sequence[Line], task: Task) -> tuple[Line, ...]:
    """The first lines of the post's passage that is known to answer the question, though its words are others: "sum it up"."""
    ours = [c for c in task.evidence.candidates if c.source.kind == "article" and c.ask >= ARTICLE_MIN]
    best = max(ours, key=lambda c: c.ask, default=None)
    of_it = [line for line in lines if best and line.passage.id == best.passage.id]
    return tuple(sorted(of_it, key=lambda line: line.span.start)[:_SUMMED])


def _pair(task: Task, relevant: Sequence[Candidate]) -> Contradiction | None:
    """The pair of sources that is about the question, when both were found."""
    found = {c.source.id for c in relevant}
    for pair in task.check.pairs(task.evidence.vector[None]):
        if pair.similarity < PAIR_MIN:
            return None
        if _bears(pair, found):
            return pair.contradiction
    return None


def _bears(pair: Pair, found: set[str]) -> bool:
    return {pair.contradiction.a, pair.contradiction.b} <= found


def _evidence(task: Task, relevant: Sequence[Candidate], pair: Contradiction | None) -> list[Candidate]:
    """Two to `max_statements` findings: the best match, both sides of a pair, then the strongest kinds."""
    related = [c for c in relevant if c.source.kind not in _OURS]
    if not related:
        return []
    related = _on_subject(related, task.subjects)
    lead = _lead_of(related, task)
    must = [lead]
    for name in (pair.a, pair.b) if pair else ():
        must += [next(c for c in relevant if c.source.id == name)]
    must += _other_sides(related, lead, task)
    must = list(dict.fromkeys(must))
    rest = _diverse([c for c in thin([*must, *related]) if c not in must], must)
    chosen = [*must, *_near_enough(rest, related[0].score, _FEW - len(must))][: max(task.max_statements, len(must))]
    return _ordered(chosen, lead, task)


def _lead_of(related: Sequence[Candidate], task: Task) -> Candidate:
    """The one of the best whose own words say most of what is asked, and what narrows it; of that, one a little further away too."""
    narrowing = limiters(task.question, task.limits)
    near = [c for c in related if c.score >= related[0].score - WITHIN]
    newest = max((c.source.year or 0 for c in near), default=None)
    narrow = {c.passage.id: _held(narrowing, c, newest) for c in related} if narrowing else {}
    near += [c for c in related if c not in near and narrow.get(c.passage.id)]
    near = [c for c in near if c.passage.id not in task.elsewhere] or near
    return max(
        near,
        key=lambda c: c.score + OWN * c.own + NAMES * _named(c, task.evidence) + LIMITED * narrow.get(c.passage.id, 0),
    )


def _held(narrowing: Limiters, candidate: Candidate, newest: int | None) -> float:
    source = candidate.source
    return narrowing.held(f"{source.title} {candidate.passage.text}", source.year, newest)


def _other_sides(related: Sequence[Candidate], lead: Candidate, task: Task) -> list[Candidate]:
    """Of each thing that a question sets against another, and that the first finding does not name, the finding that is closest."""
    if not sets_apart(task.question):
        return []
    shown = [lead]
    for thing in task.evidence.things:
        names = [frozenset((stem, *task.evidence.synonyms.get(stem, ()))) for stem in thing]

        def is_named(candidate: Candidate, names: Sequence[frozenset[str]] = tuple(names)) -> bool:
            stems = stems_of(candidate.passage.text)
            return all(not name.isdisjoint(stems) for name in names)

        if len(shown) < _MOST_COMPARED and not any(map(is_named, shown)):
            shown += [c for c in related if is_named(c)][:1]
    return shown[1:]


def _named(candidate: Candidate, evidence: Evidence) -> float:
    """The share of the question's term weight that a passage and its source's title say, in words of its own or the sources'."""
    stems, synonyms = said(candidate), evidence.synonyms
    held = sum(w for term, w in evidence.weights.items() if not stems.isdisjoint((term, *synonyms.get(term, ()))))
    return held / max(evidence.term_weight, 1e-6)


def _near_enough(rest: Sequence[Candidate], best: float, few: int) -> list[Candidate]:
    """The first few of the rest, and of the others those that are nearer still to the best."""
    return [c for n, c in enumerate(rest) if n < few or c.score >= best - NEARER]


def _on_subject(related: Sequence[Candidate], subjects: frozenset[str]) -> list[Candidate]:
    """Only the candidates that name the subject, when two do; what is about as close as the best stays too."""
    named = [c for c in related if subjects & (stems_of(c.source.title) | stems_of(c.passage.text))]
    if len(named) < 2:
        return list(related)
    return [c for c in related if c in named or c.score >= related[0].score - _AS_CLOSE]


def _diverse(rest: Sequence[Candidate], taken: Sequence[Candidate]) -> list[Candidate]:
    """New sources before a second finding of one already taken; within each, the better match first."""
    sources = {c.source.id for c in taken}
    first: list[Candidate] = []
    second: list[Candidate] = []
    for candidate in rest:
        (second if candidate.source.id in sources else first).append(candidate)
        sources.add(candidate.source.id)
    return sorted([*first, *second], key=lambda c: -c.score + (0.05 if c in second else 0.0))


def _ordered(chosen: Sequence[Candidate], lead: Candidate, task: Task) -> list[Candidate]:
    """What answers best, then the strongest evidence; what is on another condition last."""
    others = (c for c in chosen if c is not lead)
    return [lead, *sorted(others, key=lambda c: (c.passage.id in task.elsewhere, rank(c.source), -c.score))]


def _best_sentence(passage: Passage, task: Task) -> Span:
    """The sentence of a longer paragraph that is closest to the question."""
    texts = [task.index.quote(passage, *span) for span in passage.sentences]
    scores = task.index.side.matrix(texts) @ task.evidence.vector
    return passage.sentences[int(scores.argmax())]


def _add_article(sheet: Sheet, plan: Plan) -> None:
    for line in plan.lines:
        sheet.add_quote(line.passage, "article", line.span)


def _add_contrary(sheet: Sheet, claim: Claim, task: Task) -> None:
    """At least one finding of the claim check stands beside a doubtful line of the post."""
    pointed = [task.index.passages[name] for name in claim.passage_ids if name in task.index.passages]
    if pointed and not any(sheet.quotes(passage) for passage in pointed):
        fresh = [p for p in pointed if not any(says_same(p, c) for c in _quoted(sheet, task))]
        sheet.add_quote((fresh or pointed)[0], "evidence")


def _quoted(sheet: Sheet, task: Task) -> list[Passage]:
    return [task.index.passages[c.passage_id] for c in sheet.citations]


def _add_limitation(sheet: Sheet, chosen: Sequence[Candidate], task: Task) -> None:
    """One limitation of the main study: the first shown that states one."""
    for candidate in chosen:
        if candidate.source.kind in _NOT_STUDIES:
            continue
        limits = task.index.limitations.get(candidate.source.id, ())
        if limits:
            sheet.add_quote(limits[0], "evidence")
            return


def _add_editors(sheet: Sheet, relevant: Sequence[Candidate], task: Task) -> None:
    """The editors' own note, never as if a source had said it; alone when nothing else bears on the question."""
    notes = [c for c in relevant if c.source.kind == "editor-note" and c.cosine >= SAFETY_MIN]
    fresh = [c for c in notes if not any(says_same(c.passage, p) for p in _quoted(sheet, task))]
    for note in fresh[:1]:
        sheet.add_quote(note.passage, "safety")


def _lead(sheet: Sheet, line: Line | None, task: Task) -> None:
    """For a yes-or-no question: the claim check's verdict where the post claims it, and the kinds of evidence."""
    shown = sheet.findings
    if not is_yes_no(task.question) or not shown:
        return
    said = []
    claim = line.claim if line else None
    if claim and line and line.claim_similarity >= (CLAIM_MIN if claim.verdict == "supports" else DOUBT_MIN):
        said.append(claim_line(claim, task.texts))
    said.append(kinds_line((task.index.sources[c.source_id] for c in shown), task.texts))
    sheet.lead(" ".join(said))
