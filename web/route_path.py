"""Where a request goes within the application, whatever folder of a host it is served from."""

from __future__ import annotations

from starlette.types import Scope


def route_path(scope: Scope) -> str:
    """The path without the folder that a proxy or a mount put before it; `/` for the front page."""
    path = str(scope["path"])
    folder = str(scope.get("root_path", "")).rstrip("/")
    if folder and (path == folder or path.startswith(f"{folder}/")):
        path = path[len(folder) :]
    return path or "/"
