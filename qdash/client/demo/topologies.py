"""The operations on the topologies that chips can have."""

from __future__ import annotations

from .data import SIDES, neighbours, position, topology_of
from .fields import Integer
from .lab import Lab
from .routing import Refusal, Routes
from .shapes import Json

routes: Routes = Routes()

_NAME = "Square Lattice with MUX"


@routes("GET", "/topology/list", query={"size": Integer(None)})
def list_topologies(_lab: Lab, *, size: int | None) -> Json:
    """Answer listTopologies."""
    sizes = (each for each in SIDES if size in (None, each))
    return {"topologies": [{"id": topology_of(each), "name": _NAME, "num_qubits": each} for each in sizes]}


@routes("GET", "/topology/{topology_id}")
def get_topology_by_id(_lab: Lab, *, topology_id: str) -> Json:
    """Answer getTopologyById. The smaller qid of each coupling is its control, as in the sample chips."""
    size = next((each for each in SIDES if topology_of(each) == topology_id), None)
    if size is None:
        raise Refusal(404, f"Topology '{topology_id}' not found")
    side = SIDES[size]
    places = {str(qid): position(str(qid), side) for qid in range(size)}
    return {
        "data": {
            "id": topology_id,
            "name": _NAME,
            "description": "Square lattice whose qubits are read out in groups of 2 by 2",
            "grid_size": side,
            "num_qubits": size,
            "layout_type": "grid",
            "direction_convention": "ascending",
            "mux": {"enabled": True, "size": 2},
            "qubits": {qid: {"row": row, "col": column} for qid, (row, column) in places.items()},
            "couplings": [[int(qid) for qid in pair.split("-")] for pair in neighbours(side)],
            "visualization": {"show_mux_boundaries": True, "region_size": 4},
        }
    }
