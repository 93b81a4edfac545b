"""Options that say what labels: this machine, or Spark."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxtext.choices import ENGINES
from cxtext.databases import is_address
from cxtext.errors import OptionError, unknown

if TYPE_CHECKING:
    from cxtext.jobs.parts import Engine as PartsEngine

_MASTER = re.compile(r"(local(-cluster)?(\[[0-9*, ]+\])?|yarn|(spark|k8s)://.+)\Z")


@dataclass(frozen=True)
class Engine:
    """What labels."""

    engine: Annotated[
        str, typer.Option(metavar="|".join(ENGINES), help="What labels: this machine, or Spark; see docs/spark.md.")
    ] = "local"
    master: Annotated[
        str | None, typer.Option(metavar="URL", help="Where Spark runs; all cores of this machine if not given.")
    ] = None

    def check(self, workers: int) -> None:
        """Refuse an engine that does not exist or is not installed, and options of the other one.

        Raises:
            OptionError: as it says.
        """
        if self.engine not in ENGINES:
            raise OptionError(f"--engine: {unknown('engine', self.engine, ENGINES)}")
        if self.engine != "spark":
            if self.master is not None:
                raise OptionError(f"--master {self.master} is for Spark; add --engine spark")
            return
        if workers != 1:
            raise OptionError(f"--workers {workers} is for --engine local; Spark has its workers from --master")
        if self.master is not None and not _MASTER.match(self.master):
            raise OptionError(
                f"--master {self.master!r} is no master of Spark; it is local[8], spark://HOST:PORT, yarn or k8s://URL"
            )
        from cxtext.spark.session import check_spark

        check_spark("--engine spark")
        if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
            raise OptionError("--engine spark needs Java 17 or later, and no java is on the path; install a JRE")

    @contextmanager
    def started(self) -> Iterator[PartsEngine | None]:
        """The engine at work; None is this machine. Spark is stopped at the end."""
        if self.engine != "spark":
            yield None
            return
        from cxtext.spark.engine import SparkEngine

        with self.session() as session:
            yield SparkEngine(session)

    def fills(self, output: str) -> bool:
        """Whether the output is a folder, which Spark fills by itself."""
        return self.engine == "spark" and not is_address(output) and not Path(output).suffix

    @contextmanager
    def session(self) -> Iterator[Any]:
        """Spark, stopped at the end."""
        from cxtext.spark.session import LOCAL, start

        submitted = "PYSPARK_GATEWAY_PORT" in os.environ  # by spark-submit, which has a master of its own
        session = start(self.master or (None if submitted else LOCAL))
        try:
            yield session
        finally:
            session.stop()
