import numpy as np
import pytest

from cxtext.errors import InputError
from cxtext.insight.together import together


def comments(said):
    return [{"said": [{"theme": name} for name in names]} for names in said]


def test_the_lift_by_hand(tables):
    said = [["A", "B"]] * 30 + [["A"]] * 30 + [["B"]] * 10 + [["C"]] * 60 + [["A", "C"]] * 4 + [[]] * 66
    found = together(tables.ready(comments(said)))
    (pair,) = found.pairs  # A and C have four comments in common
    assert pair.ids == ("A", "B")
    assert (pair.comments, pair.expected) == (30, pytest.approx(64 * 40 / 200))
    assert pair.lift.value == pytest.approx(30 * 200 / (64 * 40))
    assert pair.lift.low > 1.5
    assert found.telling == (pair,)


def drawn(random, *, n=800, planted=True, customers=None):
    """Eight topics; the first two come together, where planted, twice as often as by chance."""
    on = random.random((n, 8)) < 0.15
    if planted:
        on[:, 1] = random.random(n) < np.where(on[:, 0], 0.3, 0.15)
    if customers:  # everybody says the same three times
        on = on[np.arange(n) % customers]
    return [
        {
            "who": f"k{i % customers}" if customers else None,
            "said": [{"theme": "ABCDEFGH"[t]} for t in np.flatnonzero(row)],
        }
        for i, row in enumerate(on)
    ]


@pytest.mark.parametrize("samples", [8, pytest.param(2_000, marks=pytest.mark.nightly)])
def test_the_planted_pair_comes_first_and_its_interval_covers(tables, samples):
    random = np.random.default_rng(0)
    truth = 0.3 / (0.15 * 0.3 + 0.85 * 0.15)
    covered = first = 0
    for _ in range(samples):
        found = together(tables.ready(drawn(random)))
        pair = next(p for p in found.pairs if p.ids == ("A", "B"))
        covered += pair.lift.low <= truth <= pair.lift.high
        first += found.pairs[0] == pair
    least, most = (0.93, 0.97) if samples > 100 else (0.6, 1)
    assert least <= covered / samples <= most
    assert first / samples >= 0.7


@pytest.mark.parametrize("customers", [None, 300])
@pytest.mark.parametrize("samples", [6, pytest.param(1_000, marks=pytest.mark.nightly)])
def test_chance_alone_seldom_makes_a_pair(tables, customers, samples):
    random = np.random.default_rng(1)
    alarms = 0
    for _ in range(samples):
        rows = drawn(random, planted=False, n=900, customers=customers)
        made = tables.ready(rows, own=("who",), customer="who") if customers else tables.ready(rows)
        alarms += bool(together(made).telling)
    assert alarms / samples <= (0.13 if samples > 100 else 0.5)


def test_too_few(tables):
    with pytest.raises(InputError, match="no two themes have 30 comments each"):
        together(tables.ready(comments([["A"]] * 40 + [["B"]] * 29)))
