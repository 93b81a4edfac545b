"""Numbers and quotes from labelled tables, each number with its interval and its sample size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxtext.insight.catalogue import Catalogue, ThemeCard
from cxtext.insight.results import Number, Quote, Summary, Topic

if TYPE_CHECKING:
    from cxtext.insight.summary import summarise

__all__ = ["Catalogue", "Number", "Quote", "Summary", "ThemeCard", "Topic", "summarise"]


def __getattr__(name: str) -> Any:
    """Load what counts when it is first used: who labels needs the names alone."""
    if name != "summarise":
        raise AttributeError(f"module 'cxtext.insight' has no attribute {name!r}")
    from cxtext.insight.summary import summarise

    return summarise
