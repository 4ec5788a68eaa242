"""What no fork may interrupt.

A child inherits the locks of OpenSSL and of the resolver as they are. If another thread of its parent held one, the
child would wait for it for ever.
"""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["no_fork"]

_PATIENCE = 0.5  # seconds that a fork waits; what is done inside takes milliseconds, unless a name server is slow


class _NoFork:
    """While a thread is inside, others may enter, but do not fork. A thread may enter more than once.

    A thread that wants to fork goes first: else it would wait for as long as others take turns.
    """

    def __init__(self) -> None:
        self._inside: dict[object, int] = {}  # the threads, by a token for each time that one has entered
        self._reset()

    def _reset(self) -> None:
        # The lock is taken by itself and not by the condition, whose `__enter__` is Python code: a signal handler that
        # raises there would leave the lock taken.
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._forking: set[int] = set()  # the threads that want to fork

    @contextmanager
    def __call__(self) -> Generator[None]:
        """Keep other threads from forking in a ``with`` block."""
        token = object()
        own = threading.get_ident()
        try:
            try:  # from here on, so that Ctrl-C between entering and the block does not leave the token behind
                with self._lock:
                    if self._forking and own not in self._inside.values():
                        self._changed.wait_for(lambda: not self._forking, _PATIENCE)
                    self._inside[token] = own
                yield
            finally:
                self._inside.pop(token, None)  # before it waits for the lock, which an interruption may end
                with self._lock:
                    self._changed.notify_all()
        finally:
            self._inside.pop(token, None)  # if Ctrl-C came just before that line

    def before_fork(self) -> None:
        """Wait until no other thread is inside, and let none enter."""
        self._lock.acquire()
        self._forking.add(threading.get_ident())
        self._changed.wait_for(lambda: {*self._inside.values()} <= {threading.get_ident()}, _PATIENCE)

    def after_fork(self) -> None:
        """Let them enter again."""
        self._forking.discard(threading.get_ident())
        self._changed.notify_all()
        self._lock.release()

    def after_fork_in_child(self) -> None:
        """Forget the other threads, which are not there any more."""
        self._reset()
        own = threading.get_ident()
        self._inside = {token: thread for token, thread in self._inside.items() if thread == own}


no_fork: _NoFork = _NoFork()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=no_fork.before_fork,
        after_in_parent=no_fork.after_fork,
        after_in_child=no_fork.after_fork_in_child,
    )
