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
