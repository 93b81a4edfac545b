import numpy as np
import pytest

from cxtext.errors import InputError, OptionError
from cxtext.insight.period_changes import period_changes
from cxtext.insight.segment_changes import segment_changes


def weeks(random, *, planted, n=14, weekly=60, themes=12):
    """Two plans; in the last week of the gold plan one theme comes three times as often."""
    rows = []
    for week in range(n):
        for plan in ("free", "gold"):
            for _ in range(weekly):
                on = random.random(themes) < 0.1
                if planted and plan == "gold" and week == n - 1:
                    on[0] = random.random() < 0.4
                rows.append(
                    {"day": 7 * week + 6, "plan": plan, "said": [{"theme": f"T{t:02}"} for t in np.flatnonzero(on)]}
                )
    return rows


def test_what_rose_in_one_segment_is_found_there(tables):
    found = segment_changes(tables.ready(weeks(np.random.default_rng(0), planted=True), own=("plan",)), by="plan")
    (one,) = found.changed
    assert (one.segment, one.topic.id, one.topic.direction) == ("gold", "T00", "rising")
    assert found.segments == ("free", "gold")
    assert found.tests == 2 * 2 * 12


def test_one_segment_of_all_says_what_changes_says(tables):
    rows = [{**row, "plan": "gold"} for row in weeks(np.random.default_rng(1), planted=True)]
    found = segment_changes(tables.ready(rows, own=("plan",)), by="plan", unit="week")
    whole = period_changes(tables.labelled(rows, own=("plan",)), unit="week")
    assert {one.topic for one in found.topics} == set(whole.topics)
    assert (found.period, found.tests) == (whole.period, whole.tests)


@pytest.mark.parametrize("samples", [6, pytest.param(300, marks=pytest.mark.nightly)])
def test_quiet_weeks_have_few_alarms(tables, samples):
    random = np.random.default_rng(2)
    alarms = sum(
        bool(segment_changes(tables.ready(weeks(random, planted=False), own=("plan",)), by="plan").changed)
        for _ in range(samples)
    )
    assert alarms / samples <= (0.10 if samples > 100 else 0.5)


def test_refusals(tables):
    made = tables.ready(weeks(np.random.default_rng(0), planted=False, n=3, weekly=10), own=("plan",))
    with pytest.raises(OptionError, match="did you mean 'plan'"):
        segment_changes(made, by="plans")
    with pytest.raises(InputError, match="no segment of plan has two"):
        segment_changes(made, by="plan")
