"""The one door to WeasyPrint: HTML in, tagged PDF (PDF/UA-1) out, and nothing fetched from anywhere else.

WeasyPrint needs Pango, which pip cannot install, and complains when it is imported: so it is imported on first use, and
a site without it starts and books as usual.
"""

from __future__ import annotations

import contextlib
import functools
import io
import logging
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

from events.documents.assets import ORIGIN, RefusedError, read
from events.errors import PrintingUnavailable

logger = logging.getLogger(__name__)

PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core")
"""What Debian and Ubuntu call the libraries and the fallback font."""

STYLE_SHEET = f"{ORIGIN}/static/css/paper.css"


@functools.cache
def weasyprint() -> ModuleType:
    """The library; raises PrintingUnavailable where Pango or its companions are missing."""
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)  # it tells each step at the level of news
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it prints a page of advice; ours is shorter
            import weasyprint as library
    except OSError as error:
        raise PrintingUnavailable from error
    return library  # type: ignore[no-any-return]


def render(html: str) -> bytes:
    """A tagged PDF of one HTML document. Its <html lang> and <title> become the PDF's."""
    return bytes(Workshop().lay_out(html).write_pdf(pdf_variant="pdf/ua-1"))


class Workshop:
    """Fonts and style sheet of one job, so that several documents can end up in one file.

    Loading them takes about 15 ms, less than keeping them would cost: a font map is not made for several threads, and
    its files vanish with the first process that ends.
    """

    def __init__(self) -> None:
        library = weasyprint()
        from weasyprint.text.fonts import FontConfiguration

        self._fonts = FontConfiguration()
        self._style = library.CSS(url=STYLE_SHEET, font_config=self._fonts, url_fetcher=_fetcher())

    def lay_out(self, html: str) -> Any:
        """WeasyPrint's `Document`: pages laid out, not yet drawn."""
        source = weasyprint().HTML(string=html, base_url=ORIGIN + "/", url_fetcher=_fetcher())
        return source.render(font_config=self._fonts, stylesheets=[self._style])

    def write(self, documents: Sequence[Any], finisher: Callable[[Any, Any], None]) -> bytes:
        """Draw the pages of several documents as one PDF without tags, and let `finisher(document, pdf)` turn it into
        what is printed. Title and language are those of the first."""
        whole = documents[0].copy([page for document in documents for page in document.pages])
        return bytes(whole.write_pdf(finisher=finisher))


@functools.cache
def _fetcher() -> Any:
    """The only way a document gets at a file: `data:` is unpacked, our own files are read, all else is refused."""
    weasyprint()
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url[:5].lower() == "data:":
                return super().fetch(url, headers)
            try:
                body, kind = read(url)
            except RefusedError as reason:
                logger.warning("A document was refused %.200s (%s)", url, reason)
                raise
            return URLFetcherResponse(url, body, {"Content-Type": kind})

    return OwnFiles(allowed_protocols={"data"}, allow_redirects=False)
