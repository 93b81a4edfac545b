"""The page that people fill by keyboard, in a real browser."""

import importlib.util
import re
from pathlib import Path

import pytest

from cxtext.audit import page, sheet
from cxtext.audit.aspects import NONE
from cxtext.audit.draw import draw

_SPEC = importlib.util.spec_from_file_location("browser", Path(__file__).parents[1] / "report" / "test_browser.py")
_BROWSER = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_BROWSER)

KEYBOARD = """
const files = []; URL.createObjectURL = (blob) => { files.push(blob); return "#"; };
const press = (key, on = document) => on.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
for (let i = 0; i < 20; i++) {
  press(String(1 + i % 3));
  const field = document.querySelector("#theme_1");
  field.focus();
  field.value = i % 2 ? "none of these" : "Price";
  press("n", field);  // a letter typed into a field moves nowhere
  field.blur();
  press("n");
}
document.querySelector("#download").click();
files[0].text().then((text) => say({
  text, progress: document.querySelector("#progress").textContent, which: document.querySelector("#which").textContent
}));
"""
WRONG = """
const field = document.querySelector("#theme_2"); field.value = "Parking";
document.querySelector("#next").click();
say([document.querySelector("#which").textContent, document.querySelector("#progress").textContent,
     document.activeElement.id, field.getAttribute("aria-invalid")]);
"""


@pytest.fixture
def drawn(comments):
    return draw(comments, 25, asked=("sentiment", "theme"), by="theme", source="x.csv")


@pytest.fixture
def whole(drawn, tmp_path):
    return page.rendered(*drawn, output=tmp_path / "audit.html", show=False).decode()


@_BROWSER.needs_chromium
def test_twenty_comments_by_keyboard(drawn, whole, tmp_path):
    said = _BROWSER.in_browser(whole, KEYBOARD, tmp_path)
    assert said["progress"] == "20 of 25 answered"
    assert said["which"] == "Comment 21 of 25"
    answered = tmp_path / "audit.csv"
    answered.write_text(said["text"], encoding="utf-8")
    answers = sheet.read(answered, drawn[0])
    assert sheet.texts(answered, drawn[0]) == drawn[1]["masked_text"].to_list()  # by which comments are known again
    moods = ["negative", "neutral", "positive"]
    assert answers["sentiment"] == [*(frozenset([moods[i % 3]]) for i in range(20)), *[None] * 5]
    assert answers["theme"] == [*(frozenset() if i % 2 else frozenset(["Price"]) for i in range(20)), *[None] * 5]


@_BROWSER.needs_chromium
def test_what_a_spreadsheet_would_take_for_a_formula_is_text(drawn, tmp_path):
    key, comments = drawn
    text = page.pl.concat_str(page.pl.lit('=HYPERLINK("x"),\r\n 😀 '), "masked_text")
    hostile = comments.with_columns(masked_text=text)
    whole = page.rendered(key, hostile, output=tmp_path / "audit.html", show=False).decode()
    script = KEYBOARD.replace('"Price"', '"=cmd()"')
    answered = tmp_path / "audit.csv"
    answered.write_text(_BROWSER.in_browser(whole, script, tmp_path)["text"], encoding="utf-8", newline="")
    assert "\"'=HYPERLINK" in answered.read_text(encoding="utf-8")
    assert ",'=cmd()," in answered.read_text(encoding="utf-8")
    assert sheet.texts(answered, key) == hostile["masked_text"].to_list()
    assert sheet.read(answered, key)["theme"][0] == frozenset(["=cmd()"])


@_BROWSER.needs_chromium
def test_what_is_not_in_the_list_is_told_at_once(whole, tmp_path):
    which, progress, focus, invalid = _BROWSER.in_browser(whole, WRONG, tmp_path)
    assert (which, focus, invalid) == ("Comment 1 of 25", "theme_2", "true")
    assert progress.startswith("“Parking” is not in the list")


@_BROWSER.needs_chromium
@_BROWSER.needs_axe
def test_axe_finds_no_violation(whole, tmp_path):
    run = f"axe.run(document, {_BROWSER.RULES}).then((r) => say(r.violations.map((v) => [v.id, v.nodes[0].html])));"
    script = _BROWSER.AXE.read_text(encoding="utf-8").replace("</script", "<\\/script") + ";" + run
    assert _BROWSER.in_browser(whole, script, tmp_path) == []


def test_the_page_loads_nothing_and_no_text_ends_its_data(drawn, tmp_path):
    key, comments = drawn
    hostile = comments.with_columns(masked_text=page.pl.lit("</script><img src=x onerror=alert(1)>"))
    found = page.rendered(key, hostile, output=tmp_path / "a.html", show=True).decode()
    assert found == page.rendered(key, hostile, output=tmp_path / "a.html", show=True).decode()
    assert "<img" not in found
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", found)
    assert "default-src 'none'" in found
    assert NONE in found
    assert "The machine says" in found
