"""The rating scales that are in use, and which of them a set of ratings was given on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# The first that holds all ratings is taken: stars and agreement, 1 to 7, the question of recommendation, percent.
KNOWN = ((1.0, 5.0), (0.0, 5.0), (1.0, 7.0), (1.0, 10.0), (0.0, 10.0), (0.0, 100.0))

LEAST_RATINGS = 100  # of fewer, a gap is chance
LEAST_GRADES = 3  # a scale has at least as many
OF_A_SCALE = 0.8  # share of all ratings that lie on the scale where the others are codes


def scale_of(lowest: float, highest: float) -> tuple[float, float]:
    """The ends of the smallest known scale that holds both ratings; the ratings themselves where none does."""
    fitting = (ends for ends in KNOWN if ends[0] <= lowest and highest <= ends[1])
    return next(fitting, (lowest, highest))


def codes_apart(counts: Mapping[float, int]) -> tuple[float, ...]:
    """Whole values that stand apart from a scale without gaps, as 9, 99 or -1 for "don't know" do; none found is ().

    Args:
        counts: of each rating, how many there are.
    """
    ratings = sum(counts.values())
    whole = sorted(value for value in counts if float(value).is_integer())
    if ratings < LEAST_RATINGS or not whole:
        return ()
    scale = max(_unbroken(whole), key=lambda run: (sum(counts[value] for value in run), run))
    if len(scale) < LEAST_GRADES or scale[0] > 1 or sum(counts[value] for value in scale) < OF_A_SCALE * ratings:
        return ()
    return tuple(value for value in whole if value < min(scale[0], 0) or value > scale[-1] + 1)


def _unbroken(whole: Sequence[float]) -> list[list[float]]:
    """The values cut wherever one is missing."""
    runs = [[whole[0]]]
    for value in whole[1:]:
        if value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return runs
