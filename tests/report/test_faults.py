"""What could not be read is said in the report's language, as far as readers say it themselves."""

from dataclasses import replace

import pytest

from cxtext.insight import summarise
from cxtext.read import read_feedback
from cxtext.report import html
from cxtext.report.faults import fault_in
from cxtext.report.language import language

DE = language("de")
BROKEN = {
    "nul.csv": b"text,stars\ngood,5\nbad \x00 byte,1\n",
    "bytes.csv": b"text,stars\ngood,5\nbad \xff byte,1\n",
    "quote.csv": b'text,stars\ngood,5\n"never closed,1\n',
    "after.csv": b'text,stars\ngood,5\n"closed" too early,1\n',
    "fields.csv": b"text,stars\ngood,5\nbad\n",
    "more.csv": b"text,stars\ngood,5\nbad,1,2\n",
    "array.jsonl": b'{"text": "good"}\n[1]\n',
    "string.jsonl": b'{"text": "good"}\n"bad"\n',
    "number.jsonl": b'{"text": "good"}\n7\n',
    "true.jsonl": b'{"text": "good"}\ntrue\n',
    "null.jsonl": b'{"text": "good"}\nnull\n',
    "keys.jsonl": b'{"text": "good"}\n{}\n',
    "json.jsonl": b'{"text": "good"}\n{"text": \n',
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_readers_say_is_translated(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(BROKEN[name])
    (reject,) = read_feedback(path, text="text").rejects
    assert fault_in(DE, reject.reason) != reject.reason
    assert fault_in(language("en"), reject.reason) == reject.reason


def test_values_stay_and_numbers_get_their_marks():
    said = (
        "invalid UTF-8: byte 0xff at offset 1204 of the record; if the file comes from Windows, try --encoding cp1252"
    )
    assert fault_in(DE, said).startswith("kein gültiges UTF-8: Byte 0xff an Stelle 1204 des Datensatzes")
    assert fault_in(DE, "a line longer than 1,048,576 bytes") == "eine Zeile von mehr als 1.048.576 Bytes"


@pytest.mark.parametrize("said", ["the dog ate it", "", "a NUL byte", "not valid"])
def test_an_unknown_reason_stays_as_it_is(said):
    assert fault_in(DE, said) == said


def test_the_page_says_it(samples):
    summary = summarise(samples.make(60))
    funnel = replace(summary.funnel, rejected=(("a quote is opened and never closed", 2), ("the dog ate it", 1)))
    page = html.render(replace(summary, funnel=funnel), t=DE)
    assert "nicht lesbar: ein Anführungszeichen wird geöffnet und nie geschlossen" in page
    assert "nicht lesbar: the dog ate it" in page
