"""The commands that decide about themes: each makes one decision and saves the model anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxtext.cli.console import steps
from cxtext.cli.groups import spread

if TYPE_CHECKING:
    from cxtext.jobs.themes import Done

Model = Annotated[Path, typer.Argument(metavar="MODEL", help="The folder of a trained model.")]
Theme = Annotated[str, typer.Argument(metavar="THEME", help="A theme, by its id or name.")]
Part = Annotated[str, typer.Argument(metavar="THEME", help="A theme or a subtheme, by its id or name.")]


@dataclass(frozen=True)
class Why:
    """What is put down with a decision."""

    date: Annotated[str | None, typer.Option(help="Of the decision, such as 2026-03-31; today if not given.")] = None
    reason: Annotated[str, typer.Option(help="Why it was decided.")] = ""
    author: Annotated[str, typer.Option(help="Who decided it.")] = ""


@spread
def rename(model: Model, theme: Part, name: Annotated[str, typer.Argument(help="The new name.")], *, why: Why) -> None:
    """Give a theme or a subtheme a name of your own."""
    _decide(model, why, "rename", theme, text=name)


@spread
def describe(
    model: Model, theme: Theme, text: Annotated[str, typer.Argument(help="What the theme is about.")], *, why: Why
) -> None:
    """Say what a theme is about; the report and the model card show it."""
    _decide(model, why, "describe", theme, text=text)


@spread
def merge(
    model: Model,
    theme: Theme,
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help="The themes that go into it.")],
    *,
    why: Why,
) -> None:
    """Make one theme of several: the first one, with the others as its subthemes."""
    _decide(model, why, "merge", theme, others=others)


@spread
def split(
    model: Model,
    theme: Theme,
    *,
    subthemes: Annotated[
        list[str] | None, typer.Option(metavar="A,B", help="Only these, by their ids, or given again; all if none.")
    ] = None,
    why: Why,
) -> None:
    """Make themes of their own of a theme's subthemes."""
    from cxtext.cli.options import listed

    _decide(model, why, "split", theme, others=listed(subthemes))


@spread
def move(
    model: Model,
    subtheme: Annotated[str, typer.Argument(metavar="SUBTHEME", help="By its id or name.")],
    theme: Annotated[str, typer.Argument(metavar="THEME", help="Where it belongs.")],
    *,
    why: Why,
) -> None:
    """Put a subtheme into another theme."""
    _decide(model, why, "move", subtheme, to=theme)


@spread
def retire(model: Model, theme: Part, *, why: Why) -> None:
    """Have a theme or a subtheme no more: its mentions go to "Other remarks"."""
    _decide(model, why, "retire", theme)


@spread
def link(
    model: Model,
    theme: Theme,
    to: Annotated[str, typer.Argument(metavar="PLACE", help="The id of a touchpoint or of a department.")],
    *,
    why: Why,
) -> None:
    """Say where a theme belongs, whatever the words of its mentions say."""
    _decide(model, why, "link", theme, to=to)


def apply(
    model: Model,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A YAML list of decisions; see docs/decisions.md.")],
    *,
    date: Annotated[str | None, typer.Option(help="Of the decisions without one; today if not given.")] = None,
) -> None:
    """Carry out the decisions of a file, all or none; those that the model knows already are passed over."""
    day = checked(model, date)

    from cxtext.pipeline.decision_file import read_decisions

    read_decisions(file, date=day)  # what is wrong with it is said before the model is loaded

    from cxtext.jobs.themes import apply_file

    with steps() as step:
        step(f"Deciding about {model}")
        done = apply_file(model, file, date=day)
    show_done(model, done)


def _decide(
    model: Path, why: Why, action: str, theme: str, *, others: Sequence[str] = (), to: str = "", text: str = ""
) -> None:
    day = checked(model, why.date)

    from cxtext.themes.decisions import MOST_TEXT, Decision, one_line

    reason = one_line(why.reason, most=MOST_TEXT, what="--reason", empty=True)
    author = one_line(why.author, most=MOST_TEXT, what="--author", empty=True)
    decision = Decision(action, theme, tuple(others), to, text, day, reason, author)

    from cxtext.jobs.themes import decide_in

    with steps() as step:
        step(f"Deciding about {model}")
        done = decide_in(model, [decision])
    show_done(model, done)


def checked(model: Path, date: str | None) -> str:
    """The day of the decision; a model and a date that are none are refused before anything heavy is loaded."""
    from cxtext.bundle import check_bundle
    from cxtext.themes.decisions import checked_date

    check_bundle(model)
    return checked_date(date, where="--date") if date else dt.date.today().isoformat()


def show_done(model: Path, done: Done) -> None:
    """What was decided, and the themes that it gave."""
    from cxtext.cli.themes.lines import decision_lines, touched_lines

    for line in decision_lines(done.decisions):
        print(line)
    if not done.decisions:
        print("Nothing to do: the model knows every one of these decisions already.")
        return
    for line in touched_lines(done.pipeline, done.decisions):
        print(line)
    print(f"\nModel: {model}")


COMMANDS = (rename, merge, split, move, retire, describe, link, apply)
