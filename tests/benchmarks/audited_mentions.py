"""Measures how often an audit's answer about a whole comment finds the mention that it is about.

    CXTEXT_BENCHMARK_DATA=folder python tests/benchmarks/audited_mentions.py

Comments of two subjects are made of two labelled texts of a set, one behind the other, that the model was not trained
on. A label is answered as the theme that holds most of it (by F1, on the texts that the model was trained on); a
mention is right where it is an example of the theme of the text that it stands in. `about` was developed on hwu64 and
airline. Mentions of a text that say something else than its label count as wrong, which tells against it.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

from cxtext.pipeline import Pipeline
from cxtext.pipeline.theme_lessons import about

SETS = ("hwu64", "airline", "banking77", "clinc150", "nhs_phase1")
ROWS, PAIRS = 4_000, 600
LONGEST = 220  # characters of a text
SEED = 1


def texts_of(folder: Path, name: str) -> tuple[list[str], list[str]]:
    """Texts with one label, in a seeded order."""
    rows = pl.read_csv(folder / f"{name}.csv.gz", infer_schema=False).drop_nulls(["text", "theme"])
    if name == "airline":  # only complaints have a reason
        rows = rows.filter(pl.col("sentiment") == "negative")
    rows = rows.filter(~pl.col("theme").str.contains("|", literal=True), pl.col("text").str.len_chars() < LONGEST)
    rows = rows.unique("text", maintain_order=True)
    rows = rows.sample(min(ROWS, len(rows)), seed=SEED, shuffle=True)
    return rows["text"].to_list(), rows["theme"].to_list()


def themes_of(model: Pipeline, texts: Sequence[str], labels: Sequence[str]) -> dict[str, str]:
    """The theme that is answered for each label."""
    mentions = model.label(texts).mentions
    pairs = [(labels[int(key) - 1], theme) for key, theme in mentions.select("comment_id", "theme").iter_rows()]
    both, of_label, of_theme = Counter(pairs), Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    ids = {theme.name for theme in model.themes.themes} if model.themes else set()
    scored = {(a, b): 2 * n / (of_label[a] + of_theme[b]) for (a, b), n in both.items() if b in ids}
    return {a: max((score, b) for (c, b), score in scored.items() if c == a)[1] for a, _ in scored}


def measured(folder: Path, name: str) -> str:
    """One row of the table."""
    texts, labels = texts_of(folder, name)
    half = len(texts) // 2
    model = Pipeline().fit(texts[:half])
    meant = themes_of(model, texts[:half], labels[:half])
    rest = [i for i in range(half, len(texts)) if labels[i] in meant]
    order = np.random.default_rng(SEED).permutation(rest)[: 2 * PAIRS]
    pairs = list(zip(order[::2].tolist(), order[1::2].tolist(), strict=False))
    first = [texts[a].strip() + ("" if texts[a].strip()[-1:] in ".!?" else ".") for a, _ in pairs]
    mentions = model.label([f"{one} {texts[b]}" for one, (_, b) in zip(first, pairs, strict=True)]).mentions
    ids = {theme.name: theme.id for theme in model.themes.themes} if model.themes else {}
    several = examples = right = 0
    for (key,), own in mentions.group_by("comment_id", maintain_order=True):
        place = int(str(key)) - 1
        truth = [ids[meant[labels[i]]] for i in pairs[place]]
        if len(own) < 2:
            continue
        several += 1
        for row, theme in about([ids.get(theme) for theme in own["theme"]], sorted(set(truth))) or ():
            examples += 1
            right += theme == truth[own["start"][row] >= len(first[place])]
    return f"{name} | {several} | {examples} | {right / max(examples, 1):.0%}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", nargs="*", default=SETS)
    print("| set | comments of several mentions | examples | right |\n|---|---|---|---|")
    for name in parser.parse_args().sets:
        print(f"| {measured(Path(os.environ['CXTEXT_BENCHMARK_DATA']), name)} |", flush=True)


if __name__ == "__main__":
    main()
