"""What is the same for equal mentions is worked out once: in some feedback every third one is a copy."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]


def distinct(values: Iterable[Hashable]) -> tuple[Rows, Rows]:
    """Where each different value comes first, (u,), and (n,) which of those each value is."""
    places: dict[Hashable, int] = {}
    which = np.array([places.setdefault(value, len(places)) for value in values], dtype=np.int64)
    firsts = np.zeros(len(places), dtype=np.int64)
    firsts[which[::-1]] = np.arange(len(which))[::-1]
    return firsts, which
