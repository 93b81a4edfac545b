import dataclasses

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from cxtext.taxonomy.owner_names import Named, OwnerNames
from cxtext.taxonomy.taxonomy import Department, load_taxonomy

NLP = spacy.blank("en")
CORE = OwnerNames(load_taxonomy(), [], NLP)
USERS = [
    ("line 3 hotline", "Line 3"),
    ("Leeds branch", "Leeds branch"),
    ("returns desk", "support"),
    ("C++ crew", "IT"),
]
OWN = OwnerNames(load_taxonomy(), USERS, NLP)


def test_an_owner_named_in_a_text_is_found(owners_case):
    found = CORE.find(owners_case["text"])
    assert (found.owner if found else None) == owners_case["expect"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The Line 3 hotline rang out.", Named("Line 3", "Line 3 hotline")),
        ("my leeds branch is great", Named("Leeds branch", "leeds branch")),
        ("The billing department sent me to the returns desk.", Named("support", "returns desk")),
        ("ask the c++ crew", Named("IT", "c++ crew")),
        ("It was not the line 3 hotline.", None),
        ("The returns team was slow.", Named("aftersales", "returns team")),
    ],
)
def test_the_users_own_words_come_before_those_of_the_taxonomy(text, named):
    assert OWN.find(text) == named


def test_what_would_name_two_departments_names_neither():
    core = load_taxonomy()
    twin = Department("twin", "Second Returns", ("returns",))
    both = dataclasses.replace(core, departments=(*core.departments, twin))
    names = OwnerNames(both, [], NLP)
    assert names.find("The returns desk was slow.") is None
    assert names.find("The billing department was slow.").owner == "billing"


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read(text):
    assert CORE.find(text) is None or CORE.find(text).words.lower() in text.lower()


@given(
    st.lists(
        st.one_of(
            st.text(max_size=20),
            st.lists(
                st.sampled_from(["The", "returns", "RETURNS", "desk", "desk,", "line 3", "Leeds", "hotline"]),
                max_size=6,
            ).map(" ".join),
        ),
        max_size=5,
    )
)
@settings(max_examples=60, deadline=None)
def test_many_texts_are_read_as_each_alone(texts):
    assert OWN.find_all(texts) == [OWN.find(text) for text in texts]


def test_a_taxonomy_that_names_no_owner_finds_none():
    unnamed = dataclasses.replace(load_taxonomy(), departments=(Department("ux", "UX", ()),))
    assert OwnerNames(unnamed, [], NLP).find_all(["The UX team at the Leeds branch was slow.", ""]) == [None, None]
