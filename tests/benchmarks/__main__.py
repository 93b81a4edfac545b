"""The public benchmark: cxtext beside its peers on public sets, one Markdown table.

    CXTEXT_BENCHMARK_DATA=folder python -m tests.benchmarks [--quick] [--parts sentiment themes …] [-o table.md]

A peer is measured in the same run where it is installed, and said to be missing where it is not: VADER (comes with
cxtext), TextBlob and Presidio in this environment, BERTopic and turftopic's KeyNMF in that of `--python`. With
`--results FILE.jsonl` parts that were measured before are kept, so that the whole can be run in pieces.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import json
import os
import platform
import shlex
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from cxtext.errors import unknown
from tests.benchmarks.public import NEEDED, PARTS, SEED, THEMES, Row, Scale, ours, use

QUICK_ROWS, QUICK_TEXTS = 800, 300  # themes are mined from all of these rows: of fewer KeyNMF fails
QUICK_LABEL = 50  # rows of a theme on average, at least: `theme_peers` leaves out those of fewer than 25
HEADS = ("part", "set", "measure", "system", "version", "figure [95 %]", "n")
DECIMALS = 100  # a figure from which whole numbers are enough


def table(rows: Iterable[Row]) -> str:
    """Markdown."""
    lines = ["| " + " | ".join(HEADS) + " |", "|" + "---|" * len(HEADS)]
    for row in rows:
        n = "" if row.n is None else f"{row.n:,}"
        cells = (row.part, row.subject, row.measure, row.system, row.version or "–", figure(row), n)
        lines.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    return "\n".join(lines)


def figure(row: Row) -> str:
    """A figure with its interval, or what went wrong."""
    if row.value is None:
        return row.fault
    if row.low is None or row.high is None:
        return f"{row.value:,.0f}" if row.value >= DECIMALS else f"{row.value:.2f}"
    return f"{row.value:.3f} [{row.low:.3f}, {row.high:.3f}]"


def machine() -> str:
    """The processor and the number of cores; no name of the host."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")
    return f"{model or platform.processor() or platform.machine()}, {os.cpu_count()} cores"


def about(arguments: list[str]) -> str:
    """What a reader must know to run it again."""
    shown = [Path(a).name if a.startswith("/") else a for a in arguments]
    return (
        f"cxtext {ours()}, Python {platform.python_version()}, {machine()}, {dt.date.today()}; "
        f"`python -m tests.benchmarks {shlex.join(shown)}`"
    )


def main(arguments: list[str] | None = None) -> None:
    """Measure, and write the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--parts", nargs="*", default=list(PARTS), metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROWS} rows of a set: minutes")
    parser.add_argument("--rows", type=int, default=QUICK_ROWS, help="of a set, with --quick")
    parser.add_argument("--python", default=sys.executable, help="interpreter that has BERTopic and turftopic")
    parser.add_argument("--results", type=Path, help="JSON lines that keep the parts measured before")
    parser.add_argument("-o", "--output", type=Path, help="where the table goes; printed if not given")
    given = sys.argv[1:] if arguments is None else arguments
    options = parser.parse_args(given)
    named = os.environ.get("CXTEXT_BENCHMARK_DATA")
    if not named or not Path(named).is_dir():
        parser.error("CXTEXT_BENCHMARK_DATA names no folder; set it to that of the public sets")
    parts = [part for part in PARTS if any(part == name or part.startswith(f"{name}:") for name in options.parts)]
    strange = [name for name in options.parts if not any(p == name or p.startswith(f"{name}:") for p in PARTS)]
    if strange:
        parser.error(unknown("part", strange[0], PARTS))
    with tempfile.TemporaryDirectory() as temporary:
        scale = Scale(Path(named), options.python)
        if options.quick:
            quick_copy(Path(named), Path(temporary), options.rows)
            limit = min(QUICK_TEXTS, options.rows)
            scale = Scale(Path(temporary), options.python, limit=limit, comments=options.rows)
        use(scale.folder)
        try:
            rows = measured(parts, scale, options.results)
        finally:
            use(Path(named))
    text = f"{table(rows)}\n\n{about(given)}\n"
    if options.output is None:
        print(text)
    else:
        options.output.write_text(text, encoding="utf-8")


def quick_copy(folder: Path, target: Path, rows: int) -> None:
    """The sets that are needed, of each so many rows drawn by a fixed seed.

    Where themes are mined, rows of a label that would be rare among them are left out first.
    """
    for name in dict.fromkeys(NEEDED):
        source = folder / f"{name}.csv.gz"
        if source.is_file():
            table = pl.read_csv(source, infer_schema=False)
            if name in THEMES:
                sizes = table["theme"].drop_nulls().value_counts(name="n").sort(["n", "theme"], descending=True)
                kept = sizes["theme"].head(max(rows // QUICK_LABEL, 1)).to_list()
                table = table.filter(pl.col("theme").is_null() | pl.col("theme").is_in(kept))
            part = table.with_row_index("at").sample(min(rows, len(table)), seed=SEED).sort("at").drop("at")
            part.write_csv(target / source.name, compression="gzip")


def measured(parts: Iterable[str], scale: Scale, kept: Path | None) -> list[Row]:
    """The rows of the parts, after those that were measured before."""
    found: dict[str, list[Row]] = {}
    if kept is not None and kept.is_file():
        for line in kept.read_text(encoding="utf-8").splitlines():
            stored = json.loads(line)
            found.setdefault(stored.pop("of"), []).append(Row(**stored))
    for part in parts:
        print(f"measuring {part}", file=sys.stderr, flush=True)
        found[part] = list(PARTS[part](scale))
        if kept is not None:
            lines = ({"of": of, **dataclasses.asdict(row)} for of in PARTS for row in found.get(of, ()))
            kept.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return [row for part in PARTS for row in found.get(part, ())]


if __name__ == "__main__":
    main()
