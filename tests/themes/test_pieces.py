"""What pieces give, put together, is what the tokenizer gives for the whole text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers

from cxtext.shipped import shipped_model
from cxtext.themes.pieces import Pieces, splits_into_pieces

LONGEST = 12
WORDS = "of the in a lot out it's i'm thank you don't can't soft he _of this".split()
ODD = st.sampled_from(list(" .,'-_\x00\x0b\x1c\x85\xa0\u2028\u3000’é你🙂"))
TEXTS = st.lists(
    st.sampled_from(WORDS) | st.just(" ") | ODD | st.characters(exclude_categories=["Cs"]), max_size=25
).map("".join)


def own(*more: str) -> Tokenizer:
    """One whose own tokens overlap, stand inside words, or are marks, and that knows a word too long for it."""
    vocab = "[UNK] the of a thank t h e ##he ##f o lot ##t ' s . - _".split()
    made = Tokenizer(
        models.WordPiece({word: i for i, word in enumerate(vocab)}, unk_token="[UNK]", max_input_chars_per_word=4)
    )
    made.normalizer, made.pre_tokenizer = normalizers.BertNormalizer(), pre_tokenizers.BertPreTokenizer()
    alone = [
        AddedToken(word, single_word=True) for word in ("of the", "lot of", "a lot", "a lot of", "-", "it's", "s a")
    ]
    made.add_tokens([*alone, "t h", "he o", "f t", "..", "' a", *more])
    return made


def apart(tokenizer: Tokenizer) -> tuple[normalizers.Normalizer, Tokenizer, Pieces]:
    """The normaliser, the tokenizer without it, and what looks pieces up."""
    assert splits_into_pieces(tokenizer, tokenizer.normalizer)
    normaliser, tokenizer.normalizer = tokenizer.normalizer, None
    tokenizer.enable_truncation(LONGEST)
    return normaliser, tokenizer, Pieces(tokenizer, longest=LONGEST)


SHIPPED = Tokenizer.from_file(str(shipped_model("encoder") / "tokenizer.json"))


@pytest.mark.parametrize(
    "parts", [apart(SHIPPED), apart(own()), apart(own("lo"))], ids=["shipped", "own", "inside words"]
)
@given(texts=st.lists(TEXTS, max_size=8))
def test_pieces_give_what_the_whole_gives(
    parts: tuple[normalizers.Normalizer, Tokenizer, Pieces], texts: list[str]
) -> None:
    normaliser, tokenizer, pieces = parts
    seen = [normaliser.normalize_str(text) for text in texts]
    whole = tokenizer.encode_batch(seen, add_special_tokens=False)
    assert pieces.ids(seen) == [found.ids for found in whole]


def changed(**parts: object) -> Tokenizer:
    tokenizer = own()
    for name, part in parts.items():
        setattr(tokenizer, name, part)
    return tokenizer


@pytest.mark.parametrize(
    "tokenizer",
    [
        changed(normalizer=None),
        changed(normalizer=normalizers.BertNormalizer(clean_text=False)),
        changed(pre_tokenizer=pre_tokenizers.Metaspace()),
        changed(pre_tokenizer=None),
        changed(model=models.Unigram([("a", -1.0)], unk_id=0)),
    ],
)
def test_a_tokenizer_of_another_kind_reads_texts_whole(tokenizer: Tokenizer) -> None:
    assert not splits_into_pieces(tokenizer, tokenizer.normalizer)


@pytest.mark.parametrize("token", [AddedToken("Of The", normalized=True), AddedToken("x y", normalized=False)])
def test_so_does_one_whose_own_tokens_are_sought_otherwise(token: AddedToken) -> None:
    tokenizer = own()
    tokenizer.add_tokens([token])
    assert not splits_into_pieces(tokenizer, tokenizer.normalizer)
