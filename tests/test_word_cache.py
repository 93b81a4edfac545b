from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from cxtext.word_cache import LONGEST, PATIENCE, WordCache


@given(st.lists(st.text(max_size=2)), st.integers(1, 5))
def test_it_answers_as_what_it_remembers_and_never_holds_more_than_it_may(words: list[str], most: int) -> None:
    cache = WordCache(str.upper, most)

    def answers() -> Iterator[str]:
        for word in words:
            yield cache[word]
            assert len(cache) <= most

    assert list(answers()) == [word.upper() for word in words]


def test_a_word_is_worked_out_once() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    cache = WordCache(length)
    assert list(map(cache.__getitem__, ["a", "bb", "a", "bb"])) == [1, 2, 1, 2]
    assert asked == ["a", "bb"]


def test_a_word_of_any_length_is_answered_and_a_very_long_one_is_not_kept() -> None:
    cache = WordCache(len)
    assert cache["a" * (LONGEST + 1)] == LONGEST + 1
    assert not cache


def test_a_full_cache_begins_afresh_when_other_words_come() -> None:
    asked: list[str] = []

    def itself(word: str) -> str:
        asked.append(word)
        return word

    cache = WordCache(itself, 1)
    for word in ("a", "b", "b", "a"):
        assert cache[word] == word
    assert asked == ["a", "b", "b"]
    for _ in range(PATIENCE):
        assert cache["b"] == "b"
    assert list(cache) == ["b"]
