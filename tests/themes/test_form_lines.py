import numpy as np

from cxtext.themes.form_lines import form_lines

SAID = "screen broken|mouse lost|printer jammed|fan loud|disk full|cable torn|key stuck|chair squeaks".split("|")


def found(comments, feeling=None):
    views = [view for mentions in comments for view in mentions]
    owner = np.repeat(np.arange(len(comments)), [len(mentions) for mentions in comments])
    return form_lines(views, owner, np.array([(feeling or {}).get(view, 0.0) for view in views]))


def comments(line, *, times, of=400):
    own = [[f"{SAID[i % 8]} in room {i}"] for i in range(of)]
    return [[line, *mentions] if i < times else mentions for i, mentions in enumerate(own)]


def test_a_line_that_many_records_hold_is_one_of_the_form():
    assert found(comments("Received from: ", times=60)) == ("received from",)


def test_what_few_records_hold_is_not():
    assert found(comments("received from:", times=19)) == ()
    assert found(comments("received from:", times=25, of=4_000)) == ()


def test_an_answer_of_its_own_is_not():
    short = [["password reset"]] * 40
    assert found([*comments("password reset", times=60), *short]) == ()


def test_praise_is_not():
    assert found(comments("great location", times=60), {"great location": 0.8}) == ()


def test_one_record_that_repeats_a_line_counts_once():
    assert found([["to:"] * 100 + ["hello there"], *comments("x", times=0)]) == ()


def test_one_word_answers_are_answers():
    assert found([["price"]] * 1_000 + [["delivery"]] * 500) == ()
