"""YAML that remembers its lines, so that a problem can be reported where an editor will look."""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml

from ingest.errors import Unreadable

Path = tuple[str | int, ...]
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """PyYAML's safe loader; a value of no type's range, such as a day that does not exist, is an error with a line."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """See `yaml.constructor.BaseConstructor`."""
        try:
            return super().construct_object(node, deep)
        except ValueError as error:
            raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from None


class Located(NamedTuple):
    """YAML data and the line (from 1) of every value, by its path: `("findings", 2, "text")`."""

    data: Any
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """The line of `path`, or of its nearest parent that stands in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def load_yaml(text: str, first_line: int = 1) -> Located:
    """Parse one YAML document.

    Args:
        text: The YAML.
        first_line: Line of the file where `text` begins.

    Raises:
        Unreadable: Not YAML; the message starts with the line.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        lines: dict[Path, int] = {}
        if node is None:
            return Located(None, {(): first_line})
        _collect(node, (), lines, first_line)
        return Located(loader.construct_document(node), lines)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        problem = getattr(error, "problem", None) or "not YAML"
        raise Unreadable(f"{line}: {problem}; check quotes, colons and indentation here") from None
    except RecursionError:
        raise Unreadable(f"{first_line}: an entry holds itself, or too many others; write it out") from None
    finally:
        loader.dispose()


def _collect(node: yaml.Node, path: Path, lines: dict[Path, int], first_line: int) -> None:
    lines[path] = first_line + node.start_mark.line
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _collect(value, (*path, str(key.value)), lines, first_line)
            lines[(*path, str(key.value))] = first_line + key.start_mark.line
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            _collect(item, (*path, number), lines, first_line)
