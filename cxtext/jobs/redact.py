"""Personal data masked in the columns of a file, from file to file, in bounded memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from cxtext.errors import OptionError, unknown
from cxtext.jobs.rejects import Rejected, RejectLog
from cxtext.read import FeedbackStream
from cxtext.text.privacy import EVERYTHING, Masking, mask
from cxtext.write import open_writer
from cxtext.write.cells import flat

Progress = Callable[[int], None]  # called with the number of rows just done


@dataclass(frozen=True)
class Redaction:
    """What was masked: how many values of each kind, in how many cells of which columns."""

    rows: int
    cells: int
    columns: tuple[str, ...]
    kinds: dict[str, int]
    reject: Rejected


def redact_file(
    stream: FeedbackStream,
    output: Path,
    *,
    columns: Sequence[str] = (),
    every: bool = False,
    masking: Masking = EVERYTHING,
    force: bool = False,
    raw: bool = False,
    progress: Progress = lambda _: None,
) -> Redaction:
    """Copy a file with the personal data of some columns replaced by placeholders.

    Columns that are not masked, the order of the rows and the types stay as they are. A file that cxtext
    labelled is masked like any other; offsets in a table of mentions point into the unmasked text.

    Args:
        stream: what `read.open_feedback` gave.
        output: its ending chooses the format.
        columns: to mask; the text column if none is named.
        every: mask all columns of text, and lists of text.
        masking: kinds, own patterns and what to keep.
        force: replace an existing file.
        raw: do not guard cells against being read as formulas.
        progress: called after each part.

    Raises:
        OptionError, OutputError: before any work, where that can be told.
    """
    chosen = chosen_columns(stream, columns, every=every)
    kinds: Counter[str] = Counter()
    rows = cells = 0
    with RejectLog(output, masking) as rejects, open_writer(output, force=force, raw=raw) as table:
        for part in stream:
            names = [name for name in part.rows.columns if every or name in chosen]
            cells_of = {name: _masked(part.rows[name], masking, kinds) for name in names}
            table.write(part.rows.with_columns([column for column, _ in cells_of.values()]))
            cells += sum(count for _, count in cells_of.values())
            rows += part.rows.height
            rejects.add(part.rejects)
            progress(part.rows.height)
        table.finish()
    return Redaction(rows, cells, tuple(chosen), dict(sorted(kinds.items())), rejects.rejected())


def chosen_columns(stream: FeedbackStream, columns: Sequence[str], *, every: bool) -> list[str]:
    """The columns to mask.

    Raises:
        OptionError: a column does not exist, or both ways of choosing were used.
    """
    if every and columns:
        raise OptionError("--all masks every column already; leave --columns out")
    for name in columns:
        if name not in stream.names:
            raise OptionError(f"--columns: {unknown('column', name, stream.names)}")
    return list(stream.names) if every else list(columns) or [stream.columns.text]


def _masked(column: pl.Series, masking: Masking, kinds: Counter[str]) -> tuple[pl.Series, int]:
    """The column masked, and how many of its cells changed; a column that holds no text stays as it is."""
    if column.dtype == pl.List(pl.String):
        return _masked_lists(column, masking, kinds)
    if column.dtype in (pl.Categorical, pl.Enum):
        column = column.cast(pl.String)
    if column.dtype.is_nested() or column.dtype in (pl.Object, pl.Binary):
        column = flat(column.to_frame()).to_series()
    if column.dtype != pl.String:
        return column, 0
    return _masked_texts(column, masking, kinds)


def _masked_texts(column: pl.Series, masking: Masking, kinds: Counter[str]) -> tuple[pl.Series, int]:
    texts, touched = [], 0
    for text in column:
        found = mask(text, masking) if text else None
        if found is not None and found.spans:
            touched += 1
            kinds.update(span.kind for span in found.spans)
            text = found.text
        texts.append(text)
    return pl.Series(column.name, texts, dtype=pl.String), touched


def _masked_lists(column: pl.Series, masking: Masking, kinds: Counter[str]) -> tuple[pl.Series, int]:
    lists, touched = [], 0
    for values in column.to_list():
        if values:
            texts, count = _masked_texts(pl.Series(values, dtype=pl.String), masking, kinds)
            values, touched = texts.to_list(), touched + count
        lists.append(values)
    return pl.Series(column.name, lists, dtype=pl.List(pl.String)), touched
