"""How well mentions keep opinions apart: python tests/benchmarks/text_mentions.py [--half dev|report] [--misses].

Reads the public sets of CXTEXT_BENCHMARK_DATA (default ../shared/data). A sentence about two things of opposite
polarity is kept apart when no mention holds both things. SemEval-2014 restaurants gives the terms with
offsets. MAMS-ACSA gives categories only: a category stands where the first of its words (`WORDS`) stands,
and sentences without a word for either category are left out. Sentences of one polarity should stay whole; MAMS has
none, as each of its sentences was chosen for categories of different polarity. Intervals are Wilson's.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import polars as pl

from cxtext.insight.intervals import wilson
from cxtext.text.segment import mention_spans

DATA = Path(os.environ.get("CXTEXT_BENCHMARK_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
OPPOSITE = {"positive", "negative"}
WORDS = {
    "food": r"foods?|dish(?:es)?|meals?|pizzas?|sushi|burgers?|chicken|steaks?|salads?|desserts?"
    r"|appetizers?|pasta|fish|soups?|meat|entrees?",
    "service": r"service|serving|served",
    "staff": r"staff|waiters?|waitress(?:es)?|servers?|bartenders?|hostess|manager|host|owners?|maitre",
    "price": r"prices?|priced|pricey|expensive|cheap|overpriced|value|bill|cost|worth|inexpensive",
    "ambience": r"ambian?[ce]e|atmosphere|decor|music|room|setting|noisy|loud|crowded|space|seating|interior",
    "menu": r"menu|selections?|wine list|specials?",
    "place": r"place|restaurant|location|spot|bar",
}
Case = tuple[str, list[tuple[int, str]]]  # text, places with their polarity


def semeval() -> list[Case]:
    """Sentences with the places of their terms."""
    rows = pl.read_csv(DATA / "semeval14_restaurants.csv.gz", infer_schema_length=0)
    cases = []
    for text, aspects in rows.select("text", "aspects").iter_rows():
        terms = json.loads(aspects) if aspects else []
        cases.append((text, [(start, polarity) for _, polarity, start, _ in terms]))
    return cases


def mams() -> list[Case]:
    """Sentences with the places of the first word of each category."""
    rows = pl.read_csv(DATA / "mams_acsa.csv.gz", infer_schema_length=0)
    cases = []
    for text, themes, polarities in rows.select("text", "theme", "theme_sentiment").iter_rows():
        places = []
        for theme, polarity in zip(themes.split("|"), polarities.split("|"), strict=True):
            found = re.search(rf"\b(?:{WORDS[theme]})\b", text, re.IGNORECASE) if theme in WORDS else None
            if found:
                places.append((found.start(), polarity))
        cases.append((text, places))
    return cases


def apart(case: Case) -> list[bool]:
    """For each pair of places of opposite polarity, whether they are in different mentions."""
    text, places = case
    spans = mention_spans(text)

    def home(place: int) -> int:
        return sum(start <= place for start, _ in spans)

    pairs = combinations(places, 2)
    return [home(a) != home(b) for (a, p), (b, q) in pairs if {p, q} == OPPOSITE]


def main() -> None:
    """Print the two figures for each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", default="report", choices=("dev", "report"))
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    write = sys.stdout.write
    write(
        "| set | opposite polarities | all pairs apart | some pair apart"
        " | one polarity | mentions each |\n|---|---|---|---|---|---|\n"
    )
    total: list[list[bool]] = []
    for name, cases in (("semeval14_restaurants", semeval()), ("mams_acsa", mams())):
        half = cases[0::2] if options.half == "dev" else cases[1::2]
        opposite = [c for c in half if {p for _, p in c[1]} >= OPPOSITE]
        total += (found := [apart(case) for case in opposite])
        write(f"| {name} | {len(found)} | {_share(found, all)} | {_share(found, any)} | ")
        if name == "mams_acsa":
            write("none | – |\n")
        else:
            single = [text for text, places in half if len({p for _, p in places}) == 1]
            write(f"{len(single)} | {sum(len(mention_spans(text)) for text in single) / len(single):.2f} |\n")
        for text, _ in [c for c in opposite if not all(apart(c))][: options.misses]:
            write("  " + " ¦ ".join(text[a:b] for a, b in mention_spans(text)) + "\n")
    write(f"| both | {len(total)} | {_share(total, all)} | {_share(total, any)} | | |\n")


def _share(found: list[list[bool]], rule: Callable[[list[bool]], bool]) -> str:
    """The share of the sentences that keep the rule, with its interval."""
    kept = sum(map(rule, found))
    low, high = wilson(kept, len(found))
    return f"{kept / len(found):.3f} [{float(low):.3f}, {float(high):.3f}]"


if __name__ == "__main__":
    main()
