"""What a model keeps of audits: which comments measure it and never teach it, what others taught, the last score."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from cxtext.audit.apart import Apart, apart_from
from cxtext.audit.weighted import Share
from cxtext.schema import Feedback
from cxtext.text.masking import Masking
from cxtext.text.privacy import mask

Lessons = Mapping[str, Mapping[str, tuple[str, ...]]]  # by aspect and hash of a comment as read: what people answered

KEPT_AUDITS = "audits"  # the part of model.json; it labels nothing


@dataclass(frozen=True)
class AspectTaught:
    """What the answers of one kind taught, and whether that helped on the comments kept apart."""

    aspect: str
    learnt: int  # comments whose answers were learnt
    why: str  # why none or not all were; "" where there is nothing to say
    before: Share | None  # kept comments with exactly people's labels: as they were audited; None: too few, or unlike
    after: Share | None  # and as this model labels them


@dataclass(frozen=True)
class Audits:
    """What a model keeps of audits."""

    apart: Apart = field(default_factory=Apart)
    lessons: Lessons = field(default_factory=dict)  # of all audits so far, to be learnt again with a later one's
    taught: tuple[AspectTaught, ...] = ()
    last: Mapping[str, Any] | None = None  # the outcome of the last audit, as `audit score --format json` prints it
    model: str = ""  # digest of what labelled, as the audited labels had it

    def going_on(self) -> Audits:
        """For a training that goes on from the model: what is kept apart stays so, and lessons add up."""
        return Audits(self.apart, self.lessons)

    def facts(self) -> dict[str, Any]:
        """As it is saved; nothing where there was no audit."""
        if self == Audits():
            return {}
        found = {
            "apart": self.apart.to_json(),
            "lessons": {aspect: dict(sorted(own.items())) for aspect, own in sorted(self.lessons.items())},
            "taught": [dataclasses.asdict(one) for one in self.taught],
            "last": self.last,
            "model": self.model,
        }
        return {KEPT_AUDITS: found}


def audits_from(values: Mapping[str, Any] | None) -> Audits:
    """What stood under KEPT_AUDITS in `Audits.facts`; nothing of a model that was made before it was kept."""
    if values is None:
        return Audits()
    taught = tuple(
        AspectTaught(**{**one, **{name: one[name] and Share(**one[name]) for name in ("before", "after")}})
        for one in values["taught"]
    )
    lessons = {
        str(aspect): {str(key): tuple(map(str, answer)) for key, answer in own.items()}
        for aspect, own in values.get("lessons", {}).items()
    }
    return Audits(apart_from(values["apart"]), lessons, taught, values["last"], str(values["model"]))


def withheld(feedback: Feedback, column: str, apart: Apart, masking: Masking) -> Feedback:
    """The feedback without what people gave, in a column of theirs, to comments that are kept apart."""
    if not apart.kept or column not in feedback.rows.columns:
        return feedback
    given = feedback.rows[column].is_not_null().to_list()
    texts = zip(feedback.comments["text"].to_list(), given, strict=True)
    of_kept = (has and (apart.keeps(text) or apart.keeps(mask(text, masking).text)) for text, has in texts)
    kept = pl.Series(list(of_kept), dtype=pl.Boolean)
    cells = pl.when(~kept).then(pl.col(column)).alias(column)
    return dataclasses.replace(feedback, rows=feedback.rows.with_columns(cells))
