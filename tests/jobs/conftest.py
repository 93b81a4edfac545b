import importlib.util
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def samples():
    """The module that makes sample feedback."""
    path = Path(__file__).parents[1] / "insight" / "sample_feedback.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
