import numpy as np
import pytest

from cxtext.errors import OptionError
from cxtext.sentiment.score import NEUTRAL_BAND, SCORERS, make_scorer, polarity


def test_vader_reads(sentiment_case):
    scores = make_scorer("vader").score([sentiment_case["text"]])
    assert polarity(scores) == [sentiment_case["expect"]]


def test_the_band_is_open_at_its_borders():
    edges = np.array([-NEUTRAL_BAND, -NEUTRAL_BAND + 1e-6, 0.0, NEUTRAL_BAND - 1e-6, NEUTRAL_BAND])
    assert polarity(edges) == ["negative", "neutral", "neutral", "neutral", "positive"]


def test_an_unknown_scorer_names_the_nearest():
    with pytest.raises(OptionError, match="unknown sentiment model 'vadr'; did you mean 'vader'"):
        make_scorer("vadr")


@pytest.mark.parametrize("name", SCORERS)
class TestEveryScorer:
    texts = ("I love it", "I hate it", "", "it is a table", "😀" * 50)

    def test_scores_lie_in_range_and_do_not_depend_on_company(self, name):
        scorer = make_scorer(name)
        together = scorer.score(self.texts)
        assert together.shape == (len(self.texts),)
        assert np.all(np.abs(together) <= 1)
        assert [scorer.score([t])[0] for t in self.texts] == pytest.approx(list(together))

    def test_love_is_above_hate(self, name):
        love, hate = make_scorer(name).score(self.texts[:2])
        assert love > 0 > hate

    def test_the_explanation_names_the_word(self, name):
        words = make_scorer(name).explain("the nurse was rude")
        assert words[0].text == "rude"
        assert words[0].weight < 0
