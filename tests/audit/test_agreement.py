"""Against the worked examples of Krippendorff (2011), Computing Krippendorff's alpha-reliability, sections A and B."""

import pytest

from cxtext.audit.agreement import agreement, alpha, distance


def sets(labels):
    return [frozenset(label) for label in labels]


@pytest.mark.parametrize(
    ("one", "other", "published"),
    [("0100000010", "1110010000", 0.095), ("aabbdcccedda", "babbbccceddd", 0.692)],
)
def test_alpha_as_published(one, other, published):
    assert alpha(sets(one), sets(other)) == pytest.approx(published, abs=0.001)


def test_distances_of_sets():
    a, ab, bc = frozenset("a"), frozenset("ab"), frozenset("bc")
    assert distance(a, a) == 0
    assert distance(a, ab) == pytest.approx(1 - 1 / 2 * 2 / 3)
    assert distance(ab, bc) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert distance(a, bc) == 1


def test_people_who_agree_and_people_who_guess():
    same = agreement(sets("abab" * 10), sets("abab" * 10))
    assert (same.same, same.kappa, same.alpha) == (1, 1, 1)
    guess = agreement(sets("abab" * 10), sets("aabb" * 10))
    assert guess.kappa == pytest.approx(0)
    assert guess.low < 0 < guess.high
    assert agreement(sets("a" * 12), sets("a" * 12)).alpha is None
    assert agreement([frozenset("ab")] * 3, sets("aaa")).kappa is None
