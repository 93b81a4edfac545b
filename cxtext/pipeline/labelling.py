"""The second half of the walk: mentions get their theme and touchpoint, comments get the sum of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxtext.choices import UNOWNED
from cxtext.pipeline.examples import corrected
from cxtext.pipeline.facetting import Facetter, no_facets
from cxtext.pipeline.linked import linked
from cxtext.pipeline.lists import text_lists
from cxtext.pipeline.owning import Owners
from cxtext.pipeline.reading import Reading
from cxtext.pipeline.touchpoints import links_of
from cxtext.schema import COMMENT_LABELS, MENTIONS, OVERALL
from cxtext.sentiment.aggregate import comment_intensity, comment_leaning, confidence, is_mixed
from cxtext.sentiment.labels import CLASSES
from cxtext.sentiment.rating import RatingScale, contradicts
from cxtext.sentiment.score import DEFAULT_BAND, Band, Scores, polarity
from cxtext.taxonomy.link import Links, TouchpointLinker
from cxtext.taxonomy.owner import Owned, Part, owner_of_comment, owners_in_order
from cxtext.taxonomy.owner_names import Named
from cxtext.taxonomy.taxonomy import Taxonomy
from cxtext.themes.themes import Assigned, ThemeSet

DECIMALS = 4  # of every score written; the digits behind depend on the processor


@dataclass(frozen=True)
class Labels:
    """What one reading was labelled with: a row for each mention, a row for each comment."""

    mentions: pl.DataFrame  # MENTIONS
    comments: pl.DataFrame  # CANONICAL and COMMENT_LABELS


@dataclass(frozen=True)
class Labeller:
    """What labels mentions: themes if any were learnt, a taxonomy, and the scores that count as neutral."""

    taxonomy: Taxonomy
    linker: TouchpointLinker
    themes: ThemeSet | None
    owners: Owners
    facetter: Facetter | None  # None looks for no facets
    band: Band = DEFAULT_BAND
    examples: Mapping[str, int] = field(default_factory=dict)  # of `examples.examples_of`

    def label(
        self,
        comments: pl.DataFrame,
        reading: Reading,
        *,
        scale: RatingScale | None,
        rows: pl.DataFrame | None = None,
        links: Links | None = None,
    ) -> Labels:
        """Label the comments that were read.

        Args:
            comments: the CANONICAL columns.
            reading: of the same comments.
            scale: of their ratings.
            rows: the input's own columns.
            links: of the mentions, where the linker was asked before.
        """
        links = links or links_of(self.linker, reading)
        column = self.owners.given(rows, len(comments))
        table = self._mentions(comments, reading, links, self._themes(reading, links), column)
        table = linked(table, self.themes, self.taxonomy)
        return Labels(table, _comments(comments, reading, table, scale, self.band, column, self.facetter))

    def assigned(self, reading: Reading) -> Assigned:
        """The theme indexes of the mentions; needs learnt themes."""
        if self.themes is None:
            raise ValueError("no themes were learnt")
        formal = self.themes.are_formal(reading.views)
        found = self.themes.assign_comments(reading.vectors, reading.generic, formal, reading.said, reading.comment)
        return corrected(found, reading.quotes, self.examples)

    def _themes(self, reading: Reading, links: Links) -> dict[str, Any]:
        """The theme columns of the mentions; without learnt themes the touchpoint is the theme."""
        if self.themes is not None:
            assigned = self.assigned(reading)
            learnt = [*self.themes.names(), None]  # the last one answers the index -1
            parts = [[*(part.name for part in theme.subthemes), None] for theme in self.themes.themes]
            return {
                "theme": [learnt[i] for i in assigned.theme.tolist()],
                "subtheme": [
                    parts[i][j] for i, j in zip(assigned.theme.tolist(), assigned.subtheme.tolist(), strict=True)
                ],
                "theme_score": _rounded(assigned.score),
            }
        known = [touchpoint.name for touchpoint in self.taxonomy.touchpoints]
        names = [
            OVERALL if generic else known[i] if i >= 0 else None
            for i, generic in zip(links.touchpoint[:, 0].tolist(), reading.generic.tolist(), strict=True)
        ]
        return {"theme": names, "subtheme": [None] * len(names), "theme_score": _rounded(links.probability[:, 0])}

    def _mentions(
        self,
        comments: pl.DataFrame,
        reading: Reading,
        links: Links,
        themes: dict[str, Any],
        column: list[str | None],
    ) -> pl.DataFrame:
        known = self.taxonomy.touchpoints
        first, second = links.touchpoint.T
        departments = _told([t.owner for t in known], first)
        said = zip(
            [column[i] for i in reading.comment.tolist()],
            self.owners.named(reading.quotes),
            themes["theme"],
            departments.to_list(),
            strict=True,
        )
        owned = self._owned(list(said))
        starts, ends = _source_offsets(reading)
        columns: dict[str, Any] = {
            "comment_id": comments["comment_id"].gather(reading.comment),
            "mention": _numbers(reading.comment),
            "start": starts,
            "end": ends,
            "text": reading.quotes,
            "sentiment": polarity(reading.scores, band=self.band),
            "score": np.round(reading.scores, DECIMALS) + 0.0,
            "confidence": np.round(confidence(reading.scores, band=self.band), DECIMALS),
            **{name: _known_scores(p) for name, p in zip(CLASSES, reading.probabilities.T, strict=True)},
            "intensity": _rounded(reading.intensity),
            **themes,
            "touchpoint": _told([t.id for t in known], first),
            "touchpoint_score": _rounded(links.probability[:, 0]),
            "touchpoint_2": _told([t.id for t in known], second),
            "touchpoint_2_score": pl.Series(np.where(second < 0, np.nan, _rounded(links.probability[:, 1]))).fill_nan(
                None
            ),
            "department": departments,
            "stage": _told([t.stages[0] for t in known], first),
            "evidence": _told(self.linker.seeds, np.where(first < 0, -1, links.seed[:, 0])),
            "owner": [o.owner for o in owned],
            "owner_source": [o.source for o in owned],
            **(self.facetter.of_mentions(reading) if self.facetter else no_facets(len(reading.quotes))),
        }
        return pl.DataFrame(columns, schema=MENTIONS)

    def _owned(self, said: Sequence[tuple[str | None, Named | None, str | None, str | None]]) -> list[Owned]:
        """The owner of each mention: what the column, its words, its theme and its touchpoint say, each once."""
        owned = {
            own: self.owners.of_mention(column=own[0], named=own[1], theme=own[2], touchpoint=own[3])
            for own in set(said)
        }
        return [owned[own] for own in said]


def _told(values: Sequence[str | None], places: NDArray[np.integer]) -> pl.Series:
    """The value at each place, null at -1."""
    return pl.Series("", [*values, None], dtype=pl.String).gather(np.where(places < 0, len(values), places))


def _source_offsets(reading: Reading) -> NDArray[np.int64]:
    """(2, m) where mentions begin and end in the text as read; only masked values shift them."""
    offsets = np.array(reading.spans, dtype=np.int64).reshape(-1, 2)
    shifted = np.array([bool(masked.spans) for masked in reading.masked], dtype=bool)[reading.comment]
    for row in np.flatnonzero(shifted).tolist():
        masked = reading.masked[reading.comment[row]]
        offsets[row] = [masked.source_offset(offset) for offset in reading.spans[row]]
    return offsets.T


def _comments(
    comments: pl.DataFrame,
    reading: Reading,
    mentions: pl.DataFrame,
    scale: RatingScale | None,
    band: Band,
    column: list[str | None],
    facetter: Facetter | None,
) -> pl.DataFrame:
    n = len(comments)
    parts = _parts(reading, mentions, n)
    owned = [owner_of_comment(own, given) for own, given in zip(parts, column, strict=True)]
    scores = comment_leaning(reading.scores, reading.words, reading.comment, n)
    mixed = is_mixed(reading.scores, reading.words, reading.comment, n, band=band)
    intensity = comment_intensity(reading.intensity, reading.comment, n)
    silent = np.array(["no_content" in flags for flags in reading.flags], dtype=bool)
    nothing = np.isnan(scores) & (silent | reading.scored)
    scores, intensity = np.where(nothing, 0.0, scores), np.where(nothing, 0.0, intensity)
    ratings = comments["rating"].fill_null(np.nan).to_numpy()
    clash = contradicts(ratings, scores, scale)
    columns: dict[str, Any] = {
        "language": reading.languages,
        "sentiment": _sentiments(scores, mixed, band),
        "score": _known_scores(scores),
        "confidence": _known_scores(confidence(scores, band=band)),
        "intensity": _known_scores(intensity),
        **{
            many: text_lists(_gathered(mentions[one].to_list(), reading, n))
            for many, one in (("themes", "theme"), ("stages", "stage"))
        },
        "touchpoints": text_lists(
            _gathered(mentions["touchpoint"].to_list(), reading, n, behind=mentions["touchpoint_2"].to_list())
        ),
        "departments": text_lists([owners_in_order(own) or _known(o) for own, o in zip(parts, owned, strict=True)]),
        "owner": [o.owner for o in owned],
        "owner_source": [o.source for o in owned],
        "facets": text_lists(
            facetter.of_comments(mentions["facets"].to_list(), reading.comment, n) if facetter else [[]] * n
        ),
        "masked_text": [m.text for m in reading.masked],
        "flags": text_lists(
            [[*flags, *(["rating_contradicts"] * bool(c))] for flags, c in zip(reading.flags, clash, strict=True)]
        ),
        "duplicate_of": reading.duplicate_of,
    }
    return comments.hstack(pl.DataFrame(columns, schema=COMMENT_LABELS))


def _parts(reading: Reading, mentions: pl.DataFrame, n: int) -> list[list[Part]]:
    """What the mentions of each comment say of its owner."""
    parts: list[list[Part]] = [[] for _ in range(n)]
    rows = mentions.select("owner", "owner_source", "sentiment").iter_rows()
    for i, (owner, source, sentiment), words in zip(
        reading.comment.tolist(), rows, reading.words.tolist(), strict=True
    ):
        parts[i].append(Part(Owned(owner, source), sentiment == "negative", words))
    return parts


def _known(owned: Owned) -> list[str]:
    return [] if owned.owner == UNOWNED else [owned.owner]


def _numbers(comment: NDArray[np.int64]) -> NDArray[np.int64]:
    """1, 2, … for the mentions of each comment; they stand together, in order."""
    changes = np.diff(comment, prepend=-1) > 0
    first = np.where(changes, np.arange(len(comment)), 0)
    return np.asarray(np.arange(len(comment)) - np.maximum.accumulate(first) + 1)


def _sentiments(scores: Scores, mixed: NDArray[np.bool_], band: Band) -> list[str | None]:
    known = polarity(np.nan_to_num(scores), band=band)
    return [
        None if unknown else "mixed" if both else side
        for unknown, both, side in zip(np.isnan(scores).tolist(), mixed.tolist(), known, strict=True)
    ]


def _gathered(
    values: list[str | None], reading: Reading, n: int, *, behind: Sequence[str | None] = ()
) -> list[list[str]]:
    """The distinct values of each comment's mentions, the one with most words first, then by first place.

    `behind` holds further values of the mentions, which come last.
    """
    weight: list[dict[str, int]] = [{} for _ in range(n)]
    comment = reading.comment.tolist()
    for i, value, words in zip(comment, values, reading.words.tolist(), strict=True):
        if value is not None:
            weight[i][value] = weight[i].get(value, 0) + words
    for i, value in zip(comment, behind, strict=False):
        if value is not None:
            weight[i].setdefault(value, 0)
    return [sorted(found, key=found.__getitem__, reverse=True) if len(found) > 1 else list(found) for found in weight]


def _known_scores(scores: Scores) -> pl.Series:
    """Rounded, null for nan."""
    return pl.Series(np.round(scores, DECIMALS) + 0.0).fill_nan(None)


def _rounded(scores: NDArray[np.floating]) -> NDArray[np.float64]:
    return np.asarray(np.round(np.clip(scores.astype(np.float64), -1, 1), DECIMALS) + 0.0)
