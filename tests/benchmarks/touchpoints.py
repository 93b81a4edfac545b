"""Measures how often the nearest touchpoint is the right one, with seeds as the only training.

    CXTEXT_BENCHMARK_DATA=folder python tests/benchmarks/touchpoints.py

ALLOWED says which touchpoints answer which human label. It was written before the first run and corrected once,
where it had overlooked two touchpoints of the food pack (menu_choice, bill_tips). The threshold below which a
mention has no touchpoint was chosen on the even rows of airline; all figures are of the odd rows of airline, the
test split of mams_acsa, and of seeds that are left out of the table while they are looked up. The peer in the
same run is TF-IDF over words and pairs of words with the same seeds.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from cxtext.insight.intervals import wilson
from cxtext.taxonomy.link import TouchpointLinker
from cxtext.taxonomy.taxonomy import Taxonomy, load_taxonomy
from cxtext.text.clean import brand_pattern, for_encoding
from cxtext.themes.encode import make_encoder

DATA = Path(os.environ.get("CXTEXT_BENCHMARK_DATA", "../shared/data"))
AIRLINES = "usairways united southwest southwestair jetblue virginamerica americanair american".split()
ALLOWED = {
    "airline": {
        "Late Flight": {"schedule_disruption"},
        "Cancelled Flight": {"schedule_disruption", "rebooking"},
        "Lost Luggage": {"baggage"},
        "Damaged Luggage": {"baggage"},
        "Flight Booking Problems": {
            "checkout_booking", "website", "mobile_app", "login_account", "payment_process", "availability",
        },
        "Flight Attendant Complaints": {"boarding_crew", "staff_in_person"},
        "longlines": {"in_store_wait", "boarding_checkin"},
        "Bad Flight": {"seat_cabin", "schedule_disruption"},
        "Customer Service Issue": {
            "contact_wait", "agent_attitude", "agent_resolution", "followup", "self_help", "refund_status",
            "complaint_fairness", "rebooking", "staff_in_person",
        },
    },
    "mams_acsa": {
        "food": {"food_drink"},
        "service": {"staff_in_person", "in_store_wait"},
        "staff": {"staff_in_person"},
        "price": {"price_value", "bill_tips"},
        "ambience": {"ambience", "premises"},
        "menu": {"menu_choice", "availability", "food_drink"},
        "place": {"ambience", "premises", "reservation"},
    },
}  # fmt: skip

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]


def airline() -> tuple[list[str], list[list[str]]]:
    """Complaints with a reason that the raters were sure of, odd rows."""
    rows = pl.read_csv(DATA / "airline.csv.gz", infer_schema=False).filter(
        pl.col("theme").is_in(list(ALLOWED["airline"])), pl.col("theme_confidence").cast(pl.Float64) >= 0.99
    )
    rows = rows.unique("text", keep="first", maintain_order=True).gather_every(2, offset=1)
    brands = brand_pattern(AIRLINES)
    return [for_encoding(t, brands=brands) for t in rows["text"]], [[theme] for theme in rows["theme"]]


def mams() -> tuple[list[str], list[list[str]]]:
    """Restaurant sentences of the test split; a hit is a touchpoint of any of their categories."""
    rows = pl.read_csv(DATA / "mams_acsa.csv.gz", infer_schema=False).filter(pl.col("split") == "test")
    labels = [[t for t in theme.split("|") if t in ALLOWED["mams_acsa"]] for theme in rows["theme"]]
    kept = [(for_encoding(text), found) for text, found in zip(rows["text"], labels, strict=True) if found]
    return [text for text, _ in kept], [found for _, found in kept]


def tf_idf(taxonomy: Taxonomy) -> Encode:
    """The peer: TF-IDF fitted on the seeds."""
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    vectorizer.fit([seed for touchpoint in taxonomy.touchpoints for seed in touchpoint.seeds])
    return lambda texts: np.asarray(vectorizer.transform(list(texts)).todense(), dtype=np.float32)


def hits(linker: TouchpointLinker, vectors: Vectors, right: Sequence[set[str]]) -> tuple[int, int, int]:
    """How many are right at the first place, how many within three, and of how many."""
    closeness = linker.closeness(vectors @ linker.vectors.T)[:, : len(linker.ids)]
    ranked = np.argsort(-closeness, axis=1)[:, :3]
    found = [[linker.ids[i] in ok for i in row] for row, ok in zip(ranked, right, strict=True)]
    return sum(row[0] for row in found), sum(any(row) for row in found), len(found)


def left_out(linker: TouchpointLinker) -> tuple[int, int, int]:
    """Seeds looked up among all others."""
    own = linker.owner < len(linker.ids)
    cosines = linker.vectors @ linker.vectors.T
    np.fill_diagonal(cosines, -1)
    ranked = np.argsort(-linker.closeness(cosines)[own][:, : len(linker.ids)], axis=1)[:, :3]
    right = ranked == linker.owner[own][:, None]
    return int(right[:, 0].sum()), int(right.any(axis=1).sum()), int(own.sum())


def line(name: str, encoder: str, found: tuple[int, int, int]) -> str:
    """One row of the table."""
    first, three, n = found
    low, high = wilson(first, n)
    return f"| {name} | {encoder} | {n:,} | {first / n:.3f} [{low:.3f}, {high:.3f}] | {three / n:.3f} |"


def main() -> None:
    """Print the table."""
    encoder = make_encoder()
    print("| set | seeds read by | n | right at first | within three |\n|---|---|---|---|---|")
    for name, pack, load in (("airline", "travel", airline), ("mams_acsa", "food_hospitality", mams)):
        taxonomy = load_taxonomy([pack])
        texts, labels = load()
        right = [set().union(*(ALLOWED[name][label] for label in found)) for found in labels]
        for kind, encode in (("cxtext", encoder.encode), ("TF-IDF", tf_idf(taxonomy))):
            print(line(name, kind, hits(TouchpointLinker(taxonomy, encode), encode(texts), right)))
    core = load_taxonomy()
    for kind, encode in (("cxtext", encoder.encode), ("TF-IDF", tf_idf(core))):
        print(line("core seeds, one left out", kind, left_out(TouchpointLinker(core, encode))))


if __name__ == "__main__":
    main()
