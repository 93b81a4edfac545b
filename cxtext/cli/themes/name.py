"""The command that has themes named by something else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxtext.cli.console import steps
from cxtext.cli.themes.decide import checked, show_done
from cxtext.errors import OptionError


def name(
    model: Annotated[Path, typer.Argument(metavar="MODEL", help="The folder of a trained model.")],
    *,
    command: Annotated[
        str | None,
        typer.Option("--with", metavar="COMMAND", help="Gets a theme as JSON on standard input, prints its name."),
    ] = None,
    server: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Or a server that speaks OpenAI's protocol: http://localhost:11434/v1."),
    ] = None,
    server_model: Annotated[str, typer.Option(metavar="NAME", help="The model that the server is to use.")] = "default",
    date: Annotated[str | None, typer.Option(help="Of the decisions; today if not given.")] = None,
) -> None:
    """Have the themes named by a command or a server of your own; each name is kept as a decision.

    Keywords and masked comments of the model leave this process for it.
    """
    if (command is None) == (server is None):
        raise OptionError("give --with COMMAND or --server URL, one of the two")
    day = checked(model, date)

    from cxtext.jobs.naming import by_command, by_server, name_themes

    propose = by_command(command) if command is not None else by_server(str(server), server_model)
    with steps() as step:
        step(f"Naming the themes of {model}")
        done = name_themes(model, propose, author=command or f"{server} {server_model}", date=day)
    show_done(model, done)


COMMANDS = (name,)
