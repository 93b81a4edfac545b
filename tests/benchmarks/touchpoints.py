"""Measures how often the likeliest touchpoint is the right one, and whether its probability can be believed.

    CXTEXT_BENCHMARK_DATA=folder python tests/benchmarks/touchpoints.py [--development]

`touchpoint_sets.py` and models/touchpoints/mapping.yaml say which touchpoints answer which human label, and which half
of each set is for choosing settings (--development) and which is reported. "Seeds" is the taxonomy alone, as a
taxonomy of the user's own is used; "head" adds the shipped head, which has seen the other half of nhs_patient_feedback
and cfpb_sample4 and the training split of mams_acsa, and nothing of airline and student_feedback. Peers: TF-IDF over
words and pairs of words with the same seeds, and TF-IDF with a linear support vector machine that was taught with 200
labels of the set itself.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from touchpoint_sets import SETS, Labelled

from cxtext.insight.intervals import wilson
from cxtext.taxonomy.head import placed, shipped_head
from cxtext.taxonomy.link import TouchpointLinker
from cxtext.taxonomy.reasons import LONGEST, cited
from cxtext.taxonomy.taxonomy import Taxonomy, load_taxonomy
from cxtext.text.clean import for_encoding
from cxtext.themes.encode import make_encoder
from cxtext.tiles import tiles

Floats = NDArray[np.float64]
Encode = Callable[[Sequence[str]], NDArray[np.float32]]
BINS = 15
CITED_OF = 300  # texts of a set
LABELS = 200  # of the set itself, that the peer is taught with
TIMED = 4_000  # mentions, at least: with a few hundred what is done once a call weighs too much
REPEATS = 5  # draws of these labels; their mean is reported


def figures(linker: TouchpointLinker, found: Labelled, vectors: NDArray[np.float32]) -> str:
    """Right at first and within three, of the texts that have a touchpoint; calibration and cover of all."""
    best, chance, hit = [], [], []
    for rows, tile in tiles(vectors):
        ranked = linker.ranked(tile, found.texts[rows])
        chance.append(linker.certainty.probability(ranked.features)[:, 0])
        hit += [[linker.ids[i] in ok for i in row] for row, ok in zip(ranked.place, found.right[rows], strict=True)]
        best.append(ranked.none)
    probability, right = np.concatenate(chance), np.array(hit)
    has = np.array([bool(ok) for ok in found.right])
    given = (probability >= linker.certainty.first) & ~np.concatenate(best)
    first, n = int(right[has, 0].sum()), int(has.sum())
    low, high = wilson(first, n)
    within = right[has].any(axis=1).mean()
    precise = right[given, 0].mean()
    return (
        f"{n:,} | {first / n:.3f} [{low:.3f}, {high:.3f}] | {within:.3f} | "
        f"{calibration_error(probability, right[:, 0]):.3f} | {given.mean():.2f} | {precise:.3f}"
    )


def calibration_error(chance: Floats, right: NDArray[np.bool_]) -> float:
    """Expected calibration error over BINS bins of equal width."""
    where = np.minimum((chance * BINS).astype(int), BINS - 1)
    size = np.bincount(where, minlength=BINS)
    gap = np.abs(np.bincount(where, chance, BINS) - np.bincount(where, right, BINS))
    return float(gap[size > 0].sum() / len(chance))


def by_tf_idf(taxonomy: Taxonomy, found: Labelled) -> str:
    """The peer that reads the same seeds."""
    owned = [(t.id, seed) for t in taxonomy.touchpoints for seed in t.seeds]
    vectoriser = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    seeds = vectoriser.fit_transform([seed for _, seed in owned])
    near = (vectoriser.transform(found.texts) @ seeds.T).toarray()
    ids = [t.id for t in taxonomy.touchpoints]
    columns = [np.sort(near[:, [i for i, (key, _) in enumerate(owned) if key == own]], axis=1) for own in ids]
    scores = np.stack([column[:, -2:].mean(axis=1) for column in columns], axis=1)
    ranked = np.argsort(-scores, axis=1, kind="stable")[:, :3]
    right = np.array([[ids[i] in ok for i in row] for row, ok in zip(ranked, found.right, strict=True) if ok])
    low, high = wilson(int(right[:, 0].sum()), len(right))
    first = f"{right[:, 0].mean():.3f} [{low:.3f}, {high:.3f}]"
    return f"{len(right):,} | {first} | {right.any(axis=1).mean():.3f} | | | "


def by_labels(found: Labelled, teaching: Labelled) -> str:
    """The peer that is taught with LABELS labels of the other half: the share it gets right, the mean of REPEATS."""
    shares = []
    rows = [i for i, label in enumerate(teaching.labels) if label]
    for repeat in range(REPEATS):
        drawn = np.random.default_rng(repeat).permutation(rows)[:LABELS]
        svm = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LinearSVC())
        svm.fit([teaching.texts[i] for i in drawn], [teaching.labels[i][0] for i in drawn])
        told = svm.predict([text for text, label in zip(found.texts, found.labels, strict=True) if label])
        shares.append(np.mean([own in label for own, label in zip(told, filter(None, found.labels), strict=True)]))
    n = sum(map(bool, found.labels))
    return f"{n:,} | {np.mean(shares):.3f} (of {np.min(shares):.3f} to {np.max(shares):.3f}) | | | | "


def by_classes(linker: TouchpointLinker, found: Labelled, vectors: NDArray[np.float32]) -> str:
    """What the support vector machine is asked: which of the set's labels, by the best of its touchpoints."""
    classes = sorted(found.classes)
    place = {key: i for i, key in enumerate(linker.ids)}
    right = []
    for rows, tile in tiles(vectors):
        scores = linker.scores(tile, found.texts[rows])
        best = [scores[:, [place[key] for key in found.classes[name]]].max(axis=1) for name in classes]
        told = np.argmax(np.stack(best, axis=1), axis=1)
        right += [classes[i] in own for i, own in zip(told, found.labels[rows], strict=True) if own]
    low, high = wilson(sum(right), len(right))
    return f"{len(right):,} | {np.mean(right):.3f} [{low:.3f}, {high:.3f}] | | | | "


def left_out(linker: TouchpointLinker, taxonomy: Taxonomy) -> str:
    """Seeds looked up among all others: the touchpoint, and its department."""
    own = linker.owner < len(linker.ids)
    ranked = np.argsort(-linker.nearness.left_out[own][:, :-1], axis=1)[:, :3]
    right = ranked == linker.owner[own][:, None]
    department = np.array([touchpoint.department for touchpoint in taxonomy.touchpoints])
    same = (department[ranked[:, 0]] == department[linker.owner[own]]).mean()
    low, high = wilson(int(right[:, 0].sum()), len(right))
    first = f"{right[:, 0].mean():.3f} [{low:.3f}, {high:.3f}]"
    return f"{len(right):,} | {first} | {right.any(axis=1).mean():.3f} | | | department {same:.3f}"


def by_words(linker: TouchpointLinker, found: Labelled, encode: Encode) -> tuple[int, float, float]:
    """Texts, and the shares whose touchpoint changes without the cited words and without as many others at random."""
    random = np.random.default_rng(0)
    sample = list(found.texts)[:CITED_OF]
    best = linker.best(encode(sample), sample)
    without: list[list[str]] = [[], []]
    kept = []
    for i, text in enumerate(sample):
        words, told = text.split()[:LONGEST], cited(linker, text, int(best[i]), encode)
        if told and len(words) > len(told):
            kept.append(i)
            left = [word for word in words if word not in told]
            drawn = set(random.permutation(len(words))[: len(words) - len(left)].tolist())
            without[0].append(" ".join(left))
            without[1].append(" ".join(word for n, word in enumerate(words) if n not in drawn))
    changed = [float((linker.best(encode(texts), texts) != best[kept]).mean()) for texts in without]
    return len(kept), changed[0], changed[1]


def speed(linker: TouchpointLinker, found: Labelled, encode: Encode) -> float:
    """Mentions a second, encoded and linked, on one core; of a small set, the same ones several times."""
    clauses = [clause for text in found.texts for clause in text.split(". ") if clause]
    clauses = clauses * -(-TIMED // len(clauses))
    began = time.process_time()
    linker.link(encode(clauses), clauses, np.zeros(len(clauses), dtype=bool))
    return len(clauses) / (time.process_time() - began)


def rows(*, development: bool) -> Sequence[tuple[str, str, str]]:
    """Set, system and figures."""
    encoder, head = make_encoder(), shipped_head()

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        return encoder.encode([for_encoding(text) for text in texts])

    out = []
    for name, load in SETS.items():
        found = load(development)
        taxonomy = load_taxonomy(found.packs)
        vectors = encoder.encode(found.texts)
        alone = TouchpointLinker(taxonomy, encode)
        taught = TouchpointLinker(taxonomy, encode, [placed(head, taxonomy, own=False)])
        if found.classes:
            out.append((name, "seeds, which label", by_classes(alone, found, vectors)))
            out.append((name, f"TF-IDF, SVM, {LABELS} labels", by_labels(found, load(not development))))
            out.append((name, "head, which label", by_classes(taught, found, vectors)))
        out.append((name, "seeds", figures(alone, found, vectors)))
        out.append((name, "head", figures(taught, found, vectors)))
        out.append((name, "TF-IDF, seeds", by_tf_idf(taxonomy, found)))
        if not found.classes:
            n, without, random = by_words(taught, found, encoder.encode)
            said = f"answer changes without the cited words {without:.3f}, without as many others {random:.3f}"
            out.append((name, "head, words", f"{n:,} | {said} | | | | "))
            out.append(
                (name, "head, speed", f"{speed(taught, found, encoder.encode):,.0f} mentions a second | | | | | ")
            )
    core = load_taxonomy()
    out.append(("core seeds, one left out", "seeds", left_out(TouchpointLinker(core, encode), core)))
    return out


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--development", action="store_true", help="the halves that settings may be chosen on")
    print("| set | told by | n | right at first | within three | ECE | given | of these right |")
    print("|---|---|---|---|---|---|---|---|")
    for name, system, found in rows(development=parser.parse_args().development):
        print(f"| {name} | {system} | {found} |")


if __name__ == "__main__":
    main()
