"""Addresses of databases, such as postgresql+psycopg://reader@host/feedback, checked before anything is opened."""

from __future__ import annotations

from pathlib import Path

from cxtext.databases import shown, url_of
from cxtext.errors import InputError, OptionError
from cxtext.read.source import Source, printable

READS = ("select", "with", "values", "table", "from")  # what a query that only reads begins with


def database_at(address: str) -> Source:
    """The database at an address; nothing is opened yet.

    Raises:
        OptionError: it is no address that SQLAlchemy knows, or a package to read it is missing.
        InputError: there is no such SQLite file.
    """
    url = url_of(address)
    if url.get_backend_name() == "sqlite" and not (url.database and Path(url.database).is_file()):
        raise InputError(f"no such file: {printable(url.database or ':memory:')}")
    return Source(printable(shown(url)), address=url.render_as_string(hide_password=False))


def check_database_options(table: str | None, query: str | None) -> None:
    """Refuse a table together with a query, and a query that would do more than read.

    Raises:
        OptionError: as it says.
    """
    if table is not None and query is not None:
        raise OptionError("--table and --query both say what to read; give one of them")
    words = query.split() if query is not None else ["select"]
    if not words or words[0].lower().strip("(;") not in READS:
        raise OptionError("--query does not begin with SELECT or WITH; it may only read")
