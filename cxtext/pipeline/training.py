"""A pipeline trained on a reading: themes found, sized, portrayed, made comparable with those of other trainings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cxtext.pipeline.census import take_census
from cxtext.pipeline.described import described
from cxtext.pipeline.drifting import baseline
from cxtext.pipeline.facetting import facetter_of
from cxtext.pipeline.labelling import Labeller
from cxtext.pipeline.learnt import Batch, Learnt, fingerprint_of
from cxtext.pipeline.portrayed import portrayed
from cxtext.pipeline.reading import Reading
from cxtext.pipeline.retraining import go_on
from cxtext.pipeline.touchpoints import links_of
from cxtext.pipeline.wishes import owned_as_wished
from cxtext.themes.emerging import referenced
from cxtext.themes.identity import first_identity
from cxtext.themes.moving import Mentions, weigh

if TYPE_CHECKING:
    from cxtext.pipeline.pipeline import Pipeline


def train(pipeline: Pipeline, comments: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """Give a pipeline the themes of a reading; returns the comments with their labels but for facets."""
    from cxtext.pipeline.learning import learn_themes  # scikit-learn; labelling does without

    links = links_of(pipeline.linker, reading)
    found, pipeline.unsupported = learn_themes(reading, links, pipeline.reader, pipeline.settings)
    found = owned_as_wished(found, pipeline.taxonomy)
    labeller = _counting(pipeline.with_themes(found))
    labels = labeller.label(comments, reading, scale=None, links=links)
    assigned = labeller.assigned(reading)
    plain = found.set_aside(found.assign(reading.vectors, reading.generic), reading.views)
    themes = portrayed(described(found, labels.mentions, pipeline.taxonomy), plain, reading)
    pipeline.identity = first_identity(themes)
    pipeline.census = take_census(themes.themes, assigned, labels.mentions)
    own = Mentions(reading.vectors, reading.generic | themes.are_formal(reading.views))
    learnt = Batch(len(comments), len(reading.views), fingerprint_of(comments))
    pipeline.learnt = Learnt(weigh(themes, [own]), (learnt,))
    pipeline.baseline = baseline(reading, themes)
    seed = pipeline.settings.seed
    pipeline.with_themes(referenced(themes, reading.vectors, reading.generic, reading.comment, seed=seed))
    if pipeline.since is not None:
        go_on(pipeline, pipeline.since, reading)
        labels = _counting(pipeline).label(comments, reading, scale=None, links=links)
    return labels.comments


def _counting(pipeline: Pipeline) -> Labeller:
    """What labels mentions for themes to be counted, where facets are not asked for; a user's own are checked."""
    own = pipeline.settings.facets is not None
    return pipeline.labeller_with(facetter_of(pipeline.settings, pipeline.encoder) if own else None)
