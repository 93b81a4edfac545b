"""Corrections of labels that readers of a report made: a file of them into decisions about a model's themes.

Each correction is kept as an example of its theme. Where many go the same way, a decision about the whole is proposed,
which people carry out or not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from cxtext.errors import InputError, OptionError, unknown
from cxtext.pipeline import Pipeline
from cxtext.pipeline.examples import examples_of, text_key
from cxtext.read import read_feedback
from cxtext.schema import REST
from cxtext.themes.decisions import MOST_TEXT, Decision
from cxtext.themes.identity import SPECIAL
from cxtext.themes.themes import NONE, Theme
from cxtext.write.cells import unguarded

COLUMNS = ("comment_id", "text", "cut", "old_theme", "new_theme", "touchpoint")
NO_THEME = "none"  # what a reader writes who finds that a mention has no theme
CUT = "yes"
LEAST = 5  # comments that agree before something is proposed
MOST_OF = 0.5  # share of what was corrected of a theme, or of a subtheme's mentions, that must go one way


@dataclass(frozen=True)
class Correction:
    """One line of the file; themes by id."""

    comment_id: str
    text: str  # what the mention says, masked
    cut: bool  # the mention goes on after it
    old: str  # "" where it had none
    new: str  # "" where the theme is right, or nothing is said of it
    touchpoint: str


@dataclass(frozen=True)
class Lesson:
    """What a file of corrections teaches."""

    corrections: int
    ways: tuple[tuple[str, str, int], ...]  # old theme, new theme, distinct comments; most first
    examples: tuple[Decision, ...]  # that the model does not know yet
    proposals: tuple[Decision, ...]
    left: Mapping[str, int] = field(default_factory=dict)  # why some were not used, and how many


def read_corrections(path: Path, themes: Sequence[Theme], touchpoints: Sequence[str]) -> tuple[Correction, ...]:
    """The corrections that a report's page wrote, or a person in the same form.

    Raises:
        InputError: it is no such file.
        OptionError: it names a theme or a touchpoint that is not there.
    """
    rows = _rows(path)
    known = {key.casefold(): theme.id for theme in themes for key in (theme.name, theme.id)}
    rest = next(key for key, name in SPECIAL.items() if name == REST)
    known |= {NO_THEME: rest, "": ""}
    found = []
    for line, row in enumerate(rows.iter_rows(named=True), start=2):
        for key in ("old_theme", "new_theme"):
            if row[key].casefold() not in known:
                names = [*(theme.name for theme in themes), NO_THEME]
                raise OptionError(f"{path.name}, line {line}: {unknown(key, row[key], names)}")
        if row["touchpoint"] and row["touchpoint"] not in touchpoints:
            raise OptionError(f"{path.name}, line {line}: {unknown('touchpoint', row['touchpoint'], touchpoints)}")
        old, new = (known[row[key].casefold()] for key in ("old_theme", "new_theme"))
        found.append(Correction(row["comment_id"], row["text"], row["cut"] == CUT, old, new, row["touchpoint"]))
    return tuple(found)


def _rows(path: Path) -> pl.DataFrame:
    rows = None
    with suppress(OptionError):  # no such column
        rows = read_feedback(path, text="text").rows
    missing = ["text"] if rows is None else [name for name in COLUMNS if name not in rows.columns]
    if rows is None or missing:
        raise InputError(
            f"{path} has no column {missing[0]!r}: it is no file of corrections; download one from a report's page, "
            f"or write one with the columns {', '.join(COLUMNS)}"
        )
    texts = [unguarded(rows[name].cast(pl.String).fill_null("")).str.strip_chars() for name in COLUMNS]
    return pl.DataFrame(texts)


def lesson(
    corrections: Sequence[Correction],
    pipeline: Pipeline,
    *,
    mentions: pl.DataFrame | None = None,
    date: str,
    author: str = "",
) -> Lesson:
    """What corrections teach a model.

    Args:
        corrections: as read.
        pipeline: the model.
        mentions: of the labelled output that the report was made from: says the whole of a mention that was cut, and
            of how many mentions of a subtheme the corrections are.
        date: of the decisions.
        author: likewise.
    """
    left: Counter[str] = Counter()
    whole = _whole(corrections, mentions)
    examples: dict[str, Decision] = {}
    for one in corrections:
        text = whole.get((one.comment_id, text_key(one.text)), "" if one.cut else one.text)
        if not one.new:
            left["say nothing of the theme"] += not one.touchpoint
        elif not text:
            left["are cut off (give --on the labelled output)"] += 1
        elif pipeline.audits.apart.keeps_mention(text):
            left["are of audited comments that are kept apart"] += 1
        elif len(" ".join(text.split())) > MOST_TEXT:
            left[f"are longer than {MOST_TEXT} characters"] += 1
        else:
            examples[text_key(text)] = Decision("example", one.new, text=text, date=date, author=author)
    ways = _ways(corrections)
    known = examples_of(pipeline.identity, pipeline.themes)
    index = {theme.id: place for place, theme in enumerate(pipeline.themes.themes)} if pipeline.themes else {}
    new = {key: one for key, one in examples.items() if known.get(key) != index.get(one.theme, NONE)}
    return Lesson(
        corrections=len(corrections),
        ways=tuple((old, new, n) for (old, new), n in sorted(ways.items(), key=lambda way: (-way[1], way[0]))),
        examples=tuple(new.values()),
        proposals=(*_proposals(corrections, ways, pipeline, mentions, date), *_links(corrections, date)),
        left={why: n for why, n in left.items() if n},
    )


def _whole(corrections: Sequence[Correction], mentions: pl.DataFrame | None) -> dict[tuple[str, str], str]:
    """Of each corrected text the whole of the mention that begins with it."""
    if mentions is None:
        return {}
    wanted: dict[str, list[str]] = defaultdict(list)
    for one in corrections:
        wanted[one.comment_id].append(text_key(one.text))
    own = mentions.filter(pl.col("comment_id").is_in(list(wanted))).select("comment_id", "text")
    return {
        (comment, key): text
        for comment, text in own.iter_rows()
        for key in wanted[comment]
        if text_key(text).startswith(key)
    }


def _ways(corrections: Sequence[Correction]) -> Counter[tuple[str, str]]:
    """Distinct comments that go from one theme to another."""
    seen = {(one.old, one.new, one.comment_id) for one in corrections if one.old and one.new and one.old != one.new}
    return Counter((old, new) for old, new, _ in seen)


def _proposals(
    corrections: Sequence[Correction],
    ways: Counter[tuple[str, str]],
    pipeline: Pipeline,
    mentions: pl.DataFrame | None,
    date: str,
) -> list[Decision]:
    """A subtheme to move or retire where its mentions are known; else two themes to merge."""
    names = {theme.id: theme for theme in pipeline.themes.themes} if pipeline.themes else {}
    found = []
    for (old, new), n in sorted(ways.items()):
        if n < LEAST or old in SPECIAL or old not in names:
            continue
        parts = _parts(corrections, old, new, names[old], mentions)
        for part, moved, of in parts:
            reason = f"{moved} corrections go there, of {of:,} mentions"
            to_rest = new in SPECIAL
            action = Decision("retire", part, date=date, reason=reason) if to_rest else None
            found.append(action or Decision("move", part, to=new, date=date, reason=reason))
        corrected = sum(k for (start, _), k in ways.items() if start == old)
        if not parts and new not in SPECIAL and n > MOST_OF * corrected:
            reason = f"{n} of {corrected} corrected comments go there; look at both before you merge them"
            found.append(Decision("merge", new, (old,), date=date, reason=reason))
    return found


def _parts(
    corrections: Sequence[Correction], old: str, new: str, theme: Theme, mentions: pl.DataFrame | None
) -> list[tuple[str, int, int]]:
    """Subthemes of a theme most of whose mentions were corrected to the other one: id, corrected, all."""
    if mentions is None or len(theme.subthemes) < 2:
        return []
    own = mentions.filter(pl.col("theme") == theme.name).select("comment_id", "text", "subtheme")
    wrong = {(c.comment_id, text_key(c.text)) for c in corrections if (c.old, c.new) == (old, new)}
    moved: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for comment, text, subtheme in own.drop_nulls("subtheme").iter_rows():
        of[subtheme] += 1
        moved[subtheme] += any(comment == i and text_key(text).startswith(key) for i, key in wrong)
    return [
        (part.id, moved[part.name], of[part.name])
        for part in theme.subthemes
        if moved[part.name] >= LEAST and moved[part.name] > MOST_OF * of[part.name]
    ]


def _links(corrections: Sequence[Correction], date: str) -> list[Decision]:
    """A theme to link where its corrected mentions agree on a touchpoint."""
    seen = {(one.new or one.old, one.touchpoint, one.comment_id) for one in corrections if one.touchpoint}
    counts = Counter((theme, touchpoint) for theme, touchpoint, _ in seen)
    of = Counter(theme for theme, _, _ in seen)
    return [
        Decision("link", theme, to=touchpoint, date=date, reason=f"{n} of {of[theme]} corrected comments lie there")
        for (theme, touchpoint), n in sorted(counts.items())
        if theme and theme not in SPECIAL and n >= LEAST and n > MOST_OF * of[theme]
    ]
