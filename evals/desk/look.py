"""Templates and static files: how a page is made. Everything put into a template is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evals.desk.sessions import Session
from evals.desk.showing import minute, run_name

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
STATIC = HERE / "static"


class Look:
    """Renders the desk's templates. A name a template uses and nobody gave is an error, not an empty space."""

    def __init__(self, menu: Sequence[tuple[str, str]]) -> None:
        """Args: `menu` holds path and title of the pages in the menu."""
        self._menu = tuple(menu)
        self.environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters |= {"run_name": run_name, "minute": minute}

    def base(self, request: Request) -> str:
        """Path under which the desk is mounted, such as `/review`; links start with it."""
        return str(request.scope.get("root_path", ""))

    def page(
        self, request: Request, template: str, who: Session | None, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """One page, for a reviewer or, with None, for anybody."""
        base = self.base(request)
        here = request.url.path.removeprefix(base).rstrip("/") or "/"
        body = self.environment.get_template(template).render(base=base, who=who, menu=self._menu, here=here, **values)
        return HTMLResponse(body, status)
