"""The widget when an answer does not come: stopped, offline, restarted, too often."""

from __future__ import annotations

import re

from pictures import kept
from playwright.sync_api import Browser, BrowserContext, expect
from scripted import ScriptedBot
from serving import free_port, listening
from widgets import PostBot, Sites, Widget, chat_app

from web.demo import make_demo


def test_an_answer_can_be_stopped_asked_again_and_forgotten(widget: Widget, bot: PostBot) -> None:
    """Stop says so and offers another try; a new chat has nothing left."""
    bot.gate.clear()
    widget.opened().box.fill("slow")
    widget.box.press("Enter")
    expect(widget.turns.last).to_contain_text("Reading our article and the sources")
    widget.page.get_by_role("button", name="Stop").click()
    expect(widget.finished(1)).to_contain_text("Stopped. You can ask again.")
    bot.gate.set()
    widget.page.get_by_role("button", name="Try again").click()
    expect(widget.finished(1).locator(".summary")).to_have_text(re.compile("The evidence is thin."))
    widget.page.get_by_role("button", name="Change this question").click()
    expect(widget.box).to_have_value("slow")
    expect(widget.turns).to_have_count(0)
    widget.ask("Does it help?")
    widget.page.get_by_role("button", name="New chat").click()
    expect(widget.turns).to_have_count(0)
    expect(widget.box).to_be_focused()


def test_a_lost_connection_says_so_and_keeps_what_was_typed(context: BrowserContext, sites: Sites) -> None:
    """While it is gone and when a question cannot be sent; when it is back the same question is answered."""
    widget = Widget(context.new_page(), sites.site).opened()
    context.set_offline(True)
    status = widget.root.get_by_role("status").first
    expect(status).to_contain_text("You are offline. What you have written stays here")
    turn = widget.ask("Does it help?")
    expect(turn).to_contain_text("Your question is back in the box")
    kept(widget.page, "widget-offline")
    expect(widget.box).to_have_value("Does it help?")
    context.set_offline(False)
    expect(status).to_have_text("Connected again.")
    turn.get_by_role("button", name="Try again").click()
    expect(widget.finished(1).locator(".passage")).to_have_count(2)
    expect(widget.box).to_have_value("")


def test_a_server_that_restarts_while_the_panel_is_open_goes_on(browser: Browser) -> None:
    """A question in between is kept; afterwards the conversation continues with what was asked before."""
    bot, ports = ScriptedBot(), [free_port(), free_port()]
    chat, site = (f"http://127.0.0.1:{port}" for port in ports)
    context = browser.new_context()
    with listening(make_demo(chat), ports[1]):
        with listening(chat_app(bot, site), ports[0]):
            widget = Widget(context.new_page(), site).opened()
            widget.ask("First?")
        turn = widget.ask("Second?")
        expect(turn).to_contain_text("the connection broke off")
        with listening(chat_app(bot, site), ports[0]):
            turn.get_by_role("button", name="Try again").click()
            expect(widget.finished(2).locator(".passage")).to_have_count(2)
            assert bot.asked[-1][:2] == ("Second?", ("First?",))
        context.close()


def test_who_asks_too_often_is_told_to_wait_and_what_not_to_wait_with(context: BrowserContext, sites: Sites) -> None:
    """The seconds come from the server; an emergency is not to wait for them; the question is kept."""
    widget = Widget(context.new_page(), sites.site).opened()
    headers = {
        "Retry-After": "17",
        "Access-Control-Allow-Origin": sites.site,
        "Access-Control-Expose-Headers": "Retry-After",
    }
    widget.page.route("**/api/ask/stream", lambda route: route.fulfill(status=429, headers=headers, json={}))
    turn = widget.ask("Does it help?")
    expect(turn).to_contain_text("Please wait 17 seconds")
    expect(turn).to_contain_text("call your local emergency number")
    expect(widget.box).to_have_value("Does it help?")
