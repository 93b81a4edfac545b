"""Comments a second and core through masking, language, mentions and both views: python tests/benchmarks/text_speed.py.

CPU time of this process, best of three, beside spaCy's blank English tokenizer on the same texts in the same run.
Where they are installed, textacy's preprocessing (Unicode, spaces, quotes, e-mails, links, telephones, accents) and
Presidio's recognisers of patterns (a blank spaCy pipeline, so no names) run beside it too, on fewer texts.
"""

from __future__ import annotations

import contextlib
import logging
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
PEER_TEXTS = 1_000


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of the fastest round."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def peers() -> dict[str, Callable[[str], object]]:
    """Other tools that clean or find personal data, if they are installed."""
    logging.disable(logging.CRITICAL)  # Presidio asks the network for a list that it has at hand too
    found: dict[str, Callable[[str], object]] = {}
    with contextlib.suppress(ImportError):
        from textacy import preprocessing as prep

        found["textacy's preprocessing"] = prep.make_pipeline(
            prep.normalize.unicode,
            prep.normalize.quotation_marks,
            prep.normalize.whitespace,
            prep.replace.emails,
            prep.replace.urls,
            prep.replace.phone_numbers,
            prep.replace.user_handles,
            prep.remove.accents,
        )
    with contextlib.suppress(ImportError):
        from presidio_analyzer import AnalyzerEngine
        from presidio_analyzer.nlp_engine import SpacyNlpEngine

        class Blank(SpacyNlpEngine):
            def __init__(self) -> None:
                super().__init__(models=[{"lang_code": "en", "model_name": "blank"}])
                self.nlp = {"en": spacy.blank("en")}

            def load(self) -> None:
                pass

        analyzer = AnalyzerEngine(nlp_engine=Blank(), supported_languages=["en"])
        found["Presidio's patterns"] = lambda text: analyzer.analyze(text, language="en")
    return found


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
        for peer, work in peers().items():
            rates[peer] = PEER_TEXTS / seconds(
                lambda work=work, texts=texts: [work(text) for text in texts[:PEER_TEXTS]]
            )
        for step, rate in rates.items():
            ratio = rate / rates["spaCy's blank tokenizer"]
            write(f"| {name} | {len(texts):,} | {step} | {rate:,.0f} | {ratio:.2f} |\n")


if __name__ == "__main__":
    main()
