"""`cxtext audit`: how right the labels are, on comments of one's own."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxtext.cli import drift, opened, options
from cxtext.cli.analysis import checked, worked
from cxtext.cli.groups import spread
from cxtext.cli.tables import NOTHING, Part, Shown, check_format, shortened, show
from cxtext.errors import OptionError

if TYPE_CHECKING:
    from cxtext.audit.score import AspectScore, LabelScore, Scores
    from cxtext.audit.weighted import Share

ASKED = ("sentiment", "theme", "touchpoint", "department", "facet")
SHEETS, PAGE = (".xlsx", ".csv"), ".html"
FEWEST, MOST = 10, 5_000

app = typer.Typer(
    help="Draw a sample for people to label, score the labels by their answers, and see whether new comments differ.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


app.command("drift")(drift.command)


@app.command()
@spread
def sample(
    labelled: opened.LabelledPath,
    output: Annotated[Path, typer.Option("--output", "-o", help="The sheet to fill, .xlsx or .csv, or a page, .html.")],
    *,
    opening: opened.OpeningOptions,
    n: Annotated[int, typer.Option("--comments", "-n", min=FEWEST, max=MOST, help="How many comments.")] = 200,
    ask: Annotated[list[str] | None, typer.Option(metavar="A,B", help=f"What to ask for: {', '.join(ASKED)}.")] = None,
    by: Annotated[str, typer.Option(metavar="|".join(ASKED), help="Draw so that each of these is audited.")] = "theme",
    where: Annotated[
        str | None, typer.Option(metavar="CONDITION", help="Only comments such as \"source = 'web'\"; no recall then.")
    ] = None,
    show_machine: Annotated[
        bool, typer.Option("--show", help="Show what the machine said; people then agree.")
    ] = False,
    seed: opened.Seed = 0,
    force: options.Force = False,
) -> None:
    """Draw comments at random, in strata of known size, into a sheet that people fill without the machine's labels."""
    from cxtext.places import check_ending, check_place

    asked = options.listed(ask) or ("sentiment", "theme")
    for name in asked:
        checked(name, "--ask", ASKED)
    checked(by, "--by", ASKED)
    check_ending(output, "sheet", (*SHEETS, PAGE))
    check_place(output, force=force)
    how = opening.checked(labelled)

    from cxtext.audit.key import key_path
    from cxtext.jobs.audit import answers_path, sample_of

    key = worked(
        "Drawing",
        lambda say: sample_of(
            labelled,
            how,
            output,
            n=n,
            asked=asked,
            by=by,
            where=where,
            show=show_machine,
            seed=seed,
            force=force,
            note=say,
        ),
    )
    print(f"{len(key.drawn):,} of {key.comments:,} comments, from {len(key.strata):,} strata by {by}.")
    answers = answers_path(output)
    print(f"To fill: {output}   its key, with the machine's labels: {key_path(answers)}")
    if answers != output:
        print(f"The page downloads the answers as {answers.name}; put them beside the key.")
    print(f"Two people: give each a copy. Then: cxtext audit score {answers}")


@app.command()
def score(
    filled: Annotated[Path, typer.Argument(metavar="SHEET", help="The sheet, filled.")],
    second: Annotated[
        Path | None, typer.Argument(metavar="[SHEET2]", help="The copy that another person filled.")
    ] = None,
    key: Annotated[Path | None, typer.Option(help="The key of the sheet; beside it if not given.")] = None,
    on: Annotated[
        Path | None,
        typer.Option(metavar="LABELLED", help="Score this later labelling of the same input by the same answers."),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(metavar="MODEL", help="The model that labelled; it keeps the scores, on its card and in reports."),
    ] = None,
    form: opened.Format = "table",
) -> None:
    """Score the labels by people's answers: precision, recall, F1 with intervals, what is confused, calibration."""
    from cxtext.bundle import check_bundle
    from cxtext.read.source import find_source

    check_format(form)
    for path in (filled, second):
        if path is not None:
            check_sheet(path)
    if on is not None and not on.is_dir():
        find_source(on)
    if model is not None:
        check_bundle(model)

    from cxtext.jobs.audit import scores_of

    found = worked("Scoring", lambda _: scores_of(filled, second, key=key, labelled=on, model=model))
    show(_shown(found), form)


def check_sheet(path: Path) -> None:
    """Refuse what cannot be a filled sheet.

    Raises:
        OptionError: its ending is none.
    """
    if path.suffix.lower() not in SHEETS:
        raise OptionError(f"{path}: answers are read from {' or '.join(SHEETS)}")


def _shown(found: Scores) -> Shown:
    first, *others = [part_of(aspect) for aspect in found.aspects]
    details = [part for aspect in found.aspects for part in details_of(aspect)]
    return Shown(
        heading=[f"{found.source}: {found.drawn:,} of {found.comments:,} comments drawn.", "", *first.heading],
        columns=first.columns,
        lines=first.lines,
        legend=(
            "Precision: of the comments with the label, those that should have it. Recall: of those that should, those "
            "that do.",
            "Corrected: the share of all comments that should have the label. In brackets 95 % intervals, which honour "
            "the weights of the sample.",
        ),
        notes=found.notes,
        records=[record_of(aspect, label) for aspect in found.aspects for label in aspect.labels],
        content=dataclasses.asdict(found),
        parts=[*others, *details],
    )


def part_of(aspect: AspectScore) -> Part:
    """The table of one kind of label."""
    heading = [
        f"{aspect.aspect}: {aspect.answered:,} answered, {aspect.empty:,} empty. Labels exactly right "
        f"{_share(aspect.right)} %; any label (coverage) {_share(aspect.coverage)} %."
    ]
    if aspect.ece is not None:
        heading.append(f"Calibration error {100 * aspect.ece:.1f} points.")
    if (both := aspect.agreement) is not None and both.alpha is not None:
        kappa = "" if both.kappa is None else f", kappa {both.kappa:.2f}"
        heading.append(
            f"Two people: {both.n:,} comments, the same answer {100 * both.same:.0f} %{kappa}, Krippendorff's alpha "
            f"{both.alpha:.2f} [{both.low:.2f}, {both.high:.2f}]."
        )
    if aspect.labels:
        heading.append(f"About {max(label.more for label in aspect.labels):,} more answers would halve the intervals.")
    columns = (
        "label",
        ">machine",
        ">people",
        ">both",
        ">precision %",
        ">recall %",
        ">F1 %",
        ">share %",
        ">corrected %",
    )
    return Part(heading, columns, [_line(label) for label in aspect.labels])


def _line(label: LabelScore) -> list[str]:
    counts = [str(count) for count in (label.machine, label.people, label.both)]
    shares = (label.precision, label.recall, label.f1, label.share, label.corrected)
    return [shortened(label.name), *counts, *(_share(part) for part in shares)]


def details_of(aspect: AspectScore) -> list[Part]:
    """What is confused, and how sure the machine was."""
    confused = [[shortened(pair.people), shortened(pair.machine), str(pair.comments)] for pair in aspect.confused]
    sure = [
        [f"{one.low:.1f}–{one.high:.1f}", str(one.n), f"{100 * one.said:.0f}", _share(one.right)]
        for one in aspect.calibration
    ]
    return [
        Part([f"{aspect.aspect}: most often confused"], ("people", "machine", ">comments"), confused),
        Part([f"{aspect.aspect}: how sure, how right"], ("confidence", ">comments", ">said %", ">right %"), sure),
    ]


def _share(part: Share) -> str:
    if part.value is None or part.low is None or part.high is None:
        return NOTHING
    return f"{100 * part.value:.0f} [{100 * part.low:.0f}, {100 * part.high:.0f}]"


def record_of(aspect: AspectScore, label: LabelScore) -> dict[str, Any]:
    """One line of the CSV."""
    record: dict[str, Any] = {"aspect": aspect.aspect, "label": label.label, "name": label.name}
    record |= {"machine": label.machine, "people": label.people, "both": label.both}
    for name in ("precision", "recall", "f1", "share", "corrected"):
        part: Share = getattr(label, name)
        record |= {name: part.value, f"{name}_low": part.low, f"{name}_high": part.high}
    return {**record, "more": label.more}
