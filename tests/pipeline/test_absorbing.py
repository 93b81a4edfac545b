"""Themes learnt from a stream, and updated night by night."""

import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext import Pipeline, Settings
from cxtext.errors import InputError, ModelError
from cxtext.jobs.train import train_stream, update_file
from cxtext.pipeline import sampling
from cxtext.pipeline.deciding import decide
from cxtext.pipeline.learnt import fingerprint_of
from cxtext.pipeline.sampling import Reservoir
from cxtext.read import open_feedback, read_feedback, read_or_open
from cxtext.schema import Feedback
from cxtext.themes.decisions import Decision

SETTINGS = Settings(packs=(), themes=6)


def stream_of(rows: pl.DataFrame, batch_rows: int):
    return open_feedback(io.BytesIO(rows.write_csv().encode()), format=".csv", text="text", batch_rows=batch_rows)


def content(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def rows(nhs):
    return nhs.rows.head(1_200)


@pytest.fixture(scope="module")
def streamed(rows, tmp_path_factory):
    """Three models of one stream, of which 400 comments are sampled: batches of 97, of 1,200, and 97 again updated."""
    folder = tmp_path_factory.mktemp("streamed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sampling.Reservoir.__init__.__kwdefaults__, "most", 400)
        for name, size in (("small", 97), ("big", 1_200)):
            done = train_stream(stream_of(rows, size), folder / name, settings=SETTINGS)
            assert done.gathered.comments == 1_200
    return folder


def test_a_stream_gives_the_same_bytes_in_batches_of_any_size(streamed):
    assert content(streamed / "small") == content(streamed / "big")
    assert sorted(path.name for path in streamed.iterdir()) == ["big", "small"], "nothing of the spool may stay"


def test_sizes_are_those_of_the_whole_stream_as_the_model_labels_it(streamed, rows):
    pipeline = Pipeline.load(streamed / "small")
    mentions = pipeline.label(read_feedback(rows, text="text")).mentions.drop_nulls("theme")
    counted = mentions.group_by("theme").agg(pl.len(), pl.col("comment_id").n_unique().alias("comments"))
    found = {theme.name: (theme.mentions, theme.comments) for theme in pipeline.themes.themes if theme.mentions}
    assert found == {name: (n, comments) for name, n, comments in counted.iter_rows()}
    assert sum(theme.share for theme in pipeline.themes.themes) == pytest.approx(1, abs=0.01)
    first = pipeline.learnt.batches[0]
    assert (first.comments, first.sampled) == (1_200, 400)


def test_a_stream_that_fits_the_sample_finds_the_themes_that_the_whole_input_has(rows, tmp_path):
    names = [theme.name for theme in Pipeline(SETTINGS).fit(read_feedback(rows, text="text")).themes.themes]
    pipeline = Pipeline(SETTINGS).fit(stream_of(rows, 250))
    assert [theme.name for theme in pipeline.themes.themes] == names
    assert pipeline.learnt.batches[0].sampled is None


def test_an_update_moves_sizes_and_leaves_ids_names_and_decisions(streamed, nhs):
    pipeline = Pipeline.load(streamed / "small")
    first, second, third = pipeline.themes.themes[:3]
    decide(pipeline, [Decision("rename", first.id, text="Ours"), Decision("merge", second.id, others=(third.id,))])
    before, chain = {theme.id: theme for theme in pipeline.themes.themes}, pipeline.identity.chain
    tonight = read_feedback(nhs.rows.slice(1_200, 300), text="text")
    labelled = pipeline.label(tonight).mentions
    pipeline.partial_fit(tonight)
    after = {theme.id: theme for theme in pipeline.themes.themes}
    assert {key: theme.name for key, theme in after.items()} == {key: theme.name for key, theme in before.items()}
    assert after[first.id].name == "Ours"
    assert third.id not in after
    assert sum(t.mentions for t in after.values()) == sum(t.mentions for t in before.values()) + len(labelled)
    grown = {key: after[key].mentions - before[key].mentions for key in after}
    assert min(grown.values()) >= 0
    assert grown[first.id] == pytest.approx(len(labelled.filter(pl.col("theme") == "Ours")), abs=8)
    assert pipeline.identity.chain[:-1] == chain
    assert [decision.state for decision in pipeline.identity.decisions] == ["applied", "applied"]
    with pytest.raises(InputError, match=r"has learnt from these 300 comments already \(update 1\)"):
        pipeline.partial_fit(tonight)
    with pytest.raises(InputError, match="no comment holds text"):
        pipeline.partial_fit(["", "-"])


def test_an_update_is_saved_and_the_same_in_batches_of_any_size(streamed, nhs, tmp_path):
    tonight = nhs.rows.slice(1_200, 300)
    for name, size in (("a", 7), ("b", 300)):
        update_file(streamed / "small", stream_of(tonight, size), output=tmp_path / name)
    assert content(tmp_path / "a") == content(tmp_path / "b")
    card = (tmp_path / "a" / "MODEL_CARD.md").read_text()
    assert "Trained on 1,200 comments" in card
    assert "found in a sample of 400 of these comments" in card
    assert "Updated once since, with 300 comments" in card
    again = Pipeline.load(tmp_path / "a")
    assert len(again.learnt.batches) == 2


def test_a_pipeline_without_themes_cannot_be_updated():
    with pytest.raises(ModelError, match="there are no themes to update"):
        Pipeline().partial_fit(["The bus was late."])


def test_an_input_is_read_whole_or_as_a_stream_by_its_size_alone(rows):
    csv = rows.write_csv().encode()
    for batch_rows in (50, 5_000):
        options = {"format": ".csv", "text": "text", "batch_rows": batch_rows}
        assert isinstance(read_or_open(io.BytesIO(csv), most_rows=1_200, **options), Feedback)
        for limits in ({"most_rows": 1_199}, {"most_bytes": 10_000}):
            stream = read_or_open(io.BytesIO(csv), **limits, **options)
            assert not isinstance(stream, Feedback)
            assert pl.concat([batch.comments["text"] for batch in stream]).to_list() == rows["text"].to_list()


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.integers(1, 60), st.integers(1, 600))
def test_a_sample_does_not_depend_on_how_a_stream_is_cut(sizes, most, most_bytes):
    texts = [f"{i} " + "x" * (i % 17) for i in range(sum(sizes))]
    whole = read_feedback(pl.DataFrame({"text": texts}), text="text")
    drawn = []
    for cuts in (sizes, [len(texts)]):
        reservoir, start = Reservoir(seed=1, most=most, most_bytes=most_bytes), 0
        for size in cuts:
            part = slice(start, start + size)
            reservoir.add(Feedback("", whole.rows[part], whole.comments[part], whole.columns))
            start += size
        drawn.append(reservoir.drawn().rows["text"].to_list())
    assert drawn[0] == drawn[1]
    assert drawn[0] == sorted(drawn[0], key=texts.index)
    assert len(drawn[0]) <= most
    assert len(drawn[0]) == 1 or sum(map(len, drawn[0])) <= most_bytes
    if most >= len(texts) and most_bytes >= sum(map(len, texts)):
        assert drawn[0] == texts


def test_inputs_are_told_apart_by_their_texts_and_not_by_their_order(nhs):
    known = fingerprint_of(nhs.comments.head(50))
    assert fingerprint_of(nhs.comments.head(50).reverse()) == known
    assert fingerprint_of(nhs.comments.head(51)) != known
