from cxtext.themes.casing import as_written, written


def test_a_word_is_written_as_most_mentions_write_it():
    quotes = [
        "stuck at JFK again",
        "we left JFK late",
        "flew to jfk",
        "the JFK gate",
        "open the app",
        "an App",
        "my app",
    ]
    assert written(["jfk", "app"], quotes) == {"jfk": "JFK"}


def test_the_start_of_a_sentence_and_shouting_tell_nothing():
    quotes = [
        "Flight was late. Flight gone",
        "FLIGHT IS LATE AGAIN",
        "WORST FLIGHT EVER",
        "my flight",
        "WHERE IS FLIGHT 9",
    ]
    assert written(["flight"], quotes) == {}


def test_what_was_seen_twice_is_not_known():
    assert written(["vpn"], ["the VPN", "my VPN"]) == {}
    assert written(["vpn"], ["the VPN", "my VPN", "a VPN"]) == {"vpn": "VPN"}


def test_a_name_begins_with_a_capital_unless_its_word_is_written_otherwise():
    forms = {"iphone": "iPhone", "jfk": "JFK", "boston": "Boston"}
    assert as_written("Jfk and boston", forms) == "JFK and Boston"
    assert as_written("Iphone app", forms) == "iPhone app"
    assert as_written("late flight", forms) == "Late flight"
