"""The same rows have the same labels, whatever they are read from and whatever lies between them."""

import bz2
import gzip
import io
import itertools
import json
import lzma
import sqlite3
import zipfile

import duckdb
import polars as pl
import pyarrow
import pytest
import sqlalchemy

from cxtext import Pipeline, Settings
from cxtext.jobs.label import label_file
from cxtext.read import open_feedback, read_feedback
from cxtext.schema import COMMENT_LABELS
from cxtext.write import open_writer
from tests.legacy_workbooks import write_ods, write_xls

ODD = [
    'She said "never again", and I\nagree; the gate was closed.',
    "Great staff 👏, naïve café prices…",
    "It was not bad,\tbut it was not good either",
    "",
    "No",
    "Mail me: jo@example.org or 07700 900123",
    "No complaints, really.",
    "12",
    "Great staff 👏, naïve café prices…",
]


@pytest.fixture(scope="module")
def rows(nhs):
    """60 comments with a rating, a day and a question, of which some are hard to write down."""
    texts = [*ODD, *nhs.rows["text"].head(60 - len(ODD))]
    return pl.DataFrame(
        {
            "id": [f"c{i:02}" for i in range(60)],
            "comment": texts,
            "stars": [1 + i % 5 for i in range(60)],
            "day": [f"2026-0{1 + i % 3}-1{i % 9}" for i in range(60)],
            "question": ["What could we improve?" if i % 2 else "What did we do well?" for i in range(60)],
        }
    )


@pytest.fixture(scope="module")
def default():
    return Pipeline.load("default")


@pytest.fixture(scope="module")
def known(default, rows):
    """The labels of the rows as they are in memory."""
    return labels_of(default, rows)


def labels_of(pipeline, place, **options):
    feedback = read_feedback(place, **options)
    assert feedback.rejects == ()
    labelled = pipeline.label(feedback)
    columns = ["comment_id", "rating", "date", "question", *COMMENT_LABELS]
    return labelled.comments.select(columns), labelled.mentions


def written(rows, folder, ending):
    path = folder / f"rows{ending}"
    with open_writer(path, raw=True) as table:
        table.write(rows)
    return path


def zipped(content):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("rows.csv", content)
    return packed.getvalue()


PACKERS = {
    ".csv.gz": gzip.compress,
    ".csv.bz2": bz2.compress,
    ".csv.xz": lzma.compress,
    ".csv.zst": lambda content: pyarrow.compress(content, codec="zstd", asbytes=True),
    ".zip": zipped,
}


LEGACY = {".xls": write_xls, ".ods": write_ods}


def place_of(kind, rows, folder, request):
    """The rows, written in one of the ways that there are to read them; and the options to read them with."""
    if kind in PACKERS:
        packed = folder / f"rows{kind}"
        packed.write_bytes(PACKERS[kind](written(rows, folder, ".csv").read_bytes()))
        return packed, {}
    if kind == ".json":
        (folder / "rows.json").write_text(json.dumps({"items": rows.to_dicts()}))
        return folder / "rows.json", {}
    if kind == ".sqlite":
        with sqlite3.connect(folder / "rows.sqlite") as connection:
            connection.execute("CREATE TABLE rows (id TEXT PRIMARY KEY, comment TEXT, stars INT, day TEXT, question)")
            connection.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?)", reversed(rows.rows()))
        connection.close()
        return folder / "rows.sqlite", {}
    if kind == ".duckdb":
        with duckdb.connect(folder / "rows.duckdb") as connection:
            connection.execute("CREATE TABLE rows (id TEXT, comment TEXT, stars TINYINT, day DATE, question TEXT)")
            connection.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?)", rows.rows())
        return folder / "rows.duckdb", {}
    if kind == "postgresql":
        engine = sqlalchemy.create_engine(address := request.getfixturevalue("postgres"))
        with engine.begin() as connection:
            connection.exec_driver_sql(
                "CREATE TABLE same_rows (id text PRIMARY KEY, comment text, stars smallint, day date, question text)"
            )
            connection.exec_driver_sql("INSERT INTO same_rows VALUES (%s, %s, %s, %s, %s)", rows.rows()[::-1])
        engine.dispose()
        return address, {"table": "same_rows"}
    typed = rows.with_columns(pl.col("day").str.to_date()) if kind in (".parquet", ".xlsx", ".xls", ".ods") else rows
    if kind in LEGACY:
        return LEGACY[kind](folder / f"rows{kind}", {"said": [typed.columns, *typed.rows()]}), {}
    return written(typed, folder, kind), {}


KINDS = [".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", ".xlsx", ".sqlite", ".duckdb", "postgresql"]
KINDS += LEGACY


@pytest.mark.parametrize("kind", [*KINDS, *PACKERS])
def test_every_format_has_the_same_labels(kind, rows, default, known, tmp_path, request):
    place, options = place_of(kind, rows, tmp_path, request)
    comments, mentions = labels_of(default, place, **options)
    assert comments.equals(known[0])
    assert mentions.equals(known[1])


def test_the_rows_tell_formats_apart(known):
    """What every format agrees on is not nothing."""
    flags = set(known[0]["flags"].explode().drop_nulls())
    assert {"empty", "no_content", "duplicate"} <= flags
    assert known[0]["sentiment"].n_unique() >= 4
    assert known[0]["date"].null_count() == known[0]["rating"].null_count() == 0


def test_a_folder_and_a_stream_have_the_same_labels(rows, default, known, tmp_path):
    written(rows[:25], tmp_path, ".csv").rename(tmp_path / "1.csv")
    written(rows[25:], tmp_path, ".jsonl").rename(tmp_path / "2.jsonl")
    for place in (tmp_path, io.BytesIO(rows.write_csv().encode())):
        comments, mentions = labels_of(default, place)
        assert comments.equals(known[0])
        assert mentions.equals(known[1])


BAD = {
    ".csv": [b"a,b,c,d,e,f,g,h\n", b"only one field\n", b"c99,caf\xe9,1,2026-01-01,\n"],
    ".jsonl": [b'{"id": \n', b"7\n"],
}


@pytest.mark.parametrize("ending", BAD)
def test_bad_rows_change_nothing_but_the_rejects(ending, rows, tmp_path):
    lines = written(rows[9:49], tmp_path, ending).read_bytes().splitlines(keepends=True)  # of one line each
    head = lines[:1] if ending == ".csv" else []
    outputs = []
    for places in ((), (0, 1, 17, 40), (20, 20, 20)):
        body = list(itertools.chain.from_iterable(zip_with_bad(lines[len(head) :], places, BAD[ending])))
        folder = tmp_path / f"with {len(outputs)}"
        folder.mkdir()
        (folder / f"in{ending}").write_bytes(b"".join([*head, *body]))
        tally = label_file(
            open_feedback(folder / f"in{ending}", batch_rows=7),
            folder / "out.csv",
            mentions=folder / "mentions.csv",
            settings=Settings(packs=()),
        )
        assert (tally.labelled, tally.rejected) == (40, len(places))
        outputs.append([(folder / name).read_bytes() for name in ("out.csv", "mentions.csv")])
    assert outputs[1] == outputs[0]
    assert outputs[2] == outputs[0]


def zip_with_bad(lines, places, bad):
    """Lines with bad ones before some of them, or behind the last."""
    bad = itertools.cycle(bad)
    for i, line in enumerate([*lines, b""]):
        yield [next(bad) for place in places if place == i] + [line]
