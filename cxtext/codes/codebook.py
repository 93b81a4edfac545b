"""A learnt coding frame: the codes of a comment, from its words and its meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxtext.codes.calibrate import Bools, Calibration, Floats
from cxtext.codes.quality import Quality, quality_from
from cxtext.codes.terms import Terms
from cxtext.tiles import product

Vectors = NDArray[np.float32]  # (n, n_dims), rows of unit length or all zeros


@dataclass(frozen=True)
class Examples:
    """Labelled comments that a code is shown by."""

    texts: tuple[str, ...]  # (m,) masked
    code: NDArray[np.int64]  # (m,) index into the codes
    vectors: Vectors  # (m, n_dims)


@dataclass(frozen=True)
class Codebook:
    """A linear model for each code, over words and over the encoder's dimensions."""

    names: tuple[str, ...]  # (k,)
    column: str  # that it was learnt from
    labelled: tuple[int, ...]  # (k,) comments with the code
    terms: Terms
    of_terms: NDArray[np.float32]  # (t, k)
    of_meaning: NDArray[np.float32]  # (n_dims, k)
    base: NDArray[np.float32]  # (k,) the score of an empty text
    calibration: Calibration
    examples: Examples
    quality: Quality | None = field(default=None)  # on comments held out; None: too few were labelled

    def scores(self, texts: Sequence[str], vectors: Vectors) -> Floats:
        """(n, k) scores of comments, given as encoding views and their vectors; higher is likelier."""
        words = self.terms.weigh(texts) @ self.of_terms if self.terms.names else 0.0
        return np.asarray(words + product(vectors, self.of_meaning) + self.base, dtype=np.float64)

    def label(self, texts: Sequence[str], vectors: Vectors) -> tuple[Floats, Bools]:
        """(n, k) probabilities, and which codes are given; none where neither a word nor the meaning is known."""
        probabilities = self.calibration.probabilities(self.scores(texts, vectors))
        known = np.any(vectors != 0, axis=1)
        if self.terms.names:
            known |= np.diff(self.terms.weigh(texts).indptr) > 0
        return probabilities, self.calibration.given(probabilities) & known[:, None]

    def facts(self) -> dict[str, Any]:
        """Everything but the arrays, as plain values."""
        return {
            "names": list(self.names),
            "column": self.column,
            "labelled": list(self.labelled),
            "exclusive": self.calibration.exclusive,
            "terms": list(self.terms.names),
            "examples": list(self.examples.texts),
            "quality": self.quality and self.quality.facts(),
        }

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays by name, float32 but for `example_code`."""
        found: dict[str, NDArray[Any]] = {
            "idf": self.terms.idf,
            "of_terms": self.of_terms,
            "of_meaning": self.of_meaning,
            "base": self.base,
            "slope": self.calibration.slope.astype(np.float32),
            "offset": self.calibration.offset.astype(np.float32),
            "threshold": self.calibration.threshold.astype(np.float32),
            "example_code": self.examples.code,
            "example_vectors": self.examples.vectors,
        }
        return found


def codebook_from(facts: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Codebook:
    """What `facts` and `arrays` gave.

    Raises:
        KeyError, TypeError, ValueError: a part is missing, or the parts do not go together.
    """
    names, terms = _texts(facts["names"]), _texts(facts["terms"])
    k, t, d = len(names), len(terms), int(arrays["of_meaning"].shape[0])
    texts = _texts(facts["examples"])
    shapes = {
        "idf": (t,),
        "of_terms": (t, k),
        "of_meaning": (d, k),
        "base": (k,),
        "slope": (k,),
        "offset": (k,),
        "threshold": (k,),
        "example_vectors": (len(texts), d),
    }
    found = {name: _finite(arrays[name], shape, name) for name, shape in shapes.items()}
    code = arrays["example_code"].astype(np.int64)
    labelled = tuple(int(count) for count in facts["labelled"])
    if code.shape != (len(texts),) or not np.all((code >= 0) & (code < k)) or len(labelled) != k or k < 2:
        raise ValueError("codes, their counts and their examples do not go together")
    slope, offset, threshold = (found[name].astype(np.float64) for name in ("slope", "offset", "threshold"))
    return Codebook(
        names=names,
        column=str(facts["column"]),
        labelled=labelled,
        terms=Terms(terms, found["idf"]),
        of_terms=found["of_terms"],
        of_meaning=found["of_meaning"],
        base=found["base"],
        calibration=Calibration(bool(facts["exclusive"]), slope, offset, threshold),
        examples=Examples(texts, code, found["example_vectors"]),
        quality=quality_from(facts["quality"]) if facts["quality"] else None,
    )


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError("a list of texts is none")
    return tuple(values)


def _finite(array: NDArray[Any], shape: tuple[int, ...], name: str) -> NDArray[np.float32]:
    if array.shape != shape or array.dtype != np.float32 or not np.isfinite(array).all():
        raise ValueError(f"{name} has another shape or type, or values that are not finite")
    return array
