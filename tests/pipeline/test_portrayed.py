import numpy as np

from cxtext.pipeline import Pipeline
from cxtext.schema import OVERALL, REST

COMMENTS = [
    f"Received from: customer{i}@mail.com\nthe {thing} was {fault} again in room {i}."
    for i in range(60)
    for thing, fault in (("shower", "cold"), ("breakfast", "late"), ("parking", "full"))
]


def test_the_model_shows_its_themes_masked_and_loads_the_same(tmp_path):
    pipeline = Pipeline().fit(COMMENTS)
    pipeline.save(tmp_path / "model")
    themes = Pipeline.load(tmp_path / "model").themes
    assert themes.themes == pipeline.themes.themes
    shown = [quote for theme in themes.themes for quote in (*theme.typical, *theme.borderline)]
    assert shown
    assert not any("@" in quote for quote in shown)
    assert abs(sum(theme.share for theme in themes.themes) - 1) < 0.01
    card = (tmp_path / "model" / "MODEL_CARD.md").read_text()
    assert "not to be confused with" in card or len(themes.themes) < 4
    assert "@mail" not in card


def test_form_lines_are_no_subject():
    labelled = Pipeline().fit_label(COMMENTS).mentions
    formal = labelled.filter(labelled["text"].str.starts_with("Received from"))
    assert set(formal["theme"]) == {REST}
    assert not set(labelled.filter(labelled["text"].str.contains("shower"))["theme"]) & {REST, OVERALL}


def test_one_comment_a_thousand_times_is_one_theme_at_most():
    themes = Pipeline().fit(["The shower was cold and the towels were old."] * 1_000).themes
    assert len(themes.tree.centres) <= 2


def test_one_word_answers_have_themes():
    words = "price delivery courier parking breakfast".split()
    themes = Pipeline().fit([words[i % 5] for i in range(500)]).themes
    assert not themes.form_lines
    assert np.isfinite(themes.tree.centres).all()
