"""One visitor's walk through every state of the widget on the post's page, at one width, in one scheme and language.

The bot is scripted, so that each state is there for certain. Each is looked at as it appears: axe, what runs out of the panel, a picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from accessibility import not_prose, violations
from pictures import kept
from playwright.sync_api import Locator, expect
from scripted import PLAIN, REVIEW
from widgets import SENTENCE, PostBot, Sites, Widget, fits, marked

from bot.texts import texts

SCHEMES = ("light", "dark")
STATES = (
    "button, open, streaming, stopped, answered, passage, post, simpler, voted, consent-asked, comment, withdrawn, declined-consent, "
    "not-covered, declined, urgent, crisis, emergency, country, sheet, language, offline, back, new-chat"
).split(", ")
"""What a walk must have looked at."""


class WidgetWalk:
    """A visitor of the post. Each method is a stretch of the way; `whole` is all of it."""

    def __init__(self, widget: Widget, sites: Sites, bot: PostBot, language: str, scheme: str) -> None:
        self.widget, self.sites, self.bot = widget, sites, bot
        self.page, self.scheme = widget.page, scheme
        self.said = texts(language)
        self.seen: list[str] = []
        self.found: dict[str, list[str]] = {}
        """What was wrong, by state."""

    def whole(self) -> None:
        """Every state, one after another."""
        self.opening()
        self.answer()
        self.citation()
        self.opinion_and_consent()
        self.other_outcomes()
        self.help_now()
        self.sheet_and_language()
        self.connection()

    def opening(self) -> None:
        """Closed, then open with all that unfolds."""
        launcher = self.page.get_by_role("button", name=self.say("widget.open"))
        expect(launcher).to_be_visible()
        self.at("button")
        launcher.click()
        for summary in self.widget.root.locator(".first summary").all():
            summary.click()
        self.at("open")

    def answer(self) -> None:
        """Its first statement while the rest is on its way; stopped; asked again and whole; our plain wordings."""
        self.bot.gate.clear()
        self.widget.box.fill("halting sentence")
        self.widget.box.press("Enter")
        expect(self.turn.get_by_text(REVIEW.quote)).to_be_visible()
        self.at("streaming")
        self.button("page.stop").click()
        expect(self.turn).to_contain_text(self.say("page.stopped"))
        self.at("stopped")
        self.bot.gate.set()  # the server has long seen that nobody waits: the answer that was stopped is not kept
        self.button("page.again").click()
        expect(self.widget.finished(1).locator(".lane.article .notice.disagreement")).to_be_visible()
        expect(self.turn.get_by_role("heading", name=self.say("headings.consult"))).to_be_visible()
        assert not not_prose(self.turn), not_prose(self.turn)
        self.at("answered")

    def citation(self) -> None:
        """From a marker to its passage by keyboard, to its sentence in the post, and back."""
        marker = self.turn.locator(".lane.article .marker").first
        marker.press("Enter")
        expect(self.turn.locator(".passage mark").last).to_be_visible()
        self.at("passage")
        self.button("widget.show_here").press("Enter")
        expect(self.button("widget.back")).to_be_visible()
        assert marked(self.page) == SENTENCE
        self.at("post")
        self.button("widget.back").press("Enter")
        self.page.keyboard.press("Escape")
        expect(marker).to_be_focused()

    def opinion_and_consent(self) -> None:
        """A vote and the question of consent; agreed, with a comment; withdrawn; refused in another conversation."""
        turn, before = self.widget.ask("Does it help?"), self.sites.records.totals().turns
        self.simpler(turn)
        turn.get_by_role("button", name=self.say("page.feedback.helpful"), exact=True).click()
        expect(turn.locator(".said")).to_have_text(self.say("page.feedback.counted"))
        self.at("voted")
        asked = self.widget.panel.get_by_role("region", name=self.say("page.consent.title"))
        self.at("consent-asked", asked)
        asked.get_by_role("button", name=self.say("page.consent.yes")).click()
        expect(asked).to_contain_text(self.say("page.consent.given", days=30))
        turn.get_by_role("button", name=self.say("page.feedback.not_helpful"), exact=True).click()
        turn.get_by_label(self.say("page.feedback.comment")).fill("I missed sleep.")
        self.at("comment")
        turn.get_by_role("button", name=self.say("page.feedback.send")).click()
        expect(turn.locator(".said")).to_have_text(self.say("page.feedback.sent"))
        assert self.sites.records.totals().turns - before == 2
        asked.get_by_role("button", name=self.say("page.consent.withdraw")).click()
        expect(asked).to_contain_text(self.say("page.consent.withdrawn"))
        assert self.sites.records.totals().turns == before
        self.at("withdrawn", asked)
        self.anew("Does it help?")
        asked.get_by_role("button", name=self.say("page.consent.no")).click()
        expect(asked).to_contain_text(self.say("page.consent.declined"))
        self.at("declined-consent", asked)
        assert self.sites.records.totals().turns == before

    def simpler(self, turn: Locator) -> None:
        """Our plain wordings, and back."""
        choices = self.widget.panel.get_by_text(self.say("widget.choices"))
        switch = self.widget.panel.get_by_role("checkbox", name=self.say("page.simpler.switch"))
        if not switch.is_visible():
            choices.click()
        switch.check()
        expect(turn.get_by_text(PLAIN)).to_be_visible()
        self.at("simpler", turn.get_by_text(PLAIN))
        switch.uncheck()

    def other_outcomes(self) -> None:
        """What the sources do not cover, with what lies near; what is declined; a follow-up goes with what came before."""
        turn = self.anew("Which mattress?")
        expect(turn.get_by_role("button", name="Which stretch?")).to_be_visible()
        self.at("not-covered")
        turn.get_by_role("button", name="Which stretch?").click()
        self.widget.finished(2)
        assert self.bot.asked[-1][:2] == ("Which stretch?", ("Which mattress?",))
        expect(self.anew("your rules").locator(".passage, .below")).to_have_count(0)
        self.at("declined")

    def help_now(self) -> None:
        """Each card, and the numbers of another country."""
        for outcome in ("urgent", "crisis", "emergency"):
            card = self.anew(outcome).get_by_role("alert")
            expect(card).to_contain_text(self.say(f"page.cards.{outcome}"))
            self.at(outcome)
        card.get_by_label(self.say("page.card_country")).select_option("GB")
        expect(self.widget.finished(1).get_by_role("link").first).to_have_attribute("href", "tel:999")
        self.at("country")

    def sheet_and_language(self) -> None:
        """The visit sheet in a tab of its own; the panel in another language and back."""
        turn = self.anew("Which mattress?")
        with self.page.context.expect_page() as opening:
            turn.get_by_role("button", name=self.say("sheet.open")).click()
        sheet = opening.value
        expect(sheet.get_by_role("heading", name=self.say("sheet.title"), level=1)).to_be_visible()
        self.seen.append("sheet")
        wrong = violations(sheet)
        if wrong:
            self.found["sheet"] = wrong
        sheet.close()
        other = texts("es")
        self.choose_language(self.said.say("page.language"), "es")
        expect(turn.get_by_role("heading", name=other.say("headings.consult"))).to_be_visible()
        self.at("language")
        self.choose_language(other.say("page.language"), self.said.language)

    def choose_language(self, label: str, language: str) -> None:
        """Switch the panel, unfolding the choices first where they are folded."""
        chosen = self.widget.panel.get_by_label(label, exact=True)
        if not chosen.is_visible():
            self.widget.root.locator("details.choose summary").click()
        chosen.select_option(language)
        expect(self.widget.root.locator(".frame")).to_have_attribute("lang", language)

    def connection(self) -> None:
        """Offline, a question is kept; back again it is answered; a new chat has nothing left."""
        self.widget.errors, before = [], list(self.widget.errors)
        self.page.context.set_offline(True)
        status = self.widget.root.get_by_role("status").first
        expect(status).to_contain_text(re.compile(r"\S"))
        turn = self.widget.ask("Does it help?")
        expect(self.widget.box).to_have_value("Does it help?")
        self.at("offline")
        self.page.context.set_offline(False)
        turn.get_by_role("button", name=self.say("page.again")).click()
        expect(self.turn.locator(".passage")).to_have_count(2)
        self.at("back")
        self.widget.errors = before  # what the browser says of a request that it could not send
        self.button("page.new_chat").click()
        expect(self.widget.turns).to_have_count(0)
        self.at("new-chat")

    @property
    def turn(self) -> Locator:
        """The last turn."""
        return self.widget.turns.last

    def say(self, key: str, **values: object) -> str:
        """A sentence of the widget in the visitor's language."""
        return self.said.say(key, **values)

    def button(self, key: str) -> Locator:
        """The last button of that name, on the page or in the panel."""
        return self.page.get_by_role("button", name=self.say(key), exact=True).last

    def anew(self, question: str) -> Locator:
        """Ask in a new conversation and wait for the whole answer."""
        self.button("page.new_chat").click()
        expect(self.widget.turns).to_have_count(0)
        return self.widget.ask(question)

    def at(self, state: str, seen: Locator | None = None) -> None:
        """Look at a state, with `seen` in the middle of the panel."""
        self.seen.append(state)
        if seen:
            seen.evaluate("e => e.scrollIntoView({ block: 'center' })")
        wrong = violations(self.page)
        if self.widget.panel.is_visible() and not fits(self.widget):
            wrong.append("runs out of the panel or the window")
        if wrong:
            self.found[state] = wrong
        width = (self.page.viewport_size or {"width": 0})["width"]
        direction = "rtl" if self.said.language == "ar" else "ltr"
        kept(self.page, f"widget/{state}-{width}-{self.scheme}-{direction}")


def everywhere() -> Iterator[tuple[int, str, str]]:
    """Each width, scheme and language of a walk."""
    for width in (1280, 768, 375):
        for scheme in SCHEMES:
            for language in ("en", "ar"):
                yield width, scheme, language
