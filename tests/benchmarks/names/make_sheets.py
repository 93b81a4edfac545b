"""Sheets for the blind reading of names: see PROTOCOL.md.

    CXTEXT_BENCHMARK_DATA=folder python tests/benchmarks/names/make_sheets.py FOLDER --python peers/bin/python
    python tests/benchmarks/names/make_sheets.py FOLDER --publish OTHER

Writes `sheet_a.csv` and `sheet_b.csv`, one for each reader, and `key.jsonl`, which readers must not see.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sheets import Theme, keyed, paired, reader_sheet, shown_name, without_texts

SETS = {  # what the reader is told, and how many comments are taken
    "airline": ("tweets to airlines", 2_000),
    "nhs_phase1": ("answers in patient surveys", 3_000),
    "amazon_blitzer": ("reviews of products", 500),
    "cfpb_sample4": ("complaints to a regulator of banks", 600),
}
OPEN = ("nhs_phase1", "cfpb_sample4")  # licences that let texts be passed on: MIT, US government work
SYSTEMS = ("cxtext", "bertopic-no-stop-words", "bertopic")
DEFAULTS_OF = "bertopic"  # the one that chooses its own number of topics
BIGGEST = 15
SEED = 20
READERS = "ab"


def sampled(name: str, cap: int) -> list[str]:
    """Distinct texts of a set, at most `cap`, in a seeded order."""
    import polars as pl

    folder = Path(os.environ.get("CXTEXT_BENCHMARK_DATA", "../shared/data"))
    texts = pl.read_csv(folder / f"{name}.csv.gz", infer_schema_length=None)["text"].drop_nulls()
    found = sorted({text.strip() for text in texts} - {""})
    random.Random(SEED).shuffle(found)
    return found[:cap]


def themes_of(name: str, systems: Sequence[str], python: str) -> dict[str, list[Theme]]:
    """The biggest themes of each system, each with its mentions."""
    import cxtext
    from cxtext.schema import OVERALL, REST
    from cxtext.text.clean import brand_pattern, for_encoding

    pipeline = cxtext.Pipeline()
    mentions = pipeline.fit_label(sampled(name, SETS[name][1])).mentions
    found: dict[str, list[str | None]] = {"cxtext": mentions["theme"].to_list()}
    refs = [f"{row}:{mention}" for row, mention in zip(mentions["comment_id"], mentions["mention"], strict=True)]
    texts = mentions["text"].to_list()
    brands = brand_pattern(pipeline.settings.brands)
    views = [for_encoding(text, brands=brands) or "-" for text in texts]
    names = {"cxtext": {theme: theme for theme in set(found["cxtext"]) - {None}}}
    k = len(names["cxtext"])
    for system in systems:
        if system != "cxtext":
            found[system], names[system] = peer(system, views, k, python)
    left = {OVERALL, REST}
    return {
        system: biggest(name, system, [None if t in left else t for t in found[system]], names[system], texts, refs)
        for system in systems
    }


def peer(system: str, views: list[str], k: int, python: str) -> tuple[list[str | None], dict[str, str]]:
    """The topic of each mention and what the topics are called."""
    from theme_peers import run

    part = "own" if system == DEFAULTS_OF else "k"
    given = {"texts": views, "views": views, "fit": len(views), "k": k}
    answers, fault = run(python, system, given, [part])
    if part not in answers:
        raise SystemExit(f"{system}: {fault}")
    return answers[part]["fitted"], answers[part]["names"]


def biggest(
    name: str, system: str, found: list[str | None], names: dict[str, str], texts: list[str], refs: list[str]
) -> list[Theme]:
    """The biggest themes by mentions, ties by name, each with ten of its distinct mentions."""
    members: dict[str, list[int]] = {}
    for i, theme in enumerate(found):
        if theme is not None:
            members.setdefault(theme, []).append(i)
    ordered = sorted(members, key=lambda theme: (-len(members[theme]), theme))[:BIGGEST]
    themes = []
    for rank, theme in enumerate(ordered):
        distinct = list({texts[i].strip().lower(): i for i in reversed(members[theme])}.values())
        drawn = random.Random(f"{SEED} {name} {system} {rank}").sample(sorted(distinct), min(10, len(distinct)))
        shown, origin = [(refs[i], " ".join(texts[i].split())) for i in drawn], SETS[name][0]
        themes.append(Theme(name, origin, system, shown_name(names[theme]), frozenset(members[theme]), shown))
    return themes


def write_csv(path: Path, rows: list[dict[str, Any]]) -> None:
    """Rows of one shape as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def make(folder: Path, sets: Sequence[str], systems: Sequence[str], python: str) -> None:
    """Sheets and key in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    found: list[Theme] = []
    for name in sets:
        by_system = themes_of(name, systems, python)
        fewest = min(map(len, by_system.values()))
        by_system = {system: themes[:fewest] for system, themes in by_system.items()}
        print(f"{name}: {fewest} themes of each system", file=sys.stderr, flush=True)
        found += paired(by_system)
    items = keyed(found, seed=SEED)
    (folder / "key.jsonl").write_text("".join(json.dumps(item.key()) + "\n" for item in items), encoding="utf-8")
    for reader in READERS:
        write_csv(folder / f"sheet_{reader}.csv", reader_sheet(items, seed=f"{SEED} {reader}"))


def publish(folder: Path, target: Path) -> None:
    """The key as it is, and the sheets with the comments of closed sets replaced by references."""
    target.mkdir(parents=True, exist_ok=True)
    lines = (folder / "key.jsonl").read_text(encoding="utf-8").splitlines()
    keys = {key["item"]: key for key in map(json.loads, lines)}
    shutil.copyfile(folder / "key.jsonl", target / "key.jsonl")
    for sheet in sorted(folder.glob("sheet_*.csv")):
        with sheet.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        write_csv(target / sheet.name, [without_texts(row, keys[row["item"]], OPEN) for row in rows])


def main() -> None:
    """Make the sheets, or publish those that were made."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="*", default=list(SETS), choices=SETS)
    parser.add_argument("--systems", nargs="*", default=SYSTEMS[:2], choices=SYSTEMS)
    parser.add_argument("--python", default=sys.executable, help="interpreter that has BERTopic")
    parser.add_argument(
        "--publish", type=Path, help="copy sheets and key here, without texts that may not be passed on"
    )
    options = parser.parse_args()
    if options.publish:
        publish(options.folder, options.publish)
    else:
        make(options.folder, options.sets, options.systems, options.python)


if __name__ == "__main__":
    main()
