"""A report from labelled output, without the model."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import polars as pl

from cxtext.errors import InputError, OptionError
from cxtext.insight import Summary, summarise
from cxtext.jobs.columns import ID, PREFIX
from cxtext.jobs.run import COMMENTS, MENTIONS
from cxtext.pipeline.catalogue import catalogue
from cxtext.read import read_feedback
from cxtext.schema import COMMENT_LABELS, LIST_SEPARATOR, Feedback, Labelled
from cxtext.schema import MENTIONS as MENTION_COLUMNS
from cxtext.taxonomy.taxonomy import load_taxonomy, pack_names
from cxtext.write.cells import unguarded


def read_labelled(path: Path, *, mentions: Path | None = None, prefix: str = PREFIX) -> Labelled:
    """Labelled output read back: a file that `label` wrote, or a folder that `run` wrote.

    Args:
        path: the labelled file or the folder.
        mentions: the table of mentions that was written with it; found by itself in a folder.
        prefix: of the label columns.

    Raises:
        InputError: the file has no label columns with that prefix.
    """
    if path.is_dir() and (path / COMMENTS).is_file():
        mentions = mentions or path / MENTIONS
        path = path / COMMENTS
    feedback = _labelled_feedback(path, prefix)
    rows = _as_written(feedback.rows, path)
    comments = feedback.comments
    if prefix + ID in rows.columns:
        comments = comments.with_columns(rows[prefix + ID].cast(pl.String).alias("comment_id"))
    labels = [_typed(rows[prefix + name], name, dtype) for name, dtype in COMMENT_LABELS.items()]
    own = [name for name in rows.columns if not name.startswith(prefix)]
    return Labelled(
        comments.hstack(labels), _mentions(mentions), rows.select(own), feedback.rejects, origin=feedback.origin
    )


def summarise_file(
    path: Path, *, mentions: Path | None = None, prefix: str = PREFIX, title: str | None = None, dedupe: bool = False
) -> Summary:
    """The summary of labelled output; names come from the shipped taxonomy and all its packs.

    With `dedupe`, copies of an earlier comment count for nothing.
    """
    labelled = read_labelled(path, mentions=mentions, prefix=prefix)
    return summarise(labelled, catalogue=catalogue(load_taxonomy(pack_names())), title=title, dedupe=dedupe)


def _labelled_feedback(path: Path, prefix: str) -> Feedback:
    """The file, read with the masked text as its text."""
    feedback = None
    with suppress(OptionError):  # no such column
        feedback = read_feedback(path, text=prefix + "masked_text")
    missing = [] if feedback is None else [n for n in COMMENT_LABELS if prefix + n not in feedback.rows.columns]
    if feedback is None or missing:
        raise InputError(
            f"{path} has no column {prefix}{missing[0] if missing else 'masked_text'}: it is no labelled output; "
            f"run `cxtext label {path.name} -o OUTPUT` first, or name its --prefix"
        )
    return feedback


def _mentions(path: Path | None) -> pl.DataFrame:
    if path is None:
        return pl.DataFrame(schema=MENTION_COLUMNS)
    rows = _as_written(read_feedback(path, text="text").rows, path)
    missing = [name for name in MENTION_COLUMNS if name not in rows.columns]
    if missing:
        raise InputError(f"{path} is no table of mentions: it has no column {missing[0]!r}")
    return pl.DataFrame([_typed(rows[name], name, dtype) for name, dtype in MENTION_COLUMNS.items()])


def _as_written(rows: pl.DataFrame, path: Path) -> pl.DataFrame:
    """The rows without the apostrophes that CSV and TSV outputs put before what looks like a formula."""
    if not {".csv", ".tsv"} & set(path.suffixes):
        return rows
    return rows.with_columns(unguarded(column) for column in rows if column.dtype == pl.String)


def _typed(column: pl.Series, name: str, dtype: pl.DataType) -> pl.Series:
    """A column as it was before it was written: lists apart again, empty cells null."""
    if column.dtype == dtype and dtype != pl.String:
        return column.alias(name)
    if isinstance(dtype, pl.List):
        text = column.cast(pl.String).fill_null("")
        if text.str.starts_with("[").all():  # JSON lines: the reader keeps a nested value as its JSON text
            return text.str.json_decode(dtype).alias(name)
        parts = text.str.split(LIST_SEPARATOR)
        return parts.list.eval(pl.element().filter(pl.element() != "")).alias(name)
    text = column.cast(pl.String)
    blank = text if name in ("masked_text", "text") else pl.select(pl.when(text != "").then(text)).to_series()
    return blank.cast(dtype, strict=False).alias(name)
