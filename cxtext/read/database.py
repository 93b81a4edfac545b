"""Tables of a database by SQLAlchemy, a page at a time after the primary key; nothing is ever written.

Columns are read without their declared types: what the database holds is what comes, also where SQLite keeps "five"
in a column of numbers. A page begins after the last key of the one before: no cursor stays open, no row comes twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sql
from sqlalchemy.exc import SQLAlchemyError

from cxtext.databases import DRAFTS, cause_of
from cxtext.errors import InputError, OptionError, unknown
from cxtext.read.source import Source
from cxtext.read.stream import MAX_COLUMNS, Batch, ReadOptions, in_batches, unique_names
from cxtext.read.typed import table_of
from cxtext.schema import Reject

CELL_BYTES = 16  # what a cell weighs beside its text; only batch sizes hang on it
PAGE = 5_000  # rows asked for at a time

Row = tuple[Any, ...]


class Undecodable(bytes):
    """Text of SQLite that is not UTF-8."""


def read_sql(source: Source, options: ReadOptions) -> Iterator[Batch]:
    """The rows of a table in the order of its primary key, or of a query in the order that it gives.

    Raises:
        InputError: the database cannot be reached or read.
        OptionError: there is no such table, or none was named and there are several.
    """
    address = source.address or f"sqlite:///{source.path}"
    try:
        with _engine(address).connect() as connection:
            _only_read(connection)
            names, rows = _query(connection, options.query) if options.query else _table(connection, options, source)
            if len(names) > MAX_COLUMNS:
                raise InputError(f"{source.name}: {len(names):,} columns, more than {MAX_COLUMNS:,}")
            build = partial(table_of, names=unique_names(list(names)))
            yield from in_batches(_records(rows, names), build, batch_rows=options.batch_rows)
    except SQLAlchemyError as error:
        raise InputError(f"{source.name} cannot be read: {cause_of(error)}") from error


def _engine(address: str) -> sql.Engine:
    engine = sql.create_engine(address, poolclass=sql.NullPool, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        sql.event.listen(engine, "connect", _guard_sqlite)
    return engine


def _guard_sqlite(connection: Any, _: object) -> None:
    connection.execute("PRAGMA query_only = ON")
    connection.text_factory = _decoded


def _decoded(raw: bytes) -> str | bytes:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return Undecodable(raw)


def _only_read(connection: sql.Connection) -> None:
    """One snapshot for all pages, which may not be written to, where the database knows such a thing.

    Moments with a time zone are then in UTC, whatever the zone of the server and of this machine.
    """
    if connection.dialect.name == "postgresql":
        connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        connection.exec_driver_sql("SET TIME ZONE 'UTC'")


def _query(connection: sql.Connection, query: str) -> tuple[list[str], Iterator[Row]]:
    statement = sql.text(query.strip().rstrip(";").replace(":", "\\:"))
    result = connection.execution_options(stream_results=True, yield_per=PAGE).execute(statement)
    return list(result.keys()), (tuple(row) for row in result)


def _table(connection: sql.Connection, options: ReadOptions, source: Source) -> tuple[list[str], Iterator[Row]]:
    inspector = sql.inspect(connection)
    schema, name = _found_table(inspector, options.table, source.name)
    names = [column["name"] for column in inspector.get_columns(name, schema)]
    keys = inspector.get_pk_constraint(name, schema)["constrained_columns"]
    columns: dict[str, Any] = {column: sql.column(column) for column in names}
    table = sql.table(name, *columns.values(), schema=schema)
    if keys and not _any_null(connection, table, [columns[key] for key in keys]):
        return names, _pages(connection, table, [columns[key] for key in keys], [names.index(key) for key in keys])
    result = connection.execution_options(stream_results=True, yield_per=PAGE).execute(sql.select(table))
    return names, (tuple(row) for row in result)


def _found_table(inspector: Any, wanted: str | None, database: str) -> tuple[str | None, str]:
    tables = [*inspector.get_table_names(), *inspector.get_view_names()]
    known = [name for name in tables if not name.startswith(DRAFTS)]
    if wanted is None:
        if len(known) != 1:
            found = f"several tables; name one with --table: {', '.join(sorted(known))}" if known else "no table"
            raise OptionError(f"{database} holds {found}")
        return None, known[0]
    schema, dot, name = wanted.rpartition(".")
    if wanted in known or not (dot and inspector.has_table(name, schema)):
        if wanted not in known:
            raise OptionError(f"--table: {unknown('table', wanted, known)}")
        return None, wanted
    return schema, name


def _any_null(connection: sql.Connection, table: Any, keys: Sequence[Any]) -> bool:
    """Whether a key is missing somewhere, as SQLite allows; no page would ever reach such a row."""
    missing = sql.select(sql.literal(1)).select_from(table).where(sql.or_(*(key.is_(None) for key in keys))).limit(1)
    return connection.execute(missing).first() is not None


def _pages(connection: sql.Connection, table: Any, keys: Sequence[Any], places: Sequence[int]) -> Iterator[Row]:
    page = sql.select(table).order_by(*keys).limit(PAGE)
    statement = page
    while rows := connection.execute(statement).all():
        yield from (tuple(row) for row in rows)
        statement = page.where(_after(keys, [rows[-1][place] for place in places]))


def _after(keys: Sequence[Any], last: Sequence[Any]) -> Any:
    """Rows whose key comes behind `last`, the first column deciding first."""
    ways = [
        sql.and_(*(same == value for same, value in zip(keys[:i], last[:i], strict=True)), keys[i] > last[i])
        for i in range(len(keys))
    ]
    return sql.or_(*ways)


def _records(rows: Iterator[Row], names: Sequence[str]) -> Iterator[tuple[Row | Reject, int]]:
    for number, row in enumerate(rows, start=1):
        size = sum(CELL_BYTES + (len(cell) if isinstance(cell, str | bytes) else 0) for cell in row)
        wrong = next((name for name, cell in zip(names, row, strict=True) if isinstance(cell, Undecodable)), None)
        if wrong is None:
            yield row, size
        else:
            shown = " | ".join(
                cell.decode(errors="backslashreplace") if isinstance(cell, bytes) else str(cell) for cell in row
            )
            yield Reject(number, f"column {wrong!r} is not UTF-8", shown[:500]), size
