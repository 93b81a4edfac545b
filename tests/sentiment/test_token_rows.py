import json

from hypothesis import given
from hypothesis import strategies as st

from cxtext.sentiment.features import normal_form, tokens
from cxtext.sentiment.token_rows import FIRST, PAD, UNKNOWN, WINDOW, TokenRows
from cxtext.sentiment.words import Words
from cxtext.shipped import shipped_model

TABLE = {word: row for row, word in enumerate(["it", "is", "don't", "!", "!!", ":)", "0", ".", "soo"], start=FIRST)}
MARGIN = [PAD] * (WINDOW // 2)
PIECES = [
    "It",
    "is.",
    "DON’T",
    "!!!",
    ":)",
    ":-(",
    "8)",
    "8",
    "<3",
    "_",
    "soooo",
    "(=",
    "a_b",
    "3x",
    "²",
    "\x1c",
    "\u2028",
    " ",
    "\n",
]


@given(st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_the_tokens_of_a_text_are_those_of_its_words(text):
    assert [token for word in text.split() for token in tokens(word)] == tokens(text)


@given(
    st.lists(st.text(max_size=30) | st.lists(st.sampled_from(PIECES), max_size=9).map("".join), min_size=1, max_size=5)
)
def test_rows_are_those_of_the_tokens(texts):
    rows = TokenRows(TABLE)
    read = rows.of(Words(rows).read(texts))
    expect = [[TABLE.get(normal_form(token), UNKNOWN) for token in tokens(text)] or [UNKNOWN] for text in texts]
    assert read.rows.tolist() == [*MARGIN, *(row for found in expect for row in (*found, *MARGIN))]
    assert [read.rows[a : a + n].tolist() for a, n in zip(read.starts, read.lengths, strict=True)] == expect
    assert read.rows[read.places()].tolist() == [row for found in expect for row in found]


def test_the_words_of_the_shipped_table_are_in_normal_form():
    words = json.loads((shipped_model("sentiment") / "model.json").read_text())["words"]
    assert [normal_form(word) for word in words] == words
