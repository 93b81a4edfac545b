import json

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from cxtext.codes.calibrate import calibrate
from cxtext.codes.codebook import codebook_from
from cxtext.codes.curve import measure
from cxtext.codes.learn import Coded, Unlabelled, in_order, learn_codebook, names_of
from cxtext.codes.quality import quality_from
from cxtext.codes.reasons import reasons
from cxtext.codes.ridge import fit_ridge
from tests.codes.conftest import NAMES, coded, comments, vectors_of


@pytest.mark.parametrize("shape", [(12, 30), (40, 6)], ids=["dual", "primal"])
def test_left_out_scores_are_those_of_a_fit_without_the_row(shape):
    random = np.random.default_rng(0)
    inputs, targets = random.normal(size=shape), random.integers(0, 2, (shape[0], 3)).astype(float)
    share = random.uniform(0.5, 3, shape[0])
    fit = fit_ridge(csr_matrix(inputs), targets, share, 2.0)
    for i in range(shape[0]):
        rest = np.arange(shape[0]) != i
        without = fit_ridge(csr_matrix(inputs[rest]), targets[rest], share[rest], 2.0)
        assert np.allclose(inputs[i] @ without.weights[:-1] + without.weights[-1], fit.left_out[i], atol=1e-4)


@pytest.mark.parametrize("shape", [(12, 30), (40, 6)], ids=["dual", "primal"])
def test_rows_that_are_the_same_may_be_solved_for_as_one(shape):
    random = np.random.default_rng(1)
    inputs = np.repeat(random.normal(size=shape), 2, axis=0)
    targets, share = random.integers(0, 2, (len(inputs), 3)).astype(float), random.uniform(0.5, 3, len(inputs))
    fits = [fit_ridge(csr_matrix(inputs), targets, share, 2.0, same) for same in (None, np.arange(len(inputs)) // 2)]
    assert np.allclose(fits[0].weights, fits[1].weights, atol=1e-4)
    assert np.allclose(fits[0].left_out, fits[1].left_out, atol=1e-4)


def test_codes_are_learnt(several):
    codebook = learn_codebook(coded(200, several=several), NAMES, column="code")
    texts, vectors, given = comments(200, seed=1, several=several)
    probabilities, found = codebook.label(texts, vectors)
    assert (found == given).all(axis=1).mean() > 0.9
    assert codebook.calibration.exclusive is not several
    assert ((probabilities >= 0) & (probabilities <= 1)).all()
    if not several:
        assert (found.sum(axis=1) == 1).all()
        assert np.allclose(probabilities.sum(axis=1), 1)


def test_codes_at_random_are_not_learnt():
    case = coded(300)
    shuffled = np.random.default_rng(0).permutation(case.given)
    quality = measure(Coded(case.texts, case.masked, case.vectors, shuffled), NAMES, seed=0)
    assert quality.exact < 0.4


def test_probabilities_mean_what_they_say():
    random = np.random.default_rng(0)
    scores = random.normal(size=(4000, 3))
    given = random.uniform(size=scores.shape) < 1 / (1 + np.exp(-(3 * scores - 1)))
    found = calibrate(scores, given).probabilities(scores)
    for low in np.arange(0.1, 0.9, 0.2):
        inside = (found >= low) & (found < low + 0.2)
        assert given[inside].mean() == pytest.approx(found[inside].mean(), abs=0.04)


def test_a_text_without_anything_known_gets_no_code(several):
    codebook = learn_codebook(coded(100, several=several), NAMES, column="code")
    assert not codebook.label(["zzzz qqqq", ""], np.zeros((2, 3), np.float32))[1].any()


def test_the_order_of_the_comments_changes_nothing(several):
    texts, vectors, given = comments(80, several=several)
    order = np.random.default_rng(1).permutation(80)
    one = in_order(Coded(texts, texts, vectors, given))
    other = in_order(Coded([texts[i] for i in order], [texts[i] for i in order], vectors[order], given[order]))
    books = [learn_codebook(case, NAMES, column="code") for case in (one, other)]
    assert all(
        np.array_equal(a, b) for a, b in zip(books[0].arrays().values(), books[1].arrays().values(), strict=True)
    )
    assert measure(one, NAMES, seed=0) == measure(other, NAMES, seed=0)


def test_a_name_alone_teaches_a_code():
    case = coded(60, several=False)
    rest = case.part(np.flatnonzero(~case.given[:, 0]))
    codebook = learn_codebook(rest, NAMES, column="code")
    probabilities, _ = codebook.label(["the price"], np.zeros((1, 3), np.float32))
    assert probabilities.argmax() == 0


def mostly_about_price(n):
    texts, _, given = comments(3 * n, seed=5, several=False)
    kept = [t for t, codes in zip(texts, given, strict=True) if codes[0]] + texts[: n // 10]
    return Unlabelled(kept, vectors_of(kept))


def test_unlabelled_comments_say_how_common_a_code_is():
    case, others = coded(60, several=False), mostly_about_price(200)
    unsure = ["expensive queue", "bill delay", "the"]
    alone, beside = (
        learn_codebook(case, NAMES, column="code", others=unlabelled).label(unsure, vectors_of(unsure))[0][:, 0]
        for unlabelled in (None, others)
    )
    assert (beside > alone).all()


def test_codes_beside_which_others_may_stand_are_learnt_from_labels_alone():
    case = coded(60, several=True)
    books = [learn_codebook(case, NAMES, column="code", others=others) for others in (None, mostly_about_price(50))]
    assert np.array_equal(books[0].of_terms, books[1].of_terms)


def test_a_name_without_letters_says_nothing():
    names = names_of(("7", "late_fees"), str.lower, lambda views: np.array([[bool(v), 0] for v in views], np.float32))
    assert names.views == ["", "late fees"]


def test_a_codebook_survives_a_round_trip(several):
    case = coded(120, several=several)
    codebook = learn_codebook(case, NAMES, column="code")
    again = codebook_from(json.loads(json.dumps(codebook.facts())), codebook.arrays())
    texts, vectors, _ = comments(50, seed=2)
    for a, b in zip(codebook.label(texts, vectors), again.label(texts, vectors), strict=True):
        assert np.allclose(a, b, atol=1e-6)
    quality = measure(case, NAMES, seed=0)
    assert quality_from(json.loads(json.dumps(quality.facts()))) == quality


@pytest.mark.parametrize("name", ["base", "of_terms", "idf", "example_vectors"])
def test_parts_that_do_not_go_together_are_refused(name):
    codebook = learn_codebook(coded(60), NAMES, column="code")
    arrays = codebook.arrays()
    with pytest.raises(ValueError, match="another shape"):
        codebook_from(codebook.facts(), {**arrays, name: arrays[name][:-1]})
    broken = arrays[name].copy()
    broken.flat[0] = np.nan
    with pytest.raises(ValueError, match="not finite"):
        codebook_from(codebook.facts(), {**arrays, name: broken})


def test_the_curve_rises_and_its_intervals_hold_the_points():
    quality = measure(coded(400), NAMES, seed=0)
    assert [point.labels for point in quality.curve] == sorted(point.labels for point in quality.curve)
    assert all(point.low <= point.f1 <= point.high for point in quality.curve)
    assert quality.curve[-1].f1 >= quality.curve[0].f1 - 0.02
    assert quality.curve[-1].f1 > 0.9
    if quality.gain:
        assert quality.gain[1] <= quality.gain[0] <= quality.gain[2]


def test_few_labels_leave_nothing_to_hold_out():
    assert measure(coded(30), NAMES, seed=0) is None


def test_reasons_sum_to_the_score(several):
    codebook = learn_codebook(coded(150, several=several), NAMES, column="code")
    text = "expensive fee and the nurse was rude"
    vector = vectors_of([text])
    found = reasons(codebook, text, vector)
    scores = dict(zip(codebook.names, codebook.scores([text], vector)[0], strict=True))
    for reason in found:
        assert reason.words + reason.meaning + reason.base == pytest.approx(reason.score)
        assert reason.score == pytest.approx(scores[reason.code], abs=1e-5)
    assert found[0].given
    assert any(term.text in ("expensive", "fee", "nurse", "rude") for term in found[0].terms)
    assert found[0].example is not None
