"""Several files as one input: a folder of them, or all that a pattern matches, one after the other by name."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import BinaryIO

from cxtext.choices import FILES, LEGACY
from cxtext.databases import is_address
from cxtext.errors import InputError, OutputError
from cxtext.places import BESIDE
from cxtext.read.addresses import database_at
from cxtext.read.packed import ENDINGS
from cxtext.read.source import Source, find_source, printable


def find_sources(place: str | Path | BinaryIO, *, any_ending: bool = False) -> list[Source]:
    """The sources at a place: one of a file, a database, `-` or a stream; of a folder or a pattern, its files by name.

    A pattern is a path with `*`, `?` or `[`, `**` for folders in folders. Of a folder, files count whose ending is
    one that is read, but none that is hidden or that stands beside an output of cxtext.

    Args:
        place: where.
        any_ending: of a folder, take files whatever they end with, as their format was given.

    Raises:
        InputError: there is nothing, or it may not be read.
    """
    if is_address(place):
        return [database_at(str(place))]
    if not isinstance(place, str | Path):
        return [find_source(place)]
    path = Path(place)
    if path.is_dir():
        found = [file for file in sorted(path.iterdir()) if file.is_file() and _counts(file, any_ending=any_ending)]
        if not found:
            raise InputError(
                f"{printable(str(place))} is a folder without a file that can be read; its files must end with"
                f" {', '.join(FILES + LEGACY)}"
            )
    elif _is_pattern(place):
        found = [file for file in sorted(_matches(place)) if file.is_file() and _counts(file, any_ending=True)]
        if not found:
            raise InputError(f"no file matches {printable(str(place))}")
    else:
        return [find_source(place)]
    return [find_source(file) for file in found]


def passed_over(place: str | Path | BinaryIO, *, any_ending: bool = False) -> list[Path]:
    """The files of a folder that are not read, by name: of another kind, or without a byte.

    None are named of another place, nor what is hidden or what cxtext wrote beside an output.
    """
    if not isinstance(place, str | Path) or is_address(place) or not Path(place).is_dir():
        return []
    files = [file for file in sorted(Path(place).iterdir()) if file.is_file() and not _is_beside(file)]
    return [file for file in files if not _counts(file, any_ending=any_ending) or file.stat().st_size == 0]


def files_at(place: str | Path) -> list[Path]:
    """The files at a place that are there, of whatever kind; none for `-`."""
    path = Path(place)
    if str(place) == "-" or is_address(place):
        return []
    if path.is_dir():
        return [file for file in path.iterdir() if file.is_file()]
    return _matches(place) if _is_pattern(place) else [path]


def check_outside(outputs: Iterable[Path], place: str | Path) -> None:
    """Refuse outputs that the next run would take for an input.

    Raises:
        OutputError: an output lies in the folder that is read, or has a name that the pattern matches.
    """
    folder = Path(place).resolve() if Path(place).is_dir() else None
    for output in outputs:
        inside = output.resolve().parent == folder
        if inside or (_is_pattern(place) and output.absolute().match(str(Path(place).absolute()))):
            raise OutputError(
                f"{output} would be read as an input by the next run, as {printable(str(place))} covers it; write it to"
                " another folder"
            )


def is_one_file(place: str | Path | BinaryIO) -> bool:
    """Whether a place is neither a folder nor a pattern; a file may have a wildcard in its very name."""
    return not isinstance(place, str | Path) or not (Path(place).is_dir() or _is_pattern(place))


def _is_pattern(place: str | Path) -> bool:
    return glob.has_magic(str(place)) and not is_address(place) and not Path(place).exists()


def short_names(sources: Sequence[Source]) -> list[str]:
    """What tells the files apart: their paths below the folder that holds them all."""
    paths = [PurePath(str(source.path)) for source in sources]
    folders = [path.parent.parts for path in paths]
    shared = 0
    while all(len(parts) > shared for parts in folders) and len({parts[shared] for parts in folders}) == 1:
        shared += 1
    return [printable(PurePath(*path.parts[shared:]).as_posix()) for path in paths]


def _matches(place: str | Path) -> list[Path]:
    return [Path(name) for name in glob.glob(str(place), recursive=True)]  # noqa: PTH207 - a path may be absolute


def _counts(file: Path, *, any_ending: bool) -> bool:
    if _is_beside(file):
        return False
    suffixes = [suffix.lower() for suffix in file.suffixes[-2:]]
    known = bool(suffixes) and (suffixes[-1] in FILES + LEGACY or (suffixes[-1] in ENDINGS and suffixes[0] in FILES))
    return any_ending or known


def _is_beside(file: Path) -> bool:
    """Whether a file is hidden, or stands beside an output of cxtext."""
    return file.name.startswith(".") or file.name.endswith(BESIDE)
