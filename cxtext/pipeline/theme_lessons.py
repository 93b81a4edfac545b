"""Answers about the themes of audited comments as examples of themes: which mention an answer is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cxtext.audit.apart import hash_of
from cxtext.pipeline.deciding import decide
from cxtext.themes.decisions import MOST_TEXT, Decision
from cxtext.themes.identity import SPECIAL
from cxtext.themes.themes import OVERALL_ID, REST_ID

if TYPE_CHECKING:
    from cxtext.pipeline.auditing import Found
    from cxtext.pipeline.pipeline import Pipeline

THEME = "theme"


def teach_themes(pipeline: Pipeline, found: Found) -> dict[str, tuple[int, str]]:
    """Keep mentions as examples of the themes that people answered; call it after `fit`.

    A sheet asks of whole comments. A comment of one mention and one theme leaves nothing open; of several see `about`.
    """
    if THEME not in found.audit.answers:
        return {}
    known, lessons, open_, strange = theme_ids(pipeline), list(found.lessons(THEME)), 0, 0
    own = _mentions(pipeline, found, known)
    told: list[tuple[str, str, int]] = []
    for row, answer in lessons:
        ids = [known.get(name.casefold()) for name in answer]
        if None in ids:
            strange += 1
            continue
        said = about([theme for _, theme in own[row]], [theme for theme in ids if theme is not None])
        open_ += said is None
        told += [(own[row][place][0], theme, row) for place, theme in said or ()]
    rest = pipeline.themes is not None and REST_ID in (theme.id for theme in pipeline.themes.themes)
    kept = [
        (text, theme, row)
        for text, theme, row in told
        if len(" ".join(text.split())) <= MOST_TEXT
        and (rest or theme != REST_ID)
        and not pipeline.audits.apart.keeps_mention(text)  # it may stand in a kept comment too
    ]
    examples = {
        hash_of(text): Decision("example", theme, text=" ".join(text.split()), reason=f"audit {found.audit.name}")
        for text, theme, _ in kept
    }
    if examples:
        decide(pipeline, list(examples.values()))
    why = [f"{open_} comments do not say which of several mentions or themes is meant"] if open_ else []
    why += [f"{strange} name themes that this model has not; go on from the audited one (--from)"] if strange else []
    return {THEME: (len({row for _, _, row in kept}), ", ".join(why))}


def about(machine: Sequence[str | None], answered: Sequence[str]) -> list[tuple[int, str]] | None:
    """Which mentions of a comment are examples of which theme; None where that is open.

    One mention has the one theme that was answered. Where none fits, no mention has any. Of several mentions all but
    one must have themes that were answered, and all themes but one must be among them: the two that are left belong
    together (`tests/benchmarks/audited_mentions.py`). Mere praise and blame need not be answered, and where everything
    is as it was answered there is nothing to learn.

    Args:
        machine: the theme of each mention as it is labelled now, by its id.
        answered: the themes of the comment as people see it, by their ids.
    """
    answered = [theme for theme in answered if theme != REST_ID]
    if len(machine) == 1:
        return [(0, answered[0] if answered else REST_ID)] if len(answered) < 2 else None
    if not answered:
        return [(place, REST_ID) for place, theme in enumerate(machine) if theme not in SPECIAL and theme is not None]
    wrong = [place for place, theme in enumerate(machine) if theme not in answered and theme != OVERALL_ID]
    missing = [theme for theme in answered if theme not in machine]
    if len(wrong) == 1 and len(missing) == 1:
        return [(wrong[0], missing[0])]
    return None if wrong or missing else []


def theme_ids(pipeline: Pipeline) -> dict[str, str]:
    """The themes of a pipeline by their names, and by those that they have in the model that it goes on from."""
    now = {theme.name: theme.id for theme in (pipeline.themes.themes if pipeline.themes else ())}
    old = pipeline.since.themes if pipeline.since is not None else None
    ids = set(now.values())
    before = {theme.name: theme.id for theme in (old.themes if old else ()) if theme.id in ids}
    return {name.casefold(): key for name, key in {**now, **before, **{v: k for k, v in SPECIAL.items()}}.items()}


def _mentions(pipeline: Pipeline, found: Found, known: dict[str, str]) -> list[list[tuple[str, str | None]]]:
    """Of each found comment its mentions, masked, and the ids of their themes as the pipeline labels them now."""
    places = {key: row for row, key in enumerate(found.comments["comment_id"].to_list())}
    own: list[list[tuple[str, str | None]]] = [[] for _ in places]
    for key, text, theme in _labelled(pipeline, found):
        own[places[key]].append((text, known.get(theme.casefold()) if theme else None))
    return own


def _labelled(pipeline: Pipeline, found: Found) -> Iterator[tuple[str, str, str | None]]:
    mentions = pipeline.label(found.part()).mentions.sort("comment_id", "mention", maintain_order=True)
    yield from mentions.select("comment_id", "text", "theme").iter_rows()
