"""`cxtext segments`: how segments or personas differ, and whether the division tells anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxtext.cli import opened
from cxtext.cli.analysis import Common, checked, defined
from cxtext.cli.groups import spread
from cxtext.cli.numbers import DIGITS, METRICS, PERCENT, head, measured
from cxtext.cli.tables import NOTHING, Part, Shown, apart, check_format, shortened, show
from cxtext.errors import OptionError

if TYPE_CHECKING:
    from cxtext.insight.segments import Segments

SHOWN = 25  # differences in the table; all are in CSV and JSON
LEAST_Q = 0.001


@spread
def command(
    labelled: opened.LabelledPath,
    *,
    opening: opened.OpeningOptions,
    by: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Segments: source, or any column of the input.")
    ] = None,
    personas: opened.Personas = None,
    metric: Annotated[
        str | None, typer.Option(metavar="METRIC", help=f"{', '.join(METRICS[1:])}; what suits the score if none.")
    ] = None,
    kind: opened.Kind = "theme",
    common: Common,
    seed: opened.Seed = 0,
    form: opened.Format = "table",
) -> None:
    """Compare segments or personas: their metric, what each speaks of more, and whether the division tells anything."""
    check_format(form)
    checked(metric, "--metric", METRICS[1:])
    checked(kind, "--kind", opened.KINDS)
    if (by is None) == (personas is None):
        raise OptionError("segments needs a column (--by) or a file of personas (--personas), one of the two")

    def work(material: Any) -> Segments:
        from cxtext.insight.personas import read_personas
        from cxtext.insight.segments import segments

        who = read_personas(personas) if personas is not None else ()
        return segments(material, by=by, personas=who, metric=metric, kind=kind, seed=seed)  # type: ignore[arg-type]

    show(_shown(common.material(labelled, opening, "Comparing", work)), form)


def _shown(found: Segments) -> Shown:
    lines = [
        [shortened(s.name), f"{s.comments:,}", measured(s.number), _spread(s.spread, found.metric), "; ".join(s.traits)]
        for s in found.segments
    ]
    traits = any(line[-1] for line in lines)
    width = 5 if traits else 4
    return Shown(
        heading=[*_explained(found), ""],
        columns=(found.by, ">comments", f">{head(found.metric)}", ">spread within", "traits")[:width],
        lines=[line[:width] for line in lines],
        parts=(_topics(found), _overlaps(found)),
        legend=["[…]: 95 % interval.", *_budget(found)],
        notes=found.notes,
        records=list(_records(found)),
        content=defined(
            found,
            (
                "segment_difference",
                "explained_by_segment",
                "share_of_comments",
                "net_sentiment",
                found.segments[0].number.metric,
            ),
        ),
    )


def _explained(found: Segments) -> Iterator[str]:
    told = found.explained
    if told.share is None or told.by_chance is None:
        yield f"{found.by}: nothing to explain of {head(found.metric)}."
        return
    verdict = "more than chance" if told.telling else "no more than chance"
    yield (
        f"{found.by} explains {100 * told.share:.1f} % of the variance of {found.metric.replace('_', ' ')} "
        f"({told.answers:,} answers): {verdict} (a shuffled division explains up to {100 * told.by_chance:.1f} %; "
        f"p = {told.p_value:.3f})."
    )


def _spread(spread: float | None, metric: str) -> str:
    if spread is None:
        return NOTHING
    return f"{(100 if metric in PERCENT else 1) * spread:.{DIGITS.get(metric, 1)}f}"


def _topics(found: Segments) -> Part:
    telling = found.telling
    more = f", the first {SHOWN} shown" if len(telling) > SHOWN else ""
    return Part(
        heading=[
            f"{len(telling)} of {len(found.topics)} differences from all other comments are more than chance{more}:"
        ],
        columns=(found.kind, found.by, "", ">here", ">elsewhere", ">difference", ">q"),
        lines=[
            [
                shortened(t.name),
                shortened(t.segment),
                head(t.metric),
                measured(t.here),
                measured(t.elsewhere),
                measured(t.difference, t.metric, sign=True),
                f"{t.q_value:.3f}" if t.q_value >= LEAST_Q else f"<{LEAST_Q}",
            ]
            for t in telling[:SHOWN]
        ],
    )


def _overlaps(found: Segments) -> Part:
    return Part(
        heading=["Comments that belong to two personas:"],
        columns=("persona", "persona", ">comments", ">of the first, %", ">of the second, %"),
        lines=[
            [o.one, o.other, f"{o.comments:,}", f"{100 * o.of_one:.0f}", f"{100 * o.of_other:.0f}"]
            for o in found.overlaps
        ],
    )


def _budget(found: Segments) -> Iterator[str]:
    if not found.topics:
        yield f"No {found.kind} has 10 comments, 5 of them in a segment of 30 and 5 outside it: nothing was compared."
    elif not found.telling:
        yield f"None of {len(found.topics)} differences of {found.kind}s between segments is more than chance."
    else:
        yield "q: of the differences shown, on average at most one in ten is false (Benjamini and Hochberg)."


def _records(found: Segments) -> Iterator[dict[str, Any]]:
    for segment in found.segments:
        yield {
            "table": "segment",
            "segment": segment.name,
            "metric": found.metric,
            "comments": segment.comments,
            **apart("value", segment.number),
            "spread": segment.spread,
        }
    for topic in found.topics:
        yield {
            "table": "topic",
            "segment": topic.segment,
            found.kind: topic.name,
            "metric": topic.metric,
            **apart("value", topic.here),
            **apart("elsewhere", topic.elsewhere),
            **apart("difference", topic.difference),
            "q_value": topic.q_value,
        }
    for overlap in found.overlaps:
        yield {"table": "overlap", "segment": overlap.one, "other": overlap.other, "comments": overlap.comments}
