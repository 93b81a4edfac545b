import polars as pl
import pytest

from cxtext import Pipeline, Settings, read_feedback
from cxtext.errors import InputError, ModelError, OptionError
from cxtext.schema import CANONICAL, COMMENT_LABELS, FLAGS, MENTIONS, OVERALL, SENTIMENTS


def test_every_comment_gets_one_row_in_order(labelled, nhs):
    assert labelled.comments.columns == [*CANONICAL, *COMMENT_LABELS]
    assert labelled.mentions.columns == list(MENTIONS)
    assert labelled.comments["text"].to_list() == nhs.comments["text"].to_list()


def test_labels_lie_in_their_ranges(labelled):
    comments, mentions = labelled.comments, labelled.mentions
    assert set(comments["sentiment"].drop_nulls()) <= set(SENTIMENTS)
    assert set(mentions["sentiment"]) <= {"negative", "neutral", "positive"}
    for frame in (comments, mentions):
        assert frame["score"].drop_nulls().is_between(-1, 1).all()
        assert frame["confidence"].drop_nulls().is_between(0, 1).all()
        assert frame["intensity"].drop_nulls().is_between(0, 1).all()
    assert set(comments["flags"].explode().drop_nulls()) <= set(FLAGS)


def test_the_likeliest_class_is_the_sentiment_of_a_mention(labelled):
    known = labelled.mentions.filter(pl.col("neutral").is_not_null())
    classes = ["negative", "neutral", "positive"]
    likeliest = [classes[row.index(max(row))] for row in known.select(classes).rows()]
    clear = known.select(classes).max_horizontal() > 0.5  # what is written is rounded
    assert known.filter(clear)["sentiment"].to_list() == [c for c, sure in zip(likeliest, clear, strict=True) if sure]
    assert known.select(pl.sum_horizontal(classes)).to_series().is_between(0.9997, 1.0003).all()


def test_a_comment_is_as_intense_as_its_mentions(labelled):
    most = labelled.mentions.group_by("comment_id").agg(most=pl.col("intensity").max())
    both = labelled.comments.join(most, on="comment_id")
    assert (both["intensity"] == both["most"]).all()


def test_every_mention_is_verbatim(labelled):
    joined = labelled.mentions.join(
        labelled.comments.select("comment_id", "masked_text", original="text"), on="comment_id"
    )
    assert len(joined) == len(labelled.mentions)
    for row in joined.iter_rows(named=True):
        assert row["text"] in row["masked_text"]
        if row["masked_text"] == row["original"]:
            assert row["original"][row["start"] : row["end"]] == row["text"]


def test_comments_carry_the_labels_of_their_mentions(labelled):
    of_mentions = labelled.mentions.group_by("comment_id").agg(pl.col("theme").drop_nulls().unique())
    both = labelled.comments.select("comment_id", "themes").join(of_mentions, on="comment_id")
    assert all(set(themes) == set(own) for _, themes, own in both.iter_rows())


def test_training_reports_the_sizes_that_assignment_gives(fitted, labelled):
    counted = labelled.mentions.group_by("theme").len()
    sizes = dict(counted.filter(pl.col("theme").is_not_null()).iter_rows())
    assert {t.name: t.mentions for t in fitted.themes.themes if t.mentions} == sizes


def test_nearly_everything_has_a_theme(labelled):
    share_without = labelled.mentions["theme"].is_null().mean()
    assert share_without <= 0.02


def test_praise_without_content_has_a_theme_of_its_own(fitted):
    mentions = fitted.label(["Great service, thank you!", "The ambulance came after ten minutes."]).mentions
    assert mentions["theme"][0] == OVERALL
    assert mentions["theme"][1] != OVERALL


def test_a_low_rating_is_praise_in_this_survey(fitted, nhs):
    context = fitted.context(nhs.comments.head(2_000))
    assert context.scale.reversed
    assert (context.scale.low, context.scale.high) == (1, 5)


def test_two_trainings_are_the_same(fitted, nhs):
    again = Pipeline().fit(nhs)
    assert again.themes.names() == fitted.themes.names()
    assert (again.themes.tree.subcentres == fitted.themes.tree.subcentres).all()


def test_the_order_of_the_rows_changes_nothing(fitted, nhs):
    shuffled = read_feedback(nhs.rows.sample(fraction=1.0, shuffle=True, seed=3), text="text")
    again = Pipeline().fit(shuffled)
    assert again.themes.names() == fitted.themes.names()
    assert [t.mentions for t in again.themes.themes] == [t.mentions for t in fitted.themes.themes]


def test_saved_and_loaded_answers_the_same(fitted, nhs, labelled, tmp_path):
    fitted.save(tmp_path / "model")
    loaded = Pipeline.load(tmp_path / "model")
    again = loaded.label(nhs)
    assert again.comments.equals(labelled.comments)
    assert again.mentions.equals(labelled.mentions)


def test_one_at_a_time_is_the_same_as_all_at_once(fitted):
    texts = ["The driver was late and rude.", "Lovely nurse but a long wait for the doctor.", "ok", "", "Parking!"]
    together = fitted.label(texts)
    for i, text in enumerate(texts):
        alone = fitted.label([text])
        columns = list(COMMENT_LABELS)
        assert alone.comments.select(columns).row(0) == together.comments.select(columns).row(i)


def test_a_model_that_answers_differently_is_refused(fitted, tmp_path, monkeypatch):
    fitted.save(tmp_path / "model")
    monkeypatch.setattr("cxtext.pipeline.reading.for_sentiment", lambda _: "awful")
    with pytest.raises(ModelError, match="no longer answers as it did when it was saved"):
        Pipeline.load(tmp_path / "model")


def test_nothing_learnt_cannot_be_saved(tmp_path):
    with pytest.raises(ModelError, match="has not learnt themes"):
        Pipeline().save(tmp_path / "model")


def test_nothing_to_learn_from_is_said():
    with pytest.raises(InputError, match="no comment holds text"):
        Pipeline().fit(["", "n/a", "   "])


@pytest.fixture(scope="module")
def default():
    return Pipeline(Settings(packs=()))


class TestDefaultModel:
    def test_touchpoints_are_the_themes(self, default):
        row = default.label(["I was on hold for an hour and nobody answered the phone."]).comments.row(0, named=True)
        assert row["touchpoints"] == ["contact_wait"]
        assert row["themes"] == [default.taxonomy.name_of("contact_wait")]
        assert row["departments"] == ["support"]

    def test_another_language_is_kept_and_not_scored(self, default):
        row = default.label(["Das Essen war kalt und die Bedienung war sehr unfreundlich zu uns"]).comments.row(
            0, named=True
        )
        assert row["language"] == "de"
        assert row["flags"] == ["other_language"]
        assert row["sentiment"] is None
        assert row["themes"] == []

    def test_empty_and_stock_answers_stay(self, default):
        comments = default.label(["", "n/a", "Great!", "great"]).comments
        assert comments["flags"].to_list() == [["empty"], ["no_content"], [], ["duplicate"]]
        assert comments["sentiment"].to_list() == [None, "neutral", "positive", "positive"]

    def test_both_poles_are_mixed(self, default):
        text = "The staff were wonderful and so kind, but the room was filthy and disgusting."
        assert default.label([text]).comments["sentiment"].to_list() == ["mixed"]

    def test_nothing_at_all_is_an_error(self, default):
        with pytest.raises(InputError, match="no rows"):
            default.label([])

    @pytest.mark.parametrize(
        "text", ["\ud800 broken", "a" * 200_000, "🙂" * 5_000, "\u202eevil", "a\u0300" * 500, "\x00"]
    )
    def test_hostile_texts_are_labelled(self, default, text):
        assert len(default.label([text]).comments) == 1


@pytest.mark.parametrize(
    "texts", [["parking"] * 1_000, ["Parking is bad"], ["good", "bad"] * 50, [f"word{i}" for i in range(300)]]
)
def test_odd_inputs_train_sensibly(texts):
    pipeline = Pipeline(Settings(packs=())).fit(texts)
    labelled = pipeline.label(texts)
    assert len(labelled.comments) == len(texts)


def test_the_explanation_shows_its_evidence(fitted):
    explanation = fitted.explain("The receptionist was rude. Dr Smith was lovely.")
    first, second = explanation.mentions
    assert "Smith" not in explanation.masked_text
    assert (first.sentiment, second.sentiment) == ("negative", "positive")
    assert first.words[0].text.strip(".") == "rude"
    assert first.theme in fitted.themes.names()
    if first.touchpoint:
        assert first.evidence in {s for t in fitted.taxonomy.touchpoints for s in t.seeds}


def test_one_text_instead_of_a_list_is_an_error(default):
    with pytest.raises(InputError, match="a list of texts is needed"):
        default.label("The driver was late")


def test_an_input_is_read_as_if_it_were_the_first():
    flights = ["my flight was delayed and the gate agent lost my luggage"] * 40
    cards = ["the exchange rate of my card payment at the atm was wrong"] * 40
    used = Pipeline()
    used.explain("late again")
    used.label(flights)
    columns = list(COMMENT_LABELS)
    assert used.label(cards).comments.select(columns).equals(Pipeline().label(cards).comments.select(columns))


class TestQuestion:
    ANSWERS = ("Nothing", "The waiting time", "The staff were lovely and kind to me")

    def rows(self, default, **options):
        feedback = read_feedback(pl.DataFrame({"answer": self.ANSWERS}), text="answer", **options)
        return default.label(feedback).comments.select("sentiment", "flags").rows()

    def test_asked_for_faults_nothing_is_praise_and_a_bare_thing_is_blame(self, default):
        nothing, thing, statement = self.rows(default, question_text="What could we improve?")
        assert nothing == ("positive", ["question"])
        assert thing == ("negative", ["question"])
        assert statement == ("positive", [])

    def test_asked_for_praise_it_is_the_other_way_round(self, default):
        nothing, thing, _ = self.rows(default, question_text="What did you like best?")
        assert nothing == ("negative", ["question"])
        assert thing == ("positive", ["question"])

    def test_what_the_question_decided_has_no_probabilities(self, default):
        answers = read_feedback(
            pl.DataFrame({"answer": ["parking"]}), text="answer", question_text="What could we improve?"
        )
        mention = default.label(answers).mentions.row(0, named=True)
        assert (mention["sentiment"], mention["negative"]) == ("negative", None)
        assert default.label(["parking"]).mentions["negative"].null_count() == 0

    def test_other_questions_change_nothing(self, default):
        assert self.rows(default, question_text="Any other comments?") == self.rows(default)
        assert self.rows(default)[0] == ("neutral", ["no_content"])

    def test_each_row_has_its_own_question(self, default):
        table = pl.DataFrame(
            {"answer": ["Nothing", "Nothing", "Nothing"], "question": ["What was good?", "What was bad?", None]}
        )
        labelled = default.label(read_feedback(table))
        assert labelled.comments["sentiment"].to_list() == ["negative", "positive", "neutral"]
        assert labelled.mentions["theme"].to_list() == [OVERALL, OVERALL]
        assert labelled.mentions["sentiment"].to_list() == ["negative", "positive"]

    def test_an_explanation_says_that_the_question_decided(self, default):
        explanation = default.explain("parking", question="What could we improve?")
        assert (explanation.sentiment, explanation.asked, explanation.flags) == ("negative", "faults", ("question",))
        assert default.explain("parking").asked is None


def test_the_neutral_band_moves_names_and_no_scores(default):
    texts = ["It is a table.", "The room was fine.", "I love it!", "It was late and the food was cold."] * 3
    wide = Pipeline(Settings(neutral_band=(-0.999, 0.999))).label(texts)
    usual = default.label(texts)
    assert wide.comments["score"].equals(usual.comments["score"])
    assert set(wide.mentions["sentiment"]) == {"neutral"} < set(usual.mentions["sentiment"])
    assert set(wide.comments["sentiment"]) == {"neutral"} < set(usual.comments["sentiment"])


def test_a_saved_model_refuses_settings_that_would_read_otherwise(fitted, tmp_path):
    fitted.save(tmp_path / "m")
    with pytest.raises(OptionError, match="sentiment 'vader' cannot change a saved model, which has 'fast'; leave"):
        Pipeline.load(tmp_path / "m", settings=Settings(sentiment="vader"))
    same = Settings(packs=fitted.settings.packs, brands=fitted.settings.brands, seed=9, themes=3)
    assert Pipeline.load(tmp_path / "m", settings=same).settings == fitted.settings


def test_a_saved_model_keeps_its_band_and_can_be_given_another(tmp_path):
    texts = [f"{text} No {i}" for i in range(10) for text in ("The food was cold.", "Lovely staff.", "A long wait.")]
    Pipeline(Settings(neutral_band=(-0.999, 0.999))).fit(texts).save(tmp_path / "m")
    assert set(Pipeline.load(tmp_path / "m").label(texts).mentions["sentiment"]) == {"neutral"}
    other = Pipeline.load(tmp_path / "m", settings=Settings(neutral_band=(-0.05, 0.05)))
    assert set(other.label(texts).mentions["sentiment"]) >= {"negative", "positive"}


@pytest.fixture
def with_labels(tmp_path):
    """A dump whose labels contradict the shipped model, and whose folder is a test's own."""
    said = [
        ("The {} was returned", "positive"),
        ("The {} was renewed", "negative"),
        ("The {} is on the list", "neutral"),
    ]
    rows = [(f"{t.format(w)} on day {i}.", label) for i in range(90) for w in ("pump", "desk") for t, label in said]
    frame = pl.DataFrame(rows, schema=["review", "said"], orient="row")
    return read_feedback(frame, text="review")


def test_labels_adapt_the_sentiment_and_are_saved(with_labels, tmp_path):
    pipeline = Pipeline()
    adaptation = pipeline.adapt_sentiment(with_labels, "said")
    pipeline.fit(with_labels).save(tmp_path / "m")
    assert adaptation.after > adaptation.before
    text = ["The kettle was returned on day 999."]
    assert pipeline.label(text).comments["sentiment"].to_list() == ["positive"]
    again = Pipeline.load(tmp_path / "m")
    assert again.adaptation.facts() == adaptation.facts()
    assert again.label(text).comments.equals(pipeline.label(text).comments)
    mention = again.explain(text[0]).mentions[0]
    assert sum(word.weight for word in mention.words) == pytest.approx(mention.score, abs=1e-4)
    assert f"{adaptation.before:.3f} before, {adaptation.after:.3f} after" in (tmp_path / "m/MODEL_CARD.md").read_text()


def test_a_correction_of_other_weights_is_refused(with_labels, tmp_path, monkeypatch):
    pipeline = Pipeline()
    pipeline.adapt_sentiment(with_labels, "said")
    pipeline.fit(with_labels).save(tmp_path / "m")
    monkeypatch.setattr("cxtext.sentiment.fast.FastScorer.digest", "other")
    with pytest.raises(ModelError, match="adapted to the sentiment model of another cxtext"):
        Pipeline.load(tmp_path / "m")


def test_only_the_fast_model_adapts_and_only_to_a_column(with_labels):
    with pytest.raises(OptionError, match="unknown column 'sadi'; did you mean 'said'"):
        Pipeline().adapt_sentiment(with_labels, "sadi")
    with pytest.raises(OptionError, match="adapts the sentiment model 'fast', not 'vader'"):
        Pipeline(Settings(sentiment="vader")).adapt_sentiment(with_labels, "said")
