"""Run as a process of its own by `read.legacy`: a workbook in, its cells out, by calamine within a limit of memory.

    python -P legacy_process.py WORKBOOK SHEET BYTES

Standard output gets a line of JSON with the sheets and which of them is read, "" for none, then a line for each row.
What JSON has not is written as a list of its kind and text. It imports nothing of cxtext: what polars and spaCy reserve
would count.
"""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any

import orjson
import python_calamine as calamine

UNREADABLE = 3  # exit code: the workbook is damaged, or needs a password; why stands on standard error


def main(path: str, sheet: str, most: int) -> None:
    """Read the sheet, or the first visible one if that is "", with at most so many bytes of memory."""
    _limit(most)
    with open(path, "rb") as file:  # noqa: PTH123 - no import that is not needed
        workbook = calamine.load_workbook(file)
    names = workbook.sheet_names
    seen = [m.name for m in workbook.sheets_metadata if m.visible == calamine.SheetVisibleEnum.Visible]
    chosen = sheet if sheet in names else "" if sheet else next(iter(seen), "")
    _say({"sheets": names, "chosen": chosen})
    if chosen:
        for row in workbook.get_sheet_by_name(chosen).iter_rows():
            _say([_plain(cell) for cell in row])


def _limit(most: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the process dies alone there, too
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _plain(cell: Any) -> Any:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)  # .xls has but one kind of number
    if isinstance(cell, dt.timedelta):
        return ["timedelta", cell.total_seconds()]
    if isinstance(cell, dt.date | dt.time):  # a datetime is a date
        return [type(cell).__name__, cell.isoformat()]
    return None if cell == "" else cell


def _say(line: Any) -> None:
    sys.stdout.buffer.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_PASSTHROUGH_DATETIME))


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    except Exception as error:
        sys.stderr.write(f"{type(error).__name__}: {error}")
        sys.exit(UNREADABLE)
