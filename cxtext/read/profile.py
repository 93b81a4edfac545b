"""What the content of a column looks like."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from cxtext.read.typed import as_text

SAMPLE_ROWS = 5_000
# Scripts that put no spaces between words; two of their characters make about one word.
UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]"
PROSE = rf"\p{{L}}.*\s|{UNSPACED}.*{UNSPACED}.*{UNSPACED}"


@dataclass(frozen=True)
class Profile:
    """Measures of one column over a sample; shares are 0 … 1 and of the filled cells."""

    name: str
    sample: pl.Series  # the filled cells
    texts: pl.Series  # the same as text, blanks stripped
    filled: float  # share of all cells
    distinct: float
    kinds: int  # number of distinct values
    words: float  # mean
    characters: float  # mean
    letters: float  # share with a letter
    prose: float  # share with words and spaces

    @property
    def numeric(self) -> bool:
        """Whether the column's type is a number."""
        return self.sample.dtype.is_numeric()


def profile(column: pl.Series) -> Profile:
    """Measure a column's first rows."""
    head = column.head(SAMPLE_ROWS)
    stripped = as_text(head).str.strip_chars()
    filled = (stripped.str.len_bytes() > 0).fill_null(value=False)
    texts = stripped.filter(filled)
    count = max(len(texts), 1)
    words = int(texts.str.count_matches(r"\S+").sum()) + int(texts.str.count_matches(UNSPACED).sum()) / 2
    return Profile(
        name=column.name,
        sample=head.filter(filled),
        texts=texts,
        filled=len(texts) / max(len(head), 1),
        distinct=texts.n_unique() / count,
        kinds=texts.n_unique(),
        words=words / count,
        characters=float(texts.str.len_chars().sum()) / count,
        letters=float(texts.str.contains(r"\p{L}").sum()) / count,
        prose=float(texts.str.contains(PROSE).sum()) / count,
    )
