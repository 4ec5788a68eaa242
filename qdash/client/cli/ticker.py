"""A line of progress that moves while a call blocks."""

from __future__ import annotations

from threading import Event, RLock, Thread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from types import TracebackType

    from .progress import Progress

__all__ = ["Ticker"]

_PAUSE = 0.2  # seconds


class Ticker:
    """Shows a text on the line of progress again and again, from a thread, until the ``with`` block ends.

    Hold `lock` while writing to the terminal.

    Args:
        progress: the line of progress.
        text: returns the text.
    """

    def __init__(self, progress: Progress, text: Callable[[], str]) -> None:
        self.lock: AbstractContextManager[bool] = RLock()
        self._progress = progress
        self._text = text
        self._over = Event()
        self._thread = Thread(target=self._run, name="qdash-progress", daemon=True)

    def _run(self) -> None:
        while not self._over.is_set():
            with self.lock:
                if not self._over.is_set():
                    self._progress.show(self._text())
            self._over.wait(_PAUSE)

    def __enter__(self) -> Ticker:
        if self._progress.is_visible:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._over.set()
        with self.lock:
            self._progress.clear()
