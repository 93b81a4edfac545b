import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from cxtext.sentiment.wording import Analyzer

HEARD, VADER = Analyzer(), SentimentIntensityAnalyzer()
WORDS = st.lists(
    st.sampled_from(
        "the was not very slightly good AWFUL late but great! !!! 😀 no hate kind of sort just enough least at never "
        "so this without doubt DON'T isn't or nor kiss death to die for yeah right bus stop bad ass bomb "
        "TOTALLY hain't Isn’t good? ?? 🔛 😀😡 good😀 _".split()
    ),
    max_size=9,
)


def wording(text: str) -> float:
    return HEARD.heard([text]).wording[0]


@pytest.mark.parametrize(
    "texts",
    [
        ("it was slightly good", "it was good", "it was very good", "it was very good!", "it was very good!!!"),
        ("we had a great time", "we had a GREAT time"),
        ("it came slightly late", "it came late", "it came extremely late", "it came extremely late!"),
        ("it was not good", "it was good"),
        ("the nurse came", "the nurse came 😍"),
    ],
)
def test_what_stresses_a_word_is_heard(texts):
    found = [wording(text) for text in texts]
    assert found == sorted(set(found))


def test_praise_and_blame_of_one_strength_are_worded_alike():
    good, bad = VADER.lexicon["superb"], VADER.lexicon["horrific"]
    assert abs(wording("superb") - wording("horrific")) == pytest.approx(abs(abs(good) - abs(bad)) / 4)


@given(st.lists(WORDS.map(" ".join) | st.text(max_size=60), max_size=4))
def test_listening_changes_none_of_vaders_scores(texts):
    heard = HEARD.heard(texts)
    scores = [VADER.polarity_scores(text) for text in texts]
    assert heard.scores.tolist() == [[s["compound"], s["neg"], s["neu"], s["pos"]] for s in scores]
    assert ((heard.wording >= 0) & (heard.wording <= 1)).all()


def test_vaders_scores_of_tweets_are_kept(benchmark_data):
    texts = pl.read_csv(benchmark_data / "airline.csv.gz", infer_schema=False)["text"].to_list()[:2500]
    scores = [VADER.polarity_scores(text) for text in texts]
    expect = [[s["compound"], s["neg"], s["neu"], s["pos"]] for s in scores]
    assert HEARD.heard(texts).scores.tolist() == expect


@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_no_text_hangs_on_the_one_before(first, second):
    alone = Analyzer().heard([second])
    beside = HEARD.heard([first, second])
    assert beside.scores[1].tolist() == alone.scores[0].tolist()
    assert beside.wording[1] == alone.wording[0]
