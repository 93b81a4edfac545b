"""How right labels are where every comment was labelled by people already, in a column of the input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, homogeneity_completeness_v_measure

from cxtext.audit.aspects import ASPECTS, choices_of, labels_of
from cxtext.audit.key import Drawn, Key
from cxtext.audit.score import FEWEST, AspectScore, aspect_score
from cxtext.codes.frame import frame_of
from cxtext.errors import InputError
from cxtext.insight.intervals import Z95, Floats
from cxtext.insight.material import Material
from cxtext.schema import LIST_SEPARATOR, OVERALL, REST
from cxtext.sentiment.labels import CLASSES, classes_of

CODE, CODES = "code", "cx_codes"
ALL = "all"
MANY = 10**12  # comments of which these are taken as a sample, so that intervals allow for others like them
DRAWS = 200  # halves
SPECIAL = (REST, OVERALL)  # themes that hold no subject
PAIRS = 3  # themes that are named for each label of people's


@dataclass(frozen=True)
class Evaluated:
    """How right one kind of label is, of all comments with people's labels."""

    score: AspectScore
    macro_f1: float  # 0 … 1, the mean over people's labels
    unknown: tuple[str, ...]  # people's labels that the machine does not know


@dataclass(frozen=True)
class Match:
    """Where a label of people's went."""

    label: str
    comments: int
    themes: tuple[tuple[str, float], ...]  # the commonest, with their share of the label's comments


@dataclass(frozen=True)
class Clustered:
    """How far themes and people's labels part the comments alike; names do not matter.

    Of comments with one label of people's and a theme with a subject; a comment's theme is its first.
    """

    comments: int
    left_out: int  # labelled by people, without such a theme
    themes: int
    labels: int
    nmi: float  # 0 … 1: normalised mutual information, the V-measure (Rosenberg and Hirschberg 2007)
    nmi_low: (
        float  # of a 95 % interval: the basic bootstrap over comments, which allows for its draws agreeing too well
    )
    nmi_high: float
    ami: float  # the same corrected for chance (Vinh, Epps and Bailey 2010)
    ari: float  # adjusted Rand index (Hubert and Arabie 1985)
    homogeneity: float  # 1: no theme mixes labels
    completeness: float  # 1: no label is spread over themes
    matches: tuple[Match, ...]  # the biggest label first


def evaluated(material: Material, gold: str, aspect: str, *, codes: str = CODES) -> Evaluated:
    """Precision, recall and F1 of labels, by a column of the input.

    Args:
        material: the labelled comments, with the column among the user's own.
        gold: name of the column; for sentiment words or ratings, see `sentiment.labels`; else labels or their names,
            several with "|".
        aspect: one of ASPECTS, but for the theme, whose names are nobody's (see `clustered`); or CODE.
        codes: the column of the machine's codes.

    Raises:
        InputError: fewer than ten comments have a label of people's, or a cell is none.
        OptionError: there is no such column.
    """
    if aspect == CODE:
        machine = [tuple(_parts(cell)) for cell in material.cells(codes, option="of code")]
        choices = {label: label for own in machine for label in own}
    else:
        machine = labels_of(material.comments, ASPECTS[aspect])
        choices = choices_of(material.comments, ASPECTS[aspect], material.catalogue)
    cells = material.cells(gold, option="gold").to_list()
    if aspect == "sentiment":
        answers = _classes(material, cells, gold)
    else:
        answers = _named(cells, gold, {name.casefold(): label for label, name in choices.items()})
    sure, ids = material.comments["confidence"].to_list(), material.comments["comment_id"].to_list()
    drawn = tuple(
        Drawn(number, ids[row], ALL, {aspect: machine[row]}, sure[row])
        for number, row in enumerate((row for row, own in enumerate(answers) if own is not None), 1)
    )
    given = [own for own in answers if own is not None]
    if len(given) < FEWEST:
        raise InputError(f"column {gold!r} labels {len(given)} comments with content, and {FEWEST} are needed")
    counts = dict(Counter(label for own in machine for label in own))
    key = Key("", "", 0, None, len(machine), {ALL: MANY}, {aspect: counts}, {aspect: choices}, drawn)
    found = aspect_score(key, aspect, given)
    known = set(choices)
    people = [label for label in found.labels if label.people]
    return Evaluated(
        score=found,
        macro_f1=float(np.mean([label.f1.value or 0.0 for label in people])),
        unknown=tuple(sorted({label.label for label in people} - known)),
    )


def clustered(material: Material, gold: str, *, seed: int = 0) -> Clustered:
    """How far the themes agree with a column of people's labels, whatever either are called.

    Raises:
        InputError: fewer than ten comments have one label and a theme, or there is only one label.
        OptionError: there is no such column.
    """
    answers = _named(material.cells(gold, option="gold").to_list(), gold, {})
    themes = [own[0] if own else REST for own in labels_of(material.comments, ASPECTS["theme"])]
    single = [(next(iter(own)), theme) for own, theme in zip(answers, themes, strict=True) if own and len(own) == 1]
    pairs = [(label, theme) for label, theme in single if theme not in SPECIAL]
    if len(pairs) < FEWEST or len({label for label, _ in pairs}) < 2:
        raise InputError(
            f"column {gold!r} gives one label to {len(pairs)} comments with a theme, of "
            f"{len({label for label, _ in pairs})} labels; {FEWEST} comments and two labels are needed"
        )
    labels, found = (np.unique(side, return_inverse=True)[1] for side in zip(*pairs, strict=True))
    homogeneity, completeness, nmi = homogeneity_completeness_v_measure(labels, found)
    half = Z95 * float(_halves(labels, found, seed).std(ddof=1))
    return Clustered(
        comments=len(pairs),
        left_out=len(single) - len(pairs),
        themes=int(found.max()) + 1,
        labels=int(labels.max()) + 1,
        nmi=float(nmi),
        nmi_low=max(float(nmi) - half, 0.0),
        nmi_high=min(float(nmi) + half, 1.0),
        ami=float(adjusted_mutual_info_score(labels, found)),
        ari=float(adjusted_rand_score(labels, found)),
        homogeneity=float(homogeneity),
        completeness=float(completeness),
        matches=_matches(pairs),
    )


def _parts(cell: str | None) -> list[str]:
    return [part for part in (cell or "").split(LIST_SEPARATOR) if part]


def _classes(material: Material, cells: Sequence[Any], gold: str) -> list[frozenset[str] | None]:
    scores = material.comments["score"].cast(float).fill_null(float("nan")).to_numpy()
    found = classes_of(cells, scores, column=gold)
    return [None if number < 0 else frozenset([CLASSES[number]]) for number in found.tolist()]


def _named(cells: Sequence[Any], gold: str, labels: dict[str, str]) -> list[frozenset[str] | None]:
    """People's labels by the machine's ids where it has one of that id or name."""
    frame = frame_of(cells, column=gold, separator=LIST_SEPARATOR)
    ids = {label.casefold(): label for label in labels.values()} | labels
    names = [ids.get(name.casefold(), name) for name in frame.names]
    return [frozenset(names[k] for k in np.flatnonzero(row)) or None for row in frame.given]


def _halves(labels: NDArray[np.int64], found: NDArray[np.int64], seed: int) -> Floats:
    """NMI of halves of the comments, which vary as samples of all of them do.

    Shao and Wu (1989), The Annals of Statistics 17, 1176-1197. A bootstrap would not do: comments drawn twice agree
    with themselves.
    """
    random = np.random.default_rng([seed, 9])
    n = len(labels)
    rows = (random.permutation(n)[: n // 2] for _ in range(DRAWS))
    return np.array([homogeneity_completeness_v_measure(labels[some], found[some])[2] for some in rows])


def _matches(pairs: Sequence[tuple[str, str]]) -> tuple[Match, ...]:
    sizes = Counter(label for label, _ in pairs)
    together = Counter(pairs)
    ranked = sorted(together.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Match(
            label=label,
            comments=n,
            themes=tuple((theme, count / n) for (own, theme), count in ranked if own == label)[:PAIRS],
        )
        for label, n in sorted(sizes.items(), key=lambda item: (-item[1], item[0]))
    )
