"""One Spark session for all tests here; they skip where Spark or Java is missing."""

import os
import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
QUIET = [
    "ignore:PySpark does not yet fully support pandas:FutureWarning",
    "ignore::DeprecationWarning",
    "ignore::ResourceWarning",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            for warning in QUIET:
                item.add_marker(pytest.mark.filterwarnings(warning))


@pytest.fixture(scope="session")
def java():
    """Spark needs Java."""
    pytest.importorskip("pyspark", reason="Spark is not installed: pip install 'cxtext[spark]'")
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("Spark needs Java 17 or later, and there is none")


@pytest.fixture(scope="session")
def spark(java):
    """A session on two cores, in which a task may fail four times and texts may ask for faults."""
    from pyspark.sql import SparkSession

    from cxtext.spark.session import start

    paths = [str(HERE), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    builder = SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.python.worker.module", "pyspark_faulty_worker")
    builder.config("spark.executorEnv.PYTHONPATH", os.pathsep.join(paths)).getOrCreate()
    session = start("local[2,4]")
    yield session
    session.stop()
