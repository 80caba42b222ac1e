"""A bot whose Answers are written in advance: one for each state of the page. Real Answers, no retrieval."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.answer import Answer, Citation, Notice, Statement
from bot.events import Done, Event, Released, Step
from bot.render import plain_text
from bot.texts import texts

REVIEW = Citation(
    1,
    "marshall-2019",
    "Magnesium supplementation: a systematic review",
    "systematic-review",
    2019,
    "marshall-2019:1",
    "It is not clear whether magnesium relieves RLS.",
    24,
    71,
    "https://doi.org/10.1016/j.smrv.2019.101218",
    heading="Findings",
    paragraph="Eight studies were found. It is not clear whether magnesium relieves RLS.",
    population="8 studies of magnesium for RLS",
    publication="Sleep Medicine Reviews 48:101218",
    authors="Marshall NS et al.",
    limitation="Only one trial was randomised.",
)
POST = Citation(
    2,
    "article",
    "The Role of Magnesium",
    "article",
    None,
    "article:1",
    "Magnesium can help alleviate RLS symptoms.",
    0,
    42,
    "/article",
    heading="Addressing Magnesium Deficiency in RLS",
    paragraph="Magnesium can help alleviate RLS symptoms. Foods rich in magnesium include nuts.",
)
MOVED = "Eight studies were found. Whether magnesium relieves RLS is not clear."
PLAIN = "We do not know yet whether magnesium eases restless legs."
CONSULT = Notice("consult", "Ask a pharmacist which form suits you. Bring the label.")
DIFFER = Notice("disagreement", "Our article puts this more strongly than the research does.")
EVIL = (
    "<script>window.ran=1</script><img src=x onerror='window.ran=1'>\"'><svg onload=window.ran=1>"
    "${window.ran=1}{{constructor.constructor('window.ran=1')()}}`"
)


def answer(question: str, outcome: Any = "answered", lead: str = "", **given: Any) -> Answer:
    """An Answer with its text made as the bot makes it."""
    statements, citations, notices = (given.pop(key, ()) for key in ("statements", "citations", "notices"))
    return Answer(
        id=uuid.uuid4().hex,
        question=question,
        standalone_question=question,
        language="en",
        outcome=outcome,
        statements=statements,
        citations=citations,
        notices=notices,
        text=plain_text(lead, statements, citations, notices, texts()),
        timings_ms={"total": 12.0},
        versions={"index": "rw-1", "corpus": "c1", "composer": "extractive"},
        **given,
    )


def answered(question: str) -> Answer:
    """Two lanes that differ, a consult box and a follow-up."""
    return answer(
        question,
        statements=(
            Statement("The evidence is thin.", "summary", (1,)),
            Statement(REVIEW.quote, "evidence", (1,), PLAIN),
            Statement(POST.quote, "article", (2,)),
        ),
        citations=(REVIEW, POST),
        notices=(DIFFER, CONSULT),
        follow_ups=("Which foods have magnesium?",),
    )


def moved(question: str) -> Answer:
    """A citation whose quote, with an amount, stands nowhere in its paragraph, as after an edit of the source."""
    cited = replace(REVIEW, quote="The trials lasted 8 weeks.", paragraph=MOVED)
    return answer(question, statements=(Statement(cited.quote, "evidence", (1,)),), citations=(cited,))


def injected(question: str) -> Answer:
    """Scripts in every text that comes from a corpus, and addresses that would run."""
    bad = Citation(
        1,
        "s",
        EVIL,
        EVIL,
        2020,
        "p",
        EVIL,
        0,
        1,
        "javascript:window.ran=1",
        heading=EVIL,
        paragraph=f"Before {EVIL} after",
        population=EVIL,
        publication=EVIL,
        authors=EVIL,
        limitation=EVIL,
    )
    worse = Citation(
        2, "s", "T", "rct", 2020, "p", "Q", 0, 1, 'https://ok.test/"onmouseover="window.ran=1', paragraph="Q"
    )
    return answer(
        question,
        statements=(Statement(EVIL, "summary", (1, 2)), Statement(EVIL, "evidence", (1,))),
        citations=(bad, worse),
        notices=(Notice("consult", EVIL),),
        follow_ups=(EVIL,),
    )


def card(question: str, outcome: Any, country: str | None) -> Answer:
    """A reply to someone who needs help now."""
    number = "999" if country == "GB" else "112"
    leads = {
        "emergency": f"Call {number} now. These signs can mean a blood clot. Do not drive yourself.",
        "urgent": "Be seen by a doctor today. A red, hot, spreading patch can be an infection.",
        "crisis": "I am sorry you are in so much pain. You can talk to someone right now.",
    }
    notices = {
        "emergency": (Notice("emergency", "Poison line: 1-800-222-1222 (24/7)."),),
        "urgent": (Notice("helpline", "NHS 111 can tell you where to go."),),
        "crisis": (Notice("helpline", "Samaritans: 116 123, 24/7. Or text SHOUT to 85258."),),
    }
    return answer(question, outcome, leads[outcome], notices=notices[outcome])


@dataclass
class Post:
    id: str = "article"
    title: str = "The Role of Magnesium"
    text: str = POST.paragraph


@dataclass
class Paragraph:
    source_id: str = "article"
    start: int = 0
    end: int = len(POST.paragraph)
    heading_path: tuple[str, ...] = ("Addressing Magnesium Deficiency in RLS",)
    sentences: tuple[tuple[int, int], ...] = ((0, 42), (43, len(POST.paragraph)))


@dataclass
class OneBuild:
    sources: dict[str, Any] = field(default_factory=lambda: {"article": Post()})
    passages: dict[str, Any] = field(default_factory=lambda: {"article:1": Paragraph()})


class ScriptedBot:
    """Chooses the Answer by a word in the question; `asked` keeps the calls, `gate` holds back "slow" questions, and "halting" ones after their first statement."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...], str | None]] = []
        self.languages: list[str | None] = []
        self.gate = threading.Event()
        self.gate.set()

    def ask(
        self, question: str, history: Sequence[str] = (), country: str | None = None, language: str | None = None
    ) -> Answer:
        """The Answer written for this question; its frame is in the language asked for, or in Spanish for a "foreign" one."""
        self.asked.append((question, tuple(history), country))
        self.languages.append(language)
        return replace(self._answer(question, country), language="es" if "foreign" in question else language or "en")

    def _answer(self, question: str, country: str | None) -> Answer:
        if "slow" in question:
            self.gate.wait(20)
        if not question.strip():
            return answer(question, "clarify", texts().say("clarify.empty"))
        if len(question) > 2000:
            return answer(question, "clarify", texts().say("clarify.too_long", length=len(question), limit=2000))
        for outcome in ("emergency", "urgent", "crisis"):
            if outcome in question:
                return card(question, outcome, country)
        if "mattress" in question:
            return answer(
                question,
                "not_covered",
                "The sources here do not answer this.",
                notices=(CONSULT,),
                follow_ups=("Which stretch?",),
            )
        if "rules" in question:
            return answer(question, "declined", texts().say("declined.injection"), reason="injection")
        if "moved" in question:
            return moved(question)
        return injected(question) if "inject" in question else answered(question)

    def stream(
        self, question: str, history: Sequence[str] = (), country: str | None = None, language: str | None = None
    ) -> Iterator[Event]:
        """The same Answer, its statements one by one before it."""
        yield Step("look_up")
        made = self.ask(question, history, country, language)
        for statement in made.statements:
            yield Released(statement, made.citations)
            if "halting" in question:
                self.gate.wait(20)
        yield Done(made)

    def warm(self) -> None:
        """Nothing to load."""

    def is_ready(self) -> bool:
        """Always."""
        return True

    def index(self) -> OneBuild:
        """A post of one paragraph."""
        return OneBuild()
