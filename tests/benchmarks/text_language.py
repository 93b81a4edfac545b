"""How often the language is told, and English taken for another: python tests/benchmarks/text_language.py.

Texts of ten words or more of SemEval-2016 (ar, es, fr, nl, ru, tr) and of English sets in CXTEXT_BENCHMARK_DATA;
German and Portuguese sentences were written for this file's cases, tests/cases/language.jsonl.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path

import polars as pl

from cxtext.text.language import UNKNOWN, LanguageIdentifier

HERE = Path(__file__).resolve()
DATA = Path(os.environ.get("CXTEXT_BENCHMARK_DATA", HERE.parents[3] / "shared" / "data"))
ENGLISH = ("airline", "nhs_phase1", "pros_cons", "app_reviews_4class")
CODES = {"arabic": "ar", "dutch": "nl", "french": "fr", "russian": "ru", "spanish": "es", "turkish": "tr"}
SURELY_OTHER = 0.7  # pipeline/reading.py
MIN_WORDS = 10


def texts(name: str) -> pl.DataFrame:
    """A set's rows with a text."""
    return pl.read_csv(DATA / f"{name}.csv.gz", infer_schema_length=0).filter(pl.col("text").is_not_null())


def main() -> None:
    """Print both tables."""
    identifier, write = LanguageIdentifier(), sys.stdout.write
    found: dict[str, Counter] = {}
    many = texts("semeval16_multilingual")
    rows = [(CODES[language], text) for language, text in many.select("lang", "text").iter_rows()]
    cases = (HERE.parent.parent / "cases" / "language.jsonl").read_text(encoding="utf-8").splitlines()
    rows += [(case["expect"], case["text"]) for case in map(json.loads, cases) if case["expect"] in ("de", "pt")]
    rows += [("en", text) for text in texts("airline")["text"]]
    for code, text in rows:
        if len(text.split()) >= MIN_WORDS:
            found.setdefault(code, Counter())[identifier.identify(text).code] += 1
    write("| language | texts | right | unknown | most common error |\n|---|---|---|---|---|\n")
    for code, counts in sorted(found.items()):
        wrong = [(n, c) for c, n in counts.items() if c not in (code, UNKNOWN)]
        total = counts.total()
        shares = f"{counts[code] / total:.4f} | {counts[UNKNOWN] / total:.4f}"
        write(f"| {code} | {total} | {shares} | {max(wrong, default='–')} |\n")
    write("\n| English set | texts | taken for another language |\n|---|---|---|\n")
    for name in ENGLISH:
        answers = identifier.identify_all(texts(name)["text"].to_list())
        other = sum(a.code not in ("en", UNKNOWN) and a.confidence >= SURELY_OTHER for a in answers)
        write(f"| {name} | {len(answers)} | {100 * other / len(answers):.2f} % |\n")


if __name__ == "__main__":
    main()
