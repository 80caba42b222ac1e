"""HTML to PDF with WeasyPrint. The only module that knows it; nothing is fetched, and nothing of the text is logged."""

from __future__ import annotations

import logging
from functools import lru_cache
from threading import Lock

log = logging.getLogger(__name__)

_ONE = Lock()
"""One PDF at a time: each keeps a processor busy for about a second."""


class PdfMissing(Exception):
    """No PDF can be made here; the message names what is missing and is for whoever runs the site."""


@lru_cache(maxsize=1)
def is_available() -> bool:
    """Whether WeasyPrint and the system libraries it needs load; when not, the log says once what is missing."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        log.error(
            "no PDF can be made: %s. Install Debian's libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0", error
        )
        return False
    for name in ("weasyprint", "fontTools"):  # their warnings may quote the text
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return True


def to_pdf(html: str, styles: str) -> bytes:
    """A whole page as a tagged PDF.

    Args:
        html: The page; what it links to is not fetched.
        styles: Its style sheet.

    Raises:
        PdfMissing: See `is_available`.
    """
    if not is_available():
        raise PdfMissing("WeasyPrint or its system libraries are not installed")
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    class Nothing(URLFetcher):  # type: ignore[misc]
        """Refuses every address."""

        def fetch(self, url: str, headers: object = None) -> object:
            """Raise for whatever is asked."""
            raise ValueError("nothing is fetched for a sheet")

    fetcher = Nothing()
    with _ONE:
        page = HTML(string=html, url_fetcher=fetcher)
        made: bytes = page.write_pdf(
            stylesheets=[CSS(string=styles, url_fetcher=fetcher)], pdf_variant="pdf/ua-1", uncompressed_pdf=False
        )
    return made
