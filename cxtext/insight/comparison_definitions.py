"""The metric dictionary of comparisons: of periods, segments, channels and themes with one another."""

from __future__ import annotations

from cxtext.insight.definitions import Definition

_RESAMPLED = (
    "percentile bootstrap over customers (over comments where none is known), 1,000 draws, expanded for few customers "
    "(Hesterberg 2015)"
)
_WILSON = "Wilson score interval (1927), of the effective number of comments where customers are known"

COMPARISONS = (
    Definition(
        "mean_change",
        "Change",
        "The metric on the second side minus the metric on the first.",
        "mean after - mean before",
        _RESAMPLED,
        "as the metric",
    ),
    Definition(
        "mix_effect",
        "Mix: who answered",
        "How much of a change goes with the levels of a column having other shares of the answers than before. A level "
        "counts by how far its mean stands out from that of all.",
        "sum of (share after - share before) × (level's mean over both sides - mean of all over both sides)",
        _RESAMPLED,
        "as the metric",
    ),
    Definition(
        "within_effect",
        "Within: how they felt",
        "How much of a change goes with the levels' own means. Mix and within add up to the change (Kitagawa 1955).",
        "sum of share over both sides × (level's mean after - level's mean before)",
        _RESAMPLED,
        "as the metric",
    ),
    Definition(
        "segment_difference",
        "Difference from all others",
        "A share or a net sentiment in a segment minus the same in all comments outside it.",
        "in the segment - outside it",
        "Newcombe (1998), method 10, of shares; squared and added ends (Zou and Donner 2008) of net sentiment; of the "
        "effective number of comments where customers are known. The test allows for all comparisons made "
        "(Benjamini-Hochberg q at most 0.10)",
        "as the metric",
    ),
    Definition(
        "explained_by_segment",
        "Explained by the division",
        "How much of the variance of the metric lies between the segments, and not within them.",
        "sum of squares between segments / sum of squares",
        "none; 95 of 100 shuffled divisions explain less than `by_chance`",
        "share, 0 … 1",
    ),
    Definition(
        "channel_gap",
        "Gap between channels",
        "Net sentiment about the same touchpoint in the better channel minus that in the worse one.",
        "net sentiment in one channel - net sentiment in the other",
        "squared and added ends of both intervals (Zou and Donner 2008). The test allows for all pairs of channels at "
        "all touchpoints (Benjamini-Hochberg q at most 0.10)",
        "points, -200 … 200",
    ),
    Definition(
        "expectation_gap",
        "Expectation gap",
        "Of the comments that compare a touchpoint with what was expected, the share that found it better minus the "
        "share that found it worse.",
        "100 × (above - below) / comments with a facet expectation",
        "adjusted Wald interval of Bonett and Price (2012), of the effective number of comments",
        "points, -100 … 100",
    ),
    Definition(
        "below_expectation",
        "Worse than expected",
        "How many of the comments that compare a touchpoint with what was expected found it worse.",
        "comments with expectation:below / comments with a facet expectation",
        _WILSON,
        "share, 0 … 1",
    ),
    Definition(
        "above_expectation",
        "Better than expected",
        "How many of the comments that compare a touchpoint with what was expected found it better.",
        "comments with expectation:above / comments with a facet expectation",
        _WILSON,
        "share, 0 … 1",
    ),
    Definition(
        "acquired_share",
        "Won customers",
        "How many of the comments are by customers who were won, as told by the condition given.",
        "comments of which the condition holds / comments of the phase",
        _WILSON,
        "share, 0 … 1",
    ),
    Definition(
        "lost_share",
        "Lost customers",
        "How many of the comments are by customers who leave, as told by the condition given, else by the facets "
        "loyalty:churn_risk and loyalty:switching.",
        "comments of which it holds / comments of the phase",
        _WILSON,
        "share, 0 … 1",
    ),
    Definition(
        "spearman",
        "Rank correlation",
        "How far the metric rises (1) or falls (-1) with the column, by ranks; 0 is no such tendency. Associated with, "
        "not caused by.",
        "correlation of the ranks of both (Spearman 1904)",
        "Fisher's z with the variance of Bonett and Wright (2000), of the effective number of answers",
        "-1 … 1",
    ),
    Definition(
        "priority_impact",
        "Impact",
        "How many points lower the score is where the topic is blamed, all else alike; 0 where it is not lower. "
        "Associated with, not caused by.",
        "- coefficient of blame in the driver analysis, at least 0",
        "as of the coefficient",
        "points of the score",
    ),
    Definition(
        "priority_reach",
        "Reach",
        "How many of the comments with a score blame the topic.",
        "comments that blame it / comments with a score",
        "Wilson score interval (1927)",
        "share, 0 … 1",
    ),
    Definition(
        "priority",
        "Priority",
        "Impact × reach × controllability, each raised to its weight. It orders topics and has no meaning of its own.",
        "impact ^ weight × reach ^ weight × factor of controllability ^ weight",
        "the ends of the impact's interval, reach and controllability held",
        "points of the mean score where all weights are 1",
    ),
    Definition(
        "adherence",
        "Adherence to a principle",
        "Of the comments that praise or blame a topic linked to the principle, how many praise only.",
        "comments that praise and do not blame / comments that praise or blame",
        _WILSON,
        "share, 0 … 1",
    ),
    Definition(
        "adherence_change",
        "Change of adherence",
        "Adherence in the later half of the dated comments minus that in the earlier half.",
        "adherence after the median date - adherence up to it",
        "squared and added ends of both intervals (Zou and Donner 2008)",
        "difference of shares, -1 … 1",
    ),
    Definition(
        "effect",
        "Difference in differences",
        "How much more (or less) the metric changed with the event than it did in the control. It holds whatever else "
        "changed at that time in the one and not in the other.",
        "(treated after - treated before) - (control after - control before), means of the periods",
        "Welch (1947) of the gap between both, each period one observation (Bertrand, Duflo and Mullainathan 2004), of "
        "fewer where periods go with their neighbours (Bayley and Hammersley 1946)",
        "as the metric",
    ),
    Definition(
        "slope_before",
        "Drift before the event",
        "How much the gap to the control moved in each period before the event; it should not have moved.",
        "slope of treated - control over the periods before",
        "Student's t of the least-squares slope",
        "as the metric, per period",
    ),
    Definition(
        "lift",
        "Lift",
        "How many times as many comments speak of both topics as chance would bring together.",
        "comments of both × all comments / (comments of the one × comments of the other)",
        "percentile bootstrap of its logarithm over customers, 1,000 draws; Benjamini-Hochberg q at most 0.10",
        "ratio; 1 is chance",
    ),
    Definition(
        "corrected_share",
        "Share corrected by the audit",
        "The share of comments that should have the label, told from those that have it and from how often an audit "
        "found it wrong or missing.",
        "share labelled × precision + share not labelled × share missed; of an audit of other comments "
        "(share + specificity - 1) / (sensitivity + specificity - 1)",
        "Wilson's of the three shares, squared and added; of an audit of other comments Lang and Reiczigel (2014)",
        "share, 0 … 1",
    ),
    Definition(
        "audit_right",
        "Comments labelled rightly",
        "The share of comments whose labels of this kind are exactly those that people gave in the audit.",
        "audited comments with the same labels, by the weights of the sample",
        "Wilson (1927), of as many comments as tell as much (Korn and Graubard 1998)",
        "share, 0 … 1",
    ),
    Definition(
        "audit_precision",
        "Precision",
        "Of the comments with the label, the share that should have it, as people said in the audit.",
        "audited comments that both gave the label / those that have it, by the weights of the sample",
        "Wilson (1927), of as many comments as tell as much (Korn and Graubard 1998)",
        "share, 0 … 1",
    ),
    Definition(
        "audit_recall",
        "Recall",
        "Of the comments that should have the label, as people said in the audit, the share that has it.",
        "audited comments that both gave the label / those that people gave it, by the weights of the sample",
        "Wilson (1927), of as many comments as tell as much (Korn and Graubard 1998)",
        "share, 0 … 1",
    ),
    Definition(
        "high_effort",
        "High effort",
        "How many of the comments say that something was hard to get done.",
        "comments with the facet effort:hard / comments with content",
        _WILSON,
        "share, 0 … 1",
    ),
    Definition(
        "advocacy_rate",
        "Advocacy",
        "How many of the comments recommend the company.",
        "comments with the facet loyalty:advocate / comments with content",
        _WILSON,
        "share, 0 … 1",
    ),
    Definition(
        "churn_risk_rate",
        "Churn risk",
        "How many of the comments say that the customer may leave, or has left for another company.",
        "comments with the facet loyalty:churn_risk or loyalty:switching / comments with content",
        _WILSON,
        "share, 0 … 1",
    ),
)
