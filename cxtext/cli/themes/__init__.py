"""`cxtext themes`: look at the themes of a model, compare two, update one, and decide about them."""

from __future__ import annotations

import typer

from cxtext.cli.themes import decide, learn, look, name, update

app = typer.Typer(
    help="Show the themes of a model, compare two, update one, and rename, merge, split, move, retire or link themes.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (look, update, decide, name, learn):
    for command in module.COMMANDS:
        app.command(name=command.__name__)(command)
