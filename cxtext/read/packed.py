"""Packed bytes: gzip, bzip2, xz and zstandard told by their first bytes, zip archives with one file in them."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from cxtext.errors import InputError

ENDINGS = (".gz", ".bz2", ".xz", ".zst", ".zip")  # that may stand behind a format's own
_SYSTEM = ("__MACOSX/", ".")  # what archives hold beside what was put into them


def _gzip(stream: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", gzip.GzipFile(fileobj=stream))


def _bzip2(stream: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", bz2.BZ2File(stream))


def _xz(stream: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", lzma.LZMAFile(stream))


def _zstandard(stream: BinaryIO) -> BinaryIO:
    import pyarrow

    return cast("BinaryIO", pyarrow.CompressedInputStream(pyarrow.PythonFile(stream, mode="r"), "zstd"))


_OPENERS: dict[bytes, tuple[str, Callable[[BinaryIO], BinaryIO]]] = {
    b"\x1f\x8b": ("gzip", _gzip),
    b"BZh": ("bzip2", _bzip2),
    b"\xfd7zXZ\0": ("xz", _xz),
    b"\x28\xb5\x2f\xfd": ("zstandard", _zstandard),
}


def opener_of(head: bytes) -> tuple[str, Callable[[BinaryIO], BinaryIO]] | None:
    """What unpacks bytes that begin so, with its name; None where they are not packed."""
    return next((opener for magic, opener in _OPENERS.items() if head.startswith(magic)), None)


@contextmanager
def unpacking(kind: str, name: str) -> Iterator[None]:
    """Whatever a library says of damaged data, as one error."""
    try:
        yield
    except (EOFError, OSError, lzma.LZMAError, zlib.error, zipfile.BadZipFile) as error:
        reason = " ".join(str(error).split())
        raise InputError(f"{name}: damaged {kind} data ({reason}); fetch the file again") from error


def member_of(path: Path, name: str) -> str:
    """The one file in a zip archive.

    Raises:
        InputError: it holds none or several, or needs a password; or it is no archive.
    """
    with unpacking("zip", name), zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_system(entry.filename)]
    if len(entries) != 1:
        inside = ", ".join(sorted(entry.filename for entry in entries)[:3]) or "nothing"
        raise InputError(f"{name} holds {len(entries)} files ({inside}); unpack it and name one of them")
    if entries[0].flag_bits & 0x1:
        raise InputError(f"{name} is encrypted; unpack it with its password and name the file")
    return entries[0].filename


@contextmanager
def opened_member(path: Path, name: str) -> Iterator[BinaryIO]:
    """The one file in a zip archive, open for reading."""
    member = member_of(path, name)
    with zipfile.ZipFile(path) as archive, archive.open(member) as file:
        yield cast("BinaryIO", file)


def _is_system(member: str) -> bool:
    return member.startswith(_SYSTEM[0]) or PurePosixPath(member).name.startswith(_SYSTEM[1])
