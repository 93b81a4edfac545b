"""cxtext as one object: learn themes, label comments, save, load, explain."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl

from cxtext.codes.codebook import Codebook
from cxtext.config import Settings
from cxtext.errors import InputError, ModelError
from cxtext.insight import Catalogue
from cxtext.pipeline import saved
from cxtext.pipeline.adapting import adapted_scorer, learn_sentiment
from cxtext.pipeline.catalogue import catalogue
from cxtext.pipeline.coding import coded, learn_codes
from cxtext.pipeline.described import described
from cxtext.pipeline.explain import Explanation, explain, table_of
from cxtext.pipeline.labelling import Labeller
from cxtext.pipeline.reading import Reader, Reading, mark_copies
from cxtext.pipeline.suggesting import suggest
from cxtext.read import read_feedback
from cxtext.schema import Feedback, Labelled
from cxtext.sentiment.adapt import Adaptation
from cxtext.sentiment.aggregate import comment_leaning
from cxtext.sentiment.rating import RatingScale, rating_scale
from cxtext.sentiment.score import DEFAULT_BAND
from cxtext.sentiment.scorers import make_scorer
from cxtext.taxonomy.link import TouchpointLinker
from cxtext.taxonomy.suggest import suggest_packs
from cxtext.taxonomy.taxonomy import Taxonomy, load_taxonomy
from cxtext.text.brands import find_brands
from cxtext.text.duplicates import Copy, SeenTexts
from cxtext.themes.encode import Encoder, make_encoder
from cxtext.themes.themes import ThemeSet

DEFAULT_MODEL = "default"
SAMPLE = 2_000  # comments from which an input's packs, brands and the direction of its ratings are told


@dataclass(frozen=True)
class Context:
    """What was told from the first comments of an input and holds for all of it."""

    scale: RatingScale | None


class Pipeline:
    """Reads, labels and learns from comments.

    A new pipeline labels with the taxonomy alone: its touchpoints are the themes. `fit` learns themes
    from one's own feedback.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        taxonomy: Taxonomy | None = None,
        themes: ThemeSet | None = None,
        encoder: Encoder | None = None,
        adaptation: Adaptation | None = None,
        codebook: Codebook | None = None,
        origin: str = DEFAULT_MODEL,
    ) -> None:
        self.settings = self._given = settings or Settings()
        self.origin = origin
        self.folder: Path | None = None  # where it was loaded from
        self.themes = themes
        self.golden: tuple[saved.Golden, ...] = ()
        self.encoder = encoder or make_encoder(self.settings.encoder)
        self.adaptation = adaptation
        self.codebook = codebook
        scorer = adapted_scorer(adaptation) if adaptation else make_scorer(self.settings.sentiment)
        self.reader = Reader(self.settings, scorer=scorer, encoder=self.encoder)
        self._taxonomy = self._own_taxonomy = taxonomy

    @classmethod
    def load(cls, model: str | Path = DEFAULT_MODEL, *, settings: Settings | None = None) -> Pipeline:
        """The shipped default model by its name, or a saved one by its folder.

        Args:
            model: `default`, or a folder that `save` wrote.
            settings: for the default model; a saved model brings its own and takes only what
                these say of masking and of the neutral band.

        Raises:
            ModelError: no such model; or it is damaged, of a newer format, or no longer answers its
                golden texts as it did.
        """
        if str(model) == DEFAULT_MODEL:
            return cls(settings)
        folder = Path(model)
        parts = saved.load(folder)
        pipeline = cls(
            parts.settings,
            taxonomy=parts.taxonomy,
            themes=parts.themes,
            encoder=parts.encoder,
            adaptation=parts.adaptation,
            codebook=parts.codebook,
            origin=folder.name,
        )
        pipeline.folder = folder
        pipeline.golden = parts.golden
        with saved.damage(folder, "it cannot label its own texts"):
            answers = pipeline._golden_answers([g.text for g in parts.golden])
        saved.check_golden(pipeline.golden, answers, folder)
        pipeline.settings = _with_given(parts.settings, settings)
        pipeline.reader = Reader(pipeline.settings, scorer=pipeline.reader.scorer, encoder=pipeline.encoder)
        pipeline.__dict__.pop("labeller", None)
        return pipeline

    @property
    def taxonomy(self) -> Taxonomy:
        """The taxonomy that mentions are linked with; the core one until an input suggests packs."""
        if self._taxonomy is None:
            path = Path(self.settings.taxonomy) if self.settings.taxonomy else None
            self._taxonomy = load_taxonomy(self.settings.packs or (), path)
        return self._taxonomy

    @property
    def taxonomy_name(self) -> str:
        """The taxonomy's id and its packs, such as "core + travel"."""
        return " + ".join((self.taxonomy.id, *self.taxonomy.packs))

    @cached_property
    def labeller(self) -> Labeller:
        """What labels mentions, made when it is first needed."""
        linker = TouchpointLinker(self.taxonomy, self.reader.encode)
        return Labeller(self.taxonomy, linker, self.themes, self.settings.neutral_band or DEFAULT_BAND)

    def adapt_sentiment(self, feedback: Feedback, column: str) -> Adaptation:
        """Fit the sentiment model to the labels or ratings in a column of the input; call it before `fit`.

        Raises:
            OptionError: there is no such column, or the model is not `fast`.
            InputError: the column holds something else than labels, or too few of them.
        """
        self.adaptation = learn_sentiment(feedback, column, self.reader)
        self.reader = Reader(self.settings, scorer=adapted_scorer(self.adaptation), encoder=self.encoder)
        return self.adaptation

    def learn_codes(self, feedback: Feedback, column: str) -> Codebook:
        """Learn the codes that people gave to comments, in a column of the input; call it after `fit`.

        Raises:
            OptionError: there is no such column.
            InputError: the column holds no codes, or too few comments have one.
        """
        self.codebook = learn_codes(feedback, column, self.reader)
        return self.codebook

    def fit(self, feedback: Feedback | Sequence[str]) -> Pipeline:
        """Learn themes from feedback; returns the pipeline itself.

        Raises:
            InputError: there is no comment with content to learn from.
        """
        self._learn(_feedback(feedback).comments)
        return self

    def fit_label(self, feedback: Feedback | Sequence[str]) -> Labelled:
        """Learn themes from feedback and label it: what `fit` and `label` give, with the texts read once.

        Raises:
            InputError: there is no comment with content to learn from.
        """
        feedback = _feedback(feedback)
        reading = self._learn(feedback.comments)
        scale = self._scale(feedback.comments.head(SAMPLE), reading)
        return self._labelled(feedback, reading, scale, _copies(feedback.comments))

    def label(self, feedback: Feedback | Sequence[str]) -> Labelled:
        """Label feedback: the same comments, in order, with everything that cxtext can say of them."""
        feedback = _feedback(feedback)
        self._adapt(feedback.comments)
        reading = self.reader.read(feedback.comments)
        scale = self._scale(feedback.comments.head(SAMPLE), reading)
        return self._labelled(feedback, reading, scale, _copies(feedback.comments))

    def context(self, sample: pl.DataFrame) -> Context:
        """What the first comments tell of the whole input; chooses packs and brands where none were given."""
        self._adapt(sample)
        if sample["rating"].is_null().all():
            return Context(None)
        return Context(self._scale(sample, self.reader.read(sample)))

    def label_batch(self, feedback: Feedback, *, context: Context, copies: Sequence[Copy | None]) -> Labelled:
        """Label one part of an input; `copies` tells which of its texts stood earlier in the input."""
        return self._labelled(feedback, self.reader.read(feedback.comments), context.scale, copies)

    def save(self, folder: str | Path) -> None:
        """Write the learnt model as a folder, whole or not at all.

        Raises:
            ModelError: nothing was learnt yet.
        """
        if self.themes is None:
            raise ModelError("there is nothing to save: the pipeline has not learnt themes (call fit first)")
        own = (self.golden, self.adaptation, self.codebook)
        saved.save(Path(folder), saved.Parts(self.settings, self.taxonomy, self.themes, self.encoder, *own))

    def catalogue(self) -> Catalogue:
        """What a report shows of the ids and names that this pipeline gives."""
        return catalogue(self.taxonomy, self.themes)

    def explain(self, text: str, *, question: str | None = None) -> Explanation:
        """How one comment is read, step by step, and on what evidence; `question` is the one that it answers."""
        return explain(text, self.reader, self.labeller, question=question, codebook=self.codebook)

    def suggest(self, feedback: Feedback | Sequence[str], n: int = 50, *, labels: str | None = None) -> pl.DataFrame:
        """The n comments most worth labelling next, and the errors raised: see `suggesting.suggest`."""
        feedback = _feedback(feedback)
        self._adapt(feedback.comments)
        return suggest(feedback, n, reader=self.reader, codebook=self.codebook, labels=labels)

    def _learn(self, comments: pl.DataFrame) -> Reading:
        """Learn themes; returns the reading that they were learnt from."""
        from cxtext.pipeline.learning import learn_themes  # scikit-learn; labelling does without

        self.themes = None
        self._adapt(comments)
        reading = self.reader.read(comments)
        if not reading.scored.any():
            raise InputError("no comment holds text in the model's language; there is nothing to learn themes from")
        self.themes = learn_themes(reading, self.reader, self.labeller.linker, self.settings)
        self.__dict__.pop("labeller", None)
        labels = self.labeller.label(comments, reading, scale=None)
        self.themes = described(self.themes, labels.mentions, self.taxonomy)
        self.__dict__.pop("labeller", None)
        self.golden = saved.golden(labels.comments)
        self.origin, self.folder = "fitted", None
        return reading

    def _labelled(
        self, feedback: Feedback, reading: Reading, scale: RatingScale | None, copies: Sequence[Copy | None]
    ) -> Labelled:
        mark_copies(reading, copies)
        labels = self.labeller.label(feedback.comments, reading, scale=scale)
        comments = labels.comments
        if self.codebook is not None:
            comments = coded(comments, reading, self.reader, self.codebook)
        return Labelled(comments, labels.mentions, feedback.rows, feedback.rejects, feedback.origin)

    def _scale(self, sample: pl.DataFrame, reading: Reading) -> RatingScale | None:
        """The scale of the ratings, from the first comments of a reading."""
        first = reading.comment < len(sample)
        scores = comment_leaning(reading.scores[first], reading.words[first], reading.comment[first], len(sample))
        return rating_scale(sample["rating"].fill_null(np.nan).to_numpy(), scores)

    def _adapt(self, comments: pl.DataFrame) -> None:
        """Choose packs and brands from the first texts of an input, where neither settings nor a model name any."""
        if self.themes is not None:
            return
        first = comments.head(SAMPLE)
        settings, texts = self._given, first["text"].to_list()
        if not settings.brands:
            settings = dataclasses.replace(settings, brands=find_brands(texts, first["source"].to_list()))
        if settings.packs is None and not settings.taxonomy and self._own_taxonomy is None:
            settings = dataclasses.replace(settings, packs=tuple(suggest_packs(texts)))
        if settings != self.settings:
            self.settings = settings
            self._taxonomy = self._own_taxonomy
            self.reader = Reader(settings, scorer=self.reader.scorer, encoder=self.encoder)
            self.__dict__.pop("labeller", None)

    def _golden_answers(self, texts: Sequence[str]) -> list[saved.Golden]:
        return list(saved.golden(self.label(texts).comments, every=True)) if texts else []


def _with_given(own: Settings, given: Settings | None) -> Settings:
    """A saved model's settings with the masking and the neutral band that are asked for now, where any are."""
    if given is None:
        return own
    if given.neutral_band is not None:
        own = dataclasses.replace(own, neutral_band=given.neutral_band)
    if (given.mask, given.mask_own, given.mask_keep) == (None, (), ()):
        return own
    return dataclasses.replace(own, mask=given.mask, mask_own=given.mask_own, mask_keep=given.mask_keep)


def _feedback(feedback: Feedback | Sequence[str]) -> Feedback:
    """Feedback as it is, or from plain texts."""
    if isinstance(feedback, Feedback):
        return feedback
    if isinstance(feedback, str):
        raise InputError("a list of texts is needed, not one text: put it in a list")
    return read_feedback(table_of(feedback), text="text")


def _copies(comments: pl.DataFrame) -> list[Copy | None]:
    """What each comment of a whole input repeats."""
    return SeenTexts().copies(comments["text"].to_list(), comments["comment_id"].to_list())
