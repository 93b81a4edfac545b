import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxtext.taxonomy.seeds import _WORD, words_of
from cxtext.taxonomy.terms import Terms, commonest_terms, seed_terms, terms_of
from cxtext.taxonomy.weigher import Weigher

TEXTS = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.text(alphabet="ab'’ A_9.-\x0b\x1c\x85\xa0\u2028é", max_size=20),
        st.lists(st.sampled_from(["the", "parcel", "late", "Won't", "late,"]), max_size=8).map(" ".join),
    ),
    max_size=6,
)
SEEDS = ["the parcel was late", "parcel won't arrive", "a b ab", "late late", "é ab's"]


def looked_up(terms, text):
    """The weights of a text's terms by the definition, one term after the other."""
    known = dict(zip(terms.names, terms.idf.tolist(), strict=True))
    held = {term: known[term] for term in terms_of(text) if term in known}
    length = math.sqrt(sum(weight**2 for weight in held.values()))
    return {term: weight / length for term, weight in held.items()}


@given(TEXTS)
def test_a_text_weighs_what_its_terms_weigh(texts):
    vocabularies = [seed_terms(SEEDS), commonest_terms([*SEEDS, *texts], 30)]
    for terms, weighed in zip(vocabularies, Weigher(vocabularies).weigh(texts), strict=True):
        assert weighed.shape == (len(texts), len(terms.names))
        for text, row in zip(texts, weighed, strict=True):
            found = {terms.names[i]: weight for i, weight in zip(row.indices, row.data.tolist(), strict=True)}
            assert found == pytest.approx(looked_up(terms, text))


@given(TEXTS)
def test_company_does_not_change_a_weight(texts):
    weigher = Weigher([seed_terms(SEEDS)])
    (together,) = weigher.weigh(texts)
    for i, text in enumerate(texts):
        (alone,) = weigher.weigh([text])
        assert together[i].indices.tolist() == alone.indices.tolist()
        assert together[i].data.tobytes() == alone.data.tobytes()


def test_what_is_no_word_and_no_pair_is_found_nowhere():
    terms = Terms(("", "late", "late ", "the late parcel", "x"), np.ones(5, dtype=np.float32))
    (weighed,) = Weigher([terms]).weigh(["the late parcel", "", "nothing of these"])
    assert weighed.toarray().tolist() == [[0, 1, 0, 0, 0], [0] * 5, [0] * 5]


def test_a_vocabulary_may_be_empty():
    (weighed,) = Weigher([Terms((), np.zeros(0, dtype=np.float32))]).weigh(["late"])
    assert weighed.shape == (1, 0)


@given(st.one_of(st.text(), st.text(alphabet=st.characters(max_codepoint=127))))
def test_plain_text_is_read_as_any_other(text):
    assert words_of(text) == _WORD.findall(text.lower().replace("’", "'"))
