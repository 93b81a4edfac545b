"""Processes that label parts: they start, and load the model, while this one still gets ready."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING

from cxtext.config import Settings
from cxtext.errors import CxtextError, WorkerError
from cxtext.pipeline.collector import collector_seldom

if TYPE_CHECKING:
    from cxtext.jobs.parts import Part
    from cxtext.pipeline import Pipeline
    from cxtext.pipeline.context import Context
    from cxtext.schema import Labelled

IDLE = 300.0  # seconds without work after which a process ends, such as those whose job was killed
ONE_THREAD = {"POLARS_MAX_THREADS": "1"}  # each process has its core; more threads only get into each other's way
AHEAD = 2  # parts under way for each process: one in work, one that it goes on with


class Workers:
    """Processes of this machine; each loads `model` under `settings` as it starts."""

    def __init__(self, number: int, model: str, settings: Settings | None) -> None:
        from joblib.externals.loky import ProcessPoolExecutor  # a tenth of a second that one process does without

        self.number = number
        self._begun = (model, settings)
        self._pool = ProcessPoolExecutor(
            number, timeout=IDLE, initializer=_prepare, initargs=self._begun, env=ONE_THREAD
        )
        with _interrupts_held():
            self._pool.submit(_nothing)  # the first task starts all of them

    def labelled(self, pipeline: Pipeline, context: Context, parts: Iterator[Part]) -> Iterator[Labelled]:
        """The parts, labelled, in their order; few are taken ahead, and few that are done wait to be taken.

        Raises:
            WorkerError: a process was killed.
        """
        under_way: deque[Future[Labelled]] = deque()
        try:
            for part in parts:
                under_way.append(self._pool.submit(_label_part, self._begun, pipeline.settings, context, part))
                if len(under_way) >= AHEAD * self.number:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
            self.end()  # what comes now needs no memory of theirs
        except BrokenProcessPool as error:
            raise WorkerError(
                f"one of {self.number} labelling processes was killed, most likely for want of memory; "
                "what was done is kept: go on with --resume, and with fewer --workers"
            ) from error

    def end(self) -> None:
        """Let the processes end, which have nothing to do; nobody waits for it."""
        self._pool.shutdown(wait=False)

    def kill(self) -> None:
        """End the processes, whatever they are at."""
        self._pool.shutdown(wait=True, kill_workers=True)


@contextmanager
def working(number: int, model: str, settings: Settings | None) -> Iterator[Workers | None]:
    """So many processes, ended with the `with`; one is this process alone, which is None.

    They are sent the settings that an input is labelled with together with its parts; `settings` are what is known
    before.
    """
    if number == 1:
        yield None
        return
    workers = Workers(number, model, settings)
    try:
        yield workers
    except BaseException:
        workers.kill()
        raise
    workers.end()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Processes started in `with` never see Ctrl-C, which a terminal sends to all: this one ends them."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    ensure_running()  # a process that Python starts beside them, and lets interrupts through again as it does so
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _nothing() -> None:
    """A task that does nothing."""


def _prepare(model: str, settings: Settings | None) -> None:
    """Load what labels; what is wrong with it is told by the process that hands out the parts."""
    collector_seldom()
    with suppress(CxtextError):
        _loaded(model, settings)


def _label_part(begun: tuple[str, Settings | None], settings: Settings, context: Context, part: Part) -> Labelled:
    pipeline = _fitted(begun, settings)
    return pipeline.label_batch(part.feedback, context=context, copies=part.copies)


@cache
def _loaded(model: str, settings: Settings | None) -> Pipeline:
    from cxtext.pipeline import Pipeline

    return Pipeline.load(model, settings=settings)


@cache
def _fitted(begun: tuple[str, Settings | None], settings: Settings) -> Pipeline:
    """The model under the settings that the input has chosen: the default one is then made anew around its encoder."""
    from cxtext.pipeline import Pipeline
    from cxtext.pipeline.pipeline import DEFAULT_MODEL

    loaded = _loaded(*begun)
    if settings == loaded.settings:
        return loaded
    if begun[0] == DEFAULT_MODEL:
        return Pipeline(settings, encoder=loaded.encoder)
    return Pipeline.load(begun[0], settings=settings)
