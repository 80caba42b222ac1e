"""Reads a YAML file with the C parser where libyaml is there: ten times faster, and just as safe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.errors import TextsInvalid

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(text: str) -> Any:
    """The data of a YAML text. Raises yaml.YAMLError when it is none."""
    return yaml.load(text, _LOADER)


def read_yaml(path: Path) -> Any:
    """The data of a YAML file.

    Raises:
        TextsInvalid: It cannot be read or is not YAML.
    """
    try:
        return parse_yaml(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise TextsInvalid(f"{str(path)!r} cannot be read ({type(error).__name__}); restore or mend it") from None
