"""The tables that the stages hand to one another, and their columns.

A **comment** is what a customer wrote, once. A **mention** is one sentence or clause of it:
praise for the courier and damnation of the price are two mentions of one comment.
Tables are polars frames; a stage takes one and returns a new one with more columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import polars as pl

# What names an owner, the strongest first: the user's column, words of the customer, a person's decision about the
# theme, the touchpoint's department; "none" where nobody owns it.
OWNER_SOURCES = ("column", "mention", "theme", "touchpoint", "none")
SENTIMENTS = ("negative", "neutral", "positive", "mixed")

# What `read` makes of an input, whatever its own column names were.
CANONICAL: dict[str, pl.DataType] = {
    "row": pl.Int64(),  # 1-based number of the record in the input, rejects counted
    "comment_id": pl.String(),  # the input's id where it is unique, else the row number
    "text": pl.String(),  # as read; null and blank both become ""
    "rating": pl.Float64(),
    "date": pl.Date(),
    "source": pl.String(),
    "question": pl.String(),  # the survey question that the comment answers
}

# What the pipeline adds to every comment, in the order of the output file.
COMMENT_LABELS: dict[str, pl.DataType] = {
    "language": pl.String(),  # ISO 639-1, or "unknown"
    "sentiment": pl.String(),  # one of SENTIMENTS
    "score": pl.Float64(),  # -1 … 1, higher is more positive
    "confidence": pl.Float64(),  # 0 … 1
    "intensity": pl.Float64(),  # 0 … 1, of its most intense mention
    "themes": pl.List(pl.String()),  # theme names, biggest share of the comment first
    "touchpoints": pl.List(pl.String()),  # touchpoint ids
    "departments": pl.List(pl.String()),  # all owners of its mentions: department ids, or names of the user's
    "stages": pl.List(pl.String()),  # journey stage ids
    "owner": pl.String(),  # one of `departments`, or UNOWNED
    "owner_source": pl.String(),  # of OWNER_SOURCES
    "facets": pl.List(pl.String()),  # distinct ones of its mentions, such as "effort:hard"
    "masked_text": pl.String(),  # personal data replaced by placeholders
    "flags": pl.List(pl.String()),  # of FLAGS
    "duplicate_of": pl.String(),  # comment_id of the first comment with the same or nearly the same text
}

# What a model with a codebook adds behind them.
CODE_LABELS: dict[str, pl.DataType] = {
    "codes": pl.List(pl.String()),  # codes of the user's own frame, likeliest first
    "code_scores": pl.List(pl.Float64()),  # their probabilities, 0 … 1, in the same order
}

# One row a mention. `start` and `end` are character offsets into the comment's text as read.
MENTIONS: dict[str, pl.DataType] = {
    "comment_id": pl.String(),
    "mention": pl.Int64(),  # 1-based within the comment
    "start": pl.Int64(),
    "end": pl.Int64(),
    "text": pl.String(),  # masked, otherwise verbatim: a substring of the comment's masked_text
    "sentiment": pl.String(),  # negative, neutral or positive
    "score": pl.Float64(),  # -1 … 1
    "confidence": pl.Float64(),  # 0 … 1
    "negative": pl.Float64(),  # 0 … 1, its probability; null where the scorer gives none or the question decided
    "neutral": pl.Float64(),
    "positive": pl.Float64(),
    "intensity": pl.Float64(),  # 0 … 1, how strong the feeling is, whichever way it leans
    "theme": pl.String(),  # null: fits no theme
    "subtheme": pl.String(),  # the part of the theme; null where the theme has none
    "theme_score": pl.Float64(),  # 0 … 1, the share of the subtheme's training mentions that fit it less well
    "touchpoint": pl.String(),  # null: fits no touchpoint
    "touchpoint_score": pl.Float64(),  # 0 … 1, how likely it is right; also where none is given
    "touchpoint_2": pl.String(),  # a second one, where the mention speaks of two
    "touchpoint_2_score": pl.Float64(),  # 0 … 1; null where there is no second one
    "department": pl.String(),  # of the touchpoint
    "stage": pl.String(),
    "evidence": pl.String(),  # the seed utterance nearest to the mention
    "owner": pl.String(),  # a department id, a name of the user's, or UNOWNED
    "owner_source": pl.String(),  # of OWNER_SOURCES
    "facets": pl.List(pl.String()),  # what it says beside its subject, such as "effort:hard"; in the scheme's order
    "facet_evidence": pl.List(pl.String()),  # the words that say so, in the same order
}

FLAGS = {
    "empty": "no text at all",
    "no_content": "a stock answer such as 'n/a' or 'nothing'",
    "duplicate": "the same text stood in an earlier row",
    "near_duplicate": "nearly the same text stood in an earlier row",
    "campaign": "one of many comments with the same or nearly the same text",
    "other_language": "not written in the model's language, so not scored",
    "truncated": "longer than the limit; only the beginning was read",
    "question": "too short to praise or blame by itself: the survey question decided the sentiment",
    "rating_contradicts": "the rating and the text point in opposite directions",
}

OVERALL = "Overall impression"  # the theme of mentions that praise or blame nothing in particular
REST = "Other remarks"  # the theme of mentions without a subject that others share
_FAULT = re.compile(r":| at offset|;")  # where the reason of a reject goes into details
LIST_SEPARATOR = "|"  # joins lists in formats that have none (CSV, TSV, XLSX)


@dataclass(frozen=True)
class Reject:
    """A record of the input that could not be read.

    `line` is the 1-based physical line (for workbooks and Parquet: the record's number), of `file` where the input is
    several. `byte` is where it begins, from 0, in the input as it is unpacked; None where that is not known: of
    workbooks, Parquet, JSON arrays and databases, and of other encodings than UTF-8.
    """

    line: int
    reason: str
    raw: str
    file: str = ""
    byte: int | None = None

    @property
    def fault(self) -> str:
        """The reason without the place in the record and without advice: many records share it."""
        return _FAULT.split(self.reason, maxsplit=1)[0]

    @property
    def hint(self) -> str:
        """What the reason says may mend it; empty where it says nothing."""
        return self.reason.partition("; ")[2]


@dataclass(frozen=True)
class Columns:
    """Which column of the input holds what; None where there is none."""

    text: str
    rating: str | None = None
    date: str | None = None
    id: str | None = None
    source: str | None = None
    question: str | None = None
    question_text: str | None = None  # one question that every comment answers
    reasons: dict[str, str] = field(default_factory=dict)  # role → why this column was chosen
    dialect: str = ""  # how the delimited text that they stand in was read, such as "delimiter ;, utf-8"


@dataclass(frozen=True)
class Feedback:
    """An input read whole: its own rows unchanged, and what was found in them."""

    origin: str  # the file's name, for messages and reports
    rows: pl.DataFrame  # the input's own columns, in order and unchanged
    comments: pl.DataFrame  # CANONICAL columns, one row for each of `rows`
    columns: Columns
    rejects: tuple[Reject, ...] = ()


@dataclass(frozen=True)
class Labelled:
    """Labelled comments and their mentions.

    `comments` holds CANONICAL and COMMENT_LABELS (and CODE_LABELS with a codebook), `mentions` holds MENTIONS.
    `rows` are the input's own columns where they are known.
    """

    comments: pl.DataFrame
    mentions: pl.DataFrame
    rows: pl.DataFrame | None = None
    rejects: tuple[Reject, ...] = ()
    origin: str = ""
    # What analyses start from, by name and settings: told once, as each copy is as big as the input.
    told: dict[tuple[object, ...], Any] = field(default_factory=dict, init=False, repr=False, compare=False)
