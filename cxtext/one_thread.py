"""The matrix libraries held to one thread: in several, sums of floats have no fixed order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from threadpoolctl import threadpool_limits

TRAINING = "sklearn.cluster"  # brings matrix libraries of its own


@contextmanager
def one_thread(*modules: str) -> Iterator[None]:
    """What is computed inside is the same to the last bit on any number of cores, the first time and each later.

    Args:
        modules: imported first, since a library that is loaded inside would not be held.
    """
    for module in modules:
        import_module(module)
    with threadpool_limits(1):
        yield
