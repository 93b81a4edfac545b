"""What people's answers say of the machine's labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cxtext.audit.agreement import Agreement, agreement
from cxtext.audit.aspects import ASPECTS, UNFIT
from cxtext.audit.key import Drawn, Key
from cxtext.audit.sheet import Answers
from cxtext.audit.weighted import Bools, Sample, Share, f1
from cxtext.errors import InputError
from cxtext.insight.corrected import of_all
from cxtext.insight.intervals import wilson

FEWEST = 10  # answers, under which there is nothing to say
BINS = 10  # of the calibration curve
CONFUSED = 10  # pairs that are listed
NOT_ASKED = Share(None, None, None, 0)


@dataclass(frozen=True)
class LabelScore:
    """How right one label is."""

    label: str
    name: str
    machine: int  # sampled comments that the machine gave it
    people: int  # that people gave it
    both: int
    precision: Share  # of the comments that have the label, those that should
    recall: Share  # of the comments that should have it, those that do
    f1: Share
    share: Share  # of all comments that could be drawn, those that have it
    corrected: Share  # those that should have it
    more: int  # further answers that would about halve the wider of the two intervals


@dataclass(frozen=True)
class Confused:
    """A label that people gave where the machine gave another."""

    people: str
    machine: str
    comments: int


@dataclass(frozen=True)
class Bin:
    """Comments of which the machine was about equally sure."""

    low: float
    high: float
    n: int
    said: float  # mean of its confidence, 0 … 1
    right: Share


@dataclass(frozen=True)
class AspectScore:
    """How right one kind of label is."""

    aspect: str
    answered: int
    empty: int  # sampled comments that nobody answered
    right: Share  # of all comments, those whose labels are exactly people's
    coverage: Share  # of all comments, those that the machine gave any label; says nothing of being right
    labels: tuple[LabelScore, ...]  # the most frequent first
    confused: tuple[Confused, ...]
    calibration: tuple[Bin, ...]  # of the sentiment
    ece: float | None  # expected calibration error, 0 … 1
    agreement: Agreement | None  # of two people


@dataclass(frozen=True)
class Scores:
    """The outcome of an audit."""

    source: str
    drawn: int
    comments: int
    where: str | None
    aspects: tuple[AspectScore, ...]
    notes: tuple[str, ...]


def score(key: Key, answers: Answers, second: Answers | None = None) -> Scores:
    """Score the machine by the answers; those of a second person tell how far people agree.

    Raises:
        InputError: fewer than ten comments were answered.
    """
    most = max((sum(answer is not None for answer in own) for own in answers.values()), default=0)
    if most < FEWEST:
        raise InputError(f"{most} comments have an answer, and at least {FEWEST} are needed; label more")
    aspects = tuple(
        aspect_score(key, name, own, second[name] if second else None)
        for name, own in answers.items()
        if sum(answer is not None for answer in own) >= FEWEST
    )
    return Scores(key.source, len(key.drawn), key.comments, key.where, aspects, _notes(key, answers, aspects))


def aspect_score(
    key: Key,
    name: str,
    answers: Sequence[frozenset[str] | None],
    second: Sequence[frozenset[str] | None] | None = None,
) -> AspectScore:
    """The score of one kind of label; answers are in the order of the key."""
    rows = [(drawn, answer) for drawn, answer in zip(key.drawn, answers, strict=True) if answer is not None]
    machine = [frozenset(drawn.machine[name]) - {UNFIT} for drawn, _ in rows]
    people = [answer - {UNFIT} for _, answer in rows]
    sample = _sample(key, [drawn for drawn, _ in rows])
    every = np.ones(len(rows), dtype=bool)
    equal = np.array([a == b for a, b in zip(machine, people, strict=True)])
    any_label = np.array([bool(own) for own in machine])
    counts = Counter(label for own in (*machine, *people) for label in own)
    order = sorted(counts, key=lambda label: (-key.labelled[name].get(label, 0), label))
    bins, ece = _calibration([drawn for drawn, _ in rows], equal, sample) if name == "sentiment" else ((), None)
    both = None
    if second is not None:
        pairs = [(a, b) for a, b in zip(answers, second, strict=True) if a is not None and b is not None]
        both = agreement([a for a, _ in pairs], [b for _, b in pairs], seed=key.seed)
    return AspectScore(
        aspect=name,
        answered=len(rows),
        empty=len(answers) - len(rows),
        right=sample.share(equal, every),
        coverage=sample.share(any_label, every),
        labels=tuple(_label(key, name, label, machine, people, sample) for label in order),
        confused=_confused(key.choices[name], machine, people),
        calibration=bins,
        ece=ece,
        agreement=both,
    )


def _sample(key: Key, drawn: Sequence[Drawn]) -> Sample:
    """The answered ones, which stand for their strata; strata without any drop out."""
    names = sorted({one.stratum for one in drawn})
    numbers = {name: i for i, name in enumerate(names)}
    sizes = np.array([key.strata[name] for name in names], dtype=np.float64)
    return Sample(np.array([numbers[one.stratum] for one in drawn], dtype=np.int64), sizes)


def _label(
    key: Key, aspect: str, label: str, machine: list[frozenset[str]], people: list[frozenset[str]], sample: Sample
) -> LabelScore:
    said, meant = (np.array([label in own for own in side]) for side in (machine, people))
    precision, recall, harmonic = (
        sample.share(meant, said),
        sample.share(said, meant),
        f1(said & meant, said | meant, sample),
    )
    if key.where is not None:  # who searches finds what was found, and knows nothing of what was missed
        recall = harmonic = NOT_ASKED
    has = key.labelled[aspect].get(label, 0)
    low, high = (float(end) for end in wilson(has, key.comments))
    widest = max((_width(part) for part in (precision, recall)), default=0.0)
    return LabelScore(
        label=label,
        name=key.choices[aspect].get(label, label),
        machine=int(said.sum()),
        people=int(meant.sum()),
        both=int((said & meant).sum()),
        precision=precision,
        recall=recall,
        f1=harmonic,
        share=Share(has / key.comments, low, high, has),
        corrected=_corrected(key, has, precision, sample.share(meant, ~said)),
        more=3 * len(said) if widest > 0 else 0,  # widths fall with the root of the number of answers
    )


def _width(part: Share) -> float:
    return 0.0 if part.low is None or part.high is None else part.high - part.low


def _corrected(key: Key, has: int, precision: Share, missed: Share) -> Share:
    """The share that should have the label: those that have it and rightly so, and those that were missed.

    How many of the comments that could be drawn have it is known, so it adds nothing to the interval.
    """
    if key.where is not None or missed.value is None or (has and precision.value is None):
        return NOT_ASKED
    known = has / key.comments
    value, lower, upper = of_all((known, known, known), _ends(precision), _ends(missed))
    return Share(value, lower, upper, precision.n + missed.n)


def _ends(part: Share) -> tuple[float, float, float]:
    """A share with its ends; where there is none, anything is as likely."""
    if part.value is None or part.low is None or part.high is None:
        return 0.5, 0.0, 1.0
    return part.value, part.low, part.high


def _confused(
    shown: dict[str, str], machine: list[frozenset[str]], people: list[frozenset[str]]
) -> tuple[Confused, ...]:
    pairs = Counter(
        (shown.get(meant, meant), shown.get(said, said))
        for own, right in zip(machine, people, strict=True)
        for meant in right - own
        for said in own - right
    )
    ranked = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:CONFUSED]
    return tuple(Confused(people=meant, machine=said, comments=n) for (meant, said), n in ranked)


def _calibration(drawn: Sequence[Drawn], equal: Bools, sample: Sample) -> tuple[tuple[Bin, ...], float | None]:
    """Whether the machine is right as often as it is sure, and by how much it is off on average.

    Expected calibration error of Naeini, Cooper and Hauskrecht (2015), AAAI, over ten bins of equal width, weighted.
    """
    sure = np.array([np.nan if one.confidence is None else one.confidence for one in drawn])
    bins, off, known = [], 0.0, float(sample.weights[~np.isnan(sure)].sum())
    for k in range(BINS):
        low, high = k / BINS, (k + 1) / BINS
        inside = (sure >= low) & ((sure < high) if k < BINS - 1 else (sure <= high))
        if not inside.any():
            continue
        weights = sample.weights[inside]
        said = float((weights * sure[inside]).sum() / weights.sum())
        right = sample.share(equal, inside)
        bins.append(Bin(low, high, int(inside.sum()), said, right))
        off += float(weights.sum()) * abs(said - (right.value or 0.0))
    return tuple(bins), off / known if known else None


def _notes(key: Key, answers: Answers, aspects: Sequence[AspectScore]) -> tuple[str, ...]:
    notes = ["Coverage is not accuracy: a comment with a wrong label is covered too."]
    if key.where is not None:
        notes.append(
            f"The comments were chosen by a search ({key.where}), so nothing can be said of what was missed: no "
            "recall, no F1, no corrected shares; draw a sample without --where for those."
        )
    left = [name for name in answers if name not in {aspect.aspect for aspect in aspects}]
    notes += [f"{name}: fewer than {FEWEST} answers, left out." for name in left]
    for aspect in aspects:
        gone = {one.stratum for one in key.drawn} - {
            one.stratum for one, own in zip(key.drawn, answers[aspect.aspect], strict=True) if own is not None
        }
        if gone:
            notes.append(
                f"{aspect.aspect}: no comment of {len(gone)} {'strata' if len(gone) > 1 else 'stratum'} was answered "
                f"({', '.join(sorted(gone)[:3])}{' …' if len(gone) > 3 else ''}), so the figures leave "
                f"{'these' if len(gone) > 1 else 'it'} out; answer at least one comment of each."
            )
        if any(len(own or ()) >= ASPECTS[aspect.aspect].answers > 1 for own in answers[aspect.aspect]):
            notes.append(
                f"{aspect.aspect}: some comments have as many answers as the sheet has room for; more may be missing."
            )
    return tuple(notes)
