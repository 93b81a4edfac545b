"""The hash of a model tells what labels, whatever people have said of the labels since."""

import json

import pytest

from cxtext.bundle import CARD, MANIFEST, MODEL, labelling_digest
from cxtext.errors import ModelError
from cxtext.pipeline import Pipeline
from cxtext.pipeline.audits import KEPT_AUDITS

SAID = ("The parcel came {n} days late.", "I love page {n} of the app.", "The invoice {n} shows another tax.")


def digest(folder):
    return labelling_digest(folder, beside=(KEPT_AUDITS,))


@pytest.fixture
def model(tmp_path):
    Pipeline().fit([text.format(n=n) for n in range(10, 40) for text in SAID]).save(tmp_path / "model")
    return tmp_path / "model"


def rewrite(model, **parts):
    content = json.loads((model / MODEL).read_text()) | parts
    (model / MODEL).write_text(json.dumps(content))


def test_what_people_said_of_the_labels_is_beside(model):
    before = digest(model)
    rewrite(model, **{KEPT_AUDITS: {"last": {"comments": 1}}})
    (model / CARD).write_text("# Another card")
    assert digest(model) == before


def test_whatever_labels_changes_it(model):
    content = json.loads((model / MODEL).read_text())
    manifest = json.loads((model / MANIFEST).read_text())
    seen = {digest(model)}
    for part in content:
        rewrite(model, **{part: "something else"})
        seen.add(digest(model))
        rewrite(model, **content)
    for name in manifest["files"].keys() - {CARD, MODEL}:
        entry = {**manifest["files"][name], "sha256": "0" * 64}
        (model / MANIFEST).write_text(json.dumps({**manifest, "files": {**manifest["files"], name: entry}}))
        seen.add(digest(model))
    assert len(seen) == 1 + len(content) + len(manifest["files"]) - 2


def test_a_folder_that_is_no_model_is_refused(tmp_path):
    with pytest.raises(ModelError, match="no model folder at"):
        digest(tmp_path / "gone")
