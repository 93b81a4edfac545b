"""Ctrl-C and a plain `kill`: each raises KeyboardInterrupt where the work is, and is remembered.

A library may swallow what is raised inside it, and the work would go on; `check` raises once more.
"""

from __future__ import annotations

import signal
from typing import NoReturn

_told: list[int] = []  # signals that came


def listen() -> None:
    """From now on both end the work. Who started us with Ctrl-C ignored, as `nohup` does, still has it ignored."""
    signal.signal(signal.SIGTERM, _raise)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _raise)


def check() -> None:
    """Raise KeyboardInterrupt if we were told to stop and are still here."""
    if _told:
        raise KeyboardInterrupt


def _raise(number: int, _: object) -> NoReturn:
    _told.append(number)
    raise KeyboardInterrupt
