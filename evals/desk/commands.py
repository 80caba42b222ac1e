"""`python -m evals desk migrate` and `fill`: the tables, and the queue from a run. Prints counts."""

from __future__ import annotations

import argparse
import getpass
from pathlib import Path

from rich.console import Console

import settings
from evals.commands import RUNS
from evals.desk import fill
from evals.desk.items import Items
from evals.desk.wiring import make_database


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this module's command to the command line."""
    desk = commands.add_parser("desk", help="the review desk: bring its tables up to date, fill its queue from a run")
    inner = desk.add_subparsers(dest="desk", required=True)
    migrate = inner.add_parser("migrate", help="bring the tables up to date")
    migrate.add_argument("revision", nargs="?", default="head", help="another version (`base` deletes every table)")
    filled = inner.add_parser("fill", help="queue a run's replies, by rule and by lot")
    filled.add_argument("run", nargs="?", type=Path, help="a log; default: the newest")


def run(loaded: settings.Settings, console: Console, arguments: argparse.Namespace) -> int:
    """Do it and print what was done.

    Raises:
        DeskError: It could not be done.
    """
    database = make_database(loaded.records)
    if arguments.desk == "migrate":
        database.migrate(arguments.revision)
        console.print(f"The review desk's database is at version {arguments.revision}", highlight=False)
        return 0
    made, before = fill.read_runs(RUNS, arguments.run)
    done = fill.from_run(Items(database), made, before, loaded.review, getpass.getuser())
    rules = ", ".join(f"{name} {number}" for name, number in done.added.items() if name != "items")
    console.print(
        f"{done.total} items from {done.seen} replies of {done.run}: {rules or 'nothing new'}", highlight=False
    )
    return 0
