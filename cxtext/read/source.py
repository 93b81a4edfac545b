"""Where an input comes from: a file, a gzip file, standard input or an open binary stream."""

from __future__ import annotations

import difflib
import gzip
import io
import itertools
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cxtext.errors import InputError

CHUNK = 2**18  # bytes read at a time, and the sample that formats and dialects are told from
GZIP = b"\x1f\x8b"


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

    @contextmanager
    def chunks(self) -> Iterator[Iterator[bytes]]:
        """The bytes in chunks, unpacked where they are gzip; the first chunk is full unless it is all."""
        opened = self.path.open("rb") if self.path else None
        try:
            raw = opened or self.stream
            if raw is None:
                raise InputError(f"{self.name}: nothing to read from; give a path or a binary stream")
            yield self._unpacked(raw)
        finally:
            if opened:
                opened.close()

    def _unpacked(self, raw: BinaryIO) -> Iterator[bytes]:
        head = _read_full(raw, CHUNK)
        rest = iter(lambda: raw.read(CHUNK), b"")
        if not head.startswith(GZIP):
            yield from itertools.chain([head] if head else [], rest)
            return
        packed = io.BufferedReader(ChunkStream(itertools.chain([head], rest)), CHUNK)
        try:
            with gzip.GzipFile(fileobj=packed) as unpacked:
                while chunk := _read_full(unpacked, CHUNK):
                    yield chunk
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise InputError(f"{self.name}: damaged gzip data ({error}); fetch the file again") from error

    def peeked(self) -> tuple[bytes, Source]:
        """A stream's first bytes, unpacked, and the stream from its beginning."""
        with self.chunks() as chunks:
            head = next(chunks, b"")
        again = io.BufferedReader(ChunkStream(itertools.chain([head], chunks)), CHUNK)
        return head, Source(self.name, stream=again)

    @contextmanager
    def file(self) -> Iterator[Path]:
        """A file on disk with the bytes, for formats that must seek; spooled if need be."""
        if self.path:
            yield self.path
            return
        with tempfile.TemporaryDirectory(prefix="cxtext-") as folder:
            spooled = Path(folder, "input")
            with self.chunks() as chunks, spooled.open("wb") as out:
                out.writelines(chunks)
            yield spooled


def _read_full(stream: BinaryIO | gzip.GzipFile, size: int) -> bytes:
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
