"""A saved model and the encoder that its themes were learnt with."""

import json
import shutil
import sys

import pytest

from cxtext import Pipeline, Settings
from cxtext.bundle import load_bundle, save_bundle
from cxtext.errors import ModelError
from cxtext.shipped import shipped_model
from cxtext.themes.encode import SHIPPED, make_encoder

TEXTS = [
    f"{text} ({i})"
    for i in range(40)
    for text in ("The food was cold", "We waited an hour for the doctor", "The app crashes", "Parking is dear")
]


@pytest.fixture(scope="module", params=[*SHIPPED, "folder"])
def fitted_with(request, tmp_path_factory):
    """A small pipeline fitted with each shipped encoder and with one from a user's folder."""
    name = request.param
    if name == "accurate":
        pytest.importorskip("onnxruntime")
    if name == "folder":
        name = str(tmp_path_factory.mktemp("encoders") / "mine")
        shutil.copytree(shipped_model("encoder"), name)
    return Pipeline(Settings(packs=(), encoder=name)).fit(TEXTS)


@pytest.fixture
def model(fitted_with, tmp_path):
    fitted_with.save(tmp_path / "model")
    return tmp_path / "model"


def test_a_model_brings_its_encoder(fitted_with, model):
    loaded = Pipeline.load(model)
    assert loaded.encoder.digest == fitted_with.encoder.digest
    assert loaded.label(TEXTS).mentions.equals(fitted_with.label(TEXTS).mentions)
    card = (model / "MODEL_CARD.md").read_text(encoding="utf-8")
    recorded = json.loads((model / "model.json").read_text(encoding="utf-8"))
    assert recorded["encoder"]["sha256"] == fitted_with.encoder.digest
    assert recorded["settings"]["encoder"] == recorded["encoder"]["name"]
    assert f"encoder {recorded['encoder']['name']}," in card


def test_a_model_keeps_no_path_of_the_machine_it_was_made_on(fitted_with, model):
    folder = str(fitted_with.encoder.folder.parent)
    assert folder not in (model / "model.json").read_text(encoding="utf-8")
    assert folder not in (model / "MODEL_CARD.md").read_text(encoding="utf-8")


def test_a_loaded_model_can_be_saved_again(model, tmp_path):
    Pipeline.load(model).save(tmp_path / "again")
    assert (tmp_path / "again" / "model.json").read_bytes() == (model / "model.json").read_bytes()


def test_a_model_without_its_encoder_is_refused(model, fitted_with):
    (model / "encoder" / fitted_with.encoder.files[0]).unlink()
    with pytest.raises(ModelError, match=r"encoder/model\.(safetensors|onnx) is missing"):
        Pipeline.load(model)


def test_a_model_with_another_encoder_than_recorded_is_refused(model):
    bundle = load_bundle(model)
    found = make_encoder()
    record = {"name": "other", "sha256": "0" * 64}
    files = {f"encoder/{file}": (found.folder / file).read_bytes() for file in found.files}
    changed = {**bundle.model, "encoder": record}
    save_bundle(model, model=changed, arrays=bundle.arrays, card="", files=files, versions={})
    with pytest.raises(ModelError, match="learnt with another encoder 'other'; train it again"):
        Pipeline.load(model)


def test_an_accurate_model_where_its_package_is_missing_is_refused(tmp_path, monkeypatch):
    pytest.importorskip("onnxruntime")
    Pipeline(Settings(packs=(), encoder="accurate")).fit(TEXTS).save(tmp_path / "model")
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelError, match=r"without its encoder 'accurate': .* pip install 'cxtext\[accurate\]'"):
        Pipeline.load(tmp_path / "model")
