"""The operations on notes, comments and metric notes of chips, qubits and couplings.

Notes have one scope here: the cooldown or time range under which QDash can file them is accepted and ignored.
"""

from typing import Any

from .catalog import TargetKind
from .fields import Field
from .lab import Lab, Note
from .routing import Routes

routes: Routes

CONTENT: dict[str, Field]

TARGETS: dict[TargetKind, str]

def get_chip_note(lab: Lab, *, chip_id: str) -> Note:
    """Answer getChipNote."""

def upsert_chip_note(lab: Lab, *, chip_id: str, content: str) -> Note:
    """Answer upsertChipNote."""

def delete_chip_note(lab: Lab, *, chip_id: str) -> Note:
    """Answer deleteChipNote."""

def get_chip_notes_summary(lab: Lab, *, chip_id: str) -> dict[str, Any]:
    """Answer getChipNotesSummary."""

def list_chip_note_events(lab: Lab, *, chip_id: str, skip: int, limit: int) -> dict[str, Any]:
    """Answer listChipNoteEvents, newest first. QDash does not count them: ``total`` is always 0."""
