"""`--facets`, and the columns of facets, as a user meets them."""

import polars as pl
import pytest
from joblib.externals.loky import get_reusable_executor

from cxtext import Pipeline
from cxtext.cli import main
from cxtext.jobs.report import read_labelled

FACETS = "schema: cxtext-facets/1\ncompetitors: [Globex]\noff: [channel]\n"
TEXTS = [
    "I called four times. The staff were lovely and easy to reach.",
    "I will never order from you again, Globex is better.",
    "Thank you!",
    "The lamp is green.",
]


@pytest.fixture
def dump(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "facets.yaml").write_text(FACETS)
    pl.DataFrame({"review": [f"{text} (item {i})" for i, text in enumerate(TEXTS * 8)]}).write_csv("reviews.csv")
    return tmp_path


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as end:
        main(list(arguments))
    said = capsys.readouterr()
    return end.value.code, said.out, said.err


def test_comments_have_the_facets_of_their_mentions_with_the_words(dump, capsys):
    code, _, _ = run(capsys, "label", "reviews.csv", "-o", "out.parquet", "--mentions", "mentions.parquet")
    assert code == 0
    comments, mentions = pl.read_parquet("out.parquet"), pl.read_parquet("mentions.parquet")
    assert {"effort:hard", "effort:easy", "channel:phone"} <= set(comments["cx_facets"][0])
    assert "loyalty:churn_risk" in comments["cx_facets"][1]
    assert comments["cx_facets"][3].to_list() == []
    of_mentions = mentions.group_by("comment_id").agg(pl.col("facets").explode().drop_nulls().unique())
    both = comments.join(of_mentions, left_on="cx_id", right_on="comment_id")
    assert all(set(own) == set(said) for own, said in both.select("cx_facets", "facets").iter_rows())
    for text, facets, words in mentions.select("text", "facets", "facet_evidence").iter_rows():
        assert len(facets) == len(words)
        assert all(word and word in text for word in words)


@pytest.fixture
def fresh_workers():
    """Workers that start in the folder of the test, and are gone after it: joblib would use them again elsewhere."""
    get_reusable_executor().shutdown(wait=True)
    yield
    get_reusable_executor().shutdown(wait=True)


@pytest.mark.usefixtures("fresh_workers")
def test_ones_own_file_is_obeyed_by_one_and_two_workers(dump, capsys):
    arguments = ["label", "reviews.csv", "--facets", "facets.yaml"]
    for output, workers in (("one.csv", "1"), ("two.csv", "2")):
        code, _, said = run(capsys, *arguments, "-o", output, "--workers", workers)
        assert code == 0, said
    assert (dump / "one.csv").read_bytes() == (dump / "two.csv").read_bytes()
    facets = pl.read_csv("one.csv")["cx_facets"].to_list()
    assert "competitor:Globex" in facets[1]
    assert not any("channel" in own for own in facets if own)


def test_output_of_a_cxtext_without_facets_is_reported(dump, capsys):
    assert run(capsys, "label", "reviews.csv", "-o", "out.csv")[0] == 0
    pl.read_csv("out.csv").drop("cx_facets").write_csv("old.csv")
    back = read_labelled(dump / "old.csv")
    assert back.comments["facets"].to_list() == [None] * 32, "what was not looked for is unknown"
    assert run(capsys, "report", "old.csv", "-o", "report.html")[0] == 0
    assert read_labelled(dump / "out.csv").comments["facets"][0].to_list()


def test_explain_shows_the_words(dump, capsys):
    _, said, _ = run(capsys, "explain", "I will never order from Globex again.", "--facets", "facets.yaml")
    assert "facet       loyalty:churn_risk: “never order from Globex again”" in said
    assert "facet       competitor:Globex: “Globex”" in said


def test_a_saved_model_keeps_its_file_until_it_gets_another(dump, capsys):
    (dump / "other.yaml").write_text("schema: cxtext-facets/1\ncompetitors: [Initech]\n")
    assert run(capsys, "train", "reviews.csv", "-o", "model", "--facets", "facets.yaml")[0] == 0
    (dump / "facets.yaml").unlink()
    assert "competitor:Globex" in Pipeline.load("model").label(["Globex is better"]).comments["facets"][0]
    said = run(capsys, "explain", "Globex and Initech", "--model", "model", "--facets", "other.yaml")[1]
    assert "competitor:Initech" in said
    assert "competitor:Globex" not in said


def test_facets_do_not_hang_on_the_comments_beside_them(nhs):
    feedback = nhs.comments["text"].head(300).to_list()
    whole = Pipeline().label(feedback).comments["facets"].to_list()
    halves = [Pipeline().label(part).comments["facets"].to_list() for part in (feedback[:7], feedback[7:])]
    assert [*halves[0], *halves[1]] == whole


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("nothere.yaml", "cannot read file of facets 'nothere.yaml'"),
        ("reviews.csv", "a file of facets is a mapping that begins with 'schema:'"),
        ("bad.yaml", "bad.yaml, line 2: unknown key 'competitor'; did you mean 'competitors'"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line_before_any_work(dump, capsys, file, message):
    (dump / "bad.yaml").write_text("schema: cxtext-facets/1\ncompetitor: [A]\n")
    code, _, said = run(capsys, "label", "reviews.csv", "-o", "out.csv", "--facets", file)
    assert code == 2
    assert message in said
    assert not (dump / "out.csv").exists()
