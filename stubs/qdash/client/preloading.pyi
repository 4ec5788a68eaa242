"""The imports that a client otherwise makes when something is first used.

Bundlers, which freeze a program with the modules that its import statements name, find the modules here, too.
"""

def preload() -> None:
    """Import everything that the client would import later, so that no call imports anything.

    Call it once, before the first call and before other threads start, in

    - a service whose package may be replaced on the disk while it runs: an import after that would fail, or mix two
      versions;
    - a program that interrupts its threads (time limits with ``PyThreadState_SetAsyncExc``): an exception in the midst
      of an import can leave the lock of that import behind, and the next thread waits for it for ever;
    - a server that forks its workers: what is imported before the fork is shared by all of them.

    It takes 0.1 to 0.2 s.
    """
