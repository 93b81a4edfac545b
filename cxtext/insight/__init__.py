"""Numbers and quotes from labelled tables, each number with its interval and its sample size."""

from cxtext.insight.catalogue import Catalogue, ThemeCard
from cxtext.insight.results import Number, Quote, Summary, Topic
from cxtext.insight.summary import summarise

__all__ = ["Catalogue", "Number", "Quote", "Summary", "ThemeCard", "Topic", "summarise"]
