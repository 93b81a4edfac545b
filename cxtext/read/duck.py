"""DuckDB files, opened for reading only."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from cxtext.duck_files import CONFIG, cause_of
from cxtext.errors import InputError, OptionError, unknown
from cxtext.read.parquet import frame_of_arrow
from cxtext.read.source import Source
from cxtext.read.stream import Batch, ReadOptions
from cxtext.shipped import check_installed


def read_duckdb(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """The rows of a table in the order in which they were put in, or of a query in the order that it gives.

    Moments with a time zone are in UTC, whatever the zone of this machine.

    Raises:
        InputError: the file is no DuckDB database, or of another version.
        OptionError: there is no such table, or none was named and there are several; or duckdb is not installed.
    """
    check_installed("a .duckdb file", "duckdb", "sql")
    import duckdb

    with source.file() as path:
        try:
            with duckdb.connect(str(path), read_only=True, config=CONFIG) as connection:
                connection.execute("SET TimeZone = 'UTC'")
                query = options.query or f"SELECT * FROM {_table(connection, options.table, source.name)}"
                first = 1
                for batch in connection.sql(query.strip().rstrip(";")).to_arrow_reader(options.batch_rows):
                    rows = frame_of_arrow(batch)
                    if rows.height:
                        yield Batch(rows, pl.Series("row", range(first, first + rows.height), dtype=pl.Int64))
                    first += rows.height
        except duckdb.Error as error:
            raise InputError(f"{source.name} cannot be read by DuckDB: {cause_of(error)}") from error


def _table(connection: object, wanted: str | None, database: str) -> str:
    """The table's name as SQL writes it."""
    found = "SELECT table_schema, table_name FROM information_schema.tables ORDER BY 1, 2"
    known = {}
    for schema, name in connection.sql(found).fetchall():  # type: ignore[attr-defined]
        known[name if schema == "main" else f"{schema}.{name}"] = ".".join(_quoted(part) for part in (schema, name))
    if wanted is None:
        if len(known) != 1:
            several = f"several tables; name one with --table: {', '.join(known)}" if known else "no table"
            raise OptionError(f"{database} holds {several}")
        return next(iter(known.values()))
    if wanted not in known:
        raise OptionError(f"--table: {unknown('table', wanted, known)}")
    return known[wanted]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
