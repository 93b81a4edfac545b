"""cxtext as one object: learn themes, label comments, save, load, explain."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import polars as pl

from cxtext.codes.codebook import Codebook
from cxtext.config import Settings
from cxtext.errors import InputError, ModelError
from cxtext.insight import Catalogue
from cxtext.one_thread import TRAINING, one_thread
from cxtext.pipeline import absorbing, saved
from cxtext.pipeline.adapting import adapted_scorer, learn_sentiment
from cxtext.pipeline.audits import Audits, withheld
from cxtext.pipeline.catalogue import catalogue
from cxtext.pipeline.census import Census
from cxtext.pipeline.chosen import chosen
from cxtext.pipeline.coding import coded, learn_codes
from cxtext.pipeline.collector import collector_at_rest
from cxtext.pipeline.context import SAMPLE, Context, scale_of
from cxtext.pipeline.drifting import Baseline
from cxtext.pipeline.examples import examples_of
from cxtext.pipeline.explain import Explanation, explain
from cxtext.pipeline.facetting import Facetter, facetter_of
from cxtext.pipeline.golden import Golden, answered, golden
from cxtext.pipeline.inputs import as_feedback, copies_in
from cxtext.pipeline.labelling import Labeller
from cxtext.pipeline.learnt import Learnt
from cxtext.pipeline.linked import linked_owners
from cxtext.pipeline.loading import forget, loaded
from cxtext.pipeline.owning import Owners, owners_of
from cxtext.pipeline.reading import Reader, Reading, mark_copies
from cxtext.pipeline.suggesting import suggest
from cxtext.pipeline.touchpoints import Taught, learn_touchpoints, linker_of
from cxtext.pipeline.training import train
from cxtext.read import FeedbackStream
from cxtext.schema import Feedback, Labelled
from cxtext.sentiment.adapt import Adaptation
from cxtext.sentiment.rating import RatingScale
from cxtext.sentiment.score import DEFAULT_BAND
from cxtext.sentiment.scorers import make_scorer
from cxtext.taxonomy.link import TouchpointLinker
from cxtext.taxonomy.taxonomy import Taxonomy, load_taxonomy
from cxtext.text.duplicates import Copy
from cxtext.themes.encode import Encoder, make_encoder
from cxtext.themes.identity import Identity
from cxtext.themes.themes import ThemeSet

DEFAULT_MODEL = "default"


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
        theme_owners: Mapping[str, str] | None = None,
        codebook: Codebook | None = None,
        touchpoint_head: Taught | None = None,
        origin: str = DEFAULT_MODEL,
    ) -> None:
        self.settings = self._given = settings or Settings()
        self.origin = origin
        self.folder: Path | None = None  # where it was loaded from
        self.themes = themes
        self.theme_owners = dict(theme_owners or {})  # a person's decisions: the owner of a theme, by its name
        self.unsupported: dict[str, int] = {}  # wished-for themes that were not made, and the mentions each had
        self.golden: tuple[Golden, ...] = ()
        self.identity: Identity | None = None  # of the themes, from one training to the next
        self.census: Census | None = None
        self.learnt: Learnt | None = None  # the inputs that it has learnt from
        self.baseline: Baseline | None = None  # what new comments are compared with
        self.audits = Audits()  # what people said of its labels, and whose comments never teach it
        self.since: Pipeline | None = None  # the one that training goes on from, see `retraining.going_on`
        self.encoder = encoder or make_encoder(self.settings.encoder)
        self.adaptation = adaptation
        self.codebook = codebook
        self.touchpoint_head = touchpoint_head
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
            OptionError: `settings` would change what the saved model brings with it.
        """
        return cls(settings) if str(model) == DEFAULT_MODEL else loaded(cls, Path(model), settings)

    @property
    def taxonomy(self) -> Taxonomy:
        """The taxonomy that mentions are linked with; the core one until an input suggests packs."""
        if self._taxonomy is None:
            path = Path(self.settings.taxonomy) if self.settings.taxonomy else None
            self._taxonomy = load_taxonomy(self.settings.packs or (), path)
        return self._taxonomy

    @cached_property
    def labeller(self) -> Labeller:
        """What labels mentions, made when it is first needed."""
        return self.labeller_with(facetter_of(self.settings, self.encoder))

    def labeller_with(self, facetter: Facetter | None) -> Labeller:
        """What labels mentions, with these facets or none."""
        band, examples = self.settings.neutral_band or DEFAULT_BAND, examples_of(self.identity, self.themes)
        return Labeller(self.taxonomy, self.linker, self.themes, self.owners, facetter, band, examples)

    @cached_property
    def linker(self) -> TouchpointLinker:
        """What finds the touchpoints of mentions, made when it is first needed."""
        return linker_of(self.taxonomy, self.reader, self.touchpoint_head)

    @property
    def owners(self) -> Owners:
        """What tells who owns a mention."""
        nlp, masking = self.reader.nlp, self.reader.masking
        decided = {**linked_owners(self.themes, self.taxonomy), **self.theme_owners}
        return owners_of(self.settings, self.taxonomy, nlp=nlp, masking=masking, decided=decided)

    @one_thread(TRAINING)
    def adapt_sentiment(self, feedback: Feedback, column: str) -> Adaptation:
        """Fit the sentiment model to labels or ratings, see `adapting.learn_sentiment`; call it before `fit`."""
        self.adaptation = learn_sentiment(self._without_kept(feedback, column), column, self.reader)
        self.reader = Reader(self.settings, scorer=adapted_scorer(self.adaptation), encoder=self.encoder)
        return self.adaptation

    @one_thread(TRAINING)
    def learn_touchpoints(self, feedback: Feedback, column: str) -> Taught:
        """Learn from touchpoints that people gave, see `touchpoints.learn_touchpoints`; call it before `fit`."""
        self._adapt(feedback.comments)
        own = self._without_kept(feedback, column)
        self.touchpoint_head = learn_touchpoints(own, column, self.reader, self.taxonomy)
        forget(self)
        return self.touchpoint_head

    @one_thread(TRAINING)
    def learn_codes(self, feedback: Feedback, column: str) -> Codebook:
        """Learn the codes that people gave, in a column of the input, see `coding.learn_codes`; call it after `fit`."""
        self.codebook = learn_codes(self._without_kept(feedback, column), column, self.reader)
        return self.codebook

    @one_thread(TRAINING)
    def fit(self, feedback: Feedback | FeedbackStream | Sequence[str]) -> Pipeline:
        """Learn themes from feedback, of a stream in bounded memory; returns the pipeline itself.

        Raises:
            InputError: there is no comment with content to learn from.
        """
        if isinstance(feedback, FeedbackStream):
            absorbing.fit_stream(self, feedback)
        else:
            self._learn(as_feedback(feedback).comments)
        return self

    @one_thread(TRAINING)
    def partial_fit(self, feedback: Feedback | FeedbackStream | Sequence[str]) -> Pipeline:
        """Let learnt themes move with new comments: centres, scores and sizes, not ids, names and decisions.

        Raises:
            ModelError: nothing was learnt yet.
            InputError: it has learnt from these comments already, or they have no content.
        """
        absorbing.update(self, feedback if isinstance(feedback, FeedbackStream) else [as_feedback(feedback)])
        return self

    @one_thread(TRAINING)
    def fit_label(self, feedback: Feedback | Sequence[str]) -> Labelled:
        """Learn themes from feedback and label it: what `fit` and `label` give, with the texts read once.

        Raises:
            InputError: there is no comment with content to learn from.
        """
        feedback = as_feedback(feedback)
        reading = self._learn(feedback.comments)
        scale = scale_of(feedback.comments, reading)
        return self._labelled(feedback, reading, scale, copies_in(feedback.comments))

    @one_thread()
    def label(self, feedback: Feedback | Sequence[str]) -> Labelled:
        """Label feedback: the same comments, in order, with everything that cxtext can say of them."""
        feedback = as_feedback(feedback)
        self._adapt(feedback.comments)
        reading = self.reader.read(feedback.comments)
        scale = scale_of(feedback.comments, reading)
        return self._labelled(feedback, reading, scale, copies_in(feedback.comments))

    @one_thread()
    def context(self, sample: pl.DataFrame) -> Context:
        """What the first comments tell of the whole input; chooses packs and brands where none were given."""
        self._adapt(sample)
        rated = not sample["rating"].is_null().all()
        return Context(scale_of(sample, self.reader.read(sample)) if rated else None)

    def label_batch(self, feedback: Feedback, *, context: Context, copies: Sequence[Copy | None]) -> Labelled:
        """Label one part of an input; `copies` tells which of its texts stood earlier in the input."""
        with one_thread(), collector_at_rest():
            return self._labelled(feedback, self.reader.read(feedback.comments), context.scale, copies)

    def save(self, folder: str | Path) -> None:
        """Write the learnt model as a folder, whole or not at all.

        Raises:
            ModelError: nothing was learnt yet.
        """
        if self.themes is None:
            raise ModelError("there is nothing to save: the pipeline has not learnt themes (call fit first)")
        settings = dataclasses.replace(self.settings, owner_column=None, owners=None)  # of the input, not of the model
        more = (self.touchpoint_head, self.audits, self.baseline)
        own = (self.golden, self.adaptation, self.identity, self.census, self.codebook, self.learnt)
        parts = saved.Parts(settings, self.taxonomy, self.themes, self.encoder, *own, *more)
        saved.save(Path(folder), parts)

    def adopt(self, themes: ThemeSet, identity: Identity, *, answers: bool = True) -> None:
        """Take over themes that were edited; `answers`: what the golden texts are labelled with is put down anew."""
        self.identity = identity
        self.with_themes(themes)
        if answers:
            self.golden = answered(self.label, [g.text for g in self.golden])

    def with_themes(self, themes: ThemeSet) -> Pipeline:
        """Take over themes; returns the pipeline itself."""
        self.themes = themes
        self.__dict__.pop("labeller", None)
        return self

    def catalogue(self) -> Catalogue:
        """What a report shows of the ids and names that this pipeline gives."""
        return catalogue(self.taxonomy, self.themes)

    @one_thread()
    def explain(self, text: str, *, question: str | None = None) -> Explanation:
        """How one comment is read, step by step, and on what evidence; `question` is the one that it answers."""
        return explain(text, self.reader, self.labeller, question=question, codebook=self.codebook)

    def suggest(self, feedback: Feedback | Sequence[str], n: int = 50, *, labels: str | None = None) -> pl.DataFrame:
        """The n comments most worth labelling next, and the errors raised: see `suggesting.suggest`."""
        feedback = as_feedback(feedback)
        self._adapt(feedback.comments)
        return suggest(feedback, n, reader=self.reader, codebook=self.codebook, labels=labels)

    def _learn(self, comments: pl.DataFrame) -> Reading:
        """Learn themes; returns the reading that they were learnt from."""
        self.themes = None
        self._adapt(comments)
        reading = self.reader.read(comments)
        if not reading.scored.any():
            raise InputError("no comment holds text in the model's language; there is nothing to learn themes from")
        self.golden = golden(train(self, comments, reading))
        self.origin, self.folder = "fitted", None
        return reading

    def _labelled(
        self, feedback: Feedback, reading: Reading, scale: RatingScale | None, copies: Sequence[Copy | None]
    ) -> Labelled:
        mark_copies(reading, copies)
        labels = self.labeller.label(feedback.comments, reading, scale=scale, rows=feedback.rows)
        comments = labels.comments
        if self.codebook is not None:
            comments = coded(comments, reading, self.reader, self.codebook)
        return Labelled(comments, labels.mentions, feedback.rows, feedback.rejects, feedback.origin)

    def _adapt(self, comments: pl.DataFrame) -> None:
        """Choose packs and brands from the first texts of an input, where neither settings nor a model name any."""
        if self.themes is not None:
            return
        settings = chosen(self._given, comments.head(SAMPLE), packs=self._own_taxonomy is None)
        if settings != self.settings:
            self.settings = settings
            self._taxonomy = self._own_taxonomy
            self.reader = Reader(settings, scorer=self.reader.scorer, encoder=self.encoder)
            forget(self)

    def _without_kept(self, feedback: Feedback, column: str) -> Feedback:
        return withheld(feedback, column, self.audits.apart, self.reader.masking)
