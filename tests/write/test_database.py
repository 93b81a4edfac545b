"""Tables of SQLite and PostgreSQL: filled a part a transaction, named at the end, and read back the same."""

import datetime as dt
import sqlite3

import polars as pl
import pytest
import sqlalchemy

from cxtext.databases import DRAFTS
from cxtext.errors import OptionError, OutputError
from cxtext.read import ReadOptions, read_batches
from cxtext.read.typed import stacked
from cxtext.write.database import table_at
from cxtext.write.sql_columns import names_for
from cxtext.write.staging import Staging

PARTS = [pl.DataFrame({"n": [1, 2], "text": ["cold food", None]}), pl.DataFrame({"n": [3], "text": ["kind staff"]})]
LONG = "What one thing could we have done better on the day of your visit to the outpatients' clinic in "
HOSTILE = [
    "n",
    'a"b',
    "it's",
    "100%",
    "%(x)s",
    "a:b",
    "x); DROP TABLE kept; --",
    "Text",
    "text",
    "naïve ☃",
    LONG + "May",
]
MOMENT = dt.datetime(2026, 3, 1, 10, 30, 0, 250)


@pytest.fixture
def place(database):
    """A database without tables of ours."""
    return database


def tables_of(place):
    engine = sqlalchemy.create_engine(place if "://" in place else f"sqlite:///{place}")
    try:
        return sorted(sqlalchemy.inspect(engine).get_table_names())
    finally:
        engine.dispose()


def write(place, parts, *, name="labelled", job="a", force=False, publish=True, key="n"):
    target = table_at(place, name, force=force)
    with target.connected() as connection:
        staging = Staging(connection, target, job, [(key,)])
        for number, frame in enumerate(parts):
            staging.write(number, [frame])
        if publish:
            staging.publish(len(parts))


def read(place, name="labelled"):
    return stacked(batch.rows for batch in read_batches(place, ReadOptions(table=name)))


def test_a_table_reads_back_as_it_was_written(place):
    frame = pl.DataFrame(
        {
            "n": [2, 1],
            "whole": [-(2**63), None],
            "float": [0.1 + 0.2, -1e300],
            "text": ['O\'Neil said "no";\n\\. \\N, 100 % – ☃', ""],
            "list": [["a", "b|c"], []],
            "day": [dt.date(2024, 2, 29), None],
        }
    )
    write(place, [frame])
    back = read(place)
    assert back["n"].to_list() == [1, 2], "not in the order of the key"
    back = back.sort("n", descending=True)
    assert back.select("n", "whole", "float", "text").equals(frame.select("n", "whole", "float", "text"))
    assert back["list"].to_list() == ["a|b/c", ""]
    assert [str(day) for day in back["day"]] == ["2024-02-29", "None"]


def test_values_that_only_some_databases_know_are_kept_as_they_read(place):
    frame = pl.DataFrame(
        {
            "n": [1],
            "nul": ["a\0b"],
            "big": pl.Series([2**64 - 1], dtype=pl.UInt64),
            "moment": [MOMENT],
            "zoned": pl.Series([MOMENT]).dt.replace_time_zone("UTC"),
            "span": [dt.timedelta(hours=2)],
            "nested": [{"a": 1}],
            "empty": pl.Series([None], dtype=pl.Null),
        }
    )
    write(place, [frame])
    row = read(place).row(0, named=True)
    assert row["nul"] == "a\ufffdb"
    assert str(row["big"]) == "18446744073709551615"
    assert str(row["moment"]).startswith("2026-03-01 10:30:00.00025")
    assert str(row["zoned"]).startswith("2026-03-01 10:30:00.00025")
    assert (row["span"], row["nested"], row["empty"]) == ("PT2H", '{"a": 1}', None)


def test_names_of_columns_and_tables_are_quoted(place):
    write(place, PARTS, name="kept")
    names = names_for("sqlite" if "://" not in place else "postgresql", HOSTILE)
    assert len(set(names)) == len(HOSTILE)
    frame = pl.DataFrame({name: [i] for i, name in enumerate(HOSTILE, 1)})
    for name in ('say "hi"; DROP TABLE kept; --', "100%s", "order"):
        write(place, [frame], name=name)
        back = read(place, name)
        assert (back.columns, back.row(0)) == (names, tuple(range(1, len(HOSTILE) + 1)))
    assert read(place, "kept").height == 3


def test_postgresql_cuts_no_two_columns_to_one_name():
    names = names_for("postgresql", [LONG + "May", LONG + "June", LONG + "July", "é" * 60])
    assert [len(name.encode()) for name in names] == [63, 63, 63, 62]
    assert [name[-2:] for name in names[1:3]] == ["_2", "_3"]
    assert names_for("sqlite", ["Text", "text", "Ä", "ä"]) == ["Text", "text_2", "Ä", "ä"]


def test_nothing_is_seen_before_all_of_it_is_there(place):
    write(place, PARTS, publish=False)
    assert "labelled" not in tables_of(place)
    with pytest.raises(OptionError, match="no table"):
        list(read_batches(place, ReadOptions()))  # the drafts are nobody's input
    write(place, PARTS)
    assert tables_of(place) == ["labelled"]


def test_a_job_that_goes_on_adds_only_what_is_missing(place):
    write(place, PARTS[:1], publish=False)
    lies = PARTS[0].with_columns(text=pl.lit("of a part that is there already"))
    write(place, [lies, PARTS[1]])
    assert read(place).rows() == [row for part in PARTS for row in part.rows()]


def test_what_another_job_left_is_removed(place):
    write(place, [PARTS[0].with_columns(n=pl.col("n") + 100)], job="b", publish=False)
    write(place, PARTS)
    assert read(place)["n"].to_list() == [1, 2, 3]


def test_a_part_is_there_whole_or_not_at_all(place):
    twice = pl.DataFrame({"n": [5, 6, 6], "text": ["a", "b", "a private word"]})
    with pytest.raises(
        OutputError, match=r"table 'labelled' cannot be written: .*; put that right, then go on"
    ) as told:
        write(place, [PARTS[0], twice])
    assert "\n" not in str(told.value)
    assert "private" not in str(told.value), "a row is quoted"
    write(place, PARTS)
    assert read(place)["n"].to_list() == [1, 2, 3]


def test_a_draft_that_somebody_wrote_to_gets_no_name(place):
    write(place, PARTS[:1], publish=False)
    (draft,) = (name for name in tables_of(place) if not name.endswith("_parts"))
    engine = sqlalchemy.create_engine(place if "://" in place else f"sqlite:///{place}")
    with engine.begin() as connection:
        connection.exec_driver_sql(f"INSERT INTO {draft} VALUES (77, 'smuggled')")
    engine.dispose()
    with pytest.raises(OutputError, match=r"the draft holds \[4\] rows in 2 parts and not \[3\] in 2"):
        write(place, PARTS)
    assert "labelled" not in tables_of(place)


def test_a_table_is_replaced_when_told_to_and_not_before(place):
    write(place, PARTS[:1])
    with pytest.raises(OutputError, match="has a table 'labelled' already; replace it with --force or give"):
        table_at(place, "labelled").check([["n"]])
    with pytest.raises(OutputError, match="has a table 'labelled' already"):
        write(place, PARTS)
    write(place, PARTS, force=True, publish=False, job="c")
    assert read(place).height == 2, "the old table went before the new one was whole"
    write(place, PARTS, force=True, job="c")
    assert read(place).height == 3
    assert tables_of(place) == ["labelled"]


def test_a_view_over_a_table_of_sqlite_does_not_hinder_its_replacement(tmp_path):
    place = str(tmp_path / "shop.sqlite")
    write(place, PARTS[:1])
    with sqlite3.connect(place) as other:
        other.execute("CREATE VIEW seen AS SELECT n FROM labelled")
    write(place, PARTS, force=True)
    assert read(place, "seen")["n"].to_list() == [1, 2, 3]
    with pytest.raises(OutputError, match="'seen' is a view"):
        table_at(place, "seen", force=True).check([["n"]])
    with pytest.raises(OptionError, match="SQLite's own"):
        table_at(place, "sqlite_own")


def test_a_job_with_mentions_removes_what_one_without_left(tmp_path):
    place = str(tmp_path / "shop.sqlite")
    for names in (("labelled", "said"), ("labelled",), ("labelled", "said")):
        target = table_at(place, *names)
        with target.connected() as connection:
            staging = Staging(connection, target, " ".join(names), [("n",)] * len(names))
            staging.write(0, [PARTS[0]] * len(names))
    with target.connected() as connection:
        staging = Staging(connection, target, " ".join(names), [("n",)] * len(names))
        staging.write(0, [PARTS[0]] * len(names))
        staging.publish(1)
    assert tables_of(place) == ["labelled", "said"]


def test_a_column_that_comes_late_or_turns_is_one_error(place):
    for late, said in (
        (PARTS[1].with_columns(shop=1), "column 'shop' comes up after the header"),
        (pl.DataFrame({"n": ["three"], "text": ["x"]}), "column 'n' turns from Int64 to String"),
    ):
        with pytest.raises(OutputError, match=f"table 'labelled': {said}"):
            write(place, [PARTS[0], late])


def test_the_check_leaves_no_trace(place):
    write(place, PARTS)
    table_at(place, "labelled", "mentions", force=True).check([["n", "n2"], HOSTILE])
    assert tables_of(place) == ["labelled"]
    assert read(place).height == 3


@pytest.mark.parametrize(
    ("address", "names", "said"),
    [
        ("mysql+pymysql://lead:secret@host/db", ["t"], r"unknown database to write 'mysql'.*known: postgresql, sqlite"),
        ("postgres://lead:secret@host/db", ["t"], "unknown database to write 'postgres'; did you mean 'postgresql'"),
        ("sqlite://", ["t"], "a database in memory is gone"),
        ("postgresql+psycopg://lead:secret@host/db", ["x" * 64], "longer than the 63 bytes"),
        ("shop.sqlite", ["a\nb"], "is no name of a table"),
        ("shop.sqlite", ["crm. "], "is no name of a table"),
        ("shop.sqlite", [f"{DRAFTS}1"], "are those of unfinished jobs"),
        ("shop.sqlite", ["Labelled", "labelled"], "cannot hold comments and mentions"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is_opened(address, names, said):
    with pytest.raises(OptionError, match=said) as told:
        table_at(address, *names)
    assert "secret" not in str(told.value)


def test_a_server_that_does_not_answer_is_one_line_without_its_password():
    target = table_at("postgresql+psycopg://lead:secret@127.0.0.1:1/db?password=secret", "labelled")
    with pytest.raises(OutputError, match=r"lead:\*\*\*@127.0.0.1:1/db, table 'labelled' cannot be written") as told:
        target.check([["n"]])
    assert "\n" not in str(told.value)
    assert "secret" not in f"{told.value} {target!r} {target}"


def test_files_that_are_no_database_or_may_not_be_written_are_refused(tmp_path):
    (tmp_path / "text.sqlite").write_text("text\nno database\n" * 100)
    with pytest.raises(OutputError, match=r"text\.sqlite, table 't' cannot be written: file is not a database"):
        table_at(tmp_path / "text.sqlite", "t").check([["n"]])
    with pytest.raises(OutputError, match="there is no folder"):
        table_at(tmp_path / "none" / "new.sqlite", "t").check([["n"]])


def test_a_database_that_others_hold_is_waited_for_and_then_named(tmp_path, monkeypatch):
    monkeypatch.setattr("cxtext.write.database.BUSY_SECONDS", 0.1)
    with sqlite3.connect(tmp_path / "busy.sqlite") as other:
        other.execute("CREATE TABLE t (n)")
    other.isolation_level = None
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(OutputError, match="database is locked"):
        table_at(tmp_path / "busy.sqlite", "labelled").check([["n"]])
    other.close()


@pytest.fixture
def server(postgres):
    """Runs statements on the PostgreSQL server."""
    engine = sqlalchemy.create_engine(postgres, isolation_level="AUTOCOMMIT")

    def run(*statements):
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    yield run
    run(
        "DROP SCHEMA public CASCADE",
        "CREATE SCHEMA public",
        "DROP SCHEMA IF EXISTS crm CASCADE",
        "DROP ROLE IF EXISTS intern",
    )
    engine.dispose()


def test_a_missing_right_shows_before_the_work(postgres, server):
    server("CREATE ROLE intern LOGIN", "GRANT USAGE ON SCHEMA public TO intern")
    target = table_at(postgres.replace("lead:secret", "intern"), "labelled")
    with pytest.raises(OutputError, match="permission denied for schema public"):
        target.check([["n"]])


def test_a_view_on_the_table_shows_before_the_work(postgres, server):
    write(postgres, PARTS)
    server("CREATE VIEW seen AS SELECT n FROM labelled")
    with pytest.raises(OutputError, match="cannot drop table labelled because other objects depend on it"):
        table_at(postgres, "labelled", force=True).check([["n"]])
    with pytest.raises(OutputError, match="'seen' is a view and cannot be written"):
        table_at(postgres, "seen").check([["n"]])


def test_schemas_are_named_before_a_dot(postgres, server):
    with pytest.raises(OptionError, match="unknown schema of the table to write 'crm'"):
        write(postgres, PARTS, name="crm.labelled")
    server("CREATE SCHEMA crm")
    write(postgres, PARTS, name="crm.labelled")
    assert read(postgres, "crm.labelled").height == 3
    assert tables_of(postgres) == []


def test_a_second_job_into_the_same_table_is_locked_out(postgres, server, monkeypatch):
    monkeypatch.setattr("cxtext.write.staging.BUSY_SECONDS", 0.1)
    target = table_at(postgres, "labelled")
    with target.connected() as connection:
        Staging(connection, target, "a", [("n",)])
        with pytest.raises(OutputError, match="is in use: another cxtext writes into it"):
            write(postgres, PARTS, job="b")
    write(postgres, PARTS, job="b")
