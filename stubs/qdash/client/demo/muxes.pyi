"""The operations on muxes, the groups of four qubits that share a readout line."""

from .lab import Lab
from .routing import Routes
from .shapes import Json

routes: Routes

def list_chip_muxes(lab: Lab, *, chip_id: str) -> Json:
    """Answer listChipMuxes, where members that would be null are left out."""

def get_chip_mux(lab: Lab, *, chip_id: str, mux_id: int) -> Json:
    """Answer getChipMux. A mux beyond the chip has qubits on which everything is pending."""
