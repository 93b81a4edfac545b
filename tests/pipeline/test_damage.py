"""A damaged model is one line that names the file and the way out, also where its hashes were made anew."""

import hashlib
import json
import random
import shutil

import pytest

from cxtext import Pipeline, Settings
from cxtext.errors import ModelError

TEXTS = ["The food was cold.", "Lovely staff but a long wait.", "The app crashes all the time.", "My parcel came late."]


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("damage") / "model"
    pipeline = Pipeline(Settings(packs=(), themes=3)).fit([f"{text} No {i}" for i in range(4) for text in TEXTS])
    pipeline.save(folder)
    return folder


@pytest.fixture
def model(sound, tmp_path):
    return shutil.copytree(sound, tmp_path / "model")


def hashed_anew(folder):
    manifest = json.loads((folder / "manifest.json").read_bytes())
    for name, entry in manifest["files"].items():
        content = (folder / name).read_bytes()
        entry.update(sha256=hashlib.sha256(content).hexdigest(), bytes=len(content))
    (folder / "manifest.json").write_text(json.dumps(manifest))


def changed(folder, name, change):
    content = json.loads((folder / name).read_bytes())
    change(content)
    (folder / name).write_text(json.dumps(content))


def cut(folder, name, size):
    (folder / name).write_bytes((folder / name).read_bytes()[:size])


DAMAGE = {
    "arrays cut": (lambda m: cut(m, "arrays.safetensors", 300), "arrays.safetensors cannot be read"),
    "arrays empty": (lambda m: cut(m, "arrays.safetensors", 0), "arrays.safetensors cannot be read"),
    "no centres": (
        lambda m: (m / "arrays.safetensors").write_bytes(b"\x02" + b"\0" * 7 + b"{}"),
        "model.json does not hold what a model needs .*centres",
    ),
    "JSON cut": (lambda m: cut(m, "model.json", 1_000), "model.json is not JSON"),
    "JSON of another kind": (lambda m: (m / "model.json").write_text("[]"), "model.json holds no model"),
    "no themes": (lambda m: changed(m, "model.json", lambda c: c.pop("themes")), "model.json does not hold.*themes"),
    "a theme without a name": (
        lambda m: changed(m, "model.json", lambda c: c["themes"][0].update(name=None)),
        "None is not a text",
    ),
    "an unknown setting": (
        lambda m: changed(m, "model.json", lambda c: c["settings"].update(colour="red")),
        "unknown setting 'colour'",
    ),
    "a broken taxonomy": (
        lambda m: changed(m, "model.json", lambda c: c["taxonomy"]["touchpoints"][0].update(stages=["nowhere"])),
        "unknown stage 'nowhere'",
    ),
    "a centre without a theme": (
        lambda m: changed(m, "model.json", lambda c: c["of_subcentre"].__setitem__(0, [99, -1])),
        "subcentres without a theme in the identity",
    ),
    "another golden label": (
        lambda m: changed(m, "model.json", lambda c: c["golden"][0].update(sentiment="mixed", themes=["x"])),
        "no longer answers as it did when it was saved.*train it again",
    ),
    "tokenizer cut": (lambda m: cut(m, "encoder/tokenizer.json", 9_000), "encoder/tokenizer.json cannot be read"),
    "tokenizer of another table": (
        lambda m: changed(m, "encoder/tokenizer.json", lambda c: c["model"]["vocab"].update(zzzz=10**6)),
        "encoder/tokenizer.json cannot be read .*a token 1000000",
    ),
    "table cut": (lambda m: cut(m, "encoder/model.safetensors", 70_000), "encoder/model.safetensors cannot be read"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_the_parser_says_what_is_damaged(model, name):
    damage, message = DAMAGE[name]
    damage(model)
    hashed_anew(model)
    with pytest.raises(ModelError, match=message) as caught:
        Pipeline.load(model)
    assert str(model) in str(caught.value)
    assert "train it again" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_files_and_manifest_go_together(model):
    (model / "notes.txt").write_text("mine")
    with pytest.raises(ModelError, match=r"holds notes\.txt, which its manifest does not name; remove it"):
        Pipeline.load(model)
    (model / "notes.txt").rename(model / ".notes.txt")  # hidden files are the system's
    Pipeline.load(model)
    changed(model, "manifest.json", lambda c: c["files"].pop("model.json"))
    with pytest.raises(ModelError, match=r"manifest\.json does not name model\.json; train it again"):
        Pipeline.load(model)


def test_what_is_no_model_says_what_to_do(sound, tmp_path):
    with pytest.raises(ModelError, match=r"has no manifest\.json; train it again or restore"):
        Pipeline.load(tmp_path)
    with pytest.raises(ModelError, match=r"has no manifest\.json; did you mean .*model\?"):
        Pipeline.load(sound.parent)
    with pytest.raises(ModelError, match="is a file; name the model's folder"):
        Pipeline.load(sound / "model.json")


NAMES = ("arrays.safetensors", "model.json", "encoder/tokenizer.json", "encoder/model.safetensors", "manifest.json")


@pytest.mark.parametrize("seed", range(15))
def test_random_damage_is_an_error_or_harmless(model, seed):
    rng = random.Random(seed)
    name = NAMES[seed % len(NAMES)]
    content = bytearray((model / name).read_bytes())
    if seed % 2:
        content = content[: rng.randrange(len(content))]
    else:
        for _ in range(3):
            content[rng.randrange(min(len(content), 2_000))] ^= 1 << rng.randrange(8)
    (model / name).write_bytes(content)
    if name != "manifest.json":
        hashed_anew(model)
    try:
        answer = Pipeline.load(model).label(["The queue was long, the card 1234 was declined!"])
    except ModelError as error:
        assert str(model) in str(error)  # noqa: PT017  # either is right
    else:
        assert len(answer.comments) == 1
