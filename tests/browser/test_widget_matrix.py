"""Every state of the widget on a page of another origin: at three widths, by day and by night, in English and Arabic."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser
from widget_walk import STATES, WidgetWalk, everywhere
from widgets import PostBot, Sites, Widget

HEIGHTS = {1280: 800, 768: 1024, 375: 812}

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("width", "scheme", "language"), everywhere())
def test_every_state_of_the_widget_can_be_used_by_everybody(
    width: int, scheme: str, language: str, browser: Browser, sites: Sites, bot: PostBot
) -> None:
    """axe finds nothing in any state, nothing runs out of the panel, no script fails, no third host is asked."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS[width]},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale={"en": "en-GB", "ar": "ar-EG"}[language],
        reduced_motion="reduce",
    )
    try:
        widget = Widget(context.new_page(), sites.site)
        walk = WidgetWalk(widget, sites, bot, language, scheme)
        walk.whole()
    finally:
        bot.gate.set()
        context.close()
    assert not walk.found, json.dumps(walk.found, indent=1)
    assert set(STATES) == set(walk.seen)
    assert widget.errors == []
    assert widget.hosts <= {sites.site, sites.chat}
