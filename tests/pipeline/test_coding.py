import dataclasses

import numpy as np
import polars as pl
import pytest

from cxtext import Pipeline
from cxtext.errors import InputError, ModelError, OptionError
from cxtext.pipeline import saved
from cxtext.pipeline.coding import frame_in, learn_codes
from cxtext.read import read_feedback
from cxtext.schema import COMMENT_LABELS

SAID = {
    "Price": [
        "far too expensive",
        "the fee is too high",
        "a fair price",
        "they put the price up",
        "cheap and good value",
    ],
    "Delivery": [
        "the parcel came late",
        "the courier was quick",
        "it never arrived",
        "delivery took a week",
        "shipped fast",
    ],
}
THINGS = "kettle lamp chair phone coat shoes desk radio plant mirror".split()


def rows(each=30):
    return [
        {"text": f"{SAID[code][i % 5]}, the {THINGS[i % 10]} of order {i}", "code": code, "id": f"{code}{i}"}
        for i in range(each)
        for code in SAID
    ]


@pytest.fixture(scope="module")
def feedback():
    table = pl.DataFrame([*rows(), {"text": "nice", "code": None, "id": "x"}, {"text": "", "code": "Price", "id": "y"}])
    return read_feedback(table, text="text", id="id")


@pytest.fixture(scope="module")
def coded(feedback):
    pipeline = Pipeline().fit(feedback)
    pipeline.learn_codes(feedback, "code")
    return pipeline


def test_comments_get_the_codes_of_the_frame(coded):
    found = coded.label(["Such a high fee for a phone!", "My lamp arrived late.", "", "zzz"])
    assert found.comments["codes"].to_list()[:3] == [["Price"], ["Delivery"], []]
    assert all(0 <= score <= 1 for scores in found.comments["code_scores"].to_list() for score in scores)
    lengths = found.comments.select(pl.col("codes").list.len() == pl.col("code_scores").list.len())
    assert lengths.to_series().all()


def test_a_model_without_a_codebook_adds_no_columns(feedback, tmp_path):
    pipeline = Pipeline().fit(feedback)
    assert set(COMMENT_LABELS) <= set(pipeline.label(["nice"]).comments.columns)
    assert "codes" not in pipeline.label(["nice"]).comments.columns
    pipeline.save(tmp_path / "plain")
    assert b"codebook" not in (tmp_path / "plain" / "model.json").read_bytes()
    assert "## Codes" not in (tmp_path / "plain" / "MODEL_CARD.md").read_text()
    assert pipeline.explain("nice").codes == ()


def test_saved_and_loaded_it_gives_the_same_codes(coded, tmp_path):
    coded.save(tmp_path / "model")
    again = Pipeline.load(tmp_path / "model")
    texts = ["the fee was high but it arrived early", "the courier", "good", "late late late"]
    assert again.label(texts).comments.equals(coded.label(texts).comments)
    assert again.codebook.quality == coded.codebook.quality
    card = (tmp_path / "model" / "MODEL_CARD.md").read_text()
    assert "## Codes" in card
    assert "| Delivery | 30 |" in card


def test_one_at_a_time_or_all_at_once_is_the_same(coded):
    texts = [row["text"] for row in rows(8)]
    together = coded.label(texts).comments.select("codes", "code_scores").rows()
    assert [coded.label([text]).comments.select("codes", "code_scores").row(0) for text in texts] == together


def test_a_damaged_codebook_is_a_model_error(coded, tmp_path, monkeypatch):
    broken = dataclasses.replace(coded.codebook, base=np.full(2, np.nan, np.float32))
    parts = saved.Parts(coded.settings, coded.taxonomy, coded.themes, coded.encoder, (), codebook=broken)
    saved.save(tmp_path / "model", parts)
    with pytest.raises(ModelError, match="base has another shape or type, or values that are not finite"):
        Pipeline.load(tmp_path / "model")


def test_an_explanation_names_words_and_an_example(coded):
    given, *_, other = coded.explain("the fee is far too high").codes
    assert (given.code, given.given, other.code, other.given) == ("Price", True, "Delivery", False)
    assert "fee" in [term.text for term in given.terms]
    assert given.example in [row["text"] for row in rows()]


def test_stock_answers_are_coded_as_people_code_them():
    table = pl.DataFrame([*rows(10), *({"text": "Nothing", "code": "None said", "id": f"n{i}"} for i in range(10))])
    feedback = read_feedback(table, text="text", id="id")
    pipeline = Pipeline().fit(feedback)
    pipeline.learn_codes(feedback, "code")
    assert pipeline.label(["Nothing"]).comments["codes"].to_list() == [["None said"]]


def test_comments_without_a_label_teach_in_any_order():
    said = [*rows(20), *({**row, "code": None, "id": f"u{row['id']}"} for row in rows(40)[40:])]
    books = []
    for order in (range(len(said)), np.random.default_rng(0).permutation(len(said))):
        feedback = read_feedback(pl.DataFrame([said[i] for i in order]), text="text", id="id")
        books.append(learn_codes(feedback, "code", Pipeline().reader))
    arrays = [book.arrays() for book in books]
    assert all(np.array_equal(arrays[0][name], arrays[1][name]) for name in arrays[0])
    labelled = read_feedback(pl.DataFrame([row for row in said if row["code"]]), text="text", id="id")
    assert not np.array_equal(learn_codes(labelled, "code", Pipeline().reader).base, books[0].base)


def test_suggestions_leave_out_what_is_labelled(coded, feedback):
    table = coded.suggest(feedback, 5, labels="code")
    assert table["id"].to_list() == ["x"]
    found = coded.suggest(feedback, 7)
    assert len(found) == 7 == found["id"].n_unique()
    assert found["label"].is_null().all()
    assert found["uncertainty"].is_between(0, 1).all()
    assert found["codes"].list.len().min() >= 1


def test_suggestions_without_a_codebook_show_what_there_is(feedback):
    found = Pipeline().suggest(feedback, 6)
    assert len(found) == 6
    assert found["uncertainty"].is_null().all()
    heard = found["text"].str.contains("|".join(["fee", "price", "expensive", "cheap"])).sum()
    assert 0 < heard < 6


@pytest.mark.parametrize(
    ("column", "error", "said"),
    [
        ("cod", OptionError, "--labels: unknown column 'cod'; did you mean 'code'"),
        ("text", OptionError, "--labels 'text' is the column of the text"),
        ("id", InputError, "free text or an id, not codes"),
    ],
)
def test_a_wrong_column_is_refused(feedback, column, error, said):
    with pytest.raises(error, match=said):
        frame_in(feedback, column)


def test_too_few_labelled_comments_with_text_are_refused(coded):
    table = pl.DataFrame({"text": [*["", "  "] * 10, "late", "cheap"], "code": ["a", "b"] * 11})
    with pytest.raises(InputError, match="labels 2 comments that hold text"):
        coded.learn_codes(read_feedback(table, text="text"), "code")
