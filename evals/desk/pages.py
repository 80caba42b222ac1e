"""The pages of the desk, in the order of the menu. To add one, see the package's docstring."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from fastapi import APIRouter

from evals.desk import agreement_page, case_page, coverage_page, dashboard_page, exchange_page, item_page, queue_page
from evals.desk.desk import Desk


class Page(NamedTuple):
    """Where a page is, what the menu calls it, and what makes its routes."""

    path: str
    title: str
    """Empty: not in the menu."""
    make_router: Callable[[Desk], APIRouter] | None
    """None: another page's routes hold it."""


PAGES: tuple[Page, ...] = (
    Page("/", "Queue", queue_page.make_router),
    Page("/disagreements", "Disagreements", None),
    Page("/agreement", "Agreement", agreement_page.make_router),
    Page("/coverage", "Coverage", coverage_page.make_router),
    Page("/dashboard", "Dashboard", dashboard_page.make_router),
    Page("/exchange", "Export and import", exchange_page.make_router),
    Page("/item", "", item_page.make_router),
    Page("/item", "", case_page.make_router),
)
