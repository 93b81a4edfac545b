"""Measures how well groups of mentions agree with human labels, and how readable their words are.

    CXTEXT_BENCHMARK_DATA=folder python tests/benchmarks/themes.py [--encoder accurate]

Texts are whole comments with one human label, distinct, cleaned as the pipeline cleans them. The number of themes is
the number of labels. `discover` was developed on the first four sets; the others were not looked at while it was
made. Peers in the same run, on the same texts: k-means on the same vectors, and NMF on TF-IDF, both of scikit-learn.

NMI: normalised mutual information with the labels. ARI: adjusted Rand index. NPMI: mean normalised pointwise mutual
information of the ten keywords' pairs, over the same texts; beside it the words of plain class-based TF-IDF for the
same groups. Other half: NPMI, over the texts of odd place, of the words picked from those of even place. Diversity:
distinct words among all keywords. Shuffled: ARI with the groups found in shuffled rows.
"""

from __future__ import annotations

import argparse
import os
import time
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl
import spacy
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from threadpoolctl import threadpool_limits

from cxtext.sentiment.lexicon import evaluative_words
from cxtext.sentiment.scorers import make_scorer
from cxtext.text.clean import brand_pattern, for_encoding
from cxtext.themes.discover import discover
from cxtext.themes.encode import make_encoder
from cxtext.themes.generic import STOP_WORDS
from cxtext.themes.name import word_themes
from cxtext.themes.nouns import Nouns
from cxtext.themes.phrases import phrase_table
from cxtext.themes.space import fit_space

DATA = Path(os.environ.get("CXTEXT_BENCHMARK_DATA", "../shared/data"))
DEVELOPED_ON = ("banking77", "clinc150", "airline", "nhs_phase1")
REPORTED_ON = ("hwu64", "semeval14_restaurants", "app_reviews_4class", "bitext_support")
AIRLINES = "usairways united southwest southwestair jetblue virginamerica americanair american".split()
N_WORDS = 10
Vectors = NDArray[np.float32]


def load(name: str) -> tuple[list[str], list[str]]:
    """Distinct texts with one label each, in the order of their text."""
    rows = pl.read_csv(DATA / f"{name}.csv.gz", infer_schema_length=None).drop_nulls(["text", "theme"])
    if name == "airline":
        rows = rows.filter((pl.col("sentiment") == "negative") & (pl.col("theme") != "Can't Tell"))
    if name == "clinc150":
        rows = rows.filter(pl.col("theme") != "oos")
    rows = rows.filter(~pl.col("theme").str.contains("|", literal=True))
    brands = brand_pattern(AIRLINES if name == "airline" else [])
    views = {for_encoding(text, brands=brands): label for text, label in rows.select("text", "theme").iter_rows()}
    texts = sorted(view for view in views if view.strip())
    return texts, [views[text] for text in texts]


def main() -> None:
    """Print one line a set and method."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--encoder", default="fast")
    parser.add_argument("--sets", nargs="*", default=[*DEVELOPED_ON, *REPORTED_ON])
    options = parser.parse_args()
    encoder, scorer = make_encoder(options.encoder), make_scorer("fast")
    heads = ("set", "labels", "method", "NMI", "ARI", "CPU s", "NPMI", "other half", "diversity", "shuffled")
    print("|", " | ".join(heads), "|\n|" + "---|" * len(heads))
    with threadpool_limits(1):
        for name in options.sets:
            texts, labels = load(name)
            vectors, scores = encoder.encode(texts), np.asarray(scorer.score(texts))
            known = np.any(vectors != 0, axis=1)
            texts = [text for text, ok in zip(texts, known, strict=True) if ok]
            labels = [label for label, ok in zip(labels, known, strict=True) if ok]
            compare(name, texts, labels, vectors[known], scores[known])


def compare(name: str, texts: list[str], labels: list[str], vectors: Vectors, scores: NDArray[np.float64]) -> None:
    """Ours and the peers on one set."""
    k = len(set(labels))
    counts = CountVectorizer(binary=True, token_pattern=r"[a-z][a-z'\-]+").fit(texts)
    began = time.process_time()
    space = fit_space(vectors, scores)
    spaced = space.apply(vectors)
    tree = discover(spaced, n_themes=k)
    ours = tree.place(spaced)[0]
    spent = time.process_time() - began
    order = np.random.default_rng(1).permutation(len(vectors))
    again = discover(spaced[order], n_themes=k).place(spaced)[0]
    tokens = [[token.text for token in doc] for doc in map(spacy.blank("en").make_doc, texts)]

    def keywords(rows: slice) -> list[list[str]]:
        table, nouns = phrase_table(tokens[rows]), Nouns(tokens[rows])
        near = lambda phrases: np.ones((len(phrases), spaced.shape[1]), dtype=np.float32)  # noqa: E731
        worded = word_themes(table, ours[rows], tree.centres, near, nouns=nouns, evaluative=evaluative_words())
        return [[w for phrase in theme.keywords for w in phrase.split()][:N_WORDS] for theme in worded]

    def tf_idf(rows: slice) -> list[list[str]]:
        return tf_idf_words(texts[rows], ours[rows])

    steady = adjusted_rand_score(ours, again)
    for method, words, seconds, shuffled in (
        ("cxtext", keywords, spent, steady),
        ("cxtext, words by class-based TF-IDF", tf_idf, None, None),
    ):
        other = coherence(words(slice(0, None, 2)), texts[1::2], counts)
        line(name, k, method, labels, ours, seconds, words(slice(None)), texts, counts, shuffled, other)

    began = time.process_time()
    centred = vectors - vectors.mean(axis=0)
    centred /= np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    found = KMeans(k, n_init=3, random_state=0).fit_predict(centred)
    line(name, k, "k-means, same vectors", labels, found, time.process_time() - began)

    began = time.process_time()
    weighted = TfidfVectorizer(stop_words=list(STOP_WORDS), min_df=3, sublinear_tf=True)
    topics = NMF(k, init="nndsvd", max_iter=200, random_state=0)
    found = topics.fit_transform(weighted.fit_transform(texts)).argmax(axis=1)
    names = weighted.get_feature_names_out()
    words = [[str(names[i]) for i in row.argsort()[::-1][:N_WORDS]] for row in topics.components_]
    line(name, k, "NMF on TF-IDF", labels, found, time.process_time() - began, words, texts, counts)


def line(
    name: str,
    k: int,
    method: str,
    labels: list[str],
    found: NDArray[np.int64],
    spent: float | None,
    words: list[list[str]] | None = None,
    texts: list[str] | None = None,
    counts: CountVectorizer | None = None,
    shuffled: float | None = None,
    other: float | None = None,
) -> None:
    """One row of the table."""
    cells = [name, str(k), method]
    cells += [f"{normalized_mutual_info_score(labels, found):.3f}", f"{adjusted_rand_score(labels, found):.3f}"]
    cells += [f"{spent:.1f}" if spent is not None else ""]
    if words is not None and texts is not None and counts is not None:
        cells += [f"{coherence(words, texts, counts):.3f}", f"{other:.3f}" if other is not None else ""]
        cells += [f"{len({w for row in words for w in row}) / sum(map(len, words)):.2f}"]
    else:
        cells += ["", "", ""]
    print("|", " | ".join([*cells, f"{shuffled:.3f}" if shuffled is not None else ""]), "|", flush=True)


def tf_idf_words(texts: list[str], found: NDArray[np.int64]) -> list[list[str]]:
    """The ten words of each group that class-based TF-IDF puts first (Grootendorst 2022), stop words left out."""
    counter = CountVectorizer(stop_words=list(STOP_WORDS), token_pattern=r"[a-z][a-z'\-]+", min_df=3)
    counted = counter.fit_transform(texts)
    groups = np.stack([np.asarray(counted[found == g].sum(axis=0)).ravel() for g in np.unique(found)]).astype(float)
    weights = groups / np.maximum(groups.sum(axis=1, keepdims=True), 1)
    weights *= np.log1p(groups.sum() / len(groups) / np.maximum(groups.sum(axis=0), 1))
    names = counter.get_feature_names_out()
    return [[str(names[i]) for i in row.argsort()[::-1][:N_WORDS]] for row in weights]


def coherence(words: list[list[str]], texts: list[str], counter: CountVectorizer) -> float:
    """Mean NPMI of all pairs within each group's words; a pair that never meets counts -1 (Bouma 2009)."""
    counted = counter.transform(texts).tocsc()
    n, known = len(texts), counter.vocabulary_
    values = []
    for row in words:
        columns = [known[word] for word in dict.fromkeys(row) if word in known]
        for a, b in combinations(columns, 2):
            joint = counted[:, a].multiply(counted[:, b]).sum() / n
            alone = counted[:, a].sum() * counted[:, b].sum() / n**2
            values.append(np.log(joint / alone) / -np.log(joint) if 0 < joint < 1 else -1.0 if joint == 0 else 1.0)
    return float(np.mean(values))


if __name__ == "__main__":
    main()
