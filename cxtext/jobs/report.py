"""A report from labelled output, without the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from cxtext.errors import InputError, OptionError, unknown
from cxtext.insight import Catalogue
from cxtext.insight.audited import Audited
from cxtext.insight.provenance import MadeBy
from cxtext.insight.results import Scale
from cxtext.jobs.columns import ID, PREFIX
from cxtext.jobs.folder import COMMENTS, MENTIONS, title_of
from cxtext.jobs.sidecar import Sidecar, digest_of, read_sidecar
from cxtext.pipeline.catalogue import catalogue
from cxtext.read import read_feedback
from cxtext.read.canonical import canonical
from cxtext.read.written import read_written
from cxtext.schema import COMMENT_LABELS, LIST_SEPARATOR, Columns, Feedback, Labelled, Reject
from cxtext.schema import MENTIONS as MENTION_COLUMNS
from cxtext.taxonomy.taxonomy import load_taxonomy, pack_names
from cxtext.write import rejects_path
from cxtext.write.cells import IN_LIST, unguarded

# Without these a file is no labelled output; the other columns came later and may be absent.
NEEDED = ("masked_text", "sentiment", "score", "themes", "flags")
# Absent, they are unknown: an empty list would say that they were looked for and not found.
UNKNOWN_IF_ABSENT = ("facets",)
# Of mentions, what no analysis asks for: half of the table, and the most of what a report would hold in memory.
OF_MENTIONS_UNREAD = frozenset(
    {"start", "end", "confidence", "negative", "neutral", "positive", "intensity", "evidence"}
    | {"touchpoint_2", "touchpoint_2_score", "owner_source", "facet_evidence"}
)
NEEDED_MENTIONS = ("text", "comment_id", "sentiment", "score", "theme")


@dataclass(frozen=True)
class Reopened:
    """Labelled output read back, with what stands beside it."""

    labelled: Labelled
    catalogue: Catalogue
    title: str | None  # as the job that labelled would have it
    notes: tuple[str, ...]  # what a reader of the report should know
    made_by: MadeBy = field(default_factory=MadeBy)  # the model, as far as it is known
    audited: Audited | None = None  # the last audit of that model
    scale: Scale | None = None  # of the ratings, where it is given


def read_labelled(path: Path, *, mentions: Path | None = None, prefix: str | None = None) -> Labelled:
    """The tables of `reopen`, with all columns of the mentions."""
    return reopen(path, mentions=mentions, prefix=prefix, without=frozenset()).labelled


def reopen(
    path: Path,
    *,
    mentions: Path | None = None,
    prefix: str | None = None,
    rating: str | None = None,
    date: str | None = None,
    source: str | None = None,
    without: frozenset[str] = OF_MENTIONS_UNREAD,
    own: bool = True,
) -> Reopened:
    """Labelled output read back: a file that `label` wrote, or a folder that `run` wrote.

    Columns, names and the number of rejects come from OUTPUT.cxtext.json and OUTPUT.rejects.jsonl beside it, as
    long as they belong to it; else columns are told anew, and names are the shipped taxonomy's.

    Args:
        path: the labelled file or the folder.
        mentions: the table of mentions that was written with it; found by itself in a folder.
        prefix: of the label columns.
        rating: the column of ratings, whatever stands beside the file; `date` and `source` likewise.
        without: columns of the mentions that are left out.
        own: keep the input's own columns, too.

    Raises:
        InputError: the file has no label columns with that prefix, or the mentions are not its own.
        OptionError: a column does not exist.
    """
    if path.is_dir() and (path / COMMENTS).is_file():
        mentions = mentions or path / MENTIONS
        path = path / COMMENTS
    if path.is_dir():
        raise InputError(f"{path} is a folder without {COMMENTS}, so no run wrote it; name a labelled file")
    sidecar, said = read_sidecar(path)
    prefix = prefix if prefix is not None else sidecar.prefix if sidecar else PREFIX
    comments = _comments(path, prefix, sidecar, rating=rating, date=date, source=source)
    said_of = _mentions(mentions, known=sidecar.mentions if sidecar else "", without=without)
    labelled = replace(comments, mentions=said_of, rows=comments.rows if own else None)
    del comments  # else the input's own columns stay in memory
    if mentions is not None:
        _check_mentions(labelled, mentions, path)
    names = sidecar.catalogue if sidecar else _shipped_names()
    title = title_of(sidecar.origin) if sidecar else None
    made_by = sidecar.made_by if sidecar else MadeBy()
    audited = sidecar.audited if sidecar else None
    return Reopened(labelled, names, title, (said,) if said else (), made_by, audited)


def _comments(path: Path, prefix: str, sidecar: Sidecar | None, **given: str | None) -> Labelled:
    """The comments alone; what was read of the file beside them is let go of before the mentions are read."""
    feedback = _unchanged(path, prefix, sidecar) or _labelled_feedback(path, prefix)
    rows = _as_written(feedback.rows, path)
    columns = _columns(feedback.columns, sidecar, rows, **given)
    comments = canonical(rows, columns, feedback.comments["row"])
    if prefix + ID in rows.columns:
        comments = comments.with_columns(rows[prefix + ID].cast(pl.String).alias("comment_id"))
    labels = _present(rows, COMMENT_LABELS, prefix=prefix)
    return Labelled(
        comments.hstack(labels),
        pl.DataFrame(schema=MENTION_COLUMNS),
        rows.select(name for name in rows.columns if not name.startswith(prefix)),
        (*feedback.rejects, *_rejects(path, sidecar)),
        origin=sidecar.origin if sidecar else feedback.origin,
    )


def mentions_at(path: Path) -> pl.DataFrame:
    """The mentions of a folder that `run` wrote, or of a table of them.

    Raises:
        InputError: it is neither.
    """
    if path.is_dir():
        if not (path / MENTIONS).is_file():
            raise InputError(f"{path} is a folder without {MENTIONS}, so no run wrote it; name a table of mentions")
        path = path / MENTIONS
    return _mentions(path)


def _shipped_names() -> Catalogue:
    """Names of all touchpoints that ship; departments as the core calls them, since packs differ."""
    everything, core = catalogue(load_taxonomy(pack_names())), catalogue(load_taxonomy())
    return replace(everything, departments={**everything.departments, **core.departments})


def _columns(found: Columns, sidecar: Sidecar | None, rows: pl.DataFrame, **given: str | None) -> Columns:
    """The columns as they were when the file was labelled, where that is known, and as they are given."""
    for role, name in given.items():
        if name is not None and name not in rows.columns:
            raise OptionError(unknown(f"column for --{role}", name, rows.columns))
    known = replace(sidecar.columns, text=found.text) if sidecar else found
    chosen: dict[str, Any] = {role: name for role, name in given.items() if name is not None}
    return replace(known, **chosen)


def _rejects(path: Path, sidecar: Sidecar | None) -> list[Reject]:
    """The records that were rejected on labelling, without their text."""
    place = rejects_path(path)
    try:
        found = list(_reject_lines(place)) if place.is_file() else []
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{place} cannot be read ({error}); remove it, and rejected records are not counted"
        ) from error
    lost = sidecar.rejected - len(found) if sidecar else 0
    return found + [Reject(0, f"reason unknown, as {place.name} is gone", "")] * lost


def _reject_lines(place: Path) -> Iterator[Reject]:
    with place.open("rb") as file:
        for line in file:
            record = orjson.loads(line)
            yield Reject(int(record["line"]), str(record["reason"]), "")


def _check_mentions(labelled: Labelled, mentions: Path, path: Path) -> None:
    """Refuse mentions that are not of these comments: each comment's themes are those of its mentions.

    Raises:
        InputError: a mention is of a comment that is not there, or a comment has other themes.
    """
    way_out = "give the mentions that were written with it, or leave --mentions out"
    strange = labelled.mentions.join(labelled.comments, on="comment_id", how="anti")
    if len(strange):
        raise InputError(
            f"{mentions} does not belong to {path}: {len(strange):,} of its mentions are of no comment there; {way_out}"
        )
    theme = pl.col("theme").str.replace_all(LIST_SEPARATOR, IN_LIST, literal=True)
    of_mentions = labelled.mentions.group_by("comment_id").agg(theme.drop_nulls().unique().sort().alias("own"))
    both = labelled.comments.select("comment_id", "themes").join(of_mentions, on="comment_id", how="left")
    themes = pl.col("themes").list.eval(pl.element().str.replace_all(LIST_SEPARATOR, IN_LIST, literal=True)).list.sort()
    other = both.filter(themes.fill_null([]) != pl.col("own").fill_null([]))
    if len(other):
        raise InputError(
            f"{mentions} does not belong to {path}: {len(other):,} of its comments have other themes; {way_out}"
        )


def _unchanged(path: Path, prefix: str, sidecar: Sidecar | None) -> Feedback | None:
    """The file where it is as cxtext wrote it, which is read fast; None where it must be read with care."""
    rows = read_written(path) if sidecar else None
    if sidecar is None or rows is None or any(prefix + name not in rows.columns for name in NEEDED):
        return None
    columns = replace(sidecar.columns, text=prefix + "masked_text")
    numbers = pl.Series("row", range(1, len(rows) + 1), dtype=pl.Int64)
    return Feedback(sidecar.origin, rows, numbers.to_frame(), columns)


def _labelled_feedback(path: Path, prefix: str) -> Feedback:
    """The file, read with the masked text as its text."""
    feedback = None
    with suppress(OptionError):  # no such column
        feedback = read_feedback(path, text=prefix + "masked_text")
    missing = [] if feedback is None else [n for n in NEEDED if prefix + n not in feedback.rows.columns]
    if feedback is None or missing:
        raise InputError(
            f"{path} has no column {prefix}{missing[0] if missing else 'masked_text'}: it is no labelled output; "
            f"run `cxtext label {path.name} -o OUTPUT` first, or name its --prefix"
        )
    return feedback


def _mentions(path: Path | None, *, known: str = "", without: frozenset[str] = frozenset()) -> pl.DataFrame:
    """A table of mentions; `known` is the SHA-256 of the one that was written with the comments."""
    wanted = {name: dtype for name, dtype in MENTION_COLUMNS.items() if name not in without}
    if path is None:
        return pl.DataFrame(schema=wanted)
    rows = read_written(path, without=without) if known and known == digest_of(path) else None
    with suppress(OptionError):  # no such column
        rows = _as_written(read_feedback(path, text="text").rows if rows is None else rows, path)
    missing = ["text"] if rows is None else [name for name in NEEDED_MENTIONS if name not in rows.columns]
    if rows is None or missing:
        raise InputError(
            f"{path} is no table of mentions: it has no column {missing[0]!r}; give what --mentions of label wrote"
        )
    return pl.DataFrame(_present(rows, wanted))


def _present(rows: pl.DataFrame, wanted: Mapping[str, pl.DataType], *, prefix: str = "") -> list[pl.Series]:
    """The wanted columns; one that the cxtext that labelled did not know yet is empty."""
    return [
        pl.Series(name, [None] * len(rows), dtype=dtype)
        if name in UNKNOWN_IF_ABSENT and prefix + name not in rows.columns
        else _typed(rows[prefix + name] if prefix + name in rows.columns else _empty(len(rows)), name, dtype)
        for name, dtype in wanted.items()
    ]


def _empty(n: int) -> pl.Series:
    return pl.Series([None] * n, dtype=pl.String)


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
