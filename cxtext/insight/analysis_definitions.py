"""The metric dictionary of the analyses beside the report: drivers, metrics and changes."""

from __future__ import annotations

import dataclasses

from cxtext.insight.comparison_definitions import COMPARISONS
from cxtext.insight.definitions import DEFINITIONS, Definition

_BOOTSTRAP = "percentile bootstrap over customers (over comments where no customer is known), 1,000 draws"

_EFFECTIVE = "; with a customer column, of the effective number of answers (Kish 1965, Korn and Graubard 1998)"

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
    Definition(
        "nps",
        "Net Promoter Score",
        "Of the answers from 0 to 10, the share of 9 and 10 (promoters) minus the share of 0 to 6 (detractors). Asked "
        "as a likelihood to recommend; of any other question it is only the same arithmetic.",
        "100 × (promoters - detractors) / answers",
        f"adjusted Wald interval of Rocks (2016), three pseudo-answers (3/4, 3/2, 3/4){_EFFECTIVE}",
        "points, -100 … 100",
    ),
    Definition(
        "csat",
        "Customer satisfaction (best two answers)",
        "How many of the answers are one of the best two of the scale, such as 4 and 5 of 5.",
        "answers of the best two values / answers",
        f"Wilson score interval (1927){_EFFECTIVE}",
        "share, 0 … 1",
    ),
    Definition(
        "ces",
        "Customer effort score",
        "The average agreement that it was made easy, 1 to 7, as in CES 2.0; higher is less effort.",
        "sum of answers / number of answers",
        "expanded percentile bootstrap over customers (over comments where none is known), 1,000 draws",
        "1 … 7",
    ),
    Definition(
        "expected_share",
        "Expected share",
        "The share that the topic would have in this period if nothing changed, told from up to 26 periods before.",
        "quasi-binomial model with a constant share (of months with two years of history: and a yearly wave)",
        "beta-binomial prediction, overdispersed as the history was; 95 of 100 quiet periods lie within",
        "share, 0 … 1",
    ),
    Definition(
        "detectable_change",
        "Smallest detectable change",
        "The smallest change that these comments would show 80 times of 100.",
        "(z of the test + z of the power) × standard error",
        "",
        "as the metric",
    ),
)

_OF_GROUPS = {
    "net_sentiment": f"adjusted Wald interval of Bonett and Price (2012){_EFFECTIVE}",
    "top_box": f"Wilson score interval (1927){_EFFECTIVE}",
    "change_in_share": (
        "Newcombe (1998), method 10; the test allows for overdispersion and for all comparisons made "
        "(Benjamini-Hochberg q at most 0.10, at least 0.5 points and 10 comments)"
    ),
    "mean_rating": "expanded percentile bootstrap over customers (over comments where none is known), 1,000 draws",
}

ANALYSES: dict[str, Definition] = {
    **DEFINITIONS,
    **{name: dataclasses.replace(DEFINITIONS[name], interval=interval) for name, interval in _OF_GROUPS.items()},
    **{definition.id: definition for definition in (*_ALL, *COMPARISONS)},
}
