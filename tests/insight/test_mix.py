import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.errors import InputError, OptionError
from cxtext.insight.mix import mix
from cxtext.insight.sides import sides

BEFORE, AFTER = "month = '2025-01-01'", "month = '2025-02-01'"


def answers(month, channel, ratings):
    return [{"day": 31 * month, "channel": channel, "rating": float(rating)} for rating in ratings]


def split(tables, rows, **how):
    made = tables.ready(
        rows, own=("channel", *how.pop("own", ())), **{k: how.pop(k) for k in ("customer",) if k in how}
    )
    return mix(made, sides(made, before=BEFORE, after=AFTER), by="channel", **how)


def test_the_parts_by_hand(tables):
    rows = [
        *answers(0, "phone", [2] * 30),
        *answers(0, "web", [4] * 10),
        *answers(1, "phone", [3] * 20),
        *answers(1, "web", [4] * 20),
    ]
    found = split(tables, rows, metric="mean_rating")
    # 2.5 to 3.5; weights 3/4, 1/4 to 1/2, 1/2. Within: 5/8 * 1 = .625; the rest is mix: .375
    assert found.change.value == pytest.approx(1.0)
    assert found.within.value == pytest.approx(0.625)
    assert found.mix.value == pytest.approx(0.375)
    phone, web = found.parts
    assert (phone.level, phone.answers_before, phone.answers_after) == ("phone", 30, 20)
    # mix from the middle of the two means, 3: -1/4 * (2.5 - 3) and 1/4 * (4 - 3)
    assert (phone.mix.value, web.mix.value) == pytest.approx((0.125, 0.25))
    assert (phone.within.value, web.within.value) == pytest.approx((0.625, 0.0))


LEVEL = st.tuples(st.sampled_from("abcd"), st.booleans(), st.integers(0, 10))


@settings(max_examples=20, deadline=None)
@given(st.lists(LEVEL, min_size=10, max_size=60))
def test_mix_and_within_always_add_up_and_no_small_level_is_shown(tables, drawn):
    rows = [row for level, late, rating in drawn for row in answers(int(late), level, [rating] * 5)]
    rows += answers(0, "a", range(30)) + answers(1, "b", range(30))
    found = split(tables, rows, metric="mean_rating", draws=1_000)
    assert found.mix.value + found.within.value == pytest.approx(found.change.value, abs=1e-9)
    assert found.change.value == pytest.approx(found.mean_after.value - found.mean_before.value, abs=1e-9)
    for total, effects in ((found.mix, "mix"), (found.within, "within")):
        assert sum(getattr(part, effects).value for part in found.parts) == pytest.approx(total.value, abs=1e-9)
    for part in found.parts:
        assert all(n == 0 or n >= 5 for n in (part.answers_before, part.answers_after))


def test_a_channel_that_is_new_is_all_mix(tables):
    rows = [*answers(0, "phone", [2] * 40), *answers(1, "phone", [2] * 40), *answers(1, "app", [5] * 40)]
    found = split(tables, rows, metric="mean_rating")
    assert found.within.value == pytest.approx(0)
    assert found.mix.value == pytest.approx(1.5)


def simulated(tables, random, n):
    """Two periods in which the share of the web and the phone's mood change; customers write one and a half each."""
    rows = []
    for month, web, moods in ((0, 0.4, (-0.3, 0.2)), (1, 0.6, (0.0, 0.2))):
        for number in range(n):
            on_web = random.random() < web
            mood = random.choice([-1, 0, 1], p=_chances(moods[int(on_web)]))
            sentiment = {-1: "negative", 0: "neutral", 1: "positive"}[int(mood)]
            rows.append({"day": 31 * month, "channel": "web" if on_web else "phone", "sentiment": sentiment})
            rows[-1]["who"] = f"{month} {number}"
    return rows


def _chances(net):
    return [0.35 - net / 2, 0.3, 0.35 + net / 2]


@pytest.mark.parametrize(
    ("n", "samples"), [(30, 40), *(pytest.param(n, 2_000, marks=pytest.mark.nightly) for n in (30, 200))]
)
def test_the_intervals_cover_what_they_say(tables, n, samples):
    truth = {"within": 100 * 0.5 * 0.3, "mix": 100 * 0.2 * (0.2 - (-0.15))}
    truth["change"] = truth["within"] + truth["mix"]
    random = np.random.default_rng(n)
    covered = dict.fromkeys(truth, 0)
    for _ in range(samples):
        found = split(tables, simulated(tables, random, n), own=("who",), customer="who", metric="net_sentiment")
        for name, true in truth.items():
            number = getattr(found, name)
            covered[name] += number.low <= true <= number.high
    for name, hits in covered.items():
        # Mix is a product of two uncertain numbers, whose interval is too wide while both are small.
        least, most = (0.93, 0.99 if name == "mix" else 0.975) if samples > 1_000 else (0.83, 1)
        assert least <= hits / samples <= most, (name, hits / samples)


def test_shares_of_a_theme_split_too(tables):
    say = [{"theme": "Price"}]
    rows = [
        {"day": 31 * m, "channel": "web", "said": say if i < k else []}
        for m, k in ((0, 10), (1, 20))
        for i in range(40)
    ]
    found = split(tables, rows, topic="price")
    assert (found.metric, found.change.value, found.mix.value) == ("share", pytest.approx(0.25), pytest.approx(0))


@pytest.mark.parametrize(
    ("how", "error", "message"),
    [
        ({"metric": "npss"}, OptionError, "did you mean 'nps'"),
        ({"metric": "share"}, OptionError, "of what"),
        ({"topic": "prize"}, OptionError, "unknown theme 'prize'"),
        ({"metric": "high_effort"}, InputError, "labelled without facets"),
    ],
)
def test_refusals(tables, how, error, message):
    with pytest.raises(error, match=message):
        split(tables, answers(0, "web", [1] * 40) + answers(1, "web", [2] * 40), **how)


def test_too_few_on_a_side(tables):
    with pytest.raises(InputError, match="has fewer than 5 answers"):
        split(tables, answers(0, "web", [1] * 4) + answers(1, "web", [2] * 40), metric="mean_rating")


def test_order_and_seed(tables):
    rows = [
        {**row, "id": f"k{i}"} for i, row in enumerate(answers(0, "web", range(40)) + answers(1, "phone", range(40)))
    ]
    first = split(tables, rows, metric="mean_rating")
    assert split(tables, rows[::-1], metric="mean_rating") == first
    assert math.isfinite(first.mix.low)
