"""The fault matrix: what may go wrong, what the caller sees then, and how often the server is reached.

``python3 noxfile.py -s matrix`` puts every line to the test; ``PYTHONPATH=.:tests python -m matrix`` prints the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import sent_once
from .rows import Patch, Section

SECTIONS: tuple[Section, ...] = (sent_once.SECTION,)
DEFENCES: Mapping[str, Sequence[Patch]] = {
    name: patches for section in SECTIONS for name, patches in section.defences.items()
}
