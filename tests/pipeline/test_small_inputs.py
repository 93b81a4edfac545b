"""Inputs that hardly allow for themes: fewer come out, and it is said why, or there is one clear error."""

import json

import polars as pl
import pytest

from cxtext import Pipeline, Settings, read_feedback
from cxtext.cli.show import theme_lines
from cxtext.errors import InputError, ModelError, OptionError
from cxtext.pipeline.deciding import decide
from cxtext.schema import OVERALL, REST
from cxtext.themes.decisions import Decision

PACKS = Settings(packs=())


def names(pipeline):
    return [theme.name for theme in pipeline.themes.themes if theme.name not in (OVERALL, REST)]


def test_ten_comments_have_no_themes_and_it_is_said(nhs):
    pipeline = Pipeline(PACKS).fit(nhs.comments["text"].to_list()[:10])
    if not names(pipeline):
        assert "Themes: none; the input has too few different mentions for themes" in next(theme_lines(pipeline))
    else:
        assert f"Themes: {len(names(pipeline))}; the input has too few different mentions" in next(
            theme_lines(pipeline)
        )


def test_one_comment_a_thousand_times_is_one_theme_that_is_called_after_it():
    pipeline = Pipeline(PACKS).fit(["The bus to the hospital was late again."] * 1_000)
    assert names(pipeline) == ["Bus and hospital"]
    assert pipeline.themes.themes[0].mentions == 1_000
    assert list(theme_lines(pipeline)) == [
        "Themes: 1; the input has too few different mentions for more (some 25 a theme)."
    ]


def test_answers_of_one_word_are_themes_of_these_words():
    words = "parking food nurses waiting price delivery app queue toilets wifi doctor coffee".split()
    pipeline = Pipeline(PACKS).fit([words[i * 7 % len(words)] for i in range(5_000)])
    found = names(pipeline)
    assert 4 <= len(found) <= 8
    assert {word for name in found for word in name.casefold().split(" and ")} <= set(words)
    assert not [name for name in found if name.startswith("Theme ")]
    assert sum(theme.mentions for theme in pipeline.themes.themes) == 5_000


def test_comments_in_another_language_are_refused():
    german = [f"Der Bus kam schon wieder viel zu spät und niemand hat uns Bescheid gesagt, Tag {i}." for i in range(50)]
    with pytest.raises(InputError, match="no comment holds text in the model's language"):
        Pipeline(PACKS).fit(german)


def test_more_themes_than_different_mentions_gives_fewer_and_says_so(nhs):
    pipeline = Pipeline(Settings(packs=(), themes=30)).fit(nhs.comments["text"].to_list()[:12] * 3)
    assert len(names(pipeline)) < 30
    assert " of the 30 asked for; the input has too few different mentions for more" in next(theme_lines(pipeline))


def test_a_label_column_with_one_value_is_refused(nhs):
    rows = pl.DataFrame({"text": nhs.comments["text"].to_list()[:40], "label": ["staff"] * 40})
    feedback = read_feedback(rows, text="text")
    with pytest.raises(InputError, match="has one code only, 'staff', so there is nothing to tell apart"):
        Pipeline(PACKS).learn_codes(feedback, "label")
    with pytest.raises(InputError, match="holds 'staff', which is not negative, neutral or positive"):
        Pipeline(PACKS).adapt_sentiment(feedback, "label")


def test_a_decision_about_a_missing_theme_names_the_nearest(fitted):
    name = fitted.themes.themes[0].name
    with pytest.raises(OptionError, match=f"did you mean '{name}'"):
        decide(fitted, [Decision("retire", name[:-1])])


def test_a_model_of_an_older_format_is_refused(fitted, tmp_path):
    fitted.save(tmp_path / "old")
    manifest = tmp_path / "old" / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 1}))
    with pytest.raises(ModelError, match="train it again"):
        Pipeline.load(tmp_path / "old")
