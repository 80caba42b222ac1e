"""Every state of the page in Arabic: at three widths, by day and by night."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from walk import ARABIC, walked

from web.answers import Answers
from web.records.redaction import redact

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def _warm(real_bot: Answers) -> None:
    """The first question waits for no model, and the first choice for no library."""
    real_bot.warm()
    redact("Loads its library before a visitor waits for it.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 768, 375])
def test_every_state_can_be_used_by_everybody(
    width: int, scheme: str, browser: Browser, real_bot: Answers, tmp_path: Path
) -> None:
    """axe finds nothing in any state, none is wider than the window, no script fails, no request leaves the origin."""
    walk = walked(browser, real_bot, ARABIC, width, scheme, tmp_path)
    assert not walk.found, json.dumps(walk.found, indent=1)
    assert walk.errors == []
    assert walk.outside == []
