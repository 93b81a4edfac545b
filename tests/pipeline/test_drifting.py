"""A model remembers what its training comments were like, and says when new ones are not like them any more."""

import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from cxtext.cli import main
from cxtext.errors import ModelError
from cxtext.jobs.drift import drift_file
from cxtext.pipeline import Pipeline
from cxtext.pipeline.drifting import baseline_from
from cxtext.pipeline.inputs import as_feedback

DATA = os.environ.get("CXTEXT_BENCHMARK_DATA")
SUBJECTS = ("parcel", "courier", "invoice", "refund", "app", "password", "shop", "queue")
SAYINGS = (
    "The {0} came {1} days late and nobody told me.",
    "I like the {0}, it works well on day {1}.",
    "My {0} number {1} is wrong again.",
    "After {1} calls the {0} was still not sorted out.",
)
OTHERS = ("The soup was cold at table {1}.", "Our waiter forgot the dessert, {1} times.", "Salty fish, dish {1}.")


def texts(random, n, sayings=SAYINGS):
    return [str(random.choice(sayings)).format(random.choice(SUBJECTS), random.integers(2, 90)) for _ in range(n)]


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drift") / "model"
    model = Pipeline().fit(texts(np.random.default_rng(1), 240))
    model.save(folder)
    return folder


@pytest.fixture
def files(tmp_path):
    random = np.random.default_rng(2)
    for name, sayings in (("same", SAYINGS), ("other", OTHERS)):
        pl.DataFrame({"review": texts(random, 200, sayings)}).write_csv(tmp_path / f"{name}.csv")
    return tmp_path


def drift(capsys, *arguments):
    with pytest.raises(SystemExit) as left:
        main(["audit", "drift", *map(str, arguments)])
    return left.value.code, capsys.readouterr()


def test_the_exit_code_says_whether_comments_have_changed(trained, files, capsys):
    code, said = drift(capsys, trained, files / "same.csv")
    assert code == 0
    assert "No change that chance would not bring." in said.out
    code, said = drift(capsys, trained, files / "other.csv")
    assert code == 1
    assert "Changed: new words" in said.out
    assert "adjusted for four measures" in said.out
    code, said = drift(capsys, trained, files / "other.csv", "--format", "json")
    assert code == 1
    assert '"drifted": true' in said.out
    code, said = drift(capsys, trained, files / "same.csv", "--format", "csv")
    assert said.out.splitlines()[0] == "name,training,new,distance,by_chance,p_value,drifted"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("default", "same.csv"), "the default model was not trained on comments of yours"),
        (("gone", "same.csv"), "no model folder at gone"),
        (("model", "gone.csv"), "gone.csv"),
        (("model", "same.csv", "--format", "xml"), "unknown format 'xml'"),
        (("model", "few.csv"), "holds 8 comments with content, and 50 are needed"),
    ],
)
def test_refusals(trained, files, capsys, monkeypatch, arguments, message):
    monkeypatch.chdir(files)
    (files / "model").symlink_to(trained)
    pl.read_csv("same.csv").head(8).write_csv("few.csv")
    code, said = drift(capsys, *arguments)
    assert code == 2
    assert message in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_the_order_of_comments_changes_nothing_and_no_text_is_kept(trained, files):
    model = Pipeline.load(trained)
    new = texts(np.random.default_rng(3), 120)
    assert drift_file(model, as_feedback(new)) == drift_file(model, as_feedback(new[::-1]))
    assert b"parcel" not in b"".join(array.tobytes() for array in model.baseline.arrays().values())


def test_a_model_that_was_made_before_says_so(trained):
    model = Pipeline.load(trained)
    model.baseline = baseline_from({}, 256)
    with pytest.raises(ModelError, match="was made before what new comments are compared with was kept"):
        drift_file(model, as_feedback(["The parcel came late."] * 60))


def test_what_does_not_go_together_is_refused(trained):
    arrays = Pipeline.load(trained).baseline.arrays()
    dims = arrays["baseline_vectors"].shape[1]
    for name in ("baseline_score", "baseline_comment", "baseline_vectors"):
        with pytest.raises(ValueError, match="does not go together"):
            baseline_from({**arrays, name: arrays[name][1:]}, dims)
    with pytest.raises(ValueError, match="is not finite"):
        baseline_from({**arrays, "baseline_score": arrays["baseline_score"] * np.nan}, dims)


@pytest.mark.nightly
@pytest.mark.skipif(DATA is None, reason="CXTEXT_BENCHMARK_DATA names no folder of benchmark sets")
def test_random_halves_of_real_comments_have_not_changed():
    texts = pl.read_csv(Path(DATA) / "airline.csv.gz", infer_schema_length=None)["text"].unique().sort()
    alarms = []
    for seed in range(40):
        drawn = texts.sample(1_600, shuffle=True, seed=seed).to_list()
        model = Pipeline().fit(drawn[:800])
        alarms.append(drift_file(model, as_feedback(drawn[800:])).drifted)
    assert sum(alarms) <= 5  # of 40 at 5 %: more than 5 in fewer than 2 of 100 runs
