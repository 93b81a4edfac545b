"""What an answer about a whole comment says of its mentions."""

import pytest

from cxtext.pipeline.theme_lessons import about
from cxtext.themes.themes import OVERALL_ID, REST_ID


@pytest.mark.parametrize(
    ("machine", "answered", "examples"),
    [
        (["t1"], ["t1"], [(0, "t1")]),
        (["t1"], ["t2"], [(0, "t2")]),
        (["t1"], [], [(0, REST_ID)]),
        (["t1"], ["t1", "t2"], None),
        (["t1", "t2"], ["t1", "t2"], []),
        (["t1", "t2"], ["t1", "t3"], [(1, "t3")]),
        (["t1", None], ["t1", "t3"], [(1, "t3")]),
        (["t1", REST_ID], ["t1", "t3"], [(1, "t3")]),
        (["t1", OVERALL_ID, "t2"], ["t1", "t3"], [(2, "t3")]),  # mere praise beside it
        (["t1", OVERALL_ID], ["t1"], []),
        (["t1", "t2", "t2"], ["t1", "t3"], None),  # either of two
        (["t1", "t2"], ["t3", "t4"], None),
        (["t1", "t2"], ["t1"], None),  # the other may be of the same theme, or of none
        (["t1", "t2"], ["t3"], None),
        (["t1", OVERALL_ID, None], [], [(0, REST_ID)]),
        ([], ["t1"], None),
    ],
)
def test_only_what_an_answer_leaves_no_doubt_of_is_an_example(machine, answered, examples):
    assert about(machine, answered) == examples
