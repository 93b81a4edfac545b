"""What Spark says when a job fails, in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cxtext.errors import WorkerError

_ELSEWHERE = ("at ", "File ", "...", "Traceback", "^", "Caused by")  # how lines of a traceback begin that say no reason


@contextmanager
def one_line() -> Iterator[None]:
    """Turns whatever Spark raises into an error that a user can read.

    Raises:
        WorkerError: with the reason, and the way out.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise WorkerError(f"Spark gave up: {cause(error)}; what was done is kept: go on with --resume") from error


def cause(error: Exception) -> str:
    """The last line of the worker's traceback, or else the first of what Spark itself says."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    raised = [line for line in lines if not line.startswith(_ELSEWHERE) and ": " in line]
    return (raised[-1] if raised else lines[0] if lines else type(error).__name__)[:200]
