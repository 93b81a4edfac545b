"""What became of the records of an input, counted part by part."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cxtext.jobs.dates import Dates, dates_of
from cxtext.jobs.rejects import Rejected
from cxtext.schema import Labelled

if TYPE_CHECKING:
    from cxtext.pipeline import Pipeline


@dataclass(frozen=True)
class Tally:
    """What became of the records of an input: read = labelled + rejected."""

    labelled: int
    flags: dict[str, int]
    sentiments: dict[str, int]
    reject: Rejected
    dates: Dates
    taxonomy: str  # its name and its packs
    parts: int = 0  # that the labels came in
    passed_over: tuple[str, ...] = ()  # names of the files in a folder that were not read

    @property
    def read(self) -> int:
        """Records of the input."""
        return self.labelled + self.rejected

    @property
    def rejected(self) -> int:
        """Records that could not be read."""
        return self.reject.count

    @property
    def rejects(self) -> Path | None:
        """The file of the rejected ones."""
        return self.reject.path


class Tallying:
    """Counts the labelled parts as they are written."""

    def __init__(self) -> None:
        self.labelled = self.parts = 0
        self.flags: Counter[str] = Counter()
        self.sentiments: Counter[str] = Counter()
        self.dates = Dates()

    def add(self, labelled: Labelled, date: str | None) -> None:
        """Count a part; `date` is the column that holds its dates."""
        self.parts += 1
        self.labelled += len(labelled.comments)
        self.flags.update(flag for flags in labelled.comments["flags"].to_list() for flag in flags)
        self.sentiments.update(s or "not scored" for s in labelled.comments["sentiment"].to_list())
        if labelled.rows is not None:
            self.dates += dates_of(labelled.rows, labelled.comments["date"], date)

    def close(self, rejected: Rejected, pipeline: Pipeline) -> Tally:
        """What was counted."""
        flags, sentiments = dict(sorted(self.flags.items())), dict(sorted(self.sentiments.items()))
        taxonomy = pipeline.taxonomy.full_name
        return Tally(self.labelled, flags, sentiments, rejected, self.dates, taxonomy, self.parts)
