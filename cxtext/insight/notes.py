"""What a reader must know to read the numbers of one summary rightly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cxtext.insight.cells import NORMAL_FROM, NUMBERS_FROM
from cxtext.insight.ratings import Code
from cxtext.insight.results import Funnel, Headline, Note, Scale, Topic, Trend


def notes(
    *,
    funnel: Funnel,
    headline: Headline,
    themes: Sequence[Topic],
    others: Sequence[Topic],
    trend: Trend | None,
    dated: bool,
    codes: Sequence[Code] = (),
) -> tuple[Note, ...]:
    """The notes that apply, most important first. `others` are touchpoints and departments."""
    return (
        *_about_size(funnel),
        *_about_labels(funnel, themes),
        *_about_codes(codes, headline.scale),
        *_about_ratings(funnel, headline),
        *_about_trend(trend, dated),
        *_about_hidden((*themes, *others)),
    )


def _about_size(funnel: Funnel) -> Iterator[Note]:
    if funnel.analysed < NUMBERS_FROM:
        yield Note(
            "too_few",
            f"Only {funnel.analysed} comments with content: too few for numbers. Read the quotes.",
            {"n": funnel.analysed},
        )
    elif funnel.analysed < NORMAL_FROM:
        text = f"Only {funnel.analysed} comments with content: every number is indicative."
        yield Note("indicative", text, {"n": funnel.analysed})


def _about_labels(funnel: Funnel, themes: Sequence[Topic]) -> Iterator[Note]:
    if funnel.analysed and not funnel.mentions:
        yield Note(
            "comment_level",
            "Made from labelled comments without their mentions: the sentiment about a theme is that of the "
            "whole comment, so praise and blame in one comment are not told apart, and a theme's owner is "
            "read from the comments that speak of both.",
            {},
        )
    if funnel.analysed and not themes:
        yield Note("no_themes", "No theme model was used: touchpoints stand in the place of themes.", {})


def _about_codes(codes: Sequence[Code], scale: Scale | None) -> Iterator[Note]:
    ends = f"{scale.low:g} to {scale.high:g}" if scale else ""
    texts = {
        "apart": f"stand apart from the scale {ends}, as codes such as “don't know” do: they are set aside and count "
        "in no average. If they are grades, name the scale (--scale WORST:BEST).",
        "outside": f"lie outside the scale {ends}: they are set aside and count in no average.",
        "turned": "may be codes such as “don't know”, not grades: their texts say the reverse of those before. They "
        "count as grades here; to set them aside, name the scale (--scale WORST:BEST).",
    }
    for why, text in texts.items():
        named = ", ".join(f"{code.value:g} ({code.ratings:,} ×)" for code in codes if code.why == why)
        if named:
            values = {"case": why, "codes": named, "low": scale.low if scale else 0, "high": scale.high if scale else 0}
            yield Note("rating_codes", f"Of the ratings, {named} {text}", values)


def _about_ratings(funnel: Funnel, headline: Headline) -> Iterator[Note]:
    scale = headline.scale
    if scale is not None and scale.best == scale.low and scale.low < scale.high:
        yield Note(
            "rating_reversed",
            f"Ratings run backwards: low ratings go with positive texts, so {scale.low:g} is read as best "
            f"and {scale.high:g} as worst.",
            {"best": scale.low, "worst": scale.high},
        )
    if funnel.rating_contradicts:
        yield Note(
            "rating_contradicts",
            f"In {funnel.rating_contradicts:,} comments rating and text point in opposite directions.",
            {"n": funnel.rating_contradicts},
        )


def _about_trend(trend: Trend | None, dated: bool) -> Iterator[Note]:
    if trend is None:
        why = "the dates span fewer than three periods" if dated else "the input has no dates"
        yield Note("no_trend", f"No trend: {why}.", {"case": "few_periods" if dated else "no_dates"})
    else:
        yield Note(
            "changes",
            f"For a change in {trend.compared}, {trend.tested} themes or touchpoints were tested against the "
            f"{trend.unit} before and, after eight {trend.unit}s, against what all before led to expect, which allows "
            f"for how much {trend.unit}s vary by themselves; of ten quiet {trend.unit}s at most one brings any false "
            "alarm.",
            {"case": trend.unit, "last": trend.compared, "n": trend.tested},
        )


def _about_hidden(topics: Sequence[Topic]) -> Iterator[Note]:
    hidden = sum(topic.share.n is None for topic in topics)
    if hidden:
        yield Note(
            "hidden",
            f"{hidden} themes, touchpoints or departments have fewer than five comments; their numbers and "
            "quotes are hidden for privacy.",
            {"n": hidden},
        )
