"""axe finds nothing serious on the first page and on answers, wide and narrow, light and dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import ask
from playwright.sync_api import Page

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def violations(page: Page) -> list[str]:
    """Serious and critical findings as "rule: element"."""
    found = Axe().run(page, options=WCAG).response["violations"]
    return [
        f"{v['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for v in found
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"]
    ]


@pytest.mark.parametrize("context", [(1280, "light"), (1280, "dark"), (375, "light"), (375, "dark")], indirect=True)
def test_axe_finds_nothing_serious(page: Page) -> None:
    """First screen, an answer with an open passage, not covered, and each card."""
    assert violations(page) == []
    turn = ask(page, "Does it help?")
    turn.get_by_role("link", name="Source 1").first.click()
    assert violations(page) == []
    for question in ("mattress", "rules", "emergency", "urgent", "crisis"):
        ask(page, question)
    assert violations(page) == []
