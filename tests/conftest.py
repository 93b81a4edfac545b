"""What all tests share: cases as data, the shipped sample, one fitted pipeline."""

import getpass
import json
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def cases(name: str) -> list:
    """The cases of one file in tests/cases, as pytest parameters."""
    lines = (ROOT / "tests" / "cases" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines if line.strip()]
    marks = {"fail": [pytest.mark.xfail(strict=True, reason="known failure")]}
    return [pytest.param(case, id=case["label"], marks=marks.get(case.get("known", ""), [])) for case in found]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with an argument `<name>_case` runs over tests/cases/<name>.jsonl."""
    for argument in metafunc.fixturenames:
        if argument.endswith("_case"):
            metafunc.parametrize(argument, cases(argument.removesuffix("_case")))


@pytest.fixture(scope="session")
def benchmark_data() -> Path:
    """The folder of public labelled sets; tests that need it skip where it is missing."""
    folder = Path(os.environ.get("CXTEXT_BENCHMARK_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no benchmark data at {folder} (set CXTEXT_BENCHMARK_DATA)")
    return folder


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server of this test run, from the binaries that the system has."""
    found = [shutil.which("initdb"), *map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb"))]
    initdb = next((Path(path) for path in found if path), None)
    if initdb is None:
        pytest.skip("PostgreSQL is not installed (no initdb)")
    as_server: list[str] = []
    if getpass.getuser() == "root":  # as whom PostgreSQL does not run
        runuser = shutil.which("runuser", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin")))
        if runuser is None:
            pytest.skip("PostgreSQL cannot start: there is no runuser to leave root with")
        as_server = [runuser, "-u", "postgres", "--"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="cxtext-pg-", ignore_cleanup_errors=True) as folder:
        if as_server:
            shutil.chown(folder, "postgres")
        data, log = f"{folder}/data", f"{folder}/log"
        pg_ctl = [*as_server, str(initdb.with_name("pg_ctl")), "-D", data, "-w"]
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        begin = [*as_server, str(initdb), "-D", data, "-U", "lead", "-A", "trust", "-E", "UTF8", "--locale=C"]
        for command in (begin, [*pg_ctl, "-l", log, "-o", options, "start"]):
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            if done.returncode:
                pytest.skip(f"PostgreSQL cannot start: {done.stderr.strip() or done.stdout.strip()}")
        try:
            yield f"postgresql+psycopg://lead:secret@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*pg_ctl, "-m", "immediate", "stop"], cwd=folder, capture_output=True, check=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """A database without tables, of each kind that is written: a file's path, a server's address."""
    import sqlalchemy

    if request.param == "sqlite":
        yield str(tmp_path / "shop.sqlite")
        return
    address = request.getfixturevalue("postgres")
    yield address
    engine = sqlalchemy.create_engine(address)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()


@pytest.fixture(scope="session")
def nhs():
    """The shipped sample, 4,410 comments."""
    from cxtext.samples import read_sample

    return read_sample("nhs")


@pytest.fixture(scope="session")
def fitted(nhs):
    """A pipeline fitted on the shipped sample."""
    from cxtext import Pipeline

    return Pipeline().fit(nhs)


@pytest.fixture(scope="session")
def labelled(fitted, nhs):
    """The shipped sample, labelled by the pipeline fitted on it."""
    return fitted.label(nhs)
