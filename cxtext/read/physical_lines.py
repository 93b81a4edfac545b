"""Physical lines for the csv parser, of which those of a record gone wrong can be taken back."""

from __future__ import annotations

import io
from collections import deque

from cxtext.read.encodings import UTF8
from cxtext.read.source import CHUNK

MAX_RECORD_BYTES = 8 * 2**20  # a longer record is a runaway quote or no table
RAW_SHOWN = 2**16  # bytes kept of a rejected line that is too long to be kept whole
MAX_RECORD_LINES = 2_000
# After a runaway the cap on lines halves, and a good record gives this many back: a file that opens
# a quote in every line costs no more than a few readings of it.
LINES_REGAINED = 16


class RunawayError(Exception):
    """A record has grown past the caps; never leaves this folder."""


class PhysicalLines:
    """Iterates the lines of a stream and remembers those of the record under way."""

    def __init__(self, stream: io.BufferedReader, *, begins: int | None = 0, old_mac: bool = False) -> None:
        self.taken: list[bytes] = []
        self.weight = 0  # bytes taken
        self.first = 1  # 1-based number of the record's first line
        self._byte, self._known = begins or 0, begins is not None  # where that line begins, if that is known
        self._stream = stream
        self._old_mac = old_mac  # lines end in a carriage return alone
        self._again: deque[bytes] = deque()
        self._rest = b""
        self._cap = MAX_RECORD_LINES
        self._cut: deque[int] = deque()  # what was left out of each line that is too long, in bytes

    @property
    def byte(self) -> int | None:
        """Where the record's first line begins in the input, from 0; None where that is not known."""
        return self._byte if self._known else None

    def __iter__(self) -> PhysicalLines:
        return self

    def __next__(self) -> str:
        if self.weight > MAX_RECORD_BYTES or len(self.taken) >= self._cap:
            raise RunawayError(f"a quote is not closed within {len(self.taken):,} lines")
        line = self._again.popleft() if self._again else self._read()
        if not line:
            raise StopIteration
        self.taken.append(line)
        self.weight += len(line)
        if len(line) > MAX_RECORD_BYTES:
            raise RunawayError(f"a line longer than {MAX_RECORD_BYTES:,} bytes")
        return line.decode(UTF8, "replace")

    def begin(self) -> None:
        """Go past the lines taken: a new record."""
        self.first += len(self.taken)
        self._byte += self.weight
        if self._cut:  # hardly ever
            self._byte += sum(self._cut.popleft() for line in self.taken if len(line) > MAX_RECORD_BYTES)
        self.taken, self.weight = [], 0

    def succeed(self) -> bytes:
        """The bytes of the record under way, which was read well."""
        self._cap = min(MAX_RECORD_LINES, self._cap + LINES_REGAINED)
        return self.taken[0] if len(self.taken) == 1 else b"".join(self.taken)

    def fail(self) -> bytes:
        """Keep only the first line of the record under way; the others will come again."""
        if len(self.taken) > 1:
            self._cap = max(1, self._cap // 2)
            self._again.extendleft(reversed(self.taken[1:]))
            del self.taken[1:]
        self.weight = len(self.taken[0])
        return self.taken[0]

    def announced_delimiter(self) -> str | None:
        """The delimiter in Excel's first line `sep=;`, which is skipped."""
        line = self._read()
        text = line.strip(b"\r\n")
        if text[:4].lower() == b"sep=" and len(text) == 5:
            self.first += 1
            self._byte += len(line)
            return text[4:].decode("ascii", "replace")
        if line:
            self._again.appendleft(line)
        return None

    def _read(self) -> bytes:
        line = self._read_to_return() if self._old_mac else self._stream.readline(MAX_RECORD_BYTES + 1)
        last, cut = line, 0
        while not self._old_mac and len(line) > MAX_RECORD_BYTES and last and not last.endswith(b"\n"):
            last = self._stream.readline(MAX_RECORD_BYTES)
            cut += len(last)
        if len(line) > MAX_RECORD_BYTES:
            self._cut.append(cut)
        return line

    def _read_to_return(self) -> bytes:
        while b"\r" not in self._rest and len(self._rest) <= MAX_RECORD_BYTES:
            chunk = self._stream.read(CHUNK)
            if not chunk:
                break
            self._rest += chunk
        line, end, self._rest = self._rest.partition(b"\r")
        return line + end
