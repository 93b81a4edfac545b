"""Lines that a form puts into every record: "received from:", "customer number:", "when did it start?".

They are learnt from the input, by no list of words. A form line stands word for word in a good share of the comments,
hardly ever as the whole of one, and praises or blames nothing. What people say alike ("friendly staff", "password
reset") stands alone in many of its comments, and what they praise alike has a feeling.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Set by looking at the repeated mentions of IT tickets, complaints to a regulator and patient comments.
SHARE = 0.015  # of the comments that hold it; below it, letters that were copied from each other are meant as they read
FEWEST = 20  # comments that hold it
ACCOMPANIED = 0.9  # share of these in which it is not all that was said
UNFELT = 0.3  # |sentiment| below which nothing is praised or blamed
_WORD = re.compile(r"\w+")


def line_of(view: str) -> str:
    """The words of a mention, by which two of them count as the same line."""
    return " ".join(_WORD.findall(view.lower()))


def form_lines(views: Sequence[str], comment: NDArray[np.int64], scores: NDArray[np.float64]) -> tuple[str, ...]:
    """The form lines of an input, sorted.

    Args:
        views: (n,) encoding views of the mentions.
        comment: (n,) index of the comment that each belongs to.
        scores: (n,) sentiment of each, -1 … 1.
    """
    lines = [line_of(view) for view in views]
    different = set(zip(map(int, comment), lines, strict=True))
    company = Counter(owner for owner, _ in different)
    holders = Counter(line for _, line in different)
    accompanied = Counter(line for owner, line in different if company[owner] > 1)
    felt = dict(zip(lines, scores, strict=True))
    least = max(FEWEST, SHARE * len(company))
    return tuple(
        sorted(
            line
            for line, n in holders.items()
            if line and n >= least and accompanied[line] >= ACCOMPANIED * n and abs(felt[line]) < UNFELT
        )
    )
