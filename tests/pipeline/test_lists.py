import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from cxtext.pipeline.lists import text_lists

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)


@given(st.lists(st.lists(TEXT, max_size=3), max_size=6))
def test_lists_of_texts_are_the_column_that_polars_makes(values):
    assert text_lists(values).equals(pl.Series(values, dtype=pl.List(pl.String)), check_dtypes=True)
