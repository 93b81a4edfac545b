"""`cxtext actions`: what is being done, how old it is, and what became of it; new suggestions on request."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxtext.cli import opened
from cxtext.cli.analysis import definitions, worked
from cxtext.cli.console import note
from cxtext.cli.groups import spread
from cxtext.cli.priorities import Ranking
from cxtext.cli.tables import NOTHING, Shown, apart, check_format, interval, shortened, show
from cxtext.errors import InputError

if TYPE_CHECKING:
    from cxtext.insight.actions import Action, ActionLine

LONGEST = 60  # characters of a reason in the table


@spread
def command(
    labelled: opened.LabelledPath,
    *,
    opening: opened.OpeningOptions,
    file: Annotated[
        Path, typer.Option(metavar="FILE", help="The list, a YAML file that you edit; made with --add.")
    ] = Path("actions.yaml"),
    add: Annotated[
        int, typer.Option(min=0, max=100, help="Add so many suggestions at most, for topics of highest priority.")
    ] = 0,
    ranking: Ranking,
    form: opened.Format = "table",
) -> None:
    """Show what is being done about what customers write, its age, and what changed since; add suggestions."""
    check_format(form)

    from cxtext.insight.actions import lines, read_actions
    from cxtext.places import check_place

    known = read_actions(file)
    if add:
        check_place(file, force=True)
    new = _suggested(labelled, opening, ranking, known, add, file) if add else ()
    how = opening.checked(labelled)

    from cxtext.jobs.insight import material_of

    def work(say: Callable[[str], None]) -> tuple[ActionLine, ...]:
        told = say if not add else lambda _: None  # the ranking has said it
        return lines(material_of(labelled, how, dedupe=ranking.dedupe, note=told), known, new)

    found = worked("Counting", work)
    if new:
        note(f"Added to {file}: {', '.join(action.id for action in new)}.")
    elif not known:
        note(f"{file} holds no actions; --add 3 suggests some.")
    show(_shown(found), form)


def _suggested(
    labelled: Path,
    opening: opened.OpeningOptions,
    ranking: Ranking,
    known: tuple[Action, ...],
    most: int,
    file: Path,
) -> tuple[Action, ...]:
    from cxtext.insight.actions import add, suggestions
    from cxtext.jobs.insight import last_day

    try:
        topics = ranking.ranked(labelled, opening).topics
    except InputError as error:
        note(f"Nothing is suggested: {error}.")
        return ()
    new = suggestions(known, topics, most=most, day=last_day(labelled, opening.checked(labelled)))
    if new:
        add(file, new, known=known)
    return new


def _shown(found: tuple[ActionLine, ...]) -> Shown:
    return Shown(
        heading=(),
        columns=("action", "state", ">days", "owner", "topic", ">blamed since, points", "what, or why"),
        lines=[
            [
                line.action.id,
                f"{line.action.state}{' (new)' if line.is_new else ''}",
                NOTHING if line.age is None else str(line.age),
                line.action.owner or NOTHING,
                shortened(line.action.topic),
                NOTHING if line.since is None else interval(line.since, times=100, sign=True),
                _cut(line.action.what or line.action.because),
            ]
            for line in found
        ],
        legend=("blamed since: share of comments that blame the topic after it was opened, minus before. […]: 95 %.",)
        if found
        else (),
        notes=(),
        records=[_record(line) for line in found],
        content={
            "actions": [dataclasses.asdict(line) for line in found],
            "definitions": definitions(["change_in_share"]),
        },
    )


def _record(line: ActionLine) -> dict[str, Any]:
    return {
        **dataclasses.asdict(line.action),
        "days": line.age,
        "is_new": line.is_new,
        **apart("since", line.since),
    }


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
