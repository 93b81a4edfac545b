"""A folder watched: files are labelled as they arrive, once each, across restarts.

What was done stands in OUTPUT/watched.jsonl, a line a file, written when its output is in place. A file counts as new
when there is no line for its name, size and time of change.
"""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from cxtext.choices import FILES, LEGACY, TABLES
from cxtext.config import Settings
from cxtext.errors import CxtextError, OutputError
from cxtext.jobs.label import label_file
from cxtext.places import BESIDE, check_apart
from cxtext.read import open_feedback
from cxtext.read.packed import ENDINGS

LOG = "watched.jsonl"
PASSED_OVER = f"passed over: only {', '.join(FILES + LEGACY)} are read, packed or not"


@dataclass(frozen=True)
class Seen:
    """A file in the watched folder, in one state."""

    name: str
    size: int  # bytes
    changed: int  # ns since the epoch


@dataclass(frozen=True)
class Watched:
    """What became of a file."""

    name: str
    output: Path | None  # None: it could not be labelled
    labelled: int = 0
    rejected: int = 0
    error: str = ""

    @property
    def passed_over(self) -> bool:
        """Whether it is no file that could be labelled, so that nothing went wrong."""
        return self.error == PASSED_OVER


class WatchLog:
    """The file that says what became of the files; a line cut short by a crash is as if it were not there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.done: set[Seen] = set()
        self.made_of: dict[str, str] = {}  # output → the file that it was made of
        content = path.read_bytes() if path.is_file() else b""
        self._cut = bool(content) and not content.endswith(b"\n")
        for line in content.splitlines():
            try:
                entry = orjson.loads(line)
                self._know(Seen(entry["name"], entry["size"], entry["changed"]), entry["output"])
            except (ValueError, KeyError, TypeError):
                continue

    def add(self, file: Seen, result: Watched) -> None:
        """Write what became of a file.

        Raises:
            OutputError: it cannot be written.
        """
        place = result.output.name if result.output else None
        counts = {"labelled": result.labelled, "rejected": result.rejected, "error": result.error}
        entry = orjson.dumps({**dataclasses.asdict(file), "output": place, **counts})
        try:
            with self._path.open("ab") as lines:
                lines.write((b"\n" if self._cut else b"") + entry + b"\n")
                lines.flush()
                os.fsync(lines.fileno())
        except OSError as error:
            raise OutputError(f"{self._path} cannot be written: {error.strerror or error}; free the disk") from error
        self._cut = False
        self._know(file, place)

    def _know(self, file: Seen, output: str | None) -> None:
        self.done.add(file)
        if output is not None:
            self.made_of[output] = file.name


def watch_folder(
    folder: Path,
    output: Path,
    *,
    model: str = "default",
    settings: Settings | None = None,
    ending: str | None = None,
    every: float = 10.0,
    once: bool = False,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Watched]:
    """Label the files of a folder as they arrive, in the order of their names; never ends unless `once`.

    A file is taken when it has not changed for a whole round, so that one that is still being copied waits. A file that
    cannot be read, or is of no format that is, is told and left until it changes; it stops nothing.

    Args:
        folder: where files arrive.
        output: the folder of the labelled ones; made if it is not there.
        model: `default` or a model folder.
        settings: for the default model.
        ending: of the outputs, such as ".parquet"; None is the input's own where it can be written, else .csv.
        every: seconds between two looks.
        once: label what is there now, and end.
        sleep: waits.

    Raises:
        OutputError: `output` cannot be made, or is the watched folder.
    """
    check_apart([output], [folder])
    try:
        output.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(f"{output} cannot be made: {error.strerror or error}; name another folder") from error
    log = WatchLog(output / LOG)
    before = _arrived(folder) if once else set()
    while True:
        now = _arrived(folder)
        for file in sorted((now & before) - log.done, key=lambda f: f.name):
            place = output / output_name(file.name, ending)
            other = log.made_of.get(place.name, file.name)
            if not _is_read(file.name):
                result = Watched(file.name, None, error=PASSED_OVER)
            elif other == file.name:
                result = _label(folder / file.name, place, model=model, settings=settings)
            else:
                result = Watched(
                    file.name, None, error=f"{place} is the output of {other} already; rename one of the two"
                )
            log.add(file, result)
            yield result
        if once:
            return
        before = now
        sleep(every)


def output_name(name: str, ending: str | None) -> str:
    """The name of a file's output: its own, without what it was packed by."""
    path = Path(name)
    while path.suffix.lower() in ENDINGS:
        path = path.with_suffix("")
    if ending is not None:
        return path.stem + ending
    return path.name if path.suffix.lower() in TABLES else path.stem + ".csv"


def _arrived(folder: Path) -> set[Seen]:
    """The files of a folder but what cxtext wrote beside an output; hidden ones are somebody's drafts."""
    found = set()
    for path in folder.iterdir():
        if path.is_file() and not path.name.startswith(".") and not path.name.endswith(BESIDE):
            state = path.stat()
            found.add(Seen(path.name, state.st_size, state.st_mtime_ns))
    return found


def _is_read(name: str) -> bool:
    return Path(name).suffix.lower() in FILES + LEGACY + ENDINGS


def _label(path: Path, place: Path, *, model: str, settings: Settings | None) -> Watched:
    try:
        with open_feedback(path) as stream:
            tally = label_file(stream, place, model=model, settings=settings, force=True, resume=True)
    except CxtextError as error:
        return Watched(path.name, None, error=" ".join(str(error).split()))
    return Watched(path.name, place, tally.labelled, tally.rejected)
