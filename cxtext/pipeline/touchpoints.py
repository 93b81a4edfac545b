"""What links mentions to touchpoints, put together: the seeds, the shipped head, and the one taught with own labels."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxtext.codes.frame import Frame, frame_of
from cxtext.errors import InputError, OptionError, unknown
from cxtext.pipeline.coding import whole
from cxtext.pipeline.once import distinct
from cxtext.pipeline.reading import Reader, Reading
from cxtext.schema import LIST_SEPARATOR, Feedback
from cxtext.taxonomy.head import Head, head_from, placed, shipped_head
from cxtext.taxonomy.link import Links, TouchpointLinker
from cxtext.taxonomy.taxonomy import Taxonomy
from cxtext.taxonomy.teach import Lesson, teach

NOTHING = "none"  # what a person writes where a comment names no touchpoint
MIN_LABELLED = 30  # comments; fewer say too little of how sure links are
MOST_LEARNT = 20_000  # comments; more cost minutes
HELD_OUT = 5  # one comment in so many, by its text


@dataclass(frozen=True)
class Share:
    """How many of `n` comments are right at first, before and after learning."""

    n: int
    before: int
    after: int


@dataclass(frozen=True)
class Taught:
    """A head that was taught with own labels."""

    head: Head
    column: str  # that it was learnt from
    labelled: dict[str, int]  # comments of each touchpoint
    quality: Share | None  # on comments held out; the head itself is taught with all

    def facts(self) -> dict[str, Any]:
        """Everything but the arrays, as plain values."""
        quality = self.quality and dataclasses.asdict(self.quality)
        return {"head": self.head.facts(), "column": self.column, "labelled": self.labelled, "quality": quality}


def taught_from(facts: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Taught:
    """What `facts` and the head's arrays gave.

    Raises:
        KeyError, TypeError, ValueError: a part is missing, or the parts do not go together.
    """
    quality = Share(**{name: int(value) for name, value in facts["quality"].items()}) if facts["quality"] else None
    labelled = {str(name): int(count) for name, count in facts["labelled"].items()}
    return Taught(head_from(facts["head"], arrays), str(facts["column"]), labelled, quality)


def linker_of(taxonomy: Taxonomy, reader: Reader, own: Taught | None = None) -> TouchpointLinker:
    """The linker of a taxonomy; `own` was taught with it. A head is used with the encoder that it was taught with."""
    shipped = shipped_head()
    heads = [placed(shipped, taxonomy, own=False)] if shipped.encoder == reader.encoder.digest else []
    if own is not None:
        heads.append(placed(own.head, taxonomy, own=True))
    certainty = own.head.certainty if own else shipped.certainty
    return TouchpointLinker(taxonomy, reader.encode, heads, certainty)


def links_of(linker: TouchpointLinker, reading: Reading) -> Links:
    """The touchpoints of all mentions, equal ones asked about once."""
    firsts, which = distinct(zip(reading.views, reading.generic.tolist(), strict=True))
    views = [reading.views[i] for i in firsts.tolist()]
    return linker.link(reading.vectors[firsts], views, reading.generic[firsts]).at(which)


def touchpoints_in(feedback: Feedback, column: str, taxonomy: Taxonomy) -> tuple[Frame, list[int | None]]:
    """The touchpoints that people gave in a column of the input, and the place in the taxonomy of each.

    Raises:
        OptionError: there is no such column, or it is the text itself.
        InputError: it holds something that is no touchpoint.
    """
    if column not in feedback.rows.columns:
        raise OptionError(f"--touchpoints: {unknown('column', column, feedback.rows.columns)}")
    if column == feedback.columns.text:
        raise OptionError(f"--touchpoints {column!r} is the column of the text; name the column with the touchpoints")
    frame = frame_of(feedback.rows[column].to_list(), column=column, separator=LIST_SEPARATOR)
    places: dict[str, int | None] = {NOTHING: None}
    for i, touchpoint in enumerate(taxonomy.touchpoints):
        places |= {touchpoint.id.casefold(): i, touchpoint.name.casefold(): i}
    for k, name in enumerate(frame.names):
        if name.casefold() not in places:
            row = int(feedback.comments["row"][int(np.argmax(frame.given[:, k]))])
            known = [key for touchpoint in taxonomy.touchpoints for key in (touchpoint.id, touchpoint.name)]
            problem = unknown("touchpoint", name, known).split(" (known:")[0]
            raise InputError(
                f"column {column!r}, row {row}: {problem}; `cxtext taxonomy show` lists them, {NOTHING!r} says that a "
                "comment names no touchpoint, and --taxonomy FILE or --pack NAME brings more"
            )
    return frame, [places[name.casefold()] for name in frame.names]


def learn_touchpoints(feedback: Feedback, column: str, reader: Reader, taxonomy: Taxonomy) -> Taught:
    """A head from the labelled comments of the input, with its figures on held-out ones."""
    frame, places = touchpoints_in(feedback, column, taxonomy)
    reading = reader.read(feedback.comments.filter(pl.Series(frame.labelled)))
    read = whole(reading, reader)
    given = np.zeros((len(read.texts), len(taxonomy.touchpoints)), dtype=bool)
    for k, place in enumerate(places):
        if place is not None:
            given[:, place] |= frame.given[frame.labelled][:, k]
    rows = [i for i, text in enumerate(read.texts) if text]
    if len(rows) < MIN_LABELLED:
        raise InputError(
            f"column {column!r} gives touchpoints to {len(rows)} comments that hold text in the model's language; at "
            f"least {MIN_LABELLED} are needed: label more"
        )
    keys = {i: hashlib.sha256(read.texts[i].encode()).digest() for i in rows}
    order = np.array(sorted(rows, key=lambda i: (keys[i], given[i].tobytes()))[:MOST_LEARNT], dtype=np.int64)
    yes = np.ones(len(given), dtype=bool)
    lesson = Lesson(read.texts, read.vectors, given, given, yes.astype(float), yes, yes).part(order)
    out = np.array([keys[int(i)][-1] % HELD_OUT == 0 for i in order])
    head = _taught(lesson, reader, taxonomy)
    counts = {t.id: int(n) for t, n in zip(taxonomy.touchpoints, lesson.given.sum(axis=0), strict=True) if n}
    return Taught(head, column, counts, _quality(lesson, out, reader, taxonomy, column))


def _taught(lesson: Lesson, reader: Reader, taxonomy: Taxonomy) -> Head:
    from cxtext.codes.ridge import fit_ridge

    linker = linker_of(taxonomy, reader)
    return teach(lesson, linker, encode=reader.encode, encoder=reader.encoder.digest, fit=fit_ridge)


def _quality(lesson: Lesson, out: NDArray[np.bool_], reader: Reader, taxonomy: Taxonomy, column: str) -> Share | None:
    """How much learning from the others helps on the comments held out; None where too few are left to tell."""
    told = out & lesson.given.any(axis=1)
    if (~out).sum() < MIN_LABELLED or not told.any():
        return None
    head = _taught(lesson.part(np.flatnonzero(~out)), reader, taxonomy)
    test = lesson.part(np.flatnonzero(told))
    after = linker_of(taxonomy, reader, Taught(head, column, {}, None))
    return Share(len(test.texts), _right(linker_of(taxonomy, reader), test), _right(after, test))


def _right(linker: TouchpointLinker, test: Lesson) -> int:
    """Comments whose likeliest touchpoint is among those that people gave."""
    best = linker.best(test.vectors, test.texts)
    return int(test.given[np.arange(len(best)), best].sum())
