"""The parts of the public benchmark: the benchmarks of this folder, beside their peers, as rows of one table.

Each part runs in this process with what is installed; a peer that is not installed gets a row that says so. Themes are
mined in processes of their own, see `theme_peers.py`. Sets that the folder does not hold are left out.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from numpy.typing import NDArray

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # its modules are scripts, and import one another by their bare names

NOT_INSTALLED = "not installed"
SENTIMENT = ("airline", "semeval14_restaurants", "tweeteval_sentiment", "mams_acsa", "amazon_blitzer", "skytrax_seat")
THEMES = ("airline", "nhs_phase1", "hwu64")
MINERS = ("cxtext-whole", "cxtext", "bertopic", "keynmf", "kmeans-minilm", "nmf")
SPEED = ("airline", "nhs_phase1")
NEEDED = (*SENTIMENT, *THEMES, "nhs_patient_feedback", "student_feedback", "cfpb_sample4")
DRAWS = 200  # of every bootstrap and halving
SEED = 0
Z95 = 1.959963985


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    part: str
    subject: str  # the set
    measure: str
    system: str
    version: str = ""
    value: float | None = None  # None: not installed, or what `fault` says
    low: float | None = None
    high: float | None = None
    n: int | None = None
    fault: str = ""


@dataclass(frozen=True)
class Scale:
    """How much is run."""

    folder: Path  # of the sets
    python: str  # interpreter that has the theme miners
    limit: int = 1_000  # texts of a set
    comments: int = 2_000  # that themes are mined from
    seconds: int = 400  # of the processor for one miner on one set

    def has(self, name: str) -> bool:
        """Whether the folder holds a set."""
        return (self.folder / f"{name}.csv.gz").is_file()


def version(package: str) -> str:
    """The version that is installed; "" where none is."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def ours() -> str:
    """The version of cxtext."""
    from cxtext import __version__

    return __version__


def sentiment(scale: Scale) -> Iterator[Row]:
    """Macro-F1 of three classes, and texts a second."""
    import sentiment as bench

    systems = {"fast": ("cxtext", ours()), "vader": ("VADER", version("vaderSentiment"))}
    scorers = bench.contestants(["fast"]) | {"vader": bench.vader()}
    systems["textblob"] = ("TextBlob", version("textblob"))
    spent, pieces = dict.fromkeys(systems, 0.0), 0
    for name in filter(scale.has, SENTIMENT):
        found = bench.read(scale.folder, name, limit=scale.limit)
        pieces += len(found.pieces)
        for key, (system, own) in systems.items():
            if key not in scorers:
                yield Row("sentiment", name, "macro-F1", system, fault=NOT_INSTALLED)
                continue
            began = time.process_time()
            predicted = bench.predict(scorers[key], found)
            spent[key] += time.process_time() - began
            got = bench.measure(predicted, found)
            yield Row("sentiment", name, "macro-F1", system, own, got.macro, got.low, got.high, got.n)
    for key, (system, own) in systems.items():
        if spent[key]:
            yield Row("speed", "sentiment", "mentions/s", system, own, pieces / spent[key], n=pieces)


def themes(scale: Scale, name: str) -> Iterator[Row]:
    """Agreement with people's labels at as many themes as labels, and what it costs."""
    import theme_peers as bench

    if scale.has(name):
        given = bench.prepared(name, scale.comments)
        for system in MINERS:
            python = sys.executable if system in bench.OURS else scale.python
            own = bench.version(python, system)
            if own is None:
                yield Row("themes", name, "NMI", system, fault=NOT_INSTALLED)
                continue
            answers, fault = bench.run(python, system, given, ("k",), scale.seconds)
            if "k" not in answers:
                yield Row("themes", name, "NMI", system, own, fault=fault or "no answer")
                continue
            groups, labels = answers["k"]["fitted"], given["labels"][: given["fit"]]
            value, low, high = agreement(labels, groups)
            yield Row("themes", name, "NMI", system, own, value, low, high, len(groups))
            yield Row("themes", name, "CPU s, whole process", system, own, answers["k"]["cpu"], n=len(given["texts"]))


def agreement(labels: Sequence[str], groups: Sequence[str | None]) -> tuple[float, float, float]:
    """NMI with its 95 % interval by halves (Shao and Wu 1989): a bootstrap would agree with itself."""
    from theme_measures import agreement as agreed

    random = np.random.default_rng(SEED)
    value, n = agreed(labels, groups)["NMI"], len(labels)
    halves = (random.permutation(n)[: n // 2] for _ in range(DRAWS))
    spread = np.std([agreed([labels[i] for i in half], [groups[i] for i in half])["NMI"] for half in halves], ddof=1)
    return value, max(0.0, value - Z95 * float(spread)), min(1.0, value + Z95 * float(spread))


def touchpoints(scale: Scale) -> Iterator[Row]:
    """How often the likeliest touchpoint is the right one, on the halves that are reported on."""
    import touchpoint_sets
    import touchpoints as bench

    from cxtext.taxonomy.head import placed, shipped_head
    from cxtext.taxonomy.link import TouchpointLinker
    from cxtext.taxonomy.taxonomy import load_taxonomy
    from cxtext.text.clean import for_encoding
    from cxtext.themes.encode import make_encoder

    encoder, head = make_encoder(), shipped_head()

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        return encoder.encode([for_encoding(text) for text in texts])

    for name, load in touchpoint_sets.SETS.items():
        if "," in name or not scale.has(name):
            continue
        found = load(False)
        taxonomy = load_taxonomy(found.packs)
        linker = TouchpointLinker(taxonomy, encode, [placed(head, taxonomy, own=False)])
        lines = {
            ("cxtext", ours()): bench.figures(linker, found, encoder.encode(found.texts)),
            ("TF-IDF, same seeds", version("scikit-learn")): bench.by_tf_idf(taxonomy, found),
        }
        for (system, own), line in lines.items():
            n, value, low, high = (float(x.replace(",", "")) for x in re.findall(r"[\d,]*\.?\d+", line)[:4])
            yield Row("touchpoints", name, "right at first", system, own, value, low, high, int(n))


def masking(scale: Scale) -> Iterator[Row]:
    """Personal data found, of tests/cases/privacy_eval.jsonl; names apart, which patterns alone do not find."""
    import text_privacy as bench
    import text_speed

    from cxtext.insight.intervals import wilson
    from cxtext.text.privacy import Span, find_personal_data

    presidio = text_speed.peers().get("Presidio's patterns")

    def by_presidio(text: str) -> tuple[Span, ...]:
        return tuple(Span(one.start, one.end, one.entity_type) for one in presidio(text))  # type: ignore[misc, union-attr]

    cases = [json.loads(line) for line in bench.CASES.read_text(encoding="utf-8").splitlines()]
    cases = [case for case in cases if case["split"] == "report"]
    systems: tuple[tuple[str, str, Callable[[str], tuple[Span, ...]] | None], ...] = (
        ("cxtext", ours(), find_personal_data),
        ("Presidio's patterns", version("presidio-analyzer"), by_presidio if presidio else None),
    )
    for system, own, find in systems:
        if find is None:
            yield Row("masking", "privacy_eval", "recall", system, fault=NOT_INSTALLED)
            continue
        with mock.patch.object(bench, "find_personal_data", find):
            counts = bench.measure(cases)
        values = [(c["found"], c["values"]) for kind, c in counts.items() if kind != "NAME" and c["values"]]
        spans = [(c["right"], c["spans"]) for kind, c in counts.items() if kind not in ("NAME", "PERSON")]
        for measure, pairs in (("recall, all but names", values), ("precision, all but names", spans)):
            hits, total = (sum(side) for side in zip(*pairs, strict=True))
            if total:
                low, high = (float(end) for end in wilson(hits, total))
                yield Row("masking", "privacy_eval", measure, system, own, hits / total, low, high, total)


def codebook(scale: Scale) -> Iterator[Row]:
    """Micro-F1 of several codes a comment, beside the recipe of pxtextmining."""
    import codebook as bench

    if not scale.has("nhs_patient_feedback"):
        return
    rows: list[Row] = []
    systems = {"cxtext, fast": ("cxtext", ours()), "pxtextmining's recipe": ("pxtextmining's recipe", "")}

    def line(method: str, gold: Any, given: Any, _chances: Any, *seconds: float) -> None:
        if method in systems:
            system, own = systems[method][0], systems[method][1] or version("scikit-learn")
            value, low, high = micro_f1(np.asarray(gold, bool), np.asarray(given, bool))
            about = ("codebook", "nhs_patient_feedback")
            rows.append(Row(*about, "micro-F1", system, own, value, low, high, len(gold)))
            rows.append(Row(*about, "CPU s, learning", system, own, seconds[-1], n=len(gold)))

    with mock.patch.object(bench, "line", line), mock.patch.object(bench, "print", create=True):
        bench.beside_peer("fast", dev=False)
    yield from rows


def micro_f1(gold: NDArray[np.bool_], given: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Micro-F1 with the ends of a bootstrap over comments."""
    hits, either = (gold & given).sum(axis=1), gold.sum(axis=1) + given.sum(axis=1)
    drawn = np.random.default_rng(SEED).integers(len(gold), size=(DRAWS, len(gold)))
    values = 2 * hits[drawn].sum(axis=1) / np.maximum(either[drawn].sum(axis=1), 1)
    low, high = np.quantile(values, [0.025, 0.975])
    return float(2 * hits.sum() / max(either.sum(), 1)), float(low), float(high)


def faithfulness(scale: Scale) -> Iterator[Row]:
    """Labels that change when the cited words of `explain` are deleted, and as many others."""
    import faithfulness as bench

    if not scale.has("student_feedback"):
        return
    for one in bench.measured(scale.folder, "student_feedback", limit=min(scale.limit, 150)):
        low, high = one.interval
        about = ("cited words", f"student_feedback, {one.kind}")
        yield Row(*about, "label changes without them", "cxtext", ours(), one.cited, low, high, one.n)
        yield Row(*about, "without as many at random", "cxtext", ours(), one.random, n=one.n)


def speed(scale: Scale) -> Iterator[Row]:
    """Comments a second on one core, by the processor's time."""
    import polars as pl
    import text_speed as bench

    from cxtext import Pipeline
    from cxtext.text.privacy import mask

    model = Pipeline()
    peer = bench.peers().get("Presidio's patterns")
    for name in filter(scale.has, SPEED):
        texts = pl.read_csv(scale.folder / f"{name}.csv.gz", infer_schema=False)["text"].drop_nulls()
        own = texts.head(scale.limit).to_list()
        works: tuple[tuple[str, str, str, Callable[[], object] | None], ...] = (
            ("masking", "cxtext", ours(), lambda own=own: [mask(text) for text in own]),
            (
                "masking",
                "Presidio's patterns",
                version("presidio-analyzer"),
                (lambda own=own: [peer(text) for text in own]) if peer else None,
            ),
            ("all labels", "cxtext", ours(), lambda own=own: model.label(own)),
        )
        for what, system, made, work in works:
            measure = f"{what}, comments/s"
            if work is None:
                yield Row("speed", name, measure, system, fault=NOT_INSTALLED)
            else:
                yield Row("speed", name, measure, system, made, len(own) / bench.seconds(work), n=len(own))


PARTS: dict[str, Callable[[Scale], Iterator[Row]]] = {
    "sentiment": sentiment,
    **{f"themes:{name}": partial(themes, name=name) for name in THEMES},
    "touchpoints": touchpoints,
    "masking": masking,
    "codebook": codebook,
    "faithfulness": faithfulness,
    "speed": speed,
}


def use(folder: Path) -> None:
    """Name the folder to the benchmarks, which read it when they are imported."""
    os.environ["CXTEXT_BENCHMARK_DATA"] = str(folder)
