"""Runs labelling jobs that are to be killed, each in a process of its own, forked where all is imported already.

A line of JSON on standard input begins one: `{"input", "output", "kill_at"}` (and "table", where the output is a
database). "begun" is answered when it begins to label, then the number of its writes, and how it ended. With
`kill_at` it kills itself just before its write of that number; if "killed" is set, a further line, `kill`, kills it.
"""

import json
import os
import signal
import sys
from pathlib import Path

import duckdb  # noqa: F401
import sqlalchemy

import cxtext.write.staging  # noqa: F401 - imported before the fork, as all below
from cxtext import Settings
from cxtext.errors import CxtextError
from cxtext.jobs.label import label_file
from cxtext.read import open_feedback
from cxtext.write.database import table_at
from cxtext.write.duck import DuckSink

PART = 40
CHANGES = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "os.truncate")


class Writes:
    """Counts what changes files in a folder, or runs a statement, and kills the process at one of them."""

    def __init__(self, folder: str, kill_at: int) -> None:
        self.count, self._folder, self._kill_at = 0, folder, kill_at
        sys.addaudithook(self._see)
        sync = os.fsync
        os.fsync = lambda number: (self.add(), sync(number))[1]
        sqlalchemy.event.listen(sqlalchemy.Engine, "before_cursor_execute", lambda *_: self.add())
        sqlalchemy.event.listen(sqlalchemy.Engine, "commit", lambda _: self.add())
        guarded = DuckSink._as_output_error
        DuckSink._as_output_error = lambda sink: (self.add(), guarded(sink))[1]

    def add(self) -> None:
        self.count += 1
        if self.count == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def _see(self, event: str, arguments: tuple) -> None:
        if event not in CHANGES:
            return
        path = str(arguments[0])
        removed = event in ("os.remove", "os.rmdir") and not Path(path).is_absolute()  # in a folder that is removed
        if path.startswith(self._folder) or removed:
            flags = arguments[2] if event == "open" else os.O_WRONLY
            if flags & (os.O_WRONLY | os.O_RDWR):
                self.add()


def label(input: str, output: str, kill_at: int, table: str = "") -> int:  # noqa: A002
    """Label, going on with what is there; the number of writes."""
    place = table_at(output, table, f"{table}_mentions", force=True) if table else Path(output)
    os.chdir(Path(input).parent)
    writes = Writes(str(Path(input).parent), kill_at)
    mentions = None if table else Path(output).with_suffix(".jsonl")
    stream = open_feedback(input, batch_rows=PART)
    options = {"mentions": mentions, "settings": Settings(packs=()), "force": True, "resume": True}
    label_file(stream, place, log=lambda fact: say(fact["event"]), **options)
    return writes.count


def say(line: object) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    for line in iter(sys.stdin.readline, ""):
        job = json.loads(line)
        killed = job.pop("killed")
        child = os.fork()
        if child == 0:
            try:
                say(label(**job))
            except CxtextError as error:
                say(f"error: {error}")
                os._exit(2)
            os._exit(0)
        if killed:
            sys.stdin.readline()
            os.kill(child, signal.SIGKILL)
        say(f"end {os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}")


if __name__ == "__main__":
    main()
