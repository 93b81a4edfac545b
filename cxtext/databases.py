"""Addresses of databases, and what a database says of a fault: in one line, without passwords and without cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxtext.errors import OptionError
from cxtext.shipped import check_installed

if TYPE_CHECKING:
    from sqlalchemy import URL
    from sqlalchemy.exc import SQLAlchemyError

SQLITE = (".sqlite", ".db")  # endings of its files
DRAFTS = "cxtext_draft_"  # what tables are called that a job is still filling; nobody reads them
_KNOWN = "sqlite, postgresql+psycopg, mysql+pymysql, mssql+pyodbc"
_MOST_CHARACTERS = 200  # of what a database says


def is_address(place: object) -> bool:
    """Whether a place is the address of a database."""
    return isinstance(place, str) and "://" in place


def url_of(address: str, *, done: str = "read") -> URL:
    """An address, taken apart; nothing is opened. `done` is what is to be done with the database.

    Raises:
        OptionError: it is no address that SQLAlchemy knows, or a package for it is missing.
    """
    check_installed("a database", "sqlalchemy", "sql")
    import sqlalchemy
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError

    try:
        url = sqlalchemy.make_url(address.removeprefix("sqlalchemy+"))
        url.get_dialect().import_dbapi()
    except NoSuchModuleError as error:
        raise OptionError(f"no database is {done} by {url.drivername!r} (such as: {_KNOWN})") from error
    except ArgumentError as error:
        raise OptionError("not the address of a database; write DIALECT://USER@HOST/DATABASE") from error
    except ModuleNotFoundError as error:
        raise OptionError(f"{url.drivername} needs the package {error.name}; pip install {error.name}") from error
    return url


def shown(url: URL) -> str:
    """An address without its password, also where that stands among the options."""
    return url.set(query={}).render_as_string(hide_password=True)


def cause_of(error: SQLAlchemyError) -> str:
    """What the database said, on one line; details that quote a row are left out."""
    origin = getattr(error, "orig", None)
    primary = getattr(getattr(origin, "diag", None), "message_primary", None)
    return " ".join(str(primary or origin or error).split())[:_MOST_CHARACTERS]
