"""How the numbers of each metric are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.cli.tables import interval

if TYPE_CHECKING:
    from cxtext.insight.results import Number

RATES = ("high_effort", "advocacy_rate", "churn_risk_rate")
METRICS = ("share", "net_sentiment", "nps", "csat", "top_box", "mean_rating", "ces", *RATES)  # of `insight`
PERCENT = ("share", "share_of_comments", "csat", "top_box", *RATES)
SIGNED = ("nps", "net_sentiment")
DIGITS = {"mean_rating": 2, "ces": 2}


def head(metric: str) -> str:
    """The metric as the head of a column."""
    return metric.replace("_", " ") + (", %" if metric in PERCENT else "")


def measured(number: Number | None, metric: str | None = None, *, sign: bool = False) -> str:
    """A number of a metric, or of its differences, with its interval; ~ marks what is indicative only."""
    name = metric or (number.metric if number else "")
    text = interval(
        number, digits=DIGITS.get(name, 1), times=100 if name in PERCENT else 1, sign=sign or name in SIGNED
    )
    return f"~ {text}" if number is not None and number.cell == "indicative" else text
