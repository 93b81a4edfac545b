import numpy as np
import pytest

from cxtext.errors import ModelError
from cxtext.shipped import shipped_model
from cxtext.themes.encode import Encoder


@pytest.fixture(scope="module")
def encoder():
    return Encoder(shipped_model("encoder"))


def test_meaning_is_near(encoder):
    wait, queue, food = encoder.encode(["waited far too long", "the waiting time was too long", "the food was tasty"])
    assert wait @ queue > wait @ food + 0.2


def test_vectors_have_length_one_and_nothing_known_is_zero(encoder):
    vectors = encoder.encode(["good food", "", "good " * 5_000])
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 0, 1], atol=1e-5)
    assert vectors.dtype == np.float32


def test_company_does_not_change_a_vector(encoder):
    texts = [f"comment number {i} about parking" for i in range(50)]
    assert np.array_equal(encoder.encode(texts)[7:8], encoder.encode(texts[7:8]))


def test_the_shipped_files_are_what_model2vec_reads(encoder):
    assert (encoder.folder / "config.json").is_file()
    assert encoder.dims == 256


def test_another_folder_is_no_encoder(tmp_path):
    with pytest.raises(ModelError, match=r"is no encoder: model.safetensors, tokenizer.json, config.json not found"):
        Encoder(tmp_path)
