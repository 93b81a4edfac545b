"""Seconds of every analysis of the insight room on 100,000 simulated comments: tests/benchmarks/insight_speed.py.

60 themes at 20 touchpoints in 4 stages, 26 weeks, three sources, five plans, 30,000 customers, 1,000 draws. Wall and
CPU time of one run each, threads as given by OMP_NUM_THREADS. The tables are made ready once, as for a report; the sum
counts each analysis once.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import numpy as np
import polars as pl

from cxtext.insight.callbacks import callbacks
from cxtext.insight.drivers import Drivers, drivers
from cxtext.insight.effect import effect
from cxtext.insight.journey_table import journey_table
from cxtext.insight.material import Material, material
from cxtext.insight.metric_table import metric_table
from cxtext.insight.mix import mix
from cxtext.insight.period_changes import period_changes
from cxtext.insight.personas import Persona
from cxtext.insight.practical import practical
from cxtext.insight.principles import Principle, adherence
from cxtext.insight.priorities import priorities
from cxtext.insight.quote_kinds import pick
from cxtext.insight.results import Scale
from cxtext.insight.segment_changes import segment_changes
from cxtext.insight.segments import segments
from cxtext.insight.sides import sides
from cxtext.insight.together import together
from cxtext.schema import CANONICAL, COMMENT_LABELS, MENTIONS, Labelled

COMMENTS, THEMES, WEEKS, CUSTOMERS = 100_000, 60, 26, 30_000
SCALE = Scale(0, 10, best=10)
WORDS = np.array([f"words of customer number {number} about this and that" for number in range(5_000)])
FACETS = np.array(["", "effort:hard", "expectation:below", "loyalty:churn_risk urgency:legal"])
PHASES = {"consideration": ("evaluation", "Evaluation"), "purchase": ("closure", "Closure")}
PHASES |= dict.fromkeys(("use", "get_help"), ("loop", "Loyalty loop"))
PERSONAS = (Persona("Anne", (), "plan = 'gold' AND days < 10", ""), Persona("John", (), "days >= 5", ""))
EVENT = date(2025, 4, 7)


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
    mentions = pl.DataFrame(
        {
            "comment_id": ids[owner],
            "mention": np.arange(len(owner)) - np.searchsorted(owner, owner) + 1,
            "text": WORDS[random.integers(len(WORDS), size=len(owner))],
            "theme": names[theme],
            "theme_score": random.random(len(owner)),
            "touchpoint": np.array([f"touchpoint_{number % 20}" for number in range(THEMES)])[theme],
            "stage": np.array(["consideration", "purchase", "use", "get_help"])[theme % 4],
            "sentiment": mood,
            "score": np.select([mood == "negative", mood == "positive"], [-0.5, 0.5], 0.0),
            "facets": FACETS[random.choice(len(FACETS), len(owner), p=[0.85, 0.08, 0.05, 0.02])],
        }
    ).with_columns(pl.col("facets").str.split(" ").list.eval(pl.element().filter(pl.element() != "")))
    lists = mentions.group_by("comment_id").agg(
        pl.col("theme").unique().sort().alias("themes"),
        pl.col("facets").explode().drop_nulls().unique().sort(),
        pl.col("text").str.join(". ").alias("masked_text"),
    )
    comments = pl.DataFrame(
        {
            "row": np.arange(1, COMMENTS + 1),
            "comment_id": ids,
            "text": "words",
            "rating": np.clip(np.round(8 + effect + random.normal(0, 1.5, COMMENTS)), 0, 10),
            "date": [date(2025, 1, 6) + timedelta(days=int(day)) for day in days],
            "source": random.choice(["survey", "web", "phone"], COMMENTS),
            "sentiment": random.choice(["negative", "neutral", "positive"], COMMENTS),
            "flags": [[] for _ in range(COMMENTS)],
        }
    ).join(lists, on="comment_id", how="left", maintain_order="left")
    own = pl.DataFrame(
        {
            "customer": [f"k{number}" for number in random.integers(CUSTOMERS, size=COMMENTS)],
            "plan": random.choice(["free", "basic", "plus", "gold", "team"], COMMENTS),
            "days": random.integers(1, 30, size=COMMENTS),
        }
    )
    facets = {"facets": pl.List(pl.String())}
    wanted = {**CANONICAL, **COMMENT_LABELS, **facets}
    return Labelled(_shaped(comments, wanted), _shaped(mentions, {**MENTIONS, **facets}), rows=own)


def _shaped(frame: pl.DataFrame, columns: dict[str, pl.DataType]) -> pl.DataFrame:
    cells = (pl.col(name) if name in frame.columns else pl.lit(None) for name in columns)
    return frame.select(
        cell.cast(dtype).alias(name) for cell, (name, dtype) in zip(cells, columns.items(), strict=True)
    )


def analyses(labelled: Labelled) -> dict[str, Callable[[], object]]:
    """Each analysis by its name."""

    @cache
    def ready() -> Material:
        return material(labelled, scale=SCALE, customer="customer")

    @cache
    def driving() -> Drivers:
        return drivers(labelled, customer="customer")

    def ranked() -> object:
        return priorities(driving(), controllability=lambda _: "own", owner=lambda _: "")

    halves = {"before": "date < '2025-04-07'", "after": "date >= '2025-04-07'"}
    return {
        "tables made ready": ready,
        "drivers, by customer": driving,
        "metrics, all": lambda: metric_table(labelled, scale=SCALE),
        "metrics by theme": lambda: metric_table(labelled, by=["theme"], scale=SCALE),
        "metrics by theme, by customer": lambda: metric_table(labelled, by=["theme"], scale=SCALE, customer="customer"),
        "metrics by source, theme": lambda: metric_table(labelled, by=["source", "theme"], scale=SCALE),
        "changes by week": lambda: period_changes(labelled, unit="week"),
        "changes by week and plan": lambda: segment_changes(ready(), by="plan", unit="week"),
        "mix by plan": lambda: mix(made := ready(), sides(made, **halves), by="plan"),
        "segments by plan": lambda: segments(ready(), by="plan"),
        "segments, personas": lambda: segments(ready(), personas=PERSONAS),
        "journey": lambda: journey_table(ready(), phases=PHASES),
        "practical": lambda: practical(ready(), ["days"]),
        "priorities": ranked,
        "callbacks": lambda: callbacks(ready()),
        "principles": lambda: adherence(ready(), [Principle("a", (("theme", "Theme 03"), ("theme", "Theme 09")), "")]),
        "effect": lambda: effect(ready(), EVENT, topic="Theme 03"),
        "together": lambda: together(ready()),
        "quotes": lambda: [pick(ready(), which) for which in ("typical", "diverse", "random", "recovery")],
    }


def main() -> None:
    """Print one line for each analysis."""
    labelled = simulated()
    print(f"{COMMENTS:,} comments, {labelled.mentions.height:,} mentions, {THEMES} themes, {WEEKS} weeks, 1,000 draws")
    begun, begun_cpu = time.perf_counter(), time.process_time()
    for name, run in analyses(labelled).items():
        start, cpu = time.perf_counter(), time.process_time()
        run()
        print(line(name, start, cpu), flush=True)
    print(line("all, one after the other", begun, begun_cpu))


def line(name: str, start: float, cpu: float) -> str:
    """What something took that began then."""
    return f"{name:<30} {time.perf_counter() - start:5.1f} s   CPU {time.process_time() - cpu:5.1f} s"


if __name__ == "__main__":
    main()
