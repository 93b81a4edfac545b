"""The sheet that people fill: a workbook with lists to choose from, or CSV; and their answers read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import xlsxwriter

from cxtext.audit.aspects import ASPECTS, NONE, Aspect
from cxtext.audit.key import Key
from cxtext.errors import InputError, unknown
from cxtext.read.preflight import check_workbook
from cxtext.write.cells import guarded, unguarded

NUMBER, TEXT, QUESTION, MACHINE = "no", "text", "question", "machine"
ENDINGS = (".xlsx", ".csv")
CREATED = datetime(2000, 1, 1)  # any fixed moment, so that the bytes repeat
LONGEST = 32_000  # characters of a cell
HOW_TO = (
    "Read each comment and choose what it says, as you see it. What the machine said is not shown: it is to be tested.",
    f"Every comment gets an answer: choose “{NONE}” where nothing fits, and leave empty only what you did not look at.",
    "Where a comment speaks of several, choose each once, in any order.",
    "Save the file under its name, and keep the file that ends in .key.json beside it.",
)
SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

Answers = dict[str, list[frozenset[str] | None]]  # by aspect; None: not answered


def written(key: Key, comments: pl.DataFrame, ending: str, *, show: bool) -> bytes:
    """The sheet for the sampled comments, in a format of ENDINGS; `show` adds what the machine said."""
    aspects = [ASPECTS[name] for name in key.choices]
    asked = comments["question"].is_not_null().any()
    heads = [NUMBER, TEXT, *([QUESTION] if asked else []), *(head for a in aspects for head in a.heads)]
    heads += [f"{MACHINE}_{aspect.name}" for aspect in aspects] if show else []
    rows: list[list[str | int]] = []
    for drawn, row in zip(key.drawn, comments.iter_rows(named=True), strict=True):
        cells: list[str | int] = [drawn.number, (row["masked_text"] or "")[:LONGEST]]
        cells += [row["question"] or ""] if asked else []
        cells += [""] * sum(aspect.answers for aspect in aspects)
        if show:
            cells += [_names(drawn.machine[aspect.name], key.choices[aspect.name]) for aspect in aspects]
        rows.append(cells)
    return _WRITERS[ending](heads, rows, aspects, key)


def read(path: Path, key: Key) -> Answers:
    """The answers of a filled sheet, in the order of the key, as labels.

    Raises:
        InputError: it is no such sheet, a row is missing or there twice, or a cell holds no answer that there is.
    """
    aspects = [ASPECTS[name] for name in key.choices]
    found = _rows(path, key, [head for aspect in aspects for head in aspect.heads])
    return {
        aspect.name: [_answer(path, drawn.number, found[drawn.number], aspect, key) for drawn in key.drawn]
        for aspect in aspects
    }


def texts(path: Path, key: Key) -> list[str]:
    """The masked comments of a sheet, in the order of the key; of a very long one its beginning.

    Raises:
        InputError: as of `read`.
    """
    found = _rows(path, key, [TEXT])
    return [found[drawn.number].get(TEXT, "") for drawn in key.drawn]


def _rows(path: Path, key: Key, heads_wanted: list[str]) -> dict[int, dict[str, str]]:
    """The rows of a sheet by their numbers."""
    if path.suffix.lower() not in ENDINGS:
        raise InputError(f"{path}: answers are read from {' or '.join(ENDINGS)}")
    try:
        lines = _READERS[path.suffix.lower()](path)
    except FileNotFoundError as error:
        raise InputError(f"there is no file {path}") from error
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise InputError(f"{path} cannot be read: {error}") from error
    heads = lines[0] if lines else []
    missing = [head for head in (NUMBER, *heads_wanted) if head not in heads]
    if missing:
        raise InputError(f"{path} is no sheet of this audit: it has no column {missing[0]!r}")
    return _by_number(path, [dict(zip(heads, line, strict=False)) for line in lines[1:]], len(key.drawn))


def _by_number(path: Path, rows: list[dict[str, str]], n: int) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for row in rows:
        given = row.get(NUMBER, "").strip()
        if not any(cell.strip() for cell in row.values()):
            continue
        number = int(given) if given.isdecimal() else 0
        if not 1 <= number <= n or number in found:
            why = "stands there twice" if number in found else f"is no number from 1 to {n}"
            raise InputError(
                f"{path}: {given or 'an empty cell'!r} in column {NUMBER!r} {why}; rows must stay as drawn"
            )
        found[number] = row
    gone = [number for number in range(1, n + 1) if number not in found]
    if gone:
        raise InputError(f"{path}: row {gone[0]} of the sample is gone; rows may be left empty, not taken out")
    return found


def _answer(path: Path, number: int, row: Mapping[str, str], aspect: Aspect, key: Key) -> frozenset[str] | None:
    given = [cell for head in aspect.heads if (cell := row.get(head, "").strip())]
    by_name = {name.casefold(): label for label, name in key.choices[aspect.name].items()}
    labels = set()
    for cell in given:
        if cell.casefold() == NONE:
            continue
        if cell.casefold() not in by_name:
            known = [*key.choices[aspect.name].values(), NONE]
            problem = unknown(aspect.name, cell, known).split(" (known:")[0]
            raise InputError(f"{path}, row {number}: {problem}")
        labels.add(by_name[cell.casefold()])
    return frozenset(labels) if given else None


def _names(labels: Iterable[str], shown: Mapping[str, str]) -> str:
    return ", ".join(shown.get(label, label) for label in labels)


def _as_csv(heads: list[str], rows: list[list[str | int]], _: list[Aspect], __: Key) -> bytes:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(heads, pl.String) | {NUMBER: pl.Int64}, orient="row")
    return guarded(frame).write_csv().encode("utf-8-sig")


def _as_xlsx(heads: list[str], rows: list[list[str | int]], aspects: list[Aspect], key: Key) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, SAFE) as book:
        book.set_properties({"title": "Audit", "created": CREATED})
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet, lists, how = (book.add_worksheet(name) for name in ("Audit", "Choices", "How to"))
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, 1, 80, wrapped)
        sheet.set_column(2, len(heads) - 1, 24)
        for x, head in enumerate(heads):
            sheet.write_string(0, x, head, bold)
        for y, row in enumerate(rows, 1):
            for x, cell in enumerate(row):
                _put(sheet, y, x, cell, wrapped)
        for x, aspect in enumerate(aspects):
            names = [*key.choices[aspect.name].values(), NONE]
            for y, name in enumerate([aspect.name, *names]):
                lists.write_string(y, x, name)
            column = chr(ord("A") + x)
            source = f"=Choices!${column}$2:${column}${len(names) + 1}"
            first = heads.index(aspect.heads[0])
            rule = {"validate": "list", "source": source, "error_message": "Choose from the list."}
            sheet.data_validation(1, first, max(len(rows), 1), first + aspect.answers - 1, rule)
        how.set_column(0, 0, 110, wrapped)
        for y, line in enumerate(HOW_TO):
            how.write_string(y, 0, line)
    return target.getvalue()


def _put(sheet: Any, y: int, x: int, cell: str | int, form: Any) -> None:
    """By the type of the value, never by what a text looks like."""
    if isinstance(cell, int):
        sheet.write_number(y, x, cell, form)
    elif cell:
        sheet.write_string(y, x, cell, form)


def _from_csv(path: Path) -> list[list[str]]:
    text = path.read_bytes().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    return [unguarded(pl.Series("cells", line, dtype=pl.String)).to_list() for line in lines]


def _delimiter(text: str) -> str:
    """Excel in some countries saves CSV with semicolons."""
    head = text.split("\n", 1)[0]
    return max(",;\t", key=head.count)


def _from_xlsx(path: Path) -> list[list[str]]:
    check_workbook(path, str(path))
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book["Audit"] if "Audit" in book.sheetnames else book.worksheets[0]
        return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    finally:
        book.close()


_WRITERS: dict[str, Callable[..., bytes]] = {".xlsx": _as_xlsx, ".csv": _as_csv}
_READERS: dict[str, Callable[[Path], list[list[str]]]] = {".xlsx": _from_xlsx, ".csv": _from_csv}
