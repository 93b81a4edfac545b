"""Options of the commands that analyse labelled output."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxtext.cli import options
from cxtext.cli.tables import FORMATS
from cxtext.errors import OptionError

if TYPE_CHECKING:
    from cxtext.jobs.insight import Opening

KINDS = ("theme", "touchpoint", "department", "stage")
UNITS = ("week", "month")

LabelledPath = Annotated[
    Path, typer.Argument(metavar="LABELLED", help="A file that label wrote, or a folder that run wrote.")
]
Format = Annotated[str, typer.Option("--format", metavar="|".join(FORMATS), help="How to print the result.")]
Customer = Annotated[
    str | None, typer.Option(help="The column that says who wrote a comment; their comments count as one voice.")
]
Unit = Annotated[
    str | None, typer.Option(metavar="|".join(UNITS), help="Periods; whichever suits the span of the dates if none.")
]
Before = Annotated[
    str | None,
    typer.Option(metavar="CONDITION", help="One side, such as \"month < '2025-04-01'\" or \"source = 'web'\"."),
]
After = Annotated[
    str | None, typer.Option(metavar="CONDITION", help="The other. Without both, the last period and the one before.")
]
Kind = Annotated[str, typer.Option(metavar="|".join(KINDS), help="Of the topics.")]
Topic = Annotated[str | None, typer.Option(help="One theme (or other --kind): its share, or what is said of it.")]
Personas = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Personas, a YAML file: names and conditions on columns.")
]
RatingScale = Annotated[
    str | None,
    typer.Option(
        metavar="WORST:BEST", help="The ends of the rating's scale, such as 1:5 or 5:1; others are set aside."
    ),
]
Draws = Annotated[int, typer.Option(min=1_000, max=100_000, help="Of the bootstrap.")]
Seed = Annotated[int, typer.Option(min=0, help="Of every sample; the same seed gives the same numbers.")]


@dataclass(frozen=True)
class OpeningOptions:
    """How the labelled output is opened."""

    mentions: Annotated[
        Path | None, typer.Option(help="The mentions that were written with it, for sentiment by theme.")
    ] = None
    prefix: Annotated[
        str | None, typer.Option(help="Of the label columns; cx_, or the one that it was labelled with.")
    ] = None
    score: Annotated[str | None, typer.Option(help="The column of the score. The rating if not given.")] = None
    scale: Annotated[
        str | None,
        typer.Option(metavar="WORST:BEST", help="The ends of its scale, such as 0:10 or 5:1. Told from it if none."),
    ] = None
    date: options.Date = None
    source: options.Source = None

    def checked(self, labelled: Path) -> Opening:
        """The options for the job, of files that can be opened.

        Raises:
            InputError: there is no such file.
            OptionError: a scale that is none.
        """
        from cxtext.read.source import find_source

        for path in (labelled, self.mentions):
            if path is not None and not path.is_dir():
                find_source(path)
        check_scale(self.scale)

        from cxtext.insight.results import Scale
        from cxtext.jobs.insight import Opening

        scale = Scale.read(self.scale) if self.scale is not None else None
        return Opening(self.mentions, self.prefix, self.date, self.source, self.score, scale)


def check_scale(value: str | None) -> None:
    """Refuse a scale that is none, before anything heavy is loaded.

    Raises:
        OptionError: as it says.
    """
    if value is None:
        return
    try:
        worst, best = (float(number) for number in value.split(":"))
    except ValueError as error:
        raise OptionError(f"--scale {value!r} is not two numbers such as 1:5, the worst score first") from error
    if not abs(worst - best) < float("inf") or worst == best:
        raise OptionError(f"--scale {value!r} needs two different numbers, the worst score first")
