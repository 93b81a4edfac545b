import pytest

from cxtext.insight.audited import Audited, AuditedAspect
from cxtext.insight.sections import Sections, with_sections
from cxtext.report import markdown


def test_it_holds_what_a_chat_needs(summary):
    text = markdown.render(summary)
    assert text.startswith("# What our customers said\n")
    assert "1 May – 31 Oct 2025" in text
    assert text.count("owner: ") == markdown.TOPICS + 1
    assert text.count("\n- “") == markdown.TOPICS * markdown.QUOTES
    assert "App login and codes" in text.split("**1. ")[0]
    assert len(text) < 4000


def test_every_number_stands_with_its_interval(summary):
    line = next(line for line in markdown.render(summary).splitlines() if line.startswith("**1. "))
    assert line.count("(") == 2
    assert "n = " in line


def test_it_says_how_right_the_labels_are_where_people_looked(summary):
    share = summary.themes[0].share
    audited = Audited("x.csv", 500, 100, False, (AuditedAspect("sentiment", 96, share, ()),))
    known = with_sections(summary, Sections(audited=audited))
    line = next(line for line in markdown.render(known).splitlines() if line.startswith("- Sentiment: "))
    assert line.endswith("96 comments answered.")
    assert line.count("(") == 1
    assert "How right" not in markdown.render(summary)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
        ("[x](javascript:alert(1))", r"\[x\](javascript:alert(1))"),
        ("a_b *c* `d` ~e~ |f|", r"a\_b \*c\* \`d\` \~e\~ \|f\|"),
        ("two\nlines\n# heading", "two lines # heading"),
        ("R&D &lt; &#60;", "R&D &amp;lt; &amp;#60;"),
    ],
)
def test_escaped(text, expected):
    assert markdown.escaped(text) == expected


def test_hostile_names_make_no_markup(hostile):
    text = markdown.render(hostile[1])
    assert "<" not in text
    assert "](" not in text.replace("\\](", "")


def test_without_themes_dates_or_anything(bare):
    assert "No trend" in markdown.render(bare["no dates, no ratings"])
    assert "too few for numbers" in markdown.render(bare["nothing"])
    assert "Made from labelled comments" in markdown.render(bare["no mentions"])
