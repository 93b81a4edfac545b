import polars as pl
import pytest

from cxtext.insight import ratings


def _frame(values, scores=None):
    columns = {"rating": values, "score": scores or [None] * len(values)}
    return pl.DataFrame(columns, schema={"rating": pl.Float64, "score": pl.Float64})


@pytest.mark.parametrize(
    ("values", "ends"),
    [([1, 4], (1, 5)), ([0, 10], (0, 10)), ([5, 7], (1, 7)), ([12, 99], (0, 100)), ([-2, 2], (-2, 2))],
)
def test_the_smallest_usual_scale_that_holds_all_ratings(values, ends):
    found = ratings.scale(_frame(values))
    assert (found.low, found.high, found.best) == (*ends, ends[1])


def test_no_ratings_no_scale():
    assert ratings.scale(_frame([None, None])) is None
    assert ratings.scale(_frame([float("nan")])) is None


def test_school_marks_are_recognised():
    """1 is very good: low ratings go with positive texts."""
    scores = [(-1) ** n * 0.8 for n in range(60)]
    marks = [1.0 if score > 0 else 5.0 for score in scores]
    found = ratings.scale(_frame(marks, scores))
    assert found.best == 1
    assert ratings.top_box(pl.Series(marks), found).value == 0.5


def test_a_few_contradictions_do_not_turn_the_scale():
    scores = [(-1) ** n * 0.8 for n in range(20)]
    assert ratings.scale(_frame([1.0 if score > 0 else 5.0 for score in scores], scores)).best == 5
    assert ratings.scale(_frame([3.0] * 50, [0.1] * 50)).best == 5


def test_distribution_adds_up_and_gives_way_to_a_continuous_scale():
    found = ratings.distribution(pl.Series([1.0] * 30 + [5.0] * 70))
    assert [(value, number.value) for value, number in found] == [(1.0, 0.3), (5.0, 0.7)]
    assert ratings.distribution(pl.Series([float(n) for n in range(100)])) == ()
