"""The commands: each parses, calls one library function and shows the result.

Only this package prints, exits or reads the environment. Heavy imports stay inside the commands,
so that `cxtext --help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

import typer

from cxtext.cli import (
    actions,
    audit,
    callbacks,
    changes,
    demo,
    drivers,
    effect,
    emerging,
    evaluate,
    explain,
    interrupts,
    journey,
    label,
    metrics,
    mix,
    practical,
    principles,
    priorities,
    quotes,
    redact,
    report,
    run,
    segments,
    suggest,
    taxonomy,
    themes,
    together,
    train,
    verify,
    watch,
)
from cxtext.cli.console import INTERRUPTED, fail
from cxtext.errors import CxtextError

UsageError: type[Exception] = typer.BadParameter.__mro__[1]  # click's, whichever click typer brings
USER_ERROR = 2  # exit code of everything that a user can mend

app = typer.Typer(
    name="cxtext",
    help="Mines what customers write: sentiment, themes, touchpoints and owners. Offline, on a CPU.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (
    run,
    label,
    watch,
    train,
    suggest,
    report,
    verify,
    metrics,
    drivers,
    changes,
    mix,
    segments,
    journey,
    practical,
    priorities,
    actions,
    callbacks,
    principles,
    quotes,
    effect,
    together,
    emerging,
    evaluate,
    explain,
    redact,
    demo,
):
    app.command(name=module.__name__.rsplit(".", 1)[-1])(module.command)
app.add_typer(taxonomy.app, name="taxonomy")
app.add_typer(themes.app, name="themes")
app.add_typer(audit.app, name="audit")


@app.callback(invoke_without_command=True)
def _options(
    version: bool = typer.Option(False, "--version", help="Show the version and stop.", is_eager=True),
) -> None:
    if version:
        from cxtext import __version__

        print(f"cxtext {__version__}")
        raise typer.Exit


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code: 0, or 2 with one line on standard error."""
    interrupts.listen()
    command = typer.main.get_command(app)
    try:
        code = command.main(
            list(arguments) if arguments is not None else None, prog_name="cxtext", standalone_mode=False
        )
    except CxtextError as error:
        fail(str(error), USER_ERROR)
    except UsageError as error:
        fail(_usage(error), USER_ERROR)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone; Python would complain once more at exit
        sys.exit(1)
    if code == INTERRUPTED:  # also what typer makes of an interrupt
        fail("stopped; nothing was written", INTERRUPTED)
    sys.exit(code if isinstance(code, int) else 0)


def _usage(error: BaseException) -> str:
    """A usage error in one line, with the command whose help says more."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "cxtext"
    message = " ".join(str(getattr(error, "format_message", lambda: error)()).split())
    return f"{message.rstrip('.')} (see {path} --help)" if message else f"see {path} --help"
