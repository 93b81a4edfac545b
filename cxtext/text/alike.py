"""Long texts that are nearly those of earlier ones, by MinHash, in two generations of which the older is forgotten."""

from __future__ import annotations

import io
import shutil
import tempfile
import weakref
from array import array
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from itertools import filterfalse
from typing import BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cxtext.first_holders import NOBODY, FirstHolders, Holders
from cxtext.text.minhash import BANDS, HASHES, Bands, signatures

SIMILARITY = 0.7  # Jaccard similarity of shingles, 0 … 1; tests/benchmarks/text_duplicates.py says how it was chosen
MOST_REMEMBERED = 100_000  # texts of one generation
_SIGNATURE_BYTES = 2 * HASHES
_NONE: frozenset[int] = frozenset()


class Sought(NamedTuple):
    """A text that is looked for: what it is known by, and the texts of each generation that it meets in a band."""

    signature: NDArray[np.uint16]  # (HASHES,)
    bands: list[int]  # those that no settled recent text has
    recent: frozenset[int]
    older: frozenset[int]


class AlikeTexts:
    """Remembers the last MOST_REMEMBERED texts, up to twice as many, by a number that the caller gives each."""

    def __init__(self) -> None:
        self._recent, self._older = _Generation(), _Generation()

    @property
    def room(self) -> int:
        """How many texts more can be sought at once."""
        return MOST_REMEMBERED - len(self._recent)

    def sought(self, texts: Sequence[str]) -> list[Sought]:
        """Texts made ready to be found and added one after the other, no more than there is `room` for."""
        signed, bands = signatures(texts)
        recent, older = self._recent.met(bands), self._older.met(bands)
        free = bands.tolist()
        for row in np.flatnonzero((recent != NOBODY).any(axis=1)).tolist():
            free[row] = bands[row][recent[row] == NOBODY].tolist()
        return [Sought(*of) for of in zip(signed, free, _known(recent), _known(older), strict=True)]

    def find(self, text: Sought) -> int:
        """The number of the most similar text, a recent one before an older; NOBODY below SIMILARITY."""
        found = self._recent.most_similar(text, text.recent | self._recent.unsettled(text.bands))
        return self._older.most_similar(text, text.older) if found == NOBODY else found

    def add(self, text: Sought, number: int) -> None:
        """Remember a text that is like none before it."""
        self._recent.add(text, number)

    def settle(self) -> None:
        """To be called when all that was sought is found or added."""
        self._recent.settle()
        if not self.room:
            self._recent.put_aside()
            self._recent, self._older = _Generation(), self._recent


class _Generation:
    """Texts, of each band's key the first that has it: no crowd of alike texts slows a look-up."""

    def __init__(self) -> None:
        self._numbers = array("i")
        self._signatures: BinaryIO = io.BytesIO()  # one after the other
        self._holders = FirstHolders()
        self._unsettled: dict[int, int] = {}  # as `_holders`, since the last `settle`

    def __len__(self) -> int:
        return len(self._numbers)

    def met(self, bands: Bands) -> Holders:
        """(n, BANDS) the settled texts that have the bands of n others; NOBODY where none has."""
        return self._holders.find(bands.ravel()).reshape(-1, BANDS)

    def unsettled(self, bands: Sequence[int]) -> frozenset[int]:
        """The same for one text among those that were added since."""
        if self._unsettled.keys().isdisjoint(bands):
            return _NONE
        return frozenset(self._unsettled[band] for band in bands if band in self._unsettled)

    def most_similar(self, text: Sought, among: frozenset[int]) -> int:
        """The number of the most similar, the earliest of equals; NOBODY below SIMILARITY."""
        if not among:
            return NOBODY
        places = sorted(among)
        held = np.frombuffer(b"".join(map(self._signature, places)), dtype=np.uint16).reshape(-1, HASHES)
        shares = (held == text.signature).mean(axis=1)
        best = int(shares.argmax())
        return self._numbers[places[best]] if shares[best] >= SIMILARITY else NOBODY

    def add(self, text: Sought, number: int) -> None:
        place = len(self)
        self._signatures.seek(0, io.SEEK_END)
        self._signatures.write(text.signature.tobytes())
        self._numbers.append(number)
        self._unsettled.update(dict.fromkeys(filterfalse(self._unsettled.__contains__, text.bands), place))

    def settle(self) -> None:
        keys = np.fromiter(self._unsettled, np.uint32, len(self._unsettled))
        places = np.fromiter(self._unsettled.values(), np.int32, len(self._unsettled))
        self._holders.add(keys, places)
        self._unsettled = {}

    def put_aside(self) -> None:
        """Keep the signatures, of which few are looked at again, in a file without a name; where none can be, here."""
        with suppress(OSError), ExitStack() as unfinished:
            file = unfinished.enter_context(tempfile.TemporaryFile())
            self._signatures.seek(0)
            shutil.copyfileobj(self._signatures, file)
            file.flush()
            self._signatures = file
            weakref.finalize(self, unfinished.pop_all().close)

    def _signature(self, place: int) -> bytes:
        self._signatures.seek(place * _SIGNATURE_BYTES)
        return self._signatures.read(_SIGNATURE_BYTES)


def _known(held: Holders) -> list[frozenset[int]]:
    """(n,) the texts in each row, NOBODY left out; most have none."""
    found = [_NONE] * len(held)
    for row in np.flatnonzero((held != NOBODY).any(axis=1)).tolist():
        found[row] = frozenset(held[row].tolist()) - {NOBODY}
    return found
