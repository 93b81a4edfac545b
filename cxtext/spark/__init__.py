"""Feedback labelled by Spark, for those who outgrow one machine; needs `pip install 'cxtext[spark]'`.

import cxtext.spark

labelled = cxtext.spark.label(spark.table("reviews"))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cxtext.spark.frames import label

_HOMES = {"label": "frames"}

__all__ = ["label"]


def __getattr__(name: str) -> Any:
    """Load a name when it is first used: whether Spark is there is checked before anything heavy is loaded."""
    if name not in _HOMES:
        raise AttributeError(f"module 'cxtext.spark' has no attribute {name!r}")
    return getattr(import_module(f"cxtext.spark.{_HOMES[name]}"), name)
