import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cxtext.first_holders import NOBODY, FirstHolders

KEYS = st.integers(0, 60)


@given(st.lists(st.lists(KEYS, max_size=20), max_size=12), st.lists(KEYS, max_size=30))
def test_finds_what_a_dictionary_would(batches, sought):
    holders, known = FirstHolders(), {}
    for number, batch in enumerate(batches):
        new = [key for key in dict.fromkeys(batch) if key not in known]
        known |= dict.fromkeys(new, number)
        holders.add(np.array(new, dtype=np.uint64), np.full(len(new), number, dtype=np.int32))
    found = holders.find(np.array(sought, dtype=np.uint64))
    assert found.tolist() == [known.get(key, NOBODY) for key in sought]


def test_many_small_batches_make_few_runs():
    holders = FirstHolders()
    for start in range(1_000):
        holders.add(np.array([start], dtype=np.uint64), np.array([start], dtype=np.int32))
    assert len(holders._runs) <= 10
    assert holders.find(np.arange(1_000, dtype=np.uint64)).tolist() == list(range(1_000))
