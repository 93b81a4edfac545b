"""What a model remembers of its training comments to tell later whether new ones are still like them: no text."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cxtext.audit.drift import FEWEST, Comments, Drift, compared, expected_right
from cxtext.errors import InputError, ModelError
from cxtext.pipeline.reading import Reading
from cxtext.schema import REST, Feedback
from cxtext.sentiment.aggregate import comment_leaning, confidence
from cxtext.themes.encode import unit_rows
from cxtext.themes.themes import NONE, ThemeSet

if TYPE_CHECKING:
    from cxtext.pipeline.pipeline import Pipeline

MOST = 1_000  # comments of either side: what these do not show is too small a change to act on
_WORD = re.compile(r"[^\W\d_]{2,}")
_OLD, _NEW = b"old", b"new"  # the two samples are drawn apart: else the same short texts would be in both
_OF_MENTIONS = ("vectors", "said", "generic", "formal", "length", "comment")
_OF_COMMENTS = ("score", "unknown", "words")

Known = NDArray[np.uint64]  # (v,) hashes of words, ascending


@dataclass(frozen=True)
class Sample:
    """Some comments; arrays over mentions are (m,), arrays over comments are (n,)."""

    vectors: NDArray[np.float16]  # (m, n_dims)
    said: NDArray[np.float32]  # (m,) sentiment of the words
    generic: NDArray[np.bool_]  # (m,) says nothing but praise or blame
    formal: NDArray[np.bool_]  # (m,) is a line of a form
    length: NDArray[np.int32]  # (m,) words, as the sentiment counts them
    comment: NDArray[np.int32]  # (m,) index of the mention's comment
    score: NDArray[np.float32]  # (n,)
    unknown: NDArray[np.int32]  # (n,) words that no other training comment has
    words: NDArray[np.int32]  # (n,) that have two letters or more

    def comments(self, themes: ThemeSet) -> Comments:
        """As they are compared; what fits no theme is told by the themes as they are now."""
        n, vectors = len(self.score), self.vectors.astype(np.float32)
        own = self.comment.astype(np.int64)
        found = themes.assign_comments(vectors, self.generic, self.formal, self.said.astype(np.float64), own)
        rest = np.array([i == NONE or themes.themes[i].name == REST for i in found.theme.tolist()], dtype=bool)
        long = np.maximum(self.length, 1).astype(np.float64)
        sums = np.zeros((n, vectors.shape[1]), dtype=np.float32)
        np.add.at(sums, own, vectors * long[:, None].astype(np.float32))
        share = np.bincount(own, weights=long * rest, minlength=n) / np.bincount(own, weights=long, minlength=n)
        words = self.words.astype(np.float64)
        return Comments(
            vectors=unit_rows(sums),
            score=self.score.astype(np.float64),
            aside=share * words,
            unknown=self.unknown.astype(np.float64),
            words=words,
        )


@dataclass(frozen=True)
class Baseline:
    """What a model remembers."""

    sample: Sample
    known: Known  # of all training comments

    def arrays(self) -> dict[str, NDArray[Any]]:
        """As named arrays, for saving."""
        found: dict[str, NDArray[Any]] = {"baseline_known": self.known}
        return found | {f"baseline_{name}": getattr(self.sample, name) for name in (*_OF_MENTIONS, *_OF_COMMENTS)}


def baseline_from(arrays: Mapping[str, NDArray[Any]], n_dims: int) -> Baseline | None:
    """What `Baseline.arrays` gave; None of a model that was made before it was kept.

    Raises:
        KeyError, ValueError: a part is missing, or the parts do not go together.
    """
    if "baseline_known" not in arrays:
        return None
    parts = {name: arrays[f"baseline_{name}"] for name in (*_OF_MENTIONS, *_OF_COMMENTS)}
    m, n = len(parts["vectors"]), len(parts["score"])
    whole = parts["vectors"].shape == (m, n_dims) and arrays["baseline_known"].ndim == 1
    whole &= all(parts[name].shape == (m,) for name in _OF_MENTIONS[1:])
    whole &= all(parts[name].shape == (n,) for name in _OF_COMMENTS)
    if not whole or not np.array_equal(np.unique(parts["comment"]), np.arange(n)):
        raise ValueError("what it remembers of its training comments does not go together")
    if not all(np.isfinite(parts[name]).all() for name in ("vectors", "said", "score")):
        raise ValueError("what it remembers of its training comments is not finite")
    return Baseline(Sample(**parts), arrays["baseline_known"].astype(np.uint64))


def baseline(reading: Reading, themes: ThemeSet) -> Baseline:
    """What is to be remembered of training comments, the same whatever their order."""
    told = _words(reading)
    seen = Counter(word for own in told for word in set(own))
    alone = [sum(seen[word] == 1 for word in own) for own in told]
    return Baseline(_sample(reading, themes, told, alone, _OLD), np.unique(_hashes(list(seen))))


def drift_of(pipeline: Pipeline, feedback: Feedback) -> Drift:
    """How far new comments are from those that a pipeline was trained on.

    Raises:
        ModelError: it has no themes of its own, or was made by a cxtext that kept nothing to compare with.
        InputError: there are fewer than FEWEST new comments with content.
    """
    if pipeline.themes is None:
        raise ModelError(
            "the default model was not trained on comments of yours; train one: cxtext train INPUT -o MODEL"
        )
    if pipeline.baseline is None:
        raise ModelError(
            f"{pipeline.folder} was made before what new comments are compared with was kept; train it again"
        )
    reading = pipeline.reader.read(feedback.comments)
    told = _words(reading)
    words = list({word for own in told for word in own})
    strange = dict(zip(words, ~np.isin(_hashes(words), pipeline.baseline.known), strict=True))
    counts = [sum(bool(strange[word]) for word in own) for own in told]
    n = len(np.unique(reading.comment))
    if n < FEWEST:
        raise InputError(f"{feedback.origin} holds {n} comments with content, and {FEWEST} are needed to compare")
    sample = _sample(reading, pipeline.themes, told, counts, _NEW)
    old, new = (one.comments(pipeline.themes) for one in (pipeline.baseline.sample, sample))
    found = compared(old, new, seed=pipeline.settings.seed)
    audited = next(
        (a for a in (pipeline.audits.last or {"aspects": ()})["aspects"] if a["aspect"] == "sentiment"), None
    )
    sure = confidence(new.score, band=pipeline.labeller.band)
    return Drift(
        model=pipeline.origin,
        source=feedback.origin,
        comments=n,
        sampled=len(new),
        training=len(old),
        measures=found,
        audited_right=audited["right"]["value"] if audited else None,
        expected_right=expected_right(audited["calibration"], sure) if audited else None,
        ece=audited["ece"] if audited else None,
        drifted=any(measure.drifted for measure in found),
    )


def _words(reading: Reading) -> list[list[str]]:
    """The words of each comment, of its mentions as they are compared."""
    found: list[list[str]] = [[] for _ in reading.masked]
    for i, view in zip(reading.comment.tolist(), reading.views, strict=True):
        found[i] += _WORD.findall(view.casefold())
    return found


def _hashes(words: Sequence[str]) -> Known:
    return np.array([_hash(word.encode()) for word in words], dtype=np.uint64)


def _hash(content: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest())


def _sample(
    reading: Reading, themes: ThemeSet, told: Sequence[Sequence[str]], unknown: Sequence[int], salt: bytes
) -> Sample:
    """A sample of the comments with mentions, drawn by hashes of their texts."""
    times: Counter[str] = Counter()
    keys = []
    for i in np.unique(reading.comment).tolist():
        text = reading.masked[i].text
        keys.append((_hash(salt + f"{times[text]}\0{text}".encode(errors="surrogatepass")), i))
        times[text] += 1
    drawn = [i for _, i in sorted(keys)[:MOST]]
    place = np.full(len(reading.masked), NONE, dtype=np.int64)
    place[drawn] = np.arange(len(drawn))
    rows = np.flatnonzero(place[reading.comment] != NONE)
    rows = rows[np.argsort(place[reading.comment[rows]], kind="stable")]
    n = len(reading.masked)
    score = comment_leaning(reading.scores, reading.words, reading.comment, n)[drawn]
    return Sample(
        vectors=reading.vectors[rows].astype(np.float16),
        said=reading.said[rows].astype(np.float32),
        generic=reading.generic[rows],
        formal=np.asarray(themes.are_formal([reading.views[i] for i in rows]), dtype=np.bool_),
        length=reading.words[rows].astype(np.int32),
        comment=place[reading.comment[rows]].astype(np.int32),
        score=score.astype(np.float32),
        unknown=np.array([unknown[i] for i in drawn], dtype=np.int32),
        words=np.array([len(told[i]) for i in drawn], dtype=np.int32),
    )
