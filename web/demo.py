"""A stand-in for the site that has the post, to try the widget from another origin: `python -m web.demo`.

The words are the post's own, from `corpus/article.md`; the markup and the spaces are a site's.
"""

from __future__ import annotations

import argparse
import re
import textwrap
from html import escape
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

import settings

PORT = 7861
STYLE = Path(__file__).resolve().parent / "static" / "demo.css"
POST = settings.ROOT / "corpus" / "article.md"

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def make_demo(chat: str, post: Path = POST) -> Starlette:
    """The site: the post with the widget at `/`, and the frame at `/framed`. `chat` is the address of a Restwell server."""
    body = post_html(post.read_text(encoding="utf-8"))
    frame = f'<iframe src="{escape(chat)}/embed" title="Questions on this article" allow="clipboard-write"></iframe>'
    pages = {
        "/": f'{body}<script src="{escape(chat)}/widget.js" data-post="article"></script>',
        "/framed": f"{body}{frame}",
    }

    def page(request: Request) -> Response:
        return HTMLResponse(_around(pages[request.url.path]), headers={"Content-Security-Policy": site_policy(chat)})

    def style(request: Request) -> Response:
        return Response(STYLE.read_text(encoding="utf-8"), media_type="text/css")

    return Starlette(routes=[Route("/", page), Route("/framed", page), Route("/demo.css", style)])


def site_policy(chat: str) -> str:
    """What a strict site has to let in for the widget: its scripts, its connections, its frame; no inline anything."""
    return f"default-src 'none'; style-src 'self'; script-src {chat}; connect-src {chat}; frame-src {chat}; base-uri 'none'"


def post_html(markdown: str) -> str:
    """The post as a site would show it: its paragraphs, wrapped and with an emphasis, which changes no word."""
    blocks = [block.strip() for block in _FRONT_MATTER.sub("", markdown).split("\n\n") if block.strip()]
    return f"<article>\n{''.join(map(_block, blocks))}</article>\n"


def _block(block: str) -> str:
    marks, _, words = block.rpartition("# ")
    if block.startswith("#"):
        level = len(marks) + 1
        return f"  <h{level}>{escape(words)}</h{level}>\n"
    lines = textwrap.fill(escape(block, quote=False), 88, initial_indent="    ", subsequent_indent="    ")
    lines = re.sub(r"\b(Magnesium|magnesium)\b", r"<em>\1</em>", lines, count=1).replace("10% ", "10%&nbsp;")
    return f"  <p>\n{lines}\n  </p>\n"


def _around(body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<title>The Role of Magnesium Deficiency in Restless Leg Syndrome</title><link rel="stylesheet" href="/demo.css">'
        "</head><body><header><p>A site that writes about sleep</p></header><main>"
        f"{body}</main></body></html>"
    )


def main() -> int:
    """Serve until interrupted."""
    import uvicorn

    parser = argparse.ArgumentParser(
        prog="python -m web.demo", description="Shows the widget on the post, from another origin."
    )
    parser.add_argument("--port", type=int, default=PORT, help=f"port to listen on; {PORT} unless given")
    parser.add_argument(
        "--chat", default="http://127.0.0.1:7860", help="address of the chat, which must list this site"
    )
    given = parser.parse_args()
    own = f"http://127.0.0.1:{given.port}"
    print(f"The post is at {own}; start the chat with RESTWELL_EMBED__ORIGINS={own}", flush=True)
    uvicorn.run(make_demo(given.chat.rstrip("/")), port=given.port, log_level="warning", access_log=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
