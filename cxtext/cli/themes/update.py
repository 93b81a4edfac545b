"""`cxtext themes update`: a model in use learns from tonight's comments."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxtext.cli import options
from cxtext.cli.console import note, steps
from cxtext.cli.groups import spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cxtext.themes.themes import ThemeSet


@spread
def update(
    model: Annotated[Path, typer.Argument(metavar="MODEL", help="The folder of a trained model.")],
    input: options.Input,  # noqa: A002
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FOLDER", help="Save to this folder; MODEL itself if not given."),
    ] = None,
    reading: options.Reading,
    force: options.Force = False,
) -> None:
    """Let themes learn from new comments: centres and sizes move; ids, names and decisions stay."""
    from cxtext.bundle import check_bundle, check_folder

    check_bundle(model)
    how = reading.checked(input)
    if output is not None:
        check_folder(output, force=force)

    from cxtext.cli import show
    from cxtext.jobs.train import update_file
    from cxtext.pipeline import saved
    from cxtext.pipeline.card import learnt_lines
    from cxtext.read import open_feedback

    before = saved.load(model).themes
    with steps() as step, open_feedback(input, **how) as stream:
        done = update_file(model, stream, output=output, force=force, step=step)
        columns = stream.columns
    note(show.columns_line(columns))
    for line in show.reject_lines(done.gathered.rejects, of=done.gathered.rejected):
        note(line)
    if done.pipeline.themes:
        print("\n".join(_growth(before, done.pipeline.themes)))
    if done.pipeline.learnt:
        print("\n" + "\n".join(learnt_lines(done.pipeline.learnt)).rstrip())
    print(f"\nModel: {output or model}")


def _growth(before: ThemeSet, after: ThemeSet) -> Iterator[str]:
    """The themes with their comments and how many of them are new."""
    known = {theme.id: theme for theme in before.themes}
    yield f"{'Id':<8}{'Theme':<42} {'comments':>9} {'new':>9} {'share before':>13} {'now':>7}"
    for theme in after.themes:
        old = known[theme.id]
        yield (
            f"{theme.id:<8}{theme.name[:41]:<42} {theme.comments:>9,} {theme.comments - old.comments:>9,} "
            f"{old.share:>13.1%} {theme.share:>7.1%}"
        )


COMMANDS = (update,)
