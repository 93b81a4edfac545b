"""The sentiment model adapted to labels that came with the comments."""

from __future__ import annotations

from cxtext.errors import ModelError, OptionError, unknown
from cxtext.pipeline.reading import Reader
from cxtext.schema import Feedback
from cxtext.sentiment.adapt import Adaptation, Mentions, adapt
from cxtext.sentiment.aggregate import comment_leaning
from cxtext.sentiment.fast import FastScorer
from cxtext.sentiment.labels import classes_of
from cxtext.sentiment.score import DEFAULT_BAND
from cxtext.sentiment.scorers import make_scorer
from cxtext.text.clean import for_sentiment


def check_labels(feedback: Feedback, column: str, sentiment: str) -> None:
    """Refuse a column that is not there, and a model that cannot be adapted.

    Raises:
        OptionError: one of the two.
    """
    if sentiment != FastScorer.name:
        raise OptionError(f"--sentiment-labels adapts the sentiment model 'fast', not {sentiment!r}; leave one out")
    if column not in feedback.rows.columns:
        raise OptionError(unknown("column", column, feedback.rows.columns))


def adapted_scorer(adaptation: Adaptation) -> FastScorer:
    """The shipped fast model with a correction.

    Raises:
        ModelError: the correction was fitted to other weights.
    """
    scorer = _shipped()
    if scorer.digest != adaptation.model:
        raise ModelError(
            "the model was adapted to the sentiment model of another cxtext; use the version named in its manifest, "
            "or train it again"
        )
    return scorer.corrected(adaptation.correction)


def learn_sentiment(feedback: Feedback, column: str, reader: Reader) -> Adaptation:
    """A correction from the labels or ratings in a column of the input; see `sentiment.adapt`."""
    check_labels(feedback, column, reader.settings.sentiment)
    comments = feedback.comments
    reading = reader.read(comments)
    texts = [for_sentiment(quote) for quote in reading.quotes]
    scorer = _shipped()
    scores = comment_leaning(scorer.score(texts), reading.words, reading.comment, len(comments))
    labels = classes_of(feedback.rows[column].to_list(), scores, column=column)
    mentions = Mentions(texts, reading.comment, reading.words)
    return adapt(
        scorer, mentions, comments["text"].to_list(), labels, band=reader.settings.neutral_band or DEFAULT_BAND
    )


def _shipped() -> FastScorer:
    scorer = make_scorer(FastScorer.name)
    if not isinstance(scorer, FastScorer):
        raise TypeError(f"{scorer.name} is no FastScorer")
    return scorer
