"""Options of the commands that learn themes, as one group."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from cxtext.choices import MOST_THEMES
from cxtext.errors import OptionError

Themes = Annotated[str | None, typer.Option(metavar="N|auto", help=f"How many themes to look for, 1 to {MOST_THEMES}.")]
OtherRate = Annotated[
    float | None,
    typer.Option(
        metavar="RATE", help="Share of the comments to leave without a theme, 0 to 0.5; those that fit least."
    ),
]
Seed = Annotated[int | None, typer.Option(help="Of every sample; the same seed gives the same themes.")]
Encoder = Annotated[
    str | None,
    typer.Option(metavar="fast|accurate|FOLDER", help="What compares mentions, or the folder of a model of your own."),
]
Seeds = Annotated[Path | None, typer.Option(help="Themes that you wish for, a YAML file; see docs/guided.md.")]


@dataclass(frozen=True)
class Learning:
    """How themes are learnt."""

    themes: Themes = None
    seeds: Seeds = None
    other_rate: OtherRate = None
    seed: Seed = None
    encoder: Encoder = None

    def refuse(self, why: str) -> None:
        """Refuse options that would do nothing.

        Raises:
            OptionError: one was given.
        """
        for name, value in dataclasses.asdict(self).items():
            if value is not None:
                raise OptionError(f"--{name.replace('_', '-')} does nothing here, as {why}; leave one of the two out")

    def given(self) -> dict[str, Any]:
        """The options as settings."""
        return {
            **dataclasses.asdict(self),
            "themes": _theme_count(self.themes) if self.themes else None,
            "seeds": str(self.seeds) if self.seeds else None,
        }


def _theme_count(value: str) -> int | None:
    if value.casefold() == "auto":
        return None
    if not value.isdecimal() or int(value) < 1:
        raise OptionError(f"--themes {value!r} is neither a whole number from 1 nor 'auto'")
    if int(value) > MOST_THEMES:
        raise OptionError(f"--themes {value} is more than {MOST_THEMES}, the most that cxtext tells apart")
    return int(value)
