"""Rebuilds the touchpoint head: `python models/touchpoints/recipe.py`, a few minutes on one core.

CXTEXT_BENCHMARK_DATA names the folder of the *.csv.gz sets. mapping.yaml says which label means which touchpoint and
what is kept out; MODEL_CARD.md says what came of it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import corpus
import numpy as np

from cxtext.codes.ridge import fit_ridge
from cxtext.taxonomy.certainty import FEATURES, Certainty, Line
from cxtext.taxonomy.head import write_head
from cxtext.taxonomy.link import TouchpointLinker
from cxtext.taxonomy.taxonomy import load_taxonomy, pack_names
from cxtext.taxonomy.teach import Lesson, teach
from cxtext.text.clean import for_encoding
from cxtext.themes.encode import Encoder, Vectors, make_encoder
from cxtext.tiles import tiles

SEED = 7
MOST = 4_000  # texts of a set
WORTH = 1_000  # labels that a set counts for at most
FIRST, SECOND = 0.4, 0.5  # probabilities from which touchpoints are given; chosen on the development halves
NO_LINE = Line(np.zeros(len(FEATURES)), 0.0)
NO_CERTAINTY = Certainty(NO_LINE, NO_LINE, NO_LINE, 0.0, 0.0)  # none is known before the first head


def build(folder: Path, out: Path, *, leave_out: tuple[str, ...] = ()) -> None:
    """Write model.json and model.safetensors to `out`, learnt from all sets but those left out."""
    encoder = make_encoder()

    def encode(texts: Sequence[str]) -> Vectors:
        return encoder.encode([for_encoding(text) for text in texts])

    kept = set()
    for name in corpus.mapping():
        kept |= {corpus.key_of(row.text) for row in corpus.load(folder, name, learn=False).rows}
    everything = TouchpointLinker(load_taxonomy(pack_names()), encode, certainty=NO_CERTAINTY)
    lessons = []
    for name in corpus.mapping():
        if name not in leave_out:
            found = corpus.without(corpus.load(folder, name), kept)
            lessons.append(lesson_of(found, encoder, everything.ids))
            print(
                f"{name}: {len(lessons[-1].texts)} texts, {lessons[-1].right.any(axis=1).mean():.2f} with a touchpoint"
            )
    whole = joined(lessons)
    head = teach(whole, everything, encode=encode, encoder=encoder.digest, fit=fit_ridge, silent_too=True)
    head = replace(head, certainty=replace(head.certainty, first=FIRST, second=SECOND))
    out.mkdir(exist_ok=True)
    write_head(head, out)
    print(head.certainty)


def lesson_of(found: corpus.LabelledSet, encoder: Encoder, ids: list[str]) -> Lesson:
    """A set as a lesson over all touchpoints; where a label allows several, the seeds of its packs choose."""
    order = np.sort(np.random.default_rng(SEED).permutation(len(found.rows))[:MOST])
    rows = [found.rows[i] for i in order]
    texts = [row.text for row in rows]
    vectors = encoder.encode(texts)

    def encode(seeds: Sequence[str]) -> Vectors:
        return encoder.encode([for_encoding(seed) for seed in seeds])

    linker = TouchpointLinker(load_taxonomy(found.packs), encode, certainty=NO_CERTAINTY)
    own, place = {key: i for i, key in enumerate(linker.ids)}, {key: i for i, key in enumerate(ids)}
    given, right = (np.zeros((len(rows), len(ids)), dtype=bool) for _ in range(2))
    for part, tile in tiles(vectors):
        for i, score in zip(range(part.start, part.stop), linker.scores(tile, texts[part]), strict=True):
            for allowed in rows[i].allowed:
                given[i, place[max(sorted(allowed), key=lambda key, score=score: score[own[key]])]] = True
            right[i, [place[key] for key in rows[i].right]] = True
    share = np.full(len(rows), min(1.0, WORTH / len(rows)))
    return Lesson(
        texts, vectors, given, right, share, np.full(len(rows), found.whole), np.full(len(rows), found.several)
    )


def joined(lessons: list[Lesson]) -> Lesson:
    """All lessons as one."""
    return Lesson(
        [text for lesson in lessons for text in lesson.texts],
        np.vstack([lesson.vectors for lesson in lessons]),
        np.vstack([lesson.given for lesson in lessons]),
        np.vstack([lesson.right for lesson in lessons]),
        np.concatenate([lesson.share for lesson in lessons]),
        np.concatenate([lesson.whole for lesson in lessons]),
        np.concatenate([lesson.several for lesson in lessons]),
    )


if __name__ == "__main__":
    build(Path(os.environ.get("CXTEXT_BENCHMARK_DATA", "../shared/data")), Path(__file__).parent)
