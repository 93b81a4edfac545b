"""Results as a table for people, as CSV for a spreadsheet, or as JSON for a program, on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cxtext.errors import OptionError, unknown

if TYPE_CHECKING:
    from cxtext.insight.results import Number

FORMATS = ("table", "csv", "json")
WIDEST = 40  # characters of a name that are shown
NOTHING = "–"


@dataclass(frozen=True)
class Part:
    """A further table below the first."""

    heading: Sequence[str]
    columns: Sequence[str]
    lines: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Shown:
    """A result in its three forms."""

    heading: Sequence[str]  # lines above the table
    columns: Sequence[str]  # their heads; those that begin with ">" are flush right
    lines: Sequence[Sequence[str]]
    legend: Sequence[str]  # lines below it: what the columns are
    notes: Sequence[str]  # lines below that, and beside a CSV: what a reader must know of these numbers
    records: Sequence[dict[str, Any]]  # of the CSV: one a line, numbers apart from their intervals
    content: dict[str, Any]  # of the JSON
    parts: Sequence[Part] = ()  # further tables; those without lines are left out


def check_format(name: str) -> str:
    """A known format.

    Raises:
        OptionError: it is none.
    """
    if name not in FORMATS:
        raise OptionError(f"--format: {unknown('format', name, FORMATS)}")
    return name


def show(shown: Shown, form: str) -> None:
    """Print the result; with CSV, the notes go to standard error."""
    if form == "json":
        import orjson

        print(orjson.dumps(shown.content, option=orjson.OPT_INDENT_2).decode())
    elif form == "csv":
        import polars as pl

        from cxtext.write.cells import guarded

        sys.stdout.write(guarded(pl.DataFrame(shown.records, infer_schema_length=None)).write_csv())
        _print(sys.stderr, shown.notes)
    else:
        _print(sys.stdout, shown.heading)
        _table(shown)
        filled = [part for part in shown.parts if part.lines]
        for part in filled:
            _print(sys.stdout, ["", *part.heading])
            _table(part)
        _print(sys.stdout, [*([""] if shown.lines or filled else []), *shown.legend, *shown.notes])


def interval(number: Number | None, *, digits: int = 1, times: float = 1, sign: bool = False) -> str:
    """A number with its interval in brackets, or why there is none in a word."""
    if number is None:
        return NOTHING
    if number.value is None or number.low is None or number.high is None:
        return "too few"
    plus = "+" if sign else ""
    value, low, high = (f"{times * part:{plus}.{digits}f}" for part in (number.value, number.low, number.high))
    return f"{value} [{low}, {high}]"


def apart(name: str, number: Number | None) -> dict[str, Any]:
    """A number as three columns of a CSV."""
    parts = ("", "_low", "_high")
    values = (None,) * 3 if number is None else (number.value, number.low, number.high)
    return {name + part: value for part, value in zip(parts, values, strict=True)}


def shortened(name: str) -> str:
    """A name that leaves room for numbers."""
    return name if len(name) <= WIDEST else f"{name[: WIDEST - 1]}…"


def _table(shown: Shown | Part) -> None:
    """With rules on a terminal that is wide enough, intervals under their numbers if need be; else plain columns."""
    if not shown.lines:
        return
    if sys.stdout.isatty():
        from rich.console import Console

        console = Console()
        folded = [[cell.replace(" [", "\n[") for cell in line] for line in shown.lines]
        for lines in (shown.lines, folded):
            if _width(shown.columns, lines) <= console.width:
                _ruled(console, shown.columns, lines)
                return
    _plain(shown.columns, shown.lines)  # a terminal breaks long lines, and cuts nothing off


def _width(columns: Sequence[str], lines: Sequence[Sequence[str]]) -> int:
    """Of the ruled table: the longest line of each cell, two blanks between columns and one at either end."""
    cells = zip(columns, *lines, strict=True)
    return sum(max(len(part) for cell in column for part in cell.split("\n")) + 2 for column in cells) + 2


def _ruled(console: Any, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for head in columns:
        flush = head.startswith(">")
        table.add_column(Text(head.removeprefix(">")), justify="right" if flush else "left", no_wrap=True)
    for line in lines:
        table.add_row(*(Text(cell) for cell in line))  # not markup: names may hold brackets
    console.print(table)


def _plain(columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    heads = [head.removeprefix(">") for head in columns]
    right = [head.startswith(">") for head in columns]
    widths = [max(len(cell) for cell in column) for column in zip(heads, *lines, strict=True)]
    for line in (heads, *lines):
        cells = zip(line, widths, right, strict=True)
        print("  ".join(cell.rjust(width) if flush else cell.ljust(width) for cell, width, flush in cells).rstrip())


def _print(stream: Any, lines: Iterable[str]) -> None:
    for line in lines:
        stream.write(f"{line}\n")
