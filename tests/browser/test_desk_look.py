"""How the review desk looks: nothing serious for axe, plots that are said in words too, and the pictures of docs/reviewing.md."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from accessibility import violations
from desks import Served, is_ready, saved, signed_in
from pictures import pictured
from playwright.sync_api import BrowserContext, expect

from evals import gate, history


@pytest.mark.parametrize("context", [(1280, "light"), (1280, "dark"), (375, "light")], indirect=True)
def test_axe_finds_nothing_serious_on_the_desk(small_desk: Served, context: BrowserContext) -> None:
    """Sign-in, queue, item, sheet of keys, form of a case, agreement, export, disagreements, coverage."""
    page = signed_in(context, small_desk)
    assert violations(page) == []
    page.get_by_role("link", name="Item 1", exact=True).click()
    is_ready(page)
    page.keyboard.press("1")
    saved(page, "Saved")
    assert violations(page) == []
    page.reload()  # says the revision instead of the time
    is_ready(page)
    pictured(page, "review-desk")
    page.keyboard.press("?")
    assert violations(page) == []
    for path in ("item/1/promote", "agreement", "exchange", "disagreements", "coverage"):
        page.goto(f"{small_desk.address}/review/{path}")
        assert violations(page) == [], path
    pictured(page, "desk-coverage")


@pytest.mark.parametrize("context", [(1280, "light"), (1280, "dark"), (375, "light")], indirect=True)
def test_the_dashboard_draws_runs_and_says_them(small_desk: Served, context: BrowserContext) -> None:
    """Three runs, the last gated: each measure drawn and in a table that unfolds by key; nothing serious for axe."""
    floor = {"outcome": gate.Bound(at_least=0.9, may_lose=0, why="a test")}
    for day, count in ((27, 3), (28, 4)):
        log = small_desk.folder / "runs" / f"2026-11-{day}T09-00-00-00-00_restwell-smoke_x.eval"
        log.touch()
        earlier = replace(
            small_desk.run, kept=small_desk.run.kept[:count], path=str(log), date=f"2026-11-{day}T09:00:00Z"
        )
        history.keep(earlier)
        history.gated(earlier, gate.complaints(earlier, floor, None), datetime(2026, 11, day, 10, tzinfo=UTC))
    page = signed_in(context, small_desk)
    page.get_by_role("link", name="Dashboard").click()
    expect(page.get_by_role("img", name=re.compile("^outcome, newest of 3 runs: "))).to_be_visible()
    pictured(page, "desk-dashboard")
    page.get_by_text("The same as a table").press("Enter")
    table = page.get_by_role("region", name="Measures of the smoke suite by run")
    expect(table.get_by_role("row")).to_have_count(4)
    expect(table.get_by_role("row", name=re.compile("^2026-11-27 09:00"))).to_contain_text("passed")
    expect(page.get_by_role("row", name=re.compile("^all "))).to_contain_text("5")
    assert violations(page) == []
