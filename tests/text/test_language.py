import pytest

from cxtext.text.language import UNKNOWN, LanguageIdentifier


@pytest.fixture(scope="module")
def identifier():
    return LanguageIdentifier()


def test_languages(identifier, language_case):
    assert identifier.identify(language_case["text"]).code == language_case["expect"]


@pytest.mark.parametrize("text", ["\ud800 \udfff lone halves of pairs here", "a\x00b c d e f", "word " * 50_000])
def test_no_text_is_too_odd(identifier, text):
    found = identifier.identify(text)
    assert 0 <= found.confidence <= 1


def test_a_text_that_is_not_told_has_no_confidence_worth_acting_on(identifier):
    assert identifier.identify("ok ok").confidence == 0
    assert identifier.identify("ok ok").code == UNKNOWN


def test_many_are_told_as_one_is(identifier):
    texts = ["Le personnel était très gentil mais la chambre était sale", "The room was dirty and cold", ""]
    assert identifier.identify_all(texts) == [identifier.identify(text) for text in texts]


@pytest.mark.parametrize(
    "text", ["The driver was late and they did not call.", "I have been on hold for an hour with this airline"]
)
def test_small_words_settle_plain_english(identifier, text):
    assert identifier.identify(text) == ("en", 1.0)


@pytest.mark.parametrize(
    "text",
    [
        "We had her is of was for mij een goed hotel",  # words that Dutch shares with English
        "der Service was for me is get got hier sehr schlecht",
        "Le service the best and you voilà mes amis de la plage ce soir",  # three, but too few of all words
    ],
)
def test_words_shared_with_other_languages_settle_nothing(identifier, text):
    assert identifier.identify(text).confidence < 1.0
