"""Themes learnt from mentions."""

import numpy as np

from cxtext.themes.encode import unit_rows
from cxtext.themes.fit import fit_themes


def test_rows_in_another_order_give_the_same_themes_though_one_text_has_several_scores():
    rng = np.random.default_rng(0)
    texts = [f"text {i % 300}" for i in range(600)]  # "late" and "LATE!!" read the same to the encoder
    vectors = np.tile(unit_rows(rng.normal(size=(300, 8)).astype(np.float32)), (2, 1))
    scores = rng.uniform(-1, 1, 600)

    def learnt(order):
        return fit_themes(
            [texts[i] for i in order],
            vectors[order],
            scores[order],
            np.zeros(600, dtype=bool),
            np.full(600, -1),
            order,
            encode=lambda phrases: np.ones((len(phrases), 8), dtype=np.float32),
            tokenise=lambda found: [text.split() for text in found],
        )

    one, other = learnt(np.arange(600)), learnt(rng.permutation(600))
    assert np.array_equal(one.space.polarity, other.space.polarity)
    assert np.array_equal(one.tree.subcentres, other.tree.subcentres)
