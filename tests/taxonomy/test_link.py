import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxtext.taxonomy.head import head_from, placed, shipped_head
from cxtext.taxonomy.link import TouchpointLinker, _best
from cxtext.taxonomy.taxonomy import load_taxonomy
from cxtext.taxonomy.weigher import Weigher
from cxtext.themes.encode import make_encoder
from cxtext.tiles import tiles


@pytest.fixture(scope="module")
def encoder():
    return make_encoder()


@pytest.fixture(scope="module")
def linker(encoder):
    return TouchpointLinker(load_taxonomy(), encoder.encode)


@pytest.fixture(scope="module")
def taught(encoder):
    taxonomy = load_taxonomy()
    return TouchpointLinker(taxonomy, encoder.encode, [placed(shipped_head(), taxonomy, own=False)])


def linked(linker, encoder, texts):
    return linker.link(encoder.encode(texts), texts, np.zeros(len(texts), dtype=bool))


@pytest.mark.parametrize("kind", ["linker", "taught"])
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
def test_clear_cases_find_their_touchpoint(request, encoder, kind, text, touchpoint):
    linker = request.getfixturevalue(kind)
    links = linked(linker, encoder, [text])
    assert linker.ids[links.touchpoint[0, 0]] == touchpoint
    assert links.probability[0, 0] > 0.7


def test_the_seed_named_belongs_to_the_touchpoint(encoder, linker):
    taxonomy = load_taxonomy()
    links = linked(linker, encoder, ["the agent hung up on me", "delivery was late again"])
    for place, seed in zip(links.touchpoint[:, 0], links.seed[:, 0], strict=True):
        assert linker.seeds[seed] in taxonomy.touchpoints[place].seeds


@pytest.mark.parametrize("text", ["thank you", "terrible company", "", "qqqq zzzz", "the cat sat on the mat"])
def test_what_names_nothing_has_no_touchpoint(encoder, taught, text):
    assert linked(taught, encoder, [text]).touchpoint[0].tolist() == [-1, -1]


def test_a_mention_of_two_things_has_two_touchpoints(encoder):
    taxonomy = load_taxonomy(["food_hospitality"])
    linker = TouchpointLinker(taxonomy, encoder.encode, [placed(shipped_head(), taxonomy, own=False)])
    links = linked(linker, encoder, ["the food was cold and the waiter was rude", "the food was cold"])
    assert {linker.ids[i] for i in links.touchpoint[0]} == {"food_drink", "staff_in_person"}
    assert links.probability[0, 1] >= linker.certainty.second
    assert [linker.ids[links.touchpoint[1, 0]], links.touchpoint[1, 1]] == ["food_drink", -1]


def test_touchpoints_are_ranked_by_score_and_named_by_their_nearest_seed(encoder, taught):
    texts = ["my parcel is late", "rude agent", "", "thank you", "the refund never came", "cannot log in"]
    ((_, tile),) = tiles(encoder.encode(texts))
    ranked, scores = taught.ranked(tile, texts), taught.scores(tile, texts)[:, :-1]
    assert np.array_equal(ranked.place, np.argsort(-scores, axis=1, kind="stable")[:, : ranked.place.shape[1]])
    for place, seed, likeness in zip(
        ranked.place.ravel(), ranked.seed.ravel(), ranked.likeness.repeat(3, 0), strict=True
    ):
        own = np.flatnonzero(taught.owner == place)
        assert seed == own[likeness[own].argmax()]


def test_of_equal_scores_the_first_is_better():
    scores = np.array([[1, 3, 3, 2, 3], [0, 0, 0, 0, 0]], dtype=np.float32)
    assert _best(scores, 4).tolist() == [[1, 2, 4, 3], [0, 1, 2, 3]]


def test_seeds_find_themselves(encoder, linker):
    taxonomy = load_taxonomy()
    own = [(i, seed) for i, t in enumerate(taxonomy.touchpoints) for seed in t.seeds]
    links = linked(linker, encoder, [seed for _, seed in own])
    assert np.mean(links.touchpoint[:, 0] == [i for i, _ in own]) > 0.9


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    texts=st.lists(st.sampled_from(["late parcel", "rude agent", "lovely shop", "", "refund"]), min_size=1, max_size=5)
)
def test_company_does_not_change_an_answer(encoder, linker, texts):
    together = linked(linker, encoder, texts)
    for i, text in enumerate(texts):
        alone = linked(linker, encoder, [text])
        for part in ("touchpoint", "probability", "seed"):
            assert np.array_equal(getattr(together, part)[i], getattr(alone, part)[0])


def test_praise_of_nothing_has_no_touchpoint(encoder, linker):
    text = "i was on hold for two hours"
    assert linker.link(encoder.encode([text]), [text], np.array([True])).touchpoint[0, 0] == -1


def test_the_shipped_head_follows_a_touchpoint_that_was_renamed():
    core, head = load_taxonomy(), shipped_head()
    renamed = tuple(
        dataclasses.replace(t, id="late_parcels", department="trust") if t.id == "delivery_time" else t
        for t in core.touchpoints
    )
    _, before = placed(head, core, own=False)
    _, after = placed(head, dataclasses.replace(core, touchpoints=renamed), own=False)
    assert np.array_equal(before, after)
    assert len(before) == len(core.touchpoints)


def test_the_shipped_head_leaves_a_touchpoint_alone_that_only_has_the_same_id():
    core, head = load_taxonomy(), shipped_head()
    seeds = ("the brakes squeal", "brake pads worn out")
    other = tuple(dataclasses.replace(t, seeds=seeds) if t.id == "delivery_time" else t for t in core.touchpoints)
    _, places = placed(head, dataclasses.replace(core, touchpoints=other), own=False)
    ids = [t.id for t in core.touchpoints]
    assert ids.index("delivery_time") not in places[:, 0]
    assert len(places) == len(ids) - 1


def test_a_head_is_read_back_as_it_was(encoder):
    head = shipped_head()
    again = head_from(head.facts(), head.arrays())
    texts = ["the parcel", "late"]
    vectors = encoder.encode(texts)
    (weighed,) = Weigher([head.terms]).weigh(texts)
    assert np.allclose(head.heard(vectors, weighed), again.heard(vectors, weighed), atol=1e-3)
    assert again.certainty.facts() == head.certainty.facts()


@pytest.mark.parametrize("part", ["of_terms", "base", "idf"])
def test_a_head_whose_parts_do_not_fit_is_refused(part):
    head = shipped_head()
    with pytest.raises(ValueError, match="do not go together"):
        head_from(head.facts(), {**head.arrays(), part: np.zeros((3, 3), dtype=np.float32)})
