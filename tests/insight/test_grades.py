"""Codes such as 9 for "don't know" are no grades: they count in no number, and the report says so."""

import pytest

from cxtext.insight import summarise
from cxtext.insight.grades import graded
from cxtext.insight.results import Scale

CODES = (7.0, 8.0, 9.0, 99.0)


@pytest.fixture(scope="module")
def coded(samples):
    """Ratings of 1 to 5, and of every ten the last a code."""
    rows = [
        samples.comment(n, rating=CODES[n // 10 % len(CODES)] if n % 10 == 9 else float(1 + n % 5)) for n in range(400)
    ]
    return samples.build(rows, [])


def codes_of(summary):
    return [note.text for note in summary.notes if note.id == "rating_codes"]


def test_codes_count_in_no_number_and_are_named(coded):
    summary = summarise(coded)
    head = summary.headline
    assert (head.scale.low, head.scale.high) == (1, 5)
    assert [value for value, _ in head.ratings] == [1, 2, 3, 4, 5]
    assert head.rating.n == head.top_box.of == 360
    assert head.rating.value == pytest.approx(sum(1 + n % 5 for n in range(400) if n % 10 != 9) / 360)
    (note,) = codes_of(summary)
    assert "7 (10 ×), 8 (10 ×), 9 (10 ×), 99 (10 ×) stand apart from the scale 1 to 5" in note


def test_a_given_scale_has_the_last_word(coded):
    whole = summarise(coded, scale=Scale(1, 99, best=99))
    assert whole.headline.rating.n == 400
    assert codes_of(whole) == []
    narrow = summarise(coded, scale=Scale(1, 4, best=4))
    assert narrow.headline.rating.n == sum(n % 10 != 9 and n % 5 != 4 for n in range(400))
    assert "5 (40 ×)" in codes_of(narrow)[0]
    assert "lie outside the scale 1 to 4" in codes_of(narrow)[0]


def test_ratings_without_codes_are_left_alone(samples):
    labelled = samples.make(200)
    assert graded(labelled).labelled is labelled
    assert graded(labelled).aside == ()


def test_codes_that_count_stand_beside_the_mean_without_them(samples):
    tones = {1.0: 0.8, 2.0: 0.3, 3.0: 0.0, 4.0: -0.4, 5.0: -0.8, 6.0: 0.2}
    rows = [samples.comment(n, rating=float(1 + n % 6)) | {"score": tones[float(1 + n % 6)]} for n in range(600)]
    head = summarise(samples.build(rows, [])).headline
    assert head.rating.value == pytest.approx(3.5)
    assert (head.rating_without.value, head.rating_without.n) == (pytest.approx(3), 500)
    assert summarise(samples.build(rows, []), scale=Scale(1, 6, 1)).headline.rating_without is None


@pytest.mark.parametrize(
    ("written", "scale"), [("1:5", Scale(1, 5, 5)), ("5:1", Scale(1, 5, 1)), ("0:10", Scale(0, 10, 10))]
)
def test_a_scale_is_read_as_it_is_written(written, scale):
    assert Scale.read(written) == scale
    assert scale.written == written


@pytest.mark.parametrize("written", ["5", "1:1", "a:b", "1:inf", "1:2:3", "nan:5"])
def test_what_is_no_scale_is_none(written):
    assert Scale.read(written) is None
