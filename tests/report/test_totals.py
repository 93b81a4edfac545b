"""One number is the same wherever it stands: page one, the theme's own section, workbook, JSON."""

import html as entities
import io
import json as stdlib_json
import re

import openpyxl
import pytest

from cxtext.report import excel, html, json
from cxtext.report.language import language
from cxtext.report.words import shown, words_for


@pytest.fixture(scope="module")
def page(summary):
    return html.render(summary)


@pytest.fixture(scope="module")
def content(summary):
    return stdlib_json.loads(json.render(summary))


@pytest.fixture(scope="module")
def rows(summary):
    sheet = openpyxl.load_workbook(io.BytesIO(excel.render(summary)))["Themes"]
    return {row[0]: row for row in sheet.iter_rows(min_row=2, values_only=True)}


def plain(source):
    return " ".join(entities.unescape(re.sub(r"<[^>]+>", " ", source)).split())


def test_every_theme_has_one_share_and_one_net_sentiment(summary, page, content, rows):
    words = words_for(summary, language())
    parts = {re.search(r"<h3[^>]*>(.*?)</h3>", part)[1]: plain(part) for part in page.split("<article")[1:]}
    overview = plain(page.split('<ol class="rows"')[1].split("</ol>")[0])
    written = {theme["name"]: theme for theme in content["themes"]}
    for theme in shown(summary.themes):
        share, n = words.value(theme.share), f"n {theme.share.n:,}"
        assert written[theme.name]["share"]["n"] == rows[theme.name][1] == theme.share.n
        assert written[theme.name]["share"]["value"] == pytest.approx(rows[theme.name][2], abs=1e-6)
        assert f"Share of comments {share} {words.interval(theme.share)}, {n}" in parts[entities.escape(theme.name)]
        if theme in shown(summary.themes)[:10]:
            assert f"Share of comments {share} {words.interval(theme.share)}, {n}" in overview
            assert f"Net sentiment {words.value(theme.net)}" in overview


def test_every_record_is_somewhere(content):
    way = content["funnel"]
    gone = sum(n for _, n in (*way["rejected"], *way["set_aside"]))
    assert way["read"] == gone + way["analysed"]
    assert way["analysed"] == way["with_theme"] + way["without_theme"]
    assert sum(number["n"] for _, number in content["headline"]["sentiment"]) == way["analysed"]


def test_the_parts_of_a_place_are_no_more_than_the_whole(content):
    themes = {theme["id"]: theme for theme in content["themes"]}
    for found in content["sections"]["places"]:
        placed = dict(found["placed"])
        for kind, of in placed.items():
            assert sum(p["mentions"] for p in found["places"] if p["kind"] == kind) <= of <= found["mentions"]
        assert found["mentions"] >= themes[found["id"]]["share"]["n"]
