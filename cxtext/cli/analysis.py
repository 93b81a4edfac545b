"""What the commands that analyse labelled output have in common: the work with its spinner, and the definitions."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from cxtext.cli import opened, options
from cxtext.cli.console import note, steps
from cxtext.errors import OptionError, unknown

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from cxtext.insight.material import Material

T = TypeVar("T")


def worked(step_name: str, work: Callable[[Callable[[str], None]], T]) -> T:
    """The result of the work, which is told where to say what a reader should know; that is said after it."""
    said: list[str] = []
    with steps() as step:
        step(step_name)
        found = work(said.append)
    for line in said:
        note(line)
    return found


def checked(value: str | None, kind: str, known: Iterable[str]) -> None:
    """Refuse a value that is none of the known ones; None is no value.

    Raises:
        OptionError: as it says, with the nearest one.
    """
    names = tuple(known)
    if value is not None and value not in names:
        raise OptionError(unknown(kind, value, names))


def defined(found: DataclassInstance, used: Iterable[str]) -> dict[str, Any]:
    """A result for JSON, with the definitions of its numbers."""
    return {**dataclasses.asdict(found), "definitions": definitions(used)}


def definitions(used: Iterable[str]) -> dict[str, Any]:
    """The definitions of these metrics, for JSON."""
    from cxtext.insight.analysis_definitions import ANALYSES

    return {name: dataclasses.asdict(ANALYSES[name]) for name in dict.fromkeys(used)}


@dataclass(frozen=True)
class Common:
    """Options that every analysis of comments has."""

    customer: opened.Customer = None
    join: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Another table, such as orders, whose columns stand beside.")
    ] = None
    on: Annotated[str | None, typer.Option(metavar="COLUMN", help="The key of --join, called the same in both.")] = None
    dedupe: options.Dedupe = False

    def material(
        self, labelled: Path, opening: opened.OpeningOptions, step_name: str, work: Callable[[Material], T]
    ) -> T:
        """The result of the work on the labelled output."""
        if (self.join is None) != (self.on is None):
            raise OptionError("--join and --on go together: the other table, and the column that both have")
        how = opening.checked(labelled)
        if self.join is not None:
            from cxtext.read.source import find_source

            find_source(self.join)

        from cxtext.jobs.insight import material_of
        from cxtext.jobs.joined import Joining

        joining = Joining(self.join, self.on) if self.join is not None and self.on is not None else None
        return worked(
            step_name,
            lambda say: work(
                material_of(labelled, how, customer=self.customer, joining=joining, dedupe=self.dedupe, note=say)
            ),
        )
