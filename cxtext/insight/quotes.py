"""Which words of customers stand for a topic: verbatim, masked, and the same in every run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

import polars as pl

from cxtext.insight.results import Quote

QuoteKind = Literal["typical", "negative", "positive"]

HOW_MANY: dict[QuoteKind, int] = {"typical": 3, "negative": 3, "positive": 2}
WORDS_BEST = (4, 45)  # shorter says nothing, longer is not read
WORDS_POOR = (2, 90)
CHARACTERS = 320  # a quote is cut here, as one "word" may be a whole page
NEAR_DUPLICATE = 0.6  # Jaccard similarity of the sets of words, 0 … 1
CANDIDATES = 60  # looked at for each kind, so that a topic of 100,000 comments costs no more

_ORDER: dict[QuoteKind, pl.Expr] = {
    "typical": pl.col("closeness") * pl.col("sanity"),
    "negative": -pl.col("score") * pl.col("sanity"),
    "positive": pl.col("score") * pl.col("sanity"),
}


def passages(comments: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """What may be quoted: the mentions that stand in their comment's masked text, with their comment's data.

    Columns comment_id, mention, text, sentiment, score, theme_score, touchpoint_score, date, rating, source,
    language, words, sanity (0 … 1, higher is easier to read). Without mentions, whole comments.
    """
    about = ["comment_id", "masked_text", "date", "rating", "source", "language"]
    if mentions.is_empty():
        whole = comments.select(*about, "sentiment", "score", pl.col("masked_text").alias("text"))
        fewest = 1 / pl.max_horizontal(comments["themes"].list.len(), 1)
        found = whole.with_columns(mention=1, theme_score=fewest, touchpoint_score=fewest)
    else:
        said = mentions.select("comment_id", "mention", "text", "sentiment", "score", "theme_score", "touchpoint_score")
        found = said.join(comments.select(about), on="comment_id", how="inner").filter(
            pl.col("masked_text").str.contains(pl.col("text"), literal=True)
        )
    words = found.with_columns(words=pl.col("text").str.count_matches(r"\S+"))
    return words.filter(pl.col("words") > 0).with_columns(sanity=_sanity()).drop("masked_text")


def candidates_of(passages: pl.DataFrame) -> pl.DataFrame:
    """What passages are chosen by, without their words: these are looked up, at `at`, for the few that come first."""
    return passages.select("comment_id", "mention", "sentiment", "score", "sanity").with_row_index("at")


def choose(candidates: pl.DataFrame, passages: pl.DataFrame, *, topic: str) -> tuple[Quote, ...]:
    """Typical, then strongest negative, then strongest positive quotes of one topic.

    `candidates` are those of `candidates_of` with a column closeness: how well they fit the topic, higher is better.
    One quote a comment, and no two that say nearly the same.
    """
    middle = candidates["closeness"].median()
    near = candidates.filter(pl.col("closeness") >= middle) if middle is not None else candidates
    chosen: list[Quote] = []
    for kind, most in HOW_MANY.items():
        wanted = kind if kind != "typical" else prevailing(candidates)
        pool = (candidates if kind == "typical" else near).filter(pl.col("sentiment") == wanted)
        fresh = (quote for quote in _ranked(pool, passages, kind, topic) if _is_new(quote, chosen))
        chosen.extend(quote for _, quote in zip(range(most), fresh, strict=False))
    return tuple(chosen)


def prevailing(candidates: pl.DataFrame) -> str | None:
    """The most frequent sentiment: praise is not typical of a topic that is mostly blamed."""
    counted = candidates["sentiment"].drop_nulls().value_counts().sort(["count", "sentiment"])
    return str(counted["sentiment"][-1]) if len(counted) else None


def _ranked(pool: pl.DataFrame, passages: pl.DataFrame, kind: QuoteKind, topic: str) -> Iterator[Quote]:
    """The best candidates of a kind, best first; ties in order of comment and mention."""
    best = (
        pool.with_columns(rank=_ORDER[kind].fill_null(-1).round(9))
        .sort(["rank", "comment_id", "mention"], descending=[True, False, False])
        .head(CANDIDATES)
    )
    return (quote_of(row, kind, topic) for row in passages[best["at"]].iter_rows(named=True))


def quote_of(row: dict[str, Any], kind: QuoteKind, topic: str) -> Quote:
    """The quote that a row of passages is, cut where it is too long."""
    text = shortened(row["text"])
    return Quote(
        text=text,
        cut=len(text) < len(row["text"].strip()),
        comment_id=row["comment_id"],
        kind=kind,
        sentiment=row["sentiment"] or "neutral",
        date=row["date"],
        rating=row["rating"],
        source=row["source"] or "",
        language=row["language"] or "",
        topic=topic,
    )


def shortened(text: str) -> str:
    """The beginning of a text, cut between words: at most 45 words and 320 characters."""
    ends = [match.end() for match in re.finditer(r"\S+", text.strip())][: WORDS_BEST[1]]
    fitting = [end for end in ends if end <= CHARACTERS]
    return text.strip()[: fitting[-1] if fitting else CHARACTERS]


def _is_new(quote: Quote, chosen: list[Quote]) -> bool:
    """Whether it comes from another comment than those chosen, and says something else."""
    words = words_of(quote.text)
    for other in chosen:
        theirs = words_of(other.text)
        alike = len(words & theirs) / max(len(words | theirs), 1)
        if other.comment_id == quote.comment_id or alike >= NEAR_DUPLICATE or other.text == quote.text:
            return False
    return True


def words_of(text: str) -> frozenset[str]:
    """The words of a text, in small letters, each once."""
    return frozenset(re.findall(r"\w+", text.casefold()))


def _sanity() -> pl.Expr:
    """How well the length of a passage can be read: 1, 0.5 or 0.1."""
    words = pl.col("words")
    return pl.when(words.is_between(*WORDS_BEST)).then(1.0).when(words.is_between(*WORDS_POOR)).then(0.5).otherwise(0.1)
