import dataclasses
import importlib.util
from pathlib import Path

import polars as pl
import pytest

_SPEC = importlib.util.spec_from_file_location("tables", Path(__file__).parents[1] / "insight" / "tables.py")
_TABLES = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_TABLES)

MOODS = ("negative", "neutral", "positive")
THEMES = ("Delivery", "Price", "Staff", "Delivery", "Delivery", "=cmd()")


@pytest.fixture
def comments():
    """240 comments of four themes of unequal size, one of which is named like a formula."""
    rows = [
        {
            "id": f"c{i:03d}",
            "text": f"comment {i} [EMAIL]",
            "sentiment": MOODS[i % 3],
            "source": "web" if i % 4 else "phone",
            "said": [{"theme": THEMES[i % 6], "sentiment": MOODS[i % 3]}] if i % 10 else [],
        }
        for i in range(240)
    ]
    made = _TABLES.ready(rows)
    sure = pl.Series("confidence", [0.5 + i % 5 / 10 for i in range(240)])
    return dataclasses.replace(made, comments=made.comments.with_columns(sure))
