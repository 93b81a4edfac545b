"""A small world: each code has words of its own, and the vectors say nothing but that."""

import numpy as np
import pytest

from cxtext.codes.learn import Coded, Names, in_order

WORDS = {
    "price": "expensive cheap cost fee money bill".split(),
    "wait": "queue late slow hours delay minutes".split(),
    "staff": "kind rude nurse crew helpful friendly".split(),
}
FILLER = "the a was very and it they we on at".split()


def comments(n, seed=0, *, several=True):
    """Texts, vectors and codes; a vector counts the words of each code, scaled to length 1."""
    random = np.random.default_rng(seed)
    texts, given = [], []
    for _ in range(n):
        own = random.choice(3, size=random.integers(1, 3) if several else 1, replace=False)
        words = [str(random.choice(list(WORDS.values())[k])) for k in own for _ in range(2)]
        texts.append(" ".join([*words, *map(str, random.choice(FILLER, 4)), f"x{random.integers(1000)}"]))
        given.append([k in own for k in range(3)])
    return texts, vectors_of(texts), np.array(given)


def vectors_of(texts):
    counts = np.array([[sum(w in own for w in t.split()) for own in WORDS.values()] for t in texts], np.float32)
    return counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1)


NAMES = Names(tuple(WORDS), list(WORDS), np.zeros((3, 3), np.float32))


def coded(n, seed=0, *, several=True):
    texts, vectors, given = comments(n, seed, several=several)
    return in_order(Coded(texts, texts, vectors, given))


@pytest.fixture(scope="session", params=[True, False], ids=["several", "one"])
def several(request):
    return request.param
