"""Who had a key first, for many millions of keys: as many bytes as both have, looked up a batch at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.unsignedinteger[Any]]  # (n,), hashes
Holders = npt.NDArray[np.int32]  # (n,), from 0

NOBODY = -1


class FirstHolders:
    """Keys and their first holders, in sorted runs of which each is at least twice as long as the next.

    A key is added once in log2(runs) merges and looked up by bisection in each run (a log-structured merge tree,
    O'Neil et al. 1996, kept in memory), so that a batch costs little however many keys there are.
    """

    def __init__(self) -> None:
        self._runs: list[tuple[Keys, npt.NDArray[np.signedinteger[Any]]]] = []

    def find(self, keys: Keys) -> Holders:
        """The holder of each key, NOBODY where it has none.

        Args:
            keys: (n,), in any order, as often as they come.
        """
        found = np.full(len(keys), NOBODY, dtype=np.int32)
        order = np.argsort(keys)  # ascending keys meet the same part of a run again
        ascending = keys[order]
        for held, holders in self._runs:
            places = np.minimum(np.searchsorted(held, ascending), len(held) - 1)
            hits = np.flatnonzero(held[places] == ascending)
            found[order[hits]] = holders[places[hits]]
        return found

    def add(self, keys: Keys, holders: npt.NDArray[np.signedinteger[Any]]) -> None:
        """Keys that have no holder yet, each once, and their holders; of few bytes, where few bytes tell them apart."""
        if not len(keys):
            return
        order = np.argsort(keys)
        self._runs.append((keys[order], holders[order]))
        while len(self._runs) > 1 and len(self._runs[-2][0]) < 2 * len(self._runs[-1][0]):
            later, earlier = self._runs.pop(), self._runs.pop()
            places = np.searchsorted(earlier[0], later[0])
            self._runs.append((np.insert(earlier[0], places, later[0]), np.insert(earlier[1], places, later[1])))
