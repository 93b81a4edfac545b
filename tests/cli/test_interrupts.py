import os
import signal

import pytest

from cxtext.cli import interrupts
from cxtext.cli.console import row_counter


@pytest.fixture
def listening(monkeypatch):
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    monkeypatch.setattr(interrupts, "_told", [])
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the tests may run where interrupts are ignored
    yield interrupts.listen
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_that_a_library_swallowed_comes_again_at_the_next_step(listening, number):
    listening()
    with row_counter() as progress:
        progress(1)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)
        with pytest.raises(KeyboardInterrupt):
            progress(1)


def test_who_was_started_with_interrupts_ignored_goes_on(listening):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    listening()
    os.kill(os.getpid(), signal.SIGINT)
    interrupts.check()
