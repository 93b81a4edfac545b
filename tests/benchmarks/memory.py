"""What grows with the rows of an input while `label` streams it: bytes a row.

python tests/benchmarks/memory.py
"""

import tracemalloc
from collections.abc import Callable

import polars as pl

from cxtext.read.ids import SeenIds
from cxtext.text.duplicates import SeenTexts

ROWS, BATCH = 400_000, 20_000


def bytes_a_row(add: Callable[[range], object]) -> float:
    """Memory that is still held after all rows, all of them different."""
    tracemalloc.start()
    for start in range(0, ROWS, BATCH):
        add(range(start, start + BATCH))
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return held / ROWS


if __name__ == "__main__":
    texts, ids = SeenTexts(), SeenIds()
    found = {
        "different texts": bytes_a_row(
            lambda rows: texts.copies([f"text number {i}" for i in rows], [f"{i}" for i in rows])
        ),
        "ids": bytes_a_row(lambda rows: ids.unique(pl.Series([f"id{i}" for i in rows]), pl.Series(rows))),
    }
    for name, size in found.items():
        print(f"{name:<16} {size:6.1f} bytes each")
