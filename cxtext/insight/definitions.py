"""The metric dictionary: what every number in a summary is, and how it is computed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """One metric."""

    id: str
    name: str
    text: str
    formula: str
    interval: str  # how its 95 % interval is made; "" where it has none
    unit: str


_WILSON = "Wilson score interval (1927)"

_ALL = (
    Definition(
        "share_of_comments",
        "Share of comments",
        "How many of the comments with content speak of it. A comment may speak of several things, so "
        "shares add up to more than 100 %.",
        "comments that speak of it / comments with content",
        _WILSON,
        "share, 0 … 1",
    ),
    Definition(
        "share_of_theme",
        "Share of a theme",
        "How many of a theme's comments speak of one part of it. A comment may speak of several parts.",
        "comments that speak of the part / comments that speak of any part of the theme",
        _WILSON,
        "share, 0 … 1",
    ),
    Definition(
        "net_sentiment",
        "Net sentiment",
        "Of the comments that speak of it, the share that is positive about it minus the share that is "
        "negative about it. Neutral and mixed comments count in the total only.",
        "100 × (positive comments - negative comments) / comments",
        "adjusted Wald interval of Bonett and Price (2012), one answer a comment",
        "points, -100 (all negative) … 100 (all positive)",
    ),
    Definition(
        "sentiment_share",
        "Share of a sentiment",
        "How many of the comments are negative, neutral, positive, or mixed (praise and blame in one).",
        "comments of that sentiment / comments",
        _WILSON,
        "share, 0 … 1",
    ),
    Definition(
        "blamed_share",
        "Blamed",
        "How many of the comments that speak of it say something bad of it. A comment that praises and blames it "
        "(mixed) is among them. Wherever something is said to be blamed, these comments are meant.",
        "(negative comments + mixed comments) / comments that speak of it",
        _WILSON,
        "share, 0 … 1",
    ),
    Definition(
        "mean_rating",
        "Mean rating",
        "The average of the ratings that came with the comments. Overall it includes ratings without a "
        "text; of a theme, those of the comments that speak of it.",
        "sum of ratings / number of ratings",
        "percentile bootstrap over comments, 1,000 draws",
        "as in the input",
    ),
    Definition(
        "top_box",
        "Best rating",
        "How many of the ratings are the best one of the scale.",
        "ratings of the best value / ratings",
        _WILSON,
        "share, 0 … 1",
    ),
    Definition(
        "rating_share",
        "Share of a rating",
        "How many of the ratings have this value.",
        "ratings of that value / ratings",
        _WILSON,
        "share, 0 … 1",
    ),
    Definition(
        "share_of_mentions",
        "Share of mentions",
        "How many of the mentions (sentences or clauses) of one thing belong to another, as of a department to a "
        "theme. This, the share of a theme's places and the owner's share count mentions, all else comments.",
        "mentions of both / mentions of the first",
        f"{_WILSON}, with the number of comments as sample size, as mentions of one comment go together",
        "share, 0 … 1",
    ),
    Definition(
        "share_of_blame",
        "Owner's share of what is blamed",
        "Of the mentions that blame it and that any department owns, how many this one owns; mentions that nobody owns "
        "are counted beside. Where fewer than 30 comments blame it, all its mentions are counted instead, and the "
        "share is one of its places. The owner is the department with the biggest share, a tenth of all such mentions "
        "and a third of the owned ones at least.",
        "blaming mentions that the department owns / blaming mentions that any department owns",
        f"{_WILSON}, with the number of comments as sample size, as mentions of one comment go together",
        "share, 0 … 1",
    ),
    Definition(
        "share_of_placed",
        "Share of a theme's places",
        "Of a theme's mentions that lie at any touchpoint, with any department or at any stage, how many lie at this "
        "one.",
        "mentions of the theme there / mentions of the theme at any place of that kind",
        f"{_WILSON}, with the number of comments as sample size, as mentions of one comment go together",
        "share, 0 … 1",
    ),
    Definition(
        "change_in_share",
        "Change in share",
        "Share of comments in the last period minus that in the periods before it, taken together. It is "
        "named as a change only where it passes a test that allows for the number of themes tested.",
        "share in the last period - share in the earlier ones",
        "Newcombe (1998), method 10; two-proportion test, Benjamini-Hochberg q at most 0.10, "
        "at least 0.5 points and 10 comments",
        "difference of shares, -1 … 1",
    ),
)

DEFINITIONS: dict[str, Definition] = {definition.id: definition for definition in _ALL}
