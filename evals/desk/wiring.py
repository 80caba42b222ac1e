"""Builds the desk from settings. The only place where its parts are made."""

from __future__ import annotations

from fastapi import FastAPI

import database
import settings
from evals.desk.app import build_desk
from evals.desk.parts import Asks, Parts, SharedChats
from evals.desk.tables import TABLES


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
    return build_desk(Parts(loaded, make_database(loaded.records), bot, chats))
