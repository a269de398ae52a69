"""Work in the background: progress, cancelling, and results handed over on the main thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Literal, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

T = TypeVar("T")
Outcome = Literal["running", "done", "failed", "cancelled"]


class Cancelled(Exception):
    """Raised inside the work when the user gave it up; let it pass through."""


class Executor(Protocol):
    """Runs a call sooner or later, on whatever thread."""

    def submit(self, call: Callable[[], None], /) -> object: ...

    def shutdown(self) -> None: ...


class ThreadExecutor:
    """Runs calls on a few threads that start with the first call."""

    def __init__(self, threads: int = 2) -> None:
        self._threads = threads
        self._pool: Any = None

    def submit(self, call: Callable[[], None], /) -> object:
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="job")
        return self._pool.submit(call)

    def shutdown(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)


class NowExecutor:
    """Runs every call at once on the calling thread (tests, commands without a window)."""

    def submit(self, call: Callable[[], None], /) -> object:
        call()
        return None

    def shutdown(self) -> None:
        """Nothing runs behind."""


class Progress:
    """What the work tells and asks; safe to use from the job's thread."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._lock = threading.Lock()
        self._latest: tuple[int, int, str] | None = None
        self._stop = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether the user gave up; work that cannot call ``report`` may look here."""
        return self._stop.is_set()

    def check(self) -> None:
        """Raise ``Cancelled`` if the user gave up."""
        if self._stop.is_set():
            raise Cancelled

    def report(self, done: int, total: int, text: str = "") -> None:
        """Tell how far the work is (``total`` 0: unknown); raises ``Cancelled`` when given up."""
        self.check()
        with self._lock:
            waiting = self._latest is not None
            self._latest = (done, total, text)
        # Only the newest report travels: a million small steps must not flood the window.
        if not waiting:
            self._ring()

    def take(self) -> tuple[int, int, str] | None:
        """Return the newest report not yet taken."""
        with self._lock:
            latest, self._latest = self._latest, None
        return latest

    def stop(self) -> None:
        """Ask the work to give up at its next report."""
        self._stop.set()


class Job(QObject):
    """One piece of work. All signals come on the main thread; ``finished`` is always the last."""

    progressed = Signal(int, int, str)
    succeeded = Signal(object)
    failed = Signal(Exception)
    cancelled = Signal()
    finished = Signal()
    _rung = Signal()
    _ended = Signal()

    def __init__(self, title: str, work: Callable[[Progress], Any], parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.outcome: Outcome = "running"
        self.result: Any = None
        self.error: Exception | None = None
        self.handled = False
        self._work = work
        self._progress = Progress(self._rung.emit)
        # Both slots belong to this object, so a ring from a thread is queued to the main one.
        self._rung.connect(self._on_rung)
        self._ended.connect(self._on_ended)

    def cancel(self) -> None:
        """Ask the work to stop; ``cancelled`` follows when it has."""
        self._progress.stop()

    def run(self) -> None:
        """Do the work (called by the executor, on its thread)."""
        try:
            self._progress.check()
            self.result = self._work(self._progress)
            outcome: Outcome = "done"
        except Cancelled:
            outcome = "cancelled"
        except Exception as error:
            self.error = error
            outcome = "failed"
        self.outcome = outcome
        self._ended.emit()

    @Slot()
    def _on_rung(self) -> None:
        latest = self._progress.take()
        if latest is not None:
            self.progressed.emit(*latest)

    @Slot()
    def _on_ended(self) -> None:
        if self.outcome == "done":
            self.succeeded.emit(self.result)
        elif self.outcome == "failed":
            self.failed.emit(self.error)
        else:
            self.cancelled.emit()
        self.finished.emit()


class Jobs(QObject):
    """Starts jobs and knows which run. ``started`` lets a strip show them.

    ``unhandled`` carries the error of a job whose starter gave no ``failed``.
    """

    started = Signal(Job)
    unhandled = Signal(Job, Exception)

    def __init__(self, executor: Executor | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = executor or ThreadExecutor()
        self._running: list[Job] = []
        self._held: list[Callable[[], None]] | None = None

    def start(
        self,
        title: str,
        work: Callable[[Progress], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        owner: QObject | None = None,
        quiet: bool = False,
    ) -> Job:
        """Run ``work(progress)`` behind; ``done`` or ``failed`` is called on the main thread.

        A ``quiet`` job is not told to the strip. Neither is called once ``owner`` (a tab, a
        dialog) is gone. ``work`` must not touch a widget; whatever it needs it is given.
        """
        job = Job(title, work, self)
        job.handled = failed is not None
        self._running.append(job)
        # The strip hears of the end first: ``done`` may show a dialog and stay in it.
        if not quiet:
            self.started.emit(job)
        if done is not None:
            job.succeeded.connect(self._handing(owner, done))
        if failed is not None:
            job.failed.connect(self._handing(owner, failed))
        job.failed.connect(lambda error: self._on_failed(job, error))
        job.finished.connect(lambda: self._running.remove(job))
        self._executor.submit(job.run)
        return job

    def running(self) -> list[Job]:
        """Return the jobs that have not ended."""
        return list(self._running)

    def hold(self) -> None:
        """Keep back what is handed over from now on: the screen is covered, the work goes on."""
        self._held = self._held or []

    def release(self, *, hand_over: bool) -> None:
        """Hold nothing back any more; what was kept goes to its owners, or to nobody."""
        held, self._held = self._held or [], None
        for call in held if hand_over else ():
            call()

    def shutdown(self) -> None:
        """Cancel everything and wait until the threads are done (the program ends)."""
        for job in self._running:
            job.cancel()
        self._executor.shutdown()

    def _on_failed(self, job: Job, error: Exception) -> None:
        if not job.handled:
            self.unhandled.emit(job, error)

    def _handing(
        self, owner: QObject | None, call: Callable[[Any], object]
    ) -> Callable[[Any], None]:
        def hand(value: Any) -> None:
            if self._held is not None:
                self._held.append(lambda: hand(value))
            elif owner is None or isValid(owner):
                call(value)

        return hand
