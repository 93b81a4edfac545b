"""The folder of a job that labels into a folder: locked, known by what it was begun with, published by one rename."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import orjson
from filelock import FileLock, Timeout

from cxtext.errors import OutputError
from cxtext.jobs.checkpoint import first_difference
from cxtext.places import job_path, remove

DONE = "_SUCCESS"  # what Spark puts into a folder that it has written whole
_FACTS, _TABLE = "job.json", "table"


class JobFolder:
    """OUTPUT.job while slices are made. Use it in `with`.

    Args:
        output: where the table will stand.
        facts: what the labels depend on.
        resume: go on with what is there; without anything there, begin.
        restart: remove what is there.

    Raises:
        OutputError: another process labels into the same output; or slices lie there, and they are neither to be
            resumed nor restarted; or they were begun with other facts.
    """

    def __init__(self, output: Path, facts: Mapping[str, Any], *, resume: bool, restart: bool) -> None:
        self.output = output
        self.folder = job_path(output)
        self.table = self.folder / _TABLE
        self._facts = orjson.loads(orjson.dumps(facts))
        self._resume, self._restart = resume, restart
        self._lock = FileLock(self.folder / "lock", timeout=0)

    def __enter__(self) -> Self:
        try:
            self.folder.mkdir(exist_ok=True)  # Spark's workers may be other users of the machine
            self._lock.acquire()
        except Timeout as error:
            raise OutputError(f"{self.folder} is in use: another cxtext labels into the same output") from error
        except OSError as error:
            raise OutputError(f"{self.folder} cannot be written: {error.strerror or error}") from error
        try:
            self._begin()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        done = finished(self.folder)
        self._lock.release()
        if not done:
            remove(self.folder)

    def publish(self, slices: set[str]) -> None:
        """Move the table into its place, whole.

        Raises:
            OutputError: it holds other slices than these, or something stands in the place.
        """
        held = {path.name for path in self.table.glob("slice=*")}
        if held != slices:
            raise OutputError(f"{self.table} holds {len(held)} of {len(slices)} slices; begin anew with --restart")
        try:
            self.table.rename(self.output)
        except OSError as error:
            raise OutputError(
                f"{self.output} cannot be made: {error.strerror or error}; go on with --resume"
            ) from error

    def remove(self) -> None:
        """Remove the slices."""
        remove(self.table)

    def _begin(self) -> None:
        facts = self.folder / _FACTS
        if self._restart:
            self.remove()
        if finished(self.folder):
            if not self._resume:
                raise OutputError(unfinished(self.folder))
            self._check(facts)
            return
        remove(self.table)
        self.table.mkdir()
        facts.write_bytes(orjson.dumps(self._facts, option=orjson.OPT_INDENT_2))

    def _check(self, facts: Path) -> None:
        if other := first_difference(facts, self._facts):
            raise OutputError(
                f"{self.folder} was begun with another {other[0]}; call it as before, or begin anew with --restart"
            )


def finished(folder: Path) -> bool:
    """Whether a job's folder holds a slice that a later run can go on with."""
    return any((folder / _TABLE).glob(f"slice=*/{DONE}"))


def unfinished(folder: Path) -> str:
    """What is to be said of a job that lies there."""
    return f"{folder} holds slices of an unfinished job; go on with --resume, or begin anew with --restart"
