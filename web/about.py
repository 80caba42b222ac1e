"""Who wrote the corpus and when it was last looked through, as the page tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml


@dataclass(frozen=True)
class About:
    """Facts on the corpus from `corpus/about.yaml`."""

    written_by: str = ""
    last_checked: date | None = None


def load_about(path: Path) -> About:
    """Read the file; what it lacks is left out of the page, and a file that cannot be read leaves out both."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, yaml.YAMLError):
        return About()
    if not isinstance(data, dict):
        return About()
    checked = data.get("last_checked")
    return About(str(data.get("written_by", "")), checked if isinstance(checked, date) else None)
