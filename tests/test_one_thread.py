import json
import os
import subprocess
import sys

from threadpoolctl import threadpool_info, threadpool_limits

from cxtext.pipeline import Pipeline
from cxtext.pipeline.labelling import Labeller

CODE = """
from cxtext.one_thread import TRAINING, one_thread
with one_thread(TRAINING):
    import numpy, scipy.linalg, sklearn.cluster, sklearn.decomposition, sklearn.linear_model
    from threadpoolctl import threadpool_info
    print([library["num_threads"] for library in threadpool_info()])
"""


def test_libraries_that_are_loaded_inside_are_held_too():
    """In a fresh process, where nothing has been loaded before."""
    threads = {"OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2"}
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, env=os.environ | threads)
    found = json.loads(done.stdout)
    assert len(found) >= 2, done.stderr
    assert set(found) == {1}


def test_labels_do_not_depend_on_the_number_of_cores(monkeypatch):
    """Where a product of matrices is shared by two threads, last digits differ from those of one."""
    found = []
    label = Labeller.label

    def watched(self, *given, **named):
        found.extend(library["num_threads"] for library in threadpool_info())
        return label(self, *given, **named)

    pipeline = Pipeline.load("default")
    monkeypatch.setattr(Labeller, "label", watched)
    with threadpool_limits(2):
        pipeline.label(["The nurse was kind."])
    assert set(found) == {1}
