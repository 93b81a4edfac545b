"""What comments that nobody labelled tell of codes that exclude each other.

People label what they find, often as many comments of each code, while codes are far from equally common. A first fit
says how common each code is among all comments (one step of Saerens et al. 2002, "Adjusting the outputs of a
classifier to new a priori probabilities"; more steps run away with few labels), and each unlabelled comment teaches
its likeliest code after that, as much as the guess is sure (Lee 2013, "Pseudo-label").
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

Floats = NDArray[np.float64]

MOST_WEIGHT = 0.25  # of a sure guess, beside a label's 1; less where labels are few, so that they are not outweighed


def guess(scores: Floats, codes: NDArray[np.int64], share: Floats, labelled: int) -> tuple[NDArray[np.int64], Floats]:
    """(m,) the code of each unlabelled comment, and how much it weighs as an example.

    Args:
        scores: (m, k) log-odds by the first fit.
        codes: (n,) that the first fit learnt from, those of the labelled comments first.
        share: (n,) how much each weighed.
        labelled: how many are comments and not names.
    """
    m, k = scores.shape
    chance = softmax(scores, axis=1)
    taught = np.bincount(codes, weights=share, minlength=k) / share.sum()
    common = (chance.sum(axis=0) + np.bincount(codes[:labelled], minlength=k)) / (m + labelled)
    chance *= common / taught
    chance /= chance.sum(axis=1, keepdims=True)
    return chance.argmax(axis=1), min(MOST_WEIGHT, labelled / m) * chance.max(axis=1)
