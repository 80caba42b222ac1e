"""Serves the chat page and the API: `python ui.py`. Reads the settings once and hands their parts down."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

import settings
from web.logs import log_to_stderr


def main() -> int:
    """Serve until interrupted; 2 when a setting, or a file that a bot cannot be made without, is not usable."""
    try:
        loaded = settings.load()
    except settings.SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    settings.go_offline()
    settings.share_processors()
    log_to_stderr(loaded.log_level)
    return serve(loaded)


def serve(loaded: settings.Settings) -> int:
    """Build the application and listen; the models load meanwhile."""
    import uvicorn

    from bot.errors import BotError
    from bot.guards.memory import Memory
    from bot.helplines import Helplines
    from bot.wiring import make_bot
    from evals.desk.errors import DeskError
    from evals.desk.wiring import make_desk
    from ingest.errors import IngestError
    from web.about import load_about
    from web.app import build_app
    from web.countries import country_codes
    from web.helper import Helper
    from web.rate import AskLimit, LimitsUnusable
    from web.records.errors import RecordsError
    from web.records.wiring import make_keeper, make_sharing

    try:
        memory = Memory()
        bot = make_bot(loaded, memory=memory)
        keeper = make_keeper(loaded.records)
        desk = make_desk(loaded, bot, make_sharing(loaded.records))
        limit = AskLimit(loaded.server.asks_per_minute, loaded.server.limits_url.get_secret_value())
    except (BotError, DeskError, IngestError, LimitsUnusable, RecordsError) as error:
        print(error, file=sys.stderr)
        return 2
    app = build_app(
        bot,
        load_about(loaded.corpus / "about.yaml"),
        country_codes(loaded.corpus / "helplines.yaml"),
        concurrency=loaded.turns_at_once,
        queue=loaded.server.queue,
        keeper=keeper,
        origins=loaded.embed.allowed,
        limit=limit,
        helplines=Helplines.load(loaded.corpus / "helplines.yaml"),
        scoreboard=loaded.scoreboard.results if loaded.scoreboard.is_public else None,
        helpers=[Helper(partial(make_bot, loaded), bot, memory) for _ in range(loaded.processes - 1)],
    )
    print(f"Restwell is at http://{loaded.server.host}:{loaded.port} (Ctrl+C stops it)", flush=True)
    # No access log: a path may hold what a visitor wrote.
    uvicorn.run(
        beside(app, desk),
        host=loaded.server.host,
        port=loaded.port,
        access_log=False,
        log_level="warning",
        forwarded_allow_ips=loaded.server.proxies,
    )
    return 0


def beside(app: Any, desk: ASGIApp | None) -> ASGIApp:
    """The web application with the review desk at /review, each with headers of its own; without a desk, the former alone."""
    if desk is None:
        return app  # type: ignore[no-any-return]
    return Starlette(
        routes=[Mount("/review", app=desk), Mount("/", app=app)], lifespan=lambda _: app.router.lifespan_context(app)
    )


if __name__ == "__main__":
    sys.exit(main())
