"""Finds which column holds what, by name and by content, and says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType

import polars as pl

from cxtext.errors import InputError, OptionError, unknown
from cxtext.read.column_names import exact_rank, is_foreign, points_to
from cxtext.read.dates import parse_dates
from cxtext.read.exports import export_of
from cxtext.read.profile import Profile, profile
from cxtext.read.ratings import parse_ratings
from cxtext.scales import codes_apart
from cxtext.schema import Columns

ROLES = ("text", "rating", "date", "id", "source", "question")  # in this order: a column has one role
# A column is chosen by the sum of what its name and its content say; these were set by hand on the
# 36 data sets that the tests read.
EXACT_NAME, HINTING_NAME = 3.0, 1.5
RANK_STEP = 0.02  # what a place further down in the list of names costs
MANY_WORDS = 30.0  # words on average from which more prove nothing more
MOSTLY = 0.8  # share of a column's cells that must fit
ALWAYS = 0.95  # the same where no name speaks for it
MAX_RATING = 100.0  # percent
MAX_SMALL_RATING = 10.0  # NPS, the longest of the usual scales
ID_CHARACTERS = 64
SOURCE_WORDS = 6.0
SOURCE_DISTINCT = 0.5
SOURCE_KINDS = 50  # so many different sources are few, however few the rows

QUESTION_KINDS = 50  # different questions; no survey asks more of one person
QUESTION_MIN_WORDS = 2.0  # on average; codes such as "Q7" ask nothing

_NOTHING: Mapping[str, str] = MappingProxyType({})
Score = Callable[[Profile], float | None]


def find_columns(
    rows: pl.DataFrame,
    *,
    text: str | None = None,
    rating: str | None = None,
    date: str | None = None,
    id: str | None = None,  # noqa: A002
    source: str | None = None,
    question: str | None = None,
    question_text: str | None = None,
    wording: Mapping[str, str] = _NOTHING,
) -> Columns:
    """Which column is the comment's text, its rating, date, id, source and survey question.

    Names given are taken as they are, then those that a well-known export has. `question_text` is one question that
    every comment answers; where neither a column nor a text is given, what the input says was asked in the text's
    column (`wording`), or that column's name, serves if it ends with a question mark.

    Raises:
        OptionError: a name given is not among the columns.
        InputError: no column looks like text.
    """
    if question is not None and question_text is not None:
        raise OptionError("--question names a column and --question-text one question for all; give one of them")
    given = dict(zip(ROLES, (text, rating, date, id, source, question), strict=True))
    chosen, reasons = _named(rows.columns, given)
    profiles = [profile(column) for column in rows if column.name not in chosen.values()]
    for role in ROLES:
        if role not in chosen and not (role == "question" and question_text is not None):
            free = [p for p in profiles if p.name not in chosen.values()]
            if best := _best(free, SCORES[role]):
                chosen[role], reasons[role] = best.name, _reason(role, best)
    if "text" not in chosen:
        raise InputError(_no_text(rows.columns))
    if "question" not in chosen and question_text is None:
        asked = (wording.get(chosen["text"], "").rstrip(), chosen["text"].rstrip())
        question_text = next((text for text in asked if text.endswith("?")), None)
    found = {role: chosen.get(role) for role in ROLES}
    return Columns(**found, question_text=question_text, reasons=reasons)  # type: ignore[arg-type]


def _named(names: list[str], given: dict[str, str | None]) -> tuple[dict[str, str], dict[str, str]]:
    """Role → column, and why: those that are given, then those of a well-known export."""
    chosen: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for role, name in given.items():
        if name is not None:
            if name not in names:
                raise OptionError(unknown(f"column for --{role}", name, names))
            chosen[role], reasons[role] = name, f"given by --{role}"
    if export := export_of(names):
        for role, name in export.columns(names).items():
            if role not in chosen and name not in chosen.values():
                chosen[role], reasons[role] = name, f"as in an export of {export.name}"
    return chosen, reasons


def _no_text(names: list[str]) -> str:
    return f"no column looks like comments (there are: {', '.join(names) or 'none'}); name one with --text"


def _best(profiles: list[Profile], score: Score) -> Profile | None:
    """The column that scores highest; of equals, the leftmost."""
    scored = [(value, p) for p in profiles if (value := score(p)) is not None]
    return max(scored, key=lambda pair: pair[0])[1] if scored else None


def _by_name(role: str, name: str) -> float:
    rank = exact_rank(role, name)
    if rank is not None:
        return EXACT_NAME - RANK_STEP * rank
    return HINTING_NAME if points_to(role, name) else 0.0


def _text_score(column: Profile) -> float | None:
    named = _by_name("text", column.name)
    if is_foreign("text", column.name) or column.numeric or column.sample.dtype.is_temporal() or _asks(column):
        return None
    if not len(column.texts):
        return named if named >= 1 else None
    if column.letters < (0.3 if named else MOSTLY) or _dates_share(column) > MOSTLY:
        return None
    if not named and (column.prose < 0.3 or column.words < 2):
        return None
    return named + 3 * min(column.words, MANY_WORDS) / MANY_WORDS + 2 * column.distinct + 2 * column.prose


def _asks(column: Profile) -> bool:
    """Whether a column named for questions holds them, not their answers."""
    if exact_rank("question", column.name) is None or not len(column.texts):
        return False
    return column.distinct <= SOURCE_DISTINCT or float(column.texts.str.ends_with("?").mean() or 0) >= MOSTLY  # type: ignore[arg-type]


def _rating_score(column: Profile) -> float | None:
    named = _by_name("rating", column.name)
    if not named or not len(column.texts) or column.sample.dtype.is_temporal():
        return None
    ratings = parse_ratings(column.sample if column.numeric else column.texts).drop_nulls()
    if len(ratings) < MOSTLY * len(column.texts):
        return None
    apart = codes_apart(Counter(ratings))
    grades = ratings.filter(~ratings.is_in(list(apart)))
    low, high = float(grades.min() or 0), float(grades.max() or 0)  # type: ignore[arg-type]
    if low < 0 or high > MAX_RATING or not _in_steps(ratings):
        return None
    return named + 0.5 * (high <= MAX_SMALL_RATING)


def _in_steps(ratings: pl.Series) -> bool:
    """Whether ratings are whole or half points; confidences and model scores are not."""
    return float(((ratings * 2) % 1 == 0).mean() or 0) >= MOSTLY  # type: ignore[arg-type]


def _date_score(column: Profile) -> float | None:
    named = _by_name("date", column.name)
    if column.sample.dtype in (pl.Date, pl.Datetime):
        return named + 1
    if is_foreign("date", column.name) or not len(column.texts) or (column.numeric and not named):
        return None
    share = _dates_share(column)
    if not named:
        digits_only = column.texts.str.contains(r"^[0-9.]+$").any()
        return 0.5 if share >= ALWAYS and not digits_only else None
    return named + share if share >= MOSTLY else None


def _dates_share(column: Profile) -> float:
    few = (column.sample if column.numeric else column.texts).head(500)
    return parse_dates(few).count() / max(len(few), 1)


def _id_score(column: Profile) -> float | None:
    named = _by_name("id", column.name)
    whole = column.filled == 1 and column.distinct == 1
    if not named or not whole or column.characters > ID_CHARACTERS or column.words > 3:
        return None
    return named


def _source_score(column: Profile) -> float | None:
    named = _by_name("source", column.name)
    few = column.distinct <= SOURCE_DISTINCT or column.kinds <= SOURCE_KINDS
    if not named or not few or column.letters < 0.5 or column.words > SOURCE_WORDS:
        return None
    return named


def _question_score(column: Profile) -> float | None:
    named = _by_name("question", column.name)
    if not named or is_foreign("question", column.name) or column.kinds > QUESTION_KINDS or column.letters < MOSTLY:
        return None
    return named if column.words >= QUESTION_MIN_WORDS else None


SCORES: dict[str, Score] = {
    "text": _text_score,
    "rating": _rating_score,
    "date": _date_score,
    "id": _id_score,
    "source": _source_score,
    "question": _question_score,
}


def _reason(role: str, column: Profile) -> str:
    named = f"named {column.name!r}" if _by_name(role, column.name) else f"{column.name!r} by its content"
    return f"{named}, {_seen(role, column)}"


def _seen(role: str, column: Profile) -> str:
    if not len(column.texts):
        return "empty in the first rows"
    if role == "text":
        return f"{column.words:.0f} words on average"
    if role == "rating":
        ratings = parse_ratings(column.sample if column.numeric else column.texts).drop_nulls().to_list()
        apart = codes_apart(Counter(ratings))
        grades = [rating for rating in ratings if rating not in apart]
        codes = f"; {', '.join(f'{code:g}' for code in apart)} apart from them: codes, not grades?" if apart else ""
        return f"numbers from {min(grades):g} to {max(grades):g}{codes}"
    if role == "date":
        days = parse_dates(column.sample if column.numeric else column.texts).drop_nulls().to_list()
        return f"days from {min(days)} to {max(days)}"
    if role == "id":
        return "a different one in every row"
    return "one value" if column.kinds == 1 else f"{column.kinds:,} different values"
