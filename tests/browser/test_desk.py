"""The review desk in a browser: what docs/reviewing.md says a person can do, done by keys, on SQLite and on PostgreSQL."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from desks import Served, handed_in, is_ready, item_of, judge, saved, statements
from playwright.sync_api import Page, expect

from evals.cases import read_cases
from evals.judge import read_labelled

ALPHA = {"Statements": r"0\.36", "Answers": r"0\.83"}
"""Worked by hand. Of five statements judged twice three are "not supported" to both, two "supported" to one and "partly" to the other:
1 - (4 / 10) / (1 - (6 * 5 + 2 * 1 + 2 * 1) / 90). Of two answers one is "block" to both, one "publish" and "fix", which are neighbours:
1 - (2 * 1 / 4) / (2 * (1 * 1 + 2 * 6.25 + 2 * 2.25) / 12)."""


def downloaded(page: Page, name: str) -> Path:
    """The file behind a link."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name, exact=True).press("Enter")
    return Path(download.value.path())


def test_a_person_reviews_disagrees_decides_exports_and_mends(
    serve_desk: Callable[[str], Served], database_url: str
) -> None:
    """docs/reviewing.md from its first step to its last; the case fails before the corpus is mended and passes after."""
    made = serve_desk(database_url)
    anna = made.enter("anna")
    anna.get_by_role("button", name="From the newest run").press("Enter")
    expect(anna.get_by_role("status")).to_contain_text("5 new items from 5 replies")

    # Five items, by keys alone. One is found wrong.
    first, wrong = (item_of(anna, case) for case in ("asleep-sooner", "ferritin"))
    anna.get_by_role("link", name="Start with the next").press("Enter")
    for _ in range(5):
        is_ready(anna)
        judge(anna, *(("3", "b") if anna.url.endswith(f"/{wrong}") else ("1", "p")))
        with anna.expect_navigation():
            anna.keyboard.press("Enter")
    expect(anna.get_by_text("Nothing waits for you")).to_be_visible()

    # Two of them are for a colleague, by a list.
    anna.get_by_role("link", name="Export and import").press("Enter")
    listed = f"item,reviewer\n{first},ben\n{wrong},ben\n".encode()
    anna.get_by_label("File").set_input_files({"name": "who.csv", "mimeType": "text/csv", "buffer": listed})
    anna.get_by_role("button", name="Import").press("Enter")
    expect(anna.get_by_role("status")).to_have_text("2 new of 2 assignments.")

    # The colleague has these two first, sees nothing of what was said, and sees one of them otherwise.
    ben = made.enter("ben")
    expect(ben.get_by_role("heading", name="Waiting for you: 5")).to_be_visible()
    ben.keyboard.press("Enter")
    expect(ben).to_have_url(re.compile(f"/item/{wrong}$"))
    judge(ben, "3", "b")
    ben.keyboard.press("Enter")
    expect(ben).to_have_url(re.compile(f"/item/{first}$"))
    is_ready(ben)
    expect(ben.get_by_text("anna:")).to_have_count(0)
    ben.keyboard.press("d")
    expect(ben.locator("#before")).to_contain_text("What the smoke run of 2026-01-01 09:00 said")
    expect(ben.locator("#before del")).to_have_text(["12 "])
    expect(ben.locator(".transcript ins")).to_have_text(["17 "])
    ben.keyboard.press("n")
    ben.keyboard.type("Says 17 minutes, and not that this is an average")
    ben.keyboard.press("Escape")
    saved(ben, "Saved")
    judge(ben, "2", "f")
    expect(ben.get_by_text("anna: Publish")).to_be_visible()

    # The disagreement is decided, with a reason.
    ben.get_by_role("link", name="Disagreements").click()
    ben.get_by_role("link", name=f"Decide item {first}").click()
    is_ready(ben)
    ben.keyboard.press("Enter")
    saved(ben, "Still needed: statement 1")
    for n in range(statements(ben)):
        ben.keyboard.press("]" if n == 0 else "[")
    ben.keyboard.press("f")
    ben.keyboard.press("n")
    ben.keyboard.type("The finding gives a mean")
    ben.keyboard.press("Escape")
    ben.keyboard.press("Enter")
    handed_in(ben)
    ben.get_by_role("link", name="Disagreements").click()
    expect(ben.get_by_text("None to decide")).to_be_visible()
    ben.get_by_role("link", name="Agreement", exact=True).click()
    for name, figure in ALPHA.items():
        row = ben.get_by_role("row", name=re.compile(f"^{name} .*(nominal|block)$"))
        expect(row).to_contain_text(re.compile(rf"{figure} \[-?\d\.\d\d, \d\.\d\d\]"))
    expect(ben.get_by_role("table", name=re.compile("^supported"))).to_be_visible()
    ben.get_by_role("link", name="Dashboard").click()
    expect(ben.get_by_role("row", name=re.compile("^ben 3 0 2 2"))).to_be_visible()

    # Everything that was said can be taken away, and the judge's command reads what holds.
    ben.get_by_role("link", name="Export and import").click()
    with downloaded(ben, "reviews.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    finals = {(r["author"], r["kind"], r["verdict"]) for r in rows if r["item"] == str(first) and r["final"] == "True"}
    assert {("anna", "review", "publish"), ("ben", "review", "fix"), ("ben", "adjudication", "fix")} <= finals
    lines = [json.loads(line) for line in downloaded(ben, "reviews.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(r["author"], r["verdict"]) for r in lines] == [(r["author"], r["verdict"]) for r in rows]
    settled = read_labelled(downloaded(ben, "verdicts.jsonl"))
    assert Counter(row.verdict for row in settled.labelled) == {"not_supported": 3, "partly": 1, "supported": 1}

    # What is never reached is named, with the cases to run again.
    ben.get_by_role("link", name="Coverage").click()
    never = ben.get_by_role("row", name=re.compile("does not recommend magnesium"))
    expect(never).to_contain_text("corpus/sources/guideline-2024.yaml:")
    never.get_by_role("button", name="Re-run the cases this touches").press("Enter")
    expect(ben.get_by_role("status")).to_contain_text("1 of 1 pass")
    expect(ben.get_by_role("row", name=re.compile("^ferritin"))).to_contain_text("✓ passes")

    # One key makes a case; the page says where it stands and which line of the corpus to mend.
    ben.goto(f"{made.address}/review/item/{first}")
    is_ready(ben)
    ben.keyboard.press("c")
    expect(ben.get_by_label("Facts and required quotes")).to_have_value(re.compile("17 minutes"))
    ben.get_by_label("Id", exact=True).fill("sleep-average-1")
    ben.get_by_label("What the visitor writes").fill("By how many minutes do people fall asleep faster with magnesium?")
    ben.get_by_label("Facts and required quotes").fill("17 minutes on average")
    ben.get_by_label("Forbidden").fill("")
    ben.get_by_role("button", name="Add the case").press("Enter")
    expect(ben.get_by_role("status")).to_have_text("sleep-average-1 stands at cases/reviewed.yaml:1.")
    named = (
        ben.get_by_role("listitem").filter(has_text="three small trials found").last.get_by_role("code").inner_text()
    )

    # It fails; the line is edited and built; it passes.
    ben.get_by_role("button", name="Re-run its cases").press("Enter")
    row = ben.get_by_role("row", name=re.compile("sleep-average-1"))
    expect(row).to_contain_text("✗ fails")
    expect(row).to_contain_text("17 minutes on average")
    path, line = named.rsplit(":", 1)
    file_ = made.folder / path
    lines = file_.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[int(line) - 1] = lines[int(line) - 1].replace("17 minutes", "17 minutes on average")
    file_.write_text("".join(lines), encoding="utf-8")
    assert "nothing to mend" in made.ingest("check")
    assert "1 added" in made.ingest()
    ben.get_by_role("button", name="Run them again").press("Enter")
    expect(row).to_contain_text("✓ passes")
    assert read_cases(made.folder / "cases").problems == ()
