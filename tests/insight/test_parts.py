import pytest

from cxtext.insight import summarise
from cxtext.schema import REST


def summary_of(samples, *said):
    """A summary of comments, each given as pairs of subtheme and sentiment of its mentions on one theme."""
    rows = [samples.comment(i) for i in range(1, len(said) + 1)]
    mentions = [
        samples.mention(row, order, theme="Waiting", subtheme=part, sentiment=sentiment)
        for row, pairs in zip(rows, said, strict=True)
        for order, (part, sentiment) in enumerate(pairs, 1)
    ]
    return summarise(samples.build(rows, mentions))


def test_the_parts_of_a_theme_are_counted_in_comments(samples):
    said = [[("On the phone", "negative"), ("On the phone", "negative")]] * 40 + [[("In the shop", "positive")]] * 60
    (theme,) = summary_of(samples, *said).themes
    assert [(part.name, part.share.n, part.share.of) for part in theme.parts] == [
        ("In the shop", 60, 100),
        ("On the phone", 40, 100),
    ]
    assert [part.net.value for part in theme.parts] == [100, -100]
    assert theme.parts[1].share.value == pytest.approx(0.4)


def test_a_part_too_small_to_show_is_absent(samples):
    said = [[("On the phone", "negative")]] * 40 + [[("In the shop", "positive")]] * 4
    (theme,) = summary_of(samples, *said).themes
    assert [part.name for part in theme.parts] == ["On the phone"]


def test_mentions_without_subthemes_give_no_parts(samples):
    (theme,) = summary_of(samples, *[[(None, "negative")]] * 40).themes
    assert theme.parts == ()


def test_other_remarks_alone_are_no_theme(samples):
    rows = [samples.comment(i) for i in range(1, 5)]
    themes = ["Waiting", REST, None, REST]
    mentions = [samples.mention(row, theme=theme) for row, theme in zip(rows, themes, strict=True)]
    mentions.append(samples.mention(rows[3], 2, theme="Parking"))
    found = summarise(samples.build(rows, mentions)).funnel
    assert (found.with_theme, found.without_theme) == (2, 2)
    listed = [samples.comment(i, themes=names) for i, names in enumerate([["Waiting"], [REST], [], [REST, "X"]])]
    assert summarise(samples.build(listed, [])).funnel.with_theme == 2
