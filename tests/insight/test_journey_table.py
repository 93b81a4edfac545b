import numpy as np
import pytest

from cxtext.errors import OptionError
from cxtext.insight import facets
from cxtext.insight.journey_table import journey_table
from cxtext.insight.metric_table import metric_table
from cxtext.jobs.insight import phases
from cxtext.taxonomy.taxonomy import load_taxonomy

PHASES = {"purchase": ("closure", "Closure"), "use": ("post", "Afterwards"), "get_help": ("post", "Afterwards")}


def said(touchpoint, stage, sentiment="negative", *marks):
    return {"touchpoint": touchpoint, "stage": stage, "sentiment": sentiment, "facets": list(marks)}


def rows():
    phone = [{"source": "phone", "said": [said("delivery", "use", "negative", "effort:hard")]} for _ in range(40)]
    web = [{"source": "web", "said": [said("delivery", "use", "positive")]} for _ in range(30)]
    web += [{"source": "web", "said": [said("delivery", "use", "negative", "expectation:below")]} for _ in range(10)]
    buying = [{"said": [said("checkout", "purchase", "positive", "expectation:above")]} for _ in range(30)]
    lost = [{"said": [said("hotline", "get_help", "negative", "loyalty:switching")]} for _ in range(6)]
    few = [{"said": [said("parking", "use")]} for _ in range(4)]
    both = [{"source": "post", "said": [said("delivery", "use", "positive"), said("delivery", "get_help", "negative")]}]
    return [*phone, *web, *buying, *lost, *few, *both]


def test_the_journey_by_hand(tables):
    found = journey_table(tables.ready(rows(), facets=True), phases=PHASES)
    assert [(m.stage, m.touchpoint, m.comments) for m in found.moments] == [
        ("get_help", "hotline", 6),
        ("purchase", "checkout", 30),
        ("use", "delivery", 81),
    ]
    delivery = found.moments[2]
    assert delivery.net.value == pytest.approx(100 * (31 - 50) / 81)
    assert delivery.effort.value == pytest.approx(40 / 81)
    (gap,) = found.gaps
    assert (gap.touchpoint, gap.better, gap.worse) == ("delivery", "web", "phone")
    assert gap.difference.value == pytest.approx(100 * (30 - 10) / 40 + 100)
    assert found.reliable_gaps == (gap,)
    expected = {e.touchpoint: e.gap.n for e in found.expectations}
    assert expected == {"delivery": 10, "checkout": 30}
    assert found.expectations[0].gap.value == 100  # those of 30; ten comments give no number, and come last
    closure, after = found.phases
    assert (closure.id, closure.comments, closure.net.value) == ("closure", 30, 100)
    assert after.comments == 40 + 40 + 6 + 4 + 1
    assert after.net.value == pytest.approx(100 * (30 - 40 - 10 - 6 - 4) / 91)  # the one with both is mixed
    assert after.lost.value == pytest.approx(6 / 91)
    assert after.acquired is None
    assert "parking" not in repr(found)


def test_won_and_lost_are_conditions(tables):
    found = journey_table(
        tables.ready([{**row, "churned": "yes" if i % 2 else "no"} for i, row in enumerate(rows())], own=("churned",)),
        phases=PHASES,
        lost="churned = 'yes'",
        acquired="source = 'web'",
    )
    after = found.phases[1]
    assert after.lost.value == pytest.approx(sum(i % 2 for i in [*range(80), *range(110, 121)]) / 91)
    assert after.acquired.value == pytest.approx((40 + 6 + 4) / 91)
    assert after.effort is None
    assert facets.NO_FACETS in found.notes[0]
    with pytest.raises(OptionError, match="--lost: unknown column 'churnd'"):
        journey_table(tables.ready(rows(), own=("churned",)), phases=PHASES, lost="churnd = 1")


def test_every_stage_has_one_phase():
    taxonomy = load_taxonomy()
    found = phases()
    assert list(found) == [stage.id for stage in taxonomy.stages]
    assert len({key for key, _ in found.values()}) == 4


def test_rates_of_facets_by_any_group(tables):
    made = tables.labelled(rows()[:-1], facets=True)
    table = metric_table(made, by=["source"], metrics=["high_effort", "churn_risk_rate"])
    by_source = {row.keys[0]: row.numbers for row in table.rows}
    assert by_source["phone"][0].value == 1.0
    assert by_source["web"][1].value == pytest.approx(6 / 80)


@pytest.mark.parametrize("samples", [15, pytest.param(2_000, marks=pytest.mark.nightly)])
def test_equal_channels_have_no_gap_and_the_interval_covers_a_gap(tables, samples):
    random = np.random.default_rng(5)
    covered, false_shares = 0, []
    for _ in range(samples):
        drawn = []
        for touchpoint in "abcd":
            for channel in ("phone", "web", "shop"):
                better = 0.25 if (touchpoint, channel) == ("d", "web") else 0.0
                chances = [0.45 - better, 0.2, 0.35 + better]
                moods = random.choice(["negative", "neutral", "positive"], 30, p=chances)
                drawn += [{"source": channel, "said": [said(touchpoint, "use", str(mood))]} for mood in moods]
        found = journey_table(tables.ready(drawn), phases=PHASES)
        false = [gap.touchpoint != "d" or {gap.better, gap.worse} == {"phone", "shop"} for gap in found.reliable_gaps]
        false_shares.append(np.mean(false) if false else 0.0)
        gap = next(g for g in found.gaps if g.touchpoint == "d" and {g.better, g.worse} == {"web", "phone"})
        low, high = sorted((gap.difference.low, gap.difference.high))
        sign = 1 if gap.better == "web" else -1
        covered += low <= sign * 50 <= high
    least, most = (0.93, 0.97) if samples > 100 else (0.7, 1)
    assert least <= covered / samples <= most
    assert np.mean(false_shares) <= (0.10 if samples > 100 else 0.25)
