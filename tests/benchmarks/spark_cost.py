"""What a comment costs where Spark labels: CPU time of each step and bytes, for the cost model of docs/spark.md.

CXTEXT_BENCHMARK_DATA=... OMP_NUM_THREADS=1 POLARS_MAX_THREADS=1 python tests/benchmarks/spark_cost.py [N]

Needs no Spark: it times the steps that Spark spreads, batch by batch. The sample is airline (short) and amazon_blitzer
(long) reviews, mixed. On a busy machine the quickest batch says more than the median.
"""

import itertools
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from cxtext import Pipeline
from cxtext.jobs.checkpoint import Checkpoint
from cxtext.jobs.columns import labelled_table
from cxtext.jobs.parts import Part
from cxtext.read import open_feedback
from cxtext.schema import Feedback
from cxtext.spark.engine import _joined, _sent
from cxtext.spark.kernel import Form, labels_of
from cxtext.text.duplicates import SeenTexts
from cxtext.write import open_writer

DATA = Path(os.environ.get("CXTEXT_BENCHMARK_DATA", "../shared/data"))
SETS = {"airline": 14_640, "amazon_blitzer": 5_360}
BATCH = 1_000


def sample() -> pl.DataFrame:
    """20,000 comments in an order that mixes the sets."""
    parts = [pl.read_csv(DATA / f"{name}.csv.gz", infer_schema=False).head(n) for name, n in SETS.items()]
    return pl.concat([part.select("text", "date", "source") for part in parts]).sample(fraction=1, shuffle=True, seed=1)


def timed(step: str, work: Callable[[Any], Any], batches: Iterable[Any]) -> list[Any]:
    """What the work makes of the batches, its CPU time a comment printed."""
    made, seconds = [], []
    for batch in batches:
        began = time.process_time()
        made.append(work(batch))
        seconds.append((time.process_time() - began) / BATCH)
    low, middle = 1e6 * np.min(seconds), 1e6 * np.median(seconds)
    print(f"{step:<34}{low:8.1f} quickest batch, {middle:8.1f} median, CPU µs a comment", flush=True)
    return made


def kept(pipeline: Pipeline) -> Callable[[tuple[Feedback, pl.DataFrame]], None]:
    """What the driver of a file does with a batch besides reading it: Arrow to the workers and back, parts, Parquet."""
    folder = Path(tempfile.mkdtemp())
    numbers = itertools.count()

    def work(batch: tuple[Feedback, pl.DataFrame]) -> None:
        feedback, labels = batch
        number = next(numbers)
        _sent(Part(feedback, (None,) * len(feedback.comments)), None).to_arrow()
        done = _joined(feedback, labels.with_columns(feedback.comments["row"]), Form(codes=False, mentions=True))
        with Checkpoint(folder / f"{number}.parquet", {}, resume=True) as job:
            job.commit(number, feedback, done)
            with open_writer(folder / f"{number}.parquet", force=True) as output:
                output.write(labelled_table(job.part(number, "")))
            job.remove()

    return work


def size(frames: list[pl.DataFrame]) -> float:
    """Bytes a comment as Parquet with zstd."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table.parquet")
        pl.concat(frames).write_parquet(path, compression="zstd")
        return path.stat().st_size / sum(frame.height for frame in frames)


def main() -> None:
    """Print the figures."""
    rows = sample().head(int(sys.argv[1]) if sys.argv[1:] else 20_000)
    words, length = rows["text"].str.split(" ").list.len().mean(), rows["text"].str.len_bytes().mean()
    print(f"{rows.height:,} comments, {words:.1f} words and {length:.0f} bytes each on average")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in.csv")
        rows.write_csv(source)
        stream = iter(open_feedback(source, batch_rows=BATCH))
        batches = timed("read from CSV", lambda _: next(stream), range(rows.height // BATCH))
    began = time.process_time()
    pipeline = Pipeline()
    context = pipeline.context(pl.concat([batch.comments for batch in batches[:2]]))

    def labelled(batch: Feedback, form: Form) -> pl.DataFrame:
        copies = [None] * len(batch.comments)
        return pl.DataFrame(pl.from_arrow(labels_of(pipeline, batch, form, context=context, copies=copies)))

    plain, whole = Form(codes=False, mentions=False), Form(codes=False, mentions=True)
    labelled(batches[0], plain)
    print(f"{time.process_time() - began:.1f} CPU s to load the model and warm up, once a process", flush=True)
    seen = SeenTexts()
    timed(
        "copies told", lambda b: seen.copies(b.comments["text"].to_list(), b.comments["comment_id"].to_list()), batches
    )
    labels = timed("labelled", lambda batch: labelled(batch, plain), batches)
    details = timed("labelled, with mentions", lambda batch: labelled(batch, whole), batches)
    timed("sent, received, kept and written", kept(pipeline), zip(batches, details, strict=True))
    mentions = sum(frame["mentions"].list.len().sum() for frame in details) / rows.height
    print(f"{mentions:.2f} mentions a comment")
    print(
        f"bytes a comment, Parquet: {size([rows]):.0f} in, {size(labels):.0f} labels, {size(details):.0f} with mentions"
    )
    print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


if __name__ == "__main__":
    main()
