"""A table of a database that is to be written: checked before the work, without a trace."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy.exc import SQLAlchemyError

from cxtext.databases import DRAFTS, cause_of, is_address, shown, url_of
from cxtext.errors import OptionError, OutputError, unknown
from cxtext.places import check_place
from cxtext.write.sql_columns import POSTGRESQL_BYTES, names_for, slug

WRITTEN = ("sqlite", "postgresql")  # what makes, drops and renames tables inside a transaction, and is tested
CONNECT_SECONDS, BUSY_SECONDS = 10, 30


@dataclass(frozen=True)
class DatabaseTable:
    """A table, and one for its mentions, in a database.

    `beside` is where what belongs to the output stands on this computer: the job, the rejects, the sidecar.
    """

    url: sql.URL = field(repr=False)  # with the password, if there is one
    names: tuple[str, ...]  # of the tables, as they were given: comments, and mentions if wanted
    beside: Path
    force: bool = False

    def __str__(self) -> str:
        return f"{self.place}, table {self.names[0]!r}"

    @property
    def place(self) -> str:
        """The database, without a password."""
        return self.file.as_posix() if self.file else shown(self.url)

    @property
    def file(self) -> Path | None:
        """The file of a database that is one."""
        return Path(str(self.url.database)) if self.url.get_backend_name() == "sqlite" else None

    def check(self, columns: Sequence[Sequence[str]]) -> None:
        """Make the tables and take them back: what is in the way shows before the work. Nothing stays.

        Args:
            columns: the names of the columns of each table.

        Raises:
            OutputError: the database cannot be reached or written, or a table exists and `force` is not set.
            OptionError: there is no such schema.
        """
        if self.file and not self.file.exists():
            check_place(self.file, force=True)
            return
        with self.connected() as connection, connection.begin() as rehearsal:
            wait_at_most(connection)
            for name, own in zip(self.names, columns, strict=True):
                table = self.found(connection, name)
                if self._exists(connection, table) and connection.dialect.name == "postgresql":
                    table.drop(connection)  # what hangs on it, such as a view, would hinder that later too
                trial = f"{DRAFTS}trial_{self.names.index(name)}"
                texts = [sql.Column(new, sql.Text()) for new in names_for(connection.dialect.name, own)]
                sql.Table(trial, sql.MetaData(), *texts, schema=table.schema).create(connection)
            rehearsal.rollback()

    def found(self, connection: sql.Connection, name: str) -> sql.Table:
        """The table of that name, in the schema that stands before its last dot.

        Raises:
            OptionError: there is no such schema.
        """
        schema, _, last = name.rpartition(".")
        if connection.dialect.name == "sqlite" or not schema:
            return sql.Table(name, sql.MetaData())
        known = sql.inspect(connection).get_schema_names()
        if schema not in known:
            raise OptionError(unknown("schema of the table to write", schema, known))
        return sql.Table(last, sql.MetaData(), schema=schema)

    def make_way(self, connection: sql.Connection, table: sql.Table) -> None:
        """Drop the table, where it exists and may be replaced.

        Raises:
            OutputError: it exists and `force` is not set.
        """
        if self._exists(connection, table):
            table.drop(connection)

    def _exists(self, connection: sql.Connection, table: sql.Table) -> bool:
        inspector = sql.inspect(connection)
        if table.name in inspector.get_view_names(table.schema):
            raise OutputError(f"{self.place}: {table.name!r} is a view and cannot be written; give another name")
        there = inspector.has_table(table.name, table.schema)
        if there and not self.force:
            raise OutputError(
                f"{self.place} has a table {table.name!r} already; replace it with --force or give another name"
            )
        return there

    @contextmanager
    def connected(self) -> Iterator[sql.Connection]:
        """A connection; whatever the database says is one line.

        Raises:
            OutputError: as it says.
        """
        try:
            with _engine(self.url).connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise OutputError(
                f"{self} cannot be written: {cause_of(error)}; put that right, then go on with --resume"
            ) from error


def table_at(place: str | Path, *names: str, force: bool = False) -> DatabaseTable:
    """The table at a SQLite file or at the address of a database, and one for mentions; nothing is opened.

    Raises:
        OptionError: no such database is written, or a name is none.
        OutputError: the file's folder is missing.
    """
    backend = re.split(r"\+|://", str(place))[0] if is_address(place) else "sqlite"
    if backend not in WRITTEN:
        raise OptionError(unknown("database to write", backend, WRITTEN))
    url = url_of(str(place), done="written") if is_address(place) else sql.URL.create("sqlite", database=str(place))
    if backend == "sqlite" and url.database in (None, "", ":memory:"):
        raise OptionError("a database in memory is gone when the job ends; name a file, such as labelled.sqlite")
    for name in names:
        _check_name(name, backend)
    if len({name.casefold() for name in names}) < len(names):
        raise OptionError(f"table {names[0]!r} cannot hold comments and mentions; give another name to one of them")
    own = slug(names[0])
    beside = Path(f"{url.database}.{own}") if backend == "sqlite" else Path(own)
    return DatabaseTable(url, names, beside, force)


def wait_at_most(connection: sql.Connection, seconds: float = BUSY_SECONDS) -> None:
    """Until the end of the transaction, wait no longer for what others hold; SQLite was told when it was opened."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(1000 * seconds)}")


def _check_name(name: str, backend: str) -> None:
    last = name.rpartition(".")[2]
    if not last.strip() or not name.isprintable():
        raise OptionError(f"{name!r} is no name of a table; give one such as labelled")
    if name.startswith(DRAFTS):
        raise OptionError(f"tables called {DRAFTS}… are those of unfinished jobs; give another name than {name!r}")
    if backend == "sqlite" and last.lower().startswith("sqlite_"):
        raise OptionError(f"tables called sqlite_… are SQLite's own; give another name than {name!r}")
    if backend == "postgresql" and len(last.encode()) > POSTGRESQL_BYTES:
        raise OptionError(f"table {last!r} is longer than the {POSTGRESQL_BYTES} bytes that PostgreSQL takes")


def _engine(url: sql.URL) -> sql.Engine:
    sqlite = url.get_backend_name() == "sqlite"
    patience: dict[str, Any] = {"timeout": BUSY_SECONDS} if sqlite else {"connect_timeout": CONNECT_SECONDS}
    arguments = {name: value for name, value in patience.items() if name not in url.query}
    engine = sql.create_engine(url, poolclass=sql.NullPool, hide_parameters=True, connect_args=arguments)
    if sqlite:
        sql.event.listen(engine, "connect", _leave_transactions)
        sql.event.listen(engine, "begin", _begin)
    return engine


def _leave_transactions(connection: Any, _: object) -> None:
    """Python's driver begins transactions late and not before every statement; ours begin where we say."""
    connection.isolation_level = None


def _begin(connection: sql.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
