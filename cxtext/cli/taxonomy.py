"""`cxtext taxonomy`: the user's own taxonomy, begun, shown, checked and compared."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxtext.cli import options
from cxtext.cli.console import note, steps
from cxtext.cli.groups import spread
from cxtext.errors import OptionError, unknown

if TYPE_CHECKING:
    from cxtext.config import Settings
    from cxtext.schema import Feedback
    from cxtext.taxonomy.document import Problem
    from cxtext.taxonomy.taxonomy import Taxonomy, Touchpoint

FAULTY = 2  # exit code where a file has errors

app = typer.Typer(help="Your own taxonomy: begin one from feedback, show, check and compare it.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(metavar="FILE", help="A taxonomy, a YAML file.")]
Named = Annotated[str, typer.Argument(metavar="[FILE]", help="A YAML file, the name of a shipped pack, or default.")]
_EITHER = "default, the name of a shipped pack, or a YAML file."
Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]


@app.command()
@spread
def check(
    file: File,
    pack: options.Pack = None,
    on: Annotated[
        str | None,
        typer.Option(metavar="FEEDBACK", help="Warn of touchpoints where no mention of this feedback lands."),
    ] = None,
    *,
    reading: options.Reading,
    as_json: Json = False,
) -> None:
    """Say what is wrong with a taxonomy, line by line.

    The exit code is 2 where there are errors. The options of reading are for the feedback of --on.
    """
    settings = options.settings_of(None, pack=pack)
    how = reading.checked(on) if on is not None else None
    problems = _first_look(file)
    if not any(problem.severity == "error" for problem in problems):
        from cxtext.read import read_feedback

        feedback = read_feedback(on, **how) if on is not None and how is not None else None
        problems = _second_look(file, settings, feedback)
    if as_json:
        print(json.dumps([dataclasses.asdict(problem) for problem in problems], ensure_ascii=False, indent=2))
    else:
        from cxtext.cli.taxonomy_lines import problem_lines

        print("\n".join(problem_lines(file, problems)))
    if any(problem.severity == "error" for problem in problems):
        raise typer.Exit(FAULTY)


def _first_look(file: Path) -> list[Problem]:
    from cxtext.taxonomy.check import check as look

    return look(file)


def _second_look(file: Path, settings: Settings, feedback: Feedback | None) -> list[Problem]:
    from cxtext.jobs.taxonomy import check_file

    with steps() as step:
        step("Looking what its touchpoints reach")
        return check_file(file, settings=settings, on=feedback)


@app.command()
def show(
    name: Named = "default",
    pack: options.Pack = None,
    touchpoint: Annotated[
        str | None, typer.Option(metavar="ID", help="One touchpoint with all its seeds, numbered as `explain` does.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show a taxonomy: departments, touchpoints, seeds, stages."""
    settings = options.settings_of(None, pack=pack)

    from cxtext.cli.taxonomy_lines import touchpoint_lines, tree_lines
    from cxtext.taxonomy.named import taxonomy_named

    taxonomy = taxonomy_named(name, settings.packs or ())
    if touchpoint is not None:
        one = _touchpoint(taxonomy, touchpoint)
        shown = json.dumps(dataclasses.asdict(one), ensure_ascii=False, indent=2) if as_json else None
        print(shown or "\n".join(touchpoint_lines(one, taxonomy)))
    elif as_json:
        print(json.dumps(taxonomy.to_json(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(tree_lines(taxonomy)))


def _touchpoint(taxonomy: Taxonomy, key: str) -> Touchpoint:
    found = next((touchpoint for touchpoint in taxonomy.touchpoints if touchpoint.id == key), None)
    if found is None:
        raise OptionError(f"--touchpoint: {unknown('touchpoint', key, (t.id for t in taxonomy.touchpoints))}")
    return found


@app.command()
@spread
def init(
    feedback: Annotated[str, typer.Argument(metavar="FEEDBACK", help="Feedback to begin from; as INPUT of run.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The YAML file to make.")],
    *,
    learning: options.Learning,
    reading: options.Reading,
    pack: options.Pack = None,
    brands: options.Brands = None,
    force: options.Force = False,
) -> None:
    """Begin a taxonomy from feedback.

    It gets a touchpoint for each theme that the shipped taxonomy has no place for; departments are to be filled in.
    """
    from cxtext.places import check_apart, check_place

    settings = options.settings_of(None, pack=pack, brands=brands, **learning.given())
    how = reading.checked(feedback)
    check_place(output, force=force)
    check_apart([output], options.inputs_of(feedback))

    from cxtext.cli import show as lines
    from cxtext.cli.taxonomy_lines import proposal_lines
    from cxtext.jobs.taxonomy import init_file
    from cxtext.read import read_feedback

    with steps() as step:
        step(f"Reading {feedback}")
        read = read_feedback(feedback, **how)
        step("Learning themes")
        proposals, pipeline = init_file(read, output, settings=settings, force=force)
    note(lines.columns_line(read.columns))
    for line in lines.reject_lines(read.rejects):
        note(line)
    note(lines.taxonomy_line(pipeline.taxonomy.full_name))
    print("\n".join(proposal_lines(proposals)))
    print(f"\nTaxonomy: {output}")


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="A", help=f"The one before: {_EITHER}")],
    new: Annotated[str, typer.Argument(metavar="B", help=f"The one after: {_EITHER}")],
    as_json: Json = False,
) -> None:
    """Show what differs between two taxonomies.

    That is what was added, removed and renamed, and the seeds that moved.
    """
    from cxtext.cli.taxonomy_lines import diff_lines
    from cxtext.taxonomy.diff import diff as compare
    from cxtext.taxonomy.named import taxonomy_named

    found = compare(taxonomy_named(old), taxonomy_named(new))
    if as_json:
        print(json.dumps(dataclasses.asdict(found), ensure_ascii=False, indent=2))
    else:
        print("\n".join(diff_lines(found)))


@app.command()
def schema() -> None:
    """Print the JSON Schema of a taxonomy file, for editors."""
    from cxtext.taxonomy.document import JSON_SCHEMA

    print(JSON_SCHEMA.read_text(encoding="utf-8"), end="")
