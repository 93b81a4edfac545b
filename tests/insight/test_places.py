import polars as pl

from cxtext.insight.places import pairs, places


def test_praise_and_blame_of_one_theme_in_one_comment_are_mixed(samples):
    row = samples.comment(1)
    said = [
        samples.mention(row, 1, theme="Price", sentiment="positive"),
        samples.mention(row, 2, theme="Price", sentiment="negative"),
        samples.mention(row, 3, theme="Delivery", sentiment="negative"),
        samples.mention(row, 4, theme="Delivery", sentiment="neutral"),
        samples.mention(row, 5, theme=None, sentiment="positive"),
    ]
    labelled = samples.build([row], said)
    found = places(labelled.comments, labelled.mentions, "theme")
    assert found.select("place", "sentiment", "mentions").rows() == [
        ("Delivery", "negative", 2),
        ("Price", "mixed", 2),
    ]


def test_without_mentions_the_comment_speaks_for_its_themes(samples):
    row = samples.comment(1, sentiment="mixed", themes=["Price", "Delivery", "Price", None])
    labelled = samples.build([row, samples.comment(2, themes=None)], [])
    found = places(labelled.comments, labelled.mentions, "theme")
    assert found.select("place", "sentiment").rows() == [("Delivery", "mixed"), ("Price", "mixed")]


def test_pairs_count_mentions_and_keep_those_without_an_owner(samples):
    rows = [samples.comment(n) for n in (1, 2)]
    said = [
        samples.mention(rows[0], 1, theme="Price", department="sales"),
        samples.mention(rows[0], 2, theme="Price", department="sales"),
        samples.mention(rows[1], 1, theme="Price", department=None),
    ]
    labelled = samples.build(rows, said)
    found = pairs(labelled.comments, labelled.mentions, "theme", "department")
    assert found.rows() == [("Price", "sales", 2, 1), ("Price", None, 1, 1)]


def test_pairs_without_mentions_count_comments(samples):
    rows = [samples.comment(n, themes=["Price"], departments=["sales"] if n < 3 else []) for n in (1, 2, 3)]
    labelled = samples.build(rows, [])
    found = pairs(labelled.comments, labelled.mentions, "theme", "department")
    assert found.filter(pl.col("other") == "sales")["mentions"].to_list() == [2]
    assert found["mentions"].sum() == 3
