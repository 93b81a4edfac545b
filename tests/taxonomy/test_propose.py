import polars as pl
import pytest

from cxtext.schema import MENTIONS, OVERALL, REST
from cxtext.taxonomy.check import check
from cxtext.taxonomy.draft import draft
from cxtext.taxonomy.propose import propose
from cxtext.taxonomy.taxonomy import load_taxonomy

CORE = load_taxonomy()
VPN = [
    "But the VPN drops every single morning.",
    "I cannot connect to the vpn from home",
    "The vpn client asks me to log in twice a day",
    "vpn works fine since the last update!",
    "Why is our vpn so slow after lunch",
]
UNFIT = [
    "vpn",
    "call [NAME_1] about the vpn please",
    "the vpn gives error 0x8001 again",
    "mail me at the vpn desk jo@example.org",
    "nothing of the kind is said here",
]


def mentions(rows):
    """Rows of theme, text, sentiment, touchpoint; each a comment of its own, the first the most typical."""
    table = [
        {
            "comment_id": str(i),
            "mention": 1,
            "theme": theme,
            "text": text,
            "sentiment": sentiment,
            "touchpoint": place,
            "theme_score": 1 - i / 1000,
        }
        for i, (theme, text, sentiment, place) in enumerate(rows)
    ]
    return pl.DataFrame(table, schema_overrides=MENTIONS).select(
        pl.col(name) if name in table[0] else pl.lit(None, dtype=dtype).alias(name) for name, dtype in MENTIONS.items()
    )


FEEDBACK = mentions(
    [
        *[("Vpn and remote", text, "negative" if i < 3 else "positive", None) for i, text in enumerate(VPN)],
        *[("Vpn and remote", text, "negative", None) for text in UNFIT],
        *[("Vpn and remote", "somebody did not answer the phone", "negative", "contact_wait")] * 2,
        *[("Website", f"the web page is broken {'again ' * i}", "negative", "website") for i in range(12)],
        *[("Lunch", "the soup was cold", "negative", None)] * 9,
        *[(theme, "all was good as it ever is", "positive", None) for theme in (OVERALL, REST) for _ in range(20)],
    ]
)


@pytest.fixture(scope="module")
def found():
    return propose(FEEDBACK, CORE, {"Vpn and remote": ("vpn", "home")})


def test_a_theme_without_a_touchpoint_is_proposed_and_others_are_not(found):
    assert [p.id for p in found.proposed] == ["vpn_and_remote"]
    assert [(c.name, c.touchpoint, c.share) for c in found.covered] == [("Website", "website", 1.0)]


def test_seeds_are_what_customers_wrote_in_small_letters_complaints_first(found):
    assert found.proposed[0].seeds == (
        "the vpn drops every single morning",
        "i cannot connect to the vpn from home",
        "the vpn client asks me to log in twice a day",
        "vpn works fine since the last update",
        "why is our vpn so slow after lunch",
    )


def test_a_theme_with_hardly_a_seed_is_left_out_and_said():
    rows = mentions([("Codes", f"{i} is the code of the case", "neutral", None) for i in range(12)])
    assert propose(rows, CORE, {}).left == ("Codes",)


def test_ids_are_new():
    says = ["{} menu hides half of what i need", "nothing on your {} loads", "our {} was down all {} night"]
    rows = mentions(
        [
            (theme, f"{text.format(word, word)} {i}", "neutral", None)
            for theme, word in (("Website", "website"), ("Website!", "website really"))
            for text in says
            for i in "abcd"
        ]
    )
    assert {p.id for p in propose(rows, CORE, {}).proposed} == {"website_2", "website_3"}


def test_the_draft_has_no_error_and_asks_for_departments(found, tmp_path):
    text = draft(found, CORE, origin="a\nb: c.csv", name="own")
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    problems = check(tmp_path / "own.yaml")
    assert [(p.severity, p.message[:56]) for p in problems] == [
        ("warning", "touchpoint 'vpn_and_remote' has no department yet, so no")
    ]
    taxonomy = load_taxonomy(path=tmp_path / "own.yaml")
    assert taxonomy.touchpoint("vpn_and_remote").owner is None
    assert taxonomy.touchpoint("vpn_and_remote").seeds == found.proposed[0].seeds


def test_a_draft_of_nothing_is_a_file_too(tmp_path):
    text = draft(propose(mentions([("x", "y", "neutral", None)]), CORE, {}), CORE, origin="x.csv", name="own")
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    assert check(tmp_path / "own.yaml") == []
