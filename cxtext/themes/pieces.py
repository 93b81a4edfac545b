"""Token numbers of many texts, looked up by what stands between spaces and marks.

A tokenizer that splits at white space and at punctuation gives a text the tokens of its pieces, one after the
other. Only tokens with a space in them ("thank you") reach over pieces. They are looked for in all texts at once and
tied together, by the tokenizer's own rule: the longest of those that begin first.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

import polars as pl

from cxtext.word_cache import WordCache

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from tokenizers.normalizers import Normalizer

WORTH = 300  # texts; what finds the phrases is made anew for each call, which takes as long as so few texts
_TIE = "\0"  # stands for the space within a phrase; normalised text has none
# Punctuation to the tokenizer, and no part of a word when it asks whether a phrase stands alone, as "_" is.
_MARKS = "!\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~"


class Pieces:
    """Looks up the tokens of normalised texts piece by piece.

    Args:
        tokenizer: one that `splits_into_pieces`, its normaliser taken out.
        longest: tokens of a text that are read.
    """

    def __init__(self, tokenizer: Tokenizer, *, longest: int) -> None:
        self._tokenizer, self._longest = tokenizer, longest
        added = sorted(_added(tokenizer), key=lambda token: (-len(token), token))
        self._sought = [*added, *_MARKS]  # of those that begin at one place, the first of the list is found
        self._put = [*(token.replace(" ", _TIE) for token in added), *(f" {mark} " for mark in _MARKS)]
        vocabulary = {} if any(map(str.isalpha, added)) else tokenizer.get_vocab(with_added_tokens=False)
        most = tokenizer.model.max_input_chars_per_word
        self._words = {word: number for word, number in vocabulary.items() if word.isalpha() and len(word) <= most}
        self._known = WordCache(self._tokens)

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of each text's tokens, in order."""
        tied = pl.Series(texts, dtype=pl.String).str.replace_many(self._sought, self._put, leftmost=True)
        found = self._known.__getitem__
        return [list(chain.from_iterable(map(found, text.split())))[: self._longest] for text in tied.to_list()]

    def _tokens(self, piece: str) -> tuple[int, ...]:
        if piece in self._words:
            return (self._words[piece],)
        return tuple(self._tokenizer.encode(piece.replace(_TIE, " "), add_special_tokens=False).ids)


def splits_into_pieces(tokenizer: Tokenizer, normaliser: Normalizer | None) -> bool:
    """Whether a normalised text's tokens are those of its pieces, as in BERT's way; others let tokens span spaces.

    The tokenizer's own tokens must be sought in one go, and as they are written.
    """
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import BertNormalizer
    from tokenizers.pre_tokenizers import BertPreTokenizer

    if not (
        isinstance(tokenizer.model, WordPiece)
        and isinstance(tokenizer.pre_tokenizer, BertPreTokenizer)
        and isinstance(normaliser, BertNormalizer)
        and normaliser.clean_text  # white space is spaces only, and there are no control characters
        and tokenizer.post_processor is None
    ):
        return False
    added = tokenizer.get_added_tokens_decoder().values()
    as_written = all(
        not token.normalized or normaliser.normalize_str(token.content) == token.content for token in added
    )
    return as_written and len({token.normalized for token in added}) <= 1


def _added(tokenizer: Tokenizer) -> set[str]:
    return {token.content for token in tokenizer.get_added_tokens_decoder().values()}
