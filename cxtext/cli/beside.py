"""Options of what a report says beside its core numbers; `report` and `verify` have them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxtext.bundle import MODEL
from cxtext.cli import opened
from cxtext.cli.options import listed

if TYPE_CHECKING:
    from cxtext.jobs.sections import Beside


@dataclass(frozen=True)
class BesideOptions:
    """Sections that need a word or a file of the user's."""

    segments: Annotated[
        list[str] | None,
        typer.Option(metavar="A,B", help="Columns of the input to compare segments by; source if none."),
    ] = None
    ask: Annotated[
        list[str] | None,
        typer.Option(metavar="THEME", help="A topic that people ask about: page one answers also without a change."),
    ] = None
    personas: opened.Personas = None
    plan: Annotated[
        Path | None, typer.Option(metavar="FILE", help="How priorities are weighed, as of `cxtext priorities`.")
    ] = None
    actions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The list of actions, as of `cxtext actions`.")
    ] = None
    callbacks: Annotated[
        int | None,
        typer.Option(min=0, metavar="DAYS", help="List whom to call back, of so many days before the last comment."),
    ] = None
    emerging: Annotated[
        Path | None, typer.Option(metavar="FILE", help="New subjects: what `cxtext emerging … --json` printed.")
    ] = None
    events: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What happened and when, a YAML file; trends show it.")
    ] = None

    audit: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="How right the labels are: what `cxtext audit score … --format json` said, or a MODEL."
        ),
    ] = None

    def asked(self) -> Beside:
        """What is asked for; the files are read by `jobs.sections.read_beside`."""
        from cxtext.jobs.sections import Beside

        columns = tuple(listed(self.segments))
        return Beside(callbacks=self.callbacks, segments=columns, asked=tuple(self.ask or ()), **self._named())

    def files(self) -> list[Path]:
        """Those that are given."""
        return [path for path in self._named().values() if path is not None]

    def _named(self) -> dict[str, Path | None]:
        names = ("personas", "plan", "actions", "emerging", "audit", "events")
        found = {name: getattr(self, name) for name in names}
        if self.audit is not None and self.audit.is_dir():  # a model keeps its last audit
            found["audit"] = self.audit / MODEL
        return found
