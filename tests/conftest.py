"""What all tests share: cases as data, the shipped sample, one fitted pipeline."""

import json
import os
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
