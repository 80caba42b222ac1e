"""The pages of the desk, in the order of the menu. To add one, see the package's docstring."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from fastapi import APIRouter

from evals.desk import queue_page
from evals.desk.desk import Desk


class Page(NamedTuple):
    """Where a page is, what the menu calls it, and what makes its routes."""

    path: str
    title: str
    """Empty: not in the menu."""
    make_router: Callable[[Desk], APIRouter]


PAGES: tuple[Page, ...] = (Page("/", "Queue", queue_page.make_router),)
