import json

import numpy as np
import pytest

from cxtext.bundle import FORMAT, load_bundle, new_folder, save_bundle
from cxtext.errors import ModelError, OutputError


@pytest.fixture
def model(tmp_path):
    folder = tmp_path / "model"
    save_bundle(
        folder,
        model={"name": "Müller", "values": [1, 2]},
        arrays={"centres": np.arange(6, dtype=np.float32).reshape(2, 3)},
        card="# Card\n",
        files={"encoder/x.bin": b"\0\1"},
        versions={"cxtext": "0"},
    )
    return folder


def test_what_was_saved_comes_back(model):
    bundle = load_bundle(model)
    assert bundle.model == {"name": "Müller", "values": [1, 2]}
    assert bundle.arrays["centres"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert (model / "encoder" / "x.bin").read_bytes() == b"\0\1"


def test_saving_again_gives_the_same_bytes(model, tmp_path):
    bundle = load_bundle(model)
    again = tmp_path / "again"
    save_bundle(
        again,
        model=bundle.model,
        arrays=bundle.arrays,
        card="# Card\n",
        files={"encoder/x.bin": b"\0\1"},
        versions={"cxtext": "0"},
    )
    names = [p.relative_to(model) for p in model.rglob("*") if p.is_file()]
    assert len(names) == 5
    assert all((model / n).read_bytes() == (again / n).read_bytes() for n in names)


@pytest.mark.parametrize("name", ["model.json", "arrays.safetensors", "MODEL_CARD.md", "encoder/x.bin"])
def test_a_changed_byte_is_noticed(model, name):
    data = bytearray((model / name).read_bytes())
    data[-1] ^= 1
    (model / name).write_bytes(bytes(data))
    with pytest.raises(ModelError, match=f"is damaged: {name} is not what was saved"):
        load_bundle(model)


def test_a_missing_file_is_noticed(model):
    (model / "arrays.safetensors").unlink()
    with pytest.raises(ModelError, match=r"arrays.safetensors is missing"):
        load_bundle(model)


def test_a_newer_format_is_refused(model):
    manifest = json.loads((model / "manifest.json").read_text())
    manifest["format"] = FORMAT + 1
    (model / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ModelError, match=f"has model format {FORMAT + 1}, this cxtext reads up to {FORMAT}; upgrade"):
        load_bundle(model)


def test_an_older_format_is_refused(model):
    manifest = json.loads((model / "manifest.json").read_text())
    manifest["format"] = FORMAT - 1
    (model / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ModelError, match=f"has model format {FORMAT - 1}, this cxtext reads only {FORMAT}; train it"):
        load_bundle(model)


@pytest.mark.parametrize("content", ["", "[]", '{"format": 1}', '{"format": "x", "kind": "y", "files": {}}'])
def test_another_manifest_is_no_model(tmp_path, content):
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(ModelError, match="is no cxtext model"):
        load_bundle(tmp_path)


def test_no_folder_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"no model folder at .*nowhere"):
        load_bundle(tmp_path / "nowhere")


def test_a_manifest_that_points_outside_is_refused(model):
    manifest = json.loads((model / "manifest.json").read_text())
    manifest["files"]["../secret"] = {"sha256": "", "bytes": 0}
    (model / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ModelError, match="lies outside it"):
        load_bundle(model)


def _fail_halfway(folder):
    with new_folder(folder) as draft:
        (draft / "x").write_text("half")
        raise RuntimeError("halfway")


def test_a_failure_leaves_the_old_folder_and_no_draft(model, tmp_path):
    before = sorted(p.name for p in tmp_path.iterdir())
    with pytest.raises(RuntimeError, match="halfway"):
        _fail_halfway(model)
    assert sorted(p.name for p in tmp_path.iterdir()) == before
    assert load_bundle(model).model["name"] == "Müller"


def test_what_cxtext_did_not_write_is_not_replaced(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_text("years of work")
    with pytest.raises(OutputError, match="holds something that cxtext did not write"):
        _fail_halfway(tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.docx").exists()
