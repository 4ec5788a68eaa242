"""The operations on chips, their qubits and couplings."""

from .lab import Lab
from .routing import Routes
from .shapes import Json

routes: Routes

def list_chips(lab: Lab) -> Json:
    """Answer listChips."""

def create_chip(lab: Lab, *, chip_id: str, size: int, topology_id: str | None) -> Json:
    """Answer createChip: a chip without any results. Its lattice is the usual one of its size."""

def get_chip(lab: Lab, *, chip_id: str) -> Json:
    """Answer getChip."""

def update_chip(
    lab: Lab, *, chip_id: str, topology_id: str | None, activity_status: str | None, note: str | None
) -> Json:
    """Answer updateChip: what is null or left out stays."""

def delete_chip(lab: Lab, *, chip_id: str, force: bool) -> Json:
    """Answer deleteChip, which needs force: every chip has qubits."""

def get_chip_deletion_impact(lab: Lab, *, chip_id: str) -> Json:
    """Answer getChipDeletionImpact."""

def get_chip_dates(lab: Lab, *, chip_id: str) -> Json:
    """Answer getChipDates: the days with results, ``YYYYMMDD`` in the server's time zone."""

def list_chip_qubits(lab: Lab, *, chip_id: str, limit: int, offset: int, qids: list[str] | None) -> Json:
    """Answer listChipQubits; an unknown chip has none."""

def list_chip_couplings(lab: Lab, *, chip_id: str, limit: int, offset: int) -> Json:
    """Answer listChipCouplings; an unknown chip has none."""

def get_chip_qubit(lab: Lab, *, chip_id: str, qid: str) -> Json:
    """Answer getChipQubit."""

def get_chip_coupling(lab: Lab, *, chip_id: str, coupling_id: str) -> Json:
    """Answer getChipCoupling."""
