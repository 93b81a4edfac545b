import dataclasses

import pytest

from cxtext import Pipeline, Settings, read_feedback
from cxtext.errors import ModelError
from cxtext.pipeline import saved
from cxtext.pipeline.deciding import decide
from cxtext.pipeline.placing import placed_themes
from cxtext.schema import REST
from cxtext.themes.decisions import Decision
from cxtext.themes.guide import NO_WISH

SEEDS = """schema: cxtext-seeds/1
themes:
  - name: Parking & getting there
    seeds: [parking, car park, bus, transport]
    department: operations
  - name: On the PHONE
    seeds: [on hold, telephone, phone call]
    examples: [I could not get through.]
  - {name: Cryptocurrency, seeds: [bitcoin, blockchain]}
must_link: [[On the PHONE, Nobody ever picks up.]]
cannot_link: [[On the PHONE, "The telephone box in the garden was lovely."]]
"""


@pytest.fixture(scope="module")
def some(nhs):
    return read_feedback(nhs.rows.gather_every(3), text="text")


@pytest.fixture(scope="module")
def guided(some, tmp_path_factory):
    path = tmp_path_factory.mktemp("seeds") / "seeds.yaml"
    path.write_text(SEEDS, encoding="utf-8")
    return Pipeline(Settings(seeds=str(path), packs=("healthcare",))).fit(some)


def themes_of(pipeline, *texts):
    return pipeline.label(list(texts)).mentions["theme"].to_list()


def test_wished_for_themes_come_first_under_their_own_names(guided):
    first, second, third = guided.themes.themes[:3]
    assert (first.id, first.name, first.department) == ("g001", "Parking & getting there", "operations")
    assert (second.id, second.name) == ("g002", "On the PHONE")
    assert third.id == "t001"
    assert len(guided.themes.themes) > 10  # what the wishes leave is discovered
    assert len({theme.id for theme in guided.themes.themes}) == len(guided.themes.themes)


def test_a_wished_for_owner_reaches_the_mentions_and_outlives_decisions(guided, tmp_path):
    text = "There is never a space in the car park."
    assert guided.label([text]).mentions.select("owner", "owner_source").row(0) == ("operations", "theme")
    guided.save(tmp_path / "model")
    again = Pipeline.load(tmp_path / "model")
    decide(again, [Decision("rename", "g002", text="Telephone")])
    assert again.label([text]).comments.select("owner", "owner_source").row(0) == ("operations", "theme")


def test_where_themes_lie_is_counted_with_intervals(guided):
    placed = placed_themes(guided.themes, guided.identity, guided.census, guided.taxonomy)
    assert [found.theme for found in placed] == [theme.id for theme in guided.themes.themes]
    said = [found for found in placed if found.places["touchpoint"]]
    assert len(said) > 5
    for found in said:
        assert sum(place.mentions for place in found.places["touchpoint"]) == found.linked <= found.mentions
        assert sum(place.mentions for place in found.places["stage"]) == found.linked
        for places in found.places.values():
            assert all(place.low <= place.share <= place.high for place in places)
            assert [p.mentions for p in places] == sorted((p.mentions for p in places), reverse=True)
        assert found.shared == (
            found.decided is None
            and found.places["department"][1:][:1] != ()
            and found.places["department"][1].low > 0.25
        )
    assert next(found for found in placed if found.theme == "g001").decided == "operations"


def test_mentions_with_the_seeds_and_near_them_are_placed(guided):
    assert themes_of(guided, "There is never a space in the car park.") == ["Parking & getting there"]
    assert themes_of(guided, "I was kept on hold on the telephone for an hour.") == ["On the PHONE"]
    assert themes_of(guided, "The food was cold and tasteless.") != ["Parking & getting there"]


def test_examples_and_linked_texts_stay_where_the_user_put_them(guided):
    assert themes_of(guided, "I could not get through.") == ["On the PHONE"]
    assert themes_of(guided, "Nobody ever picks up.") == ["On the PHONE"]
    assert themes_of(guided, "The telephone box in the garden was lovely.") != ["On the PHONE"]


def test_a_wish_without_support_is_reported_and_not_invented(guided):
    assert list(guided.unsupported) == ["Cryptocurrency"]
    assert guided.unsupported["Cryptocurrency"] < 5
    assert "Cryptocurrency" not in guided.themes.names()


def test_training_reports_the_sizes_that_labelling_gives(guided, some):
    counted = dict(guided.label(some).mentions["theme"].drop_nulls().value_counts().iter_rows())
    assert {t.name: t.mentions for t in guided.themes.themes if t.mentions} == counted


def test_saved_and_loaded_guides_the_same(guided, nhs, tmp_path):
    guided.save(tmp_path / "model")
    loaded = Pipeline.load(tmp_path / "model")
    assert loaded.settings.seeds is None
    texts = nhs.comments["text"].to_list()[:300]
    assert loaded.label(texts).mentions.equals(guided.label(texts).mentions)


def test_one_mention_alone_is_placed_as_among_others(guided, nhs):
    reading = guided.reader.read(nhs.comments.head(80))
    together = guided.themes.guided.claim(reading.vectors)
    assert (together[0] != NO_WISH).any()
    for i in range(0, len(reading.vectors), 9):
        alone = guided.themes.guided.claim(reading.vectors[i : i + 1])
        assert (alone[0][0], alone[1][0]) == (together[0][i], together[1][i])


def test_damaged_guides_are_refused(guided, tmp_path):
    broken = dataclasses.replace(guided.themes.guided, thresholds=guided.themes.guided.thresholds[:1])
    parts = saved.Parts(
        guided.settings,
        guided.taxonomy,
        dataclasses.replace(guided.themes, guided=broken),
        guided.encoder,
        guided.golden,
    )
    saved.save(tmp_path / "model", parts)
    with pytest.raises(ModelError, match="guided_thresholds"):
        Pipeline.load(tmp_path / "model")


def test_decisions_about_wished_for_themes_hold_for_new_mentions(guided, tmp_path):
    guided.save(tmp_path / "model")
    decided = Pipeline.load(tmp_path / "model")
    other = next(theme for theme in decided.themes.themes if theme.id == "t001")
    decide(decided, [Decision("merge", "g002", others=(other.id,)), Decision("retire", "g001")])
    assert decided.themes.names()[0] == "On the PHONE"
    assert themes_of(decided, "I was kept on hold on the telephone for an hour.") == ["On the PHONE"]
    assert themes_of(decided, other.typical[0]) == ["On the PHONE"]
    assert themes_of(decided, "There is never a space in the car park.") == [REST]
    decided.save(tmp_path / "after")
    again = Pipeline.load(tmp_path / "after")
    assert themes_of(again, "I was kept on hold on the telephone for an hour.") == ["On the PHONE"]
