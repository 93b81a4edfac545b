"""Mentions that name an owner: python tests/benchmarks/owners.py [--half development] [--list].

Reads the first 6,000 comments of twelve public sets from the folder in CXTEXT_BENCHMARK_DATA, each with the pack of its
industry, and counts the mentions that name a department of the taxonomy. Odd comments (from 0) were looked at when the
rules were written; even ones are for figures. `--list` prints the hits, to be read by hand.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import polars as pl

from cxtext.taxonomy.owner_names import OwnerNames
from cxtext.taxonomy.taxonomy import load_taxonomy
from cxtext.text.segment import mention_pipeline, mentions

DATA = Path(os.environ.get("CXTEXT_BENCHMARK_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
COMMENTS = 6_000
SETS = {
    "airline": "travel",
    "skytrax_seat": "travel",
    "skytrax_lounge": "travel",
    "nhs_phase1": "healthcare",
    "nhs_patient_feedback": "healthcare",
    "cfpb_sample4": "banking",
    "comcast_fcc": "telecom_utilities",
    "it_tickets_grp": "",
    "amazon_blitzer": "retail",
    "app_reviews_4class": "",
    "semeval16_restaurants": "food_hospitality",
    "student_feedback": "public_services_education",
}


def main() -> None:
    """Print how many mentions there are and how many of them name an owner, by set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("development", "report"), help="Both halves if not given.")
    parser.add_argument("--list", action="store_true", help="Print the hits.")
    options = parser.parse_args()
    wanted = {"development": {1}, "report": {0}, None: {0, 1}}[options.half]
    nlp = mention_pipeline(None)
    total = hits = 0
    for name, pack in SETS.items():
        names = OwnerNames(load_taxonomy([pack] if pack else []), [], nlp)
        rows = pl.read_csv(DATA / f"{name}.csv.gz", infer_schema=False).head(COMMENTS)
        texts = [text or "" for i, text in enumerate(rows["text"].to_list()) if i % 2 in wanted]
        said = [
            text[start:end] for text, spans in zip(texts, mentions(texts, nlp), strict=True) for start, end in spans
        ]
        found = [(named, text) for text in said if (named := names.find(text))]
        total, hits = total + len(said), hits + len(found)
        print(f"{name:<24} {len(said):>7,} mentions {len(found):>5,} name an owner")
        for named, text in found if options.list else ():
            print(f"    {named.owner:<12} {named.words:<28} {' '.join(text.split())[:160]}")
    print(f"{'all':<24} {total:>7,} mentions {hits:>5,} name an owner")


if __name__ == "__main__":
    main()
