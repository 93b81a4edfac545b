import dataclasses
from datetime import date

import pytest

from cxtext.insight.metrics import difference, mean_rating, net_sentiment, share
from cxtext.report import words
from cxtext.report.language import language
from cxtext.schema import REST

PLAIN, FINE = words.Words(), words.Words(fine=True)


@pytest.mark.parametrize(
    ("number", "plain", "fine"),
    [
        (share(50, 200), "25% (20–31%)", "25.0% (19.5–31.4%)"),
        (share(20, 60), "33% (23–46%, indicative)", "33.3% (22.7–45.9%, indicative)"),
        (net_sentiment(30, 50, 100), "−20 (−37 to −3)", "−20.0 (−36.6 to −2.6)"),
        (None, "–", "–"),
    ],
)
def test_numbers_are_written_with_their_interval(number, plain, fine):
    assert PLAIN.whole(number) == plain
    assert FINE.whole(number) == fine


def test_changes_are_written_in_points():
    found = difference(share(56, 70), share(48, 80))
    assert PLAIN.whole(found) == FINE.whole(found) == "+20.0 (+5.2 to +33.4, indicative)"


def test_hidden_numbers_are_written_as_their_reason():
    assert PLAIN.whole(share(3, 200)) == "fewer than 5 comments: hidden for privacy"
    assert PLAIN.whole(mean_rating([4.0] * 8, seed=0)) == "fewer than 30 comments: quotes only"
    assert (PLAIN.value(share(3, 200)), PLAIN.interval(share(3, 200))) == ("–", "")


@pytest.mark.parametrize(("value", "text"), [(-0.4, "0"), (0.0, "0"), (12.0, "+12"), (-12.0, "−12")])
def test_zero_has_no_sign(value, text):
    assert words.signed(value, 0) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2025, 5, 1), date(2025, 10, 31), "1 May – 31 Oct 2025"),
        (date(2024, 12, 30), date(2025, 1, 5), "30 Dec 2024 – 5 Jan 2025"),
        (date(2025, 5, 1), date(2025, 5, 1), "1 May 2025"),
        (None, None, ""),
    ],
)
def test_period(summary, first, last, text):
    assert words.period(dataclasses.replace(summary, first_date=first, last_date=last), language()) == text


def test_the_opening_says_what_how_and_whose(summary):
    said = " ".join(words.opening(summary, language()))
    assert "The subject that most speak of is Delivery time" in said
    assert "Most blame gathers in Reaching a person" in said
    assert "owner: Customer Support" in said


def test_what_has_no_subject_is_named_where_more_blame_it(summary):
    rest = dataclasses.replace(summary.themes[0], id=REST, name="Other remarks")
    share = dataclasses.replace(rest.share, n=rest.share.n + 1)
    more = dataclasses.replace(summary, themes=(*summary.themes, dataclasses.replace(rest, share=share)))
    said = " ".join(words.opening(more, language()))
    assert "beside them stand Other remarks, " in said
    assert "Of the named themes, most blame gathers in Reaching a person" in said


def test_drivers_are_shown_where_their_number_is_allowed_for(summary):
    found = dataclasses.replace(
        summary.drivers,
        drivers=tuple(
            dataclasses.replace(driver, q_value=0.05 if n == 0 else 0.2)
            for n, driver in enumerate(summary.drivers.drivers)
        ),
    )
    shown = words.driving(dataclasses.replace(summary, drivers=found))
    assert [driver.name for driver, _ in shown] == [found.drivers[0].name]
