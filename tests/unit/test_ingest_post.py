"""The post's raw export: debris goes, with a reason; a paragraph never loses its heading."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.post import is_export, read_export, to_markdown
from ingest.readers import read_file

LONG = "Magnesium is a mineral that the muscles and the nerves need to work, and most people get it from food without thinking of it."
EXPORT = f"""\
Your cart is currently empty!
The Role of Magnesium
Blog Post:
{LONG}
What is Magnesium?
Second paragraph. {LONG}
Magnesium’s Effect on Sleep

The Role of Magnesium
Third paragraph. {LONG}
Empty Heading
Summary:
Last paragraph. {LONG}
"""


def test_paragraphs_keep_their_headings_through_debris() -> None:
    """The repeated title between a heading and its paragraph does not part them; a label heading loses its colon."""
    post = read_export(EXPORT)
    assert post.title == "The Role of Magnesium"
    assert [(b.heading_path, b.text.split(" ")[0], b.line) for b in post.blocks] == [
        (("The Role of Magnesium",), "Magnesium", 4),
        (("The Role of Magnesium", "What is Magnesium?"), "Second", 6),
        (("The Role of Magnesium", "Magnesium’s Effect on Sleep"), "Third", 10),
        (("The Role of Magnesium", "Summary"), "Last", 13),
    ]


def test_what_is_left_out_is_said() -> None:
    """Each line of debris, the title's repetition and a heading without a paragraph are listed with a reason."""
    assert read_export(EXPORT).dropped == (
        "line 1: shop line 'Your cart is currently empty!'",
        "line 3: label 'Blog Post:'",
        "line 9: the title again",
        "heading 'Empty Heading': no paragraph follows it",
    )


def test_sentences_are_untouched() -> None:
    """Every paragraph is a line of the export, character for character."""
    assert all(block.text in EXPORT.splitlines() for block in read_export(EXPORT).blocks)


def test_an_export_dropped_as_text_is_cleaned(tmp_path: Path) -> None:
    """A .txt that is an export is read as one, and its dropped lines reach the document."""
    path = tmp_path / "post.txt"
    path.write_text(EXPORT, encoding="utf-8")
    (document,) = read_file(path)
    assert document.source.title == "The Role of Magnesium"
    assert len(document.blocks) == 4
    assert len(document.dropped) == 4


def test_the_markdown_of_a_post_reads_as_the_post(tmp_path: Path) -> None:
    """to_markdown, read back by the Markdown reader, gives the same paragraphs under the same headings."""
    path = tmp_path / "post.md"
    post = read_export(EXPORT)
    path.write_text(to_markdown(post), encoding="utf-8")
    (document,) = read_file(path)
    assert [(b.heading_path, b.text) for b in document.blocks] == [(b.heading_path, b.text) for b in post.blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (EXPORT, True),
        ("Title\nA.\nTitle\nB.", True),
        ("Keep a regular bedtime.\n\nAvoid coffee.\n\nSleep well.", False),
        ("Your cart is empty", False),
    ],
)
def test_only_an_export_is_taken_for_one(text: str, expected: bool) -> None:
    """Debris first, or a first line that comes again; ordinary text and two lines are not an export."""
    assert is_export(text) is expected
