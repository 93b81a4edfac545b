"""The columns found in the project's benchmark data sets, all of which name their text `text`."""

import os
from pathlib import Path

import polars as pl
import pytest

from cxtext.read import read_feedback

FOLDER = Path(os.environ.get("CXTEXT_BENCHMARK_DATA", Path(__file__).parents[2] / "../shared/data"))
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no data sets at {FOLDER} (CXTEXT_BENCHMARK_DATA)")
DATA_SETS = sorted(FOLDER.glob("*.csv.gz"))
# What a person would choose; roles not named are None. Ids that repeat are no ids.
WITH_RATING = {"amazon_blitzer", "nhs_patient_feedback", "skytrax_lounge", "skytrax_seat"}
WITH_DATE = WITH_RATING | {"airline", "comcast_fcc"}
WITH_ID = {
    "it_tickets_grp",
    "movie_reviews",
    "semeval14_restaurants",
    "semeval16_laptops",
    "semeval16_restaurants",
    "vader_amazon",
    "vader_movie",
    "vader_nyt",
    "vader_tweets",
}
NO_SOURCE = {
    "bitext_support",
    "cfpb_sample4",
    "clinc150",
    "hwu64",
    "it_tickets_grp",
    "it_tickets_topic",
    "student_feedback",
}


@pytest.mark.parametrize("path", DATA_SETS, ids=lambda path: path.name.removesuffix(".csv.gz"))
def test_columns_and_rows_of_a_data_set(path):
    name = path.name.removesuffix(".csv.gz")
    feedback = read_feedback(path)
    columns = feedback.columns
    assert columns.text == "text"
    assert columns.rating == ("rating" if name in WITH_RATING else None)
    assert columns.date == ("date" if name in WITH_DATE else None)
    assert columns.id == ("id" if name in WITH_ID else None)
    assert columns.source == (None if name in NO_SOURCE else "source")
    # Another reader, which these well-formed files suit, has the same rows.
    other = pl.read_csv(path, infer_schema=False).fill_null("")
    assert feedback.rows.equals(other)
    assert feedback.rejects == ()


@pytest.mark.parametrize("path", DATA_SETS, ids=lambda path: path.name.removesuffix(".csv.gz"))
def test_text_is_found_by_content_alone(path):
    # Theme and sentiment keep their names: that is what they must not be mistaken by.
    rows = pl.read_csv(path, infer_schema=False, n_rows=5_000).fill_null("").rename({"text": "q7"})
    others = [name for name in rows.columns if name not in ("title", "text_title", "question")]
    assert read_feedback(rows.select(others)).columns.text == "q7"


def test_dates_and_ratings_of_the_data_sets_are_read():
    for name in WITH_DATE:
        feedback = read_feedback(FOLDER / f"{name}.csv.gz")
        comments = feedback.comments
        zeros = feedback.rows["date"].str.contains("1970-01-01").sum()  # timestamps of 0: 26 of one set's
        assert comments["date"].null_count() <= 1 + zeros
        if name in WITH_RATING:
            assert comments["rating"].null_count() <= 5
