"""Seconds of drivers, metrics and changes on 100,000 simulated comments: python tests/benchmarks/insight_speed.py.

60 themes, 26 weeks, three sources, 30,000 customers, 1,000 draws. Wall and CPU time of one run each, threads as given
by OMP_NUM_THREADS.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import polars as pl

from cxtext.insight.drivers import drivers
from cxtext.insight.metric_table import metric_table
from cxtext.insight.period_changes import period_changes
from cxtext.insight.results import Scale
from cxtext.schema import CANONICAL, COMMENT_LABELS, MENTIONS, Labelled

COMMENTS, THEMES, WEEKS, CUSTOMERS = 100_000, 60, 26, 30_000
SCALE = Scale(0, 10, best=10)


def simulated(*, seed: int = 0) -> Labelled:
    """Comments with one to four mentions, each of a theme that is blamed, praised or neither."""
    random = np.random.default_rng(seed)
    ids = np.array([f"c{number}" for number in range(COMMENTS)])
    owner = np.repeat(np.arange(COMMENTS), random.integers(1, 5, COMMENTS))
    weights = 1 / np.arange(2, THEMES + 2)
    theme = random.choice(THEMES, len(owner), p=weights / weights.sum())
    mood = random.choice(["negative", "neutral", "positive"], len(owner), p=[0.4, 0.2, 0.4])
    effect = np.bincount(owner, weights=np.select([mood == "negative", mood == "positive"], [-1.0, 0.5], 0.0))
    days = random.integers(7 * WEEKS, size=COMMENTS)
    names = np.array([f"Theme {number:02}" for number in range(THEMES)])
    mentions = pl.DataFrame({"comment_id": ids[owner], "theme": names[theme], "sentiment": mood})
    lists = mentions.group_by("comment_id").agg(pl.col("theme").unique().sort().alias("themes"))
    comments = pl.DataFrame(
        {
            "row": np.arange(1, COMMENTS + 1),
            "comment_id": ids,
            "text": "words",
            "masked_text": "words",
            "rating": np.clip(np.round(8 + effect + random.normal(0, 1.5, COMMENTS)), 0, 10),
            "date": [date(2025, 1, 6) + timedelta(days=int(day)) for day in days],
            "source": random.choice(["survey", "web", "phone"], COMMENTS),
            "sentiment": random.choice(["negative", "neutral", "positive"], COMMENTS),
            "flags": [[] for _ in range(COMMENTS)],
        }
    ).join(lists, on="comment_id", how="left", maintain_order="left")
    customers = pl.DataFrame({"customer": [f"k{number}" for number in random.integers(CUSTOMERS, size=COMMENTS)]})
    return Labelled(_shaped(comments, {**CANONICAL, **COMMENT_LABELS}), _shaped(mentions, MENTIONS), rows=customers)


def _shaped(frame: pl.DataFrame, columns: dict[str, pl.DataType]) -> pl.DataFrame:
    cells = (pl.col(name) if name in frame.columns else pl.lit(None) for name in columns)
    return frame.select(
        cell.cast(dtype).alias(name) for cell, (name, dtype) in zip(cells, columns.items(), strict=True)
    )


def main() -> None:
    """Print one line for each analysis."""
    labelled = simulated()
    work: dict[str, Callable[[], object]] = {
        "drivers": lambda: drivers(labelled),
        "drivers, by customer": lambda: drivers(labelled, customer="customer"),
        "metrics, all": lambda: metric_table(labelled, scale=SCALE),
        "metrics by theme": lambda: metric_table(labelled, by=["theme"], scale=SCALE),
        "metrics by theme, by customer": lambda: metric_table(labelled, by=["theme"], scale=SCALE, customer="customer"),
        "metrics by source, theme": lambda: metric_table(labelled, by=["source", "theme"], scale=SCALE),
        "changes by week": lambda: period_changes(labelled, unit="week"),
    }
    print(f"{COMMENTS:,} comments, {labelled.mentions.height:,} mentions, {THEMES} themes, {WEEKS} weeks, 1,000 draws")
    for name, run in work.items():
        start, cpu = time.perf_counter(), time.process_time()
        run()
        print(f"{name:<30} {time.perf_counter() - start:5.1f} s   CPU {time.process_time() - cpu:5.1f} s", flush=True)


if __name__ == "__main__":
    main()
