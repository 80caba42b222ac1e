"""Where the log goes, for each process of the server."""

from __future__ import annotations

import logging

_NOISY = ("httpx", "httpx2", "sentence_transformers", "transformers", "asyncio", "alembic")


def log_to_stderr(level: int | str) -> None:
    """Write the log to standard error; libraries that tell of each step only warn."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
