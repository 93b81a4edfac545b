"""Comments split into mentions, by rules.

A mention ends where a sentence ends or where it turns: "the food was great | but the service was
slow". The rules read the text itself, so that offsets are exact and nothing else needs to run. For
a spaCy pipeline they are a component that marks the first token of each mention as a sentence start.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

import numpy as np
import spacy
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from cxtext.errors import OptionError
from cxtext.text.clauses import clauses
from cxtext.text.sentences import sentences, trimmed

COMPONENT = "cxtext_mentions"
MAX_CHARS = 100_000  # a longer text is read up to here; spaCy's own limit is 1,000,000


@Language.component(COMPONENT)
def mark_mentions(doc: Doc) -> Doc:
    """Mark the first token of every mention as a sentence start, every other token as none."""
    if not len(doc):
        return doc
    starts = np.full(len(doc), -1, dtype=np.int64)
    places = np.array([token.idx for token in doc])
    firsts = [start for start, _ in mention_spans(doc.text)]
    starts[np.minimum(np.searchsorted(places, firsts, side="left"), len(doc) - 1)] = 1
    starts[0] = 1
    doc.from_array([SENT_START], starts.astype(np.uint64)[:, np.newaxis])  # type: ignore[arg-type]
    return doc


def mention_pipeline(name: str | None = None) -> Language:
    """The blank English pipeline with our mentions, or an installed spaCy pipeline with them in front.

    Raises:
        OptionError: no spaCy pipeline of that name is installed.
    """
    return _pipeline(name or "")


def mentions(texts: Iterable[str], nlp: Language) -> Iterator[list[tuple[int, int]]]:
    """Character offsets (start, end) of the mentions of each text, without surrounding white space.

    Ascending, not overlapping; every word of the text, up to MAX_CHARS, lies in one.
    """
    if nlp.pipe_names == [COMPONENT]:  # no other component has a say, so no tokens are needed
        for text in texts:
            yield mention_spans(text)
        return
    for doc in nlp.pipe(text[:MAX_CHARS] for text in texts):
        text = doc.text
        edges = [doc[int(i)].idx for i in np.flatnonzero(doc.to_array(SENT_START) == 1)] + [len(text)]
        pieces = (trimmed(text, start, end) for start, end in pairwise(edges))
        yield [(start, end) for start, end in pieces if start < end]


def mention_spans(text: str) -> list[tuple[int, int]]:
    """The mentions of one text by the rules alone."""
    text = text[:MAX_CHARS]
    spans: list[tuple[int, int]] = []
    for start, end in sentences(text):
        cuts = clauses(text, start, end)
        if not cuts:
            spans.append((start, end))
            continue
        edges = [start, *cuts, end]
        pieces = (trimmed(text, a, b) for a, b in pairwise(edges))
        spans += [piece for piece in pieces if piece[0] < piece[1]]
    return spans


@cache
def _pipeline(name: str) -> Language:
    if not name:
        nlp = spacy.blank("en")
    else:
        try:
            nlp = spacy.load(name)
        except OSError as error:
            raise OptionError(
                f"no spaCy pipeline {name!r} is installed (--spacy-model); install it, or leave the option out"
            ) from error
    nlp.add_pipe(COMPONENT, first=True)
    return nlp
