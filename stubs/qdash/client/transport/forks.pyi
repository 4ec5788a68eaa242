"""What no fork may interrupt.

A child inherits the locks of OpenSSL and of the resolver as they are. If another thread of its parent held one, the
child would wait for it for ever.
"""

from collections.abc import Generator
from contextlib import contextmanager

__all__ = [
    "no_fork",
]

class _NoFork:
    """While a thread is inside, others may enter, but do not fork. A thread may enter more than once.

    A thread that wants to fork goes first: else it would wait for as long as others take turns.
    """

    def __init__(self) -> None: ...
    @contextmanager
    def __call__(self) -> Generator[None]:
        """Keep other threads from forking in a ``with`` block."""

    def before_fork(self) -> None:
        """Wait until no other thread is inside, and let none enter."""

    def after_fork(self) -> None:
        """Let them enter again."""

    def after_fork_in_child(self) -> None:
        """Forget the other threads, which are not there any more."""

no_fork: _NoFork
