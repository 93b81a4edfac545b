"""Ratings as numbers, however people write them."""

from __future__ import annotations

import polars as pl

STARS = r"^[★⭐☆✩\x{FE0F}\s]+$"
FILLED = r"[★⭐]"
# "4", "4.5", "4,5", "4/5", "4 out of 5", "4 stars", "4★", "80 %", "9 - Extremely likely", "10 (best)"
LEADING = (
    r"^([+-]?[0-9]+(?:[.,][0-9]+)?)"
    r"(?:\s*$|\s*(?:/|out of|of|von|sur|de)\s*[0-9]+(?:[.,][0-9]+)?\s*(?:stars?|points?)?\s*$"
    r"|\s*(?:%|[★⭐]|stars?|points?)\s*$|\s*[-–—:=.(]?\s*[^0-9\s.,/:-][^0-9]*$)"
)


def parse_ratings(column: pl.Series) -> pl.Series:
    """The ratings as Float64; what is no single number is null.

    "4 out of 5" and "4/5" are 4, "★★★★☆" is 4, "4,5" is 4.5, "9 - Extremely likely" is 9.
    The scale is the source's own: whether high is good is not decided here.
    """
    if column.dtype == pl.Boolean or column.dtype.is_temporal() or column.dtype.is_nested():
        return pl.Series(column.name, [None] * len(column), dtype=pl.Float64)
    if column.dtype.is_numeric():
        return _finite(column.cast(pl.Float64))
    texts = column.cast(pl.String).unique(maintain_order=True)
    parsed = pl.Series("parsed", _parse(texts), dtype=pl.Float64)
    table = pl.DataFrame({"text": texts, "parsed": parsed})
    return (
        column.cast(pl.String)
        .to_frame("text")
        .join(table, on="text", how="left", maintain_order="left")["parsed"]
        .alias(column.name)
    )


def _parse(texts: pl.Series) -> pl.Series:
    frame = texts.str.strip_chars().to_frame("text")
    text = pl.col("text")
    plain = text.cast(pl.Float64, strict=False)
    leading = text.str.to_lowercase().str.extract(LEADING).str.replace(",", ".", literal=True)
    stars = pl.when(text.str.contains(STARS)).then(text.str.count_matches(FILLED).cast(pl.Float64))
    return _finite(frame.select(pl.coalesce(plain, leading.cast(pl.Float64, strict=False), stars)).to_series())


def _finite(column: pl.Series) -> pl.Series:
    return column.to_frame("x").select(pl.when(pl.col("x").is_finite()).then(pl.col("x"))).to_series()
