"""Time and memory of learning themes, beside plain scikit-learn on the same mentions.

    CXTEXT_BENCHMARK_DATA=folder python tests/benchmarks/theme_speed.py [--mentions 10000 200000] [--train 1000000]

Mentions are drawn from those of six sets (airline tweets, patient comments, reddit comments, pros and cons, requests,
product reviews), cleaned as the pipeline cleans them; beyond 300,000 they are drawn with replacement.

fit: encoding with the encoder `fast`, themes found, named, calibrated, and every mention assigned. Peers: the same
encoding and k-means, and NMF on TF-IDF, both of scikit-learn, with `K` groups. train: `cxtext train` on a CSV with one
mention in a row, from start to saved model: masking, languages, sentences, sentiment, touchpoints and all the rest.

Each runs in a process of its own on one thread, starts none itself, and is measured from outside: seconds from start to
end with imports, CPU seconds, and the most memory it ever held.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

DATA = Path(os.environ.get("CXTEXT_BENCHMARK_DATA", "../shared/data"))
SETS = ("airline", "nhs_phase1", "goemotions", "pros_cons", "clinc150", "amazon_blitzer")
SEED = 0
K = 50
SYSTEMS = ("cxtext", "k-means", "NMF on TF-IDF")
TRAIN = "cxtext train"


def main() -> None:
    """Print one line a system and number of mentions."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--mentions", nargs="*", type=int, default=[10_000, 200_000])
    parser.add_argument("--train", nargs="*", type=int, default=[10_000, 200_000, 1_000_000])
    parser.add_argument("--systems", nargs="*", default=SYSTEMS, choices=SYSTEMS)
    parser.add_argument("--pool", type=Path, help="Where the mentions of the sets are kept; made if it is not there.")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        fit(options.one[0], pl.read_parquet(options.one[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        pool = pooled(options.pool or Path(folder) / "pool.parquet")
        print("| mentions | system | seconds | CPU s | MB |\n|---|---|---|---|---|", flush=True)
        for n in options.mentions:
            file = Path(folder) / f"{n}.parquet"
            drawn(pool, n).write_parquet(file)
            for system in options.systems:
                line(n, system, [sys.executable, __file__, "--one", system, str(file)])
        for n in options.train:
            file = Path(folder) / f"{n}.csv"
            drawn(pool, n).select(text="quote").write_csv(file)
            command = [sys.executable, "-m", "cxtext", "train", str(file), "--text", "text"]
            line(n, TRAIN, [*command, "-o", str(Path(folder) / f"model{n}")])


def pooled(file: Path) -> pl.DataFrame:
    """All mentions of the sets: as they were written, masked, as the encoder reads them, and their sentiment."""
    if not file.exists():
        from cxtext import Pipeline
        from cxtext.pipeline.inputs import as_feedback

        reader, parts = Pipeline().reader, []
        for name in SETS:
            texts = pl.read_csv(DATA / f"{name}.csv.gz", infer_schema_length=None)["text"].drop_nulls().cast(pl.String)
            for start in range(0, len(texts), 5_000):
                reading = reader.read(as_feedback(texts[start : start + 5_000].to_list()).comments)
                parts.append(pl.DataFrame({"quote": reading.quotes, "view": reading.views, "said": reading.said}))
        pl.concat(parts).write_parquet(file)
    return pl.read_parquet(file, columns=["quote", "view", "said"])


def drawn(pool: pl.DataFrame, n: int) -> pl.DataFrame:
    """Some of them in any order, with replacement where there are not enough."""
    return pool.sample(n, with_replacement=n > len(pool), shuffle=True, seed=SEED)


def line(n: int, system: str, command: list[str]) -> None:
    """Run a command and print what it cost."""
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "POLARS_MAX")}
    began = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, **threads, "POLARS_MAX_THREADS": "1"}, stdout=-3, stderr=-3)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    cells = [f"{seconds:.1f}", f"{used.ru_utime + used.ru_stime:.1f}", f"{used.ru_maxrss / 1024:.0f}"]
    print(f"| {n:,} | {system} | {' | '.join(cells if status == 0 else ['failed'] * 3)} |", flush=True)


def fit(system: str, mentions: pl.DataFrame) -> None:
    """Find groups in mentions and put each into one."""
    views = mentions["view"].to_list()
    if system == "cxtext":
        ours(views, mentions["said"].to_numpy())
    elif system == "k-means":
        from sklearn.cluster import KMeans

        from cxtext.themes.encode import make_encoder

        KMeans(K, n_init=1, random_state=SEED).fit_predict(make_encoder().encode(views))
    else:
        from sklearn.decomposition import NMF
        from sklearn.feature_extraction.text import TfidfVectorizer

        weighted = TfidfVectorizer(stop_words="english", min_df=3, sublinear_tf=True).fit_transform(views)
        NMF(K, init="nndsvd", max_iter=200, random_state=SEED).fit_transform(weighted).argmax(axis=1)


def ours(views: list[str], said: np.ndarray) -> None:
    """Themes found and named, and every mention assigned."""
    from cxtext.config import Settings
    from cxtext.pipeline.reading import Reader
    from cxtext.sentiment.lexicon import evaluative_words
    from cxtext.sentiment.scorers import make_scorer
    from cxtext.themes.encode import make_encoder
    from cxtext.themes.fit import fit_themes
    from cxtext.themes.generic import is_generic

    reader = Reader(Settings(), scorer=make_scorer("fast"), encoder=make_encoder())
    generic = np.array([is_generic(view) for view in views], dtype=bool)
    vectors = reader.encoder.encode(views)
    themes = fit_themes(
        views,
        vectors,
        said,
        generic,
        np.full(len(views), -1),
        np.arange(len(views)),
        encode=reader.encode,
        tokenise=reader.tokenise,
        evaluative=evaluative_words(),
    )
    themes.assign(vectors, generic)


if __name__ == "__main__":
    main()
