"""Steps that a fork must not interrupt.

A child inherits the locks of OpenSSL and of the resolver in their current state. If another thread of its parent held
one, the child would wait for it for ever.
"""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["no_fork"]

_PATIENCE = 0.5  # the longest wait of a fork, in seconds; these steps take milliseconds, unless a name server is slow


class _NoFork:
    """A section that any number of threads can enter, also repeatedly. A fork waits until no other thread is inside.

    A waiting fork keeps other threads from entering. Otherwise it could wait without end while they take turns.
    """

    def __init__(self) -> None:
        self._inside: dict[object, int] = {}  # the thread of each entry, by a token
        self._reset()

    def _reset(self) -> None:
        # The lock is acquired directly. `Condition.__enter__` is Python code, and a signal handler that raises there
        # would leave the lock acquired.
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._forking: set[int] = set()  # the threads that want to fork

    @contextmanager
    def __call__(self) -> Generator[None]:
        """Keep other threads from forking in a ``with`` block."""
        token = object()
        own = threading.get_ident()
        try:
            try:  # starts here, so that Ctrl-C between entry and block does not leave the token behind
                with self._lock:
                    if self._forking and own not in self._inside.values():
                        self._changed.wait_for(lambda: not self._forking, _PATIENCE)
                    self._inside[token] = own
                yield
            finally:
                self._inside.pop(token, None)  # before the wait for the lock, which an interruption may end
                with self._lock:
                    self._changed.notify_all()
        finally:
            self._inside.pop(token, None)  # if Ctrl-C came just before that line

    def before_fork(self) -> None:
        """Wait until no other thread is inside, and keep others from entering."""
        self._lock.acquire()
        self._forking.add(threading.get_ident())
        self._changed.wait_for(lambda: {*self._inside.values()} <= {threading.get_ident()}, _PATIENCE)

    def after_fork(self) -> None:
        """Let them enter again."""
        self._forking.discard(threading.get_ident())
        self._changed.notify_all()
        self._lock.release()

    def after_fork_in_child(self) -> None:
        """Remove the other threads, which do not exist in the child."""
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
