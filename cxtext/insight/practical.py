"""What was measured beside what was felt: days to delivery, hours to an answer, and the feeling that goes with them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy.stats import rankdata

from cxtext.errors import InputError
from cxtext.insight.bands import bands
from cxtext.insight.cells import NUMBERS_FROM, cell
from cxtext.insight.clustered import effective_size
from cxtext.insight.intervals import DRAWS, Z95, Floats
from cxtext.insight.material import Material
from cxtext.insight.measures import Measure, backward, measure
from cxtext.insight.mix import Mix, decomposed
from cxtext.insight.moments import Ints
from cxtext.insight.results import Kind, Number
from cxtext.insight.sides import Sides, sides


@dataclass(frozen=True)
class Band:
    """Comments with about the same practical value."""

    name: str  # between which values it lies
    answers: int
    number: Number  # the metric


@dataclass(frozen=True)
class Practical:
    """One practical column beside one metric."""

    column: str
    metric: str
    answers: int  # comments with both
    without_value: int  # comments with an answer to the metric, and no number in the column
    association: Number  # spearman
    bands: tuple[Band, ...]  # from the lowest value up; those too small for a number say only how many
    drift: Mix | None  # the change between two times; its `within` is that at equal practical value
    notes: tuple[str, ...]


def practical(
    material: Material,
    columns: Sequence[str],
    *,
    metric: str | None = None,
    kind: Kind = "theme",
    topic: str | None = None,
    count: int = 5,
    before: str | None = None,
    after: str | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[Practical, ...]:
    """Each column's bands with the metric, how both go together, and whether the feeling changed at equal value.

    Args:
        material: the comments.
        columns: of the user's, with numbers.
        metric: as for `measures.measure`, likewise `kind` and `topic`.
        count: of bands.
        before: a condition, as is `after`; the earlier and the later half of the dates if not given.
        draws: of the bootstrap.
        seed: of the draws.

    Raises:
        OptionError: there is no such column, metric or topic, or a column holds no number.
        InputError: fewer than 30 comments have a number and an answer.
    """
    asked = measure(material, metric, kind=kind, topic=topic)
    compared = sides(material, before=before, after=after) if before or after else _halves(material)
    return tuple(_practical(material, name, asked, count, compared, draws, seed) for name in columns)


def _practical(
    material: Material, column: str, asked: Measure, count: int, compared: Sides | None, draws: int, seed: int
) -> Practical:
    values = material.numbers(column, option="column")
    answered = asked.values.is_not_null()
    both = answered & values.is_not_null()
    if both.sum() < NUMBERS_FROM:
        raise InputError(
            f"fewer than {NUMBERS_FROM} comments have a number in {column!r} and an answer to {asked.metric}"
        )
    level, names = bands(values.set(~both, None), count)
    found = [(name, (level == name).fill_null(False)) for name in names]
    known = replace(asked, values=asked.values.set(~both, None))
    return Practical(
        column=column,
        metric=asked.metric,
        answers=int(both.sum()),
        without_value=int((answered & ~both).sum()),
        association=spearman(
            values.filter(both).to_numpy(),
            asked.values.filter(both).to_numpy(),
            material.comments["who"].filter(both).to_numpy(),
        ),
        bands=tuple(
            Band(name, int(on.sum()), known.number(on, material.comments["who"], seed=seed)) for name, on in found
        ),
        drift=_drift(material, level, known, compared, column, draws, seed),
        notes=backward(material.scale, asked.metric),
    )


def spearman(values: Floats, others: Floats, who: Ints) -> Number:
    """Spearman's rank correlation, -1 … 1.

    The interval is that of Bonett and Wright (2000), Psychometrika 65, 23-28: Fisher's z with a variance of
    (1 + r²/2) / (n - 3), n being the effective number of customers' answers. Where one of them does not vary it is
    unknown.
    """
    x, y = (_standard(rankdata(part)) for part in (values, others))
    n = values.size
    if x is None or y is None:
        return Number("spearman", None, None, None, n, n, cell(n), "one of the two does not vary")
    r = float(np.clip(np.mean(x * y), -1, 1))
    sample = effective_size(x * y - r * (x * x + y * y) / 2, who)
    z = math.atanh(min(max(r, -1 + 1e-9), 1 - 1e-9))
    half = Z95 * math.sqrt((1 + r * r / 2) / max(sample - 3, 1.0))
    return Number("spearman", r, math.tanh(z - half), math.tanh(z + half), n, n, cell(n))


def _standard(ranks: Floats) -> Floats | None:
    spread = ranks.std()
    return (ranks - ranks.mean()) / spread if spread > 0 else None


def _halves(material: Material) -> Sides | None:
    """The earlier and the later half of the dated comments; None where there are no two dates."""
    dates = material.comments["date"]
    known = dates.drop_nulls().sort()
    if known.is_empty() or known[0] == known[-1]:
        return None
    middle = known[len(known) // 2]
    if middle == known[0]:
        middle = known.filter(known > middle)[0]
    early, late = (dates < middle).fill_null(False), (dates >= middle).fill_null(False)
    return Sides(early, late, f"before {middle}", f"from {middle} on")


def _drift(
    material: Material, level: pl.Series, asked: Measure, compared: Sides | None, column: str, draws: int, seed: int
) -> Mix | None:
    answered = asked.values.is_not_null()
    if compared is None or min((side & answered).sum() for side in (compared.before, compared.after)) < NUMBERS_FROM:
        return None
    return decomposed(material, compared, level, asked, by=column, draws=draws, seed=seed)
