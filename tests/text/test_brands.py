import pytest

from cxtext.text.brands import find_brands


def test_the_handle_and_the_name_of_each_source_are_found():
    texts = [f"@AirOne my bag {i} is lost" for i in range(40)] + [
        f"thanks to Zenbank card {i} works" for i in range(40)
    ]
    assert find_brands(texts, ["one"] * 40 + ["bank"] * 40) == ("airone", "zenbank")


def test_words_and_people_are_no_brands():
    texts = [f"The Staff and Sarah were Great number {i}" for i in range(40)]
    assert find_brands(texts) == ()


def test_a_small_source_tells_nothing():
    assert find_brands(["@AirOne is late"] * 10) == ()


def test_a_source_for_each_text():
    with pytest.raises(ValueError, match="zip"):
        find_brands(["a", "b"], ["x"])
