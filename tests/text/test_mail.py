import pytest

from cxtext.text.mail import decoded, own_words


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("the caf=C3=A9 was =\ngood", "the café was good"),
        ("a =3D b", "a = b"),
        ("price=20 dollars", "price  dollars"),
        ("it=E9 broken=0D=0A", "ité broken\r\n"),
        ("1+1=25, so what", "1+1=25, so what"),
        ("x=10", "x=10"),
    ],
)
def test_quoted_printable(text, expect):
    assert decoded(text) == expect


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("My own\n> yours\n>> older", "My own"),
        ("On Mon, 3 Mar 2025 at 10:00, Jo <jo@x.org> wrote:\n> hi\n\nStill broken", "\nStill broken"),
        ("Broken.\n-- \nJo Smith\nSales", "Broken."),
        ("Broken.\nSent from my iPhone", "Broken."),
        ("> all is quoted\n> and kept", "all is quoted\nand kept"),
        ("5 > 4 and a -- b", "5 > 4 and a -- b"),
        ("One\n----Original Message----", "One"),
    ],
)
def test_what_the_customer_wrote(text, expect):
    assert own_words(text) == expect
