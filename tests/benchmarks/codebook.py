"""Measures a codebook on comments that did not teach it, beside the recipe of the NHS project pxtextmining.

    CXTEXT_BENCHMARK_DATA=folder python -m tests.benchmarks.codebook [few | peer] [--encoder accurate]

few: macro-F1 with 20 and 50 labels a theme, in the mean of five samples. airline: negative tweets with a reason,
"Can't Tell" and duplicates out; nhs_phase1: from three words, duplicates and "Miscellaneous" out; both reported on the
fifth of the texts whose SHA-256 is a multiple of five. banking77: its own test split. The other texts that are not
reported on are in the file without a label. Settings of `codes.learn` were chosen on parts of the training texts of
these three and of nhs_patient_feedback (--dev shows that part), and on parts of hwu64 and clinc150.

peer: nhs_patient_feedback, several codes a comment; reported on the fifth of the respondents whose SHA-256 is a
multiple of five. The peer is TfidfVectorizer and an SVC(C=15, class_weight="balanced", probability=True) for each code.
Seconds of the processor and by the clock: for cxtext with masking, splitting and encoding the comments, then without.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import time
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import accuracy_score, f1_score, label_ranking_average_precision_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.svm import SVC

from cxtext.codes.learn import MOST_UNLABELLED, Coded, Unlabelled, in_order, learn_codebook, names_of
from cxtext.config import Settings
from cxtext.pipeline.coding import frame_in, whole
from cxtext.pipeline.reading import Reader
from cxtext.read import read_feedback
from cxtext.sentiment.scorers import make_scorer
from cxtext.text.clean import brand_pattern, for_encoding
from cxtext.themes.encode import Encoder, make_encoder

DATA = Path(os.environ.get("CXTEXT_BENCHMARK_DATA", "../shared/data"))
AIRLINES = "usairways united southwest southwestair jetblue virginamerica americanair american".split()
SETS = ("airline", "nhs_phase1", "banking77")
BARS = {"airline": (0.45, 0.50), "nhs_phase1": (0.43, 0.47), "banking77": (0.86, 0.90)}
SHOTS = (20, 50)
SEEDS = 5
FOLDS = 5
Bools = NDArray[np.bool_]


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("tables", nargs="*", default=["few", "peer"])
    parser.add_argument("--encoder", default="fast")
    parser.add_argument("--sets", nargs="*", default=list(SETS))
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--cache", type=Path, help="A folder to keep vectors in.")
    options = parser.parse_args()
    if "few" in options.tables:
        print("| set | encoder | labels a theme | macro-F1 | sd of samples | target |\n|" + "---|" * 6)
        for name in options.sets:
            few(name, options.encoder, options.cache, dev=options.dev)
    if "peer" in options.tables:
        heads = ("method", "micro-F1", "macro-F1", "exact", "LRAP", "CPU s", "learning", "wall s", "learning")
        print("|", " | ".join(heads), "|\n|" + "---|" * len(heads))
        beside_peer(options.encoder, dev=options.dev)


def fold(text: str) -> int:
    """The part that a text falls into."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) % FOLDS


def texts_of(name: str) -> tuple[list[str], list[str], Bools, Bools]:
    """Distinct texts, their theme, which are reported on, and which settings were chosen on."""
    rows = pl.read_csv(DATA / f"{name}.csv.gz", infer_schema_length=None).drop_nulls(["text", "theme"])
    if name == "airline":
        rows = rows.filter((pl.col("sentiment") == "negative") & (pl.col("theme") != "Can't Tell"))
    rows = rows.filter(pl.col("theme") != "Miscellaneous") if name == "nhs_phase1" else rows
    brands = brand_pattern(AIRLINES if name == "airline" else [])
    least = 3 if name == "nhs_phase1" else 1
    if "split" not in rows.columns or name != "banking77":
        rows = rows.with_columns(pl.lit("").alias("split"))
    found: dict[str, tuple[str, str]] = {}
    for text, theme, split in rows.select("text", "theme", "split").iter_rows():
        view = for_encoding(text, brands=brands)
        if len(view.split()) >= least:
            found.setdefault(view, (theme, split))
    texts = sorted(found)
    test = [found[t][1] == "test" if name == "banking77" else fold(t) == 0 for t in texts]
    dev = [fold(t[::-1]) == 0 for t in texts]
    return texts, [found[t][0] for t in texts], np.array(test), np.array(dev)


def few(name: str, encoder_name: str, cache: Path | None, *, dev: bool) -> None:
    """One set, with few labels a theme."""
    texts, themes, test, tuned = texts_of(name)
    encoder = make_encoder(encoder_name)
    vectors = encoded(encoder, texts, cache / f"{name}.{encoder_name}.bench.npy" if cache else None)
    names = tuple(sorted(set(themes)))
    gold = np.array([names.index(theme) for theme in themes])
    pool = np.flatnonzero(~test & ~tuned if dev else ~test)
    rows = np.flatnonzero(~test & tuned if dev else test)
    named = names_of(names, for_encoding, encoder.encode)
    everything = Coded(texts, texts, vectors, np.eye(len(names), dtype=bool)[gold])
    for shots, bar in zip(SHOTS, BARS[name], strict=True):
        scores = []
        for seed in range(SEEDS):
            order = np.random.default_rng(seed).permutation(pool)
            sample = np.concatenate([order[gold[order] == k][:shots] for k in range(len(names))])
            others = unlabelled(everything, np.setdiff1d(pool, sample))
            codebook = learn_codebook(in_order(everything.part(sample)), named, column="theme", others=others)
            given = codebook.calibration.given(codebook.scores([texts[i] for i in rows], vectors[rows]))
            scores.append(f1_score(gold[rows], given.argmax(axis=1), average="macro"))
        cells = (name, encoder_name, shots, f"{np.mean(scores):.3f}", f"{np.std(scores, ddof=1):.3f}", f"{bar:.2f}")
        print("|", " | ".join(map(str, cells)), "|", flush=True)


def unlabelled(everything: Coded, rows: NDArray[np.int64]) -> Unlabelled:
    """What stays in the file without a label, as `train --labels` would draw it."""
    drawn = in_order(everything.part(rows)).part(np.arange(min(MOST_UNLABELLED, len(rows))))
    return Unlabelled(drawn.texts, drawn.vectors)


def encoded(encoder: Encoder, texts: Sequence[str], place: Path | None) -> NDArray[np.float32]:
    """The vectors, kept in a file if one is named."""
    if place and place.is_file():
        return np.asarray(np.load(place))
    vectors = encoder.encode(texts)
    if place:
        np.save(place, vectors)
    return vectors


def beside_peer(encoder_name: str, *, dev: bool) -> None:
    """Ours and the peer on nhs_patient_feedback."""
    source = read_feedback(DATA / "nhs_patient_feedback.csv.gz", text="text")
    frame = frame_in(source, "theme")
    folds = np.array([fold(str(person)) for person in source.rows["respondent"].to_list()])
    train = frame.labelled & (folds >= 2 if dev else folds != 0)
    test = frame.labelled & (folds == (1 if dev else 0))
    taught = frame.given[train].any(axis=0)  # a code that nobody was taught cannot be found by anyone
    gold, names = frame.given[:, taught], tuple(np.array(frame.names)[taught].tolist())

    settings = Settings(encoder=encoder_name)
    reader = Reader(settings, scorer=make_scorer(settings.sentiment), encoder=make_encoder(encoder_name))
    began = clocks()
    reading = reader.read(source.comments.filter(pl.Series(train)), judge=False)
    read = whole(reading, reader)
    learning = clocks()
    coded = in_order(Coded(read.texts, [m.text for m in reading.masked], read.vectors, gold[train]))
    codebook = learn_codebook(coded, names_of(names, reader.view, reader.encoder.encode), column="theme")
    ended = clocks()
    seen = whole(reader.read(source.comments.filter(pl.Series(test))), reader)
    probabilities, given = codebook.label(seen.texts, seen.vectors)
    ours = np.ravel([ended - began, ended - learning], order="F")
    line(f"cxtext, {encoder_name}", gold[test], given, probabilities, *ours)

    texts = np.array(source.comments["text"].to_list(), dtype=object)
    began = clocks()
    vectoriser = TfidfVectorizer()
    words = vectoriser.fit_transform(texts[train])
    peer = OneVsRestClassifier(SVC(C=15, class_weight="balanced", probability=True, random_state=0))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of `probability`, which the recipe names
        peer.fit(words, gold[train].astype(int))
    spent = np.repeat(clocks() - began, 2)
    seen_words = vectoriser.transform(texts[test])
    chances = peer.predict_proba(seen_words)
    line("pxtextmining's recipe", gold[test], peer.predict(seen_words) > 0, chances, *spent)
    least = chances > 0.5
    least |= ~least.any(axis=1, keepdims=True) & (chances == chances.max(axis=1, keepdims=True))
    line("the same, from 0.5 or the likeliest", gold[test], least, chances, *spent)
    print("| ratio | | | | |", " | ".join(f"{ratio:.0f}" for ratio in spent / ours), "|")


def clocks() -> NDArray[np.float64]:
    """Seconds of the processor, and by the clock on the wall."""
    return np.array([time.process_time(), time.perf_counter()])


def line(method: str, gold: Bools, given: Bools, chances: NDArray[np.float64], *seconds: float) -> None:
    """One row of the table."""
    figures = (
        f1_score(gold, given, average="micro", zero_division=0),
        f1_score(gold, given, average="macro", zero_division=0),
        accuracy_score(gold, given),
        label_ranking_average_precision_score(gold, chances),
    )
    cells = [method, *(f"{figure:.3f}" for figure in figures), *(f"{value:.2f}" for value in seconds)]
    print("|", " | ".join(cells), "|", flush=True)


if __name__ == "__main__":
    main()
