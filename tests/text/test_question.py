import pytest

from cxtext.text.question import asked, read_under_question

FAULTS = """
What could we improve?|How could we improve?|What could we have done better?|Was there anything you did not like?
What is the worst thing about it?|What would you change?|What did you like least?|What didn't work?|Cons|Weaknesses
What did not go well?|Did you have any problems?|What were you not happy with?|What would you like to see more of?
Is there anything we could do differently?|Do you have any suggestions?|What were you dissatisfied with?
"""
PRAISE = """
What did you like best?|What went well?|What did we do well?|What was good?|Best thing about your stay|Pros
What do you enjoy about working here?|Who was particularly helpful?|Was there anything you liked?
What do we do better than others?|What were you satisfied with?
"""
NEITHER = """
Any other comments?|How satisfied are you with the service?|Why did you give this score?|What did you like or dislike?
Please tell us what was good and what could be improved|How easy was it to book?|Did you enjoy your stay?
Would you recommend us?|Any other comments or suggestions?|What is the main reason for your score?|Q1|Pros and cons
Was the staff helpful?|How difficult was it to reach us?|Anything to add?|How did we do?
"""


def questions(kind, listed):
    return [pytest.param(question, kind, id=question) for question in listed.strip().replace("\n", "|").split("|")]


@pytest.mark.parametrize(
    ("question", "kind"), [*questions("faults", FAULTS), *questions("praise", PRAISE), *questions(None, NEITHER)]
)
def test_what_a_question_asks_for(question, kind):
    assert asked(question) == kind
    assert asked(f"  {question.upper()}\n") == kind


@pytest.mark.parametrize(
    ("question", "text", "expect"),
    [
        ("What could we improve?", "Nothing", "positive"),
        ("What could we have done better?", "n/a", "positive"),
        ("Was there anything you did not like?", "Nope", "positive"),
        ("What is the worst thing about it?", "none at all", "positive"),
        ("What would you change?", "No complaints", "positive"),
        ("What would you change?", "Not a lot", "positive"),
        ("How could we improve?", "Nothing could have been done better.", "positive"),
        ("How could we improve?", "I can't think of anything you could do better", "positive"),
        ("What could we improve?", "The waiting time", "negative"),
        ("What could we improve?", "parking", "negative"),
        ("What could we improve?", "More staff", "negative"),
        ("What could we improve?", "faster service please", "negative"),
        ("What did you like most?", "Nothing!", "negative"),
        ("What went well?", "nothing really", "negative"),
        ("What did you like most?", "The food", "positive"),
        ("What did we do well?", "n/a", None),
        ("What did you like most?", "No complaints", None),
        ("Any other comments?", "Nothing", None),
        ("Any other comments?", "the waiting time", None),
        ("What could we improve?", "Nothing works", None),
        ("What could we improve?", "no comment", None),
        ("What could we improve?", "", None),
        ("What could we improve?", "Not sure", None),
        ("What could we improve?", "It was lovely", None),
        ("What could we improve?", "Excellent service", None),
        ("What was good?", "terrible food", None),
        ("What could we improve?", "The waiting time was fine and everybody was kind to my mother", None),
        ("What could we improve?", "42", None),
    ],
)
def test_a_short_answer_is_read_under_its_question(question, text, expect):
    assert read_under_question(question, text) == expect
