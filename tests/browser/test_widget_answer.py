"""What the widget answers, on a site of another origin: lanes, passages, cards, consent, simpler words."""

from __future__ import annotations

import pytest
from accessibility import violations
from browsing import ENGLISH
from pictures import kept
from playwright.sync_api import Page, Route, expect
from scripted import CONSULT, DIFFER, PLAIN, POST, REVIEW
from widgets import PostBot, Sites, Widget


def test_each_sentence_is_told_to_a_screen_reader_once_and_in_words(widget: Widget) -> None:
    """Statements under their lane, then the notices; no bracketed number, nothing twice."""
    widget.opened().ask("Does it help?")
    told = widget.announced()
    assert told == [
        "The evidence is thin.",
        "What the research says:",
        REVIEW.quote,
        "What our article says:",
        POST.quote,
        DIFFER.text,
        CONSULT.text,
        "The answer is complete. Passages it rests on: 2.",
    ]


def test_an_answer_has_the_lanes_badges_and_boxes_of_the_page(widget: Widget) -> None:
    """Evidence with its badge, the article with what differs, whom to ask, the passage's facts and its source."""
    turn = widget.opened().ask("Does it help?")
    expect(turn.get_by_role("heading", name="What the research says")).to_be_visible()
    expect(turn.locator(".lane.evidence .badge")).to_have_text(
        "Systematic review, 2019 · 8 studies of magnesium for RLS"
    )
    expect(turn.locator(".lane.article .notice.disagreement")).to_contain_text(DIFFER.text)
    expect(turn.locator(".consult .bring")).to_have_text("Bring the label.")
    kept(widget.page, "widget-answer")
    turn.get_by_role("button", name="Source 1").first.click()
    passage = turn.locator(".passage").first
    expect(passage).to_contain_text("Limitation: Only one trial was randomised.")
    source = passage.get_by_role("link", name="Open the source at doi.org (opens in a new tab)")
    expect(source).to_have_attribute("href", REVIEW.url)
    expect(source).to_have_attribute("rel", "noopener noreferrer")
    expect(passage.get_by_role("button", name="Copy citation")).to_be_visible()
    turn.get_by_role("button", name="Which foods have magnesium?").click()
    expect(widget.finished(2)).to_contain_text("Which foods have magnesium?")


@pytest.mark.parametrize("context", [(375, "dark")], indirect=True)
def test_someone_in_need_sees_the_card_and_can_change_the_country(widget: Widget) -> None:
    """An alert with a number to press and nothing else; another country asks again for its numbers."""
    for outcome in ("urgent", "crisis", "emergency"):
        card = (
            widget.opened().ask(outcome).get_by_role("alert")
            if outcome == "urgent"
            else widget.ask(outcome).get_by_role("alert")
        )
        expect(card).to_have_class(f"card {outcome}")
        kept(widget.page, f"widget-{outcome}-375-dark")
        expect(card.locator(".icon")).to_be_visible()
        expect(widget.turns.last.locator(".passage, .consult, .below, .follow-ups")).to_have_count(0)
    expect(card.get_by_role("heading")).to_have_text("Call 112 now.")
    card.get_by_label("Show numbers for:").select_option("GB")
    expect(widget.finished(3).get_by_role("link", name="Call 999").first).to_have_attribute("href", "tel:999")


def test_a_number_in_a_notice_above_an_answer_can_be_pressed(widget: Widget) -> None:
    """As on the page: it calls, or opens a message where it says to text."""
    notice = widget.opened().ask("numbers").locator(".notice.helpline")
    expect(notice.get_by_role("link", name="Call 116 123")).to_have_attribute("href", "tel:116123")
    expect(notice.get_by_role("link", name="Send a message to 85258")).to_have_attribute("href", "sms:85258")


def test_english_words_of_a_helpline_are_marked_in_another_language(page: Page, sites: Sites) -> None:
    """And the number in them can be pressed."""
    page.goto(f"{sites.chat}/chat/embed?language=de")
    widget = page.locator("restwell-chat")
    widget.locator("#question").fill("numbers")
    widget.locator("#question").press("Enter")
    words = widget.locator(".notice.helpline [lang=en][dir=ltr]")
    expect(words).to_have_text("text SHOUT to 85258")
    expect(words.get_by_role("link")).to_have_attribute("href", "sms:85258")


def test_what_is_declined_or_not_covered_is_said_in_the_first_words(widget: Widget, bot: PostBot) -> None:
    """Without a passage; what lies near is offered as a button; earlier questions go along as history."""
    turn = widget.opened().ask("mattress")
    expect(turn.locator(".lead")).to_have_text("The sources here do not answer this.")
    expect(turn.get_by_role("button", name="Which stretch?")).to_be_visible()
    turn = widget.ask("rules")
    expect(turn.locator(".lead")).to_contain_text("I keep to my job")
    expect(turn.locator(".passage, .below")).to_have_count(0)
    assert bot.asked[-1][:2] == ("rules", ("mattress",))


def test_what_to_do_if_it_is_happening_now_is_said_once(widget: Widget) -> None:
    """In its box, and not again in front of what is not covered."""
    turn = widget.opened().ask("unsure")
    expect(turn.locator(".lead")).to_have_text("The sources here do not answer this.")
    expect(turn.get_by_text("If it is happening now, call 112.")).to_have_count(1)


def test_texts_from_outside_cannot_run(widget: Widget) -> None:
    """Scripts in every text of an Answer stay text, and an address that would run is no link."""
    turn = widget.opened().ask("inject")
    for passage in turn.locator(".passage summary").all():
        passage.click()
    assert widget.page.evaluate("window.ran") is None
    expect(turn.locator("script, img, a.out[href^=javascript]")).to_have_count(0)


def test_a_vote_counts_without_consent_and_a_yes_keeps_and_deletes(widget: Widget, sites: Sites) -> None:
    """Nothing is stored before a yes; after it the conversation from its first turn; a withdrawal deletes it."""
    before = sites.records.totals()
    turn = widget.opened().ask("Does it help?")
    turn.get_by_role("button", name="Helpful", exact=True).click()
    expect(turn.locator(".said")).to_have_text("Thank you. Your vote was counted, without any of your words.")
    asked = turn.get_by_role("region", name="May we keep this conversation?")
    expect(asked).to_contain_text("at most 30 days")
    assert sites.records.totals().turns == before.turns
    asked.get_by_role("button", name="Yes, keep it").click()
    expect(asked).to_contain_text("This conversation is kept for at most 30 days.")
    second = widget.ask("And at night?")
    assert sites.records.totals().turns == before.turns + 2
    second.get_by_role("button", name="Not helpful").click()
    second.get_by_label("What was good, or missing?").fill("too short")
    second.get_by_role("button", name="Send comment").click()
    expect(second.locator(".said")).to_have_text("Thank you. Your comment is kept with this answer.")
    asked.get_by_role("button", name="Delete it and keep nothing").click()
    expect(asked).to_contain_text("What was kept of this conversation is deleted.")
    assert sites.records.totals().turns == before.turns


def test_a_comment_that_is_being_written_outlives_a_vote_on_its_way(widget: Widget, sites: Sites) -> None:
    """Words, focus and the place in them stay when the vote's reply comes; the comment is sent with the vote pressed last."""
    turn = widget.opened().ask("Does it help?")
    turn.get_by_role("button", name="Yes, keep it").click()
    turn.get_by_role("button", name="Helpful", exact=True).click()
    box = turn.get_by_label("What was good, or missing?")
    expect(box).to_be_visible()
    held: list[Route] = []
    widget.page.route("**/api/feedback", lambda route: held.append(route) if not held else route.continue_())
    turn.get_by_role("button", name="Not helpful").click()
    box.press_sequentially("too short")
    box.press("ArrowLeft")
    while not held:
        widget.page.wait_for_timeout(20)
    held[0].continue_()
    expect(turn.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "true")
    expect(box).to_be_focused()
    box.press_sequentially("es")
    expect(box).to_have_value("too shorest")
    with widget.page.expect_request("**/api/feedback") as sent:
        turn.get_by_role("button", name="Send comment").click()
    assert (sent.value.post_data_json["helpful"], sent.value.post_data_json["comment"]) == (False, "too shorest")
    expect(box).to_have_count(0)


def test_a_comment_goes_with_the_vote_that_stood_before_consent(widget: Widget) -> None:
    """Without consent the first vote stands, whatever is pressed after it; a comment made later is on that one."""
    turn = widget.opened().ask("Does it help?")
    turn.get_by_role("button", name="Helpful", exact=True).click()
    expect(turn.locator(".said")).to_contain_text("Your vote was counted")
    turn.get_by_role("button", name="Not helpful").click()
    turn.get_by_role("button", name="Yes, keep it").click()
    turn.get_by_label("What was good, or missing?").fill("short")
    with widget.page.expect_request("**/api/feedback") as sent:
        turn.get_by_role("button", name="Send comment").click()
    assert sent.value.post_data_json["helpful"] is True


def test_simpler_words_stand_in_where_there_are_some(widget: Widget) -> None:
    """A switch for every answer: the plain wording with its marker, or that there is none; and back."""
    turn = widget.opened().ask("Does it help?")
    widget.panel.get_by_text("Language and country").click()
    switch = widget.panel.get_by_role("checkbox", name="Simpler words")
    switch.check()
    finding, article = turn.locator(".lane.evidence li"), turn.locator(".lane.article li")
    expect(finding.get_by_text(PLAIN)).to_be_visible()
    expect(finding.get_by_role("button", name="Source 1").last).to_be_visible()
    expect(finding.locator(".words")).to_be_hidden()
    expect(article.get_by_text("There is no simpler wording of this yet")).to_be_visible()
    expect(article.locator(".words")).to_be_visible()
    assert violations(widget.page) == []
    switch.uncheck()
    expect(finding.get_by_text(PLAIN)).to_be_hidden()


def test_the_visit_sheet_of_the_conversation_opens_in_a_new_tab(widget: Widget, sites: Sites) -> None:
    """With what was asked; its address has no word of the conversation."""
    turn = widget.opened().ask("Which mattress?")
    with widget.page.context.expect_page() as opening:
        turn.get_by_role("button", name="Prepare for my appointment").click()
    sheet = opening.value
    expect(sheet.get_by_role("heading", level=1)).to_have_text("For my appointment")
    expect(sheet.get_by_text("Which mattress?")).to_be_visible()
    assert sheet.url == sites.chat + "/sheet"


def test_a_statement_is_shown_and_told_as_soon_as_it_is_there(widget: Widget, bot: PostBot) -> None:
    """The first stands, and is announced, while the rest is on its way; each is announced once."""
    bot.gate.clear()
    widget.opened().box.fill("halting one")
    widget.box.press("Enter")
    expect(widget.turns.last.get_by_text("The evidence is thin.")).to_be_visible()
    expect(widget.turns.last.get_by_text(REVIEW.quote)).to_have_count(0)
    assert widget.announced().count("The evidence is thin.") == 1
    bot.gate.set()
    expect(widget.finished(1).locator(".lane.evidence")).to_contain_text(REVIEW.quote)
    assert [widget.announced().count(words) for words in ("The evidence is thin.", REVIEW.quote)] == [1, 1]


def test_nothing_is_marked_in_a_passage_that_lacks_the_quote_and_amounts_stand_out(widget: Widget) -> None:
    """As on the page: a sentence says that it could not be located; a number and its unit are one span."""
    turn = widget.opened().ask("moved")
    expect(turn.locator(".lane.evidence .amount")).to_have_text(["8 weeks"])
    turn.get_by_role("button", name="Source 1").first.click()
    passage = turn.locator(".passage").first
    expect(passage).to_contain_text("could not be located exactly in this passage")
    expect(passage.locator("mark")).to_have_count(0)


def test_a_reply_in_another_language_is_told_once_under_one_heading(widget: Widget, bot: PostBot) -> None:
    """Its statements come under headings in the visitor's language, and the whole reply repeats none in its own."""
    widget.opened().ask("foreign halting one")
    told = [words for words in widget.announced() if words != ENGLISH.say("page.reading")]  # told of a slow one only
    assert told[:3] == ["The evidence is thin.", "What the research says:", REVIEW.quote]
    assert [told.count(words) for words in (REVIEW.quote, POST.quote, "What our article says:")] == [1, 1, 1]
    assert not [words for words in told if words.startswith("Qué dice")]
