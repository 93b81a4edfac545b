"""`--into`: where `label` writes, a file or a table of a database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxtext.cli.options import TABLE_ENDINGS, check_outputs, inputs_of
from cxtext.databases import SQLITE, is_address, url_of
from cxtext.duck_files import ENDING
from cxtext.errors import OptionError, OutputError
from cxtext.places import BESIDE, check_apart

if TYPE_CHECKING:
    from cxtext.write.database import DatabaseTable

Output = Annotated[
    str,
    typer.Option("--output", "-o", help=f"Where to; {TABLE_ENDINGS}; or {', '.join(SQLITE)} or a database's URL."),
]


@dataclass(frozen=True)
class Into:
    """The tables of a database that is written to."""

    into: Annotated[str | None, typer.Option(metavar="TABLE", help="The table that a database gets.")] = None
    mentions_into: Annotated[
        str | None, typer.Option(metavar="TABLE", help="A table of the same database for the mentions.")
    ] = None

    def checked(
        self, output: str, source: str, table: str | None, *, mentions: Path | None, force: bool
    ) -> Path | DatabaseTable:
        """Where to write; a database is not opened yet.

        Args:
            output: what was given for it.
            source: the input.
            table: of the input, where that is a database.
            mentions: a file of them.
            force: whether what exists is replaced.

        Raises:
            OptionError: the options do not go together, or there is no such kind of output.
            OutputError: a place is taken, or the input itself, or not writable.
        """
        if not (is_address(output) or output.lower().endswith(SQLITE)):
            self._refuse_tables(output)
            check_outputs([Path(output), mentions], source, force=force)
            return Path(output)
        if self.into is None:
            raise OptionError("the output is a database; name the table to write with --into")

        from cxtext.write.database import table_at

        names = [name for name in (self.into, self.mentions_into) if name is not None]
        found = table_at(output, *names, force=force)
        if mentions is not None:
            check_outputs([mentions], source, force=force)
        _check_input(found, source, table)
        return found

    def _refuse_tables(self, output: str) -> None:
        for option, name in (("--into", self.into), ("--mentions-into", self.mentions_into)):
            if name is not None and output.lower().endswith(ENDING):
                raise OptionError(
                    f"{option} names a table of SQLite or a server; a {ENDING} output is a file of one table, called"
                    f" labelled, and that of --mentions FILE{ENDING} mentions; leave {option} out"
                )
            if name is not None:
                raise OptionError(f"{option} names a table of a database, and {output} is none; leave it out")


def _check_input(target: DatabaseTable, source: str, table: str | None) -> None:
    """Refuse to write what is read, or beside it what another output has."""
    beside = [target.beside.with_name(target.beside.name + ending) for ending in BESIDE]
    check_apart(beside, inputs_of(source))
    if table in target.names and _same(target, source):
        raise OutputError(f"table {table!r} is read and cannot be written as well; give --into another name")


def _same(target: DatabaseTable, source: str) -> bool:
    if is_address(source):
        url = url_of(source)
        read, written = url.set(password=None, query={}), target.url.set(password=None, query={})
        return read == written or (target.file is not None and _file(url.database) == target.file.resolve())
    return target.file is not None and Path(source).resolve() == target.file.resolve()


def _file(database: str | None) -> Path | None:
    return Path(database).resolve() if database else None
