import gc
import subprocess
import sys

import pytest

from cxtext.pipeline.collector import collector_at_rest


@pytest.mark.parametrize("before", [gc.disable, gc.enable])
def test_the_collector_rests_within_and_is_left_as_it_was(before):
    before()
    was = gc.isenabled()
    with collector_at_rest():
        assert not gc.isenabled()
    assert gc.isenabled() == was


@pytest.mark.parametrize(
    ("code", "after"), [("from cxtext.__main__ import main; main()", 100_000), ("import cxtext.pipeline", 700)]
)
def test_the_command_looks_for_garbage_seldom_and_the_library_leaves_that_to_its_user(code, after):
    shown = "import gc, atexit; atexit.register(lambda: print('after', gc.get_threshold()[0])); gc.set_threshold(700); "
    said = subprocess.run([sys.executable, "-c", shown + code, "--version"], capture_output=True, text=True)
    assert said.stdout.splitlines()[-1] == f"after {after}", said.stderr
