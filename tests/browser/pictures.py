"""Pictures of what a visitor sees, under docs/img: every run takes them all, and those in the repository change when the page does."""

from __future__ import annotations

import io
import shutil
import subprocess
from functools import cache
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Page

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "img"
COLOURS = 192
"""Of a picture in the repository: a palette is enough for text, and a third of the size."""
_NOTICED, _PIXELS = 64, 60
"""How far a colour has to be from the one in the repository, out of 255, in how many pixels: a word of body text has a few hundred."""


def kept(page: Page, name: str) -> None:
    """A picture of what is in the window now, as `docs/img/NAME.png`."""
    file = FOLDER / f"{name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    taken = page.screenshot(animations="disabled")
    if file not in _in_repository():
        file.write_bytes(taken)
    elif differs(taken, file):
        with Image.open(io.BytesIO(taken)) as picture:
            picture.convert("RGB").quantize(COLOURS).save(file, optimize=True)


def pictured(page: Page, name: str) -> None:
    """`kept` for the documents, which show a page as it is on a desk by day; other widths and schemes have no picture."""
    is_day = page.evaluate("matchMedia('(prefers-color-scheme: light)').matches")
    if page.evaluate("innerWidth") == 1280 and is_day:
        kept(page, name)


def differs(taken: bytes, file: Path) -> bool:
    """Whether a person would see another picture than the one in `file`; fewer colours and soft edges are no difference."""
    if not file.exists():
        return True
    with Image.open(io.BytesIO(taken)) as now, Image.open(file) as before:
        if now.size != before.size:
            return True
        changed = ImageChops.difference(now.convert("RGB"), before.convert("RGB")).convert("L")
    return sum(changed.histogram()[_NOTICED:]) > _PIXELS


@cache
def _in_repository() -> frozenset[Path]:
    """The pictures that Git keeps; none where this is no repository."""
    git = shutil.which("git")
    if not git:
        return frozenset()
    listed = subprocess.run([git, "ls-files", "-z", "."], cwd=FOLDER, capture_output=True, text=True, check=False)
    return frozenset(FOLDER / name for name in listed.stdout.split("\0") if name)
