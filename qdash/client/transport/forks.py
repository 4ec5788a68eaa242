"""What no fork may interrupt.

A child inherits the locks of OpenSSL and of the resolver as they are. If another thread of its parent held one, the
child would wait for it for ever.
"""

from __future__ import annotations

import os
import threading

__all__ = ["no_fork"]

_PATIENCE = 0.5  # seconds that a fork waits; what is done inside takes milliseconds, unless a name server is slow


class _NoFork:
    """While a thread is inside, others may enter, but do not fork."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside: set[int] = set()

    def __enter__(self) -> None:
        with self._changed:
            self._inside.add(threading.get_ident())

    def __exit__(self, *error: object) -> None:
        with self._changed:
            self._inside.discard(threading.get_ident())
            self._changed.notify_all()

    def before_fork(self) -> None:
        """Wait until no other thread is inside, and let none enter."""
        self._changed.acquire()
        self._changed.wait_for(lambda: self._inside <= {threading.get_ident()}, _PATIENCE)

    def after_fork(self) -> None:
        """Let them enter again."""
        self._changed.release()

    def after_fork_in_child(self) -> None:
        """Forget the other threads, which are not there any more."""
        self._changed = threading.Condition()
        self._inside.clear()


no_fork: _NoFork = _NoFork()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=no_fork.before_fork,
        after_in_parent=no_fork.after_fork,
        after_in_child=no_fork.after_fork_in_child,
    )
