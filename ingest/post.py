"""The post as its site exports it, cleaned by rule. What is dropped is said; a paragraph never loses its heading."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.source import Block

_DEBRIS = (
    (re.compile(r"^your cart is\b.*", re.I), "shop line"),
    (
        re.compile(r"^(skip to content|search|menu|home|shop|log ?in|checkout|subscribe|share( this)?:?)$", re.I),
        "navigation",
    ),
    (re.compile(r"^blog( post)?:?$", re.I), "label"),
)
_LABEL_HEADING = re.compile(r"^(summary|conclusion|references|introduction):$", re.I)
_LONGEST_HEADING = 100
"""Characters. The post's longest heading has 70; its shortest paragraph 280."""


@dataclass(frozen=True)
class Post:
    """A cleaned post: its title, its paragraphs under their headings, and what was left out."""

    title: str
    blocks: tuple[Block, ...]
    dropped: tuple[str, ...]


def is_export(text: str) -> bool:
    """Whether the text looks like a page export: debris first, or a title line that comes again."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < 3:
        return False
    return _debris(lines[0]) is not None or lines.count(_title(lines)) > 1


def read_export(text: str) -> Post:
    """Clean a page export.

    The title is the first line that is not debris. Debris and the title's repetitions are dropped; a short line
    without a full stop is a heading and belongs to the next paragraph, whatever debris stands between.
    """
    lines = [line.strip() for line in text.splitlines()]
    title = _title([line for line in lines if line])
    blocks: list[Block] = []
    dropped: list[str] = []
    heading, title_seen = "", False
    for number, line in enumerate(lines, start=1):
        reason = _debris(line)
        if not line:
            continue
        if line == title:
            if title_seen:
                dropped.append(f"line {number}: the title again")
            title_seen = True
        elif reason:
            dropped.append(f"line {number}: {reason} {line!r}")
        elif _is_heading(line):
            if heading and not any(block.heading_path[-1:] == (heading,) for block in blocks):
                dropped.append(f"heading {heading!r}: no paragraph follows it")
            heading = line.rstrip(":") if _LABEL_HEADING.match(line) else line
        else:
            path = (title, heading) if heading else (title,)
            blocks.append(Block(text=line, role="paragraph", heading_path=path, line=number))
    return Post(title=title, blocks=tuple(blocks), dropped=tuple(dropped))


def to_markdown(post: Post) -> str:
    """The post as Markdown, sentences untouched, without front matter."""
    parts = [f"# {post.title}"]
    current: tuple[str, ...] = (post.title,)
    for block in post.blocks:
        if block.heading_path != current:
            parts.append(f"## {block.heading_path[-1]}")
            current = block.heading_path
        parts.append(block.text)
    return "\n\n".join(parts) + "\n"


def _title(lines: list[str]) -> str:
    return next((line for line in lines if _debris(line) is None), "")


def _debris(line: str) -> str | None:
    return next((reason for pattern, reason in _DEBRIS if pattern.match(line)), None)


def _is_heading(line: str) -> bool:
    return bool(_LABEL_HEADING.match(line)) or (len(line) <= _LONGEST_HEADING and line[-1] not in '.!;,:"”')
