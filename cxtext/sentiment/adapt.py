"""The fast model fitted to a user's own labels: a correction of its last layer, kept small by cross-validation.

The correction is a multinomial logistic regression on what the last layer reads, with the model's own
log-odds as its start: without evidence it is nothing. A fifth of the labelled comments is held out to
measure it; the strength of the penalty is chosen on the others; the correction that is kept is fitted to all.

Of few comments the strength is fixed, as too little tells which one is best, and the correction is kept only where
cross-validation says beyond chance that labels get better by it. Both were chosen on samples of 60 to 180 comments of
eleven public sets (`tests/benchmarks/few_labels.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxtext.errors import InputError
from cxtext.sentiment.aggregate import comment_leaning
from cxtext.sentiment.fast import FastScorer, Floats
from cxtext.sentiment.labels import CLASSES, UNLABELLED
from cxtext.sentiment.score import DEFAULT_BAND, Band, leaning, polarity

MIN_LABELLED = 50  # comments; fewer cannot show whether a correction helps
MIN_CLASS = 10  # comments of a class for it to count as present
FEW = 200  # comments below which the strength of the penalty is not chosen
PRIOR_WEIGHTS, PRIOR_OFFSETS = 60.0, 5.0  # of few comments: penalties of the squares, for all comments together
BEYOND_CHANCE = 1.645  # standard errors that an improvement of few comments must exceed: one in twenty by chance
RESAMPLED = 400  # bootstrap draws of that standard error
PENALTIES = (3e-1, 1e-1, 3e-2, 1e-2, 3e-3, 1e-3)  # of the squared weights, a comment; strongest first
NO_CHANGE, OFFSETS_ONLY, SHRUNK = "no change", "offsets", "few comments"
BALANCE = 0.5  # a comment weighs by its class's size to minus this: 0 leaves rare classes out, 1 overdoes them
FOLDS = 5  # the first is held out, the others choose the penalty

Labels = NDArray[np.int64]  # (n,), index into CLASSES, or UNLABELLED


@dataclass(frozen=True)
class Mentions:
    """The mentions of some comments."""

    texts: Sequence[str]  # (m,) sentiment views
    comment: NDArray[np.int64]  # (m,) index of the mention's comment
    words: NDArray[np.int64]  # (m,)


@dataclass(frozen=True)
class Adaptation:
    """A correction and how well it does on comments that it was not fitted to."""

    correction: Floats  # (n_hidden + 1, 3)
    model: str  # SHA-256 of the weights that it corrects
    labelled: tuple[int, int, int]  # comments of each class
    held_out: int  # comments that the figures are measured on
    before: float  # macro-F1 of the shipped model
    after: float  # macro-F1 with a correction fitted to the other comments
    penalty: float | str  # of the weights; SHRUNK: as of few; OFFSETS_ONLY: they did not move; NO_CHANGE: nothing did

    def facts(self) -> dict[str, Any]:
        """Everything but the correction, as plain values."""
        return {
            "model": self.model,
            "labelled": list(self.labelled),
            "held_out": self.held_out,
            "before": self.before,
            "after": self.after,
            "penalty": self.penalty,
        }


def adaptation_from(correction: Floats, facts: dict[str, Any]) -> Adaptation:
    """What `facts` gave, with its correction."""
    return Adaptation(correction, **{**facts, "labelled": tuple(facts["labelled"])})


def adapt(
    scorer: FastScorer, mentions: Mentions, keys: Sequence[str], labels: Labels, *, band: Band = DEFAULT_BAND
) -> Adaptation:
    """Fit a correction to comments' labels.

    Args:
        scorer: the shipped model.
        mentions: of the comments; comments without one take no part.
        keys: (n,) the comments' texts; the same text is never both fitted to and measured on.
        labels: (n,) their classes.
        band: the scores that count as neutral.

    Raises:
        InputError: too few comments have a label, or all have the same.
    """
    case = _Case(scorer, mentions, keys, labels, band)
    case.check()
    fold = case.folds()
    dev = fold != 0
    few = (dev & case.used).sum() < FEW
    chosen = case.best_of_few if few else case.best_penalty
    penalty = chosen(np.where(dev, fold, UNLABELLED))
    fitted = case.fit(dev, penalty)
    if few:  # every comment counts in what is decided for good
        penalty = chosen(fold)
    return Adaptation(
        correction=case.fit(np.ones_like(dev), penalty),
        model=scorer.digest,
        labelled=case.counts(),
        held_out=int((~dev & case.used).sum()),
        before=case.quality(np.zeros_like(fitted), ~dev),
        after=case.quality(fitted, ~dev),
        penalty=penalty,
    )


class _Case:
    """Labelled comments as the last layer sees them, in an order that does not hang on their rows'."""

    def __init__(self, scorer: FastScorer, mentions: Mentions, keys: Sequence[str], labels: Labels, band: Band) -> None:
        order = sorted(range(len(keys)), key=lambda i: (keys[i], int(labels[i])))
        rank = np.empty(len(keys), np.int64)
        rank[order] = np.arange(len(keys))
        owner = rank[mentions.comment]
        rows = np.argsort(owner, kind="stable")
        self.keys = [keys[i] for i in order]
        self.labels = labels[order]
        self.comment, self.words, self.band = owner[rows], mentions.words[rows], band
        texts = [mentions.texts[i] for i in rows]
        self.odds = scorer.log_odds(texts)
        self.hidden = scorer.hidden(texts).astype(np.float64)
        self.share = 1 / np.bincount(self.comment, minlength=len(keys)).clip(1)[self.comment]  # of its comment
        spoken = np.bincount(self.comment, minlength=len(keys)) > 0
        self.used = spoken & (self.labels != UNLABELLED)

    def counts(self) -> tuple[int, int, int]:
        negative, neutral, positive = np.bincount(self.labels[self.used], minlength=len(CLASSES)).tolist()
        return negative, neutral, positive

    @property
    def present(self) -> NDArray[np.bool_]:
        """(3,) the classes with enough comments; the log-odds of the others are left alone."""
        return np.array(self.counts()) >= MIN_CLASS

    def check(self) -> None:
        found = ", ".join(f"{n} {name}" for n, name in zip(self.counts(), CLASSES, strict=True))
        if self.used.sum() < MIN_LABELLED or self.present.sum() < 2:
            raise InputError(
                f"too few labels to adapt the sentiment model to ({found}): at least {MIN_LABELLED} comments are "
                f"needed, and {MIN_CLASS} each of two classes; label more, or leave --sentiment-labels out"
            )

    def folds(self) -> NDArray[np.int64]:
        """(n,) the part that each comment falls into by its text."""
        digests = (hashlib.sha256(key.encode()).digest() for key in self.keys)
        return np.array([int.from_bytes(d[:8]) % FOLDS for d in digests])

    def best_penalty(self, fold: NDArray[np.int64]) -> float | str:
        """The penalty with the best macro-F1 over the folds that are not UNLABELLED; the strongest among equals."""
        dev = fold != UNLABELLED
        parts = np.unique(fold[dev])
        means: dict[float | str, float] = {}
        for penalty in (NO_CHANGE, OFFSETS_ONLY, *PENALTIES):
            fits = [self.fit(dev & (fold != part), penalty) for part in parts]
            means[penalty] = float(np.mean([self.quality(f, fold == p) for f, p in zip(fits, parts, strict=True)]))
        return max(means, key=lambda penalty: means[penalty])

    def best_of_few(self, fold: NDArray[np.int64]) -> float | str:
        """SHRUNK where the comments of each fold are labelled better by what the others teach, beyond chance.

        Of all of them together neither macro-F1 nor the share that is right may fall, and one of the two must rise by
        BEYOND_CHANCE standard errors of the difference, told by a bootstrap over comments. Folds of UNLABELLED take no
        part.
        """
        after = np.empty(len(self.keys), dtype=np.int64)
        for part in np.unique(fold[fold != UNLABELLED]):
            taught = self.fit((fold != UNLABELLED) & (fold != part), SHRUNK)
            after[fold == part] = self.said(taught)[fold == part]
        rows = (fold != UNLABELLED) & self.used
        meant, before, after = self.labels[rows], self.said(None)[rows], after[rows]
        drawn = np.random.default_rng(0).integers(len(meant), size=(RESAMPLED, len(meant)))
        better = []
        for measure in (self._f1, _right):
            change = float(measure(after, meant) - measure(before, meant))
            chance = (measure(after[drawn], meant[drawn]) - measure(before[drawn], meant[drawn])).std()
            better.append((change, change > BEYOND_CHANCE * chance))
        helps = any(clear for _, clear in better) and all(change >= 0 for change, _ in better)
        return SHRUNK if helps else NO_CHANGE

    def fit(self, comments: NDArray[np.bool_], penalty: float | str) -> Floats:
        """The correction fitted to some comments; a mention has its comment's label and weighs its share of it."""
        from scipy.optimize import minimize

        correction = np.zeros((self.hidden.shape[1] + 1, len(CLASSES)))
        if penalty == NO_CHANGE:
            return correction.astype(np.float32)

        rows = (comments & self.used & self.present[self.labels])[self.comment]
        odds, weight, label = self.odds[rows], self.share[rows], self.labels[self.comment[rows]]
        inputs = np.hstack([self.hidden[rows], np.ones((len(label), 1))])
        inputs = inputs[:, -1:] if penalty == OFFSETS_ONLY else inputs
        columns = np.flatnonzero(self.present)
        mass = np.bincount(label, weights=weight, minlength=len(CLASSES)).clip(1)
        weight = weight * (1 / mass[label]) ** BALANCE
        gold = np.eye(len(CLASSES))[label][:, columns]
        strength = np.full((inputs.shape[1], 1), 0.0 if isinstance(penalty, str) else penalty)
        strength[-1] = 0
        if penalty == SHRUNK:
            strength[:-1], strength[-1] = np.array([PRIOR_WEIGHTS, PRIOR_OFFSETS]) / (comments & self.used).sum()

        def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            change = flat.reshape(inputs.shape[1], len(columns))
            found = odds[:, columns] + inputs @ change
            found = found - found.max(axis=1, keepdims=True)
            powers = np.exp(found)
            total = powers.sum(axis=1, keepdims=True)
            slope = weight[:, None] * (powers / total - gold) / weight.sum()
            value = -(weight[:, None] * gold * (found - np.log(total))).sum() / weight.sum()
            return (
                float(value + (strength * change**2).sum() / 2),
                np.asarray(inputs.T @ slope + strength * change).ravel(),
            )

        best = minimize(loss, np.zeros(inputs.shape[1] * len(columns)), jac=True, method="L-BFGS-B").x
        correction[-inputs.shape[1] :, columns] = best.reshape(-1, len(columns))
        return correction.astype(np.float32)

    def quality(self, correction: Floats, comments: NDArray[np.bool_]) -> float:
        """Macro-F1 of the labels of some comments, over the classes that the labels have."""
        rows = comments & self.used
        return float(self._f1(self.said(correction)[rows], self.labels[rows]))

    def said(self, correction: Floats | None) -> NDArray[np.int64]:
        """(n,) the class of each comment, by its mentions."""
        odds = self.odds if correction is None else self.odds + self.hidden @ correction[:-1] + correction[-1]
        powers = np.exp(odds - odds.max(axis=1, keepdims=True))
        scores = leaning(powers / powers.sum(axis=1, keepdims=True))
        means = comment_leaning(scores, self.words, self.comment, len(self.keys))
        return np.array([CLASSES.index(name) for name in polarity(means, band=self.band)])

    def _f1(self, said: Labels, meant: Labels) -> NDArray[np.float64]:
        """(…,) macro-F1 of (…, n) classes, over those that the labels have."""
        found = []
        for c in np.flatnonzero(self.present):
            told, right = said == c, meant == c
            found.append(2 * (told & right).sum(axis=-1) / np.maximum(told.sum(axis=-1) + right.sum(axis=-1), 1))
        return np.asarray(np.mean(found, axis=0))


def _right(said: Labels, meant: Labels) -> NDArray[np.float64]:
    """(…,) the share of (…, n) classes that are right."""
    return np.asarray((said == meant).mean(axis=-1))
