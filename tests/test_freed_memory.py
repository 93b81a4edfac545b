import subprocess
import sys

import pytest

from cxtext import freed_memory

CODE = """
from cxtext.freed_memory import give_back

def held():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

pieces = [bytes(60_000) for _ in range(2_000)]  # 120 MB, in pieces that glibc keeps
del pieces[:-1]
before = held()
give_back()
print(before - held())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_what_was_freed_goes_back_to_the_system():
    if freed_memory._trim() is None:
        pytest.skip("no glibc here")
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 50_000_000


def test_elsewhere_nothing_is_done(monkeypatch):
    monkeypatch.setattr(freed_memory.ctypes, "CDLL", lambda _: object())
    freed_memory._trim.cache_clear()
    freed_memory.give_back()
    assert freed_memory._trim() is None
    freed_memory._trim.cache_clear()
