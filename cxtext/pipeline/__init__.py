"""The walk of one comment through all rooms. Nobody else knows the order.

read → text → sentiment → themes → taxonomy → (insight → report)
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cxtext.pipeline.pipeline import Pipeline

__all__ = ["Pipeline"]


def __getattr__(name: str) -> Any:
    """Pipeline on first use: who reads names or labels alone need not wait for spaCy and scikit-learn."""
    if name != "Pipeline":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from cxtext.pipeline.pipeline import Pipeline

    return Pipeline
