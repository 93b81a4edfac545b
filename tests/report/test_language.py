"""A report in another language: every fixed text is translated, and what customers say stays as it is."""

import io
import re
import string
from dataclasses import replace
from datetime import date
from html import unescape

import openpyxl
import pytest

from cxtext.choices import LANGUAGES
from cxtext.errors import OptionError
from cxtext.insight import Catalogue, summarise
from cxtext.insight.analysis_definitions import ANALYSES
from cxtext.insight.definitions import DEFINITIONS
from cxtext.insight.metrics import net_sentiment, share
from cxtext.pipeline.catalogue import catalogue
from cxtext.report import RENDERERS, excel, html, markdown, words
from cxtext.report.language import language
from cxtext.report.translated import translated
from cxtext.report.words import Words
from cxtext.schema import OVERALL, REST
from cxtext.taxonomy.taxonomy import load_taxonomy, pack_names

EN, DE = language("en"), language("de")
OTHERS = [language(code) for code in LANGUAGES if code != "en"]
NAMES = "name."  # of what ships: English stands in the taxonomy itself
METRICS = "definition."  # of the metric dictionary: likewise
SAME = re.compile(r"^(format|number|word\.(name|nps|persona|Persona)|sentiment\.neutral)")  # may read alike


def placeholders(text):
    """The names in braces; a sentence may take the singular of a kind where another takes its plural."""
    return {
        name.removesuffix("s") if name == "kinds" else name for _, name, _, _ in string.Formatter().parse(text) if name
    }


def plain(page):
    page = re.sub(r"<(style|script)\b.*?</\1>|<blockquote.*?</blockquote>", " ", page, flags=re.DOTALL)
    labels = " ".join(re.findall(r'(?:aria-label|data-\w+)="([^"]*)"', page))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page) + " " + labels).split())


def fixed(t):
    """Of each text its longest part between the values, where it is long enough to be told from a name."""
    for key, text in t.texts.items():
        longest = max((part for part, *_ in string.Formatter().parse(text)), key=len)
        if not SAME.match(key) and len(longest) >= 9 and " " in longest.strip():
            yield key, longest


def without_quotes(summary):
    kinds = ("themes", "touchpoints", "departments")
    bare = {kind: tuple(replace(topic, quotes=()) for topic in getattr(summary, kind)) for kind in kinds}
    return replace(summary, highlights=(), **bare)


@pytest.fixture(scope="module")
def full(labelled):
    """A summary with names that ship, so that these must be translated too."""
    known = catalogue(load_taxonomy(pack_names()))
    return summarise(labelled, catalogue=Catalogue(known.touchpoints, known.departments, known.stages))


@pytest.mark.parametrize("t", OTHERS, ids=lambda t: t.code)
def test_every_language_has_the_same_keys_and_placeholders(t):
    own = {key for key in t.texts if not key.startswith((NAMES, METRICS))}
    assert own == set(EN.texts)
    for key in own:
        assert placeholders(t.texts[key]) == placeholders(EN.texts[key]), key


@pytest.mark.parametrize("t", OTHERS, ids=lambda t: t.code)
def test_every_metric_of_a_report_and_every_name_that_ships_is_translated(t, summary):
    for metric in {**DEFINITIONS, **summary.definitions}:
        for field in ("name", "text", "formula", "unit"):
            assert t.texts[f"{METRICS}{metric}.{field}"]
    assert {key.split(".")[1] for key in t.texts if key.startswith(METRICS)} <= set(ANALYSES) | set(DEFINITIONS)
    for packs in [(), *((pack,) for pack in pack_names()), pack_names()]:
        known = catalogue(load_taxonomy(packs))
        for name in (*known.touchpoints.values(), *known.departments.values(), *known.stages.values()):
            assert NAMES + name in t.texts
    assert all(NAMES + name in t.texts for name in (OVERALL, REST, "Unowned"))


def test_the_english_notes_are_those_of_the_texts(summary, bare):
    for one in (summary, *bare.values()):
        for note in one.notes:
            case = note.values.get("case", "")
            values = {key: value for key, value in note.values.items() if key != "case"}
            assert EN(f"note.{note.id}{'.' if case else ''}{case}", **values) == note.text


@pytest.mark.parametrize("name", ["full", "no themes", "no dates, no ratings"])
def test_no_english_text_is_left(full, bare, name):
    summary = full if name == "full" else bare[name]
    summary = without_quotes(summary)
    page = plain(html.render(summary, t=DE))
    text = markdown.render(summary, t=DE)
    sheets = openpyxl.load_workbook(io.BytesIO(excel.render(summary, t=DE)))
    cells = "\n".join(
        str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row if cell
    )
    everything = "\n".join([page, text, cells])
    assert [(key, part) for key, part in fixed(EN) if part in everything] == []


def test_english_texts_would_be_found(full):
    """The net of the test above catches what an English page says."""
    page = plain(html.render(full))
    assert sum(part in page for _, part in fixed(EN)) > 60


def test_what_customers_say_stays_as_it_is(full):
    english, german = html.render(full), html.render(full, t=DE)
    quotes = re.compile(r'<span class="said">(.*?)</span>', re.DOTALL)
    assert quotes.findall(german) == quotes.findall(english)
    for theme in words.shown(full.themes):
        if theme.id not in (REST, OVERALL):
            assert theme.name in unescape(german)
    assert '<html lang="de">' in german


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (share(1234, 5000), "24,7\u00a0% (23,5–25,9\u00a0%)"),
        (net_sentiment(30, 50, 100), "−20,0 (−36,6 bis −2,6)"),
        (share(3, 200), "weniger als 5 Kommentare: zum Schutz der Personen verborgen"),
    ],
)
def test_numbers_are_written_as_germans_do(summary, number, text):
    one = replace(summary.themes[0], share=number)
    shown = translated(replace(summary, themes=(one,)), DE).themes[0].share
    assert Words(fine=True, t=DE).whole(shown) == text


def test_dates_are_written_as_germans_do():
    assert DE.day(date(2025, 3, 9)) == "9. März 2025"
    assert DE.span(date(2025, 5, 1), date(2025, 10, 31)) == "1. Mai – 31. Okt. 2025"
    assert DE.period(date(2025, 5, 1), "month") == "Mai 2025"
    assert DE.count(12345) == "12.345"
    assert DE.tick(0.025, "%") == "2,5\u00a0%"


def test_the_title_is_translated_unless_it_is_peoples_own(summary):
    for title, german in [
        ("What customers say", "Was Kunden sagen"),
        ("What customers say: survey", "Was Kunden sagen: survey"),
        ("Our week", "Our week"),
    ]:
        assert translated(replace(summary, title=title), DE).title == german


def test_numbers_are_the_same_in_both_languages(full):
    def numbers(t):
        book = openpyxl.load_workbook(io.BytesIO(excel.render(full, t=t)))
        rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
        return [[cell for cell in row if isinstance(cell, int | float)] for row in rows]

    assert numbers(DE) == numbers(EN)


def test_for_programs_it_is_english(full):
    for ending in (".json", ".zip"):
        assert RENDERERS[ending](full, t=DE) == RENDERERS[ending](full)


def test_an_unknown_language_is_refused_with_the_known_ones():
    with pytest.raises(OptionError, match=r"--language: unknown language 'fr' \(known: de, en\)"):
        language("fr")
