"""Owners are told from what is blamed, and the same wherever they stand."""

import pytest

from cxtext.insight import summarise
from cxtext.insight.ownership import ownership
from cxtext.insight.priorities import main_place
from cxtext.report.language import language
from cxtext.report.words import owner


@pytest.fixture(scope="module")
def tables(samples):
    """ "Waiting": the desk is praised for it 80 times, and the phone blamed 40 times; "Food" is praised alone."""
    rows, said = [], []
    groups = [
        ("Waiting", "desk", "positive", 80),
        ("Waiting", "phone", "negative", 30),
        ("Waiting", "phone", "mixed", 10),
    ]
    groups += [("Waiting", None, "negative", 6), ("Food", "desk", "positive", 40), ("Food", "phone", "negative", 8)]
    for theme, department, sentiment, n in groups:
        for _ in range(n):
            row = samples.comment(
                len(rows) + 1,
                text=f"Words of customer {len(rows)}",
                sentiment=sentiment,
                themes=[theme],
                departments=[department] if department else [],
            )
            rows.append(row)
            said.append(samples.mention(row, theme=theme, department=department))
    return samples.build(rows, said)


def themes(tables):
    return {theme.id: theme for theme in summarise(tables).themes}


def test_blamed_is_negative_or_mixed(tables):
    waiting = themes(tables)["Waiting"]
    assert (waiting.blamed.n, waiting.blamed.of) == (46, 126)
    assert dict(waiting.sentiment)["negative"].n == 36


def test_who_is_praised_does_not_own_what_is_blamed(tables):
    link = themes(tables)["Waiting"].link("department")
    assert (link.id, link.share.metric, link.share.value, link.share.n) == ("phone", "share_of_blame", 1.0, 40)


def test_where_hardly_any_comment_blames_all_mentions_count(tables):
    link = themes(tables)["Food"].link("department")
    assert (link.id, link.share.metric, link.share.n, link.share.of) == ("desk", "share_of_placed", 40, 48)


def test_page_one_the_drill_down_and_the_priorities_name_the_same_owner(tables):
    summary = summarise(tables)
    named = main_place(tables.comments, tables.mentions, "theme", "department")
    for lies in summary.sections.places:
        theme = next(theme for theme in summary.themes if theme.id == lies.id)
        first = lies.of("department")[0]
        assert (first.id, first.share) == (theme.link("department").id, theme.link("department").share)
        assert owner(theme, language()) == first.name
        assert named[theme.id] == first.id


def test_what_nobody_owns_is_counted_beside(tables):
    waiting = next(one for one in summarise(tables).sections.places if one.id == "Waiting")
    assert (dict(waiting.placed)["department"], waiting.unowned) == (40, 6)


def test_without_mentions_comments_count(tables):
    found = ownership(tables.comments, tables.mentions.clear(), "theme")["Waiting"]
    assert (found.owner.department, found.mentions, found.owned) == ("phone", 46, 40)
