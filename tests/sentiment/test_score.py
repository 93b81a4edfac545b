import sys

import numpy as np
import pytest

from cxtext.errors import OptionError
from cxtext.sentiment.score import NEUTRAL_BAND, judgement, leaning, polarity
from cxtext.sentiment.scorers import SCORERS, make_scorer


def scorer_named(name):
    if name == "accurate":
        pytest.importorskip("onnxruntime")
    return make_scorer(name)


@pytest.mark.parametrize("name", SCORERS)
def test_a_scorer_reads(name, sentiment_case, request):
    """A case lists the scorers that are known to fail it."""
    if name in sentiment_case.get("fails", []):
        request.applymarker(pytest.mark.xfail(strict=True, reason="known failure"))
    scores = scorer_named(name).score([sentiment_case["text"]])
    assert polarity(scores) == [sentiment_case["expect"]]


def test_the_band_is_open_at_its_borders():
    edges = np.array([-NEUTRAL_BAND, -NEUTRAL_BAND + 1e-6, 0.0, NEUTRAL_BAND - 1e-6, NEUTRAL_BAND])
    assert polarity(edges) == ["negative", "neutral", "neutral", "neutral", "positive"]


def test_the_band_can_be_moved_to_one_side():
    assert polarity(np.array([-0.2, 0.0, 0.3, 0.4]), band=(-0.1, 0.4)) == ["negative", "neutral", "neutral", "positive"]


def test_the_score_falls_on_the_side_of_the_likeliest_class():
    found = np.array([[0.1, 0.5, 0.4], [0.41, 0.19, 0.4], [0.05, 0.05, 0.9], [0.9, 0.1, 0.0]])
    scores = leaning(found)
    assert polarity(scores) == ["neutral", "negative", "positive", "negative"]
    assert scores[2:] == pytest.approx([0.85, -0.9])


def test_any_probabilities_score_as_their_likeliest_class():
    found = np.random.default_rng(0).dirichlet(np.ones(3), 2000)
    names = np.array(["negative", "neutral", "positive"])
    assert polarity(leaning(found)) == names[found.argmax(axis=1)].tolist()


def test_an_unknown_scorer_names_the_nearest():
    with pytest.raises(OptionError, match="unknown sentiment model 'vadr'; did you mean 'vader'"):
        make_scorer("vadr")


def test_the_accurate_scorer_says_what_to_install(monkeypatch):
    from cxtext.sentiment.accurate import AccurateScorer

    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(OptionError, match=r"pip install 'cxtext\[accurate\]'"):
        AccurateScorer()


@pytest.mark.parametrize("name", SCORERS)
def test_the_stronger_words_are_the_more_intense(name, intensity_case, request):
    if name in intensity_case.get("fails", []):
        request.applymarker(pytest.mark.xfail(strict=True, reason="known failure"))
    found = scorer_named(name).judge(intensity_case["texts"]).intensity.tolist()
    assert found == sorted(set(found))


def test_probabilities_that_are_equally_sure_leave_the_order_to_the_words():
    found = judgement(np.array([[0.8, 0.1, 0.1], [0.1, 0.1, 0.8], [0.1, 0.8, 0.1]]), np.array([0.5, 0.9, 0.9]))
    assert found.intensity == pytest.approx([0.4, 0.72, 0.09])
    assert found.scores == pytest.approx(leaning(found.probabilities))


@pytest.mark.parametrize("name", SCORERS)
class TestEveryScorer:
    texts = ("I love it", "I hate it", "", "it is a table", "😀" * 50)

    def test_scores_lie_in_range_and_do_not_depend_on_company(self, name):
        scorer = scorer_named(name)
        together = scorer.score(self.texts)
        assert together.shape == (len(self.texts),)
        assert np.all(np.abs(together) <= 1)
        assert [scorer.score([t])[0] for t in self.texts] == pytest.approx(list(together))

    def test_a_judgement_holds_the_scores_and_what_they_come_from(self, name):
        scorer = scorer_named(name)
        found = scorer.judge(self.texts)
        assert found.scores.tolist() == scorer.score(self.texts).tolist()
        if name == "vader":
            assert np.isnan(found.probabilities).all()
        else:
            assert found.probabilities == pytest.approx(scorer.probabilities(self.texts))
            assert found.probabilities.sum(axis=1) == pytest.approx(1)
        assert np.all((found.intensity >= 0) & (found.intensity <= 1))
        assert found.intensity.tolist() == [scorer.judge([text]).intensity[0] for text in self.texts]
        assert found.intensity[3] < found.intensity[:2].min()

    def test_no_texts_have_no_scores(self, name):
        assert scorer_named(name).score([]).shape == (0,)
        assert scorer_named(name).judge([]).probabilities.shape == (0, 3)

    def test_love_is_above_hate(self, name):
        love, hate = scorer_named(name).score(self.texts[:2])
        assert love > 0 > hate

    def test_the_explanation_names_the_word(self, name):
        words = scorer_named(name).explain("the nurse was rude")
        assert words[0].text == "rude"
        assert words[0].weight < 0

    @pytest.mark.parametrize("text", [*texts, "the food was cold, but the view was stunning and we slept well"])
    def test_the_explanation_sums_to_the_score(self, name, text):
        scorer = scorer_named(name)
        words = scorer.explain(text)
        assert sum(word.weight for word in words) == pytest.approx(scorer.score([text])[0], abs=1e-9)
