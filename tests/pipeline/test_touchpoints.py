import polars as pl
import pytest

from cxtext import Pipeline, Settings, read_feedback
from cxtext.errors import InputError, OptionError
from cxtext.pipeline.retraining import going_on
from cxtext.pipeline.touchcard import touchpoint_lines
from cxtext.taxonomy.taxonomy import load_taxonomy

# What a company of one's own calls things: the core's seeds would put them elsewhere.
KINDS = {
    "delivery_time": ["the blue van from unit {} was slow", "blue van {} came days after", "unit {} blue van again"],
    "Website: finding, searching, browsing": ["the kiosk {} froze", "kiosk number {} would not start", "kiosk {} dead"],
    "none": ["we are group {} from the valley", "hello from group {}", "group {} says hello to all of you"],
}
ROWS = [(text.format(i), kind) for kind, texts in KINDS.items() for text in texts for i in range(20)]


def feedback(rows):
    return read_feedback(pl.DataFrame(rows, schema=["review", "where"], orient="row"), text="review")


@pytest.fixture(scope="module")
def pipeline():
    found = Pipeline(Settings(packs=()))
    found.learn_touchpoints(feedback(ROWS), "where")
    return found


def test_what_people_gave_is_learnt_by_id_and_by_name(pipeline):
    mentions = pipeline.label(
        ["The blue van was slow once more.", "That kiosk froze.", "Hello from the group"]
    ).mentions
    assert mentions["touchpoint"].to_list() == ["delivery_time", "website", None]
    assert mentions["touchpoint_score"][0] > 0.7


def test_it_helps_on_comments_that_were_held_out(pipeline):
    quality = pipeline.touchpoint_head.quality
    assert quality.after > quality.before
    assert pipeline.touchpoint_head.labelled == {"delivery_time": 60, "website": 60}
    assert f"{quality.n:,} of them held out" in "\n".join(touchpoint_lines(pipeline.touchpoint_head))


def test_a_training_that_goes_on_keeps_what_was_taught_with_its_taxonomy(pipeline):
    assert going_on(pipeline, Settings()).touchpoint_head is pipeline.touchpoint_head
    assert going_on(pipeline, Settings(packs=("retail",))).touchpoint_head is None
    assert going_on(pipeline).label(["The blue van was slow once more."]).mentions["touchpoint"][0] == "delivery_time"


def test_the_order_of_the_rows_does_not_matter(pipeline):
    other = Pipeline(Settings(packs=()))
    other.learn_touchpoints(feedback(ROWS[::-1]), "where")
    assert other.touchpoint_head.head.arrays()["of_terms"].tobytes() == (
        pipeline.touchpoint_head.head.arrays()["of_terms"].tobytes()
    )


def test_a_touchpoint_that_does_not_exist_is_named_with_its_row_and_the_nearest():
    rows = [*ROWS[:40], ("the van was slow", "delivery_tme"), *ROWS[60:]]
    with pytest.raises(InputError, match=r"'where', row 41: .*'delivery_tme'; did you mean 'delivery_time'\?") as error:
        Pipeline(Settings(packs=())).learn_touchpoints(feedback(rows), "where")
    assert "\n" not in str(error.value)


def test_a_column_that_is_not_there_or_holds_the_text_is_refused():
    with pytest.raises(OptionError, match="did you mean 'where'"):
        Pipeline(Settings(packs=())).learn_touchpoints(feedback(ROWS), "were")
    with pytest.raises(OptionError, match="is the column of the text"):
        Pipeline(Settings(packs=())).learn_touchpoints(feedback(ROWS), "review")


def test_too_few_labels_are_refused():
    with pytest.raises(InputError, match="at least 30 are needed"):
        Pipeline(Settings(packs=())).learn_touchpoints(feedback([*ROWS[:10], *ROWS[60:70]]), "where")


def test_explain_says_why_and_what_comes_next():
    explanation = Pipeline(Settings(packs=())).explain("The app crashes every time I open it. Hello!")
    link = explanation.mentions[0].link
    nearest = link.seeds[0]
    assert (link.touchpoint, nearest.text) == ("Mobile app", "the app freezes every time i open it")
    touchpoint, number = nearest.id.split(":")
    seeds = next(t.seeds for t in load_taxonomy().touchpoints if t.id == touchpoint)
    assert seeds[int(number) - 1] == nearest.text
    assert [seed.likeness for seed in link.seeds] == sorted((seed.likeness for seed in link.seeds), reverse=True)
    assert "app" in link.words
    assert link.probability >= link.threshold
    assert link.runner_up != link.touchpoint
