"""Options that say who owns what, for the commands that label feedback."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

OwnersFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Your own owners, a YAML file: values of that column, words of customers."),
]


@dataclass(frozen=True)
class Owning:
    """Who owns what."""

    owner_column: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="The column that says who owns a comment, such as its queue or store."),
    ] = None
    owners: OwnersFile = None

    def given(self) -> dict[str, Any]:
        """The options as settings."""
        return dataclasses.asdict(self)
