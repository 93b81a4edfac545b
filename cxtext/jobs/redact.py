"""Personal data masked in the columns of a file, from file to file, in bounded memory."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from cxtext.errors import OptionError, unknown
from cxtext.jobs.rejects import Rejected, RejectLog
from cxtext.read import FeedbackStream
from cxtext.text.masking import NAME
from cxtext.text.privacy import EVERYTHING, Masking, People, mask, person_number, placeholder
from cxtext.write import open_writer
from cxtext.write.cells import flat

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NAMES = frozenset("forename surname firstname lastname fullname username nickname author reviewer".split())
_PERSONS = frozenset(
    "first last full given family middle maiden nick display screen customer client agent user reviewer author "
    "employee staff member patient guest contact driver advisor adviser manager person".split()
)
_PLACEHOLDER = re.compile(r"\s*\[NAME_\d+\]\s*")
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
    holders: Sequence[str] = (),
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
        holders: columns that hold nothing but names: each cell becomes one placeholder.
        every: mask all columns of text, and lists of text; those that are called "name", "first name" or the like
            are taken to hold names.
        masking: kinds, own patterns and what to keep.
        force: replace an existing file.
        raw: do not guard cells against being read as formulas.
        progress: called after each part.

    Raises:
        OptionError, OutputError: before any work, where that can be told.
    """
    chosen = chosen_columns(stream, columns, holders, every=every)
    kinds: Counter[str] = Counter()
    rows = cells = 0
    with RejectLog(output, masking) as rejects, open_writer(output, force=force, raw=raw, table="redacted") as table:
        for part in stream:
            row = _Mask(masking, kinds, [[] for _ in range(part.rows.height)])
            cells_of = {
                name: row.column(part.rows[name], names=name in holders or (every and _holds_names(name)))
                for name in part.rows.columns
                if every or name in chosen
            }
            table.write(part.rows.with_columns([column for column, _ in cells_of.values()]))
            cells += sum(count for _, count in cells_of.values())
            rows += part.rows.height
            rejects.add(part.rejects)
            progress(part.rows.height)
        table.finish()
    return Redaction(rows, cells, tuple(chosen), dict(sorted(kinds.items())), rejects.rejected())


def chosen_columns(
    stream: FeedbackStream, columns: Sequence[str], holders: Sequence[str] = (), *, every: bool
) -> list[str]:
    """The columns to mask.

    Raises:
        OptionError: a column does not exist, or both ways of choosing were used.
    """
    if every and columns:
        raise OptionError("--all masks every column already; leave --columns out")
    for option, names in (("--columns", columns), ("--name-columns", holders)):
        for name in names:
            if name not in stream.names:
                raise OptionError(f"{option}: {unknown('column', name, stream.names)}")
    return list(stream.names) if every else list(dict.fromkeys((*columns, *holders))) or [stream.columns.text]


def _holds_names(column: str) -> bool:
    """Whether a column's name says that it holds names of persons: "agent_name", "Surname", "firstName"."""
    words = {word.lower() for word in _WORD.findall(column)}
    return not words.isdisjoint(_NAMES) or words == {"name"} or ("name" in words and not words.isdisjoint(_PERSONS))


@dataclass(frozen=True)
class _Mask:
    """Masks the columns of one part; a person has one number in all cells of a row."""

    masking: Masking
    kinds: Counter[str]
    people: list[People]  # of each row

    def column(self, column: pl.Series, *, names: bool) -> tuple[pl.Series, int]:
        """The column masked, and how many of its cells changed; a column that holds no text stays as it is."""
        if column.dtype in (pl.Categorical, pl.Enum):
            column = column.cast(pl.String)
        if column.dtype == pl.List(pl.String):
            return self._lists(column, names=names)
        if column.dtype.is_nested() or column.dtype in (pl.Object, pl.Binary):
            column = flat(column.to_frame()).to_series()
        if column.dtype != pl.String:
            return column, 0
        texts = [self._text(text, i, names=names) for i, text in enumerate(column)]
        changed = sum(new != old for new, old in zip(texts, column, strict=True))
        return pl.Series(column.name, texts, dtype=pl.String), changed

    def _lists(self, column: pl.Series, *, names: bool) -> tuple[pl.Series, int]:
        lists = [
            values and [self._text(text, i, names=names) for text in values]
            for i, values in enumerate(column.to_list())
        ]
        old = [text for values in column.to_list() for text in values or ()]
        new = [text for values in lists for text in values or ()]
        return pl.Series(column.name, lists, dtype=column.dtype), sum(a != b for a, b in zip(old, new, strict=True))

    def _text(self, text: str | None, row: int, *, names: bool) -> str | None:
        if not text or not text.strip():
            return text
        if names:
            return self._name(text, row)
        found = mask(text, self.masking, people=self.people[row])
        self.kinds.update(span.kind for span in found.spans)
        return found.text

    def _name(self, text: str, row: int) -> str:
        """A cell that is a name as a whole; one that was masked before stays."""
        if _PLACEHOLDER.fullmatch(text):
            return text
        self.kinds[NAME] += 1
        return placeholder(NAME, person_number(text, self.people[row]))
