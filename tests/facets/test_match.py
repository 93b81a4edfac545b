"""Cues are looked for by their signs; nothing is to be missed for that."""

from hypothesis import given
from hypothesis import strategies as st

from cxtext.facets.cue import Cue, read_cue
from cxtext.facets.match import CueMatcher, Hit, _forms_of
from cxtext.facets.rarity import Row
from cxtext.facets.spread import spread_of
from cxtext.facets.words import Words, words_of

# Cues of common words, of rare ones and of both; with gaps, numbers, ends that bind, and too many forms to list.
CUES = [
    "the",
    "never",
    "i (do|did) not",
    "not the",
    "the refund",
    "(still |)no refund of the",
    "^(and |)please",
    "is it the refund ?",
    "(is|was|not) (it|the|to the) ?",
    "called * (twice|again)",
    "called ** again and again",
    "(took|it took) # (hours|days)",
    "# (hours|days)",
    "(i|we|you|they|it) (do |did |)(not|never) (the|a|an|to|of|get to|refund)",
    "(to|of|the|a|i) (it |)(is|was|do|did) (not |)(the|to|of|it) (refund|again)",
    "don't",
]
VOCABULARY = sorted({word for line in CUES for word in line.translate(str.maketrans("|()", "   ")).split()})
TEXTS = st.lists(st.sampled_from([*VOCABULARY, "three", "!", ".", "?", "hello"]), max_size=14).map(" ".join)


def brute(cues: list[Cue], said: Words) -> list[Hit]:
    """Every cue at every place."""
    found = []
    for i, cue in enumerate(cues):
        forms = _forms_of(cue)
        if forms is None:
            own = list(spread_of(cue, row).places(said))
        else:
            rows = {row(form) for form in forms}
            spans = [(start, end) for end in range(len(said) + 1) for start in range(end)]
            own = [(*span, *span) for span in spans if said.words[slice(*span)] in rows]
        found += [
            (start, end, i, first, last)
            for start, end, first, last in own
            if (said.asks or not cue.asked) and (first <= said.beginning or not cue.first)
        ]
    return [(i, first, last) for _, _, i, first, last in sorted(found)]


def row(form: str) -> Row:
    return words_of(form).words


MATCHER = CueMatcher([read_cue(line) for line in CUES])


@given(TEXTS)
def test_every_cue_is_found_wherever_it_stands(text: str) -> None:
    said = words_of(text)
    assert MATCHER.find(said) == brute([read_cue(line) for line in CUES], said)


@given(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=5), st.lists(st.sampled_from(VOCABULARY), max_size=4))
def test_a_phrase_of_any_words_is_found(phrase: list[str], before: list[str]) -> None:
    words = [word for word in (w.strip("^#*?") for w in phrase) if word]
    if words:
        said = words_of(" ".join([*before, *words]))
        end = len(said)
        start = end - len(row(" ".join(words)))
        assert (0, start, end) in CueMatcher([read_cue(" ".join(words))]).find(said)
