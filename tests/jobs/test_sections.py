import io
import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import openpyxl
import polars as pl
import pytest

from cxtext.errors import InputError, OptionError
from cxtext.insight import Catalogue
from cxtext.insight.funnel import analysed
from cxtext.insight.provenance import MadeBy
from cxtext.jobs.report import Reopened
from cxtext.jobs.sections import Beside, read_beside
from cxtext.jobs.summaries import by_owner, summarised
from cxtext.report import beside, excel, html
from cxtext.report import json as as_json
from cxtext.report.language import language

ACTIONS = """schema: cxtext-actions/1
actions:
  - {id: late-1, topic: Delivery time, what: Second courier, owner: Fulfilment & Delivery, opened: 2025-05-20}
  - {id: app-1, topic: App login and codes, owner: Digital Channels, opened: 2025-10-30, state: done}
"""
PERSONAS = """schema: cxtext-personas/1
personas:
  - {name: Web people, query: "source = 'web'", traits: [in a hurry]}
  - {name: Others, query: "source != 'web'"}
"""
EVENTS = """schema: cxtext-events/1
events:
  - {name: New <b>app</b>, date: 2025-07-09}
  - {name: Long ago, date: 2020-01-01}
"""
EMERGING = {
    "model": "m",
    "comments": 900,
    "alarm": 0.05,
    "candidates": [
        {
            "words": ["verification", "<b>code</b>"],
            "comments": 23,
            "mentions": 25,
            "expected": 0.1,
            "p_value": 1e-9,
            "first": "2025-10-02",
            "nearest": "App login and codes",
            "quotes": ["The <i>code</i> never comes"],
        },
        {
            "words": ["secretword"],
            "comments": 4,
            "mentions": 4,
            "expected": 0.1,
            "p_value": 1e-3,
            "first": None,
            "nearest": None,
            "quotes": ["secretword"],
        },
    ],
}

RIGHT = {"value": 0.8, "low": 0.6, "high": 0.9, "n": 40}
NOBODY = {"value": None, "low": None, "high": None, "n": 0}
AUDIT = {
    "source": "labelled.csv",
    "comments": 500,
    "drawn": 60,
    "where": None,
    "aspects": [
        {
            "aspect": "theme",
            "answered": 55,
            "right": RIGHT,
            "labels": [
                {"name": "Parcel <b>late</b>", "machine": 40, "precision": RIGHT, "recall": RIGHT, "share": RIGHT,
                 "corrected": RIGHT},
                {"name": "Price", "machine": 9, "precision": RIGHT, "recall": NOBODY, "share": RIGHT,
                 "corrected": NOBODY},
                {"name": "Rare one", "machine": 4, "precision": RIGHT, "recall": RIGHT, "share": RIGHT,
                 "corrected": RIGHT},
            ],
        }
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def found(samples):
    labelled = samples.make()
    comments = labelled.comments.with_columns(
        source=pl.when(pl.col("row") % 3 == 0).then(pl.lit("web")).otherwise(pl.lit("post")),
        facets=pl.when(pl.col("row") % 9 == 0)
        .then(pl.lit(["urgency:legal", "expectation:broken_promise"]))
        .otherwise(pl.lit([], dtype=pl.List(pl.String))),
    )
    of = dict(comments.select("comment_id", "facets").iter_rows())
    mentions = labelled.mentions.with_columns(
        facets=pl.col("comment_id").replace_strict(of, return_dtype=pl.List(pl.String))
    )
    changed = type(labelled)(comments, mentions, comments.select("source"), labelled.rejects, labelled.origin)
    return Reopened(changed, samples.CATALOGUE, "What our customers said", (), MadeBy("0.1", "m", "ab12"))


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("asked")
    for name, text in (("actions", ACTIONS), ("personas", PERSONAS), ("events", EVENTS)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    for name, content in (("emerging", EMERGING), ("audit", AUDIT)):
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    paths = {name: folder / f"{name}.yaml" for name in ("actions", "personas", "events")}
    paths |= {name: folder / f"{name}.json" for name in ("emerging", "audit")}
    return Beside(segments=("source",), callbacks=30, **paths)


@pytest.fixture(scope="module")
def summary(found, asked):
    return summarised(found, beside=read_beside(asked))


def test_each_number_of_the_sections_has_a_definition(summary):
    content = json.loads(as_json.render(summary))

    def metrics(value):
        if isinstance(value, dict):
            yield from [value["metric"]] if "reason" in value and "cell" in value else []
            for part in value.values():
                yield from metrics(part)
        elif isinstance(value, list):
            for part in value:
                yield from metrics(part)

    used = set(metrics(content["sections"]))
    assert {"priority", "priority_impact", "share_of_placed", "expectation_gap", "change_in_share"} <= used
    assert {"audit_right", "audit_precision", "audit_recall", "corrected_share"} <= used
    assert used <= set(content["definitions"])


def test_the_page_shows_every_section_and_links_to_it(summary):
    page = html.render(summary)
    for section in ("todo", "segments", "expectations", "unassigned", "audit", "provenance"):
        assert f'id="{section}"' in page
    for section in ("todo", "segments", "expectations", "unassigned", "audit"):
        assert f'href="#{section}"' in page
    for text in ("Second courier", "carried over from an earlier month", "Web people", "Call back now", "in a hurry"):
        assert text in page
    assert "The &lt;i&gt;code&lt;/i&gt; never comes" in page
    assert summary.sections.provenance.comments in page


def test_an_event_stands_on_every_trend_at_its_period(summary):
    (mark,) = beside.marks(summary)
    labels = [point.label for point in summary.trend.points]
    assert mark.x == round(100 * labels.index("Jul 2025") / (len(labels) - 1), 2)
    page = html.render(summary)
    assert page.count('class="event"') == page.count('class="canvas"') > 5
    assert "New &lt;b&gt;app&lt;/b&gt;" in page
    assert "Long ago" not in page


def test_what_is_asked_about_stands_on_page_one_in_any_case(found, summary):
    steady = next(topic.name for topic in summary.themes if topic.name not in {c.name for c in summary.trend.changes})
    told = summarised(found, beside=read_beside(Beside(asked=(steady.upper(),))))
    (answer,) = told.sections.asked
    assert (answer.name, answer.verdict) == (steady, "no signal")
    page = html.render(told)
    assert f"Asked about: {steady}:" in page
    assert "no signal, within what is normal; " in page
    assert f"Nachgefragt: {steady}:" in html.render(told, t=language("de"))
    assert "Asked about" not in html.render(summary)
    assert json.loads(as_json.render(told))["sections"]["asked"][0]["change"]["now"]["metric"] == "share_of_comments"
    with pytest.raises(OptionError, match="--ask: unknown theme 'Nonsense'"):
        summarised(found, beside=read_beside(Beside(asked=("Nonsense",))))


def test_what_is_asked_about_is_answered_without_a_trend(found):
    days = pl.when(pl.col("row") % 2 == 0).then(date(2025, 5, 5)).otherwise(date(2025, 5, 12))
    two = replace(found.labelled, comments=found.labelled.comments.with_columns(date=days))
    told = summarised(replace(found, labelled=two), beside=read_beside(Beside(asked=("delivery time",))))
    assert told.trend is None
    assert "Asked about: Delivery time:</strong> no signal" in html.render(told)


def test_a_report_for_a_persona_is_of_their_comments_alone(found, asked, summary):
    hers = summarised(found, beside=read_beside(asked), audience="web people")
    web = analysed(found.labelled)[0].filter(pl.col("source") == "web")
    assert hers.funnel.analysed == len(web)
    assert hers.title.endswith(", for Web people")
    assert hers.notes[0].values["part"] == hers.funnel.analysed < hers.notes[0].values["whole"]
    assert hers.notes[0].values["whole"] == summary.funnel.analysed
    assert hers.sections.provenance.settings["for"] == "Web people"
    assert "die von dort stammen" in html.render(hers, t=language("de"))
    assert hers.sections.newcomers is None
    with pytest.raises(OptionError, match=r"unknown owner or persona 'Web peple'; did you mean 'Web people'\?"):
        summarised(found, beside=read_beside(asked), audience="Web peple")


def test_candidates_of_fewer_than_five_comments_stand_nowhere(summary):
    assert summary.sections.newcomers.hidden == 1
    for rendered in (html.render(summary), as_json.render(summary).decode()):
        assert "secretword" not in rendered


def test_page_workbook_and_json_say_the_same(summary):
    content = json.loads(as_json.render(summary))["sections"]
    book = openpyxl.load_workbook(io.BytesIO(excel.render(summary)))
    rows = {name: list(book[name].iter_rows(min_row=2, values_only=True)) for name in book.sheetnames}
    assert [row[0] for row in rows["Priorities"]] == [topic["name"] for topic in content["priorities"]["topics"]]
    for row, topic in zip(rows["Priorities"], content["priorities"]["topics"], strict=True):
        assert row[1] == pytest.approx(topic["impact"]["value"], abs=1e-6)
    assert [row[0] for row in rows["Callbacks"]] == [one["comment_id"] for one in content["callbacks"]["callbacks"]]
    assert [row[0] for row in rows["Actions"]] == ["late-1", "app-1"]
    assert dict(rows["Provenance"])["Labels"] == content["provenance"]["labels"]
    assert [row[1] for row in rows["Segments"] if row[0] == "source"] == ["post", "web"]


def test_quotes_of_the_sections_are_the_customers_words(summary, found):
    masked = dict(found.labelled.comments.select("comment_id", "masked_text").iter_rows())
    parts = summary.sections
    quotes = [*parts.expectations.quotes, *parts.unassigned.sample, *(q for p in parts.places for q in p.support)]
    assert len(quotes) > 20
    for quote in quotes:
        assert quote.text in masked[quote.comment_id]
    for one in parts.callbacks.callbacks:
        assert one.quote in masked[one.comment_id]


def test_an_owner_sees_only_what_is_theirs(found, asked):
    parts = {part.id: part.summary for part in by_owner(found, beside=read_beside(asked))}
    own = parts["fulfilment"].sections
    assert [line.action.id for line in own.actions] == ["late-1"]
    assert own.newcomers is None
    assert [one.by for one in own.segments] == ["source"]
    theirs = set(found.labelled.mentions.filter(pl.col("department") == "fulfilment")["comment_id"])
    assert {one.comment_id for one in own.callbacks.callbacks} <= theirs
    assert {place.id for one in own.places for place in one.of("department")} == {"fulfilment"}


def test_the_same_tables_in_another_order_have_the_same_hashes(found):
    one = summarised(found).sections.provenance
    turned = type(found.labelled)(
        found.labelled.comments.reverse(), found.labelled.mentions.reverse(), None, (), found.labelled.origin
    )
    assert summarised(Reopened(turned, Catalogue(), None, ())).sections.provenance.labels == one.labels
    changed = found.labelled.comments.with_columns(sentiment=pl.lit("positive"))
    other = summarised(Reopened(type(turned)(changed, turned.mentions, None), Catalogue(), None, ()))
    assert other.sections.provenance.comments == one.comments
    assert other.sections.provenance.labels != one.labels


def test_what_is_wrong_is_said_before_any_work(found, tmp_path):
    with pytest.raises(OptionError, match=r"--actions: there is no file .*nope\.yaml"):
        read_beside(Beside(actions=tmp_path / "nope.yaml"))
    (tmp_path / "new.json").write_text("[]")
    with pytest.raises(InputError, match="is nothing that `cxtext emerging"):
        read_beside(Beside(emerging=tmp_path / "new.json"))
    with pytest.raises(InputError, match="is nothing that `cxtext audit score"):
        read_beside(Beside(audit=tmp_path / "new.json"))
    (tmp_path / "e.yaml").write_text("schema: cxtext-events/1\nevents:\n  - {name: A, date: yesterday}\n")
    with pytest.raises(OptionError, match=r"e\.yaml, line 3: date 'yesterday' is no date such as 2025-03-31"):
        read_beside(Beside(events=tmp_path / "e.yaml"))
    with pytest.raises(OptionError, match="--segments: unknown column 'sorce'; did you mean 'source'"):
        summarised(found, beside=read_beside(Beside(segments=("sorce",))))


def test_the_last_audit_says_how_right_the_labels_are(summary):
    page = html.render(summary)
    assert "60 of 500 comments of labelled.csv were drawn by lot" in page
    assert "Parcel &lt;b&gt;late&lt;/b&gt;" in page
    assert "Rare one" not in page  # four audited comments
    assert summary.sections.audited.aspects[0].labels[1].recall.value is None
    rows = list(openpyxl.load_workbook(io.BytesIO(excel.render(summary)))["Audit"].iter_rows(values_only=True))
    assert rows[0][:4] == ("Kind", "Label", "Precision", "Precision low 95 %")
    assert rows[1][1:5] == ("Parcel <b>late</b>", 0.8, 0.6, 0.9)


class Attributes(HTMLParser):
    """The tags and the names of attributes of a page."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.names, self.styles = [], set(), set()
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}
        self.styles |= {value for name, value in attrs if name == "style"}


def test_hostile_text_in_any_section_is_only_ever_text(samples, tmp_path):
    labelled, catalogue = samples.make_hostile()
    bad = samples.HOSTILE[0] + samples.HOSTILE[2]
    entry = json.dumps({"id": bad, "topic": bad, "what": bad, "owner": bad, "opened": "2025-05-20"})
    (tmp_path / "actions.yaml").write_text(f"schema: cxtext-actions/1\nactions:\n  - {entry}\n")
    (tmp_path / "events.yaml").write_text(
        f"schema: cxtext-events/1\nevents:\n  - {json.dumps({'name': bad, 'date': '2025-07-01'})}\n"
    )
    new = {**EMERGING["candidates"][0], "words": [bad], "quotes": [bad], "nearest": bad}
    (tmp_path / "new.json").write_text(json.dumps({**EMERGING, "candidates": [new]}))
    asked = Beside(actions=tmp_path / "actions.yaml", events=tmp_path / "events.yaml", emerging=tmp_path / "new.json")
    sources = pl.col("row").map_elements(lambda n: samples.HOSTILE[n % 2], return_dtype=pl.String)
    hostile = replace(labelled, comments=labelled.comments.with_columns(source=sources))
    made = MadeBy(*(bad for _ in range(7)))
    found = summarised(Reopened(hostile, catalogue, bad, (), made), beside=read_beside(asked))
    assert found.sections.segments
    page = Attributes(html.render(found))
    assert page.tags.count("script") == 1
    assert "img" not in page.tags
    assert not [name for name in page.names if name.startswith("on")]
    assert all(re.fullmatch(r"(--\w:-?[\d.]+;?)*|margin-top:[\d.]+(rem)?", style) for style in page.styles)
    book = openpyxl.load_workbook(io.BytesIO(excel.render(found)))
    assert [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
