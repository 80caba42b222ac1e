"""The gallery in docs/img names every picture of the page and the widget that is in the repository, and no other."""

from __future__ import annotations

import re
import shutil
import subprocess

import settings

FOLDER = settings.ROOT / "docs" / "img"


def test_the_gallery_names_the_pictures_that_are_kept() -> None:
    """Each link leads to a file, and each state's picture in the repository is linked; a test run leaves others beside them."""
    linked = set(re.findall(r"\]\(([\w/-]+\.png)\)", (FOLDER / "README.md").read_text(encoding="utf-8")))
    assert [name for name in linked if not (FOLDER / name).is_file()] == []
    git = shutil.which("git")
    listed = [git, "ls-files", "page", "widget"] if git else ["true"]
    in_repository = subprocess.run(listed, cwd=FOLDER, capture_output=True, text=True, check=False).stdout.split()
    assert set(in_repository) - linked == set()
