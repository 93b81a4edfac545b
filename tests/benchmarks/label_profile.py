"""Where the time of `cxtext label` goes, by room, as py-spy sees it from outside.

    pip install py-spy
    CXTEXT_BENCHMARK_DATA=folder python -m tests.benchmarks.label_profile [--comments 20000] [--code FOLDER]

The comments are those of `label_speed`, labelled in one process. A sample counts for the outermost room that it is in,
so that what a room asks of another counts as its own. The job is run once more without py-spy, which gives the
processor time that the shares are of. `--code` profiles another checkout of cxtext, such as an older one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.benchmarks.label_speed import comments, sentences, write

RATE = 200  # samples a second
ROOMS = {
    "imports": ("<frozen importlib",),
    "loading the model": ("Pipeline.load", "cxtext/pipeline/facetting.py:facetter_of", "cxtext/taxonomy/taxonomy.py"),
    "reading and quarantine": ("cxtext/read/",),
    "copies": ("cxtext/text/duplicates.py",),
    "masking": ("cxtext/text/privacy.py",),
    "language and noise": ("cxtext/text/language.py", "cxtext/text/noise.py"),
    "splitting into mentions": ("cxtext/text/segment.py",),
    "cleaning": ("cxtext/text/clean.py",),
    "sentiment": ("cxtext/sentiment/",),
    "encoder": ("cxtext/themes/",),
    "touchpoints": ("cxtext/taxonomy/link.py",),
    "facets": ("cxtext/pipeline/facetting.py", "cxtext/facets/"),
    "owners": ("cxtext/pipeline/owning.py", "cxtext/taxonomy/owner.py", "cxtext/taxonomy/owner_names.py"),
    "commits": ("cxtext/jobs/checkpoint.py:Checkpoint.commit", "cxtext/jobs/checkpoint.py:Checkpoint.done"),
    "output": (  # not all that is within `assembled`, as the parts are labelled while it goes through them
        "cxtext/jobs/checkpoint.py:Checkpoint.part",
        "cxtext/jobs/assemble.py:_File.add",
        "cxtext/jobs/assemble.py:_File.finish",
        "cxtext/write/",
        "cxtext/jobs/tally.py",
        "cxtext/jobs/sidecar.py",
    ),
}
REST = "tables and the rest"
JOB = """
import sys, time
from pathlib import Path
from cxtext.jobs.label import label_file
from cxtext.read import open_feedback
began = time.process_time()
with open_feedback(Path(sys.argv[1])) as stream:
    label_file(stream, Path(sys.argv[1]).with_name("out.csv"), force=True)
print(time.process_time() - began)
"""


def profile(source: Path, code: Path, rows: int) -> None:
    """Print the share and the microseconds a comment of each room."""
    spy = shutil.which("py-spy")
    if spy is None:
        sys.exit("py-spy is not installed: pip install py-spy")
    environment = {**os.environ, "PYTHONPATH": str(code), "OMP_NUM_THREADS": "1"}
    job = [sys.executable, "-c", JOB, str(source)]
    plain = subprocess.run(job, env=environment, cwd=code, check=True, stdout=subprocess.PIPE, text=True)
    raw = source.with_name("stacks.txt")
    record = [spy, "record", "--rate", str(RATE), "--format", "raw", "--output", str(raw), "--", *job]
    subprocess.run(record, env=environment, cwd=code, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    spent = by_room(raw.read_text(encoding="utf-8"))
    whole, processor = sum(spent.values()), float(plain.stdout)
    print(f"{rows:,} comments, {processor:.1f} s of processor")
    for room in (*ROOMS, REST):
        share = spent[room] / whole
        print(f"{room:<24} {share:6.1%} {share * processor / rows * 1e6:6.0f} us a comment")


def by_room(stacks: str) -> Counter[str]:
    """Samples of the job in each room, of py-spy's raw format: frames from outside in, then how often they came."""
    spent: Counter[str] = Counter()
    for line in stacks.splitlines():
        stack, seen = line.rsplit(" ", 1)
        frames = stack.split(";")
        if any("label_file" in frame for frame in frames):
            spent[next((room for room in map(_room, frames) if room), REST)] += int(seen)
    return spent


def _room(frame: str) -> str | None:
    """The room of a frame such as "mask (cxtext/text/privacy.py:80)"."""
    function, _, place = frame.partition(" (")
    named = {function, f"{place.partition(':')[0]}:{function}"}
    return next(
        (room for room, marks in ROOMS.items() if any(mark in named or place.startswith(mark) for mark in marks)), None
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--comments", type=int, default=20_000)
    parser.add_argument("--code", type=Path, default=Path())
    given = parser.parse_args()
    texts = comments(sentences(Path(os.environ["CXTEXT_BENCHMARK_DATA"])), given.comments)
    with tempfile.TemporaryDirectory() as name:
        profile(write(texts, Path(name) / "in.csv"), given.code.resolve(), given.comments)


if __name__ == "__main__":
    main()
