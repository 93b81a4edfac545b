import datetime as dt

import polars as pl
import pytest

from cxtext import Pipeline, read_feedback
from cxtext.errors import ModelError
from cxtext.jobs.emerging import emerging_file

SOLAR = [
    "The solar panels on the roof are broken.",
    "Solar panels do not work, no electricity from the roof.",
    "Our solar panel inverter shows an error.",
    "The roof panels give no electricity in winter.",
    "The inverter of the solar panels hums all night.",
]


@pytest.fixture(scope="module")
def halves(nhs):
    """Two halves of the sample; the second with fifty comments about something else, all of one day."""
    known = [nhs.rows.gather_every(6, offset).select("text", "date") for offset in (0, 3)]
    texts = [f"{text} Flat {i}." for i in range(10) for text in SOLAR]
    planted = pl.DataFrame({"text": texts, "date": ["2023-05-04"] * len(texts)})
    as_read = [known[0], known[1], pl.concat([known[1], planted.cast(known[1].schema)])]
    return [read_feedback(rows, text="text", date="date") for rows in as_read]


@pytest.fixture(scope="module")
def model(halves, tmp_path_factory):
    folder = tmp_path_factory.mktemp("emerging") / "model"
    Pipeline().fit(halves[0]).save(folder)
    return folder


def test_a_planted_subject_is_offered_with_its_words_and_first_day(model, halves):
    found = emerging_file(halves[2], str(model))
    first = found.candidates[0]
    assert {"solar", "panels", "roof", "electricity", "inverter"} & set(" ".join(first.words).split())
    assert first.first == dt.date(2023, 5, 4)
    assert first.comments > 3 * first.expected
    assert first.nearest in Pipeline.load(model).themes.names()
    assert any("solar" in quote.lower() or "roof" in quote for quote in first.quotes)


def test_where_nothing_is_new_alarms_are_as_rare_as_stated(model, halves, nhs):
    assert emerging_file(halves[0], str(model)).candidates == ()
    others = [read_feedback(nhs.rows.gather_every(6, place).select("text"), text="text") for place in range(1, 6)]
    found = [emerging_file(part, str(model)) for part in others]
    assert {one.alarm for one in found} == {0.05}
    assert sum(bool(one.candidates) for one in found) <= 1  # two of five at a rate of 0.05: once in 40 tests


def test_the_default_model_has_nothing_to_compare_with(halves):
    with pytest.raises(ModelError, match=r"no themes to compare with; train one: cxtext train"):
        emerging_file(halves[1], Pipeline())
