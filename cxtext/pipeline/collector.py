"""Python's search for circular garbage, held back while a part of an input is worked on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from cxtext.freed_memory import give_back

SELDOM = (100_000, 50, 100)  # new objects between two short looks; short looks to a longer one; those to a whole one


def collector_seldom() -> None:
    """From now on, search for circular garbage a hundred times less often than Python does by itself.

    For processes that are cxtext's own: what they load all lives on, and to go through it again and again takes a tenth
    of their start.
    """
    gc.set_threshold(*SELDOM)


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Within `with` nothing is searched for circular garbage; behind it, what is free goes back to the system.

    A part of an input makes millions of small objects that all live until it is done, and none in circles. Python would
    go through them again and again, which takes a tenth of the time of labelling.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        give_back()
