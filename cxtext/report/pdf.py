"""The page as a PDF, by WeasyPrint: what a browser prints, for those who need a file to send on."""

from __future__ import annotations

from cxtext.insight import Summary
from cxtext.report import html
from cxtext.report.language import Language

IDENTIFIER = b"cxtext"  # any fixed one, so that the bytes repeat


def render(summary: Summary, /, *, t: Language | None = None) -> bytes:
    """The PDF: page one on one sheet of A4, then the details; nothing is fetched from anywhere."""
    import weasyprint.urls

    nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    page = weasyprint.HTML(string=html.render(summary, t=t), url_fetcher=nothing)
    return bytes(page.write_pdf(pdf_identifier=IDENTIFIER))
