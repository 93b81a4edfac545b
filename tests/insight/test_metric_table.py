import dataclasses

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.errors import OptionError
from cxtext.insight import intervals
from cxtext.insight.answers import average, balance, proportion
from cxtext.insight.groups import grouped
from cxtext.insight.metric_table import METRICS, metric_table
from cxtext.insight.results import Scale

SPLITS = ([0.4, 0.4, 0.2], [0.6, 0.05, 0.35], [0.2, 0.3, 0.5])  # promoters, passives, detractors


def value(table, metric, *keys):
    row = next(row for row in table.rows if row.keys == keys)
    return row.numbers[table.metrics.index(metric)]


def test_nps_by_hand():
    low, high = intervals.nps(40, 20, 100)
    # up 40.75/103, down 20.75/103: 0.194175 ± 1.95996 * sqrt((0.597087 - 0.037704) / 103)
    assert (low, high) == pytest.approx((0.049736, 0.338614), abs=1e-5)
    assert intervals.nps(10, 0, 10)[0] < 0.95  # all alike is not all certain
    # the other: 0, with a variance of 0.597087 / 103; 0.194175 ± 1.95996 * sqrt((0.559383 + 0.597087) / 103)
    assert intervals.nps_difference((40, 20, 100), (30, 30, 100)) == pytest.approx((-0.013506, 0.401856), abs=1e-5)


@pytest.mark.parametrize("n", [30, 100, 1_000])
@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("samples", [2_000, pytest.param(20_000, marks=pytest.mark.nightly)])
def test_intervals_of_balances_cover_what_they_say(n, split, samples):
    counts = np.random.default_rng(n).multinomial(n, split, size=samples)
    truth = split[0] - split[2]
    for method in (intervals.nps, intervals.net):
        low, high = method(counts[:, 0], counts[:, 2], n)
        assert 0.93 <= np.mean((low <= truth) & (truth <= high)) <= 0.97


def answers_of_customers(random, n):
    """Answers 1 … 5 and who gave them: three each on average, with a temper of their own."""
    who = random.integers(n // 3, size=n)
    temper = random.normal(0, 0.8, n // 3)[who]
    return np.clip(np.round(3.4 + temper + random.normal(0, 0.8, n)), 1, 5), who


@pytest.mark.parametrize("n", [30, 100, 1_000])
@pytest.mark.parametrize("samples", [100, pytest.param(2_000, marks=pytest.mark.nightly)])
def test_intervals_allow_for_customers_who_answer_often(n, samples):
    truth, _ = answers_of_customers(np.random.default_rng(0), 300_000)
    ways = {
        "mean": (truth.mean(), lambda v, w: average("mean_rating", v, w, seed=0)),
        "best": ((truth >= 4).mean(), lambda v, w: proportion("csat", v >= 4, w)),
        "net": (100 * np.sign(truth - 3).mean(), lambda v, w: balance("nps", np.sign(v - 3), w)),
    }
    covered = dict.fromkeys(ways, 0)
    random = np.random.default_rng(n)
    for _ in range(samples):
        values, who = answers_of_customers(random, n)
        for name, (true, way) in ways.items():
            number = way(values, who)
            covered[name] += number.low <= true <= number.high
    least, most = (0.93, 0.975) if samples > 1_000 else (0.86, 1)
    for name, hits in covered.items():
        assert least <= hits / samples <= most, (name, hits / samples)


def test_one_answer_each_changes_nothing():
    hits = np.array([True] * 30 + [False] * 20)
    alone = proportion("csat", hits, np.arange(50))
    assert (alone.low, alone.high) == pytest.approx([float(x) for x in intervals.wilson(30, 50)])
    twice = proportion("csat", np.repeat(hits, 2), np.repeat(np.arange(50), 2))
    assert twice.high - twice.low > 0.95 * (alone.high - alone.low)


def test_a_cell_is_that_of_the_comments_in_it_alone(scores):
    labelled = scores.scored(900, seed=3)
    table = metric_table(labelled, by=["source", "theme"], metrics=METRICS[:3], scale=Scale(0, 10, 10))
    on = labelled.comments.filter((pl.col("source") == "web") & pl.col("themes").list.contains("Price"))
    alone = metric_table(dataclasses.replace(labelled, comments=on), metrics=["nps"], scale=Scale(0, 10, 10))
    number = value(table, "nps", "web", "Price")
    assert number == value(alone, "nps")
    assert number.value == pytest.approx(100 * ((on["rating"] >= 9).mean() - (on["rating"] <= 6).mean()))
    assert value(table, "share", "web", "Price").of == (labelled.comments["source"] == "web").sum()
    assert value(table, "net_sentiment", "web", "Price").value == -100


def test_scores_on_a_backward_scale(scores):
    labelled = scores.scored(300, seed=4)
    table = metric_table(labelled, metrics=["csat", "top_box", "mean_rating"], scale=Scale(0, 10, best=0))
    ratings = labelled.comments["rating"]
    assert value(table, "csat").value == pytest.approx((ratings <= 1).mean())
    assert value(table, "mean_rating").value == pytest.approx(ratings.mean())
    assert any("backwards" in note for note in table.notes)


def test_a_metric_that_does_not_go_with_the_scale_is_refused(scores):
    labelled = scores.scored(300)
    for metric, scale, message in (
        ("nps", Scale(1, 5, 5), "nps needs answers from 0 to 10, and rating goes from 1 to 5"),
        ("ces", Scale(1, 5, 5), "ces needs answers from 1 to 7"),
        ("csat", Scale(0, 100, 100), "csat needs a scale of 3 to 11 answers"),
    ):
        with pytest.raises(OptionError, match=message):
            metric_table(labelled, metrics=[metric], scale=scale)
    with pytest.raises(OptionError, match="did you mean 'nps'"):
        metric_table(labelled, metrics=["npss"])
    with pytest.raises(OptionError, match="at most"):
        metric_table(labelled, by=["theme", "stage"])


@settings(max_examples=40, deadline=None)
@given(sizes=st.lists(st.integers(1, 12), min_size=1, max_size=8))
def test_what_is_hidden_cannot_be_told_from_the_rest(samples, sizes):
    rows = [
        samples.comment(100 * group + i, source=f"s{group}", rating=3.0)
        for group, size in enumerate(sizes)
        for i in range(size)
    ]
    comments = samples.build(rows, []).comments
    found = grouped(comments, samples.build([], []).mentions, ["source"])
    shown = dict(found.sizes.select("key0", "comments").iter_rows())
    assert all(n >= 5 and sizes[int(name[1:])] == n for name, n in shown.items())
    left = sum(sizes) - sum(shown.values())
    assert left == 0 or left >= 5 or not shown
    assert found.hidden == len(sizes) - len(shown)
    assert set(found.rows["source"]) == set(shown)


def test_groups_too_small_say_nothing_and_periods_are_in_order(samples, labelled):
    table = metric_table(labelled, by=["theme"], metrics=["net_sentiment", "mean_rating"])
    assert all(row.comments >= 5 for row in table.rows)
    for row in table.rows:
        if row.comments < 30:
            assert all(number.value is None and number.low is None for number in row.numbers)
    months = [row.keys[0] for row in metric_table(labelled, by=["month"]).rows]
    assert months == sorted(months)
