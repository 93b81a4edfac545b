"""Near duplicates: recall and precision, time and memory: python tests/benchmarks/text_duplicates.py [--split report].

Three questions. Planted: real comments of ten words or more are copied with one edit each, among the comments of
their set; found means flagged as a copy of the original. Judged: pairs of real comments that are alike, read and
judged by a person to be copies or not. Short: real comments of fewer words, of which none is to be a near copy.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import sys
import time
import tracemalloc
from pathlib import Path

import polars as pl

from cxtext.text import duplicates
from cxtext.text.clean import comparison_key
from cxtext.text.duplicates import MIN_WORDS, SeenTexts

DATA = Path(os.environ.get("CXTEXT_BENCHMARK_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
CASES = Path(__file__).resolve().parent.parent / "cases" / "duplicates.jsonl"
SETS = ("nhs_phase1", "airline", "cfpb_sample4")
PLANTED = 300  # originals a set
FIRST_NAMES = "James Mary Priya Ahmed Sofia Liam Chen Olga Kofi Anna".split()
ENDS = ("Thanks.", "please sort it out", "Never again!!", "very disappointed", "10/10 from me", "Yours, a customer")
Z = 1.959963985  # 97.5 % point of the normal distribution
write = sys.stdout.write


def typos(text: str, rng: random.Random) -> str:
    """One slip of the fingers for each 80 characters."""
    letters = list(text)
    for _ in range(max(1, len(text) // 80)):
        i = rng.randrange(len(letters) - 1)
        letters[i : i + 2] = rng.choice(([letters[i + 1], letters[i]], [letters[i]], [letters[i], "e", letters[i + 1]]))
    return "".join(letters)


def renamed(text: str, rng: random.Random) -> str:
    """Another name in place of a capitalised word, or a name in front."""
    found = [m.span() for m in re.finditer(r"(?<=[a-z,] )[A-Z][a-z]{2,}", text)]
    start, end = rng.choice(found) if found else (0, 0)
    return f"{text[:start]}{rng.choice(FIRST_NAMES)}{' here. ' if not found else ''}{text[end:]}"


def renumbered(text: str, rng: random.Random) -> str:
    """Other digits, or a number behind."""
    changed = re.sub(r"\d", lambda _: str(rng.randrange(10)), text)
    return changed if changed != text else f"{text} Ref {rng.randrange(10_000, 99_999)}"


def dropped(text: str, rng: random.Random) -> str:
    """One word fewer."""
    words = text.split()
    del words[rng.randrange(len(words))]
    return " ".join(words)


EDITS = {
    "typos": typos,
    "words appended": lambda text, rng: f"{text} {rng.choice(ENDS)}",
    "name changed": renamed,
    "number changed": renumbered,
    "word dropped": dropped,
    "capitals": lambda text, _: text.upper(),
    "punctuation": lambda text, _: re.sub(r"[.,!?;:]", " ", text) + "!!",
}


def wilson(hits: int, total: int) -> str:
    """The share with its 95 % Wilson score interval (Wilson 1927)."""
    if not total:
        return "–"
    share, spread = hits / total, Z * Z / total
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * (share * (1 - share) / total + spread / (4 * total)) ** 0.5
    return f"{share:.3f} [{max(0, middle - half):.3f}, {min(1, middle + half):.3f}] (n = {total})"


def half_of(text: str) -> str:
    return "dev" if hashlib.sha256(text.encode()).digest()[0] % 2 else "report"


def texts_of(name: str, split: str) -> list[str]:
    texts = pl.read_csv(DATA / f"{name}.csv.gz", infer_schema_length=0)["text"].drop_nulls().unique(maintain_order=True)
    return [text for text in texts if half_of(text) == split]


def words(text: str) -> int:
    return len(comparison_key(text).split())


def planted(name: str, split: str) -> None:
    """Recall by edit, and how many copies were given to another comment than their original."""
    rng = random.Random(name)
    texts = texts_of(name, split)
    seen = SeenTexts()
    first = dict(zip(texts, seen.copies(texts, [str(i) for i in range(len(texts))]), strict=True))
    originals = [i for i, text in enumerate(texts) if first[text] is None and words(text) >= MIN_WORDS]
    originals = rng.sample(originals, min(PLANTED, len(originals)))
    astray = flagged = 0
    for edit, change in EDITS.items():
        copies = seen.copies([change(texts[i], rng) for i in originals], [f"{edit} {i}" for i in originals])
        hits = sum(copy is not None and copy.first == str(i) for copy, i in zip(copies, originals, strict=True))
        flagged += sum(copy is not None for copy in copies)
        astray += sum(copy is not None and copy.first != str(i) for copy, i in zip(copies, originals, strict=True))
        write(f"| {name} | {edit} | {wilson(hits, len(originals))} |\n")
    write(f"| {name} | given to its original, of those flagged | {wilson(flagged - astray, flagged)} |\n")


def judged(split: str) -> None:
    """Precision and recall over pairs of real comments that a person judged."""
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    cases = [case for case in cases if case["split"] == split]
    found = [SeenTexts().copies([case["first"], case["later"]], ["1", "2"])[1] is not None for case in cases]
    right = sum(case["copy"] for case, hit in zip(cases, found, strict=True) if hit)
    write(f"| judged pairs | recall | {wilson(right, sum(case['copy'] for case in cases))} |\n")
    write(f"| judged pairs | precision | {wilson(right, sum(found))} |\n")


def short(split: str) -> None:
    """Short comments that became near copies; and a word for another thing in longer ones, which is not told apart."""
    texts = [text for name in SETS for text in texts_of(name, split) if words(text) < MIN_WORDS]
    flagged = sum(c is not None and c.near for c in SeenTexts().copies(texts, [str(i) for i in range(len(texts))]))
    write(f"| short comments | flagged as near copies | {flagged} of {len(texts):,} |\n")


def cost(name: str) -> None:
    """CPU time and memory of the pass over a whole set."""
    texts = pl.read_csv(DATA / f"{name}.csv.gz", infer_schema_length=0)["text"].drop_nulls().to_list()
    ids = [str(i) for i in range(len(texts))]
    start = time.process_time()
    SeenTexts().copies(texts, ids)
    rate = len(texts) / (time.process_time() - start)
    tracemalloc.start()
    seen = SeenTexts()
    copies = seen.copies(texts, ids)
    copies.clear()
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    distinct = sum(words(text) >= MIN_WORDS for text in set(texts))
    write(f"| {name} | {len(texts):,} comments, {distinct:,} of {MIN_WORDS} words or more | {rate:,.0f} comments/s, ")
    write(f"{kept / len(texts):,.0f} bytes a comment |\n")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", default="report", choices=("dev", "report"))
    parser.add_argument("--similarity", type=float, help="try another threshold; on the development half only")
    options = parser.parse_args()
    if options.similarity is not None:
        if options.split == "report":
            parser.error("thresholds are chosen with --split dev")
        duplicates.SIMILARITY = options.similarity
    write(f"| set, {options.split} half | what | share [95 %] |\n|---|---|---|\n")
    for name in SETS:
        planted(name, options.split)
    judged(options.split)
    short(options.split)
    for name in SETS:
        cost(name)


if __name__ == "__main__":
    main()
