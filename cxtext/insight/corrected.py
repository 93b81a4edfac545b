"""Shares as they would be without wrong labels, from an audit: how often the label was there, and rightly so."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.stats import norm as normal

from cxtext.errors import OptionError
from cxtext.insight import intervals
from cxtext.insight.cells import NUMBERS_FROM, TOO_FEW_FOR_NUMBERS, TOO_FEW_TO_SHOW, Cell, cell
from cxtext.insight.intervals import LEVEL
from cxtext.insight.results import Number

Triple = tuple[float, float, float]  # a share and the ends of its interval


@dataclass(frozen=True)
class Confusion:
    """What an audit found of one label; counts of comments."""

    true_positive: int  # labelled so, and rightly
    false_positive: int  # labelled so, wrongly
    false_negative: int  # not labelled so, though it should be
    true_negative: int

    def __post_init__(self) -> None:
        for name, count in vars(self).items():
            if count < 0:
                raise OptionError(f"an audit counts comments, and {name} is {count}")

    @property
    def n(self) -> int:
        """How many comments were audited."""
        return self.true_positive + self.false_positive + self.false_negative + self.true_negative


def corrected_share(labelled: int, of: int, audit: Confusion, *, level: float = LEVEL) -> Number:
    """The share of comments that should have the label, 0 … 1, where the audit is a random sample of these comments.

    The share that has it times how often it is right, plus the share that has it not times how often it is missed
    (Tenenbein 1970, JASA 65, 1350-1361); for a label of yes and no that is the prediction-powered estimate of least
    variance (Angelopoulos et al. 2023, arXiv 2311.01453). Interval: Wilson's of the three shares, by their weights,
    squared and added (Zou and Donner 2008), so that it holds at few errors. Nothing is assumed of the audit but that
    its comments were drawn by lot.

    Args:
        labelled: how many comments have the label.
        of: how many there are.
        audit: of a random sample of them.
        level: of the interval.

    Raises:
        OptionError: counts that cannot be.
    """
    if (blank := _blank("corrected_share", labelled, of, audit)) is not None:
        return blank
    has, right, missed = (
        _share(labelled, of, level),
        _share(audit.true_positive, audit.true_positive + audit.false_positive, level),
        _share(audit.false_negative, audit.false_negative + audit.true_negative, level),
    )
    return _bounded("corrected_share", *of_all(has, right, missed), labelled, of, audit)


def of_all(has: Triple, right: Triple, missed: Triple) -> Triple:
    """The share that should have a label, of three independent shares, each with its ends.

    Args:
        has: the share that has it.
        right: of those that have it, those that should.
        missed: of those that have it not, those that should.
    """
    value = has[0] * right[0] + (1 - has[0]) * missed[0]
    ends = []
    for end, other in ((1, 2), (2, 1)):
        moved = right[0] - missed[0]
        parts = (
            has[0] * (right[end] - right[0]),
            (1 - has[0]) * (missed[end] - missed[0]),
            moved * (has[end if moved > 0 else other] - has[0]),
        )
        ends.append(math.hypot(*parts))
    return value, max(value - ends[0], 0.0), min(value + ends[1], 1.0)


def _share(count: int, of: int, level: float) -> tuple[float, float, float]:
    """A share with its ends; anything is as likely where there is nothing to tell it from."""
    low, high = intervals.wilson(count, of, level=level)
    return (count / of, float(low), float(high)) if of else (0.5, 0.0, 1.0)


def rogan_gladen(labelled: int, of: int, audit: Confusion, *, level: float = LEVEL) -> Number:
    """The same where the audit is of other comments, or was drawn by label: only how often it errs carries over.

    (share + specificity - 1) / (sensitivity + specificity - 1): Rogan and Gladen (1978), American Journal of
    Epidemiology 107, 71-76; interval of Lang and Reiczigel (2014), Preventive Veterinary Medicine 113, 13-22. Where the
    label is no better than chance there is no number.

    Args:
        labelled: how many comments have the label.
        of: how many there are.
        audit: at least one comment that should have the label, and one that should not.
        level: of the interval.

    Raises:
        OptionError: counts that cannot be.
    """
    if (blank := _blank("corrected_share", labelled, of, audit)) is not None:
        return blank
    should, should_not = audit.true_positive + audit.false_negative, audit.false_positive + audit.true_negative
    if not should or not should_not:
        return _none("corrected_share", "the audit has no comment of one of the two sorts")
    z = normal.ppf(0.5 + level / 2)
    p = (labelled + z * z / 2) / (of + z * z)  # as Wilson's centre
    sensitivity = (audit.true_positive + 1) / (should + 2)
    specificity = (audit.true_negative + 1) / (should_not + 2)
    power = sensitivity + specificity - 1
    if power <= 0:
        return _none("corrected_share", "the label is no better than chance in the audit")
    centre = (p + specificity - 1) / power
    errors = (
        p * (1 - p) / (of + z * z)
        + centre**2 * sensitivity * (1 - sensitivity) / (should + 2)
        + (1 - centre) ** 2 * specificity * (1 - specificity) / (should_not + 2)
    )
    shift = (
        2
        * z
        * z
        * (
            centre * sensitivity * (1 - sensitivity) / (should + 2)
            - (1 - centre) * specificity * (1 - specificity) / (should_not + 2)
        )
    )
    half = z * math.sqrt(errors) / power
    exact_power = audit.true_positive / should + audit.true_negative / should_not - 1
    value = centre if exact_power <= 0 else (labelled / of + audit.true_negative / should_not - 1) / exact_power
    return _bounded("corrected_share", value, centre + shift - half, centre + shift + half, labelled, of, audit)


def _bounded(metric: str, value: float, low: float, high: float, labelled: int, of: int, audit: Confusion) -> Number:
    inside = [min(max(part, 0.0), 1.0) for part in (value, low, high)]
    value = min(max(inside[0], inside[1]), inside[2])
    return Number(metric, value, inside[1], inside[2], labelled, of, cell(min(of, audit.n)))


def _blank(metric: str, labelled: int, of: int, audit: Confusion) -> Number | None:
    """The number without a value where there is too little for one."""
    if not 0 <= labelled <= of:
        raise OptionError(f"{labelled} of {of} comments cannot have a label")
    if labelled > 0 and cell(labelled) is Cell.HIDDEN:
        return _none(metric, TOO_FEW_TO_SHOW)
    return _none(metric, TOO_FEW_FOR_NUMBERS) if min(of, audit.n) < NUMBERS_FROM else None


def _none(metric: str, reason: str) -> Number:
    return Number(metric, None, None, None, None, None, Cell.HIDDEN, reason)
