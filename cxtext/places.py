"""Places to write to: checked before the work, written beside, moved into place whole.

What is written meanwhile is hidden: `.NAME.HOST-PID-TOKEN.tmp` beside the place, `.old` for a folder on its way out.
A process that is killed leaves it behind; the next one that writes to the same place removes what belongs to
processes of this computer that are no more.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import platform
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Self

from cxtext.choices import PACKED, STREAMED, TABLES
from cxtext.errors import OptionError, OutputError, unknown

REJECTS, FACTS = ".rejects.jsonl", ".cxtext.json"
BESIDE = (REJECTS, FACTS)  # what is written beside a table, its name with these behind
JOB = ".job"  # the folder with the parts of a job that is not finished
DRAFT, OLD = "tmp", "old"
JOURNALS = (".wal", ".wal.checkpoint", ".wal.recovery")  # what DuckDB keeps beside a file that it writes
NAME_BYTES = 100  # of a place's name that its temporaries carry: file systems end names at 255 bytes

_unfinished: set[Path] = set()


class Place:
    """Where an output will stand, and the temporary file next to it that is written meanwhile.

    Use it in `with`: whatever was not committed is gone at the end.

    Raises:
        OutputError: the place is a folder, its folder is missing, or a file is there and not `force`.
    """

    def __init__(self, path: Path, *, force: bool) -> None:
        self.path = path
        self._force = force
        _check_file(path, force=force)
        remove_stale(path, DRAFT)
        self.temporary = temporary_of(path, DRAFT)

    def write(self, content: bytes) -> None:
        """Write the whole file at once.

        Raises:
            OutputError: it cannot be written.
        """
        try:
            self.temporary.write_bytes(content)
        except OSError as error:
            raise OutputError(f"{self.path} cannot be written: {error.strerror or error}; free the disk") from error

    def commit(self) -> None:
        """Move the finished file into place, in one step."""
        _check_file(self.path, force=self._force)
        self.temporary.replace(self.path)

    def discard(self) -> None:
        """Leave nothing behind; what stood in the place before stays."""
        for file in _with_journals(self.temporary):
            file.unlink(missing_ok=True)
        _unfinished.discard(self.temporary)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()


def job_path(output: Path) -> Path:
    """Where the parts of an unfinished job lie: OUTPUT.job."""
    return output.with_name(output.name + JOB)


def check_ending(path: Path, kind: str, known: Iterable[str]) -> str:
    """The path's ending, which chooses the format; `kind` names it in the message.

    Raises:
        OptionError: it is none of the known ones.
    """
    ending = path.suffix.lower()
    if ending not in known:
        raise OptionError(f"{path}: {unknown(kind, ending or path.name, known)}")
    return ending


def check_table(path: Path) -> str:
    """The ending that chooses a table's format; one of PACKED may stand behind it.

    Raises:
        OptionError: it is no table's.
    """
    inner = Path(path.stem).suffix.lower()
    if path.suffix.lower() in PACKED and inner in STREAMED:
        return inner
    check_ending(path, "output format", (*TABLES, *(".csv" + packed for packed in PACKED)))
    return path.suffix.lower()


def check_place(path: Path, *, force: bool) -> None:
    """Raise what `Place` would, and where its folder cannot be written to; touch nothing.

    Raises:
        OutputError: a file cannot or must not be written there.
    """
    _check_file(path, force=force)
    _check_writable(path, path.parent)


def check_new_folder(folder: Path) -> None:
    """Refuse a folder that cannot be made, for want of a folder above it that may be written to.

    Raises:
        OutputError: as it says.
    """
    above = next(parent for parent in folder.absolute().parents if parent.exists())
    if not above.is_dir():
        raise OutputError(f"{above} is a file, so {folder} cannot be made; name another folder")
    _check_writable(folder, above)


def check_apart(outputs: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Refuse to write over what is read, by whatever name, or into each other.

    Raises:
        OutputError: an output is an input, or a folder that holds one; or two outputs are one file.
    """
    taken: list[Path] = []
    for output in outputs:
        for source in inputs:
            if _same(output, source):
                raise OutputError(f"{output} is the same file as the input {source}; give the output another name")
            if output.is_dir() and source.exists() and source.resolve().is_relative_to(output.resolve()):
                raise OutputError(f"{output} holds the input {source}, which it would replace; name another folder")
        for other in taken:
            if _same(output, other):
                raise OutputError(f"{output} and {other} are the same file; give one of them another name")
        taken.append(output)


def temporary_of(path: Path, kind: str) -> Path:
    """A new hidden name beside a path, by which `remove_stale` will know whose it is.

    What has a draft's name when the process ends by itself is removed: an interrupt may come between the
    making of a file and its being looked after.
    """
    temporary = path.absolute().with_name(f"{_stem(path)}{_host()}-{os.getpid()}-{secrets.token_hex(4)}.{kind}")
    if kind == DRAFT:
        _unfinished.add(temporary)
    return temporary


@atexit.register
def _remove_unfinished() -> None:
    for temporary in _unfinished:
        for file in _with_journals(temporary):
            remove(file)


def remove_stale(path: Path, kind: str) -> None:
    """Remove what processes that are no more left beside a path; what cannot be removed stays."""
    journal = "|".join(map(re.escape, JOURNALS))
    pattern = re.compile(rf"{re.escape(_stem(path) + _host())}-([0-9]+)-[0-9a-f]{{8}}\.{kind}({journal})?")
    with suppress(OSError):
        for entry in list(path.absolute().parent.iterdir()):
            found = pattern.fullmatch(entry.name)
            if found and not _runs(int(found[1])):
                remove(entry)


def remove(path: Path) -> None:
    """Remove a file or a folder, as far as may be."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def _with_journals(path: Path) -> list[Path]:
    journals = (path.with_name(path.name + ending) for ending in JOURNALS)
    return [path, *(journal for journal in journals if journal.exists())]


def _check_file(path: Path, *, force: bool) -> None:
    if path.is_dir():
        raise OutputError(f"{path} is a folder; name a file in it, such as {path / 'labelled.csv'}")
    if not path.parent.is_dir():
        raise OutputError(f"there is no folder {path.parent} for {path.name}; make it first")
    if path.exists() and not force:
        raise OutputError(f"{path} exists already; replace it with --force or give another name")


def _check_writable(path: Path, folder: Path) -> None:
    try:
        with tempfile.TemporaryFile(dir=folder):  # rights alone do not tell: the disk may be read-only
            pass
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}; choose another folder") from error


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        if one.exists() and other.exists():
            return one.samefile(other)  # also by links of either kind
    return one.resolve() == other.resolve()


def _stem(path: Path) -> str:
    return f".{path.name.encode()[:NAME_BYTES].decode(errors='ignore')}."


def _host() -> str:
    """Where process numbers mean the same: this computer, and this container on it."""
    try:
        space = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        space = ""
    return hashlib.blake2s(f"{platform.node()} {space}".encode(), digest_size=3).hexdigest()


def _runs(process: int) -> bool:
    if os.name == "nt":  # os.kill would end it there
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
