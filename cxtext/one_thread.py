"""The matrix libraries held to one thread: in several, sums of floats have no fixed order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits


@contextmanager
def one_thread() -> Iterator[None]:
    """What is computed inside is the same to the last bit on any number of cores, the first time and each later."""
    import sklearn.cluster  # noqa: F401  brings libraries of its own, and one that is loaded later would not be held

    with threadpool_limits(1):
        yield
