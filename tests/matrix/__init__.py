"""The fault matrix: faults, what the caller sees, and the number of requests that reach the server.

``python3 noxfile.py -s matrix`` tests every case; ``PYTHONPATH=.:tests python -m matrix`` prints the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import (
    agents,
    asynchronous,
    certificates,
    credentials,
    environment,
    files,
    lists,
    paths,
    processes,
    profile_file,
    proxies,
    real,
    redirects,
    responses,
    sent_once,
    size,
    statuses,
    timing,
    values,
    waiting,
)
from .cases import Patch, Section

SECTIONS: tuple[Section, ...] = (
    sent_once.SECTION,
    statuses.SECTION,
    redirects.SECTION,
    paths.SECTION,
    timing.SECTION,
    waiting.SECTION,
    agents.SECTION,
    responses.SECTION,
    lists.SECTION,
    values.SECTION,
    size.SECTION,
    credentials.SECTION,
    processes.SECTION,
    asynchronous.SECTION,
    profile_file.SECTION,
    files.SECTION,
    environment.SECTION,
    certificates.SECTION,
    proxies.SECTION,
    real.SECTION,
)
GUARDS: Mapping[str, Sequence[Patch]] = {
    name: patches for section in SECTIONS for name, patches in section.guards.items()
}
