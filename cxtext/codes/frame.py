"""The codes that people gave to comments, from the cells of a column."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxtext.errors import InputError

MOST_CODES = 1_000
FREE_TEXT = 0.5  # codes a labelled comment from which a column holds sentences, not codes
FEW_LABELLED = 20  # comments under which nothing is said of the share


@dataclass(frozen=True)
class Frame:
    """A coding frame as it was used: which comment has which codes."""

    names: tuple[str, ...]  # (k,) in the commonest writing, sorted
    given: NDArray[np.bool_]  # (n, k)

    @property
    def labelled(self) -> NDArray[np.bool_]:
        """(n,) whether the comment has a code; one without was not labelled."""
        return np.asarray(self.given.any(axis=1))

    @property
    def exclusive(self) -> bool:
        """Whether no comment has two codes."""
        return bool(self.given.sum(axis=1).max(initial=0) <= 1)


def frame_of(cells: Sequence[Any], *, column: str, separator: str) -> Frame:
    """The coding frame in a column.

    A cell holds one code, several with the separator between them, or a list (also as JSON text). Codes that differ
    in case or spaces are one, written as most cells have it. An empty cell says that nobody looked, not that no code
    fits.

    Args:
        cells: (n,) of the column.
        column: its name, for messages.
        separator: between the codes of a cell.

    Raises:
        InputError: no cell is filled, all have the same code, or nearly each has one of its own.
    """
    rows = [_codes(cell, separator) for cell in cells]
    written: dict[str, Counter[str]] = {}
    for row in rows:
        for code in row:
            written.setdefault(code.casefold(), Counter())[code] += 1
    names = {key: min(found, key=lambda name: (-found[name], name)) for key, found in written.items()}
    order = sorted(names)
    place = {key: i for i, key in enumerate(order)}
    given = np.zeros((len(rows), len(order)), dtype=bool)
    for i, row in enumerate(rows):
        given[i, [place[code.casefold()] for code in row]] = True
    frame = Frame(tuple(names[key] for key in order), given)
    _check(frame, column)
    return frame


def _codes(cell: Any, separator: str) -> list[str]:
    """The codes of one cell, spaces made single."""
    if cell is None or (isinstance(cell, float) and cell != cell):
        return []
    if isinstance(cell, str) and cell.lstrip().startswith("["):
        with suppress(ValueError):  # a code may begin with a bracket
            cell = json.loads(cell)
    if isinstance(cell, list | tuple):
        parts = [str(part) for part in cell if part is not None]
    else:
        whole = isinstance(cell, float) and cell.is_integer()
        parts = (str(int(cell)) if whole else str(cell)).split(separator)
    return list(dict.fromkeys(code for part in parts if (code := " ".join(part.split()))))


def _check(frame: Frame, column: str) -> None:
    labelled, k = int(frame.labelled.sum()), len(frame.names)
    if not labelled:
        raise InputError(f"column {column!r} has no label in any row; name the column with the codes (--labels)")
    if k == 1:
        raise InputError(
            f"column {column!r} has one code only, {frame.names[0]!r}, so there is nothing to tell apart; "
            "at least two are needed"
        )
    if k > MOST_CODES or (labelled >= FEW_LABELLED and k > FREE_TEXT * labelled):
        raise InputError(
            f"column {column!r} has {k:,} different values in {labelled:,} labelled rows (such as "
            f"{_short(frame.names[0])!r}): that is free text or an id, not codes; name the column with the codes"
        )


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
