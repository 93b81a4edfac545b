"""Touchpoints proposed from feedback: themes that no touchpoint of a taxonomy covers, with what customers wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from cxtext.schema import OVERALL, REST
from cxtext.taxonomy.seeds import NEAR_IDENTICAL, words_of
from cxtext.taxonomy.taxonomy import Taxonomy

COVERED_FROM = 0.25  # share of a theme's mentions at one touchpoint from which that covers it
MIN_COMMENTS = 10  # a theme of fewer is left out
FEWEST_SEEDS = 3  # a theme with fewer is no subject that a touchpoint could be made of
MOST_SEEDS = 10
MOST_BLAME = 6  # of the seeds; the others tell or praise, so that the touchpoint is no mood
SEED_WORDS = (4, 15)  # shorter says too little, longer speaks of several things
ALIKE = 0.5  # Jaccard index of the word sets from which two mentions are no two examples
KEYWORDS = 5  # of a theme, besides its name: a seed holds a word of them
_UNFIT = re.compile(
    r"[\d@_#/\\\[\]|]"
)  # numbers, addresses, paths and placeholders of masked data are of one case only
_LEADING = re.compile(r"\A(?:(?:and|but|so|also|hence|otherwise)\b[ ,]*)+")  # joins a clause to the one before
_NO_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Proposal:
    """A touchpoint to be: a theme that no touchpoint covers."""

    id: str
    name: str
    comments: int
    negative: float  # share of its mentions
    nearest: str | None  # the touchpoint with most of its mentions, where any has some
    share: float  # of its mentions that lie there
    seeds: tuple[str, ...]  # masked mentions in small letters, complaints first


@dataclass(frozen=True)
class Covered:
    """A theme that a touchpoint covers already."""

    name: str
    comments: int
    touchpoint: str
    share: float  # of its mentions that lie there


@dataclass(frozen=True)
class Proposals:
    """What a taxonomy lacks for some feedback, and what it has; most comments first."""

    proposed: tuple[Proposal, ...]
    covered: tuple[Covered, ...]
    left: tuple[str, ...] = ()  # names of themes of which too few mentions can serve as seeds


def propose(mentions: pl.DataFrame, taxonomy: Taxonomy, keywords: Mapping[str, Sequence[str]]) -> Proposals:
    """A touchpoint for each theme of which no touchpoint has a quarter of the mentions.

    Args:
        mentions: labelled with themes and with the touchpoints of `taxonomy`; MENTIONS columns.
        taxonomy: its ids and seeds are not used again.
        keywords: of each theme, most telling first.
    """
    named = mentions.filter(pl.col("theme").is_not_null() & ~pl.col("theme").is_in([OVERALL, REST]))
    by_theme = {str(theme): rows for (theme,), rows in named.partition_by("theme", as_dict=True).items()}
    sizes = {theme: rows["comment_id"].n_unique() for theme, rows in by_theme.items()}
    proposed, covered, left = [], [], []
    ids = _Ids(taxonomy)
    taken = [frozenset(words_of(seed)) for t in taxonomy.touchpoints for seed in t.seeds]
    taken += [frozenset(words_of(seed)) for seed in taxonomy.no_touchpoint]
    for theme in sorted(by_theme, key=lambda name: (-sizes[name], name)):
        rows, comments = by_theme[theme], sizes[theme]
        touchpoint, share = _main_touchpoint(rows)
        if comments < MIN_COMMENTS:
            continue
        if touchpoint is not None and share >= COVERED_FROM:
            covered.append(Covered(theme, comments, touchpoint, share))
            continue
        seeds = _seeds(rows, _telling(theme, keywords.get(theme, ())), taken)
        if len(seeds) < FEWEST_SEEDS:
            left.append(theme)
        else:
            negative = float((rows["sentiment"] == "negative").mean() or 0)  # type: ignore[arg-type]
            proposed.append(Proposal(ids.new(theme), theme, comments, negative, touchpoint, share, seeds))
    return Proposals(tuple(proposed), tuple(covered), tuple(left))


def _main_touchpoint(rows: pl.DataFrame) -> tuple[str | None, float]:
    """The touchpoint with most of the mentions, and its share of them; ties by id."""
    counted = rows["touchpoint"].drop_nulls().value_counts().sort(["count", "touchpoint"], descending=[True, False])
    return (counted["touchpoint"][0], counted["count"][0] / len(rows)) if len(counted) else (None, 0.0)


def _telling(theme: str, keywords: Sequence[str]) -> frozenset[str]:
    """The words of which a seed holds one."""
    return frozenset(word for phrase in (theme, *keywords[:KEYWORDS]) for word in words_of(phrase)) - {"and"}


def _seeds(rows: pl.DataFrame, telling: frozenset[str], taken: list[frozenset[str]]) -> tuple[str, ...]:
    """The most typical mentions that say different things, one of a comment; adds their words to `taken`."""
    free = rows.filter(pl.col("touchpoint").is_null()).sort(
        ["theme_score", "comment_id", "mention"], descending=[True, False, False]
    )
    blame: list[str] = []
    others: list[str] = []
    seen: list[frozenset[str]] = []
    comments: set[str] = set()
    for comment, text, sentiment in free.select("comment_id", "text", "sentiment").iter_rows():
        side, most = (blame, MOST_BLAME) if sentiment == "negative" else (others, MOST_SEEDS)
        seed = _plain(text)
        words = frozenset(words_of(seed))
        if len(side) < most and comment not in comments and _fit(seed, telling) and _new(words, seen, taken):
            side.append(seed)
            seen.append(words)
            comments.add(comment)
        if len(blame) >= MOST_BLAME and len(others) >= MOST_SEEDS:
            break
    chosen = (*blame, *others[: MOST_SEEDS - len(blame)])
    taken += [frozenset(words_of(seed)) for seed in chosen]
    return chosen


def _plain(text: str) -> str:
    """A mention as a seed: small letters, without what joins it to the clause before and without marks around it."""
    return _LEADING.sub("", " ".join(text.lower().split()), count=1).strip(" .!?;:,-–*•\"'“”")


def _fit(seed: str, telling: frozenset[str]) -> bool:
    fewest, most = SEED_WORDS
    words = words_of(seed)
    whole = fewest <= len(words) <= most and seed.isprintable() and not _UNFIT.search(seed)
    return whole and not telling.isdisjoint(words)


def _new(words: frozenset[str], seen: Sequence[frozenset[str]], taken: Sequence[frozenset[str]]) -> bool:
    """Whether it says something else than the touchpoint's other seeds, and is nearly no seed of another."""
    return not any(_alike(words, other) >= ALIKE for other in seen) and not any(
        _alike(words, other) >= NEAR_IDENTICAL for other in taken
    )


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one | other), 1)


class _Ids:
    """New ids from names, none of them given twice or used in the taxonomy."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        sections = (
            taxonomy.touchpoints,
            taxonomy.departments,
            taxonomy.stages,
            taxonomy.dimensions,
            taxonomy.phases,
        )
        self._used = {part.id for section in sections for part in section}

    def new(self, name: str) -> str:
        """Such as `library_and_books` for "Library and books"."""
        plain = _NO_ID.sub("_", name.lower()).strip("_")
        start = plain if plain[:1].isalpha() else f"theme_{plain}".strip("_")
        found, number = start, 2
        while found in self._used:
            found, number = f"{start}_{number}", number + 1
        self._used.add(found)
        return found
