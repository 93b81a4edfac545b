import numpy as np
import pytest

from cxtext.taxonomy.link import TouchpointLinker
from cxtext.taxonomy.taxonomy import load_taxonomy
from cxtext.themes.encode import make_encoder


@pytest.fixture(scope="module")
def encoder():
    return make_encoder()


@pytest.fixture(scope="module")
def linker(encoder):
    return TouchpointLinker(load_taxonomy(), encoder.encode)


def linked(linker, vectors):
    return linker.link(vectors, np.zeros(len(vectors), dtype=bool))


@pytest.mark.parametrize(
    ("text", "touchpoint"),
    [
        ("i was on hold for two hours before anyone answered", "contact_wait"),
        ("my parcel still has not arrived after three weeks", "delivery_time"),
        ("still waiting for my refund", "refund_status"),
        ("the app crashes every time i open it", "mobile_app"),
        ("they charged my card twice", "charges_invoice"),
    ],
)
def test_clear_cases_find_their_touchpoint(encoder, linker, text, touchpoint):
    links = linked(linker, encoder.encode([text]))
    assert linker.ids[links.touchpoint[0]] == touchpoint


def test_the_seed_named_belongs_to_the_touchpoint(encoder, linker):
    taxonomy = load_taxonomy()
    links = linked(linker, encoder.encode(["the agent hung up on me", "delivery was late again"]))
    for place, seed in zip(links.touchpoint, links.seed, strict=True):
        assert linker.seeds[seed] in taxonomy.touchpoints[place].seeds


@pytest.mark.parametrize("text", ["thank you", "terrible company", ""])
def test_what_names_nothing_has_no_touchpoint(encoder, linker, text):
    assert linked(linker, encoder.encode([text])).touchpoint[0] == -1


def test_seeds_find_themselves(encoder, linker):
    taxonomy = load_taxonomy()
    own = [(i, seed) for i, t in enumerate(taxonomy.touchpoints) for seed in t.seeds]
    links = linked(linker, encoder.encode([seed for _, seed in own]))
    assert np.mean(links.touchpoint == [i for i, _ in own]) > 0.8


def test_company_does_not_change_an_answer(encoder, linker):
    vectors = encoder.encode(["the agent hung up on me", "delivery was late again", "lovely shop"])
    together, alone = linked(linker, vectors), linked(linker, vectors[1:2])
    assert together.touchpoint[1] == alone.touchpoint[0]
    assert together.seed[1] == alone.seed[0]


def test_praise_of_nothing_has_no_touchpoint(encoder, linker):
    vectors = encoder.encode(["i was on hold for two hours"])
    assert linker.link(vectors, np.array([True])).touchpoint[0] == -1
