import json
import os
import subprocess
import sys

CODE = """
from cxtext.one_thread import one_thread
with one_thread():
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
