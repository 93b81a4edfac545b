import dataclasses
import importlib.util
from pathlib import Path

import pytest

from cxtext.insight import summarise

SAMPLES = Path(__file__).parents[1] / "insight" / "sample_feedback.py"


def _load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


feedback = _load(SAMPLES)


@pytest.fixture(scope="session")
def samples():
    """The module that makes sample feedback."""
    return feedback


@pytest.fixture(scope="session")
def labelled():
    return feedback.make()


@pytest.fixture(scope="session")
def summary(labelled):
    return summarise(labelled, catalogue=feedback.CATALOGUE, title="What our customers said")


@pytest.fixture(scope="session")
def hostile():
    """A labelled table and its summary, with hostile strings wherever a user's text can stand."""
    labelled, catalogue = feedback.make_hostile()
    return labelled, summarise(labelled, catalogue=catalogue, title=feedback.HOSTILE[1])


@pytest.fixture(scope="session")
def bare(labelled):
    """Summaries that lack something: themes, dates, ratings, mentions, everything."""
    none = labelled.comments.with_columns(date=None, rating=None)
    themeless = labelled.mentions.with_columns(theme=None)
    changed = {
        "no dates, no ratings": {"comments": none.cast(dict(labelled.comments.schema))},
        "no themes": {"mentions": themeless.cast(dict(labelled.mentions.schema))},
        "no mentions": {"mentions": labelled.mentions.clear()},
        "twenty comments": {"comments": labelled.comments.head(20)},
        "nothing": {
            "comments": labelled.comments.clear(),
            "mentions": labelled.mentions.clear(),
            "rejects": (),
        },
    }
    return {name: summarise(dataclasses.replace(labelled, **tables)) for name, tables in changed.items()}
