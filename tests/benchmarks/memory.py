"""What grows with the rows of an input while `label` streams it: bytes a row.

python tests/benchmarks/memory.py
"""

import hashlib
import tracemalloc
from collections.abc import Callable

import polars as pl

from cxtext.read.ids import SeenIds
from cxtext.text.duplicates import SeenTexts

ROWS, BATCH = 400_000, 20_000
GENERATION = 80_000  # texts of ten words, fewer than are remembered


def bytes_a_row(add: Callable[[range], object], rows: int = ROWS) -> float:
    """Memory that is still held after all rows, all of them different."""
    tracemalloc.start()
    for start in range(0, rows, BATCH):
        add(range(start, start + BATCH))
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return held / rows


def long_text(number: int) -> str:
    """Sixteen words that no other number has; letters alone, as digits are all one to copies."""
    letters = hashlib.blake2b(str(number).encode()).hexdigest().translate(str.maketrans("0123456789", "ghijklmnop"))
    return " ".join(letters[i : i + 8] for i in range(0, len(letters), 8))


if __name__ == "__main__":
    texts, long, ids = SeenTexts(), SeenTexts(), SeenIds()
    found = {
        "different texts": bytes_a_row(
            lambda rows: texts.copies([f"text number {i}" for i in rows], [f"{i}" for i in rows])
        ),
        "of ten words": bytes_a_row(
            lambda rows: long.copies([long_text(i) for i in rows], [f"{i}" for i in rows]), GENERATION
        ),
        "ids": bytes_a_row(lambda rows: ids.unique(pl.Series([f"id{i}" for i in rows]), pl.Series(rows))),
    }
    for name, size in found.items():
        print(f"{name:<16} {size:6.1f} bytes each")
