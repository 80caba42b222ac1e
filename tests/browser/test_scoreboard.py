"""The public page of figures in a browser: readable without a mouse or a script, in every width and scheme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import violations
from pictures import pictured
from playwright.sync_api import BrowserContext, expect
from scripted import ScriptedBot
from serving import listening

import settings
from web.app import build_app


@pytest.fixture(scope="module")
def results() -> Path:
    """What the repository keeps of its last gated run."""
    return settings.ScoreboardSettings().results


@pytest.fixture(scope="module")
def shown(results: Path, scripted: ScriptedBot) -> Iterator[str]:
    """Where the page is."""
    with listening(build_app(scripted, scoreboard=results)) as found:
        yield found


@pytest.mark.parametrize("context", [(1280, "light"), (1280, "dark"), (375, "light")], indirect=True)
def test_everybody_can_read_how_the_last_gated_run_did(shown: str, context: BrowserContext) -> None:
    """Each measure under a heading of its own with share, count and interval; axe finds nothing; nothing scrolls sideways."""
    page = context.new_page()
    page.goto(f"{shown}/scoreboard")
    expect(page.get_by_role("heading", level=1, name="How well Restwell answers")).to_be_visible()
    for title in ("Is what it says supported?", "Does it notice an emergency?", "When and what was measured"):
        expect(page.get_by_role("heading", level=2, name=title)).to_be_visible()
    for unit in ("statements", "replies", "questions", "messages"):
        expect(page.get_by_text(f"{unit}; 95\u00a0% interval")).to_have_count(1)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    pictured(page, "scoreboard")


def test_the_page_works_without_scripts_and_leads_back(shown: str, context: BrowserContext) -> None:
    """It has none; the link at its end is the chat."""
    page = context.new_page()
    page.goto(f"{shown}/scoreboard")
    assert page.locator("script").count() == 0
    page.get_by_role("link", name="Back to the questions").click()
    expect(page.get_by_label("Your question")).to_be_visible()
