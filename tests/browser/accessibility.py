"""What axe finds on a page, and what runs out of it sideways."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}


_COMPOSER = "position => document.getElementById('composer')?.style.setProperty('position', position, 'important')"


def violations(page: Page) -> list[str]:
    """What breaks a rule of WCAG 2.2 A or AA, of whatever impact, as "rule: element"; shadow roots are looked into.

    The box for questions lies over what can be scrolled out from under it, which axe takes for a target that is too
    small: it is put at the end of the page meanwhile. That it never hides the focus is a test of its own. A page that
    has just opened is waited for: before its style sheet has come, every button is a few pixels too low.
    """
    page.wait_for_load_state("load")
    page.evaluate(_COMPOSER, "static")
    if not page.evaluate("() => 'axe' in window"):  # half a megabyte to read: once a page
        page.evaluate(Axe().axe_script)
    # What passed is not brought over: it is most of the result, and bringing it takes as long as finding it.
    found = page.evaluate("async options => (await axe.run(document, options)).violations", WCAG)
    page.evaluate(_COMPOSER, "")
    return [
        f"{v['id']}: {node['target']} {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for v in found
        for node in v["nodes"]
    ]


def sideways(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    return int(page.evaluate("document.documentElement.scrollWidth")) - width


SCROLLS = (
    "window.scrolls = []; for (const name of ['scrollIntoView', 'scrollTo', 'scrollBy']) {"
    " const real = Element.prototype[name]; Element.prototype[name] = function (how) {"
    "  window.scrolls.push(how?.behavior || 'auto'); return real.call(this, how); }; }"
)
"""For a page to begin with: keeps in `scrolls` how each scroll by script moves."""

NOT_PROSE = re.compile(r"\[\d+\]|\*\*|^#|</?\w+>|\b_\w+_\b|\bundefined\b|\bnull\b|\[object|\{\w*\}")
"""Bracketed numbers, mark-up, names of variables, holes that were not filled: what nobody would say aloud."""


def not_prose(turn: Locator) -> list[str]:
    """Lines of an answer, as the accessibility tree has them, that cannot be read aloud; and statements without a source in words."""
    lines = [line.strip() for line in turn.aria_snapshot().splitlines()]
    lines = [line for line in lines if not line.startswith("- /url:")]
    return [line for line in lines if NOT_PROSE.search(line)]
