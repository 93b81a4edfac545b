"""cxtext mines what customers write.

import cxtext

feedback = cxtext.read_feedback("reviews.csv")
pipeline = cxtext.Pipeline().fit(feedback)
labelled = pipeline.label(feedback)
cxtext.write_report(labelled, "report.html", catalogue=pipeline.catalogue())
pipeline.save("model")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cxtext.config import Settings
    from cxtext.errors import CxtextError
    from cxtext.pipeline import Pipeline
    from cxtext.read import open_feedback, read_feedback
    from cxtext.report import write_report
    from cxtext.samples import read_sample
    from cxtext.schema import Feedback, Labelled

__version__ = "0.1.0"

_HOMES = {
    "CxtextError": "cxtext.errors",
    "Feedback": "cxtext.schema",
    "Labelled": "cxtext.schema",
    "Pipeline": "cxtext.pipeline",
    "Settings": "cxtext.config",
    "open_feedback": "cxtext.read",
    "read_feedback": "cxtext.read",
    "read_sample": "cxtext.samples",
    "write_report": "cxtext.report",
}

__all__ = [
    "CxtextError",
    "Feedback",
    "Labelled",
    "Pipeline",
    "Settings",
    "__version__",
    "open_feedback",
    "read_feedback",
    "read_sample",
    "write_report",
]


def __getattr__(name: str) -> Any:
    """Load a name when it is first used: `import cxtext` alone must stay quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'cxtext' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
