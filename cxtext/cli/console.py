"""What commands say: results on standard output, everything else on standard error."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from cxtext.cli import interrupts

if TYPE_CHECKING:
    from cxtext.read.meter import Meter

MOST_NAMES = 5  # of files in one line
INTERRUPTED = 130  # exit code after an interrupt: 128 + SIGINT, as shells have it


def fail(message: str, code: int) -> NoReturn:
    """Say what is wrong and leave: one line, or one for each fault of a file that has several."""
    lines = [" ".join(line.split()) for line in message.splitlines()]
    sys.stderr.write("cxtext: " + "\n  ".join(line for line in lines if line) + "\n")
    sys.exit(code)


def note(message: str) -> None:
    """Say something beside the result."""
    sys.stderr.write(f"{message}\n")


def passed_over_line(names: Sequence[str]) -> str:
    """Which files of a folder are not read."""
    from cxtext.read.source import printable

    shown = [printable(name) for name in names[:MOST_NAMES]]
    more = [f"{len(names) - MOST_NAMES:,} more"] if len(names) > MOST_NAMES else []
    return f"Passed over: {', '.join([*shown, *more])} (not of a kind that is read, or empty)."


@contextmanager
def steps() -> Iterator[Callable[[str], None]]:
    """A spinner that names the step under way; silent where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield _unseen
        return
    from rich.console import Console

    with Console(stderr=True).status("Starting") as status:

        def name_step(name: str) -> None:
            interrupts.check()
            status.update(f"{name} …")

        yield name_step


@contextmanager
def row_counter(meter: Meter | None = None) -> Iterator[Callable[[int], None]]:
    """A bar with rows, rate and, where the input's `meter` can tell, the time left; silent without a terminal."""
    if not sys.stderr.isatty():
        yield _unseen
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(),
        TextColumn("{task.completed:,.0f} rows"),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("rows", total=None, rate="", left="")

        def advance(rows: int) -> None:
            interrupts.check()
            progress.update(task, advance=rows)
            done, elapsed = int(progress.tasks[0].completed), progress.tasks[0].elapsed or 0.0
            expected = meter.expected(done) if meter else None
            left = time_left(done, expected, elapsed) if expected else ""
            rate = f"{done / elapsed:,.0f} rows/s" if elapsed > 0 else ""
            progress.update(task, total=expected, rate=rate, left=left)

        yield advance


def time_left(done: int, expected: int, elapsed: float) -> str:
    """Such as "0:01:40 left", if the rows to come take as long as those that are done; "" before the first."""
    if not done:
        return ""
    return f"{dt.timedelta(seconds=round(elapsed * (expected - done) / done))} left"


def _unseen(_: object) -> None:
    """Progress that nobody sees: only look whether we were told to stop."""
    interrupts.check()
