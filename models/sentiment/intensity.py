"""Measures the intensity of `fast` beside simpler ones, on held-out texts, against what nobody made it from.

    CXTEXT_BENCHMARK_DATA=folder python models/sentiment/intensity.py [--half dev]

People rated whole texts of VADER's sets from -4 to 4: the distance of their mean from 0 is the strength of the
feeling, and the figure is Spearman's rank correlation with it. Coders graded NHS answers from very positive to very
negative: the figure is the chance that one of the two ends has the higher intensity than a grade beside it (AUC). The
texts are those that the models were not trained on; they were halved by hash, the definition was chosen on one half and
is reported on the other.
"""

import argparse
import hashlib
import os
from pathlib import Path

import numpy as np
import polars as pl
from corpus import comparison_key, is_held_out, read_set, view
from numpy.typing import NDArray
from scipy.stats import mannwhitneyu, spearmanr

from cxtext.sentiment.fast import FastScorer
from cxtext.sentiment.features import Tone

RATED = ("vader_tweets", "vader_amazon", "vader_nyt", "vader_movie")
ANSWERED, ENDS, BESIDE = "nhs_patient_feedback", (1, 5), (2, 4)
HALVES = ("dev", "report")

Floats = NDArray[np.float64]


def held_out(folder: Path, name: str, half: str) -> tuple[list[str], Floats]:
    """Half of the texts of a set that no model was trained on, and their score in the set."""
    rows = read_set(folder, name).drop_nulls("score")
    texts = [view(text) for text in rows["text"]]
    keys = [comparison_key(text) or text for text in texts]
    kept = [i for i, key in enumerate(keys) if texts[i] and is_held_out(key) and _half(key) == half]
    return [texts[i] for i in kept], rows["score"].cast(pl.Float64).to_numpy()[kept]


def _half(key: str) -> str:
    return HALVES[int(hashlib.sha256(key.encode()).hexdigest()[8:16], 16) % 2]


def definitions(texts: list[str]) -> dict[str, Floats]:
    """Ways to tell the strength of a feeling; the first is the one that ships."""
    judged, (tone, wording) = FastScorer().judge(texts), Tone().heard(texts)
    return {
        "likelier pole x wording (shipped)": judged.intensity,
        "size of the score": np.abs(judged.scores),
        "1 - P(neutral)": 1 - judged.probabilities[:, 1],
        "wording alone": wording,
        "(1 - P(neutral)) x wording": (1 - judged.probabilities[:, 1]) * wording,
        "size of VADER's compound": np.abs(tone[:, 0]).astype(np.float64),
    }


def measure(folder: Path, half: str) -> dict[str, dict[str, float]]:
    """The figure of each set, by definition."""
    found: dict[str, dict[str, float]] = {}
    for name in (*RATED, ANSWERED):
        texts, scores = held_out(folder, name, half)
        if name == ANSWERED:
            kept = np.flatnonzero(np.isin(scores, (*ENDS, *BESIDE)))
            texts, scores = [texts[i] for i in kept], scores[kept]
        for definition, strength in definitions(texts).items():
            found.setdefault(definition, {})[f"{name} ({len(texts)})"] = (
                _chance(strength, np.isin(scores, ENDS))
                if name == ANSWERED
                else float(spearmanr(strength, np.abs(scores)).statistic)
            )
    return found


def _chance(strength: Floats, extreme: NDArray[np.bool_]) -> float:
    pairs = extreme.sum() * (~extreme).sum()
    return float(mannwhitneyu(strength[extreme], strength[~extreme]).statistic / pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=HALVES, default="report")
    found = measure(Path(os.environ["CXTEXT_BENCHMARK_DATA"]), parser.parse_args().half)
    sets = list(next(iter(found.values())))
    print("| intensity | " + " | ".join(sets) + " | mean of the first four |")
    print("|---|" + "---|" * (len(sets) + 1))
    for definition, figures in found.items():
        mean = np.mean([figures[name] for name in sets[: len(RATED)]])
        print(f"| {definition} | " + " | ".join(f"{v:.3f}" for v in figures.values()) + f" | {mean:.3f} |")


if __name__ == "__main__":
    main()
