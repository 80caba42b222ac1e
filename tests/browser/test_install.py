"""The page can be kept beside the apps of a phone: Chromium finds nothing that is missing for it."""

from __future__ import annotations

import json

import pytest
from browsing import opened
from playwright.sync_api import Browser

from bot.texts import texts


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_can_be_installed(language: str, browser: Browser, address: str) -> None:
    """Its manifest has no error, its icons load, its name is in the visitor's language."""
    context = browser.new_context(locale=language)
    said = texts(language)
    page = opened(context, address, said)
    devtools = context.new_cdp_session(page)
    found = devtools.send("Page.getAppManifest")
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    assert (manifest["name"], manifest["lang"]) == (said.say("page.title"), language)
    for icon in manifest["icons"]:
        loaded = page.request.get(f"{address}/{icon['src']}")
        assert (loaded.status, loaded.headers["content-type"]) == (200, "image/png")
    missing = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [e["errorId"] for e in missing if e["errorId"] != "in-incognito"] == []  # each test's visitor is in private
    context.close()
