import xml.etree.ElementTree as ET

import pytest

from cxtext.report.plots import Interval, intervals

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*rows, **options):
    return ET.fromstring(intervals(rows, title="Shares", **options).svg)


def test_a_dot_stands_inside_its_interval_and_names_are_only_text():
    root = drawn(
        Interval("<script>x</script>", 0.3, 0.2, 0.5), Interval("b" * 60, 0.1, 0.0, 0.2, beside=0.15), unit="%"
    )
    dots = [float(c.get("cx")) for c in root.iter(SVG + "circle")]
    lines = [(float(n.get("x1")), float(n.get("x2"))) for n in root.iter(SVG + "line") if n.get("stroke-width") == "2"]
    assert len(dots) == 3
    assert lines[0][0] < dots[0] < lines[0][1]
    assert dots[1] < dots[2] < lines[1][1]
    texts = ["".join(t.itertext()) for t in root.iter(SVG + "text")]
    assert "<script>x</script>" in texts
    assert "b" * 39 + "…" in texts
    assert "0%" in texts
    assert not list(root.iter(SVG + "script"))


def test_the_mark_is_on_the_scale_and_nothing_is_no_drawing():
    root = drawn(Interval("a", 5, 4, 6), mark=0)
    assert any(t.text == "0" for t in root.iter(SVG + "text"))
    with pytest.raises(ValueError, match="nothing to draw"):
        intervals([], title="x")
