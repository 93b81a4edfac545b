import dataclasses
from datetime import date

import polars as pl
import pytest

from cxtext.insight import Catalogue, Number, summarise
from cxtext.insight.catalogue import prettify, printable
from cxtext.insight.cells import HIDDEN_BELOW, NUMBERS_FROM
from cxtext.schema import OVERALL, REST


@pytest.fixture(scope="module")
def summary(labelled, catalogue):
    return summarise(labelled, catalogue=catalogue)


def _numbers(value):
    """All numbers in a result, however deep."""
    if isinstance(value, Number):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _numbers(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for entry in value:
            yield from _numbers(entry)


def test_every_number_is_defined_bounded_and_big_enough(summary):
    found = list(_numbers(summary))
    assert len(found) > 300
    for number in found:
        assert number.metric in summary.definitions
        assert number.n is None or number.n >= HIDDEN_BELOW
        if number.value is None:
            assert number.reason
        else:
            assert number.of >= NUMBERS_FROM
            assert number.low - 1e-9 <= number.value <= number.high + 1e-9


def test_the_funnel_reconciles(summary, labelled):
    way = summary.funnel
    assert way.read == len(labelled.comments) + len(labelled.rejects)
    assert way.read == sum(n for _, n in (*way.rejected, *way.set_aside)) + way.analysed
    assert way.analysed == way.with_theme + way.without_theme
    assert len(way.set_aside) == 3
    assert 0 < way.duplicates < way.analysed


def test_periods_and_sentiments_add_up_to_all_comments(summary):
    assert sum(point.comments for point in summary.trend.points) == summary.funnel.analysed
    assert sum(number.n for _, number in summary.headline.sentiment) == summary.funnel.analysed


def test_a_theme_counted_by_hand(summary, labelled):
    kept = labelled.comments.filter(pl.col("flags").list.set_difference(["duplicate"]).list.len() == 0)
    said = labelled.mentions.filter(pl.col("theme") == "Delivery time").join(kept, on="comment_id", how="semi")
    moods = said.group_by("comment_id").agg(pl.col("sentiment").unique().sort())
    n = len(moods)
    up = sum(mood == ["positive"] or mood == ["neutral", "positive"] for mood in moods["sentiment"].to_list())
    down = sum(mood == ["negative"] or mood == ["negative", "neutral"] for mood in moods["sentiment"].to_list())
    theme = next(topic for topic in summary.themes if topic.id == "Delivery time")
    assert theme.share.n == n
    assert theme.share.value == n / len(kept)
    assert theme.net.value == pytest.approx(100 * (up - down) / n)


def test_the_planted_change_is_named(summary):
    assert "App login and codes" in [change.name for change in summary.trend.changes]


def test_names_come_from_the_catalogue_and_else_from_the_ids(summary):
    names = {topic.id: topic.name for topic in (*summary.departments, *summary.touchpoints)}
    assert names["fulfilment"] == "Fulfilment & Delivery"
    assert names["app_login"] == "App login"
    stages = ["Consideration", "Purchase", "Receive and set up", "Use", "Get help"]
    assert [name for _, name in summary.journey.stages] == stages


@pytest.mark.parametrize(("key", "name"), [("delivery_time", "Delivery time"), ("", ""), ("eSIM", "ESIM")])
def test_prettify(key, name):
    assert prettify(key) == name


def test_names_are_one_line_that_turns_no_text_around():
    assert printable("two\nlines\u202e\x00") == "two lines"
    assert printable("\x01") == "(no name)"
    assert printable("👩\u200d🔧 repairs") == "👩\u200d🔧 repairs"


def test_the_order_of_the_rows_does_not_matter(summary, labelled, catalogue):
    turned = dataclasses.replace(
        labelled,
        comments=labelled.comments.sample(fraction=1, shuffle=True, seed=3),
        mentions=labelled.mentions.sample(fraction=1, shuffle=True, seed=4),
    )
    assert summarise(turned, catalogue=catalogue) == summary


def test_small_themes_leave_no_trace_but_their_name(samples):
    big = [samples.comment(n, text=f"An ordinary comment number {n}") for n in range(100)]
    small = [
        samples.comment(n, text=f"secretword {n}", sentiment="negative", rating=1.0, date=date(2025, 1, 1))
        for n in range(100, 104)
    ]
    said = [samples.mention(row, theme="Big", department="d") for row in big]
    said += [samples.mention(row, theme="Small", department="small", touchpoint="small", stage="s") for row in small]
    found = summarise(samples.build(big + small, said))
    theme = next(topic for topic in found.themes if topic.name == "Small")
    assert (theme.share.n, theme.share.value, theme.net.n, theme.net.value) == (None,) * 4
    assert (theme.links, theme.trend, theme.quotes) == ((), (), ())
    assert all(number.n is None for _, number in theme.sentiment)
    assert "secretword" not in repr(found)
    assert found.journey.cells == ()
    assert "hidden" in {note.id for note in found.notes}


def test_from_comments_alone(labelled, catalogue):
    found = summarise(dataclasses.replace(labelled, mentions=labelled.mentions.clear()), catalogue=catalogue)
    assert {"comment_level"} <= {note.id for note in found.notes}
    assert found.funnel.mentions == 0
    theme = found.themes[0]
    of_it = labelled.comments.filter(pl.col("themes").list.contains(theme.id))
    assert theme.share.n == len(of_it)
    up, down = ((of_it["sentiment"] == side).sum() for side in ("positive", "negative"))
    assert theme.net.value == pytest.approx(100 * (up - down) / len(of_it))
    assert theme.link("department").name == "Fulfilment & Delivery"
    assert theme.quotes


def test_without_a_theme_model_touchpoints_lead(labelled):
    bare = dataclasses.replace(
        labelled,
        comments=labelled.comments.with_columns(themes=pl.lit([], dtype=pl.List(pl.String))),
        mentions=labelled.mentions.with_columns(theme=pl.lit(None, dtype=pl.String)),
    )
    found = summarise(bare)
    assert found.themes == ()
    assert found.highlights
    assert found.trend.tested > 0
    assert "no_themes" in {note.id for note in found.notes}


def test_reversed_ratings_are_said_so(samples):
    rows = [
        samples.comment(n, sentiment=mood, rating=1.0 if mood == "positive" else 5.0)
        for n, mood in enumerate(["positive", "negative"] * 50)
    ]
    found = summarise(samples.build(rows, []))
    assert found.headline.scale.best == 1
    assert any("1 is read as best" in note.text for note in found.notes)


@pytest.mark.parametrize("rows", [0, 1, 4, 20])
def test_too_little_feedback_gives_a_summary_without_numbers(samples, rows):
    comments = [samples.comment(n, rating=3.0, date=date(2025, 1, 1 + n)) for n in range(rows)]
    found = summarise(samples.build(comments, []))
    assert found.funnel.analysed == rows
    assert all(number.value is None for number in _numbers(found))
    assert "too_few" in {note.id for note in found.notes}


def test_a_comment_with_two_flags_is_set_aside_once(samples):
    rows = [samples.comment(1, flags=["duplicate", "empty"]), samples.comment(2, flags=["truncated"])]
    way = summarise(samples.build(rows, [])).funnel
    assert way.set_aside == (("empty", 1),)
    assert (way.analysed, way.truncated) == (1, 1)


def test_ratings_without_a_text_count_in_the_mean(samples):
    rows = [samples.comment(n, rating=5.0, flags=["empty"], text="") for n in range(50)]
    rows += [samples.comment(n, rating=1.0) for n in range(50, 100)]
    found = summarise(samples.build(rows, []))
    assert found.headline.rating.value == 3
    assert found.headline.top_box.value == 0.5


def test_copies_are_counted_and_said(samples):
    rows = [samples.comment(n, flags=["duplicate"] if n > 2 else []) for n in range(1, 11)]
    way = summarise(samples.build(rows, [])).funnel
    assert (way.analysed, way.duplicates) == (10, 8)


def test_a_title_is_one_line_that_any_file_can_hold(labelled):
    assert summarise(labelled, title=" a\nb\udcff ").title == "a b?"
    assert summarise(labelled, catalogue=Catalogue()).title


def test_what_changed_names_no_remarks(samples):
    months = [(date(2025, month, day), month == 4) for month in (1, 2, 3, 4) for day in range(1, 29) for _ in range(4)]
    rows = [
        samples.comment(n, date=day, themes=[REST, OVERALL] if late or n % 5 == 0 else ["Food"])
        for n, (day, late) in enumerate(months, start=1)
    ]
    trend = summarise(samples.build(rows, [])).trend
    assert trend is not None
    assert [change.id for change in trend.changes] in ([], ["Food"])
    assert trend.tested <= 1
