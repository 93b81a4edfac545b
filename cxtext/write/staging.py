"""Tables of a database, filled a part a transaction beside their names, and moved there in one transaction.

    cxtext_draft_1a2b3c4d            the rows so far
    cxtext_draft_1a2b3c4d_mentions   those of the mentions, if wanted
    cxtext_draft_1a2b3c4d_parts      which parts of which job they are; unique (job, part)

A part's rows and its line among the parts come in one transaction: after a crash it is there whole or not at all, and
never twice. The number is that of the table, so that the next job into it removes what another left behind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import polars as pl
import sqlalchemy as sql
from sqlalchemy.exc import DBAPIError, OperationalError

from cxtext.databases import DRAFTS
from cxtext.errors import OutputError
from cxtext.write.database import BUSY_SECONDS, DatabaseTable, wait_at_most
from cxtext.write.shape import Shape
from cxtext.write.sql_columns import names_for, ready, type_of


class Staging:
    """The tables being filled; of a job that was stopped, those it left.

    Args:
        connection: to the database.
        target: where the tables will be.
        job: what tells one job from another; the same parts are the same job.
        keys: the columns of each table that make a row unique, in whose order it is read.

    Raises:
        OutputError: another job fills the same table right now.
    """

    def __init__(
        self, connection: sql.Connection, target: DatabaseTable, job: str, keys: Sequence[Sequence[str]]
    ) -> None:
        self._connection, self._target, self._job = connection, target, job
        with connection.begin():
            self._finals = [target.found(connection, name) for name in target.names]
        first = self._finals[0]
        digest = hashlib.sha256(f"{first.schema}\0{first.name}".encode()).digest()
        self._lock(int.from_bytes(digest[:8], "big", signed=True))
        stem = f"{DRAFTS}{digest.hex()[:8]}"
        ends = ("", "_mentions")[: len(self._finals)]
        self._drafts = [_Draft(stem + end, first.schema, target, own) for end, own in zip(ends, keys, strict=True)]
        self._parts = sql.Table(
            f"{stem}_parts",
            sql.MetaData(),
            sql.Column("job", sql.String(64), primary_key=True),
            sql.Column("part", sql.Integer, primary_key=True, autoincrement=False),
            schema=first.schema,
        )
        self._kept = self._begun()
        self._rows = [0] * len(self._drafts)  # that each table should hold

    def write(self, part: int, frames: Sequence[pl.DataFrame]) -> None:
        """Add the rows of a part, unless they are there; parts come in their order, from 0.

        Raises:
            OutputError: a column comes late, or its values are of another type.
        """
        rows = [draft.fit(frame) for draft, frame in zip(self._drafts, frames, strict=True)]
        self._rows = [before + frame.height for before, frame in zip(self._rows, rows, strict=True)]
        if part in self._kept:
            return
        with self._connection.begin():
            for draft, frame in zip(self._drafts, rows, strict=True):
                if part == 0:
                    draft.table.create(self._connection)
                draft.insert(self._connection, frame)
            self._connection.execute(self._parts.insert(), {"job": self._job, "part": part})
        self._kept.add(part)

    def publish(self, parts: int) -> None:
        """Give the tables their names, in one transaction, if they hold each part and no row more.

        Raises:
            OutputError: they hold something else, or a table is in the way.
        """
        connection = self._connection
        if connection.dialect.name == "sqlite":  # else a view over the table that is replaced hinders the renaming
            connection.exec_driver_sql("PRAGMA legacy_alter_table=ON")
            connection.rollback()
        with connection.begin():
            wait_at_most(connection)
            self._check(parts)
            for draft, final in zip(self._drafts, self._finals, strict=True):
                self._target.make_way(connection, final)
                old, new = _quoted(connection, draft.table), connection.dialect.identifier_preparer.quote(final.name)
                connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")
            self._parts.drop(connection)

    def _check(self, parts: int) -> None:
        connection = self._connection
        if connection.dialect.name == "postgresql":
            for draft in self._drafts:
                connection.exec_driver_sql(f"LOCK TABLE {_quoted(connection, draft.table)} IN ACCESS EXCLUSIVE MODE")
        known = [tuple(row) for row in connection.execute(sql.select(self._parts).order_by(self._parts.c.part))]
        held = [connection.execute(sql.select(sql.func.count()).select_from(d.table)).scalar() for d in self._drafts]
        if known != [(self._job, part) for part in range(parts)] or held != self._rows:
            raise OutputError(
                f"{self._target}: the draft holds {held} rows in {len(known)} parts and not {self._rows} in {parts};"
                " something else wrote to it, begin anew with --restart"
            )

    def _begun(self) -> set[int]:
        """Which parts of this job are there; what another job left is removed."""
        connection = self._connection
        with connection.begin():
            there = sql.inspect(connection).has_table
            known = there(self._parts.name, self._parts.schema)
            rows = [tuple(row) for row in connection.execute(sql.select(self._parts))] if known else []
            if rows and {job for job, _ in rows} == {self._job}:
                return {part for _, part in rows}
            stem, schema = self._drafts[0].table.name, self._parts.schema
            mentions = sql.Table(f"{stem}_mentions", sql.MetaData(), schema=schema)  # another job may have had them
            for table in (self._drafts[0].table, mentions, self._parts):
                if there(table.name, schema):
                    table.drop(connection)
            self._parts.create(connection)
        return set()

    def _lock(self, number: int) -> None:
        """Until the connection ends, nobody else fills these tables; a file is locked by its job's folder."""
        if self._connection.dialect.name != "postgresql":
            return
        try:  # the server may take a moment to notice that a job was killed
            with self._connection.begin():
                wait_at_most(self._connection, BUSY_SECONDS)
                self._connection.execute(sql.select(sql.func.pg_advisory_lock(number)))
        except OperationalError as error:
            raise OutputError(f"{self._target} is in use: another cxtext writes into it") from error


class _Draft:
    """One table being filled."""

    def __init__(self, name: str, schema: str | None, target: DatabaseTable, keys: Sequence[str]) -> None:
        self.table = sql.Table(name, sql.MetaData(), schema=schema)
        self._dialect = target.url.get_backend_name()
        self._keys = keys
        self._shape = Shape(str(target))

    def fit(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame as rows for the table, whose columns are those of the first one."""
        rows = ready(self._shape.fit(frame), self._dialect)
        if not len(self.table.columns):
            names = names_for(self._dialect, rows.columns)
            for name, column in zip(names, rows, strict=True):
                key = column.name in self._keys
                kind = type_of(column.dtype, key=key)
                self.table.append_column(sql.Column(name, kind, primary_key=key, autoincrement=False))
        return rows

    def insert(self, connection: sql.Connection, rows: pl.DataFrame) -> None:
        """Add rows that were fitted."""
        if rows.is_empty():
            return
        name = _quoted(connection, self.table)
        driver: Any = connection.dialect.dbapi
        try:
            values: Any = rows.rows()
            if connection.dialect.driver == "psycopg":
                _copy(connection, name, values)
                return
            mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
            connection.exec_driver_sql(f"INSERT INTO {name} VALUES ({', '.join([mark] * rows.width)})", values)
        except (driver.Error, ValueError, OverflowError) as error:  # Python's dates end with the year 9999
            raise DBAPIError(f"writing {name}", None, error) from error


def _copy(connection: sql.Connection, name: str, rows: list[Any]) -> None:
    """By COPY, which takes a third of the time that INSERT does."""
    raw: Any = connection.connection.driver_connection
    with raw.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _quoted(connection: sql.Connection, table: sql.Table) -> str:
    return connection.dialect.identifier_preparer.format_table(table)
