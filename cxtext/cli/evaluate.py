"""`cxtext evaluate`: labels against a column that people filled before."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxtext.bundle import check_bundle
from cxtext.cli import opened
from cxtext.cli.analysis import checked, worked
from cxtext.cli.audit import details_of, part_of, record_of
from cxtext.cli.groups import spread
from cxtext.cli.tables import Shown, check_format, shortened, show

if TYPE_CHECKING:
    from cxtext.audit.evaluate import Clustered, Evaluated

KINDS = ("sentiment", "theme", "touchpoint", "department", "code")


@spread
def command(
    labelled: opened.LabelledPath,
    gold: Annotated[str, typer.Option(metavar="COLUMN", help="The column of the input that people filled.")],
    *,
    opening: opened.OpeningOptions,
    of: Annotated[str, typer.Option(metavar="|".join(KINDS), help="Which labels it is about.")] = "sentiment",
    model: Annotated[
        Path | None,
        typer.Option(
            metavar="MODEL", help="The model that labelled: only comments kept apart from its training count."
        ),
    ] = None,
    seed: opened.Seed = 0,
    form: opened.Format = "table",
) -> None:
    """Compare labels with a column of people's: precision, recall, F1; of themes, how far both part comments alike."""
    check_format(form)
    checked(of, "--of", KINDS)
    how = opening.checked(labelled)
    if model is not None:
        check_bundle(model)

    from cxtext.audit.evaluate import Evaluated
    from cxtext.jobs.audit import evaluated_of

    found = worked(
        "Comparing",
        lambda say: evaluated_of(labelled, how, gold=gold, aspect=of, model=model, seed=seed, note=say),
    )
    show(_by_name(found, gold) if isinstance(found, Evaluated) else _by_agreement(found, gold), form)


def _by_name(found: Evaluated, gold: str) -> Shown:
    table = part_of(found.score)
    notes = ["In brackets 95 % intervals, for comments like these."]
    if found.unknown:
        notes.append(f"Not labels of this model: {', '.join(found.unknown)}.")
    return Shown(
        heading=[f"Against {gold!r}: macro-F1 {found.macro_f1:.3f}.", *table.heading[:1], ""],
        columns=table.columns[:7],
        lines=[line[:7] for line in table.lines],
        legend=(),
        notes=notes,
        records=[record_of(found.score, label) for label in found.score.labels],
        content=dataclasses.asdict(found),
        parts=details_of(found.score),
    )


def _by_agreement(found: Clustered, gold: str) -> Shown:
    return Shown(
        heading=[
            f"{found.themes} themes against {found.labels} labels of {gold!r}: {found.comments:,} comments, "
            f"{found.left_out:,} left out without a theme.",
            f"NMI {found.nmi:.3f} [{found.nmi_low:.3f}, {found.nmi_high:.3f}], AMI {found.ami:.3f}, "
            f"ARI {found.ari:.3f}, homogeneity {found.homogeneity:.3f}, completeness {found.completeness:.3f}.",
            "",
        ],
        columns=("label", ">comments", "themes that hold most of it"),
        lines=[
            [
                shortened(match.label),
                f"{match.comments:,}",
                ", ".join(f"{theme} {100 * share:.0f} %" for theme, share in match.themes),
            ]
            for match in found.matches
        ],
        legend=("1 would be the same parting of the comments, whatever the names; AMI and ARI are 0 by chance.",),
        notes=(),
        records=[
            {"label": match.label, "comments": match.comments, "theme": theme, "share": share}
            for match in found.matches
            for theme, share in match.themes
        ],
        content=dataclasses.asdict(found),
    )
