"""What the commands that analyse labelled output have in common: the work with its spinner, and the definitions."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from cxtext.cli import opened, options
from cxtext.cli.console import note, steps
from cxtext.errors import OptionError, unknown

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from cxtext.insight.material import Material

T = TypeVar("T")


def worked(step_name: str, work: Callable[[Callable[[str], None]], T]) -> T:
    """The result of the work, which is told where to say what a reader should know; that is said after it."""
    said: list[str] = []
    with steps() as step:
        step(step_name)
        found = work(said.append)
    for line in said:
        note(line)
    return found


def checked(value: str | None, kind: str, known: Iterable[str]) -> None:
    """Refuse a value that is none of the known ones; None is no value.

    Raises:
        OptionError: as it says, with the nearest one.
    """
    names = tuple(known)
    if value is not None and value not in names:
        raise OptionError(unknown(kind, value, names))


def defined(found: DataclassInstance, used: Iterable[str]) -> dict[str, Any]:
    """A result for JSON, with the definitions of its numbers."""
    from cxtext.insight.analysis_definitions import ANALYSES

    return {
        **dataclasses.asdict(found),
        "definitions": {name: dataclasses.asdict(ANALYSES[name]) for name in dict.fromkeys(used)},
    }


@dataclass(frozen=True)
class Common:
    """Options that every analysis of comments has."""

    customer: opened.Customer = None
    dedupe: options.Dedupe = False

    def material(
        self, labelled: Path, opening: opened.OpeningOptions, step_name: str, work: Callable[[Material], T]
    ) -> T:
        """The result of the work on the labelled output."""
        how = opening.checked(labelled)

        from cxtext.jobs.insight import material_of

        return worked(
            step_name,
            lambda say: work(material_of(labelled, how, customer=self.customer, dedupe=self.dedupe, note=say)),
        )
