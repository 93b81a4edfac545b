"""Exports of well-known systems, recognised by their columns: what is what in them, and lines that are no records.

A new one is one entry in EXPORTS. Names are compared without case, spaces and punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from cxtext.read.column_names import words_of
from cxtext.read.stream import Batch
from cxtext.read.typed import as_text

Record = Mapping[str, str]  # column → cell, "" where it is empty
HEADER_LINES = 3  # the most that any export has after the first

_IMPORT_ID = re.compile(r'^\{\s*"ImportId"\s*:')
_ANSWER_KINDS = ("response", "open-ended response", "other (please specify)")


@dataclass(frozen=True)
class Export:
    """A kind of export: the columns by which it is known, and which of its columns holds what."""

    name: str
    known_by: tuple[str, ...]  # it has all of these
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # role → its columns, the best first
    header_line: Callable[[Record, int], bool] | None = None  # whether a record (0 the first) is a line of the header

    def columns(self, names: list[str]) -> dict[str, str]:
        """Role → which of the input's columns has it."""
        own = {_key(name): name for name in reversed(names)}
        found = {}
        for role, wanted in self.roles.items():
            name = next((own[_key(want)] for want in wanted if _key(want) in own), None)
            if name is not None:
                found[role] = name
        return found


def _of_qualtrics(record: Record, number: int) -> bool:
    """The wording of the questions, then the ids of the columns as JSON."""
    ids = sum(bool(_IMPORT_ID.match(cell)) for cell in record.values())
    wording = {"ResponseId": "Response ID", "RecordedDate": "Recorded Date"}
    return ids > len(record) / 2 or (number == 0 and any(record.get(name) == text for name, text in wording.items()))


def _of_surveymonkey(record: Record, number: int) -> bool:
    """The kinds of the answers, under empty cells for the respondent."""
    respondent = next((cell for name, cell in record.items() if _key(name) == "respondentid"), "")
    return number == 0 and not respondent and any(cell.lower() in _ANSWER_KINDS for cell in record.values())


EXPORTS = (
    Export(
        "Qualtrics",
        ("StartDate", "EndDate", "RecordedDate", "ResponseId"),
        {"id": ("ResponseId",), "date": ("RecordedDate",)},
        _of_qualtrics,
    ),
    Export(
        "SurveyMonkey",
        ("Respondent ID", "Collector ID"),
        {"id": ("Respondent ID",), "date": ("End Date", "Start Date")},
        _of_surveymonkey,
    ),
    Export(
        "Google Play",
        ("Package Name", "Star Rating", "Review Text", "Reviewer Language"),
        {
            "text": ("Review Text",),
            "rating": ("Star Rating",),
            "date": ("Review Submit Date and Time", "Review Last Update Date and Time"),
            "source": ("App Version Name", "Package Name"),
        },
    ),
    Export(
        "Google Play",  # as google-play-scraper gives it
        ("reviewId", "content", "score", "thumbsUpCount", "at"),
        {"text": ("content",), "rating": ("score",), "date": ("at",), "id": ("reviewId",), "source": ("appVersion",)},
    ),
    Export(
        "App Store",  # as the interface of App Store Connect gives it
        ("rating", "title", "body", "reviewerNickname", "createdDate", "territory"),
        {"text": ("body",), "rating": ("rating",), "date": ("createdDate",), "id": ("id",), "source": ("territory",)},
    ),
    Export(
        "App Store",  # as app-store-scraper gives it
        ("review", "title", "rating", "date", "userName", "isEdited"),
        {"text": ("review",), "rating": ("rating",), "date": ("date",)},
    ),
    Export(
        "Trustpilot",
        ("Review Content", "Review Stars", "Review Title"),
        {
            "text": ("Review Content",),
            "rating": ("Review Stars",),
            "date": ("Review Created (UTC)", "Review Created", "Created Date"),
            "id": ("Review Id",),
            "source": ("Location Name", "Domain Name", "Source Of Review"),
        },
    ),
    Export(
        "CFPB complaints",
        ("Consumer complaint narrative", "Date received", "Company", "Complaint ID"),
        {
            "text": ("Consumer complaint narrative",),
            "date": ("Date received",),
            "id": ("Complaint ID",),
            "source": ("Product",),
        },
    ),
    Export(
        "CFPB complaints",  # as the search of the complaint database gives them
        ("complaint_what_happened", "date_received", "company", "complaint_id"),
        {
            "text": ("complaint_what_happened",),
            "date": ("date_received",),
            "id": ("complaint_id",),
            "source": ("product",),
        },
    ),
    Export(
        "Amazon reviews",
        ("reviewerID", "asin", "reviewText", "overall"),
        {
            "text": ("reviewText",),
            "rating": ("overall",),
            "date": ("reviewTime", "unixReviewTime"),
        },
    ),
    Export(
        "Amazon reviews",
        ("asin", "text", "rating", "user_id", "verified_purchase"),
        {"text": ("text",), "rating": ("rating",), "date": ("timestamp",)},
    ),
    Export(
        "Amazon reviews",
        ("marketplace", "review_id", "product_id", "star_rating", "review_body"),
        {
            "text": ("review_body",),
            "rating": ("star_rating",),
            "date": ("review_date",),
            "id": ("review_id",),
            "source": ("product_category",),
        },
    ),
    Export(
        "Zendesk tickets",
        ("subject", "description", "status", "requester_id"),
        {"text": ("description",), "date": ("created_at",), "id": ("id",), "source": ("group_id", "via")},
    ),
    Export(
        "Zendesk tickets",
        ("Subject", "Requester", "Assignee", "Group", "Ticket type", "Satisfaction Score"),
        {
            "text": ("Description", "Subject"),
            "date": ("Created at",),
            "id": ("Id", "Ticket ID"),
            "source": ("Group",),
        },
    ),
)


def export_of(names: list[str]) -> Export | None:
    """The export that has such columns; None where it is none of the known ones."""
    keys = {_key(name) for name in names}
    return next((export for export in EXPORTS if all(_key(name) in keys for name in export.known_by)), None)


def without_header_lines(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The batches of a file without further lines of its header, which say what each column's question is."""
    for batch in batches:
        if batch.rows.height:
            yield _without_header_lines(batch)
            break
        yield batch
    yield from batches


def _without_header_lines(batch: Batch) -> Batch:
    export = export_of(batch.rows.columns)
    if export is None or export.header_line is None:
        return batch
    lines: list[Record] = []
    for record in _records(batch.rows.head(HEADER_LINES)):
        if not export.header_line(record, len(lines)):
            break
        lines.append(record)
    rest = slice(len(lines), None)
    return replace(batch, rows=batch.rows[rest], numbers=batch.numbers[rest], header=tuple(lines))


def _records(rows: pl.DataFrame) -> list[Record]:
    texts = [as_text(column).fill_null("").str.strip_chars() for column in rows]
    return [{text.name: text[i] for text in texts} for i in range(rows.height)]


def _key(name: str) -> str:
    return "".join(words_of(name))
