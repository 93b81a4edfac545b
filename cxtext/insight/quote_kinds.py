"""Quotes for one purpose each: typical, strongest, unlike one another, drawn by lot, delight, a fault made good.

No two are of one customer; but for those drawn by lot, no two say nearly the same.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal

import polars as pl

from cxtext.errors import InputError, OptionError
from cxtext.insight import facets
from cxtext.insight.material import Material
from cxtext.insight.measures import topic_key
from cxtext.insight.quotes import NEAR_DUPLICATE, WORDS_BEST, passages, prevailing, quote_of, shortened, words_of
from cxtext.insight.results import Kind, Quote

Which = Literal["typical", "strongest", "diverse", "random", "delight", "recovery"]

LEAST_WORDS = 8  # of quotes chosen to differ: the shortest differ most, and say least
CANDIDATES = 200  # looked at, the best first, so that a topic of 100,000 comments costs no more
DELIGHTED = (facets.ABOVE, "emotion:joy", "emotion:gratitude", facets.ADVOCATE)
# What says that somebody made a fault good, in words that do not also describe a seat, a price or the end of a story.
_IT = r"(it|this|that|them|me|us|mine|everything|(my|our|the|this|that) \w+)"
_GOT = r"((got|getting|was|were|been|all|soon|quickly|promptly|finally|eventually) ((it|that|this|them) )?(all )?)"
MADE_GOOD = re.compile(
    r"\b("
    rf"{_GOT}(sorted|resolved|fixed|mended|repaired|replaced|refunded|rectified|rebooked|taken care of)"
    rf"|(sorted|resolved|fixed|mended|repaired|replaced|rectified|(took|taken) care of) ((out|up) )?{_IT}"
    r"|((all|everything|issue|problem|matter) (is|has been|was)|(is|are) (now|all)) (sorted|resolved|fixed|rectified)"
    r"|(refunded|compensated|reimbursed) (me|us|my|our|in full|without|quickly|immediately|promptly)"
    r"|(sen[dt]|gave|given|offered|got|received|issued|shipped) (me |us |out )?(with )?(an? |the |my )?"
    r"((free|full|new|quick|prompt) )*(replacement|refund|credit|voucher|upgrade|apology)"
    r"|apologi[sz]ed|made up for (it|this|that)|put (it |this |that |things )?right|turned (it|things) a?round"
    r"|(called|rang|phoned|got) (me |us )back|rebooked (me|us|my|our)|upgraded (me|us)"
    r"|(eventually|finally|in the end),? (\w+ ){0,3}(helped|answered|responded|replied|agreed|apologi[sz]ed)"
    r")\b",
    re.IGNORECASE,
)
# … and what says that it is yet to come, was denied, failed again, or that customers did it themselves.
NOT_DONE = re.compile(
    r"\b(wish|hop(e|es|ed|ing)|hopefully|would|could|should|must|if|unless|until|want\w*|need\w*|please|pls|try\w*"
    r"|tried|look(ing)? (to|for)|how about|will|going to|gonna|able to|can|cannot|never|no one|nobody|nothing"
    r"|await\w*|waiting|still|yet|again|same (thing|problem|issue|fault)|had to)\b"
    r"|n't\b|n’t\b|'ll\b|\bnot\b(?! only)|\?"
    r"|\bI (\w+ )?(fixed|mended|repaired|replaced|sorted|resolved)\b",
    re.IGNORECASE,
)


def pick(
    material: Material,
    which: Which,
    *,
    kind: Kind = "theme",
    topic: str | None = None,
    most: int = 10,
    week: str | None = None,
) -> tuple[Quote, ...]:
    """At most `most` quotes, the best first.

    Args:
        material: the comments.
        which: what they are for.
        kind: of the topic.
        topic: whose quotes; of all mentions if None.
        most: how many.
        week: with `random`, the ISO week that the lots are drawn with, such as "2025-W12": the same week draws the
            same quotes. That of the last comment if None.

    Raises:
        OptionError: there is no such topic, or the week is none.
        InputError: `random` without a week or dates; `recovery` without mentions.
    """
    candidates = material.once(("quotes", kind, topic or ""), lambda: _candidates(material, kind, topic))
    name = material.catalogue.name(kind, topic_key(material, kind, topic)) if topic is not None else ""
    ordered = _RANKED[which](candidates, material, week or "")
    quotes = ((replace(quote_of(row, "typical", name), kind=which), row["who"]) for row in ordered)
    return _apart(quotes, most, near=which != "random")


def iso_week(day: date) -> str:
    """The ISO week of a day, such as "2025-W12"."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def _candidates(material: Material, kind: Kind, topic: str | None) -> pl.DataFrame:
    """Passages with closeness, who wrote them, and whether they are marked as delight."""
    comments, mentions, whole = material.comments, material.mentions, material.mentions.is_empty()
    if topic is not None:
        key = topic_key(material, kind, topic)
        comments = comments.filter(pl.col(f"{kind}s").list.contains(key)) if whole else comments
        mentions = mentions.filter(pl.col(kind) == key)
    order = pl.col("mention").cast(pl.Int64)
    table = comments.with_columns(mention=1) if whole else mentions
    marks = table.select("comment_id", order).with_columns(facets.with_any(table, DELIGHTED).alias("delighted"))
    closeness = "theme_score" if kind == "theme" else "touchpoint_score"
    found = passages(comments, mentions).with_columns(order, closeness=pl.col(closeness).fill_null(0.0))
    found = found.join(comments.select("comment_id", "who"), on="comment_id", how="left", maintain_order="left")
    return found.join(marks, on=["comment_id", "mention"], how="left", maintain_order="left")


def _best(rows: pl.DataFrame, rank: pl.Expr) -> pl.DataFrame:
    """The best first; ties in order of comment and mention."""
    ranked = rows.with_columns(rank=rank.fill_null(-1.0).round(9))
    return ranked.sort("rank", "comment_id", "mention", descending=[True, False, False]).head(CANDIDATES)


def _typical(rows: pl.DataFrame, _: Material, __: str) -> Iterator[dict[str, Any]]:
    usual = rows.filter(pl.col("sentiment") == prevailing(rows))
    return _best(usual, pl.col("closeness") * pl.col("sanity")).iter_rows(named=True)


def _strongest(rows: pl.DataFrame, _: Material, __: str) -> Iterator[dict[str, Any]]:
    return _best(rows, pl.col("score").abs() * pl.col("sanity")).iter_rows(named=True)


def _diverse(rows: pl.DataFrame, _: Material, __: str) -> Iterator[dict[str, Any]]:
    """The most typical first, then each time the one that is least like those before it."""
    left = list(
        _best(rows.filter(pl.col("words").is_between(LEAST_WORDS, WORDS_BEST[1])), pl.col("closeness")).iter_rows(
            named=True
        )
    )
    words = [words_of(row["text"]) for row in left]
    closest = [0.0] * len(left)
    while left:
        place = min(range(len(left)), key=lambda i: (closest[i], i))
        row, said = left.pop(place), words.pop(place)
        closest.pop(place)
        closest = [max(near, len(said & w) / max(len(said | w), 1)) for near, w in zip(closest, words, strict=True)]
        yield row


def _random(rows: pl.DataFrame, material: Material, week: str) -> Iterator[dict[str, Any]]:
    last = material.comments["date"].max()
    if not week and not isinstance(last, date):
        raise InputError("quotes are drawn by lot anew each week, and there are no dates; name the --week")
    if week and not re.fullmatch(r"\d{4}-W\d\d", week):
        raise OptionError(f"--week {week!r} is no ISO week such as 2025-W12")
    seed = week or iso_week(last)  # type: ignore[arg-type]
    lots = [
        hashlib.blake2b(f"{seed} {c} {m}".encode()).hexdigest()
        for c, m in rows.select("comment_id", "mention").iter_rows()
    ]
    return rows.with_columns(pl.Series("lot", lots, dtype=pl.String)).sort("lot").iter_rows(named=True)


def _delight(rows: pl.DataFrame, _: Material, __: str) -> Iterator[dict[str, Any]]:
    """What exceeded expectations or says so with joy; where nothing is marked, the strongest praise."""
    praise = rows.filter(pl.col("sentiment") == "positive")
    marked = praise.filter(pl.col("delighted").fill_null(False))
    return _best(marked if len(marked) else praise, pl.col("score") * pl.col("sanity")).iter_rows(named=True)


def _recovery(rows: pl.DataFrame, material: Material, _: str) -> Iterator[dict[str, Any]]:
    """From the blame to the praise that says that it was made good, of comments that blame first."""
    if material.mentions.is_empty():
        raise InputError("a fault made good shows in the mentions of a comment; name their table (--mentions)")
    order = pl.col("mention").cast(pl.Int64)
    said = material.mentions.select("comment_id", "sentiment", "text", order, good="score").sort(
        "comment_id", "mention"
    )
    of = said.filter(pl.col("comment_id").is_in(rows["comment_id"].unique().implode()))
    blame = of.filter(pl.col("sentiment") == "negative").unique("comment_id", keep="first", maintain_order=True)
    then = pl.col("sentiment").shift(-1).over("comment_id")
    praise = of.filter((pl.col("sentiment") == "positive") & (then != "negative").fill_null(True))
    praise = praise.filter(_any(praise["text"], mended))
    both = praise.join(blame.select("comment_id", first="mention", blame="text"), on="comment_id")
    both = both.filter(pl.col("mention") > pl.col("first")).unique("comment_id", keep="first", maintain_order=True)
    whole = both.join(material.comments.select("comment_id", "masked_text"), on="comment_id")
    texts = {
        row["comment_id"]: _from_to(row["masked_text"], row["blame"], row["text"])
        for row in whole.iter_rows(named=True)
    }
    first = rows.sort("comment_id", "mention").unique("comment_id", keep="first", maintain_order=True)
    first = first.join(whole.select("comment_id", "good"), on="comment_id")
    for row in first.sort("good", "comment_id", descending=[True, False], nulls_last=True).iter_rows(named=True):
        yield {**row, "text": texts[row["comment_id"]], "sentiment": "mixed"}


def mended(text: str) -> bool:
    """Whether words say that somebody made a fault good."""
    return MADE_GOOD.search(text) is not None and NOT_DONE.search(text) is None


def _any(texts: pl.Series, holds: Callable[[str], bool]) -> pl.Series:
    return pl.Series([holds(text or "") for text in texts], dtype=pl.Boolean)


def _from_to(text: str, blame: str, praise: str) -> str:
    start = text.find(blame)
    end = text.find(praise, start + len(blame)) if start >= 0 else -1
    whole = text[start : end + len(praise)] if end >= 0 else praise
    return whole if shortened(whole) == whole.strip() else praise


def _apart(quotes: Iterator[tuple[Quote, int]], most: int, *, near: bool) -> tuple[Quote, ...]:
    """The first ones of different customers that say different things."""
    chosen: list[Quote] = []
    voices: set[int] = set()
    for quote, who in quotes:
        if len(chosen) >= most:
            break
        if who not in voices and not (near and _alike(quote, chosen)):
            voices.add(who)
            chosen.append(quote)
    return tuple(chosen)


def _alike(quote: Quote, chosen: Sequence[Quote]) -> bool:
    said = words_of(quote.text)
    others = (words_of(other.text) for other in chosen)
    return any(len(said & w) / max(len(said | w), 1) >= NEAR_DUPLICATE for w in others)


_RANKED: dict[Which, Callable[[pl.DataFrame, Material, str], Iterator[dict[str, Any]]]] = {
    "typical": _typical,
    "strongest": _strongest,
    "diverse": _diverse,
    "random": _random,
    "delight": _delight,
    "recovery": _recovery,
}
