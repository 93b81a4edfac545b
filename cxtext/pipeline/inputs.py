"""What a pipeline is given, as the tables that it works on."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cxtext.errors import InputError
from cxtext.read import read_feedback
from cxtext.schema import Feedback
from cxtext.text.duplicates import Copy, SeenTexts


def table_of(texts: Sequence[str]) -> pl.DataFrame:
    """Plain texts as a table; half a surrogate pair, which is no character, becomes a question mark."""
    sound = [text.encode("utf-8", "replace").decode() for text in texts]
    return pl.DataFrame({"text": sound}, schema={"text": pl.String})


def as_feedback(feedback: Feedback | Sequence[str]) -> Feedback:
    """Feedback as it is, or from plain texts."""
    if isinstance(feedback, Feedback):
        return feedback
    if isinstance(feedback, str):
        raise InputError("a list of texts is needed, not one text: put it in a list")
    return read_feedback(table_of(feedback), text="text")


def copies_in(comments: pl.DataFrame) -> list[Copy | None]:
    """What each comment of a whole input repeats."""
    return SeenTexts().copies(comments["text"].to_list(), comments["comment_id"].to_list())
