import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.errors import InputError, OptionError
from cxtext.insight.quote_kinds import iso_week, mended, pick


def said(text, sentiment="neutral", score=0.0, theme="Delivery", **more):
    return {"text": text, "sentiment": sentiment, "score": score, "theme": theme, "theme_score": 0.5, **more}


def comments(n=40):
    words = "parcel courier door late box street van phone note garden rain wet broken lost slow early kind".split()
    return [
        {
            "day": i % 20,
            "who": f"k{i % 12}",
            "said": [said(" ".join(words[(i * 3 + j) % len(words)] for j in range(9)), "negative", -0.5 - i / 100)],
        }
        for i in range(n)
    ]


WHICH = ("typical", "strongest", "diverse", "random")


@pytest.mark.parametrize("which", WHICH)
def test_one_quote_a_customer_each_verbatim(tables, which):
    rows = comments()
    made = tables.ready(rows, own=("who",), customer="who")
    found = pick(made, which, topic="delivery", most=30)
    customers = [rows[int(quote.comment_id[1:]) - 1]["who"] for quote in found]
    assert len(customers) == len(set(customers)) > 3
    texts = dict(made.comments.select("comment_id", "masked_text").iter_rows())
    assert all(quote.text in texts[quote.comment_id] for quote in found)
    assert {quote.kind for quote in found} == {which}
    if which != "random":
        sets = [frozenset(quote.text.split()) for quote in found]
        assert all(len(a & b) / len(a | b) < 0.6 for i, a in enumerate(sets) for b in sets[:i])


@settings(max_examples=25, deadline=None)
@given(order=st.permutations(range(20)))
def test_lots_are_the_same_all_week_in_any_order_of_the_rows(tables, order):
    rows = [{**row, "id": f"c{i}"} for i, row in enumerate(comments(20))]
    first = pick(tables.ready(rows), "random", most=5, week="2025-W12")
    assert pick(tables.ready([rows[i] for i in order]), "random", most=5, week="2025-W12") == first
    assert pick(tables.ready(rows), "random", most=5, week="2025-W13") != first


def test_every_customer_is_as_likely_to_be_drawn(tables):
    made = tables.ready(comments(10))
    weeks = [f"20{year}-W{week:02}" for year in range(20, 26) for week in range(1, 51)]
    counts = {}
    for week in weeks:
        (quote,) = pick(made, "random", most=1, week=week)
        counts[quote.comment_id] = counts.get(quote.comment_id, 0) + 1
    assert len(counts) == 10
    assert 30 - 4 * 5.2 < min(counts.values()) <= max(counts.values()) < 30 + 4 * 5.2  # four standard deviations


def test_strongest_first_and_delight_by_its_facets(tables):
    rows = [{"said": [said(f"It was rather good number {i} of many", "positive", 0.5 + i / 100)]} for i in range(5)]
    rows.append(
        {"said": [said("Better than anybody had led me to hope", "positive", 0.1, facets=["expectation:above"])]}
    )
    made = tables.ready(rows, facets=True)
    assert pick(made, "strongest", most=1)[0].comment_id == "c000005"
    assert [quote.comment_id for quote in pick(made, "delight")] == ["c000006"]
    assert pick(tables.ready(rows), "delight", most=1)[0].comment_id == "c000005"


def test_a_fault_made_good(tables):
    bad, good = (
        said("The box came broken", "negative", -0.8),
        said("but they replaced it the same day", "positive", 0.6),
    )
    rows = [
        {"said": [bad, said("I wrote to them"), good]},
        {"said": [good, bad]},  # the other way round
        {"said": [bad, said("Nice colour", "positive", 0.6)]},
        {"said": [bad, said("I wish they had apologised", "positive", 0.6)]},
    ]
    (found,) = pick(tables.ready(rows), "recovery")
    assert found.text == "The box came broken. I wrote to them. but they replaced it the same day"
    assert found.comment_id == "c000001"


def test_refusals(tables):
    made = tables.ready([{"said": [said("Some words of mine")]}] * 6)
    with pytest.raises(OptionError, match="unknown theme 'delivry'; did you mean 'Delivery'"):
        pick(made, "typical", topic="delivry")
    with pytest.raises(OptionError, match="is no ISO week"):
        pick(made, "random", week="12")
    with pytest.raises(InputError, match="name the --week"):
        pick(made, "random")
    with pytest.raises(InputError, match="name their table"):
        pick(tables.ready([{}] * 6), "recovery")
    assert iso_week(tables.DAY) == "2025-W02"


@pytest.mark.parametrize(
    "text",
    [
        "They quickly sent me a replacement part.",
        "and they replaced them in a very timely manner",
        "Looks like they got it fixed!",
        "After those 25+ minutes someone did eventually help us and took care of it.",
        "Finally, everything is resolved.",
        "but they replaced it the same day",
    ],
)
def test_words_of_a_fault_made_good(text):
    assert mended(text)


@pytest.mark.parametrize(
    "text",
    [
        "So I would love to have this replaced now",
        "Looking to resolve this matter.",
        "Hoping I get things rebooked in time",
        "How about sending me a message with a way to resolve?",
        "In the end, I am happy to pay the extra",
        "eventually it struck me as a fine film",
        "I just replaced it with another brand",
        "I sent one back, got a replacement and had to send that one back as well",
        "I wish they had sorted it",
        "they never called me back",
        "I haven't been refunded",
    ],
)
def test_words_of_a_wish_a_story_or_a_repair_of_ones_own(text):
    assert not mended(text)
