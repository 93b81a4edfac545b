"""Decisions carried out on a model folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cxtext.pipeline import Pipeline
from cxtext.pipeline.deciding import decide, not_yet
from cxtext.pipeline.decision_file import read_decisions
from cxtext.themes.decisions import Decision


@dataclass(frozen=True)
class Done:
    """A model after decisions, and those that were new to it, with ids for names."""

    pipeline: Pipeline
    decisions: tuple[Decision, ...]


def decide_in(folder: Path, decisions: Sequence[Decision] | Callable[[Pipeline], Sequence[Decision]]) -> Done:
    """Carry out decisions on a model and save it anew, all of them or none.

    Args:
        folder: of the model; it is replaced once the new one is whole.
        decisions: what to do, or what tells it from the model.

    Raises:
        ModelError: it is no model, or a damaged one.
        OptionError: a decision names what is not there, or asks for what cannot be.
    """
    pipeline = Pipeline.load(folder)
    new = decisions(pipeline) if callable(decisions) else decisions
    done = decide(pipeline, new) if new else ()
    if done:
        pipeline.save(folder)
    return Done(pipeline, done)


def apply_file(folder: Path, file: Path, *, date: str) -> Done:
    """Carry out those decisions of a file that a model does not know yet; `date` is for those without one.

    Raises:
        ModelError, OptionError: as `decide_in` and `read_decisions`.
    """
    entries = read_decisions(file, date=date)
    return decide_in(folder, lambda pipeline: not_yet(pipeline.identity, entries))
