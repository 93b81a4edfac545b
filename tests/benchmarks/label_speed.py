"""`cxtext label` from CSV to CSV: comments a second, memory, what safety costs, and the time to the first label.

    CXTEXT_BENCHMARK_DATA=folder python -m tests.benchmarks.label_speed [--comments 100000 50000] [--workers 1 2]
    CXTEXT_BENCHMARK_DATA=folder python -m tests.benchmarks.label_speed --profile

A comment is one to three sentences, drawn with a seed from those of six public sets together, and no comment comes
twice; they have about 20 words, and an id each. Each job is a process of its own, started as a user does. Seconds are
of the wall and of the processor; memory is the proportional share (PSS) of the process and all it started, at up
to five looks a second. The peer does far less: spaCy's blank tokenizer and VADER on the same comments, in two
processes.

`--profile` labels the first comments in this process and says where its processor time goes, by function.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import psutil

SETS = ("airline", "nhs_phase1", "goemotions", "pros_cons", "clinc150", "amazon_blitzer")
FROM_EACH = 8_000  # texts that sentences are taken from
MOST_SENTENCES = 3
SEED = 7
PEER_PART = 2_000
LOOKS = 0.2  # seconds between looks at the memory, at least
LEAST_LOOKING = 30  # times what a look takes that passes until the next: looking takes the machine's time too
FIRST = 10  # comments of the smallest job
MIB = 2**20


@dataclass
class Used:
    """What a process and all that it started took."""

    wall: float = 0.0  # seconds
    processor: float = 0.0  # seconds, user and system
    memory: int = 0  # bytes, the most at one look
    _times: dict[int, float] = field(default_factory=dict)

    def look(self, process: psutil.Process) -> None:
        """Add up what the processes hold now."""
        held = 0
        for one in (process, *_children(process)):
            try:
                times = one.cpu_times()
                self._times[one.pid] = times.user + times.system
                held += _proportional(one.pid)
            except (psutil.Error, OSError):
                continue
        self.memory = max(self.memory, held)
        self.processor = sum(self._times.values())


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def _proportional(pid: int) -> int:
    """A process's memory in bytes, what it shares with others divided among them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def run(command: Sequence[str]) -> Used:
    """Run a command; what it used."""
    used = Used()
    began = time.perf_counter()
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package is compiled once
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        looked = time.perf_counter()
        used.look(watched)
        time.sleep(max(LOOKS, LEAST_LOOKING * (time.perf_counter() - looked)))
    used.wall = time.perf_counter() - began
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return used


def sentences(folder: Path) -> list[str]:
    """The different sentences of the sets."""
    from cxtext.text.segment import mention_pipeline, mentions

    found: dict[str, None] = {}
    for name in SETS:
        texts = (
            pl.read_csv(folder / f"{name}.csv.gz", infer_schema=False)["text"].drop_nulls().head(FROM_EACH).to_list()
        )
        for text, spans in zip(texts, mentions(texts, mention_pipeline()), strict=True):
            found |= dict.fromkeys(text[start:end] for start, end in spans)
    return list(found)


def comments(pool: Sequence[str], count: int) -> list[str]:
    """Different comments of one to three sentences."""
    draw = np.random.default_rng(SEED)
    found: dict[str, None] = {}
    while len(found) < count:
        picks = draw.integers(len(pool), size=(count, MOST_SENTENCES))
        for row, number in zip(picks, draw.integers(1, MOST_SENTENCES + 1, size=count), strict=True):
            found[" ".join(pool[i] for i in row[:number])] = None
    return list(found)[:count]


def write(texts: Sequence[str], path: Path) -> Path:
    """The comments as a dump, with an id and a day."""
    days = [f"2026-0{1 + i % 9}-1{i % 10}" for i in range(len(texts))]
    pl.DataFrame({"id": [f"c{i}" for i in range(len(texts))], "text": texts, "day": days}).write_csv(path)
    return path


def peer(texts: Sequence[str], processes: int) -> tuple[float, float]:
    """Seconds in which spaCy's blank tokenizer and VADER read the comments, once both are loaded: wall, processor."""
    parts = [texts[i : i + PEER_PART] for i in range(0, len(texts), PEER_PART)]
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(_peer, [texts[:50]] * processes * 2))
        began = time.perf_counter()
        spent = sum(pool.map(_peer, parts))
        return time.perf_counter() - began, spent


_PEER: list[Any] = []


def _peer(texts: Sequence[str]) -> float:
    """Read the comments; the seconds of processor time that it took."""
    if not _PEER:
        import spacy
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

        _PEER.extend([spacy.blank("en"), SentimentIntensityAnalyzer()])
    nlp, vader = _PEER
    began = time.process_time()
    for text in texts:
        nlp.make_doc(text)
        vader.polarity_scores(text)
    return time.process_time() - began


def label(source: Path, workers: int) -> Used:
    """A labelling job as a user starts it."""
    output = source.with_name("out.csv")
    command = [sys.executable, "-m", "cxtext", "label", source, "-o", output, "--force", "--workers", str(workers)]
    return run([str(part) for part in command])


def first_label(texts: Sequence[str], folder: Path) -> Used:
    """From the start of the command to the end, for a few comments."""
    return label(write(texts[:FIRST], folder / "few.csv"), 1)


class Shares:
    """Processor time of some functions in a job of this process, by what they are for."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def time(self, owner: Any, name: str, purpose: str) -> None:
        """From now on, time a function; one that gives an iterator is timed while it gives."""
        inner = getattr(owner, name)

        def timed(*arguments: Any, **options: Any) -> Any:
            with self.clock(purpose):
                found = inner(*arguments, **options)
            return self._given(found, purpose) if isinstance(found, Iterator) else found

        setattr(owner, name, timed)

    def _given(self, found: Iterator[Any], purpose: str) -> Iterator[Any]:
        while True:
            with self.clock(purpose):
                one = next(found, None)
            if one is None:
                return
            yield one

    @contextmanager
    def clock(self, purpose: str) -> Iterator[None]:
        """Time what is done in `with`."""
        began = time.process_time()  # of all threads; one job in one process does one thing at a time
        try:
            yield
        finally:
            self.seconds[purpose] += time.process_time() - began


def shares(source: Path) -> tuple[dict[str, float], float]:
    """Seconds of processor time that go into keeping and writing, of all that a job in one process takes."""
    from cxtext.jobs import assemble
    from cxtext.jobs.checkpoint import Checkpoint
    from cxtext.jobs.label import label_file
    from cxtext.jobs.tally import Tallying
    from cxtext.pipeline import reading
    from cxtext.read import FeedbackStream, open_feedback
    from cxtext.write import Output

    clock = Shares()
    clock.time(FeedbackStream, "__iter__", "reading and quarantine")
    clock.time(Checkpoint, "commit", "commits")
    clock.time(Checkpoint, "done", "commits")
    clock.time(reading, "mask", "masking")
    clock.time(Checkpoint, "part", "writing")  # a part is read again as it is written into the output
    clock.time(assemble, "labelled_table", "writing")
    clock.time(Tallying, "add", "writing")
    clock.time(Output, "write", "writing")
    clock.time(Output, "finish", "writing")
    clock.time(assemble, "digest_of", "writing")
    began = time.process_time()
    with clock.clock("reading and quarantine"):
        stream = open_feedback(source)
    with stream:
        label_file(stream, source.with_name("shares.csv"), force=True)
    return dict(clock.seconds), time.process_time() - began


def profiled(source: Path, rows: int) -> None:
    """Where the processor time of a job goes, by function."""
    from cxtext.jobs.label import label_file
    from cxtext.read import open_feedback

    profile = cProfile.Profile()
    with open_feedback(source) as stream:
        profile.runcall(label_file, stream, source.with_name("profiled.csv"), force=True)
    pstats.Stats(profile).sort_stats("tottime").print_stats(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--comments", type=int, nargs="+", default=[100_000, 50_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    most = max(given.comments)
    texts = comments(sentences(Path(os.environ["CXTEXT_BENCHMARK_DATA"])), most)
    words = sum(len(text.split()) for text in texts) / most
    print(f"{most:,} different comments of {words:.1f} words on average, on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.profile:
            profiled(write(texts, folder / "in.csv"), 45)
            return
        measure(texts, given.comments, given.workers, folder)


def measure(texts: Sequence[str], sizes: Sequence[int], workers: Sequence[int], folder: Path) -> None:
    """Print all figures."""
    first_label(texts, folder)  # compiles what is not compiled yet
    first = first_label(texts, folder)
    print(f"first labels, {FIRST} comments: {first.wall:.1f} s, {first.processor:.1f} s of processor")
    found: dict[tuple[int, int], Used] = {}
    for size in sizes:
        source = write(texts[:size], folder / "in.csv")
        for number in workers:
            used = found[size, number] = label(source, number)
            rate = size / used.wall
            print(
                f"{size:>9,} comments, {number} workers: {used.wall:6.1f} s, {rate:6,.0f} a second, "
                f"{used.processor:6.1f} s of processor, {used.memory / MIB:5,.0f} MiB"
            )
        wall, spent = peer(texts[:size], 2)
        print(f"{size:>9,} comments, spaCy's tokenizer and VADER: {wall:6.1f} s, {spent:6.1f} s of processor")
        for number in workers:
            used = found[size, number]
            of_wall, of_processor = used.wall / wall, used.processor / spent
            print(f"{'':>9} {number} workers: {of_wall:.1f} times the peer's, {of_processor:.1f} times its processor's")
    seconds_of, whole = shares(write(texts[: min(sizes)], folder / "in.csv"))
    told = ", ".join(f"{purpose} {100 * spent / whole:.1f} %" for purpose, spent in seconds_of.items())
    print(f"share of the processor time: {told}; together {100 * sum(seconds_of.values()) / whole:.1f} %")


if __name__ == "__main__":
    main()
