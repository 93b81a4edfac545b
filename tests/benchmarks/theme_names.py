"""Counts what can be counted of the names of themes and subthemes: a reader's judgement it is not.

    CXTEXT_BENCHMARK_DATA=folder python tests/benchmarks/theme_names.py [--sets airline nhs_phase1]

Themes are learnt from a set's comments, 8,000 at most, with default settings. The rules of naming were developed on the
first four sets; the names of the others were read once those were settled, but for the one on initials.

joined: names of two phrases. twice: those whose phrases mean one thing, by the encoder (cosine of .55) or by their
stems. passing: names that only say when or who. praise: names of a part that only praise or blame its theme, where
that is called after one thing.
held: share of a group's mentions with a word of its name, the mean over groups. own: share of the mentions with such a
word that lie in the group, of all mentions for a theme and of its theme's for a part.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray
from themes import DATA

from cxtext import Pipeline
from cxtext.pipeline.inputs import as_feedback
from cxtext.pipeline.learning import learn_themes
from cxtext.pipeline.reading import Reading
from cxtext.themes.candidates import JOINT, WHOLE, stems
from cxtext.themes.generic import STOP_WORDS, generic_words
from cxtext.themes.identity import SPECIAL
from cxtext.themes.passing import passing_words
from cxtext.themes.themes import ThemeSet

DEVELOPED_ON = ("airline", "nhs_phase1", "banking77", "clinc150")
READ = ("nhs_patient_feedback", "amazon_blitzer", "skytrax_lounge", "skytrax_seat", "cfpb_sample4", "it_tickets_grp")
MOST = 8_000
SAME = 0.55


def main() -> None:
    """Print one line a set."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sets", nargs="*", default=[*DEVELOPED_ON, *READ])
    options = parser.parse_args()
    print("| set | names | joined | twice | passing | praise | held | own |\n" + "|---" * 8 + "|")
    for name in options.sets:
        print(measured(name), flush=True)


def measured(name: str) -> str:
    """The line of a set."""
    texts = pl.read_csv(DATA / f"{name}.csv.gz", infer_schema_length=None)["text"].drop_nulls().cast(pl.String)
    rows = np.sort(np.random.default_rng(0).permutation(len(texts))[:MOST])
    pipeline = Pipeline()
    reading = pipeline.reader.read(as_feedback(texts[rows].to_list()).comments)
    links = pipeline.linker.link(reading.vectors, reading.views, reading.generic)
    themes, _ = learn_themes(reading, links, pipeline.reader, pipeline.settings)
    found = list(named(themes, reading))
    spoken = [words_of(view) for view in reading.views]
    twice = sum(JOINT in own and is_double(own, pipeline) for own, _, _, _ in found)
    passing = sum(says_only(own, passing_words() | generic_words()) for own, _, _, _ in found)
    praise = sum(
        bool(of)
        and JOINT not in of
        and not own.endswith(WHOLE)
        and says_only(own, {*of.lower().split(), *generic_words()})
        for own, of, _, _ in found
    )
    shares = np.array([kept(own, of, group, within, spoken) for own, of, group, within in found])
    held, own = shares.mean(axis=0)
    joined = sum(JOINT in own for own, _, _, _ in found)
    return f"| {name} | {len(found)} | {joined} | {twice} | {passing} | {praise} | {held:.3f} | {own:.3f} |"


def named(themes: ThemeSet, reading: Reading) -> Iterator[tuple[str, str, NDArray[np.bool_], NDArray[np.bool_]]]:
    """Name, name of the theme that it is a part of, its mentions, and those among which it is told apart."""
    assigned = themes.set_aside(themes.assign(reading.vectors, reading.generic), reading.views)
    for i, theme in enumerate(themes.themes):
        if theme.id in SPECIAL:
            continue
        whole = assigned.theme == i
        yield theme.name, "", whole, np.ones(len(whole), dtype=bool)
        for j, part in enumerate(theme.subthemes):
            yield part.name, theme.name, whole & (assigned.subtheme == j), whole


def words_of(text: str) -> frozenset[str]:
    """The stems of a text's words of content."""
    return stems(" ".join(word for word in re.findall(r"[a-z][a-z'’-]*", text.lower()) if word not in STOP_WORDS))


def is_double(name: str, pipeline: Pipeline) -> bool:
    """Whether both phrases of a name mean one thing."""
    one, other = name.lower().split(JOINT, 1)
    first, second = pipeline.encoder.encode([one, other])
    return float(first @ second) >= SAME or bool(stems(one) & stems(other))


def says_only(name: str, words: frozenset[str] | set[str]) -> bool:
    """Whether all words of a name are among these."""
    return all(word in words or word == "and" for word in name.lower().split())


def kept(
    name: str, of: str, group: NDArray[np.bool_], within: NDArray[np.bool_], spoken: list[frozenset[str]]
) -> tuple[float, float]:
    """What `held` and `own` are for one name; the words of the theme are no words of its part."""
    words = words_of(of if name.endswith(WHOLE) else name)
    if JOINT not in of and not name.endswith(WHOLE):
        words = words - words_of(of) or words
    holds = np.array([not words.isdisjoint(said) for said in spoken])
    return float(holds[group].mean()) if group.any() else 0.0, float(
        (holds & group).sum() / max(1, (holds & within).sum())
    )


if __name__ == "__main__":
    main()
