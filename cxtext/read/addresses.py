"""Addresses of databases, such as postgresql+psycopg://reader@host/feedback, checked before anything is opened."""

from __future__ import annotations

from pathlib import Path

from cxtext.errors import InputError, OptionError
from cxtext.read.source import Source, printable
from cxtext.shipped import check_installed

READS = ("select", "with", "values", "table", "from")  # what a query that only reads begins with


def is_address(place: object) -> bool:
    """Whether a place is the address of a database."""
    return isinstance(place, str) and "://" in place


def database_at(address: str) -> Source:
    """The database at an address; nothing is opened yet.

    Raises:
        OptionError: it is no address that SQLAlchemy knows, or a package to read it is missing.
        InputError: there is no such SQLite file.
    """
    check_installed("a database", "sqlalchemy", "sql")
    import sqlalchemy
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError

    try:
        url = sqlalchemy.make_url(address.removeprefix("sqlalchemy+"))
        name = printable(url.render_as_string(hide_password=True))
        dialect = url.get_dialect()
        dialect.import_dbapi()
    except NoSuchModuleError as error:
        known = "sqlite, postgresql+psycopg, mysql+pymysql, mssql+pyodbc"
        raise OptionError(f"no database is read by {url.drivername!r} (such as: {known})") from error
    except ArgumentError as error:
        raise OptionError("not the address of a database; write DIALECT://USER@HOST/DATABASE") from error
    except ModuleNotFoundError as error:
        raise OptionError(f"{url.drivername} needs the package {error.name}; pip install {error.name}") from error
    if url.get_backend_name() == "sqlite" and not (url.database and Path(url.database).is_file()):
        raise InputError(f"no such file: {printable(url.database or ':memory:')}")
    return Source(name, address=url.render_as_string(hide_password=False))


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
