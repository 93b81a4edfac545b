"""The comments most worth labelling next, as a table to write labels into."""

from __future__ import annotations

import numpy as np
import polars as pl

from cxtext.codes.codebook import Codebook
from cxtext.codes.suggest import choose, uncertainty
from cxtext.pipeline.coding import coded, frame_in, whole
from cxtext.pipeline.reading import Reader
from cxtext.schema import CODE_LABELS, Feedback
from cxtext.text.clean import comparison_key

SUGGESTED: dict[str, pl.DataType] = {
    "id": pl.String(),  # of the comment
    "text": pl.String(),  # masked
    **CODE_LABELS,  # what the codebook would say; empty without one
    "uncertainty": pl.Float64(),  # 0 … 1; null without a codebook
    "label": pl.String(),  # empty, to be filled in
}
DECIMALS = 4


def suggest(
    feedback: Feedback, n: int, *, reader: Reader, codebook: Codebook | None, labels: str | None
) -> pl.DataFrame:
    """The n comments most worth labelling, with the columns SUGGESTED, those that stand for most first.

    Args:
        feedback: to choose from; comments without text in the model's language are left out, the same text is once.
        n: how many; fewer where there are fewer.
        reader: of the model.
        codebook: of the model; None gives a sample of what there is.
        labels: a column of the input; rows in which it is filled are labelled already.
    """
    comments = feedback.comments
    if labels is not None:
        open_rows = ~frame_in(feedback, labels).labelled
        done = {comparison_key(text) for text in comments.filter(pl.Series(~open_rows))["text"]}
        keys = [comparison_key(text) for text in comments["text"]]
        comments = comments.filter(pl.Series(open_rows & np.array([key not in done for key in keys], dtype=bool)))
    reading = reader.read(comments)
    read = whole(reading, reader)
    first = {text: i for i, text in reversed(list(enumerate(read.texts))) if text and read.vectors[i].any()}
    rows = np.array(sorted(first.values()), dtype=np.int64)
    if codebook is None or not len(rows):
        weight = None
        table = comments.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in CODE_LABELS.items())
    else:
        probabilities, _ = codebook.label([read.texts[i] for i in rows], read.vectors[rows])
        weight = uncertainty(probabilities, codebook.calibration)
        table = coded(comments, reading, reader, codebook)
    chosen = choose(read.vectors[rows], weight, n, seed=reader.settings.seed) if len(rows) else rows
    table = table.with_columns(pl.Series("text", [found.text for found in reading.masked], dtype=pl.String))
    sure = [None] * len(chosen) if weight is None else np.round(weight[chosen], DECIMALS).tolist()
    picked = pl.Series(rows[chosen])
    return table.select(pl.all().gather(picked)).select(
        pl.col("comment_id").alias("id"),
        "text",
        *CODE_LABELS,
        pl.Series("uncertainty", sure, dtype=pl.Float64),
        pl.lit(None, pl.String).alias("label"),
    )
