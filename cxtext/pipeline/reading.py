"""The first half of the walk: comments become scored, encoded mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cxtext.config import Settings
from cxtext.pipeline.once import distinct
from cxtext.sentiment.score import Scorer, Scores, unjudged
from cxtext.text.clean import brand_pattern, encoding_of, for_encoding, for_sentiment
from cxtext.text.duplicates import Copy
from cxtext.text.entities import NER, people_of
from cxtext.text.language import UNKNOWN, LanguageIdentifier
from cxtext.text.masking import masking_of
from cxtext.text.noise import is_stock_answer
from cxtext.text.privacy import MaskedText, mask
from cxtext.text.question import Verdict, read_under_question, says_nothing
from cxtext.text.segment import MAX_CHARS, mention_pipeline, mentions
from cxtext.themes.encode import Encoder, Vectors
from cxtext.themes.generic import is_generic

UNDER_QUESTION = {"positive": 0.5, "negative": -0.5}  # the score of an answer that its question decides
SURELY_OTHER = 0.7  # fastText's probability from which a comment counts as another language
_STOPS = frozenset(",.!?")
_UNREAD = frozenset(("empty", "no_content", "other_language"))


@dataclass(frozen=True)
class Reading:
    """Comments read up to their mentions.

    Arrays over comments are (n,), arrays over mentions are (m,), both in the order of the input.
    """

    masked: list[MaskedText]
    languages: list[str]
    flags: list[list[str]]
    duplicate_of: list[str | None]  # ids; told by the whole input, so empty until `mark_copies`
    scored: NDArray[np.bool_]  # (n,) whether the comment was read by the models at all
    comment: NDArray[np.int64]  # (m,) index of the mention's comment
    spans: list[tuple[int, int]]  # (m,) offsets into the comment's masked text
    quotes: list[str]  # (m,) the mention, masked
    views: list[str]  # (m,) as the encoder reads it
    words: NDArray[np.int64]  # (m,) number of words
    said: Scores  # (m,) sentiment of the words alone: the same for the same words
    scores: Scores  # (m,) sentiment, with the verdict of the survey question where it decided
    probabilities: NDArray[np.float64]  # (m, 3) of negative, neutral, positive; nan where they are not known
    intensity: Scores  # (m,) how strong the feeling of the words is, 0 … 1
    vectors: Vectors  # (m, n_dims)
    generic: NDArray[np.bool_]  # (m,) says nothing but praise or blame


class Reader:
    """Reads comments with one scorer, one encoder and one set of settings."""

    def __init__(self, settings: Settings, *, scorer: Scorer, encoder: Encoder) -> None:
        self.settings = settings
        self.scorer = scorer
        self.encoder = encoder
        self.nlp = mention_pipeline(settings.spacy_model)
        self._rules = getattr(self.nlp.tokenizer, "rules", None) if self.nlp.lang == "en" else None
        self._languages = LanguageIdentifier()
        people = people_of(settings.spacy_model) if settings.names == NER else None
        self.masking = masking_of(settings.mask, settings.mask_own, settings.mask_keep, people)
        self._brands = brand_pattern(settings.brands)

    def read(self, comments: pl.DataFrame, *, judge: bool = True) -> Reading:
        """Read a table with the CANONICAL columns `text` and `question`; unless `judge`, no sentiment is scored."""
        texts = comments["text"].to_list()
        masked = [mask(text, self.masking) for text in texts]
        verdicts = [
            read_under_question(question, text) if question else None
            for text, question in zip(texts, comments["question"].to_list(), strict=True)
        ]
        languages, flags, scored = self._triage(texts, verdicts)
        found = iter(mentions((m.text for m, ok in zip(masked, scored, strict=True) if ok), self.nlp))
        owned = [(i, span) for i, ok in enumerate(scored) if ok for span in next(found)]
        comment = np.array([i for i, _ in owned], dtype=np.int64)
        spans = [span for _, span in owned]
        quotes = [masked[i].text[start:end] for i, (start, end) in owned]
        firsts, which = distinct(quotes)
        feelings = [for_sentiment(quotes[i]) for i in firsts.tolist()]
        seen = [encoding_of(feeling, brands=self._brands) for feeling in feelings]
        views = [seen[i] for i in which.tolist()]
        judged = (self.scorer.judge(feelings) if judge else unjudged(len(feelings))).at(which)
        decided = _decided(comment, verdicts)
        return Reading(
            masked=masked,
            languages=languages,
            flags=flags,
            duplicate_of=[None] * len(texts),
            scored=np.array(scored, dtype=bool),
            comment=comment,
            spans=spans,
            quotes=quotes,
            views=views,
            words=np.array([len(view.split()) for view in views], dtype=np.int64),
            said=judged.scores,
            scores=np.where(np.isnan(decided), judged.scores, decided),
            probabilities=np.where(np.isnan(decided)[:, None], judged.probabilities, np.nan),
            intensity=judged.intensity,
            vectors=self.encoder.encode(seen)[which],
            generic=np.array(
                [
                    is_generic(view) or (verdicts[i] is not None and says_nothing(texts[i]))
                    for i, view in zip(comment, views, strict=True)
                ],
                dtype=bool,
            ),
        )

    def view(self, text: str) -> str:
        """A text as the encoder reads it."""
        return for_encoding(text, brands=self._brands)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts that are not comments: seeds and phrases."""
        return self.encoder.encode([self.view(text) for text in texts])

    def tokenise(self, texts: Sequence[str]) -> list[list[str]]:
        """Texts to words by spaCy's tokenizer, which takes what lies between spaces alone: each such piece once."""
        pieces = {piece for text in texts for piece in text.split()}
        words = {piece: self._words(piece) for piece in pieces}
        return [[word for piece in text.split() for word in words[piece]] for text in texts]

    def _words(self, piece: str) -> list[str]:
        """The words of what lies between two spaces.

        Most is letters, or small letters with a stop behind them, which English splits alike but for "cannot", "mr." …
        """
        word = piece[:-1] if piece[-1] in _STOPS and piece[:-1].islower() else piece
        if self._rules and word.isascii() and word.isalpha() and word not in self._rules and piece not in self._rules:
            return [word] if word == piece else [word, piece[-1]]
        return [token.text for token in self.nlp.make_doc(piece)]

    def _triage(
        self, texts: Sequence[str], verdicts: Sequence[Verdict | None]
    ) -> tuple[list[str], list[list[str]], list[bool]]:
        """Language and flags of each comment, and whether the models shall read it."""
        languages, flags, scored = [], [], []
        for text, verdict in zip(texts, verdicts, strict=True):
            found = self._languages.identify(text)
            marks = []
            if not text.strip():
                marks.append("empty")
            elif verdict is not None:
                marks.append("question")
            elif is_stock_answer(text):
                marks.append("no_content")
            elif found.code not in (UNKNOWN, self.settings.language) and found.confidence >= SURELY_OTHER:
                marks.append("other_language")
            if len(text) > MAX_CHARS:
                marks.append("truncated")
            languages.append(found.code)
            scored.append(_UNREAD.isdisjoint(marks))
            flags.append(marks)
        return languages, flags, scored


def _decided(comment: NDArray[np.int64], verdicts: Sequence[Verdict | None]) -> Scores:
    """(m,) the score that the survey question gives each mention; nan where it decided nothing."""
    return np.array([UNDER_QUESTION[verdict] if verdict else np.nan for verdict in verdicts], np.float64)[comment]


def mark_copies(reading: Reading, copies: Sequence[Copy | None]) -> None:
    """Flag the comments that repeat earlier ones of the input, and name the first one."""
    for i, copy in enumerate(copies):
        if copy is not None:
            reading.flags[i].append("near_duplicate" if copy.near else "duplicate")
            reading.flags[i] += ["campaign"] * copy.campaign
            reading.duplicate_of[i] = copy.first
