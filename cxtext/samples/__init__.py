"""Real feedback that ships with the package; NOTICE credits its sources."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cxtext.errors import OptionError, unknown
from cxtext.read import read_feedback
from cxtext.schema import Feedback


@dataclass(frozen=True)
class Sample:
    """A sample: its file beside this module, and what it is."""

    file: str
    title: str
    description: str


SAMPLES = {
    "nhs": Sample(
        "nhs_patient_feedback.csv.gz",
        "What patients say about two NHS trusts",
        "4,410 survey comments of 2021 and 2022 with answer scores, dates and departments (MIT)",
    ),
}


def read_sample(name: str) -> Feedback:
    """A sample by its name.

    Raises:
        OptionError: there is none of that name.
    """
    if name not in SAMPLES:
        raise OptionError(unknown("sample", name, SAMPLES))
    return read_feedback(Path(__file__).parent / SAMPLES[name].file, text="text")
