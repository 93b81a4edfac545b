import numpy as np
import pytest

from cxtext.errors import OptionError
from cxtext.insight.corrected import Confusion, corrected_share, rogan_gladen


def test_by_hand():
    audit = Confusion(true_positive=16, false_positive=4, false_negative=11, true_negative=169)
    number = corrected_share(1_000, 10_000, audit)
    assert number.value == pytest.approx(0.10 * 16 / 20 + 0.90 * 11 / 180)
    # sensitivity 16/27, specificity 169/173
    wanted = (0.10 + 169 / 173 - 1) / (16 / 27 + 169 / 173 - 1)
    assert rogan_gladen(1_000, 10_000, audit).value == pytest.approx(wanted)


def test_a_perfect_audit_changes_next_to_nothing():
    for way in (corrected_share, rogan_gladen):
        number = way(300, 1_000, Confusion(300, 0, 0, 700))
        assert number.value == pytest.approx(0.3)
        assert number.low < 0.3 < number.high


@pytest.mark.parametrize("audited", [30, 200, 1_000])
@pytest.mark.parametrize("samples", [2_000, pytest.param(20_000, marks=pytest.mark.nightly)])
def test_the_interval_covers_the_true_share(audited, samples):
    """A theme of 12 % that is found in 60 % of its comments, and named in 2 % of all others."""
    random = np.random.default_rng(audited)
    truth, sensitivity, specificity, of = 0.12, 0.6, 0.98, 2_000
    cells = np.array([truth * sensitivity, (1 - truth) * (1 - specificity), truth * (1 - sensitivity), 0.0])
    cells[3] = 1 - cells.sum()
    covered = 0
    for _ in range(samples):
        counts = random.multinomial(of, cells)
        audit = random.multivariate_hypergeometric(counts, audited)
        number = corrected_share(int(counts[:2].sum()), of, Confusion(*(int(c) for c in audit)))
        covered += number.low <= truth <= number.high
    assert 0.93 <= covered / samples <= (0.985 if audited == 30 else 0.97)  # 30 hold two errors: a little too wide


@pytest.mark.parametrize("samples", [2_000, pytest.param(20_000, marks=pytest.mark.nightly)])
@pytest.mark.parametrize(("should", "should_not"), [(30, 30), (100, 100), (200, 400)])
def test_rogan_gladen_covers_the_true_share_though_the_audit_is_of_others(should, should_not, samples):
    random = np.random.default_rng(should)
    truth, sensitivity, specificity, of = 0.2, 0.75, 0.95, 1_000
    rate = truth * sensitivity + (1 - truth) * (1 - specificity)
    covered = 0
    for _ in range(samples):
        hit, cleared = random.binomial(should, sensitivity), random.binomial(should_not, specificity)
        audit = Confusion(int(hit), int(should_not - cleared), int(should - hit), int(cleared))
        number = rogan_gladen(int(random.binomial(of, rate)), of, audit)
        covered += number.low <= truth <= number.high
    assert 0.93 <= covered / samples <= (0.985 if should == 30 else 0.97)


def test_what_is_too_little_gives_no_number():
    fine = Confusion(10, 10, 10, 70)
    assert corrected_share(3, 1_000, fine).reason == "fewer than 5 comments: hidden for privacy"
    assert corrected_share(50, 1_000, Confusion(5, 5, 5, 5)).value is None
    assert rogan_gladen(50, 1_000, Confusion(0, 0, 40, 0)).reason.startswith("the audit has no comment")
    assert rogan_gladen(50, 1_000, Confusion(5, 30, 30, 5)).reason.startswith("the label is no better than chance")
    with pytest.raises(OptionError, match="60 of 50 comments cannot have a label"):
        corrected_share(60, 50, fine)
    with pytest.raises(OptionError, match="false_positive is -1"):
        Confusion(1, -1, 1, 1)
