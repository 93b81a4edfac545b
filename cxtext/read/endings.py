"""Which format an input is in, by what was said of it or by its name."""

from __future__ import annotations

from cxtext.choices import TABLES
from cxtext.errors import InputError, OptionError, unknown
from cxtext.read.source import Source

PACKED = (".csv", ".tsv", ".jsonl", ".ndjson")  # formats that are also read with .gz behind


def ending_of(source: Source, format_name: str | None) -> str | None:
    """The ending that stands for the input's format; None for a stream that says nothing of itself.

    Raises:
        OptionError: there is no format of that name.
        InputError: the file's ending is none that is read.
    """
    if format_name is not None:
        return _ending_of_format(format_name)
    if source.path is None:
        return None
    suffixes = [suffix.lower() for suffix in source.path.suffixes]
    ending = suffixes[-1] if suffixes else ""
    if ending == ".gz" and suffixes[-2:-1] and suffixes[-2] in PACKED:
        return suffixes[-2]
    if ending not in TABLES:
        known = ", ".join([*TABLES, *(f"{packed}.gz" for packed in PACKED)])
        named = f"ending {ending!r}" if ending else "format, as it has no ending"
        raise InputError(f"{source.name}: unknown {named} (known: {known}); say what it is with --format")
    return ending


def _ending_of_format(name: str) -> str:
    ending = "." + name.lower().removeprefix(".").removesuffix(".gz")
    if ending not in TABLES:
        raise OptionError(unknown("--format", name, [known.removeprefix(".") for known in TABLES]))
    return ending
