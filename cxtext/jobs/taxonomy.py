"""A user's taxonomy: checked by what it reaches, and begun from feedback."""

from __future__ import annotations

import re
from pathlib import Path

from cxtext.config import Settings
from cxtext.pipeline import Pipeline
from cxtext.places import Place, check_place
from cxtext.schema import Feedback
from cxtext.taxonomy.check import check_parsed
from cxtext.taxonomy.document import Problem, parse_file
from cxtext.taxonomy.draft import draft
from cxtext.taxonomy.propose import Proposals, propose
from cxtext.taxonomy.reach import landing_problems, seed_problems


def check_file(path: Path, *, settings: Settings | None = None, on: Feedback | None = None) -> list[Problem]:
    """All problems of a taxonomy file, in the order of its lines.

    What its touchpoints reach is looked at where nothing else is an error.

    Args:
        path: the file.
        settings: with packs to lay over it, and the encoder to compare with.
        on: feedback in which each touchpoint should be spoken of.

    Raises:
        TaxonomyError: the file cannot be read at all, or does not go together with the packs.
    """
    parsed = parse_file(path)
    problems = check_parsed(parsed)
    if any(problem.severity == "error" for problem in problems):
        return problems
    given = settings or Settings()
    pipeline = Pipeline(Settings(**{**given.to_json(), "taxonomy": str(path), "packs": given.packs or ()}))
    problems += seed_problems(parsed, pipeline.linker)
    if on is not None:
        landed = pipeline.label(on).mentions["touchpoint"].to_list()
        problems += landing_problems(parsed, landed, on.origin)
    return sorted(problems, key=lambda problem: problem.line or 0)


def init_file(
    feedback: Feedback, output: Path, *, settings: Settings | None = None, force: bool = False
) -> tuple[Proposals, Pipeline]:
    """Begin a taxonomy file: a touchpoint for each theme of the feedback that the shipped one has no place for.

    Raises:
        OutputError: the file exists and `force` is not set.
        InputError: there is nothing to learn from.
    """
    check_place(output, force=force)
    pipeline = Pipeline(settings)
    labelled = pipeline.fit_label(feedback)
    themes = pipeline.themes.themes if pipeline.themes else ()
    proposals = propose(labelled.mentions, pipeline.taxonomy, {theme.name: theme.keywords for theme in themes})
    name = re.sub(r"[^a-z0-9]+", "_", output.name.split(".")[0].lower()).strip("_")
    text = draft(
        proposals, pipeline.taxonomy, origin=feedback.origin, name=name if name[:1].isalpha() else f"own_{name}"
    )
    with Place(output, force=force) as place:
        place.write(text.encode())
        place.commit()
    return proposals, pipeline
