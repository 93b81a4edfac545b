"""What labelled texts teach about touchpoints: a linear model over the encoder's vector and over words.

A head speaks up only where it is sure (above HEARD_FROM): far from what it was taught with, as on feedback of another
industry, it is silent and the seeds decide alone.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from cxtext.errors import ModelError
from cxtext.shipped import shipped_model
from cxtext.taxonomy.certainty import Certainty, certainty_from
from cxtext.taxonomy.taxonomy import Taxonomy, load_taxonomy, pack_names
from cxtext.taxonomy.terms import Floats, Terms

HEARD_FROM = 0.3  # chosen on the even rows of airline and the validation splits of mams_acsa and clinc150
SAME_SEEDS = 0.5  # share of a touchpoint's seeds that must be the shipped one's for it to be that touchpoint
SHIPPED = "touchpoints"  # the folder in models/


@dataclass(frozen=True)
class Head:
    """A linear model for each touchpoint it was taught: near 1 for the right one, near 0 for the others."""

    ids: tuple[str, ...]  # (k,) touchpoints
    encoder: str  # digest of the encoder whose vectors it reads
    terms: Terms
    of_terms: Floats  # (t, k)
    of_meaning: Floats  # (n_dims, k)
    base: Floats  # (k,)
    certainty: Certainty
    labelled: int = 0  # texts that taught it

    def heard(self, vectors: Floats, weighed: csr_matrix) -> Floats:
        """(n, k) what it adds to the scores of its touchpoints.

        Args:
            vectors: (n or more, n_dims) of the texts.
            weighed: (n, t) the texts by `terms`.
        """
        said = (vectors @ self.of_meaning)[: weighed.shape[0]] + weighed @ self.of_terms + self.base
        return np.asarray(np.maximum(said - HEARD_FROM, 0), dtype=np.float32)

    def part(self, columns: NDArray[np.int64]) -> Head:
        """A head that speaks of some of its touchpoints alone."""
        return dataclasses.replace(
            self,
            ids=tuple(self.ids[i] for i in columns),
            of_terms=np.ascontiguousarray(self.of_terms[:, columns]),
            of_meaning=np.ascontiguousarray(self.of_meaning[:, columns]),
            base=self.base[columns],
        )

    def facts(self) -> dict[str, Any]:
        """Everything but the arrays, as plain values."""
        return {
            "ids": list(self.ids),
            "encoder": self.encoder,
            "terms": list(self.terms.names),
            "certainty": self.certainty.facts(),
            "labelled": self.labelled,
        }

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays by name; weights as float16, which costs no answer."""
        return {
            "idf": self.terms.idf,
            "of_terms": self.of_terms.astype(np.float16),
            "of_meaning": self.of_meaning.astype(np.float16),
            "base": self.base,
        }


Placed = tuple[Head, NDArray[np.int64]]  # a head, and (m, 2) the place in the taxonomy of each of its touchpoints


def head_from(facts: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Head:
    """What `facts` and `arrays` gave.

    Raises:
        KeyError, TypeError, ValueError: a part is missing, or the parts do not go together.
    """
    ids, terms = tuple(map(str, facts["ids"])), tuple(map(str, facts["terms"]))
    k, t, d = len(ids), len(terms), len(arrays["of_meaning"])
    shapes = {"idf": (t,), "of_terms": (t, k), "of_meaning": (d, k), "base": (k,)}
    found = {name: arrays[name].astype(np.float32) for name in shapes}
    if any(found[name].shape != shape or not np.isfinite(found[name]).all() for name, shape in shapes.items()):
        raise ValueError("touchpoints, words and weights do not go together")
    return Head(
        ids,
        str(facts["encoder"]),
        Terms(terms, found["idf"]),
        found["of_terms"],
        found["of_meaning"],
        found["base"],
        certainty_from(facts["certainty"]),
        int(facts["labelled"]),
    )


def shipped_head() -> Head:
    """The head that ships with cxtext.

    Raises:
        ModelError: the installation lacks it, or its files are damaged.
    """
    from safetensors.numpy import load_file

    folder = shipped_model(SHIPPED)
    try:
        facts = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        return head_from(facts, load_file(folder / "model.safetensors"))
    except Exception as error:
        raise ModelError(f"{folder} is damaged ({type(error).__name__}: {error}); install cxtext again") from error


def write_head(head: Head, folder: Path) -> None:
    """Write a head as model.json and model.safetensors."""
    from safetensors.numpy import save_file

    facts = json.dumps(head.facts(), ensure_ascii=False, indent=1)
    (folder / "model.json").write_text(facts + "\n", encoding="utf-8")
    save_file(
        {name: np.ascontiguousarray(array) for name, array in head.arrays().items()}, folder / "model.safetensors"
    )


def placed(head: Head, taxonomy: Taxonomy, *, own: bool) -> Placed:
    """A head with the places of its touchpoints in a taxonomy.

    A head that was taught with the taxonomy itself goes by the ids. The shipped one goes by the seeds, so that a
    touchpoint that was renamed or moved is still known, and one that only has the same id is not taken for it.

    Args:
        head: to be placed.
        taxonomy: of any origin.
        own: whether the head was taught with it.
    """
    place = {name: i for i, name in enumerate(head.ids)}
    if own:
        found = [(i, place[t.id]) for i, t in enumerate(taxonomy.touchpoints) if t.id in place]
    else:
        known = _shipped_seeds(place)
        pairs = ((i, _same(touchpoint.seeds, known)) for i, touchpoint in enumerate(taxonomy.touchpoints))
        found = [(i, column) for i, column in pairs if column is not None]
    return head, np.array(found, dtype=np.int64).reshape(-1, 2)


def _same(seeds: Sequence[str], known: Mapping[str, int]) -> int | None:
    """The shipped touchpoint that most of the seeds are of."""
    columns = [known[seed] for seed in seeds if seed in known]
    best = max(sorted(set(columns)), key=columns.count, default=None)
    return best if best is not None and columns.count(best) >= SAME_SEEDS * len(seeds) else None


def _shipped_seeds(place: Mapping[str, int]) -> dict[str, int]:
    """The shipped seeds, each with the column of its touchpoint."""
    shipped = load_taxonomy(pack_names())
    return {seed: place[t.id] for t in shipped.touchpoints if t.id in place for seed in t.seeds}
