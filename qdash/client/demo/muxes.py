"""The operations on muxes, the groups of four qubits that share a readout line."""

from __future__ import annotations

from .catalog import TASKS, UNUSED_TASKS
from .data import Chip
from .fields import Integer
from .lab import Lab
from .routing import Routes
from .shapes import Json, mux_task

routes: Routes = Routes()

_QUBIT_TASKS = (*UNUSED_TASKS, *(task.name for task in TASKS if task.target == "qubit"))


@routes("GET", "/chips/{chip_id}/muxes")
def list_chip_muxes(lab: Lab, *, chip_id: str) -> Json:
    """Answer listChipMuxes. Members that would be null are left out."""
    chip = lab.chip(chip_id)
    muxes = {}
    for mux_id in range(chip.size // 4):
        mux = _show_mux(chip, mux_id)
        for cells in mux["detail"].values():
            for name, cell in cells.items():
                cells[name] = {key: value for key, value in cell.items() if value is not None}
        muxes[str(mux_id)] = mux
    return {"muxes": muxes}


@routes("GET", "/chips/{chip_id}/muxes/{mux_id}", path_fields={"mux_id": Integer()})
def get_chip_mux(lab: Lab, *, chip_id: str, mux_id: int) -> Json:
    """Answer getChipMux. All tasks of a mux beyond the chip are pending."""
    return _show_mux(lab.chip(chip_id), mux_id)


def _show_mux(chip: Chip, mux_id: int) -> Json:
    detail = {}
    for qid in map(str, range(4 * mux_id, 4 * mux_id + 4)):
        newest = chip.newest("qubit", qid) if qid in chip.qids else {}
        detail[qid] = {name: mux_task(name, newest.get(name)) for name in _QUBIT_TASKS}
    return {"mux_id": mux_id, "detail": detail}
