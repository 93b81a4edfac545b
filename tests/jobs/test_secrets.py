"""What is masked stands in no file that a run writes and in no message, however it was written."""

import html
import io
import re
import zipfile

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxtext import Settings, open_feedback, read_feedback
from cxtext.errors import CxtextError
from cxtext.jobs.label import label_file
from cxtext.jobs.report import reopen
from cxtext.jobs.run import run_file
from cxtext.jobs.summaries import summarised
from cxtext.report import write_summary
from cxtext.text.disguise import unveiled

DIGITS = st.text(alphabet="0123456789", min_size=6, max_size=6)
FRAMES = (
    "My order was late, {} is where to reach me and nobody answered.",
    "The nurse was kind but I waited three hours. {}",
    "> {}\nI had to call four times about the bill.",
    "{} was what I gave them, and the refund never came!",
)


@st.composite
def secrets(draw):
    """A value, the part of it that is to stand nowhere, and how it is written."""
    digits = draw(DIGITS)
    value, core = draw(
        st.sampled_from(
            [
                (f"zq{digits}@example.org", f"zq{digits}"),
                (f"https://example.org/u/{digits}x", f"{digits}x"),
                (f"+44 20 7{digits[:3]} {digits[2:]}", f"7{digits[:3]} {digits[2:]}"),
                (f"my order number is {digits}77", f"{digits}77"),
                ("my name is Zephyrine Quillfeather", "Quillfeather"),
            ]
        )
    )
    way = draw(
        st.sampled_from(
            [
                lambda text: text,
                lambda text: text.replace("@", "&#64;").replace("7", "&#55;"),
                lambda text: "\u200b".join(text) if "@" in text else text,
                lambda text: "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text),
            ]
        )
    )
    return core, way(value)


def texts_in(path):
    """All that a file says, also inside a workbook."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as book:
            return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return path.read_bytes().decode("utf-8", "replace")


def readings(text):
    """A text as it stands, and as a reader or a browser sees it."""
    seen = unveiled(text)
    plain = html.unescape(text)
    return [text, plain, seen.text if seen else "", re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text)]


def assert_nowhere(cores, text, where):
    for reading in readings(text):
        for core in cores:
            assert core not in reading, f"{core!r} stands in {where}"


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(secrets(), min_size=12, max_size=12))
def test_no_file_of_a_run_holds_a_masked_value(tmp_path_factory, found):
    folder = tmp_path_factory.mktemp("run")
    texts = [FRAMES[i % len(FRAMES)].format(written) for i, (_, written) in enumerate(found)]
    rows = "".join(f'"{text}",{i % 5 + 1}\n' for i, text in enumerate(texts))
    rows += "".join(f"{written},too,many,fields\n" for _, written in found)
    dump = folder / "dump.csv"
    dump.write_text(f"text,stars\n{rows}", encoding="utf-8")
    done = run_file(read_feedback(dump, text="text"), folder / "out", model="default", settings=Settings(packs=()))
    label_file(open_feedback(dump, text="text"), folder / "labelled.parquet", mentions=folder / "m.jsonl")
    table = pl.read_parquet(folder / "labelled.parquet")
    write_summary(summarised(reopen(folder / "out")), folder / "out" / "report.md")
    cores = {core for core, _ in found}
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in ("dump.csv", "labelled.parquet")]
    assert {path.suffix for path in files} >= {".csv", ".xlsx", ".html", ".json", ".jsonl", ".md"}
    assert any("rejects" in path.name for path in files)
    for path in files:
        assert_nowhere(cores, texts_in(path), path.name)
    assert_nowhere(cores, str(table.select(pl.col("^cx_.*$")).to_dicts()), "the label columns")
    explained = [repr(done.pipeline.explain(text)) for text in texts]
    assert_nowhere(cores, "\n".join(explained), "the explanation")


@pytest.mark.parametrize(
    ("content", "options"),
    [
        ("id,text\nzq1@example.org,late\nzq1@example.org,late again\n", {"id": "id"}),
        ("text,day\nlate,zq1@example.org\nlate again,zq1@example.org\n", {"date": "day"}),
        ("text,stars\nlate,zq1@example.org\nlate again,zq1@example.org\n", {"rating": "stars"}),
        ("text\nzq1@example.org,late,again\nzq1@example.org,late,again\n", {}),
    ],
)
def test_no_message_holds_a_value(tmp_path, content, options):
    path = tmp_path / "dump.csv"
    path.write_text(content, encoding="utf-8")
    try:
        feedback = read_feedback(path, **options)
        said = str(feedback.columns.reasons) + "".join(reject.reason for reject in feedback.rejects)
    except CxtextError as error:
        said = str(error)
    assert "zq1" not in said
