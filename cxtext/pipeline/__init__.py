"""The walk of one comment through all rooms. Nobody else knows the order.

read → text → sentiment → themes → taxonomy → (insight → report)
"""

from cxtext.pipeline.pipeline import Pipeline

__all__ = ["Pipeline"]
