"""Labels written into a database: the same as in a file, whatever stopped the job on its way."""

import json

import polars as pl
import pytest
import sqlalchemy

from cxtext import Settings
from cxtext.errors import OptionError, OutputError
from cxtext.jobs.label import label_file
from cxtext.jobs.report import read_labelled
from cxtext.read import open_feedback, read_feedback
from cxtext.schema import COMMENT_LABELS
from cxtext.write.database import table_at
from cxtext.write.staging import Staging

PART = 20
SAID = ["The food was cold.", "Lovely staff, long wait.", "Call me on 07700 900123", "n/a", "Parking is a nightmare."]
ROWS, REJECTS = 100, 2


class KilledError(Exception):
    """What a test stops a job with."""


@pytest.fixture
def dump(tmp_path):
    """100 rows in six parts, of which one holds two rejects."""
    lines = [f'"{SAID[i % 5]} No {i // 7}",{1 + i % 5},2024-0{1 + i // 40}-11\n' for i in range(ROWS)]
    lines[50:50] = ["a,b,c,d,e\n", "only one field\n"]
    path = tmp_path / "in.csv"
    path.write_text("text,rating,date\n" + "".join(lines))
    return path


@pytest.fixture
def place(database, tmp_path, monkeypatch):
    """A database without tables; what belongs to the output stands in the test's folder."""
    monkeypatch.chdir(tmp_path)
    return database


def label(dump, output, **options):
    stream = open_feedback(dump, batch_rows=PART)
    return label_file(stream, output, **{"settings": Settings(packs=()), **options})


def table(place, **options):
    return table_at(place, "labelled", "mentions", **options)


def contents(place):
    """All rows of both tables, of a database that holds no others."""
    engine = sqlalchemy.create_engine(place if "://" in place else f"sqlite:///{place}")
    with engine.connect() as connection:
        assert sorted(sqlalchemy.inspect(connection).get_table_names()) == ["labelled", "mentions"]
        query = "SELECT * FROM {} ORDER BY {}"
        found = [
            [tuple(row) for row in connection.exec_driver_sql(query.format(name, key))]
            for name, key in (("labelled", "cx_row"), ("mentions", '"row", mention'))
        ]
    engine.dispose()
    return found


@pytest.fixture
def expected(dump, tmp_path):
    folder = tmp_path / "expected"
    folder.mkdir()
    place = str(folder / "other.sqlite")
    label(dump, table(place))
    return contents(place)


def test_a_database_reads_back_with_the_labels_of_a_file(dump, place, tmp_path):
    tally = label(dump, table(place))
    assert (tally.read, tally.labelled, tally.rejected) == (ROWS + REJECTS, ROWS, REJECTS)
    label(dump, tmp_path / "out.parquet", mentions=tmp_path / "m.parquet")
    labels = [f"cx_{name}" for name in ("id", *COMMENT_LABELS)]
    lists = [pl.col(pl.List(pl.String)).list.join("|")]
    back = read_feedback(place, table="labelled", text="text").rows
    known = pl.read_parquet(tmp_path / "out.parquet").with_columns(lists)
    assert back.select(labels).rows() == known.select(labels).rows()
    assert back["cx_row"].to_list() == [*range(1, 51), *range(53, 103)], "not the numbers of the records"
    mentions = read_feedback(place, table="mentions", text="text").rows.drop("row")
    assert mentions.rows() == pl.read_parquet(tmp_path / "m.parquet").with_columns(lists).rows()


def test_what_belongs_to_the_output_stands_beside_it(dump, place, tmp_path):
    label(dump, table(place))
    stem = "shop.sqlite.labelled" if place.endswith("sqlite") else "labelled"
    rejects = [json.loads(line) for line in (tmp_path / f"{stem}.rejects.jsonl").read_text().splitlines()]
    assert [reject["line"] for reject in rejects] == [52, 53]
    facts = json.loads((tmp_path / f"{stem}.cxtext.json").read_text())
    assert facts["records"] == {"labelled": ROWS, "rejected": REJECTS}
    assert not list(tmp_path.glob("*.job"))


def test_a_labelled_sqlite_file_is_labelled_output(dump, tmp_path):
    label(dump, table_at(tmp_path / "only.sqlite", "labelled"))
    label(dump, tmp_path / "out.csv")
    columns = list(COMMENT_LABELS)
    back, known = (read_labelled(tmp_path / name).comments.select(columns) for name in ("only.sqlite", "out.csv"))
    assert back.equals(known)


@pytest.mark.parametrize("stop", [3, 6])
def test_a_job_stopped_while_it_writes_goes_on_to_the_same_rows(dump, place, expected, monkeypatch, stop):
    write, publish = Staging.write, Staging.publish

    def stopping(staging, part, frames):
        if part == stop:
            raise KilledError
        write(staging, part, frames)

    def dying(staging, parts):
        raise KilledError

    monkeypatch.setattr(Staging, "write", stopping)
    monkeypatch.setattr(Staging, "publish", dying)
    with pytest.raises(KilledError):
        label(dump, table(place))
    monkeypatch.setattr(Staging, "write", write)
    monkeypatch.setattr(Staging, "publish", publish)
    with pytest.raises(OutputError, match=r"labelled\.job holds 100 rows of an unfinished job; go on with --resume"):
        label(dump, table(place))
    assert label(dump, table(place), resume=True, workers=1).labelled == ROWS
    assert contents(place) == expected


def test_a_job_begun_for_another_database_does_not_go_on(dump, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    target = table(str(tmp_path / "one.sqlite"))

    def stop(_):
        raise KilledError

    with pytest.raises(KilledError):
        label(dump, target, progress=stop)
    (tmp_path / "one.sqlite.labelled.job").rename(tmp_path / "two.sqlite.labelled.job")
    with pytest.raises(OutputError, match=r'was begun with output ".*one\.sqlite.*", now it is ".*two\.sqlite'):
        label(dump, table(str(tmp_path / "two.sqlite")), resume=True)


def test_a_column_that_the_table_needs_is_refused_before_the_work(tmp_path):
    (tmp_path / "in.csv").write_text("text,cx_row\nThe food was cold,1\nThe parcel was late,2\n")
    with pytest.raises(OptionError, match=r"already has a column 'cx_row'.*choose another --prefix"):
        label(tmp_path / "in.csv", table(str(tmp_path / "shop.sqlite")))
    assert not (tmp_path / "shop.sqlite").exists()
