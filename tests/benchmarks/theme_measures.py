"""What is measured of a miner's answers: see `theme_peers.py` for the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
from scipy.sparse import csc_array
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from cxtext.themes.generic import CONTRACTED, STOP_WORDS

N_WORDS = 10
WORD = r"[a-z][a-z'\-]+"
UNTOLD = STOP_WORDS | CONTRACTED | ENGLISH_STOP_WORDS
DECIMALS = 4

Labels = Sequence[str | None]


def measured(answers: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """The measures of each part, by its name, and the ARI with shuffled rows."""
    counter = CountVectorizer(binary=True, token_pattern=WORD)
    counts = csc_array(counter.fit_transform(given["views"]))
    n_fit, labels = given["fit"], given["labels"]
    out: dict[str, Any] = {}
    for part in ("own", "k"):
        if (answer := answers.get(part)) is None:
            continue
        groups, new = answer["fitted"], answer["new"]
        out[part] = {
            "themes": len({g for g in groups if g is not None}),
            "without fitted": share(g is None for g in groups),
            "without new": share(g is None for g in new),
            **{f"{k} fitted": v for k, v in agreement(labels[:n_fit], groups).items()},
            **{f"{k} new": v for k, v in agreement(labels[n_fit:], new).items()},
            **words_measured(list(answer["words"].values()), counts, counter.vocabulary_),
        }
        if part == "own" or "own" not in answers:  # what came later in the process holds the cost of what came before
            out[part] |= {"CPU s": round(answer["cpu"], 1), "MB": round(answer["mb"])}
        for check, truth in (("predicted", groups), ("alone", new), ("reloaded", new)):
            if check in answer:
                out[part][check] = share(a == b for a, b in zip(answer[check], truth, strict=False))
    first = answers.get("own") or answers.get("k")
    if "shuffled" in answers and first:
        out["shuffled"] = agreement(named(first["fitted"]), answers["shuffled"]["fitted"])["ARI"]
    for answer in answers.get("seeds", {}).get("seeds", ()):
        found = {"themes": len(set(answer["fitted"]) - {None}), "without new": share(g is None for g in answer["new"])}
        out.setdefault("seeds", []).append(found | agreement(labels[n_fit:], answer["new"]))
    return out


def agreement(labels: Labels, groups: Labels) -> dict[str, float]:
    """NMI and ARI; those without a group are one group."""
    groups = named(groups)
    found = {"NMI": normalized_mutual_info_score(labels, groups), "ARI": adjusted_rand_score(labels, groups)}
    return {name: round(float(value), DECIMALS) for name, value in found.items()}


def words_measured(words: list[list[str]], counts: csc_array, columns: dict[str, int]) -> dict[str, float | None]:
    """Coherence and diversity of each theme's first ten telling words, and the stop words among its first ten."""
    single = [list(dict.fromkeys(w for phrase in row for w in re.findall(WORD, phrase.lower()))) for row in words]
    telling = [[w for w in row if w not in UNTOLD][:N_WORDS] for row in single]
    coherences = [c for row in telling if (c := coherence(row, counts, columns)) is not None]
    every = [w for row in telling for w in row]
    first = [w for row in single for w in row[:N_WORDS]]
    return {
        "NPMI": round(float(np.mean(coherences)), DECIMALS) if coherences else None,
        "diversity": round(len(set(every)) / len(every), DECIMALS) if every else None,
        "stop words": share(w in UNTOLD for w in first) if first else None,
        "words": round(len(every) / len(telling), 1) if telling else None,
    }


def coherence(words: Sequence[str], counts: csc_array, columns: dict[str, int]) -> float | None:
    """Mean NPMI of all pairs of words that occur; None if there is no pair."""
    n, known = counts.shape[0], [columns[w] for w in words if w in columns]
    if len(known) < 2:
        return None
    chosen = counts[:, known].astype(np.float64)
    joint = (chosen.T @ chosen).toarray() / n
    return float(np.mean([npmi(joint[a, b], joint[a, a], joint[b, b]) for a, b in combinations(range(len(known)), 2)]))


def npmi(both: float, one: float, other: float) -> float:
    """Normalised pointwise mutual information, -1 … 1 (Bouma 2009)."""
    if both <= 0:
        return -1.0
    return 1.0 if both >= 1 else float(np.log(both / (one * other)) / -np.log(both))


def named(groups: Labels) -> list[str]:
    """Those without a group as one."""
    return ["(none)" if group is None else group for group in groups]


def share(marks: Any) -> float | None:
    """Share of the true ones; None of nothing."""
    values = list(marks)
    return round(sum(values) / len(values), DECIMALS) if values else None
