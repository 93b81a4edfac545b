import io
import random
import re
import unicodedata
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.text import alike
from cxtext.text.clean import comparison_key
from cxtext.text.duplicates import CAMPAIGN, Copy, SeenTexts
from cxtext.text.minhash import BANDS, HASHES

LATE = "The parcel came three days late and nobody at the depot could tell me where it had been"
COLD = "My room was cold, the heating did not work and the night porter had no key for the boiler"
WORDS = "the a room bed food late cold nurse kind rude call order parcel lost found again never very not my".split()


def copies(texts):
    return SeenTexts().copies(texts, [f"id{i}" for i in range(len(texts))])


def test_exact_copies_are_marked_from_the_second_on():
    seen = SeenTexts()
    found = seen.copies(["Great!", "late", "great", "", ""], list("abcde"))
    assert found == [None, None, Copy("a", near=False, campaign=False), None, None]
    assert seen.copies(["LATE"], ["f"]) == [Copy("b", near=False, campaign=False)]


@pytest.mark.parametrize(
    "later",
    [
        LATE.replace("parcel", "parcle").replace("depot", "deppot"),
        LATE + ". Never again!!",
        LATE.replace("three", "five"),
        "Hello, " + LATE,
        LATE.replace("nobody", "Mr Khan"),
    ],
)
def test_an_edited_copy_is_a_near_copy_of_its_original(later):
    assert copies([COLD, LATE, later])[2] == Copy("id1", near=True, campaign=False)


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("great service", "great food"),
        ("The food was great", "The room was great"),
        (
            "Easy to use, good picture quality, long battery life.",
            "Easy to use, great picture quality, good battery life",
        ),
        ("The staff were very friendly and helpful with me.", "The staff were very friendly and helpful."),
        (LATE, COLD),
    ],
)
def test_what_strangers_would_both_write_is_no_copy(first, later):
    assert copies([first, later]) == [None, None]


def test_a_copy_of_a_near_copy_belongs_to_the_first():
    near = LATE + ", shame"
    assert [c and c.first for c in copies([LATE, near, near, near + " on you"])] == [None, "id0", "id0", "id0"]


@given(st.text(st.characters(max_codepoint=0x17F) | st.sampled_from("_\x0b\x1c\x7f\u2028"), max_size=30))
def test_plain_texts_are_compared_as_all_others_are(text):
    folded = unicodedata.normalize("NFKC", text).casefold()
    assert comparison_key(text) == " ".join(re.findall(r"\w+", folded))


def test_many_copies_are_a_campaign_from_the_nth_on():
    texts = [LATE.replace("three", f"{n}") for n in range(CAMPAIGN + 2)]
    assert [bool(c and c.campaign) for c in copies(texts)] == [n >= CAMPAIGN - 1 for n in range(CAMPAIGN + 2)]


def test_a_short_text_said_by_many_is_no_campaign():
    assert not any(c and c.campaign for c in copies(["Great service!"] * 50))


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=16).map(" ".join), max_size=40), st.randoms())
def test_the_size_of_a_part_changes_nothing(texts, rng):
    ids = [str(i) for i in range(len(texts))]
    seen, parts, start = SeenTexts(), [], 0
    while start < len(texts):
        end = start + rng.randint(1, 9)
        parts += seen.copies(texts[start:end], ids[start:end])
        start = end
    assert parts == SeenTexts().copies(texts, ids)


def test_the_oldest_wordings_are_forgotten_and_exact_copies_are_not(monkeypatch):
    monkeypatch.setattr(alike, "MOST_REMEMBERED", 20)
    rng = np.random.default_rng(3)
    others = [" ".join(f"w{n}" for n in rng.integers(0, 10**6, 12)).replace("0", "o") for _ in range(60)]
    others = [text.translate(str.maketrans("123456789", "abcdefghi")) for text in others]
    found = copies([LATE, *others, LATE + " again", LATE])
    assert found[-2] is None
    assert found[-1] == Copy("id0", near=False, campaign=False)


def test_work_grows_with_the_number_of_comments_and_not_of_pairs(monkeypatch):
    """A template of which every comment shares a part crowds the index; each is compared with few, all the same."""
    compared = []
    most_similar = alike._Generation.most_similar

    def counted(self, text, among):
        compared.append(len(among))
        return most_similar(self, text, among)

    monkeypatch.setattr(alike._Generation, "most_similar", counted)
    rng = random.Random(1)
    made = [f"I am writing to complain about my order and {' '.join(rng.choices(WORDS, k=12))}" for _ in range(2_000)]
    copies(made)
    assert 0 < max(compared) <= BANDS
    assert len(compared) <= 2 * len(made)


def test_odd_texts():
    texts = ["\ud800 " * 12, "😀 " * 30, "é " * 40, "ａ " * 40, "1 2 3 4 5 6 7 8 9 10 11 12"]
    assert copies(texts)[0] is None
    assert copies([*texts, *texts])[5:][4] is not None


def test_copies_are_told_wherever_a_generation_ends(monkeypatch):
    """A part is cut where the recent wordings are full; a copy of the text before it is still found."""
    rng = random.Random(2)
    texts = [" ".join(rng.choices(WORDS, k=14)) + f" {'abcdefghij'[n % 10] * 9}" for n in range(60)]
    monkeypatch.setattr(alike, "MOST_REMEMBERED", 7)
    found = copies([text for text in texts for text in (text, text + " again")])
    assert [c and c.first for c in found[1::2]] == [f"id{n}" for n in range(0, 120, 2)]


@pytest.mark.parametrize("full", [False, True])
def test_older_wordings_are_known_whether_or_not_they_can_be_put_aside(full, monkeypatch):
    """A copy of a text that lies up to two generations back; without a folder for it all stays in memory."""
    put_aside = []

    def temporary():
        if full:
            raise OSError(28, "No space left on device")
        put_aside.append(io.BytesIO())
        return put_aside[-1]

    monkeypatch.setattr(alike.tempfile, "TemporaryFile", temporary)
    monkeypatch.setattr(alike, "MOST_REMEMBERED", 20)
    rng = random.Random(5)
    texts = [" ".join("".join(rng.choices("abcdefghij", k=5)) for _ in range(12)) for _ in range(70)]
    found = copies([*texts, texts[45] + " again", texts[65] + " again", texts[5] + " again"])
    assert [copy and copy.first for copy in found[70:]] == ["id45", "id65", None]
    assert len(put_aside) == (0 if full else 3)
    assert all(file.closed for file in put_aside)


def test_a_band_stays_with_the_first_text_that_has_it(monkeypatch):
    """Bands that many texts share: what is found must not depend on where a part ends."""
    monkeypatch.setattr(alike, "signatures", lambda texts: crowded(texts))
    rng = random.Random(4)
    texts = [" ".join(rng.choices(WORDS, k=12)) for _ in range(300)]
    ids = [f"id{n}" for n in range(len(texts))]
    seen = SeenTexts()
    in_parts = [copy for n in range(0, 300, 7) for copy in seen.copies(texts[n : n + 7], ids[n : n + 7])]
    assert in_parts == copies(texts)
    assert any(copy and copy.near for copy in in_parts)


def crowded(texts):
    """Signatures of two kinds of places, so that strangers often meet and are sometimes alike."""
    rows = [np.random.default_rng(zlib.crc32(text.encode())) for text in texts]
    signed = np.array([row.choice(2, HASHES, p=[0.25, 0.75]) for row in rows], dtype=np.uint16).reshape(-1, HASHES)
    return signed, np.array([row.integers(0, 40, BANDS) for row in rows], dtype=np.uint32).reshape(-1, BANDS)
