import polars as pl
import pytest

from cxtext.errors import InputError, OptionError
from cxtext.read import find_columns

LONG = [
    "The crew was kind but we waited two hours.",
    "Lovely room, would come again any time!",
    "Never again, sorry.",
]
DAYS = ["2024-01-31", "2024-02-01", "2024-02-29"]


def found(**columns):
    frame = pl.DataFrame({name.replace("__", " "): values for name, values in columns.items()})
    chosen = find_columns(frame)
    return {role: getattr(chosen, role) for role in ("text", "rating", "date", "id", "source")}


# The headers of exports that support leads have on their desks, with the roles a person would give them.
EXPORTS = {
    "amazon reviews": (
        {
            "reviewerID": ["A1", "A2", "A1"],
            "asin": ["B01", "B01", "B02"],
            "reviewerName": ["Ann Lee", "Bo Ray", "Cy Roe"],
            "helpful": ["[0, 1]", "[2, 3]", "[0, 0]"],
            "reviewText": LONG,
            "overall": [5.0, 4.0, 1.0],
            "summary": ["Great product really", "Nice enough buy", "Do not buy it"],
            "unixReviewTime": [1393545600, 1363392000, 1377648000],
            "reviewTime": ["02 28, 2014", "03 16, 2013", "08 28, 2013"],
        },
        {"text": "reviewText", "rating": "overall", "date": "reviewTime", "id": None, "source": None},
    ),
    "kaggle airline tweets": (
        {
            "tweet_id": [570306133677760513, 570301130888122368, 570301083672813571],
            "airline_sentiment": ["neutral", "positive", "negative"],
            "airline_sentiment_confidence": [1.0, 0.3486, 0.6837],
            "negativereason": ["", "", "Late Flight"],
            "airline": ["Delta", "United", "Delta"],
            "name": ["cairdin", "jnardino", "yvonnalynn"],
            "retweet_count": [0, 0, 1],
            "text": LONG,
            "tweet_coord": ["", "", ""],
            "tweet_created": ["2015-02-24 11:35:52 -0800"] * 3,
            "tweet_location": ["New York City", "Lets Play", ""],
            "user_timezone": ["Eastern Time (US & Canada)"] * 3,
        },
        {"text": "text", "rating": None, "date": "tweet_created", "id": "tweet_id", "source": "airline"},
    ),
    "cfpb complaints": (
        {
            "Date received": ["03/12/14", "10/01/16", "10/17/16"],
            "Product": ["Mortgage", "Credit reporting", "Mortgage"],
            "Issue": [
                "Loan modification, collection, foreclosure",
                "Incorrect information on report",
                "Loan servicing",
            ],
            "Consumer complaint narrative": ["", LONG[0], LONG[1]],
            "Company public response": [
                "",
                "Company chooses not to provide a public response",
                "Company chooses not to provide a public response",
            ],
            "Company": ["M&T BANK", "EQUIFAX", "M&T BANK"],
            "State": ["MI", "AL", "CO"],
            "ZIP code": ["48382", "352XX", "808XX"],
            "Tags": ["", "", "Older American"],
            "Submitted via": ["Referral", "Web", "Web"],
            "Date sent to company": ["03/17/14", "10/05/16", "10/20/16"],
            "Timely response?": ["Yes", "Yes", "No"],
            "Complaint ID": ["759217", "2141773", "2163100"],
        },
        {
            "text": "Consumer complaint narrative",
            "rating": None,
            "date": "Date received",
            "id": "Complaint ID",
            "source": "Product",
        },
    ),
    "clothing reviews": (
        {
            "": [0, 1, 2],
            "Clothing ID": [767, 1080, 767],
            "Age": [33, 34, 60],
            "Title": ["", "Some major design flaws", "My favorite buy"],
            "Review Text": LONG,
            "Rating": [4, 5, 3],
            "Recommended IND": [1, 1, 0],
            "Positive Feedback Count": [0, 4, 0],
            "Division Name": ["Initmates", "General", "General"],
        },
        {"text": "Review Text", "rating": "Rating", "date": None, "id": None, "source": None},
    ),
    "nps survey": (
        {
            "Response ID": ["R_1", "R_2", "R_3"],
            "Recorded Date": ["1/13/2024 3:05 PM", "1/14/2024 9:00 AM", "2/1/2024 1:00 PM"],
            "How likely are you to recommend us to a friend?": [
                "10 - Extremely likely",
                "0 - Not at all likely",
                "7",
            ],
            "What is the main reason for your score?": LONG,
            "Survey": ["Q1", "Q1", "Q1"],
        },
        {
            "text": "What is the main reason for your score?",
            "rating": "How likely are you to recommend us to a friend?",
            "date": "Recorded Date",
            "id": "Response ID",
            "source": "Survey",
        },
    ),
    "support tickets": (
        {
            "Ticket Number": [101, 102, 103],
            "Status": ["open", "closed", "open"],
            "Channel": ["email", "chat", "email"],
            "Subject": ["Cannot log in today", "Where is my order", "Refund please, thanks"],
            "Description": LONG,
            "Created": ["2024-01-31T10:00:00Z"] * 3,
            "Agent": ["Ann Lee", "Bo Ray", "Ann Lee"],
            "CSAT": ["4", "", "5"],
        },
        {
            "text": "Description",
            "rating": "CSAT",
            "date": "Created",
            "id": "Ticket Number",
            "source": "Channel",
        },
    ),
    "a score beside a rating": (
        {"text": LONG, "score": [1, 2, 3], "rating": [5, 4, 3]},
        {"text": "text", "rating": "rating", "date": None, "id": None, "source": None},
    ),
    "model scores are no ratings": (
        {"text": LONG, "score": [0.3486, 0.91, 0.123], "sentiment": ["negative", "positive", "negative"]},
        {"text": "text", "rating": None, "date": None, "id": None, "source": None},
    ),
    "gold scores below zero are no ratings": (
        {"text": LONG, "score": [-1, 0, 1]},
        {"text": "text", "rating": None, "date": None, "id": None, "source": None},
    ),
    "labels are no text": (
        {
            "sentiment": ["very positive indeed", "quite bad", "so so really"],
            "theme": ["late delivery", "bad food", "rude staff"],
            "remark from the customer": LONG,
        },
        {"text": "remark from the customer", "rating": None, "date": None, "id": None, "source": None},
    ),
    "text without spaces": (
        {
            "nummer": [1, 2, 3],
            "意见": ["服务非常好，下次再来", "等了两个小时，太慢了", "房间很干净，价格合理"],
        },
        {"text": "意见", "rating": None, "date": None, "id": None, "source": None},
    ),
    "a date by content": (
        {"comment": LONG, "wann": DAYS},
        {"text": "comment", "rating": None, "date": "wann", "id": None, "source": None},
    ),
}


@pytest.mark.parametrize("export", EXPORTS)
def test_roles_are_found_in_known_exports(export):
    columns, roles = EXPORTS[export]
    chosen = find_columns(pl.DataFrame(columns))
    assert {role: getattr(chosen, role) for role in roles} == roles


@pytest.mark.parametrize("export", EXPORTS)
def test_roles_do_not_hang_on_numbers_being_text(export):
    columns, roles = EXPORTS[export]
    chosen = find_columns(pl.DataFrame(columns).cast(pl.String))
    assert {role: getattr(chosen, role) for role in roles} == roles


def test_every_choice_has_a_reason():
    frame = pl.DataFrame(
        {"Review Text": LONG, "stars": [1, 2, 5], "date": DAYS, "id": [7, 8, 9], "channel": ["web"] * 3}
    )
    assert find_columns(frame).reasons == {
        "text": "named 'Review Text', 6 words on average",
        "rating": "named 'stars', numbers from 1 to 5",
        "date": "named 'date', days from 2024-01-31 to 2024-02-29",
        "id": "named 'id', a different one in every row",
        "source": "named 'channel', one value",
    }


def test_names_given_are_obeyed():
    frame = pl.DataFrame({"text": LONG, "title": LONG, "x": [1, 2, 3], "rating": [1, 2, 3]})
    chosen = find_columns(frame, text="title", rating="x")
    assert (chosen.text, chosen.rating) == ("title", "x")
    assert chosen.reasons["text"] == "given by --text"


def test_a_name_given_that_is_not_there():
    with pytest.raises(
        OptionError,
        match=r"unknown column for --rating 'star'; did you mean 'stars'\? \(known: stars, text\)",
    ):
        find_columns(pl.DataFrame({"text": LONG, "stars": [1, 2, 3]}), rating="star")


def test_no_text_lists_the_columns_and_the_way_out():
    with pytest.raises(
        InputError,
        match=r"no column looks like comments \(there are: sentiment, stars\); name one with --text",
    ):
        find_columns(pl.DataFrame({"sentiment": ["good one", "bad one"], "stars": [1, 2]}))


def test_ids_that_repeat_are_no_ids():
    frame = pl.DataFrame({"text": LONG, "id": ["a", "b", "a"]})
    assert find_columns(frame).id is None


def test_the_frame_is_left_alone():
    frame = pl.DataFrame({"text": LONG, "stars": ["1", "2", "3"]})
    before = frame.clone()
    find_columns(frame)
    assert frame.equals(before)


class TestQuestion:
    ASKED = ("What was good?", "What could we improve?")
    ANSWERS = ("The staff were kind to me", "The waiting time in the evening")

    def test_a_column_of_questions_is_found(self):
        columns = find_columns(pl.DataFrame({"question": self.ASKED, "comment": self.ANSWERS}))
        assert (columns.text, columns.question, columns.question_text) == ("comment", "question", None)

    def test_numbers_of_questions_ask_nothing(self):
        assert find_columns(pl.DataFrame({"question": ["Q1", "Q2"], "comment": self.ANSWERS})).question is None

    def test_a_column_named_by_its_question_answers_it(self):
        columns = find_columns(pl.DataFrame({"What could we improve?": self.ANSWERS}))
        assert columns.question_text == columns.text == "What could we improve?"

    def test_a_question_for_all_wins_over_a_column(self):
        table = pl.DataFrame({"question": self.ASKED, "comment": self.ANSWERS})
        columns = find_columns(table, question_text="What would you change?")
        assert (columns.question, columns.question_text) == (None, "What would you change?")

    def test_a_column_and_a_text_are_refused_together(self):
        table = pl.DataFrame({"question": self.ASKED, "comment": self.ANSWERS})
        with pytest.raises(OptionError, match="--question names a column and --question-text one question for all"):
            find_columns(table, question="question", question_text="What would you change?")
