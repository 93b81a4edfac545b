"""`cxtext callbacks`: whom to call back now."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxtext.cli import opened
from cxtext.cli.analysis import Common
from cxtext.cli.groups import spread
from cxtext.cli.tables import NOTHING, Shown, check_format, show

if TYPE_CHECKING:
    from cxtext.insight.callbacks import Callback, Callbacks

ALL = 0


@spread
def command(
    labelled: opened.LabelledPath,
    *,
    opening: opened.OpeningOptions,
    days: Annotated[int, typer.Option(min=ALL, help="Up to so many days before the last comment; 0: all.")] = 7,
    common: Common,
    form: opened.Format = "table",
) -> None:
    """List the comments to answer now: law, safety, need, press, and customers about to leave. Personal data masked."""
    check_format(form)

    def work(material: Any) -> Callbacks:
        from cxtext.insight.callbacks import callbacks

        return callbacks(material, days=days or None)

    show(_shown(common.material(labelled, opening, "Looking", work)), form)


def _shown(found: Callbacks) -> Shown:
    when = f" of the last {found.days} days" if found.days else ""
    return Shown(
        heading=[f"{len(found.callbacks):,} of {found.comments:,} comments{when}.", ""],
        columns=("comment", "date", "why", "owner", "words"),
        lines=[
            [
                one.comment_id,
                one.date.isoformat() if one.date else NOTHING,
                ", ".join(reason.replace("_", " ") for reason in one.reasons),
                one.owner or NOTHING,
                f"“{' '.join(one.quote.split())}”",
            ]
            for one in found.callbacks
        ],
        legend=(
            "Single customers: for those who call them back, not for a report. Words are masked, and customers’ own.",
        ),
        notes=(),
        records=[_record(one) for one in found.callbacks],
        content=dataclasses.asdict(found),
    )


def _record(one: Callback) -> dict[str, Any]:
    return {**dataclasses.asdict(one), "reasons": " ".join(one.reasons)}
