import dataclasses

import polars as pl
import pytest
from sklearn.metrics import f1_score, normalized_mutual_info_score

from cxtext.audit.evaluate import clustered, evaluated
from cxtext.errors import InputError, OptionError
from cxtext.insight.columns import OWN


@pytest.fixture
def judged(comments):
    """With three columns of people's: a mood that is often another, a subject under another name, and one word."""
    table = comments.comments
    moods = [mood if i % 4 else "negative" for i, mood in enumerate(table["sentiment"])]
    subject = [{"Delivery": "late|", "Price": "dear", "Staff": "rude"}.get(own[0] if len(own) else "")
               for own in table["themes"].to_list()]  # fmt: skip
    columns = {"mood": moods, "subject": subject, "same": ["x"] * len(table), "stars": [1, 5] * 120, "words": moods}
    columns["words"] = ["angry", *moods[1:]]
    own = [pl.Series(OWN + name, [None if v is None else str(v) for v in cells]) for name, cells in columns.items()]
    return dataclasses.replace(comments, comments=table.with_columns(own), columns=tuple(columns))


def test_of_the_sentiment_the_figures_are_scikit_learns(judged):
    found = evaluated(judged, "mood", "sentiment")
    truth = judged.comments[OWN + "mood"].to_list()
    assert found.macro_f1 == pytest.approx(f1_score(truth, judged.comments["sentiment"].to_list(), average="macro"))
    assert found.score.answered == 240
    assert all(label.f1.low < label.f1.value < label.f1.high for label in found.score.labels)
    assert not found.unknown


def test_ratings_say_what_is_negative_too(judged):
    assert {label.label for label in evaluated(judged, "stars", "sentiment").score.labels if label.people} == {
        "negative",
        "positive",
    }


def test_themes_by_agreement_whatever_they_are_called(judged):
    found = clustered(judged, "subject")
    assert (found.nmi, found.ari, found.homogeneity, found.completeness) == pytest.approx((1, 1, 1, 1))
    assert found.matches[0].label == "late"
    assert found.matches[0].themes == (("Delivery", 1.0),)
    mixed = judged.comments.with_columns(pl.Series(OWN + "subject", [["a", "b", "c"][i % 3] for i in range(240)]))
    guess = clustered(dataclasses.replace(judged, comments=mixed), "subject")
    assert guess.nmi_low <= guess.nmi <= guess.nmi_high
    pairs = [(own, ["a", "b", "c"][i % 3]) for i, own in enumerate(judged.comments["themes"].to_list()) if len(own)]
    assert guess.nmi == pytest.approx(normalized_mutual_info_score([a[0] for a, _ in pairs], [b for _, b in pairs]))


@pytest.mark.parametrize(
    ("gold", "of", "error", "message"),
    [
        ("moood", "sentiment", OptionError, "--gold: unknown column 'moood'; did you mean 'mood'"),
        ("words", "sentiment", InputError, "column 'words' holds 'angry', which is not negative, neutral or positive"),
        ("mood", "code", OptionError, "--of code: unknown column 'cx_codes'"),
    ],
)
def test_refusals(judged, gold, of, error, message):
    with pytest.raises(error, match=message):
        evaluated(judged, gold, of)


def test_one_label_parts_nothing(judged):
    with pytest.raises(InputError, match="'same'"):
        clustered(judged, "same")
