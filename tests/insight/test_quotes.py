import pytest

from cxtext.insight import quotes
from cxtext.insight.summary import summarise


def _choose(samples, rows, said):
    labelled = samples.build(rows, said)
    found = quotes.passages(labelled.comments, labelled.mentions)
    candidates = quotes.candidates_of(found).with_columns(closeness=found["theme_score"])
    return quotes.choose(candidates, found, topic="Any")


def test_quotes_stand_in_the_masked_text(labelled, catalogue):
    masked = dict(labelled.comments.select("comment_id", "masked_text").iter_rows())
    summary = summarise(labelled, catalogue=catalogue)
    found = [quote for topic in (*summary.themes, *summary.departments) for quote in topic.quotes]
    assert len(found) > 40
    assert all(quote.text in masked[quote.comment_id] for quote in found)


def test_what_is_not_in_the_masked_text_is_never_quoted(samples):
    row = samples.comment(1, text="Mail me at anna@example.org please", masked_text="Mail me at [EMAIL] please")
    leaked = samples.mention(row, 1, text="Mail me at anna@example.org please", theme="Contact")
    masked = samples.mention(row, 2, text="Mail me at [EMAIL] please", theme="Contact")
    assert [quote.text for quote in _choose(samples, [row], [leaked, masked])] == ["Mail me at [EMAIL] please"]


def test_one_quote_a_comment_and_no_near_duplicates(samples):
    texts = [
        "The courier came two hours late again",
        "the courier came two hours LATE again!",
        "Nobody told me where my parcel was",
    ]
    rows = [samples.comment(n, text=text, sentiment="negative") for n, text in enumerate(texts, 1)]
    said = [samples.mention(row, order) for row in rows for order in (1, 2)]
    found = _choose(samples, rows, said)
    assert [quote.comment_id for quote in found] == ["c1", "c3"]


def test_typical_quotes_take_the_side_that_prevails(samples):
    rows = [samples.comment(n, text=f"Bad thing number {n} happened here", sentiment="negative") for n in range(9)]
    rows.append(samples.comment(99, text="All is well in this shop", sentiment="positive"))
    said = [samples.mention(row, theme_score=0.99 if row["row"] == 99 else 0.5) for row in rows]
    found = _choose(samples, rows, said)
    assert {quote.sentiment for quote in found if quote.kind == "typical"} == {"negative"}


def test_the_strongest_comes_first_and_readable_beats_endless(samples):
    texts = ["Quite bad service I would say", "Worst service I have ever seen", "awful " * 80]
    rows = [samples.comment(n, text=text.strip(), sentiment="negative") for n, text in enumerate(texts, 1)]
    scores = (-0.6, -0.9, -1.0)
    said = [samples.mention(row, score=score) for row, score in zip(rows, scores, strict=True)]
    found = _with_closeness(samples, rows, said)
    ranked = quotes._ranked(found.with_row_index("at"), found, "negative", "Any")
    assert [quote.comment_id for quote in ranked] == ["c2", "c1", "c3"]


def _with_closeness(samples, rows, said):
    labelled = samples.build(rows, said)
    found = quotes.passages(labelled.comments, labelled.mentions)
    return found.with_columns(closeness=found["theme_score"])


@pytest.mark.parametrize("text", ["word " * 200, "x" * 5000, "one two", "  spaced  out ", "日本語" * 300])
def test_shortened_is_the_beginning_and_short(text):
    short = quotes.shortened(text)
    assert text.strip().startswith(short)
    assert 0 < len(short) <= quotes.CHARACTERS
    assert len(short.split()) <= quotes.WORDS_BEST[1]


def test_without_mentions_whole_comments_are_quoted(samples):
    rows = [samples.comment(1, text="A whole comment about it", themes=["Any"]), samples.comment(2, text="")]
    assert [quote.text for quote in _choose(samples, rows, [])] == ["A whole comment about it"]
