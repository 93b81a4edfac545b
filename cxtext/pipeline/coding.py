"""The human coding frame in the walk of a comment: learnt from a column of the input, given to comments."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass

import numpy as np
import polars as pl

from cxtext.codes.codebook import Codebook, Vectors
from cxtext.codes.frame import Frame, frame_of
from cxtext.codes.learn import MOST_UNLABELLED, Coded, Unlabelled, in_order, learn_codebook, names_of
from cxtext.errors import InputError, OptionError, unknown
from cxtext.pipeline.reading import Reader, Reading
from cxtext.schema import CODE_LABELS, LIST_SEPARATOR, Feedback
from cxtext.themes.encode import unit_rows

MIN_LABELLED = 10  # comments; fewer are read by hand sooner than a model made of them is checked
DECIMALS = 4  # of the probabilities written


@dataclass(frozen=True)
class Whole:
    """Comments as codes are told by: whole."""

    texts: list[str]  # (n,) encoding views; empty where the comment is not read
    vectors: Vectors  # (n, n_dims)


def whole(reading: Reading, reader: Reader) -> Whole:
    """The comments of a reading, put together from their mentions.

    Stock answers such as "nothing", which have no mentions, are read too, as people code them; comments in another
    language and empty ones are not.
    """
    n = len(reading.masked)
    parts: list[list[str]] = [[] for _ in range(n)]
    for i, view in zip(reading.comment, reading.views, strict=True):
        parts[i].append(view)
    texts = [" ".join(own) for own in parts]
    sums = np.zeros((n, reader.encoder.dims), dtype=np.float32)
    np.add.at(sums, reading.comment, reading.vectors * reading.words[:, None].astype(np.float32).clip(1))
    vectors = unit_rows(sums)
    stock = [i for i, flags in enumerate(reading.flags) if "no_content" in flags and not parts[i]]
    for i in stock:
        texts[i] = reader.view(reading.masked[i].text)
    vectors[stock] = reader.encoder.encode([texts[i] for i in stock])
    return Whole(texts, vectors)


def frame_in(feedback: Feedback, column: str) -> Frame:
    """The coding frame in a column of the input.

    Raises:
        OptionError: there is no such column, or it is the text itself.
        InputError: it holds no coding frame; see `codes.frame`.
    """
    if column not in feedback.rows.columns:
        raise OptionError(f"--labels: {unknown('column', column, feedback.rows.columns)}")
    if column == feedback.columns.text:
        raise OptionError(f"--labels {column!r} is the column of the text; name the column with the codes")
    return frame_of(feedback.rows[column].to_list(), column=column, separator=LIST_SEPARATOR)


def learn_codes(feedback: Feedback, column: str, reader: Reader) -> Codebook:
    """A codebook from the labelled comments of the input, with its figures on held-out ones."""
    from cxtext.codes.curve import measure

    frame = frame_in(feedback, column)
    comments = feedback.comments.filter(pl.Series(frame.labelled))
    reading = reader.read(comments, judge=False)
    read = whole(reading, reader)
    rows = np.array([i for i, text in enumerate(read.texts) if text], dtype=np.int64)
    if len(rows) < MIN_LABELLED:
        raise InputError(
            f"column {column!r} labels {len(rows)} comments that hold text in the model's language; at least "
            f"{MIN_LABELLED} are needed to learn codes: label more"
        )
    masked = [found.text for found in reading.masked]
    coded = in_order(Coded(read.texts, masked, read.vectors, frame.given[frame.labelled]).part(rows))
    names = names_of(frame.names, reader.view, reader.encoder.encode)
    others = _unlabelled(feedback.comments.filter(pl.Series(~frame.labelled)), reader) if frame.exclusive else None
    codebook = learn_codebook(coded, names, column=column, others=others)
    return dataclasses.replace(codebook, quality=measure(coded, names, seed=reader.settings.seed, others=others))


def _unlabelled(comments: pl.DataFrame, reader: Reader) -> Unlabelled:
    """At most MOST_UNLABELLED different comments, drawn and ordered by their text."""
    different = comments.select("text", "question").unique()
    keys = [hashlib.sha256(f"{text}\0{question}".encode()).digest() for text, question in different.iter_rows()]
    drawn = different[sorted(range(len(keys)), key=keys.__getitem__)[:MOST_UNLABELLED]]
    read = whole(reader.read(drawn, judge=False), reader)
    rows = [i for i, text in enumerate(read.texts) if text]
    return Unlabelled([read.texts[i] for i in rows], read.vectors[rows])


def coded(comments: pl.DataFrame, reading: Reading, reader: Reader, codebook: Codebook) -> pl.DataFrame:
    """The comments with the columns CODE_LABELS."""
    read = whole(reading, reader)
    probabilities, given = codebook.label(read.texts, read.vectors)
    names, scores = [], []
    for chances, own in zip(np.round(probabilities, DECIMALS), given, strict=True):
        order = sorted(np.flatnonzero(own), key=lambda k, chances=chances: (-chances[k], k))  # type: ignore[misc]
        names.append([codebook.names[k] for k in order])
        scores.append([float(chances[k]) for k in order])
    return comments.hstack(pl.DataFrame({"codes": names, "code_scores": scores}, schema=CODE_LABELS))
