"""Exports of well-known systems: roles by their columns, and header lines that are no records."""

import csv
import io

import pytest

from cxtext.read import read_feedback
from cxtext.read.exports import EXPORTS, export_of

TEXT = "The parcel came a week late and nobody told me why"
EXAMPLES = {
    "google_play": (
        {
            "Package Name": "com.shop",
            "App Version Name": "2.1",
            "Reviewer Language": "en",
            "Device": "x1",
            "Review Submit Date and Time": "2026-03-01T10:00:00Z",
            "Star Rating": "2",
            "Review Title": "Late",
            "Review Text": TEXT,
            "Developer Reply Text": "We are very sorry about this and will call you back soon, promise",
        },
        {"text": "Review Text", "rating": "Star Rating", "date": "Review Submit Date and Time"},
    ),
    "google-play-scraper": (
        {
            "reviewId": "a1",
            "userName": "x",
            "content": TEXT,
            "score": "2",
            "thumbsUpCount": "5",
            "reviewCreatedVersion": "1",
            "at": "2026-03-01 10:00:00",
            "replyContent": "Thank you so much for telling us this",
        },
        {"text": "content", "rating": "score", "date": "at", "id": "reviewId"},
    ),
    "app_store": (
        {
            "id": "77",
            "rating": "2",
            "title": "A long title that says much",
            "body": TEXT,
            "reviewerNickname": "x",
            "createdDate": "2026-03-01T10:00:00-08:00",
            "territory": "GBR",
        },
        {"text": "body", "rating": "rating", "date": "createdDate", "id": "id", "source": "territory"},
    ),
    "trustpilot": (
        {
            "Review Id": "r1",
            "Review Created (UTC)": "2026-03-01 10:00:00",
            "Review Title": "Never again, I am so done",
            "Review Content": TEXT,
            "Review Stars": "1",
            "Source Of Review": "Organic",
            "Company Reply": "We are sorry to hear",
        },
        {"text": "Review Content", "rating": "Review Stars", "date": "Review Created (UTC)", "id": "Review Id"},
    ),
    "cfpb": (
        {
            "Date received": "03/01/26",
            "Product": "Mortgage",
            "Issue": "Trouble during payment process",
            "Company": "A BANK",
            "Consumer complaint narrative": TEXT,
            "Company public response": "Company believes it acted appropriately as law",
            "State": "TX",
            "Complaint ID": "991",
        },
        {"text": "Consumer complaint narrative", "date": "Date received", "id": "Complaint ID", "source": "Product"},
    ),
    "cfpb_search": (
        {
            "date_received": "2026-03-01T12:00:00-05:00",
            "product": "Mortgage",
            "issue": "Trouble during payment process",
            "complaint_what_happened": TEXT,
            "company_public_response": "Company believes it acted appropriately as law",
            "company": "A BANK",
            "complaint_id": "991",
        },
        {"text": "complaint_what_happened", "date": "date_received", "id": "complaint_id", "source": "product"},
    ),
    "amazon_2018": (
        {
            "reviewerID": "A1",
            "asin": "B01",
            "reviewerName": "x",
            "helpful": "[0, 0]",
            "reviewText": TEXT,
            "overall": "2.0",
            "summary": "A summary of some words",
            "unixReviewTime": "1772359200",
            "reviewTime": "03 1, 2026",
        },
        {"text": "reviewText", "rating": "overall", "date": "reviewTime"},
    ),
    "amazon_2023": (
        {
            "rating": "2.0",
            "title": "A title of some words",
            "text": TEXT,
            "asin": "B01",
            "parent_asin": "B00",
            "user_id": "U1",
            "timestamp": "1772359200000",
            "helpful_vote": "0",
            "verified_purchase": "True",
        },
        {"text": "text", "rating": "rating", "date": "timestamp"},
    ),
    "amazon_tsv": (
        {
            "marketplace": "US",
            "customer_id": "1",
            "review_id": "R1",
            "product_id": "B01",
            "product_category": "Books",
            "star_rating": "2",
            "helpful_votes": "0",
            "review_headline": "A headline of some words",
            "review_body": TEXT,
            "review_date": "2026-03-01",
        },
        {"text": "review_body", "rating": "star_rating", "date": "review_date", "id": "review_id"},
    ),
    "zendesk_api": (
        {
            "id": "12",
            "subject": "Where is my parcel, please?",
            "description": TEXT,
            "status": "open",
            "requester_id": "9",
            "group_id": "3",
            "created_at": "2026-03-01T10:00:00Z",
            "updated_at": "2026-03-02T10:00:00Z",
        },
        {"text": "description", "date": "created_at", "id": "id", "source": "group_id"},
    ),
    "zendesk_view": (
        {
            "Id": "12",
            "Requester": "Ann",
            "Requester email": "ann@example.com",
            "Assignee": "Bob",
            "Group": "Returns",
            "Subject": TEXT,
            "Status": "Open",
            "Ticket type": "Problem",
            "Created at": "2026-03-01",
            "Satisfaction Score": "Good",
        },
        {"text": "Subject", "date": "Created at", "id": "Id", "source": "Group"},
    ),
}
QUALTRICS = [
    ["StartDate", "EndDate", "Status", "RecordedDate", "ResponseId", "UserLanguage", "Q1_NPS_GROUP", "Q1", "Q2"],
    ["Start Date", "End Date", "Response Type", "Recorded Date", "Response ID", "User Language", "Group",
     "How likely are you to recommend us?", "What could we\ndo better?"],
    *[[f'{{"ImportId":"{name}","timeZone":"Europe/London"}}' for name in "abcdefghi"]],
]  # fmt: skip


def as_csv(rows: list[list[str]]) -> io.BytesIO:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return io.BytesIO(text.getvalue().encode())


def qualtrics(n: int) -> list[list[str]]:
    days = [f"2026-03-{i % 28 + 1:02} 10:00:00" for i in range(n)]
    return [
        [day, day, "IP Address", day, f"R_{i}", "EN", "Promoter", str(i % 11), f"{TEXT} {i}"]
        for i, day in enumerate(days)
    ]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_columns_of_a_known_export_need_no_options(name):
    record, roles = EXAMPLES[name]
    numbered = [[f"{cell} {i}" if cell == TEXT else cell for cell in record.values()] for i in range(5)]
    columns = read_feedback(as_csv([list(record), *numbered])).columns
    assert {role: getattr(columns, role) for role in roles if role != "id"} == {
        role: column for role, column in roles.items() if role != "id"
    }
    assert "as in an export of" in columns.reasons["text"]
    if "id" in roles:  # the same in every row here, so it is found and then no key
        assert roles["id"] in columns.reasons["id"]


def test_the_console_of_google_play_writes_utf_16(tmp_path):
    record, roles = EXAMPLES["google_play"]
    file = tmp_path / "reviews_com.shop_202603.csv"
    file.write_bytes(as_csv([list(record), *[list(record.values())] * 5]).getvalue().decode().encode("utf-16"))
    columns = read_feedback(file).columns
    assert {role: getattr(columns, role) for role in roles} == roles


def test_what_is_given_comes_before_what_an_export_has():
    record, _ = EXAMPLES["trustpilot"]
    feedback = read_feedback(as_csv([list(record), list(record.values())]), text="Review Title")
    assert feedback.columns.text == "Review Title"
    assert feedback.columns.reasons["text"] == "given by --text"


def test_the_three_header_lines_of_qualtrics_are_no_records():
    feedback = read_feedback(as_csv(QUALTRICS + qualtrics(20)))
    assert feedback.rows.height == 20
    assert feedback.rejects == ()
    assert feedback.comments["row"].to_list() == list(range(3, 23))
    columns = feedback.columns
    assert (columns.text, columns.id, columns.date) == ("Q2", "ResponseId", "RecordedDate")
    assert columns.question_text == "What could we\ndo better?"


def test_a_qualtrics_file_without_the_extra_lines_loses_no_row():
    feedback = read_feedback(as_csv([QUALTRICS[0], *qualtrics(20)]))
    assert feedback.rows.height == 20
    assert feedback.columns.question_text is None


def test_the_second_header_line_of_surveymonkey_is_no_record():
    header = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "What could we improve?", "Shop"]
    kinds = ["", "", "", "", "", "Open-Ended Response", "Response"]
    rows = [
        [str(100 + i), "7", "03/01/2026 10:00:00 AM", "03/01/2026 10:05:00 AM", "", f"{TEXT} {i}", "Leeds"]
        for i in range(9)
    ]
    feedback = read_feedback(as_csv([header, kinds, *rows]))
    assert feedback.rows.height == 9
    assert feedback.columns.text == "What could we improve?"
    assert feedback.columns.question_text == "What could we improve?"
    assert (feedback.columns.id, feedback.columns.date) == ("Respondent ID", "End Date")
    assert read_feedback(as_csv([header, *rows])).rows.height == 9


def test_header_lines_of_every_file_in_a_folder_go(tmp_path):
    for name in ("april.csv", "march.csv"):
        (tmp_path / name).write_bytes(as_csv(QUALTRICS + qualtrics(4)).getvalue() + b'"one, two\n')
    feedback = read_feedback(tmp_path)
    assert feedback.rows["file"].to_list() == ["april.csv"] * 4 + ["march.csv"] * 4
    assert feedback.comments["row"].is_unique().all()
    assert [reject.file for reject in feedback.rejects] == ["april.csv", "march.csv"]


def test_every_export_is_known_by_columns_of_its_own():
    for export in EXPORTS:
        assert export_of(list(export.known_by)) is not None
        assert export_of(list(export.known_by[1:])) is not export
    assert export_of(["text", "rating", "date", "id"]) is None
