"""Comments a second and core through masking, language, mentions and both views: python tests/benchmarks/text_speed.py.

CPU time of this process, best of three, beside spaCy's blank English tokenizer on the same texts in the same run.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import spacy

from cxtext.text.clean import encoding_of, for_sentiment
from cxtext.text.language import LanguageIdentifier
from cxtext.text.privacy import mask
from cxtext.text.segment import mention_spans

DATA = Path(os.environ.get("CXTEXT_BENCHMARK_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
ROUNDS = 3


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of the fastest round."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Print the table."""
    identifier, tokenizer, write = LanguageIdentifier(), spacy.blank("en").tokenizer, sys.stdout.write
    write("| set | comments | step | comments/s | of spaCy's tokenizer |\n|---|---|---|---|---|\n")
    for name in ("airline", "nhs_phase1"):
        texts = pl.read_csv(DATA / f"{name}.csv.gz", infer_schema_length=0)["text"].drop_nulls().to_list()
        masked = [mask(text).text for text in texts]
        quotes = [text[a:b] for text in masked for a, b in mention_spans(text)]

        def whole(texts: list[str] = texts) -> None:
            identifier.identify_all(texts)
            hidden = [mask(text).text for text in texts]
            for quote in [text[a:b] for text in hidden for a, b in mention_spans(text)]:
                encoding_of(for_sentiment(quote))

        steps: dict[str, Callable[[], object]] = {
            "spaCy's blank tokenizer": lambda texts=texts: [tokenizer(text) for text in texts],
            "masking": lambda texts=texts: [mask(text) for text in texts],
            "language": lambda texts=texts: identifier.identify_all(texts),
            "mentions": lambda masked=masked: [mention_spans(text) for text in masked],
            "both views": lambda quotes=quotes: [encoding_of(for_sentiment(quote)) for quote in quotes],
            "all four": whole,
        }
        rates = {step: len(texts) / seconds(work) for step, work in steps.items()}
        for step, rate in rates.items():
            ratio = rate / rates["spaCy's blank tokenizer"]
            write(f"| {name} | {len(texts):,} | {step} | {rate:,.0f} | {ratio:.2f} |\n")


if __name__ == "__main__":
    main()
