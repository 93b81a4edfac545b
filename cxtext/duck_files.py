"""DuckDB files as outputs: what the table in one is called, and which file may be replaced.

What DuckDB has not yet put into a file it keeps beside it, as NAME.wal, and reads it into whatever has that name later.
"""

from __future__ import annotations

from pathlib import Path

from cxtext.errors import OutputError
from cxtext.shipped import check_installed

ENDING = ".duckdb"
OWN = ("labelled", "mentions", "redacted", "suggested")  # what tables are called that are written
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,  # nothing is downloaded
    "autoload_known_extensions": False,
    "memory_limit": "1GB",
    "threads": 1,
}
_HELD = """
    SELECT schema_name, table_name AS name, true AS is_table FROM duckdb_tables() WHERE NOT internal
    UNION ALL SELECT schema_name, view_name, false FROM duckdb_views() WHERE NOT internal
    UNION ALL SELECT schema_name, sequence_name, false FROM duckdb_sequences()
    UNION ALL SELECT schema_name, function_name, false FROM duckdb_functions() WHERE NOT internal
    ORDER BY 1, 2
"""
_MOST_NAMES, _MOST_CHARACTERS = 3, 200  # of what a message names, and of what DuckDB says


def check_package(ending: str) -> None:
    """Refuse an output that ends in .duckdb where the package for it is missing.

    Raises:
        OptionError: it is missing.
    """
    if ending == ENDING:
        check_installed("a .duckdb output", "duckdb", "sql")


def check_replaceable(path: Path) -> None:
    """Refuse a DuckDB file as an output where writing it would lose or spoil what is there; other endings pass.

    Raises:
        OptionError: the package for it is missing.
        OutputError: the file holds more than a table of cxtext, something else has it open, or a .wal stands beside.
    """
    check_package(path.suffix.lower())
    if path.suffix.lower() != ENDING:
        return
    if has_journal(path):
        raise OutputError(_why_not_beside(path))
    if path.exists() and path.stat().st_size > 0:
        _check_held(path)


def journal_of(path: Path) -> Path:
    """Where DuckDB keeps what it has not yet put into a file."""
    return path.with_name(path.name + ".wal")


def has_journal(path: Path) -> bool:
    """Whether a DuckDB file is more than its own bytes."""
    return path.suffix.lower() == ENDING and journal_of(path).exists()


def cause_of(error: Exception) -> str:
    """What DuckDB said, on one line."""
    return " ".join(str(error).split())[:_MOST_CHARACTERS]


def _why_not_beside(path: Path) -> str:
    if path.exists():
        return (
            f"{journal_of(path)} holds what DuckDB has not yet put into {path.name}: open that with DuckDB and close"
            " it, or give another name"
        )
    return (
        f"{journal_of(path)} is left of a file that is gone, and DuckDB would read it into the new one: move it away,"
        " or give another name"
    )


def _check_held(path: Path) -> None:
    import duckdb

    try:
        with duckdb.connect(str(path), read_only=True, config=CONFIG) as connection:
            held = connection.execute(_HELD).fetchall()
    except duckdb.Error as error:
        raise OutputError(
            f"{path} cannot be replaced, as DuckDB does not say what it holds: {cause_of(error)}; close it where it is"
            " open, or give another name"
        ) from error
    others = [
        name if schema == "main" else f"{schema}.{name}"
        for schema, name, is_table in held
        if not (schema == "main" and is_table and name in OWN)
    ]
    if others:
        more = f" and {len(others) - _MOST_NAMES} more" if len(others) > _MOST_NAMES else ""
        raise OutputError(
            f"{path} holds what cxtext did not write: {', '.join(others[:_MOST_NAMES])}{more}; replacing the file would"
            " lose that, so give another file name"
        )
