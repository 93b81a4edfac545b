import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.sentiment.words import MARGIN, Words

TEXTS = st.lists(st.text(alphabet="ab \n\x1c\u2028", max_size=12), max_size=5)


class Spellings:
    """Keeps the words themselves."""

    def __init__(self):
        self.words = []

    def learn(self, words):
        self.words += words

    def forget(self, kept):
        del self.words[kept:]


@pytest.mark.parametrize(
    ("most", "lost", "letters"), [(65_536, 65_536, 1000), (4, 1000, 1000), (4, 3, 1000), (9, 9, 8)]
)
@given(readings=st.lists(TEXTS, max_size=6))
def test_what_was_learnt_of_a_number_is_its_words(readings, most, lost, letters):
    with pytest.MonkeyPatch.context() as patch:
        for name, bound in (("MOST_WORDS", most), ("MOST_LOST", lost), ("MOST_LETTERS", letters)):
            patch.setattr(f"cxtext.sentiment.words.{name}", bound)
        spellings = Spellings()
        words = Words(spellings)
        for texts in readings:
            said = words.read(texts)
            expect = [*MARGIN, *(word for text in texts for word in (*text.split(), *MARGIN))]
            assert [spellings.words[number] for number in said.numbers] == expect
            assert said.lengths.tolist() == [len(text.split()) for text in texts]
            ends = said.starts + said.lengths
            assert all([spellings.words[n] for n in said.numbers[end:][: len(MARGIN)]] == list(MARGIN) for end in ends)


def test_no_more_words_are_kept_than_the_bound(monkeypatch):
    monkeypatch.setattr("cxtext.sentiment.words.MOST_WORDS", 10)
    spellings = Spellings()
    words = Words(spellings)
    for i in range(30):
        words.read([f"word{i}"])
    words.read([])
    assert len(spellings.words) == 10


@given(TEXTS)
def test_sums_leave_nobody_out(texts):
    said = Words().read(texts)
    counted = said.sums((said.numbers >= 0).astype(np.int32)) if texts else np.zeros(0, np.int64)
    assert counted.tolist() == [len(text.split()) + len(MARGIN) for text in texts]


def test_a_reading_that_breaks_off_leaves_no_word_unlearnt():
    class Breaking(Spellings):
        def learn(self, words):
            if "late" in words and not self.broken:
                self.broken = True
                raise KeyboardInterrupt
            super().learn(words)

    spellings = Breaking()
    spellings.broken = False
    words = Words(spellings)
    words.read(["it came"])
    with pytest.raises(KeyboardInterrupt):
        words.read(["it came late"])
    assert [spellings.words[n] for n in words.read(["so late"]).numbers] == [*MARGIN, "so", "late", *MARGIN]
