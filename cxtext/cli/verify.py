"""`cxtext verify`: whether a report says what its input says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxtext.cli import options
from cxtext.cli.beside import BesideOptions
from cxtext.cli.console import note, steps
from cxtext.cli.groups import spread
from cxtext.errors import OptionError

if TYPE_CHECKING:
    from cxtext.jobs.report import Reopened
    from cxtext.jobs.verify import Verified
    from cxtext.read import FeedbackOptions

SHOWN = 20
LONGEST = 60  # characters of a value
DIFFERENT = 1  # exit code


@spread
def command(
    report: Annotated[Path, typer.Argument(metavar="REPORT.json", help="A report as JSON, that report or run wrote.")],
    *,
    input: Annotated[  # noqa: A002
        str, typer.Option("--input", metavar="INPUT", help="What it was made from: the input, or labelled output.")
    ],
    model: Annotated[
        Path | None,
        typer.Option(metavar="MODEL", help="The folder of the model that labelled; without it INPUT is labelled."),
    ] = None,
    mentions: Annotated[Path | None, typer.Option(help="The mentions that were written with labelled output.")] = None,
    compare: Annotated[
        Path | None, typer.Option(metavar="EARLIER.json", help="The earlier report that it was compared with.")
    ] = None,
    beside: BesideOptions,
    reading: options.Reading,
) -> None:
    """Compute a report again and say that it is identical, or what differs; the exit code is then 1."""
    how = reading.checked(input)
    if model is not None:
        from cxtext.bundle import check_bundle

        check_bundle(model)
        if mentions is not None:
            raise OptionError("--mentions go with labelled output, and --model with the input that it is to label")

    from cxtext.insight.since import read_earlier
    from cxtext.jobs.sections import read_beside
    from cxtext.jobs.verify import read_written, verified

    written = read_written(report)
    if written.compared and compare is None:
        raise OptionError(f"{report} was compared with an earlier report; give it too (--compare)")
    asked = read_beside(beside.asked())
    missing = [name for name in written.asked if name not in asked.settings]
    if missing:
        raise OptionError(f"{report} was made with --{missing[0]}; give it too")
    earlier = read_earlier(compare) if compare is not None else None
    with steps() as step:
        step("Labelling" if model is not None else "Reading")
        found = _labelled(input, model, mentions, how)
        step("Counting")
        done = verified(written, found, beside=asked, earlier=earlier)
    for line in found.notes:
        note(line)
    print("\n".join(_lines(done, report)))
    if done.differences:
        raise typer.Exit(DIFFERENT)


def _labelled(name: str, model: Path | None, mentions: Path | None, how: FeedbackOptions) -> Reopened:
    from cxtext.jobs.report import Reopened, reopen

    if model is None:
        given = {role: how.get(role) for role in ("rating", "date", "source")}
        return reopen(Path(name), mentions=mentions, **given)  # type: ignore[arg-type]

    from cxtext.jobs.run import title_of
    from cxtext.jobs.sidecar import last_audit, made_by
    from cxtext.pipeline import Pipeline
    from cxtext.read import read_feedback

    pipeline = Pipeline.load(model)
    labelled = pipeline.label(read_feedback(name, **how))
    title, made = title_of(labelled.origin), made_by(pipeline)
    return Reopened(labelled, pipeline.catalogue(), title, (), made, last_audit(pipeline))


def _lines(found: Verified, report: Path) -> Iterator[str]:
    if not found.differences:
        yield f"Identical: {found.values:,} values of {report} were computed again."
        return
    yield f"{len(found.differences):,} of {found.values:,} values of {report} differ."
    if not found.same_comments:
        yield "The comments are others than those that it was made from."
    elif not found.same_labels:
        yield "The comments are the same, and the labels are not: another model, or changed labels."
    for one in found.differences[:SHOWN]:
        yield f"  {one.place}: {_shown(one.written)} → {_shown(one.found)}"
    if len(found.differences) > SHOWN:
        yield f"  … and {len(found.differences) - SHOWN:,} more"


def _shown(value: object) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
