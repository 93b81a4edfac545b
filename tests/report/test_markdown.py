import pytest

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
