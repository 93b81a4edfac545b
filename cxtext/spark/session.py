"""Spark, found and started."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import Any

from cxtext.errors import OptionError
from cxtext.shipped import check_installed

LOCAL = "local[*,4]"  # all cores of this machine; a task may fail four times, as on a cluster
QUIET = Path(__file__).with_name("log4j2.properties")
_SETTINGS = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "5000",  # long texts weigh; labels do not depend on it
    "spark.ui.showConsoleProgress": "false",
    "spark.executorEnv.OMP_NUM_THREADS": "1",  # a task has one core
    "spark.executorEnv.POLARS_MAX_THREADS": "1",
}


def check_spark(needed_by: str) -> None:
    """Refuse what needs Spark where it is missing.

    Raises:
        OptionError: as it says.
    """
    check_installed(needed_by, "pyspark", "spark")


def start(master: str | None) -> Any:
    """A Spark session; the one that is there, if there is one.

    Args:
        master: where Spark runs, such as `local[4]`, `yarn` or `spark://host:7077`; None leaves it to Spark's own
            settings, as under spark-submit.

    Raises:
        OptionError: it does not start.
    """
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)  # it is not used here
    builder = SparkSession.builder.appName("cxtext")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    if master is not None:
        java = f"-Dlog4j2.configurationFile={QUIET.as_uri()}"
        builder = builder.master(master).config("spark.driver.extraJavaOptions", java)
    try:
        session = builder.getOrCreate()
    except (PySparkException, OSError, _py4j_error()) as error:
        reason = " ".join(str(error).split())[:200]
        where = f"at --master {master}" if master else "with its own settings"
        raise OptionError(
            f"Spark does not start {where}, what it says stands above: {reason}; it needs Java 17 or later"
        ) from error
    if master is not None and master.startswith("local"):
        session.sparkContext.pythonExec = sys.executable  # else whatever `python3` is here
    return session


def _py4j_error() -> type[Exception]:
    from py4j.protocol import Py4JError

    return Py4JError  # type: ignore[no-any-return]
