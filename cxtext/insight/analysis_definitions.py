"""The metric dictionary of the analyses beside the report: drivers, metrics and changes."""

from __future__ import annotations

from cxtext.insight.definitions import DEFINITIONS, Definition

_BOOTSTRAP = "percentile bootstrap over customers (over comments where no customer is known), 1,000 draws"

_ALL = (
    Definition(
        "coefficient",
        "Coefficient",
        "How much higher or lower the score of a comment is that praises (or blames) the topic, other topics, channel, "
        "period and further controls being equal. Associated with, not caused by.",
        "ridge regression of the score on topic × {negative, positive}, penalty by cross-validation",
        _BOOTSTRAP,
        "points of the score",
    ),
    Definition(
        "contribution",
        "Contribution",
        "How much of the mean score goes with the praise (or blame) of the topic.",
        "coefficient × share of the records with such a comment",
        _BOOTSTRAP,
        "points of the score",
    ),
    Definition(
        "leave_one_out",
        "Leave-one-out difference",
        "Descriptive, for comparison with tools that call it impact: it blames topics that only come together with a "
        "cause.",
        "mean of all records - mean of the records that do not speak of the topic",
        "",
        "points of the score",
    ),
    Definition(
        "explained",
        "Share of explained variance (Shapley, LMG)",
        "How much of what the topics explain of the score is put down to this one; what several explain together is "
        "divided between them, whichever is the cause.",
        "what the topic adds to R², averaged over 200 orders of entry / the same of all topics",
        "",
        "share, 0 … 1",
    ),
)

ANALYSES: dict[str, Definition] = {**DEFINITIONS, **{definition.id: definition for definition in _ALL}}
