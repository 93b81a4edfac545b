"""Refuses workbooks that would fill the memory, from the zip directory alone (0.1 ms)."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from cxtext.errors import InputError

MAX_BYTES = 2 * 10**9  # uncompressed, all members
MAX_RATIO = 200  # uncompressed to packed; a real workbook has about 5
RATIO_FROM = 10 * 10**6  # bytes: smaller members may be as repetitive as they like
ENCRYPTED = 0x1  # bit of a member's flags
OLE = b"\xd0\xcf\x11\xe0"  # first bytes of .xls, and of a workbook with a password


def check_workbook(path: Path, name: str) -> None:
    """Nothing, where a workbook may be opened.

    Raises:
        InputError: it is no .xlsx, encrypted, or unpacks to more than any real one.
    """
    with path.open("rb") as file:
        if file.read(4) == OLE:
            raise InputError(
                f"{name} is an old .xls or has a password: read it with --format xls, or save it as plain .xlsx"
            )
    check_archive(path, name, folder="xl/")


def check_archive(path: Path, name: str, *, folder: str = "") -> None:
    """Nothing, where a workbook that is a zip archive may be unpacked; it must hold the `folder`, if one is named.

    Raises:
        InputError: it is no archive, encrypted, or unpacks to more than any real workbook.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:  # the last: of a later zip version
        raise InputError(f"{name} is no workbook ({error}); save it as .xlsx or give --format") from error
    fault = _fault(members)
    if folder and not any(member.filename.startswith(folder) for member in members):
        fault = f"the zip archive holds no {folder} folder"
    if fault:
        raise InputError(f"{name} is refused as a workbook: {fault}; save it anew in Excel, or as .csv")


def _fault(members: list[zipfile.ZipInfo]) -> str | None:
    for member in members:
        if member.flag_bits & ENCRYPTED:
            return f"{member.filename} is encrypted"
        if ".." in PurePosixPath(member.filename.replace("\\", "/")).parts:
            return f"the member name {member.filename!r} leads out of the archive"
        if member.file_size > max(RATIO_FROM, MAX_RATIO * member.compress_size):
            return f"{member.filename} unpacks to {member.file_size:,} bytes, over {MAX_RATIO} times its size"
    total = sum(member.file_size for member in members)
    return f"it unpacks to {total:,} bytes" if total > MAX_BYTES else None
