"""Builds the desk from settings. The only place where its parts are made."""

from __future__ import annotations

import logging
import time
from threading import Thread

from fastapi import FastAPI

import database
import settings
from evals.desk.app import build_desk
from evals.desk.items import Items
from evals.desk.parts import Asks, Parts, SharedChats
from evals.desk.tables import TABLES

log = logging.getLogger(__name__)

FORGET_EVERY_S = 3600.0
"""How long a note may outlive a withdrawal when nobody opens the desk, which looks at once. A guess."""


def make_database(loaded: settings.RecordsSettings) -> database.Database:
    """The database that the settings name, for the desk's tables; not yet opened.

    Raises:
        DeskUnavailable: The address is neither SQLite nor PostgreSQL.
    """
    return database.Database(loaded.url.get_secret_value(), TABLES)


def make_desk(loaded: settings.Settings, bot: Asks, chats: SharedChats | None) -> FastAPI | None:
    """The desk that the settings describe; None when they let nobody in.

    Raises:
        DeskError: The settings cannot be used.
    """
    parts = Parts(loaded, make_database(loaded.records), bot, chats)
    desk = build_desk(parts)
    if desk is not None and chats is not None:
        Thread(target=_keep_forgetting, args=(Items(parts.database), chats), name="forget", daemon=True).start()
    return desk


def _keep_forgetting(items: Items, chats: SharedChats) -> None:
    """Delete the notes on chats that are gone, also when nobody opens the desk."""
    while True:
        try:
            items.forget(chats.known)
        except (
            Exception
        ) as error:  # two databases' errors; what they name is worth a line, and the next hour another try
            log.error("notes on chats that are gone were not looked for: %s", type(error).__name__)
        time.sleep(FORGET_EVERY_S)
