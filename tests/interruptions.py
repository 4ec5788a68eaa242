"""Interruptions (Ctrl-C) at every line of some modules."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any


def at_every_line(function: Callable[[], object], *modules: ModuleType) -> Iterator[str]:
    """Call a function again and again, each time with an interruption one line later; yield where it was."""
    files = {module.__file__ for module in modules}
    number = 0
    while True:
        number += 1
        place = _interrupted(function, files, number)
        if not place:
            return
        yield place


def _interrupted(function: Callable[[], object], files: set[str | None], number: int) -> str:
    count = 0
    place = ""

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count, place
        if frame.f_code.co_filename not in files:
            return None
        if event == "line":
            count += 1
            if count == number:
                place = f"{frame.f_code.co_filename}:{frame.f_lineno}"
                raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # of what Python closes
        sys.settrace(trace)
        try:
            function()
        except KeyboardInterrupt:
            pass
        finally:
            sys.settrace(before)
    return place


def open_files(directory: Path) -> list[str]:
    """Return the files of a directory that this process has open; nothing where the system does not tell."""
    found = []
    for number in os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else ():
        try:
            path = os.readlink(f"/proc/self/fd/{number}")
        except OSError:  # it was closed meanwhile
            continue
        if path.startswith(f"{directory}/"):
            found.append(path)
    return found
