"""What Spark's Python workers run in the tests: the usual, but texts may ask for a fault.

Its name begins with "pyspark", as Spark starts no other. "KILL <file>" kills the worker in the middle of its work,
unless the file is there; then it is made. "POISON" raises.
"""

import os
import re
import signal
from pathlib import Path

from pyspark import worker

KILL = re.compile(r"KILL (\S+)")


def main(*arguments):
    _arm()
    worker.main(*arguments)


def _arm():
    from cxtext.pipeline import reading

    if getattr(reading.mask, "armed", False):
        return
    usual = reading.mask

    def mask(text, masking):
        if found := KILL.search(text):
            marker = Path(found[1])
            if not marker.exists():
                marker.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        if "POISON" in text:
            raise ValueError(f"cannot make sense of {text}")
        return usual(text, masking)

    mask.armed = True
    reading.mask = mask
