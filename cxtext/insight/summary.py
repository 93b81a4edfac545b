"""Everything that a report shows, computed once from the labelled tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from cxtext.errors import InputError
from cxtext.insight import quotes, ratings
from cxtext.insight import trend as trends
from cxtext.insight.analysis_definitions import ANALYSES
from cxtext.insight.catalogue import Catalogue
from cxtext.insight.cells import NUMBERS_FROM
from cxtext.insight.columns import clusters
from cxtext.insight.definitions import DEFINITIONS
from cxtext.insight.drivers import Drivers, drivers
from cxtext.insight.expectation_gaps import expectation_gaps
from cxtext.insight.funnel import analysed, funnel
from cxtext.insight.grades import Graded, graded
from cxtext.insight.highlights import highlights
from cxtext.insight.intervals import Floats
from cxtext.insight.journey import journey
from cxtext.insight.material import Material
from cxtext.insight.metrics import difference, net_sentiment, sentiment_shares, share
from cxtext.insight.notes import notes
from cxtext.insight.period_changes import tested_topics
from cxtext.insight.results import Change, Headline, Kind, Scale, Summary, Trend
from cxtext.insight.sections import Sections, with_sections
from cxtext.insight.theme_places import theme_places
from cxtext.insight.topic_changes import TopicChange
from cxtext.insight.topics import Evidence, dated_places, topics
from cxtext.insight.unassigned import unassigned
from cxtext.schema import OVERALL, REST, Labelled

_OF_DRIVERS = ("contribution", "coefficient", "leave_one_out", "explained")


def summarise(
    labelled: Labelled,
    *,
    catalogue: Catalogue | None = None,
    title: str | None = None,
    seed: int = 0,
    dedupe: bool = False,
    with_drivers: bool = True,
    scale: Scale | None = None,
) -> Summary:
    """All numbers and quotes of a report; with `dedupe`, copies of an earlier comment count for nothing.

    Where there are ratings enough, `with_drivers` adds which topics go with them. The order of the rows does not
    matter; the same tables and seed give the same summary. Ratings off the `scale` count for nothing; it is told from
    them if not given, see `grades.graded`.
    """
    grades = graded(labelled, scale)
    labelled = grades.labelled
    comments, mentions = analysed(labelled, dedupe=dedupe)
    evidence = _evidence(grades.scale, comments, mentions, catalogue or Catalogue(), seed)
    themes = topics(evidence, "theme")
    touchpoints, departments = topics(evidence, "touchpoint"), topics(evidence, "department")
    leading: Kind = "theme" if themes else "touchpoint"
    way, headline = (
        funnel(labelled, comments, mentions, dedupe=dedupe),
        _headline(grades, comments, seed),
    )
    trend = _trend(evidence, leading)
    dated = comments["date"].drop_nulls()
    driving = _drivers(labelled, headline, leading, catalogue, seed, dedupe=dedupe) if with_drivers else None
    summary = Summary(
        title=_clean(title) or "What customers say",
        origin=_clean(labelled.origin),
        first_date=dated.min(),  # type: ignore[arg-type]
        last_date=dated.max(),  # type: ignore[arg-type]
        funnel=way,
        headline=headline,
        themes=themes,
        touchpoints=touchpoints,
        departments=departments,
        journey=journey(comments, mentions, evidence.catalogue),
        trend=trend,
        highlights=highlights(themes or touchpoints),
        notes=notes(
            funnel=way,
            headline=headline,
            themes=themes,
            others=(*touchpoints, *departments),
            trend=trend,
            dated=len(dated) > 0,
            codes=(*grades.aside, *grades.doubtful),
        ),
        definitions=DEFINITIONS if driving is None else {**DEFINITIONS, **{m: ANALYSES[m] for m in _OF_DRIVERS}},
        drivers=driving,
    )
    return with_sections(summary, _sections(evidence, headline.scale))


def _sections(evidence: Evidence, scale: Scale | None) -> Sections:
    """What the tables themselves tell beside the core numbers."""
    ready = Material(
        comments=evidence.comments.with_columns(clusters(evidence.comments, None).alias("who")),
        mentions=evidence.mentions,
        columns=(),
        score="rating",
        scale=scale,
        customer=None,
        catalogue=evidence.catalogue,
    )
    return Sections(
        places=theme_places(
            evidence.comments, evidence.mentions, evidence.passages, evidence.catalogue, evidence.owned("theme")
        ),
        expectations=expectation_gaps(ready, evidence.passages),
        unassigned=unassigned(evidence.comments, evidence.passages),
    )


def _drivers(
    labelled: Labelled, headline: Headline, kind: Kind, catalogue: Catalogue | None, seed: int, *, dedupe: bool
) -> Drivers | None:
    """Which topics go with the ratings; None where too few of them are there to tell."""
    if headline.scale is None:
        return None
    try:
        return drivers(labelled, kind=kind, scale=headline.scale, catalogue=catalogue, seed=seed, dedupe=dedupe)
    except InputError:
        return None


def _evidence(
    scale: Scale | None, comments: pl.DataFrame, mentions: pl.DataFrame, catalogue: Catalogue, seed: int
) -> Evidence:
    unit = trends.unit(comments)
    starts = trends.periods(comments, unit) if unit else []
    return Evidence(
        comments=comments,
        mentions=mentions,
        passages=quotes.passages(comments, mentions),
        catalogue=catalogue,
        rated=scale is not None,
        unit=unit,
        starts=starts,
        totals=trends.sizes(comments, starts, unit) if unit else [],
        seed=seed,
    )


def _headline(grades: Graded, comments: pl.DataFrame, seed: int) -> Headline:
    scale, doubtful = grades.scale, [code.value for code in grades.doubtful]
    counts = dict(comments["sentiment"].drop_nulls().value_counts().iter_rows())
    given = grades.labelled.comments["rating"].drop_nulls().drop_nans()
    return Headline(
        net=net_sentiment(counts.get("positive", 0), counts.get("negative", 0), len(comments)),
        sentiment=sentiment_shares(counts, len(comments)),
        scale=scale,
        rating=ratings.mean(given, seed=seed) if scale else None,
        top_box=ratings.top_box(given, scale) if scale else None,
        ratings=ratings.distribution(given, best=scale.best) if scale else (),
        rating_without=ratings.mean(given.filter(~given.is_in(doubtful)), seed=seed) if doubtful else None,
    )


def _trend(evidence: Evidence, kind: Kind) -> Trend | None:
    """The trend of all comments, and which topics of that kind changed."""
    if evidence.unit is None:
        return None
    until = _compared(evidence.totals)
    points = trends.points(evidence.comments, evidence.starts, evidence.unit)
    totals = evidence.totals[:until]
    if until == 0 or totals[-1] < NUMBERS_FROM or max(totals[:-1], default=0) < NUMBERS_FROM:
        return Trend(evidence.unit, points, (), 0, points[until - 1].label)
    about = dated_places(evidence, kind).filter(~pl.col("place").is_in([REST, OVERALL]))
    placed = sorted(about.partition_by("place", as_dict=True).items())
    series = [trends.sizes(rows, evidence.starts, evidence.unit)[:until] for _, rows in placed]
    counts = np.array(series, dtype=np.float64).reshape(len(placed), until)
    names = [str(key) for (key,), _ in placed]
    tested, told, _ = tested_topics(names, counts, totals, evidence.unit, kind, evidence.catalogue)
    where = {name: place for place, name in enumerate(names)}
    found = (
        _change(topic, counts[where[topic.id]], totals, evidence.unit, points[tested.previous].label)
        for topic in told
        if topic.direction != "steady"
    )
    shown = tuple(one for one in found if one.before.value is not None and one.after.value is not None)
    return Trend(evidence.unit, points, shown, len(told), points[until - 1].label)


def _change(topic: TopicChange, counts: Floats, totals: Sequence[int], unit: trends.Unit, previous: str) -> Change:
    """As it reads: against all periods before where it differs from what they led to expect, else against the last."""
    if "forecast" not in topic.against:
        return Change(topic.id, topic.name, topic.before, topic.now, topic.versus_before, previous)
    before = share(int(counts[:-1].sum()), sum(totals[:-1]))
    return Change(topic.id, topic.name, before, topic.now, difference(topic.now, before), f"the {unit}s before")


def _compared(totals: Sequence[int]) -> int:
    """How many periods there are up to the last with enough comments: a month just begun says nothing of change."""
    enough = [i for i, n in enumerate(totals, start=1) if n >= NUMBERS_FROM]
    return enough[-1] if enough else len(totals)


def _clean(title: str | None) -> str:
    """A title that any file can hold: one line, no lone surrogates (they come from odd file names)."""
    return " ".join((title or "").encode("utf-8", "replace").decode().split())
