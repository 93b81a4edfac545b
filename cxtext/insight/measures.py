"""Every metric as the mean of one value a comment, so that any of them can be compared, split and resampled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from cxtext.errors import InputError, OptionError, unknown
from cxtext.insight import facets
from cxtext.insight.answers import average, balance, marked, promotion, proportion
from cxtext.insight.intervals import Floats
from cxtext.insight.material import Material
from cxtext.insight.metric_table import METRICS, SIGNS, check_metric
from cxtext.insight.moments import Ints
from cxtext.insight.results import Kind, Number, Scale
from cxtext.schema import REST

BALANCES = ("net_sentiment", "nps")
SHARES = ("share", "csat", "top_box")


@dataclass(frozen=True)
class Measure:
    """What is averaged."""

    metric: str
    values: pl.Series  # Float64, one a comment of the material; null: gave no answer. Balances are -100, 0 and 100
    definition: str  # id of its definition

    def number(self, on: pl.Series, who: pl.Series, *, seed: int = 0) -> Number:
        """The metric of the comments where `on` is true."""
        kept = on & self.values.is_not_null()
        return summarised(self.metric, self.values.filter(kept).to_numpy(), who.filter(kept).to_numpy(), seed=seed)


def summarised(metric: str, values: Floats, who: Ints, *, seed: int = 0) -> Number:
    """The mean of the values, as the metric's own number with its own interval."""
    if metric in BALANCES:
        return balance(metric, np.sign(values), who)
    if metric in facets.RATES:
        return marked(metric, values > 0, who)
    if metric in SHARES:
        name = "share_of_comments" if metric == "share" else metric
        return proportion(name, values > 0, who)
    return average(metric, values, who, seed=seed)


def default_metric(scale: Scale | None) -> str:
    """NPS of answers from 0 to 10, the mean of others, net sentiment without scores."""
    if scale is None:
        return "net_sentiment"
    return "nps" if (scale.low, scale.high) == (0, 10) else "mean_rating"


def backward(scale: Scale | None, metric: str) -> tuple[str, ...]:
    """That a lower mean is a better one, where it is so."""
    if metric != "mean_rating" or scale is None or scale.best != scale.low:
        return ()
    return (f"The scale runs backwards: {scale.low:g} is best, so a lower mean is a better one.",)


def measure(material: Material, metric: str | None, *, kind: Kind = "theme", topic: str | None = None) -> Measure:
    """One value a comment.

    Args:
        material: the comments.
        metric: of METRICS; what suits the scores if None, the share of the topic if there is one.
        kind: of the topic.
        topic: with `share`, whose share of the comments; with `net_sentiment`, of what is said about it alone.

    Raises:
        OptionError: there is no such metric or topic, or the metric does not go with the scores.
        InputError: it needs facets, and the tables have none.
    """
    chosen = metric or ("share" if topic is not None else default_metric(material.scale))
    if chosen not in METRICS:
        raise OptionError(f"--metric: {unknown('metric', chosen, METRICS)}")
    if chosen in facets.RATES:
        found = facets.rate(material.comments, chosen)
        if found is None:
            raise InputError(f"--metric {chosen}: {facets.NO_FACETS}")
        return Measure(chosen, found, chosen)
    if chosen == "share":
        if topic is None:
            raise OptionError("--metric share: of what? Name the --topic")
        return Measure("share", _speaks(material, kind, topic), "share_of_comments")
    if chosen == "net_sentiment":
        return Measure("net_sentiment", _signs(material, kind, topic), "net_sentiment")
    check_metric(chosen, material.scale, material.score)
    return Measure(chosen, _of_scores(material.comments["rating"], chosen, material.scale), chosen)


def topic_key(material: Material, kind: Kind, topic: str) -> str:
    """The id of a topic given by id or name, in any case.

    Raises:
        OptionError: no comment speaks of such a topic.
    """
    known = material.places(kind)["place"].unique().sort().to_list()
    by_name: dict[str, str] = {material.catalogue.name(kind, key).casefold(): key for key in reversed(known)}
    by_name |= {key.casefold(): key for key in reversed(known)}
    if topic.casefold() not in by_name:
        names = [material.catalogue.name(kind, key) for key in known if key != REST]
        raise OptionError(unknown(kind, topic, names))
    return by_name[topic.casefold()]


def _speaks(material: Material, kind: Kind, topic: str) -> pl.Series:
    where = material.places(kind)
    on = where.filter(pl.col("place") == topic_key(material, kind, topic))["comment_id"]
    return material.comments["comment_id"].is_in(on.implode()).cast(pl.Float64)


def _signs(material: Material, kind: Kind, topic: str | None) -> pl.Series:
    moods = material.comments.select("comment_id", about="sentiment")
    if topic is not None:
        where = material.places(kind)
        said = where.filter(pl.col("place") == topic_key(material, kind, topic)).select("comment_id", about="sentiment")
        moods = material.comments.select("comment_id").join(said, on="comment_id", how="left", maintain_order="left")
        moods = moods.with_columns(there=pl.col("about").is_not_null())
    else:
        moods = moods.with_columns(there=True)
    sign = pl.col("about").replace_strict(SIGNS, default=0.0, return_dtype=pl.Float64)
    return moods.select(pl.when("there").then(100 * sign).alias("value")).to_series()


def _of_scores(given: pl.Series, metric: str, scale: Scale | None) -> pl.Series:
    ends = scale or Scale(0, 0, 0)
    there = given.is_finite().fill_null(False)
    values = given.fill_null(0.0).to_numpy()
    upright = ends.low + ends.high - values if ends.best == ends.low else values
    if metric == "nps":
        made = 100 * promotion(upright)
    elif metric == "csat":
        made = (upright >= ends.high - 1).astype(np.float64)
    elif metric == "top_box":
        made = (upright >= ends.high).astype(np.float64)
    else:
        made = values
    return pl.Series("value", made, dtype=pl.Float64).set(~there, None)
