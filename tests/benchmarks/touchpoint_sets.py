"""The labelled sets of touchpoints.py, and which touchpoints answer which of their labels.

AIRLINE was written before the first run. FIRST_MAMS was too, and was corrected once, where it had overlooked two
touchpoints of the food pack; models/touchpoints/mapping.yaml follows the definitions instead: the food label of
mams_acsa covers portions and drinks (menu_choice), and its place label where the restaurant is (surroundings). STUDENT
was written by the names of its six areas.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import polars as pl

from cxtext.text.clean import brand_pattern, for_encoding

DATA = Path(os.environ.get("CXTEXT_BENCHMARK_DATA", "../shared/data"))
sys.path.append(str(Path(__file__).parents[2] / "models" / "touchpoints"))
import corpus  # noqa: E402

AIRLINES = "usairways united southwest southwestair jetblue virginamerica americanair american".split()
AIRLINE = {
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
}  # fmt: skip
FIRST_MAMS = {
    "food": {"food_drink"},
    "service": {"staff_in_person", "in_store_wait"},
    "staff": {"staff_in_person"},
    "price": {"price_value", "bill_tips"},
    "ambience": {"ambience", "premises"},
    "menu": {"menu_choice", "availability", "food_drink"},
    "place": {"ambience", "premises", "reservation"},
}
STUDENT = {
    "teaching": {"teaching_quality"},
    "course content": {"course_content", "course_materials"},
    "examination": {"exams_grading"},
    "lab work": {"campus_facilities"},
    "library facilities": {"libraries"},
    "extracurricular": {"student_support", "parks_leisure"},
}
Labels = Mapping[str, set[str]]


@dataclass(frozen=True)
class Labelled:
    """A half of a set."""

    packs: Sequence[str]
    texts: Sequence[str]  # encoding views
    right: Sequence[set[str]]  # touchpoints; empty: the text names none
    labels: Sequence[list[str]] = ()  # those that touchpoints answer
    classes: Mapping[str, set[str]] = field(default_factory=dict)  # set where the labels are asked for themselves


def labelled(rows: pl.DataFrame, column: str, labels: Labels, packs: Sequence[str], **options: object) -> Labelled:
    """Rows of which some label is in the mapping."""
    brands = brand_pattern(AIRLINES)
    classes = {name: found for name, found in labels.items() if found} if options.get("by_class") else {}
    kept = []
    for text, cell in rows.select("text", column).iter_rows():
        own = [label for label in cell.split("|") if label in labels]
        view = for_encoding(" ".join(text.split()[: corpus.FIRST_WORDS]), brands=brands)
        if own and view:
            kept.append((view, own))
    right = [set().union(*(labels[label] for label in own)) for _, own in kept]
    named = [[label for label in own if labels[label]] for _, own in kept]
    return Labelled(packs, [view for view, _ in kept], right, named, classes)


def airline(development: bool) -> Labelled:
    """Complaints with a reason that the raters were sure of: even rows, or odd ones."""
    rows = pl.read_csv(DATA / "airline.csv.gz", infer_schema=False).filter(
        pl.col("theme").is_in(list(AIRLINE)), pl.col("theme_confidence").cast(pl.Float64) >= 0.99
    )
    rows = rows.unique("text", keep="first", maintain_order=True)
    return labelled(rows.gather_every(2, offset=int(not development)), "theme", AIRLINE, ["travel"])


def mams(development: bool, *, labels: Labels) -> Labelled:
    """Restaurant sentences: the validation split, or the test split."""
    rows = pl.read_csv(DATA / "mams_acsa.csv.gz", infer_schema=False)
    rows = rows.filter(pl.col("split") == ("val" if development else "test"))
    return labelled(rows, "theme", labels, ["food_hospitality"])


def halved(development: bool, *, name: str, column: str, labels: Labels, packs: Sequence[str]) -> Labelled:
    """Even rows, or odd ones."""
    rows = pl.read_csv(DATA / f"{name}.csv.gz", infer_schema=False)
    rows = rows.filter(pl.col("text").is_not_null(), pl.col(column).is_not_null())
    rows = rows.unique("text", keep="first", maintain_order=True).gather_every(2, offset=int(not development))
    return labelled(rows, column, labels, packs, by_class=True)


def _mapped(name: str) -> Labels:
    return {label: set(found) for label, found in corpus.mapping()[name]["labels"].items()}


NHS, CFPB = "nhs_patient_feedback", "cfpb_sample4"
SETS: dict[str, Callable[[bool], Labelled]] = {
    "airline": airline,
    "mams_acsa": partial(mams, labels={k: v for k, v in _mapped("mams_acsa").items() if v}),
    "mams_acsa, first mapping": partial(mams, labels=FIRST_MAMS),
    NHS: partial(halved, name=NHS, column="theme", labels=_mapped(NHS), packs=["healthcare"]),
    "student_feedback": partial(
        halved, name="student_feedback", column="department", labels=STUDENT, packs=["public_services_education"]
    ),
    CFPB: partial(halved, name=CFPB, column="department", labels=_mapped(CFPB), packs=["banking"]),
}
