"""`cxtext changes`: what changed in the last week or month."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxtext.cli import opened, options
from cxtext.cli.analysis import checked, defined, worked
from cxtext.cli.groups import spread
from cxtext.cli.tables import NOTHING, Shown, apart, check_format, interval, shortened, show
from cxtext.errors import OptionError

if TYPE_CHECKING:
    from cxtext.insight.asked import AskedAbout
    from cxtext.insight.headline import HeadlineChange
    from cxtext.insight.period_changes import PeriodChanges
    from cxtext.insight.segment_changes import SegmentChanges
    from cxtext.insight.topic_changes import TopicChange

DIGITS = {"mean_rating": 2}
LEAST_Q = 0.001


@spread
def command(
    labelled: opened.LabelledPath,
    *,
    opening: opened.OpeningOptions,
    by: Annotated[str, typer.Option(metavar="|".join(opened.KINDS), help="What is looked at for changes.")] = "theme",
    unit: Annotated[
        str | None,
        typer.Option(metavar="|".join(opened.UNITS), help="Periods; whichever suits the span of the dates if none."),
    ] = None,
    segment: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Changes in each segment: source, or any column of the input.")
    ] = None,
    ask: Annotated[
        list[str] | None,
        typer.Option(metavar="THEME", help="A topic that people ask about: gets an answer also without a change."),
    ] = None,
    dedupe: options.Dedupe = False,
    form: opened.Format = "table",
) -> None:
    """Show which themes rise, fall or are new in the last period, with a stated budget for false alarms."""
    check_format(form)
    checked(by, "kind of topics for --by", opened.KINDS)
    checked(unit, "--unit", opened.UNITS)
    if ask and segment is not None:
        raise OptionError("--ask is about all comments together; leave out --segment")
    how = opening.checked(labelled)

    from cxtext.jobs.insight import changes_of, material_of

    if segment is not None:
        from cxtext.insight.segment_changes import segment_changes

        parts = worked(
            "Comparing",
            lambda say: segment_changes(
                material_of(labelled, how, dedupe=dedupe, note=say),
                by=segment,
                kind=by,  # type: ignore[arg-type]
                unit=unit,  # type: ignore[arg-type]
            ),
        )
        show(_by_segment(parts), form)
        return

    found = worked(
        "Comparing",
        lambda say: changes_of(
            labelled,
            how,
            kind=by,  # type: ignore[arg-type]
            unit=unit,  # type: ignore[arg-type]
            asked=ask or (),
            dedupe=dedupe,
            note=say,
        ),
    )
    show(_shown(found), form)


def _shown(found: PeriodChanges) -> Shown:
    used = ("share_of_comments", "change_in_share", "expected_share", "detectable_change", "net_sentiment")
    return Shown(
        heading=list(_heading(found)),
        columns=(found.kind, "", ">share, %", ">expected, %", f">{found.before}, %", "differs from", ">q"),
        lines=[_line(topic) for topic in found.changed],
        legend=list(_legend(found)),
        notes=found.notes,
        records=[_record(topic) for topic in found.topics],
        content=defined(found, used),
    )


def _by_segment(found: SegmentChanges) -> Shown:
    changed = found.changed
    return Shown(
        heading=[
            f"{found.period} against {found.before} and what {found.unit}s before led to expect, in "
            f"{len(found.segments)} segments of {found.by}.",
            f"{len(changed)} of {len(found.topics)} {found.kind}s in segments tested changed.",
            "",
        ],
        columns=(found.by, found.kind, "", ">share, %", ">expected, %", f">{found.before}, %", "differs from", ">q"),
        lines=[[shortened(one.segment), *_line(one.topic)] for one in changed],
        legend=(
            f"{found.tests} comparisons were made. In a quiet {found.unit} there is a false alarm at most once in "
            f"{1 / found.budget:.0f}, and of changes shown on average at most {100 * found.budget:.0f} % are false.",
        )
        if found.tests
        else (),
        notes=found.notes,
        records=[{"segment": one.segment, **_record(one.topic)} for one in found.topics],
        content=defined(found, ("share_of_comments", "change_in_share", "expected_share", "detectable_change")),
    )


def _heading(found: PeriodChanges) -> Iterator[str]:
    yield f"{found.period} ({found.comments:,} comments) against {found.before} ({found.comments_before:,})" + (
        f" and a forecast from {found.history} {found.unit}s{' with a season' if found.season else ''}."
        if found.history
        else "."
    )
    yield from (_headline_line(change) for change in found.headline)
    steady = len(found.topics) - len(found.changed)
    yield f"{len(found.changed)} of {len(found.topics)} {found.kind}s tested changed; of {steady} no reliable change."
    yield ""


def _headline_line(change: HeadlineChange) -> str:
    digits = DIGITS.get(change.metric, 1)
    moved = f"{change.difference:+.{digits}f} [{change.low:+.{digits}f}, {change.high:+.{digits}f}]"
    verdict = "" if change.reliable else "no reliable change; "
    return (
        f"{change.metric.replace('_', ' ')}: {change.now:.{digits}f}, {moved}: {verdict}from "
        f"{change.detectable:.{digits}f} on a change would be found 8 times of 10."
    )


def _line(topic: TopicChange) -> list[str]:
    expected = NOTHING
    if topic.expected is not None and topic.expected_low is not None and topic.expected_high is not None:
        ends = f"[{100 * topic.expected_low:.1f}, {100 * topic.expected_high:.1f}]"
        expected = f"{100 * topic.expected:.1f} {ends}"
    before = NOTHING if topic.before.value is None else f"{100 * topic.before.value:.1f}"
    return [
        shortened(topic.name),
        topic.direction,
        interval(topic.now, times=100),
        expected,
        before,
        " and ".join(topic.against),
        f"{topic.q_value:.3f}" if topic.q_value >= LEAST_Q else f"<{LEAST_Q}",
    ]


def _legend(found: PeriodChanges) -> Iterator[str]:
    yield from (f"Asked about: {answer.name}: {_answer(answer)}." for answer in found.asked)
    if found.topics:
        sizes = sorted(topic.detectable for topic in found.topics)
        yield (
            f"{found.tests} comparisons were made. In a quiet {found.unit} there is a false alarm at most once in "
            f"{1 / found.budget:.0f}, and of changes shown on average at most {100 * found.budget:.0f} % are false."
        )
        yield (
            f"A change of {100 * sizes[len(sizes) // 2]:.1f} points is found 8 times of 10 for a {found.kind} of "
            f"middle size ({100 * sizes[0]:.1f} for the easiest, {100 * sizes[-1]:.1f} for the hardest)."
        )


def _answer(asked: AskedAbout) -> str:
    from cxtext.insight.change import LEAST_COMMENTS

    if asked.change is None:
        return f"{asked.verdict}, as fewer than {LEAST_COMMENTS} comments spoke of it or were expected to"
    topic = asked.change
    expected = ""
    if topic.expected is not None and topic.expected_low is not None and topic.expected_high is not None:
        ends = f"{100 * topic.expected_low:.1f} and {100 * topic.expected_high:.1f}"
        expected = f", of quiet periods 95 % lie between {ends} %"
    return (
        f"{asked.verdict}: {interval(topic.now, times=100)} % of comments{expected}; "
        f"a change of {100 * topic.detectable:.1f} points is found 8 times of 10"
    )


def _record(topic: TopicChange) -> dict[str, Any]:
    return {
        "name": topic.name,
        "direction": topic.direction,
        "against": " and ".join(topic.against),
        **apart("now", topic.now),
        **apart("before", topic.before),
        **apart("versus_before", topic.versus_before),
        "expected": topic.expected,
        "expected_low": topic.expected_low,
        "expected_high": topic.expected_high,
        "q_value": topic.q_value,
        "detectable": topic.detectable,
    }
