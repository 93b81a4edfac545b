import polars as pl
import pytest

from cxtext.insight import ratings, summarise


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
    found = ratings.distribution(pl.Series([1.0] * 30 + [5.0] * 70), best=5)
    assert [(value, number.value) for value, number in found] == [(1.0, 0.3), (5.0, 0.7)]
    assert ratings.distribution(pl.Series([float(n) for n in range(100)]), best=99) == ()


def _graded(means, n=60):
    """Ratings 1, 2, 3 … with texts whose scores scatter around these means."""
    levels = [(float(grade), mean + 0.2 * (-1) ** i) for grade, mean in enumerate(means, 1) for i in range(n)]
    return _frame([rating for rating, _ in levels], [score for _, score in levels])


def test_a_last_value_whose_texts_turn_back_is_a_code():
    """As in a friends-and-family test: 1 is best, 5 worst, and 6 is "don't know"."""
    assert [(c.value, c.why) for c in ratings.codes(_graded([0.5, 0.1, -0.2, -0.3, -0.3, 0.2]))] == [(6.0, "turned")]
    assert [c.value for c in ratings.codes(_graded([0.2, -0.4, -0.2, 0.1, 0.5]))] == [1.0]


@pytest.mark.parametrize("means", [[0.5, 0.1, -0.2, -0.3, -0.35], [-0.5, -0.2, 0.1, 0.4, 0.3], [0, 0, 0, 0, 0.5]])
def test_a_scale_whose_texts_go_one_way_has_no_codes(means):
    assert ratings.codes(_graded(means)) == ()


def test_few_ratings_prove_nothing():
    assert ratings.codes(_graded([0.5, 0.1, -0.2, -0.3, -0.3, 0.2], n=10)) == ()


def test_a_code_is_named_in_the_report(samples):
    rows = [samples.comment(n, rating=float(9 if n % 20 == 0 else 1 + n % 5)) for n in range(200)]
    notes = {note.id: note.text for note in summarise(samples.build(rows, [])).notes}
    assert notes["rating_codes"].startswith("Of the ratings, 9 (10 ×) stand apart from the scale 1 to 5")
