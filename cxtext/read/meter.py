"""How far an input was read, so that a progress bar can say how much is left."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


class Readable(Protocol):
    """What bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, `size` at most."""


@dataclass
class Meter:
    """Bytes and records that were read of an input; of databases and of streams without a size only the records."""

    size: int | None = None  # bytes of the input, packed as it is; None where that is not known
    taken: int = 0  # of them
    records: int = 0

    def counting(self, raw: Readable) -> Readable:
        """The same bytes, counted as they are taken."""
        return _Counted(raw, self)

    def expected(self, done: int) -> int | None:
        """About how many records the input holds, when `done` are worked on; None where nobody can tell yet."""
        if not self.size or not self.taken or not self.records:
            return None
        return max(done, round(self.records * self.size / min(self.taken, self.size)))


@dataclass
class _Counted:
    raw: Readable
    meter: Meter = field(repr=False)

    def read(self, size: int, /) -> bytes:
        part = self.raw.read(size)
        self.meter.taken += len(part)
        return part


def size_of(paths: list[Path | None]) -> int | None:
    """Bytes of all files together; None where one is no file."""
    return None if None in paths else sum(path.stat().st_size for path in paths if path)
