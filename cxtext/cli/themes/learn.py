"""`cxtext themes learn`: corrections that readers of a report made, into decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxtext.cli.console import note, steps

if TYPE_CHECKING:
    from cxtext.jobs.corrections import Lesson
    from cxtext.pipeline import Pipeline

SHOWN = 15


def learn(
    corrections: Annotated[Path, typer.Argument(metavar="CORRECTIONS", help="What a report's page wrote, a CSV file.")],
    model: Annotated[Path, typer.Argument(metavar="MODEL", help="The folder of the model that labelled.")],
    *,
    on: Annotated[
        Path | None, typer.Option(metavar="LABELLED", help="The folder that run wrote, or a table of mentions.")
    ] = None,
    proposals: Annotated[
        Path | None, typer.Option(metavar="FILE.yaml", help="Write what is proposed, for `cxtext themes apply`.")
    ] = None,
    date: Annotated[str | None, typer.Option(help="Of the decisions, such as 2026-03-31; today if not given.")] = None,
    author: Annotated[str, typer.Option(help="Who corrected.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace what stands at --proposals.")] = False,
) -> None:
    """Keep corrected labels as examples of their themes, and propose what many of them say."""
    from cxtext.cli.themes.decide import checked
    from cxtext.places import Place, check_place
    from cxtext.read.source import find_source

    day = checked(model, date)
    find_source(corrections)
    if proposals is not None:
        check_place(proposals, force=force)

    from cxtext.jobs.corrections import lesson, read_corrections
    from cxtext.jobs.report import mentions_at
    from cxtext.jobs.themes import decide_in
    from cxtext.pipeline.decision_file import decisions_yaml
    from cxtext.themes.decisions import MOST_TEXT, Decision, one_line

    by = one_line(author, most=MOST_TEXT, what="--author", empty=True)
    mentions = mentions_at(on) if on is not None else None
    learnt: list[Lesson] = []

    def decisions(pipeline: Pipeline) -> list[Decision]:
        themes = pipeline.themes.themes if pipeline.themes else ()
        known = read_corrections(corrections, themes, [t.id for t in pipeline.taxonomy.touchpoints])
        learnt.append(lesson(known, pipeline, mentions=mentions, date=day, author=by))
        return list(learnt[0].examples)

    with steps() as step:
        step(f"Learning from {corrections}")
        done = decide_in(model, decisions)
    found = learnt[0]
    if proposals is not None and found.proposals:
        with Place(proposals, force=force) as place:
            place.write(decisions_yaml(found.proposals).encode())
            place.commit()
    for why, n in found.left.items():
        note(f"{n} of {found.corrections} corrections {why}: not kept as examples.")
    names = {theme.id: theme.name for theme in done.pipeline.themes.themes} if done.pipeline.themes else {}
    print(f"{found.corrections} corrections; {len(done.decisions)} new examples kept in {model}.")
    print("\n".join(_lines(found, names, model, proposals)))


def _lines(found: Lesson, names: Mapping[str, str], model: Path, proposals: Path | None) -> Iterator[str]:
    for old, new, n in found.ways[:SHOWN]:
        yield f"  {names.get(old, old)} → {names.get(new, new)}: {n} comment{'s' * (n != 1)}"
    if not found.proposals:
        yield "Nothing is proposed: no five comments go the same way."
        return
    yield "Proposed, not carried out:"
    for decision in found.proposals:
        yield f"  {decision.line()}  ({decision.reason})"
    if proposals is not None:
        yield f"Carry them out with: cxtext themes apply {model} {proposals}"
    else:
        yield "Write them to a file with --proposals FILE.yaml, look at it, and carry it out with cxtext themes apply."


COMMANDS = (learn,)
