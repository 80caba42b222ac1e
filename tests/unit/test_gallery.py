"""The gallery in docs/img names every picture of the page that is kept, and no other."""

from __future__ import annotations

import re

import settings

FOLDER = settings.ROOT / "docs" / "img"


def test_the_gallery_names_the_pictures_that_are_kept() -> None:
    """Each link leads to a file, and each file of the page's states is linked."""
    linked = set(re.findall(r"\]\(([\w/-]+\.png)\)", (FOLDER / "README.md").read_text(encoding="utf-8")))
    assert [name for name in linked if not (FOLDER / name).is_file()] == []
    assert {f"page/{file.name}" for file in (FOLDER / "page").glob("*.png")} - linked == set()
