"""The fault matrix: what may go wrong, what the caller sees then, and how often the server is reached.

``python3 noxfile.py -s matrix`` puts every line to the test; ``PYTHONPATH=.:tests python -m matrix`` prints the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import (
    answers,
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
    sent_once,
    size,
    statuses,
    timing,
    values,
    waiting,
)
from .rows import Patch, Section

SECTIONS: tuple[Section, ...] = (
    sent_once.SECTION,
    statuses.SECTION,
    redirects.SECTION,
    paths.SECTION,
    timing.SECTION,
    waiting.SECTION,
    answers.SECTION,
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
DEFENCES: Mapping[str, Sequence[Patch]] = {
    name: patches for section in SECTIONS for name, patches in section.defences.items()
}
