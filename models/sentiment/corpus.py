"""The texts that the sentiment models learn from: openly licensed sets, three classes, no test text among them."""

import hashlib
import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxtext.text.clean import comparison_key, for_sentiment

NEGATIVE, NEUTRAL, POSITIVE = 0, 1, 2
CLASSES = {"negative": NEGATIVE, "neutral": NEUTRAL, "positive": POSITIVE}

TEST_SETS = (
    "airline",
    "semeval14_restaurants",
    "semeval14_laptops",
    "tweeteval_sentiment",
    "skytrax_seat",
    "skytrax_lounge",
    "student_feedback",
    "uci_sentences",
    "amazon_blitzer",
    "mams_acsa",
)
"""The ten sets that nothing is trained or tuned on. mams_acsa could be by its licence, and is not."""

HELD_OUT = 10  # every n-th text by hash is kept back, half for calibration and half for the card
MAX_CHARS = 600  # a longer training text is no mention

_SPACED_CONTRACTION = re.compile(r"\s+(n't|'(?:s|re|ve|ll|d|m))\b", re.IGNORECASE)
_SPACED_POINT = re.compile(r"\s+([.,!?;:)])")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')]*\s+|\s*\n+\s*")
_ANONYMOUS = re.compile(r"@anonymous\b|http://url_removed|\[(?:NAME|RELIGION)\]", re.IGNORECASE)


@dataclass(frozen=True)
class Texts:
    """Labelled texts in the view of the scorers; three arrays of one length."""

    texts: list[str]
    targets: NDArray[np.float32]  # (n, 3) probability of negative, neutral, positive
    sources: list[str]

    def __len__(self) -> int:
        return len(self.texts)

    def take(self, rows: NDArray[np.int64]) -> "Texts":
        """Some rows, in the order given."""
        return Texts([self.texts[i] for i in rows], self.targets[rows], [self.sources[i] for i in rows])


@dataclass(frozen=True)
class Corpus:
    """Training texts, held-out texts and texts without a label, all distinct from each other and the test sets."""

    train: Texts
    held_out: Texts
    unlabelled: list[str] = field(default_factory=list)


def read_set(folder: Path, name: str) -> pl.DataFrame:
    """One set with every column as text; rows without text are dropped."""
    return pl.read_csv(folder / f"{name}.csv.gz", infer_schema=False).drop_nulls("text")


def view(text: str) -> str:
    """The text as a scorer gets it, with the spacing that tokenised sets have lost mended."""
    text = _ANONYMOUS.sub(" ", html.unescape(text))
    text = _SPACED_POINT.sub(r"\1", _SPACED_CONTRACTION.sub(r"\1", text))
    return for_sentiment(text)


def sentences(text: str) -> list[str]:
    return [s for piece in _SENTENCE_END.split(text) if (s := piece.strip())]


def forbidden(folder: Path) -> set[str]:
    """Every test text and each of its sentences, as comparison keys."""
    keys = set()
    for name in TEST_SETS:
        for text in read_set(folder, name)["text"]:
            clean = view(text)
            keys.add(comparison_key(clean))
            keys.update(k for s in sentences(clean) if len(k := comparison_key(s)) > LONG_KEY)
    return keys


LONG_KEY = 20  # a shorter sentence ("Great service") is common language and no leak


def is_held_out(key: str) -> bool:
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % HELD_OUT == 0


def build(folder: Path, *, seed: int, small: bool = False, caps: Mapping[str, int] | None = None) -> Corpus:
    """Gather all sets; a text that several sets have is taken from the first. `caps` replace those of LABELLED."""
    rng = np.random.default_rng(seed)
    taken = forbidden(folder)
    parts: dict[bool, list[tuple[str, NDArray[np.float32], str]]] = {True: [], False: []}
    for name, (read, usual) in LABELLED.items():
        cap = (caps or {}).get(name, usual)
        rows = read(read_set(folder, name))
        rows = [rows[i] for i in rng.permutation(len(rows))]
        kept = 0
        for raw, target in rows:
            text = view(raw)
            key = comparison_key(text) or text
            if not text or len(text) > MAX_CHARS or key in taken:
                continue
            taken.add(key)
            parts[is_held_out(key)].append((text, target, name))
            kept += 1
            if kept >= (120 if small else cap):
                break
    unlabelled = []
    for name, cap in UNLABELLED.items():
        rows = [s for text in read_set(folder, name)["text"] for s in sentences(view(text))]
        kept = 0
        for i in rng.permutation(len(rows)):
            key = comparison_key(rows[i])
            if not key or len(rows[i]) > MAX_CHARS or key in taken or is_held_out(key):
                continue
            taken.add(key)
            unlabelled.append(rows[i])
            kept += 1
            if kept >= (60 if small else cap):
                break
    return Corpus(
        _texts(parts[False], rng), _texts(parts[True], rng), [unlabelled[i] for i in rng.permutation(len(unlabelled))]
    )


def _texts(rows: list[tuple[str, NDArray[np.float32], str]], rng: np.random.Generator) -> Texts:
    order = rng.permutation(len(rows))
    return Texts(
        [rows[i][0] for i in order],
        np.array([rows[i][1] for i in order], np.float32).reshape(-1, 3),
        [rows[i][2] for i in order],
    )


Rows = list[tuple[str, NDArray[np.float32]]]


def _one_hot(label: int) -> NDArray[np.float32]:
    return np.eye(3, dtype=np.float32)[label]


def _by_label(rows: pl.DataFrame) -> Rows:
    rows = rows.filter(pl.col("sentiment").is_in(list(CLASSES)))
    return [(t, _one_hot(CLASSES[s])) for t, s in rows.select("text", "sentiment").iter_rows()]


def _poles(rows: pl.DataFrame) -> Rows:
    """Negative and positive only: what the set calls neutral is not."""
    return _by_label(rows.filter(pl.col("sentiment") != "neutral"))


def _survey(rows: pl.DataFrame) -> Rows:
    """NHS answers. Their middle code means mixed as often as neutral; "Nothing" hangs on the question asked."""
    rows = _poles_frame(rows)
    return [(t, y) for t, y in _by_label(rows) if len(t.split()) >= MIN_SURVEY_WORDS]


MIN_SURVEY_WORDS = 3
MIN_PRO_WORDS = 3  # "light" in the Pros box says more about the box than about the word


def _poles_frame(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("sentiment").is_in(["negative", "positive"]))


def _pros_cons(rows: pl.DataFrame) -> Rows:
    return [(t, y) for t, y in _by_label(rows) if len(t.split()) >= MIN_PRO_WORDS]


SPREAD = 0.7  # of the mean rating around the text's true one, on the scale -4 … 4


def _by_score(rows: pl.DataFrame) -> Rows:
    """The share of a normal distribution around the mean rating that lies in each class (borders at ±0.5)."""
    from scipy.stats import norm

    mean = rows["score"].cast(pl.Float64).to_numpy()
    below, above = norm.cdf((-0.5 - mean) / SPREAD), norm.sf((0.5 - mean) / SPREAD)
    targets = np.stack([below, 1 - below - above, above], axis=1).astype(np.float32)
    return list(zip(rows["text"].to_list(), targets, strict=True))


def _questions(rows: pl.DataFrame) -> Rows:
    """Requests and questions to an assistant: plain facts of service talk, neutral but for a few."""
    target = np.array([0.05, 0.9, 0.05], np.float32)
    return [(t, target) for t in rows["text"]]


def _product_sentences(rows: pl.DataFrame) -> Rows:
    """Hu and Liu's sentences: those without a rated feature are mostly neutral, not all."""
    plain = rows.filter(pl.col("sentiment").is_null())
    target = np.array([0.15, 0.7, 0.15], np.float32)
    return _by_label(rows) + [(t, target) for t in plain["text"].sample(fraction=0.4, seed=0)]


LABELLED: dict[str, tuple[Callable[[pl.DataFrame], Rows], int]] = {
    "vader_tweets": (_by_score, 5_000),
    "vader_amazon": (_by_score, 5_000),
    "vader_nyt": (_by_score, 4_000),
    "vader_movie": (_by_score, 5_000),
    "nhs_patient_feedback": (_survey, 4_500),
    "nhs_phase1": (_survey, 6_000),
    "huliu_products5": (_product_sentences, 5_000),
    "huliu_products9": (_product_sentences, 5_000),
    "oposum_aspects": (_by_label, 1_000),
    "goemotions": (_by_label, 11_000),
    "pros_cons": (_pros_cons, 6_000),
    "clinc150": (_questions, 1_200),
    "hwu64": (_questions, 500),
    "banking77": (_questions, 800),
}
"""Sets whose licence allows shipping what was trained on them: how their labels are read, and the most taken."""

UNLABELLED = {
    "goemotions": 30_000,
    "cfpb_sample4": 12_000,
    "movie_reviews": 14_000,
    "pros_cons": 12_000,
    "nhs_phase1": 8_000,
    "nhs_patient_feedback": 8_000,
    "huliu_products5": 3_000,
    "huliu_products9": 3_000,
    "oposum_aspects": 8_000,
    "vader_movie": 5_600,
    "vader_nyt": 1_500,
    "banking77": 4_000,
    "clinc150": 4_000,
    "it_tickets_topic": 3_000,
}
"""Sets whose sentences the teacher labels for the fast model, and the most taken."""
