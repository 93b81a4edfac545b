"""How long a report on 100,000 labelled comments takes, how big it is and how much memory it needs.

    python tests/benchmarks/report_speed.py FOLDER          # that `cxtext run` wrote
    python tests/benchmarks/report_speed.py FOLDER --comments 20000 .html .xlsx

The comments of the folder and their mentions are repeated with new ids until they are as many. Every report is made by
a process of its own: `python -m cxtext report`, reading included.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from cxtext.choices import REPORTS
from cxtext.jobs.run import COMMENTS, MENTIONS
from cxtext.jobs.sidecar import sidecar_path

MEGABYTE = 2**20


def main() -> None:
    """Repeat the folder, make the reports, print what they took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("endings", nargs="*", default=[".html", ".xlsx", ".json", ".md"], metavar="ENDING")
    parser.add_argument("--comments", type=int, default=100_000)
    given = parser.parse_args()
    if strange := set(given.endings) - set(REPORTS):
        parser.error(f"no report ends in {', '.join(sorted(strange))}")
    with tempfile.TemporaryDirectory() as name:
        folder = repeated(given.folder, Path(name) / "big", given.comments)
        print(
            f"{given.comments:,} comments, like {given.folder}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
        )
        print(f"{'ending':8} {'CPU s':>7} {'wall s':>7} {'MB':>7} {'peak MB':>8}")
        for ending in given.endings:
            cpu, wall, size, peak = measured(folder, Path(name) / f"report{ending}")
            print(f"{ending:8} {cpu:7.1f} {wall:7.1f} {size:7.2f} {peak:8.0f}", flush=True)


def repeated(source: Path, target: Path, comments: int) -> Path:
    """A folder like that of a run with so many comments; ids of copies end in the copy's number."""
    target.mkdir()
    rows, said = (pl.read_csv(source / name, infer_schema=False) for name in (COMMENTS, MENTIONS))
    copies = range(-(-comments // len(rows)))
    copied = pl.concat(rows.with_columns(pl.col("cx_id") + f"-{copy}") for copy in copies).head(comments)
    mentions = pl.concat(said.with_columns(pl.col("comment_id") + f"-{copy}") for copy in copies)
    mentions = mentions.join(copied.select("cx_id"), left_on="comment_id", right_on="cx_id", how="semi")
    copied.write_csv(target / COMMENTS, quote_style="non_numeric")
    mentions.write_csv(target / MENTIONS, quote_style="non_numeric")
    facts = json.loads(sidecar_path(source / COMMENTS).read_bytes())
    facts["sha256"] = _digest(target / COMMENTS)
    facts["mentions"] = {"sha256": _digest(target / MENTIONS)}
    sidecar_path(target / COMMENTS).write_text(json.dumps(facts), encoding="utf-8")
    return target


def measured(folder: Path, report: Path) -> tuple[float, float, float, float]:
    """Seconds of CPU, seconds, megabytes of the report, megabytes of memory at the peak."""
    command = [sys.executable, "-m", "cxtext", "report", str(folder), "-o", str(report)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the report {report.name} failed")
    wall = time.perf_counter() - start
    return used.ru_utime + used.ru_stime, wall, report.stat().st_size / MEGABYTE, used.ru_maxrss / 1024


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
