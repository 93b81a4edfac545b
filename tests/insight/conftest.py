import importlib.util
from pathlib import Path

import pytest


def _load(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


feedback = _load("sample_feedback")
simulated = _load("simulated_scores")
hand_made = _load("tables")


@pytest.fixture(scope="session")
def samples():
    """The module that makes sample feedback."""
    return feedback


@pytest.fixture(scope="session")
def labelled():
    return feedback.make()


@pytest.fixture(scope="session")
def catalogue():
    return feedback.CATALOGUE


@pytest.fixture(scope="session")
def scores():
    """The module that makes tables whose drivers are known."""
    return simulated


@pytest.fixture(scope="session")
def tables():
    """The module that makes small tables of which every number can be told by hand."""
    return hand_made
