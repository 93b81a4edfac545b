"""Seeds, rates and new subjects as a user meets them."""

import json
import subprocess
import sys

import polars as pl
import pytest

TEXTS = ["The food was cold.", "Lovely staff but a long wait.", "The app crashes all the time.", "My parcel came late."]
SEEDS = "schema: cxtext-seeds/1\nthemes:\n  - name: The APP\n    seeds: [app]\n  - {name: Moon, seeds: [moon]}\n"


def cxtext(*arguments, cwd):
    command = [sys.executable, "-m", "cxtext", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A dump, a seeds file and a model that was trained with both."""
    folder = tmp_path_factory.mktemp("guided")
    rows = {"review": [f"{text} No {i}" for i, text in enumerate(TEXTS * 10)]}
    rows["review"][:6] = [
        f"The app on my {thing} crashes." for thing in ("phone", "tablet", "watch", "car", "TV", "PC")
    ]
    pl.DataFrame(rows).write_csv(folder / "reviews.csv")
    (folder / "seeds.yaml").write_text(SEEDS, encoding="utf-8")
    (folder / "broken.yaml").write_text(SEEDS.replace("seeds: [app]", "seds: [app]"), encoding="utf-8")
    done = cxtext("train", "reviews.csv", "-o", "m", "--seeds", "seeds.yaml", "--other-rate", "0.1", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "The APP" in done.stdout
    assert "'Moon' was wished for and is not made: 0 different mentions fit it, 5 are needed" in done.stderr
    return folder


MISTAKES = {
    "a broken seeds file": (
        ["train", "reviews.csv", "-o", "x", "--seeds", "broken.yaml"],
        "broken.yaml, line 4: theme 'The APP': unknown key 'seds'; did you mean 'seeds'?",
    ),
    "no seeds file": (["run", "reviews.csv", "--seeds", "nothere.yaml"], "cannot read seeds file 'nothere.yaml'"),
    "a rate too high": (
        ["train", "reviews.csv", "-o", "x", "--other-rate", "0.7"],
        "0.7 is not a number from 0",
    ),
    "a rate with a model": (
        ["run", "reviews.csv", "--model", "m", "--other-rate", "0.1"],
        "--other-rate does nothing here, as a run with --model learns no themes",
    ),
    "a misspelt option": (["train", "reviews.csv", "-o", "x", "--sedes", "seeds.yaml"], "--seeds"),
    "no such model": (["emerging", "reviews.csv", "--model", "nowhere"], "no model folder at nowhere"),
    "the default model": (["emerging", "reviews.csv", "--model", "default"], "has no themes of its own; train a model"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_one_line_before_any_work(folder, name):
    arguments, message = MISTAKES[name]
    done = cxtext(*arguments, cwd=folder)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (folder / "x").exists()


def test_new_subjects_are_printed_and_given_as_json(folder):
    done = cxtext("emerging", "reviews.csv", "--model", "m", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Nothing new: the 40 comments hold no grown subject" in done.stdout
    found = json.loads(cxtext("emerging", "reviews.csv", "--model", "m", "--json", cwd=folder).stdout)
    assert (found["comments"], found["alarm"], found["candidates"]) == (40, 0.05, [])
