"""Where an input comes from: a file, packed or not, standard input or an open binary stream."""

from __future__ import annotations

import difflib
import io
import itertools
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import BinaryIO

from cxtext.errors import InputError
from cxtext.read.meter import Meter, Readable
from cxtext.read.packed import member_of, opened_member, opener_of, unpacking

CHUNK = 2**18  # bytes read at a time, and the sample that formats and dialects are told from


class ChunkStream(io.RawIOBase):
    """An iterator of byte strings as a readable binary stream."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """Yes: that is all it can do."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` from the next chunk that holds anything; 0 at the end."""
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = memoryview(chunk)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


@dataclass(frozen=True)
class Source:
    """An input that exists and can be opened."""

    name: str  # for messages: the path as given, or "standard input"
    path: Path | None = None
    stream: BinaryIO | None = None
    address: str | None = None  # of a database, as SQLAlchemy writes it, password and all; `name` is without
    meter: Meter = field(default_factory=Meter, compare=False, repr=False)  # counts what is read of it

    @property
    def is_archive(self) -> bool:
        """Whether it is a zip archive with the input in it."""
        return self.path is not None and self.path.suffix.lower() == ".zip"

    @property
    def file_name(self) -> PurePath | None:
        """The name that tells the format: the file's own, or in an archive that of the one file in it."""
        if self.path is None:
            return None
        return PurePath(member_of(self.path, self.name)) if self.is_archive else self.path

    @contextmanager
    def chunks(self) -> Iterator[Iterator[bytes]]:
        """The bytes in chunks, unpacked where they are packed; the first chunk is full unless it is all."""
        with ExitStack() as opened:
            if self.path is None:
                raw = self.stream
            elif self.is_archive:
                raw = opened.enter_context(opened_member(self.path, self.name))
            else:
                raw = opened.enter_context(self.path.open("rb"))
            if raw is None:
                raise InputError(f"{self.name}: nothing to read from; give a path or a binary stream")
            yield self._unpacked(raw if self.is_archive else self.meter.counting(raw))

    def _unpacked(self, raw: Readable) -> Iterator[bytes]:
        with unpacking("zip", self.name) if self.is_archive else nullcontext():
            yield from self._told_by_magic(raw)

    def _told_by_magic(self, raw: Readable) -> Iterator[bytes]:
        head = _read_full(raw, CHUNK)
        rest = iter(lambda: raw.read(CHUNK), b"")
        opener = opener_of(head)
        if opener is None:
            yield from itertools.chain([head] if head else [], rest)
            return
        kind, opened = opener
        packed = io.BufferedReader(ChunkStream(itertools.chain([head], rest)), CHUNK)
        with unpacking(kind, self.name), opened(packed) as unpacked:
            while chunk := _read_full(unpacked, CHUNK):
                yield chunk

    def peeked(self) -> tuple[bytes, Source]:
        """A stream's first bytes, unpacked, and the stream from its beginning."""
        with self.chunks() as chunks:
            head = next(chunks, b"")
        again = io.BufferedReader(ChunkStream(itertools.chain([head], chunks)), CHUNK)
        return head, Source(self.name, stream=again)

    @contextmanager
    def file(self) -> Iterator[Path]:
        """A file on disk with the bytes, for formats that must seek; spooled if need be."""
        if self.path and not self.is_archive:
            yield self.path
            return
        with tempfile.TemporaryDirectory(prefix="cxtext-") as folder:
            spooled = Path(folder, "input")
            with self.chunks() as chunks, spooled.open("wb") as out:
                out.writelines(chunks)
            yield spooled


def _read_full(stream: Readable, size: int) -> bytes:
    parts = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def find_source(place: str | Path | BinaryIO) -> Source:
    """The source at a path; `-` is standard input.

    Raises:
        InputError: there is no such file, it is a folder, or it may not be read.
    """
    if not isinstance(place, str | Path):
        return Source(name=str(getattr(place, "name", "stream")), stream=place)
    if str(place) == "-":
        return Source(name="standard input", stream=sys.stdin.buffer)
    path = Path(place)
    name = printable(str(path))
    try:
        if path.is_dir():
            raise InputError(f"{name} is a folder; name one file{_examples(path)}")
        with path.open("rb"):
            return Source(name, path=path)
    except FileNotFoundError as error:
        raise InputError(f"no such file: {name}{_near(path)}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{name} cannot be opened: {reason}; check its name and permissions") from error


def printable(name: str) -> str:
    """A file's name on one line."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in name)


def _near(path: Path) -> str:
    if not path.parent.is_dir():
        return f" (there is no folder {printable(str(path.parent))} either)"
    near = difflib.get_close_matches(path.name, _files(path.parent), n=3)
    return f"; did you mean {' or '.join(repr(str(path.parent / name)) for name in near)}?" if near else ""


def _examples(folder: Path) -> str:
    names = _files(folder)[:3]
    return f" in it, such as {printable(', '.join(names))}" if names else " (this one holds no files)"


def _files(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir() if entry.is_file())
    except OSError:
        return []
