import base64
import hashlib
import itertools
import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest

from cxtext.report import html, words
from cxtext.report.language import language

VOID = {"meta", "input", "br", "path", "link", "img"}
COLOUR = re.compile(r"--(\w+): (#[0-9a-f]{6}|#[0-9a-f]{3})[;\n]")


class Page(HTMLParser):
    """What a browser would see: elements with their attributes, text, and whether tags are balanced."""

    def __init__(self, source):
        super().__init__()
        self.elements, self.stack, self.text, self.scripts, self.styles = [], [], [], [], []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        assert len(attrs) == len(dict(attrs)), f"repeated attribute in <{tag}>"
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, text):
        inside = self.stack[-1] if self.stack else ""
        {"script": self.scripts, "style": self.styles}.get(inside, self.text).append(text)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def source(summary):
    return html.render(summary)


@pytest.fixture(scope="module")
def page(source):
    return Page(source)


@pytest.fixture(scope="module")
def hostile_page(hostile):
    return Page(html.render(hostile[1]))


def test_nothing_is_loaded_from_anywhere(source, page):
    for _, attributes in page.elements:
        for name in ("src", "srcset", "action", "data", "poster", "background"):
            assert name not in attributes
        assert attributes.get("href", "#").startswith("#")
    assert not re.search(r"@import|url\(", "".join(page.styles))
    assert not re.search(r"fetch|XMLHttpRequest|import\(|innerHTML|eval", "".join(page.scripts))


def test_the_policy_lets_only_this_script_run(page):
    policy = next(a["content"] for a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    digest = base64.b64encode(hashlib.sha256("".join(page.scripts).encode()).digest()).decode()
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:; ")
    assert f"script-src 'sha256-{digest}'" in policy
    assert len(page.all("script")) == 1


def test_tags_are_balanced_and_links_lead_somewhere(page, hostile_page):
    for found in (page, hostile_page):
        assert found.stack == []
        ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
        assert len(ids) == len(set(ids))
        targets = {attributes["href"][1:] for attributes in found.all("a")}
        targets |= {
            attributes["aria-labelledby"] for _, attributes in found.elements if "aria-labelledby" in attributes
        }
        assert targets <= set(ids)


def test_every_theme_of_the_overview_links_to_its_section(page, summary):
    sections = {a["id"] for a in page.all("article")}
    assert len(sections) == sum(topic.share.n is not None for topic in summary.themes)
    assert sections <= {a["href"][1:] for a in page.all("a")}


def test_it_is_made_to_be_read(source, page):
    assert page.all("html")[0]["lang"] == "en"
    assert len(page.all("h1")) == len(page.all("main")) == 1
    assert len(page.all("table")) == len(page.all("caption"))
    assert all("scope" in attributes for attributes in page.all("th"))
    headings = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(headings))
    charts = sum(a.get("class") == "canvas" for a in page.all("div"))
    assert charts <= len(page.all("details"))
    assert "causes" not in source.replace("what causes what", "")


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_has_contrast_in_light_and_dark(mode):
    blocks = html._asset("report.css").split("prefers-color-scheme: dark")
    colours = dict(COLOUR.findall(blocks[0].split(":root", 1)[1] if mode == "light" else blocks[1].split("}")[0]))
    assert set(colours) >= {"paper", "ink", "soft", "link", "negative", "positive"}
    for text in ("ink", "soft", "link", "negative", "positive"):
        for ground in ("paper", "card"):
            assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert _contrast(colours["unclear"], colours["paper"]) >= 3  # bars and dots: WCAG 1.4.11
    assert _contrast(colours["soft"], colours["faint"]) >= 4.5


def _contrast(one, other):
    """WCAG 2.2, definition of contrast ratio."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour):
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_hostile_text_is_only_ever_text(page, hostile_page):
    allowed = {tag for tag, _ in page.elements}
    for tag, attributes in hostile_page.elements:
        assert tag in allowed
        assert not [name for name in attributes if name.startswith("on")]
        assert attributes.get("href", "#").startswith("#")
        assert re.fullmatch(r"(--\w:-?[\d.]+;?)*|margin-top:[\d.]+(rem)?", attributes.get("style", ""))
        tokens = (attributes.get(name, "") for name in ("class", "id", "lang", "for"))
        assert all(re.fullmatch(r"[\w -]*", token) for token in tokens)
    assert hostile_page.scripts == page.scripts


def test_hostile_names_can_still_be_read(hostile_page, hostile):
    text = "".join(hostile_page.text)
    shown = [topic for topic in hostile[1].themes if topic.share.n is not None]
    assert len(shown) >= 11
    assert all(topic.name in text for topic in shown)


def test_quotes_on_the_page_are_the_customers_words(hostile_page, hostile):
    labelled, summary = hostile
    masked = dict(labelled.comments.select("comment_id", "masked_text").iter_rows())
    text = "".join(hostile_page.text)
    quotes = [quote for topic in summary.themes for quote in topic.quotes]
    assert len(quotes) > 50
    for quote in quotes:
        assert quote.text in masked[quote.comment_id]
        assert quote.text in text


def test_pages_without_this_or_that_still_stand(bare):
    for summary in bare.values():
        found = Page(html.render(summary))
        assert found.stack == []
        ids = {attributes["id"] for _, attributes in found.elements if "id" in attributes}
        assert {attributes["href"][1:] for attributes in found.all("a")} <= ids


@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed")
def test_a_browser_finds_nothing_to_complain_about(hostile, tmp_path):
    target = tmp_path / "report.html"
    target.write_text(html.render(hostile[1]), encoding="utf-8")
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    flags += " --disable-component-update --disable-sync --enable-logging=stderr --dump-dom"
    command = ["chromium", *flags.split(), f"--user-data-dir={tmp_path / 'profile'}", target.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "CONSOLE" not in done.stderr
    assert 'id="search" class="search">' in done.stdout  # our script ran: the search is no longer hidden


def test_what_goes_with_the_rating_stands_with_its_bounds_and_only_where_it_is_known(page, summary, bare):
    assert summary.drivers is not None
    wording = words.words_for(summary, language())
    sure = words.driving(summary)
    shown = " ".join(" ".join(page.text).split())
    assert "Associated with, not caused by." in shown
    for driver, topic in sure:
        assert driver.total.low > 0 or driver.total.high < 0
        assert topic is None or topic.id in driver.ids
        assert f"{wording.value(driver.total)} {wording.interval(driver.total)}" in shown
    for driver in summary.drivers.drivers:
        assert driver.name in shown
    assert 'id="drivers"' not in html.render(bare["no dates, no ratings"])
    assert bare["twenty comments"].drivers is None


def test_page_one_leads_to_the_department_itself(page):
    ids = {attributes["id"] for tag, attributes in page.elements if tag == "details" and "id" in attributes}
    shown = [a["href"][1:] for a in page.all("a") if a["href"].startswith("#department-")]
    assert shown
    assert set(shown) <= ids
