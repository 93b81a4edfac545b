"""The rating scales that are in use, and which of them a set of ratings was given on."""

from __future__ import annotations

# The first that holds all ratings is taken: stars and agreement, 1 to 7, the question of recommendation, percent.
KNOWN = ((1.0, 5.0), (0.0, 5.0), (1.0, 7.0), (1.0, 10.0), (0.0, 10.0), (0.0, 100.0))


def scale_of(lowest: float, highest: float) -> tuple[float, float]:
    """The ends of the smallest known scale that holds both ratings; the ratings themselves where none does."""
    fitting = (ends for ends in KNOWN if ends[0] <= lowest and highest <= ends[1])
    return next(fitting, (lowest, highest))
