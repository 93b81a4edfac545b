import dataclasses
import json

import polars as pl
import pytest

from cxtext.errors import InputError
from cxtext.insight.results import Scale
from cxtext.jobs.report import Reopened
from cxtext.jobs.summaries import summarised
from cxtext.jobs.verify import read_written, verified
from cxtext.report import write_summary


@pytest.fixture(scope="module")
def found(samples):
    return Reopened(samples.make(300), samples.CATALOGUE, "What our customers said", ())


@pytest.fixture(scope="module")
def report(found, tmp_path_factory):
    path = tmp_path_factory.mktemp("verify") / "report.json"
    write_summary(summarised(found), path)
    return path


def test_the_same_input_is_identical_whatever_the_order_of_its_rows(report, found, samples):
    done = verified(read_written(report), found)
    assert done.differences == ()
    assert done.values > 1_000
    labelled = found.labelled
    turned = type(labelled)(
        labelled.comments.reverse(), labelled.mentions.reverse(), None, labelled.rejects, "another.csv"
    )
    assert verified(read_written(report), Reopened(turned, samples.CATALOGUE, None, ())).differences == ()


def test_a_number_that_was_changed_is_named(report, found, tmp_path):
    content = json.loads(report.read_text())
    content["themes"][0]["share"]["value"] = 0.9
    forged = tmp_path / "forged.json"
    forged.write_text(json.dumps(content))
    (one,) = verified(read_written(forged), found).differences
    assert one.place == f"themes[{content['themes'][0]['id']}].share.value"
    assert one.written == 0.9
    assert one.found == pytest.approx(json.loads(report.read_text())["themes"][0]["share"]["value"])


def test_other_comments_and_other_labels_are_told_apart(report, found):
    labelled = found.labelled
    fewer = Reopened(
        type(labelled)(labelled.comments.head(250), labelled.mentions, None, labelled.rejects, labelled.origin),
        found.catalogue,
        found.title,
        (),
    )
    assert not verified(read_written(report), fewer).same_comments
    relabelled = labelled.mentions.with_columns(theme=pl.col("theme").replace("Packaging", "Boxes"))
    other = Reopened(
        type(labelled)(labelled.comments, relabelled, None, labelled.rejects, labelled.origin),
        found.catalogue,
        found.title,
        (),
    )
    done = verified(read_written(report), other)
    assert done.same_comments
    assert not done.same_labels


def test_a_report_with_other_settings_is_computed_with_them(found, tmp_path):
    path = tmp_path / "support.json"
    write_summary(summarised(found, audience="support", dedupe=True), path)
    written = read_written(path)
    assert (written.dedupe, written.owner) == (True, "Customer Support")
    assert verified(written, found).differences == ()


def test_what_is_no_report_is_refused(tmp_path):
    (tmp_path / "no.json").write_text("{}")
    with pytest.raises(InputError, match=r"no\.json is no report as JSON"):
        read_written(tmp_path / "no.json")
    (tmp_path / "old.json").write_text('{"schema": "cxtext-summary/1"}')
    with pytest.raises(InputError, match="does not say how it was made"):
        read_written(tmp_path / "old.json")


def test_a_report_with_a_scale_of_its_own_is_computed_with_it(found, tmp_path):
    path = tmp_path / "scaled.json"
    scaled = dataclasses.replace(found, scale=Scale.read("1:4"))
    write_summary(summarised(scaled), path)
    assert json.loads(path.read_text())["sections"]["provenance"]["settings"]["scale"] == "1:4"
    assert verified(read_written(path), found).differences == ()
