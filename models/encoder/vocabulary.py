"""The tokenizer: the teacher's WordPiece vocabulary without junk, plus words and phrases of feedback."""

import json
import re
from collections import Counter
from dataclasses import dataclass

import teacher
from tokenizers import Tokenizer
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

UNKNOWN = "[UNK]"
MIN_WORD_COUNT = 8

_LATIN = re.compile(r"(?:##)?[\x21-\x7e£€°½…–—’‘“”•]+")
_BRACKETED = re.compile(r"\[[^\]]+\]")  # [CLS], [unused12]
_WORD = re.compile(r"[a-z][a-z]+")


@dataclass(frozen=True)
class Vocabulary:
    """Tokens in the order of their ids: WordPiece tokens (the first is the unknown one), then phrases."""

    pieces: list[str]
    phrases: list[str]

    @property
    def all(self) -> list[str]:
        """Every token in the order of the ids."""
        return self.pieces + self.phrases

    def __len__(self) -> int:
        return len(self.pieces) + len(self.phrases)


def learn(texts: list[str], sources: list[str], *, words: int, pieces: int | None = None) -> Vocabulary:
    """Add to the teacher's Latin tokens the most frequent words it splits that more than one set has.

    `pieces` keeps only so many of the teacher's tokens, for a trial run.
    """
    known = _teacher_pieces()[:pieces]
    have = set(known)
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    shared: set[str] = set()
    for text, source in zip(texts, sources, strict=True):
        for word in _WORD.findall(text.lower()):
            counts[word] += 1
            if first.setdefault(word, source) != source:
                shared.add(word)
    new = [w for w, n in counts.most_common() if n >= MIN_WORD_COUNT and w not in have and w in shared]
    return Vocabulary([UNKNOWN, *known, *new[:words]], [])


def teachers(pieces: int | None = None) -> Vocabulary:
    """The teacher's own Latin tokens, or the first so many of them, nothing added."""
    return Vocabulary([UNKNOWN, *_teacher_pieces()[:pieces]], [])


def tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """Build the tokenizer; lower-cases by itself and matches phrases at word boundaries only."""
    return Tokenizer.from_str(json.dumps(_definition(vocabulary)))


def _definition(vocabulary: Vocabulary) -> dict[str, object]:
    normalizer = BertNormalizer(lowercase=True)
    added = [
        {
            "id": i,
            "content": p,
            "single_word": True,
            "lstrip": False,
            "rstrip": False,
            "normalized": True,
            "special": False,
        }
        for i, p in enumerate(vocabulary.phrases, len(vocabulary.pieces))
    ]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": added,
        "normalizer": json.loads(normalizer.__getstate__()),
        "pre_tokenizer": json.loads(BertPreTokenizer().__getstate__()),
        "post_processor": None,
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {
            "type": "WordPiece",
            "unk_token": UNKNOWN,
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": {token: i for i, token in enumerate(vocabulary.pieces)},
        },
    }


def _teacher_pieces() -> list[str]:
    """The teacher's tokens that English feedback can hold, in the teacher's order."""
    path = teacher.model_folder() / "tokenizer.json"
    vocab: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
    kept = (t for t in vocab if _LATIN.fullmatch(t) and not _BRACKETED.fullmatch(t))
    return sorted(kept, key=vocab.__getitem__)
