"""Labelled tables whose truth is known: which themes move the score, and which only come with those that do."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from cxtext.schema import CANONICAL, COMMENT_LABELS, MENTIONS, Labelled

GUILTY = {"Waiting time": -2.5, "Price": -2.0}  # points of a 0-10 answer that one complaint costs
INNOCENT = "Agent attitude"  # blamed by most who waited, and of no effect of its own
OTHERS = {"Parking": 0.06, "Signs": 0.07, "App": 0.1}  # neither effect nor company
PLEASING = {"Friendly staff": 1.5}


def scored(n=1_000, *, seed=0, customers=None, themes=()):
    """A Labelled of `n` comments with ratings from 0 to 10 and themes of known effect.

    Args:
        customers: so many people wrote them, each with a mood of their own.
        themes: further themes of no effect, name → share.
    """
    random = np.random.default_rng(seed)
    wait, price = random.random(n) < 0.25, random.random(n) < 0.2
    said = {"Waiting time": wait, "Price": price, INNOCENT: random.random(n) < np.where(wait, 0.6, 0.05)}
    said |= {name: random.random(n) < share for name, share in {**OTHERS, **dict(themes)}.items()}
    praise = {name: random.random(n) < 0.2 for name in PLEASING} | {INNOCENT: random.random(n) < 0.05}
    who = np.arange(n) if customers is None else random.integers(customers, size=n)
    mood = random.normal(0, 0 if customers is None else 1, n if customers is None else customers)[who]
    effect = sum(GUILTY.get(name, 0) * blamed for name, blamed in said.items())
    effect = effect + sum(PLEASING.get(name, 0) * praised for name, praised in praise.items())
    rating = np.clip(np.round(8 + effect + mood + random.normal(0, 1.5, n)), 0, 10)
    return _tables(rating, said, praise, who, random)


def _tables(rating, said, praise, who, random):
    n = len(rating)
    ids = np.array([f"c{i:06d}" for i in range(n)])
    parts = [
        (ids[on], name, mood) for mood, each in (("negative", said), ("positive", praise)) for name, on in each.items()
    ]
    mentions = pl.concat(
        pl.DataFrame({"comment_id": keys, "theme": [name] * len(keys), "sentiment": [mood] * len(keys)})
        for keys, name, mood in parts
    ).sort("comment_id", "theme", "sentiment")
    days = [date(2025, 1, 6) + timedelta(days=int(day)) for day in random.integers(182, size=n)]
    comments = pl.DataFrame(
        {
            "row": np.arange(1, n + 1),
            "comment_id": ids,
            "text": "words",
            "masked_text": "words",
            "rating": rating,
            "date": days,
            "source": random.choice(["survey", "web", "phone"], n),
            "flags": [[] for _ in range(n)],
            "sentiment": "neutral",
            "score": 0.0,
        }
    )
    lists = mentions.group_by("comment_id").agg(pl.col("theme").unique().sort().alias("themes"))
    return Labelled(
        _shaped(
            comments.join(lists, on="comment_id", how="left", maintain_order="left"), {**CANONICAL, **COMMENT_LABELS}
        ),
        _shaped(mentions, MENTIONS),
        rows=pl.DataFrame({"customer": [f"k{number}" for number in who], "nothing": random.integers(100, size=n)}),
    )


def _shaped(frame, columns):
    """The frame with all columns of a schema, those it lacks null."""
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in columns.items()
    )
