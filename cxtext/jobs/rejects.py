"""Rejected records on their way to a file: they hold what the rows hold, so they are masked as well."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from cxtext.schema import Reject
from cxtext.text.masking import Masking
from cxtext.text.privacy import mask
from cxtext.write import RejectsFile


@dataclass(frozen=True)
class Rejected:
    """How many records could not be read, and why."""

    faults: dict[str, int] = field(default_factory=dict)  # the most frequent first
    hints: dict[str, str] = field(default_factory=dict)  # fault → what may mend it
    path: Path | None = None  # the file of the records

    @property
    def count(self) -> int:
        """All of them."""
        return sum(self.faults.values())


class RejectLog:
    """Writes rejects to OUTPUT.rejects.jsonl as they come, masked, and counts them; none stays in memory."""

    def __init__(self, output: Path, masking: Masking) -> None:
        self._file = RejectsFile(output)
        self._masking = masking
        self._faults: Counter[str] = Counter()
        self._hints: dict[str, str] = {}

    def add(self, rejects: Iterable[Reject]) -> None:
        """Write and count."""
        for reject in rejects:
            self._faults[reject.fault] += 1
            if reject.hint:
                self._hints.setdefault(reject.fault, reject.hint)
            self._file.write([dataclasses.replace(reject, raw=mask(reject.raw, self._masking).text)])

    def rejected(self) -> Rejected:
        """What came so far."""
        ranked = sorted(self._faults.items(), key=lambda entry: (-entry[1], entry[0]))
        return Rejected(dict(ranked), dict(self._hints), self._file.path)

    def __enter__(self) -> Self:
        self._file.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self._file.__exit__(kind, *rest)


def write_masked(output: Path, rejects: Iterable[Reject], masking: Masking) -> Rejected:
    """All rejects of an output at once."""
    with RejectLog(output, masking) as log:
        log.add(rejects)
    return log.rejected()
