"""Workbooks of other programs and older ones (.xls, .xlsb, .ods) by calamine, in a process with a limit of memory.

A damaged workbook may ask for more memory than there is, and calamine then ends its process: here that is a child,
whose cells are spooled to the disk, and one clear error.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from cxtext.errors import InputError, OptionError, unknown
from cxtext.read.preflight import check_archive
from cxtext.read.source import Source
from cxtext.read.stream import Batch, ReadOptions, in_batches
from cxtext.read.typed import table_of
from cxtext.read.workbook import header_of, records_of, trimmed

ARCHIVE = b"PK\x03\x04"  # first bytes of .ods and .xlsb
MOST_MEMORY = 2 * 10**9  # bytes
MOST_SECONDS = 600
_PROCESS = Path(__file__).with_name("legacy_process.py")
_KINDS: dict[str, Callable[[Any], Any]] = {
    "datetime": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
    "timedelta": lambda seconds: dt.timedelta(seconds=seconds),
}


def read_legacy(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """The named sheet or the first visible one; rows and header as in `workbook.read_xlsx`.

    Raises:
        InputError: the workbook is damaged, needs a password, or more memory or time than any real one.
        OptionError: there is no sheet of that name.
    """
    with source.file() as path, tempfile.TemporaryFile() as spool:
        if _begins(path) == ARCHIVE:  # .xls is none
            check_archive(path, source.name)
        _spool(path, options.sheet or "", spool, source.name)
        spool.seek(0)
        told = orjson.loads(spool.readline())
        if not told["chosen"]:
            if options.sheet is None:
                known = ", ".join(told["sheets"])
                raise InputError(f"{source.name} has no visible sheet; name one with --sheet (known: {known})")
            raise OptionError(f"{source.name}: {unknown('--sheet', options.sheet, told['sheets'])}")
        rows = trimmed(tuple(map(_cell, orjson.loads(line))) for line in spool)
        names = header_of(rows, source.name)
        build = partial(table_of, names=names)
        yield from in_batches(records_of(rows, len(names)), build, batch_rows=options.batch_rows)


def _begins(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(ARCHIVE))


def _spool(path: Path, sheet: str, spool: BinaryIO, name: str) -> None:
    command = [sys.executable, "-P", str(_PROCESS), str(path.absolute()), sheet, str(MOST_MEMORY)]
    try:
        done = subprocess.run(command, stdout=spool, stderr=subprocess.PIPE, timeout=MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise InputError(f"{name} takes over {MOST_SECONDS} s to open; save it as .xlsx or .csv") from error
    if done.returncode == 0:
        return
    said = done.stderr.decode(errors="replace").strip().splitlines() or [""]
    if "MemoryError" in said[-1] or done.returncode < 0:
        most = f"{MOST_MEMORY / 10**9:g} GB of memory"
        raise InputError(f"{name} asks for over {most}, as damaged workbooks do; save it as .xlsx or .csv")
    raise InputError(
        f"{name} is damaged, has a password, or is no workbook: {said[-1][:200]}; save it as .xlsx or .csv"
    )


def _cell(value: Any) -> Any:
    return _KINDS[value[0]](value[1]) if isinstance(value, list) else value
