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


def test_initials_tell_at_the_start_of_a_sentence_too():
    assert written(["usb", "port"], ["USB does not work", "USB is dead", "Usb", "USB port", "Port is dead"]) == {
        "usb": "USB"
    }


def test_the_second_half_of_a_name_is_written_as_the_first():
    quotes = ["stuck in San Francisco again", "flew to San Francisco", "left San Francisco late"]
    assert written(["san", "francisco"], quotes) == {"san": "San", "francisco": "Francisco"}
    shouted = ["my Flight Booking Problems persist"] * 3
    assert "booking" not in written(["flight", "booking", "problems"], shouted)


def test_initials_that_all_write_small_are_known_by_their_letters():
    assert as_written("Vpn and printer", {}) == "VPN and printer"
    assert as_written("Printer and usb", {}) == "Printer and usb"  # it could be said
    assert as_written("Hrs of waiting", {}) == "Hrs of waiting"
    assert as_written("Mbps", {"mbps": "Mbps"}) == "Mbps"
