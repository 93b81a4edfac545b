"""`--log-json`: what a job does, a line of JSON for each part, for those who watch many jobs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cxtext.cli.options import inputs_of
from cxtext.errors import OutputError
from cxtext.places import check_apart, check_place

LogJson = Annotated[
    Path | None, typer.Option("--log-json", metavar="FILE", help="Add a line of JSON for each part that is done.")
]


def check_log(path: Path | None, input: str, outputs: Iterable[Path | None]) -> None:  # noqa: A002
    """Refuse a log that is an input or an output, or cannot be written.

    Raises:
        OutputError: as it says.
    """
    if path is not None:
        check_place(path, force=True)
        check_apart([path, *(output for output in outputs if output is not None)], inputs_of(input))


@contextmanager
def log_lines(path: Path | None) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Adds each fact to the end of the file as one line, with the time and the seconds since the beginning.

    Raises:
        OutputError: the file cannot be written, be it at the beginning or later.
    """
    if path is None:
        yield lambda _: None
        return
    import orjson

    began = time.monotonic()
    with _told(path):
        file = path.open("ab", buffering=0)

    def add(fact: dict[str, Any]) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = {"time": now, "seconds": round(time.monotonic() - began, 3), **fact}
        with _told(path):
            file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))

    with file:
        yield add


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(f"--log-json {path} cannot be written: {error.strerror or error}; free the disk") from error
