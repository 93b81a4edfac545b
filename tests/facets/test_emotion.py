import numpy as np
import orjson
import pytest

from cxtext import Pipeline, Settings
from cxtext.errors import ModelError
from cxtext.facets.emotion import EmotionModel, emotion_model, terms
from cxtext.shipped import shipped_model
from cxtext.themes.encode import make_encoder

TEXTS = ["I am terrified of flying", "Thank you so much, I love it", "The lamp is green", "", "!!! ???"]


@pytest.fixture(scope="module")
def vectors():
    return make_encoder(emotion_model().encoder).encode(TEXTS)


def test_probabilities_of_a_text_hang_on_no_other(vectors):
    together = emotion_model().probabilities(TEXTS, vectors)
    assert ((together > 0) & (together < 1)).all()
    for i, text in enumerate(TEXTS):
        assert np.array_equal(emotion_model().probabilities([text], vectors[i : i + 1])[0], together[i])


def test_what_is_felt_is_shown_by_its_strongest_words(vectors):
    felt = emotion_model().feel(TEXTS, vectors)
    assert [[f.emotion for f in own] for own in felt] == [["worry"], ["gratitude", "joy"], [], [], []]
    assert "terrified" in TEXTS[0][felt[0][0].start : felt[0][0].end]
    assert "Thank" in TEXTS[1][felt[1][0].start : felt[1][0].end]


def test_terms_are_words_and_pairs_with_their_places():
    assert terms("So SAD!!!") == [("so", 0, 2), ("sad", 3, 6), ("!!", 6, 9), ("so sad", 0, 6), ("sad !!", 3, 9)]


def test_a_folder_without_the_model_is_named(tmp_path):
    with pytest.raises(ModelError, match="holds no model of emotions"):
        EmotionModel(tmp_path)


def test_the_model_is_off_until_it_is_asked_for(tmp_path):
    path = tmp_path / "facets.yaml"
    path.write_text("schema: cxtext-facets/1\non: [emotion:learnt]\n")
    text = "This toaster is so horrible, what a nightmare of fear"
    plain = Pipeline().label([text]).mentions.row(0, named=True)
    learnt = Pipeline(Settings(facets=str(path))).label([text]).mentions.row(0, named=True)
    assert "emotion:worry" not in plain["facets"]
    assert set(plain["facets"]) < set(learnt["facets"])
    assert all(words in text for words in learnt["facet_evidence"])


def test_the_shipped_model_was_fitted_to_the_vectors_that_it_reads():
    facts = orjson.loads((shipped_model("facets") / "model.json").read_bytes())
    assert facts["encoder_digest"] == make_encoder(facts["encoder"]).digest, "rebuild models/facets by its recipe"
