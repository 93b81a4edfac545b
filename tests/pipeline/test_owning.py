import polars as pl
import pytest

from cxtext import Pipeline, Settings, read_feedback
from cxtext.choices import UNOWNED
from cxtext.errors import OptionError
from cxtext.schema import OWNER_SOURCES

OWNERS = """\
schema: cxtext-owners/1
column:
  Q1: aftersales
  Nobody:
words:
  blue counter: Blue counter
"""
ROWS = [
    ("Q1", "The app crashes all the time."),
    ("Leeds", "The app crashes all the time."),
    ("nobody", "The blue counter lost my form."),
    ("jo@example.org", "The app crashes all the time."),
    ("", "The app crashes all the time. The driver was very friendly and left the parcel just where I asked."),
    (None, "Thank you so much!"),
    ("Leeds", ""),
]


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    path = tmp_path_factory.mktemp("owners") / "owners.yaml"
    path.write_text(OWNERS)
    return Settings(packs=(), owner_column="queue", owners=str(path))


@pytest.fixture(scope="module")
def feedback():
    return read_feedback(pl.DataFrame(ROWS, schema=["queue", "review"], orient="row"), text="review")


@pytest.fixture(scope="module")
def owned(settings, feedback):
    return Pipeline(settings).label(feedback)


def test_each_comment_says_who_owns_it_and_what_says_so(owned):
    assert owned.comments.select("owner", "owner_source").rows() == [
        ("aftersales", "column"),
        ("Leeds", "column"),
        ("Blue counter", "mention"),
        ("[EMAIL]", "column"),
        ("digital", "touchpoint"),
        (UNOWNED, "none"),
        ("Leeds", "column"),
    ]


def test_departments_hold_all_owners(owned):
    assert owned.comments["departments"].to_list() == [
        ["aftersales"], ["Leeds"], ["Blue counter"], ["[EMAIL]"], ["fulfilment", "digital"], [], ["Leeds"],
    ]  # fmt: skip


def test_what_the_taxonomy_says_stays_beside_the_owner(owned):
    first = owned.mentions.row(0, named=True)
    assert (first["department"], first["owner"], first["owner_source"]) == ("digital", "aftersales", "column")


def test_a_persons_decision_about_a_theme_comes_before_the_touchpoint(feedback):
    texts = ["The app crashes all the time.", "The returns desk sent me to the app, which crashes all the time."]
    plain = Pipeline(Settings(packs=())).label(texts)
    theme = plain.mentions["theme"][0]
    decided = Pipeline(Settings(packs=()), theme_owners={theme: "Rider Care", "Price": "sales"}).label(texts)
    assert decided.comments["owner_source"].to_list()[0] == "theme"
    assert decided.comments["owner"][0] == "Rider Care"
    named = decided.mentions.filter(pl.col("text").str.contains("returns desk")).row(0, named=True)
    assert (named["owner"], named["owner_source"]) == ("aftersales", "mention")


def test_an_owner_column_that_is_not_there_is_refused(feedback):
    with pytest.raises(OptionError, match="unknown column for --owner-column 'queu'; did you mean 'queue'"):
        Pipeline(Settings(packs=(), owner_column="queu")).label(feedback)


def test_a_saved_model_takes_owners_and_keeps_none(fitted, nhs, tmp_path, settings, feedback):
    fitted.save(tmp_path / "model")
    loaded = Pipeline.load(tmp_path / "model", settings=settings)
    assert loaded.label(feedback).comments["owner"][0] == "aftersales"
    loaded.save(tmp_path / "again")
    assert Pipeline.load(tmp_path / "again").settings.owner_column is None


def test_every_owner_has_a_source(labelled):
    for frame in (labelled.comments, labelled.mentions):
        assert set(frame["owner_source"]) <= set(OWNER_SOURCES)
        assert frame["owner"].null_count() == 0
        assert ((frame["owner"] == UNOWNED) == (frame["owner_source"] == "none")).all()
