"""`python -m web.records`: migrate, purge, count, show. Prints what is stored, which is redacted."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

import settings
from web.records.errors import RecordsError, RecordsUnavailable
from web.records.records import Records
from web.records.wiring import make_database


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="python -m web.records", description="Look after what visitors agreed to keep.")
    commands = top.add_subparsers(dest="command", required=True)
    migrate = commands.add_parser("migrate", help="bring the database's tables up to date")
    migrate.add_argument("revision", nargs="?", default="head", help="another version (`base` deletes every table)")
    purge = commands.add_parser("purge", help="delete what is older than the retention")
    purge.add_argument("--days", type=int, help="delete what is older than this (default: the retention)")
    commands.add_parser("count", help="how many conversations, turns and opinions are stored")
    show = commands.add_parser("show", help="print stored turns as JSON")
    show.add_argument("id", help="id of an answer or of a conversation")
    return top


def run(arguments: argparse.Namespace, loaded: settings.RecordsSettings) -> str:
    """What to print.

    Raises:
        RecordsError: It could not be done.
    """
    database = make_database(loaded)
    records = Records(database)
    if arguments.command == "migrate":
        database.migrate(arguments.revision)
        return f"The records database is at version {arguments.revision}"
    if arguments.command == "purge":
        days = loaded.retention_days if arguments.days is None else arguments.days
        if days < 0:
            raise RecordsUnavailable(f"--days is {days}; give 0 or more")
        purged = records.purge(days)
        return f"Deleted {purged.turns} turns and {purged.conversations} conversations older than {days} days"
    if arguments.command == "count":
        return "\n".join(f"{name} {number}" for name, number in asdict(records.totals()).items())
    found = records.conversation(arguments.id)
    if not found:
        raise RecordsUnavailable(
            "Nothing is stored under this id. `python -m web.records count` says how much there is"
        )
    return json.dumps(found, ensure_ascii=False, indent=1)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command. Returns 0, or 2 when it could not run."""
    arguments = parser().parse_args(argv)
    settings.go_offline()
    try:
        print(run(arguments, settings.load().records))
    except (RecordsError, settings.SettingsError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
