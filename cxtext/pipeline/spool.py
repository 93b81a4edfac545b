"""An input that is too big for the memory, kept on disk in parts of one size while themes are learnt from it.

    FOLDER/  part-000000.arrow   comments as read
             part-000000.npz     their mentions: vectors and what else counting needs, no text

Parts are cut by the number of comments, whatever the batches were that brought them, so that everything counted or
summed over them part by part is the same for any size of a batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxtext.errors import OutputError
from cxtext.places import DRAFT, remove, remove_stale, temporary_of
from cxtext.schema import CANONICAL
from cxtext.themes.encode import Vectors

PART = 2_000  # comments
OWNER_ONLY = 0o700  # parts hold what customers wrote, as the input does


@dataclass(frozen=True)
class ReadPart:
    """The mentions of a part; arrays are (m,), in the order of the comments."""

    vectors: Vectors  # (m, n_dims)
    generic: NDArray[np.bool_]  # says nothing but praise or blame
    formal: NDArray[np.bool_]  # is a line of a form
    said: NDArray[np.float64]  # sentiment of its words, -1 … 1
    comment: NDArray[np.int64]  # index of its comment within the part
    touchpoint: NDArray[np.int64]  # index into the taxonomy's touchpoints, -1 for none


class Spool:
    """Parts on disk, beside the place where a model will stand. Use it in `with`: nothing of it stays."""

    def __init__(self, beside: Path) -> None:
        self._beside, self._parts = beside, 0
        self._waiting = pl.DataFrame(schema=CANONICAL)

    def __enter__(self) -> Self:
        remove_stale(self._beside, DRAFT)
        self.folder = temporary_of(self._beside, DRAFT)
        try:
            self.folder.mkdir(mode=OWNER_ONLY, parents=True)
        except OSError as error:
            raise self._error(error) from error
        return self

    def __exit__(self, *_: object) -> None:
        remove(self.folder)

    def add(self, comments: pl.DataFrame) -> None:
        """Keep further comments (CANONICAL).

        Raises:
            OutputError: the disk is full.
        """
        waiting = pl.concat([self._waiting, comments.select(*CANONICAL)])
        whole = len(waiting) - len(waiting) % PART
        for start in range(0, whole, PART):
            self._keep(waiting.slice(start, PART))
        self._waiting = waiting.slice(whole)

    def end(self) -> None:
        """There are no more comments."""
        if len(self._waiting):
            self._keep(self._waiting)
        self._waiting = self._waiting.clear()

    def __len__(self) -> int:
        return self._parts

    def comments(self) -> Iterator[pl.DataFrame]:
        """The comments, part by part."""
        for number in range(self._parts):
            yield pl.read_ipc(self._place(number, "arrow").read_bytes())

    def put(self, parts: Iterable[ReadPart]) -> None:
        """Keep the mentions of all parts, in their order.

        Raises:
            OutputError: the disk is full.
        """
        for number, part in enumerate(parts):
            arrays: dict[str, Any] = {field.name: getattr(part, field.name) for field in fields(part)}
            try:
                np.savez(self._place(number, "npz"), **arrays)
            except OSError as error:
                raise self._error(error) from error

    def mentions(self) -> Iterator[ReadPart]:
        """The mentions that were put, part by part."""
        for number in range(self._parts):
            with np.load(self._place(number, "npz")) as arrays:
                yield ReadPart(**arrays)

    def _keep(self, comments: pl.DataFrame) -> None:
        try:
            comments.write_ipc(self._place(self._parts, "arrow"), compression="lz4")
        except OSError as error:
            raise self._error(error) from error
        self._parts += 1

    def _place(self, number: int, ending: str) -> Path:
        return self.folder / f"part-{number:06d}.{ending}"

    def _error(self, error: OSError) -> OutputError:
        reason = error.strerror or error
        return OutputError(f"{self._beside.parent} cannot be written while the input is learnt from: {reason}")
