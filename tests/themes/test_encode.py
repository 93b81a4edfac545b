import shutil
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.errors import ModelError, OptionError
from cxtext.themes.encode import ONNX_FILES, SHIPPED, STATIC_FILES, check_encoder, encoder_in, make_encoder


def encoder_named(name):
    if name == "accurate":
        pytest.importorskip("onnxruntime")
    return make_encoder(name)


@pytest.fixture(scope="module", params=SHIPPED)
def encoder(request):
    return encoder_named(request.param)


@pytest.fixture(scope="module")
def fast():
    return make_encoder()


class TestEveryEncoder:
    def test_meaning_is_near(self, encoder):
        texts = ["waited far too long", "the waiting time was too long", "the food was tasty"]
        wait, queue, food = encoder.encode(texts)
        assert wait @ queue > wait @ food + 0.2

    def test_vectors_have_length_one_and_nothing_is_zero(self, encoder):
        vectors = encoder.encode(["good food", "", "  ", "good " * 5_000])
        assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 0, 0, 1], atol=1e-5)
        assert vectors.dtype == np.float32
        assert vectors.shape == (4, encoder.dims)

    def test_company_does_not_change_a_vector(self, encoder):
        texts = [f"comment number {i} about {'parking ' * (i % 7)}" for i in range(50)]
        together = encoder.encode(texts)
        assert all(np.array_equal(encoder.encode([text])[0], row) for text, row in zip(texts, together, strict=True))

    def test_a_repeated_text_has_the_same_vector(self, encoder):
        one, other, again = encoder.encode(["cold food", "warm food", "cold food"])
        assert np.array_equal(one, again)
        assert not np.array_equal(one, other)

    def test_no_texts_have_no_vectors(self, encoder):
        assert encoder.encode([]).shape == (0, encoder.dims)


def test_what_is_not_known_is_zero(fast):
    assert not fast.encode(["\u4f60\u597d"]).any()


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(max_codepoint=0x2FFF, exclude_categories=("Cs",)), max_size=60))
def test_the_way_round_the_normaliser_changes_no_vector(fast, text):
    sentence = f"the food was cold, {text} and late"
    plain, lowers = fast.encode([sentence]), fast._lowers
    try:
        fast._lowers = False
        assert np.array_equal(fast.encode([sentence]), plain)
    finally:
        fast._lowers = lowers


def test_case_and_accents_do_not_matter(fast):
    one, other = fast.encode(["Café WAS closed", "cafe was closed"])
    assert np.array_equal(one, other)


class TestFolders:
    """A user's own encoder: a model2vec folder, or a sentence model as ONNX."""

    @pytest.fixture(params=SHIPPED)
    def own(self, request, tmp_path):
        shipped = encoder_named(request.param)
        for file in shipped.files:
            shutil.copy(shipped.folder / file, tmp_path / file)
        return tmp_path

    def test_a_copy_encodes_as_what_it_was_copied_from(self, own):
        encoder = make_encoder(str(own))
        shipped = make_encoder("fast" if encoder.files == STATIC_FILES else "accurate")
        assert encoder.digest == shipped.digest
        assert np.array_equal(encoder.encode(["good food"]), shipped.encode(["good food"]))

    def test_another_folder_is_no_encoder(self, tmp_path):
        with pytest.raises(OptionError, match=r"is no encoder: it holds neither model.safetensors.* nor model.onnx"):
            check_encoder(str(tmp_path))
        with pytest.raises(ModelError, match="is no encoder"):
            encoder_in(tmp_path, name="mine")

    def test_an_unknown_name_names_the_nearest(self):
        with pytest.raises(OptionError, match=r"unknown encoder 'acurate'; did you mean 'accurate'.* no folder"):
            check_encoder("acurate")

    @pytest.mark.parametrize("files", [STATIC_FILES, ONNX_FILES])
    def test_files_that_are_no_model_are_refused(self, files, tmp_path):
        pytest.importorskip("onnxruntime")
        for file in files:
            (tmp_path / file).write_text("{}")
        with pytest.raises(ModelError, match=r"can(not)? be read"):
            make_encoder(str(tmp_path))


def test_the_accurate_encoder_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(OptionError, match=r"pip install 'cxtext\[accurate\]'"):
        check_encoder("accurate")


def test_the_shipped_files_are_what_model2vec_reads(fast):
    assert fast.files == STATIC_FILES
    assert fast.dims == 256
