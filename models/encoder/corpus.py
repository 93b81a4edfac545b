"""The text the encoder is fitted on: sentences, clauses and fragments of openly licensed feedback."""

import hashlib
import html
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

MAX_WORDS = 60  # longer pieces say little more to a mean of token vectors and cost the teacher most

CAPS = {
    "nhs_patient_feedback": 60_000,
    "nhs_phase1": 60_000,
    "banking77": 60_000,
    "clinc150": 60_000,
    "hwu64": 60_000,
    "pros_cons": 60_000,
    "goemotions": 30_000,
    "oposum_aspects": 60_000,
    "mams_acsa": 60_000,
    "huliu_products5": 60_000,
    "huliu_products9": 60_000,
    "vader_amazon": 60_000,
    "vader_tweets": 60_000,
    "vader_nyt": 4_000,
    "vader_movie": 6_000,
    "movie_reviews": 6_000,
    "cfpb_sample4": 15_000,
    "it_tickets_topic": 10_000,
}
"""Sets whose licence allows shipping what was trained on them, and the most sentences taken from each."""

HELD_OUT = {"clinc150": 5, "hwu64": 5, "nhs_phase1": 5, "oposum_aspects": 5}
"""Every n-th text of these sets (by hash) is kept back for choosing settings."""

EVALUATED = ("airline", "semeval14_restaurants", "app_reviews_4class", "bitext_support", "banking77")

_HANDLE_OR_URL = re.compile(r"@\w+|https?://\S+|www\.\S+")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')]*\s+|\s*\n+\s*")
_CLAUSE_END = re.compile(r"\s*[,;:()–]\s+|\s+-+\s+|\s+(?=(?:but|and|because|although|though|which|when|so)\s)")
_SPACED_CONTRACTION = re.compile(r"\s+(n't|'(?:s|re|ve|ll|d|m))\b", re.IGNORECASE)
_SPACED_POINT = re.compile(r"\s+([.,!?;:)])")
_REDACTED = re.compile(r"\b[X\d/]*XX[X\d/]*\b")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Corpus:
    """Distinct pieces of text, shuffled, and the set each came from."""

    texts: list[str]
    sources: list[str]


def read_set(folder: Path, name: str) -> pl.DataFrame:
    """Read one benchmark set with every column as text; rows without text are dropped."""
    return pl.read_csv(folder / f"{name}.csv.gz", infer_schema=False).drop_nulls("text")


def clean(text: str) -> str:
    """Undo entities and tokenised spacing, and drop handles, URLs and redactions."""
    text = _HANDLE_OR_URL.sub(" ", html.unescape(text))
    text = _SPACED_CONTRACTION.sub(r"\1", _REDACTED.sub(" ", text))
    return _SPACED_POINT.sub(r"\1", re.sub(r"[ \t]+", " ", text)).strip()


def normalise(text: str) -> str:
    """Reduce a text to its lower-case letters and digits, so that copies of it compare equal."""
    return _NOT_WORD.sub(" ", clean(text).lower()).strip()


def sentences(text: str) -> list[str]:
    return [s for piece in _SENTENCE_END.split(clean(text)) if (s := piece.strip())]


def clauses(sentence: str) -> list[str]:
    """Parts of at least two words; empty where the sentence has only one part."""
    parts = [p.strip() for p in _CLAUSE_END.split(sentence)]
    return [p for p in parts if " " in p] if len(parts) > 1 else []


def is_held_out(name: str, text: str) -> bool:
    """Whether a text is kept out of the fitting; the same text always gets the same answer."""
    if name not in HELD_OUT:
        return False
    return int(hashlib.sha256(normalise(text).encode()).hexdigest(), 16) % HELD_OUT[name] == 0


def fitting_rows(folder: Path, name: str) -> pl.DataFrame:
    """Rows of one set that may be fitted on: no test split of banking77, no held-out text."""
    rows = read_set(folder, name)
    if name == "banking77":
        rows = rows.filter(pl.col("split") == "train")
    return rows.filter(pl.Series([not is_held_out(name, t) for t in rows["text"]]))


def forbidden(folder: Path) -> set[str]:
    """Every evaluation and held-out text and each of their sentences, normalised."""
    texts: list[str] = []
    for name in EVALUATED:
        rows = read_set(folder, name)
        texts.extend((rows.filter(pl.col("split") == "test") if name == "banking77" else rows)["text"])
    for name in HELD_OUT:
        texts += [t for t in read_set(folder, name)["text"] if is_held_out(name, t)]
    return {normalise(s) for t in texts for s in (t, *sentences(t))}


def build(folder: Path, *, seed: int, small: bool = False) -> Corpus:
    """Gather sentences, clauses, whole comments and random fragments of every fitting set."""
    rng = np.random.default_rng(seed)
    seen = forbidden(folder)
    texts: list[str] = []
    sources: list[str] = []
    for name, cap in CAPS.items():
        rows = fitting_rows(folder, name)["text"].to_list()
        rows = rows[:150] if small else rows
        for piece in _pieces(rows, cap, rng):
            key = normalise(piece)
            if len(key) > 1 and key not in seen:
                seen.add(key)
                texts.append(piece)
                sources.append(name)
    order = rng.permutation(len(texts))
    return Corpus([texts[i] for i in order], [sources[i] for i in order])


def _pieces(rows: list[str], cap: int, rng: np.random.Generator) -> list[str]:
    """Sentences up to the cap, then their clauses, one fragment for each, and the shorter whole comments."""
    by_row = [[_shorten(s) for s in sentences(row)] for row in rows]
    found = list(dict.fromkeys(s for row in by_row for s in row))
    found = [found[i] for i in rng.permutation(len(found))[:cap]]
    whole = [" ".join(row) for row in by_row if len(row) > 1]
    whole = [w for w in whole if w.count(" ") < MAX_WORDS][:cap]
    parts = [c for s in found for c in clauses(s)]
    return found + whole + parts + [_fragment(s, rng) for s in found if s.count(" ") > 4]


def _shorten(text: str) -> str:
    return " ".join(text.split()[:MAX_WORDS])


def _fragment(sentence: str, rng: np.random.Generator) -> str:
    """A run of two to six words from anywhere in the sentence."""
    words = sentence.split()
    length = int(rng.integers(2, 7))
    start = int(rng.integers(0, max(1, len(words) - length + 1)))
    return " ".join(words[start : start + length])
