import pytest

from cxtext.text.language import UNKNOWN, LanguageIdentifier


@pytest.fixture(scope="module")
def identifier():
    return LanguageIdentifier()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The nurse was very kind and explained everything to me", "en"),
        ("El personal fue muy amable y la comida estaba buena", "es"),
        ("Das Essen war kalt und die Bedienung unfreundlich", "de"),
        ("Le personnel était très gentil mais la chambre était sale", "fr"),
        ("Персонал был очень вежливый, но еда холодная", "ru"),
    ],
)
def test_whole_sentences_are_told(identifier, text, code):
    assert identifier.identify(text).code == code


@pytest.mark.parametrize("text", ["", "Great service", "ok 12345 !!!", "😊😊😊😊😊", "@a @b @c"])
def test_short_texts_are_not_guessed(identifier, text):
    assert identifier.identify(text).code == UNKNOWN


def test_capitals_do_not_change_the_language(identifier):
    assert identifier.identify("THE STAFF WERE RUDE AND THE ROOM WAS DIRTY").code == "en"
