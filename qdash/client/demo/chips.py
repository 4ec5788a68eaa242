"""The operations on chips, their qubits and couplings."""

from __future__ import annotations

from typing import Any

from .catalog import TargetKind
from .data import SIDES, Chip, topology_of
from .fields import Choice, Flag, FreeForm, Integer, Text, Texts
from .lab import Lab
from .routing import Refusal, Routes
from .shapes import Json, outputs
from .times import stamp, utc_now

routes: Routes = Routes()


def _show_chip(lab: Lab, chip: Chip) -> Json:
    return {
        "chip_id": chip.chip_id,
        "size": chip.size,
        "topology_id": chip.topology_id,
        "qubit_count": len(chip.qids),
        "coupling_count": len(chip.couplings),
        "installed_at": stamp(chip.installed_at),
        "activity_status": chip.activity_status,
        "current_cooldown_id": chip.cooldown_id,
        "note": lab.page(chip, "chip", chip.chip_id).note,
    }


def _show_target(lab: Lab, chip: Chip, kind: TargetKind, target_id: str) -> Json:
    runs = chip.newest(kind, target_id)
    page = lab.page(chip, kind, target_id)
    return {
        "qid": target_id,
        "chip_id": chip.chip_id,
        "status": "completed" if runs else "pending",
        "data": {name: value for run in runs.values() for name, value in outputs(run).items()},
        "note": page.note,
        "metric_notes": page.metric_notes,
    }


@routes("GET", "/chips")
def list_chips(lab: Lab) -> Json:
    """Answer listChips."""
    return {"chips": [_show_chip(lab, chip) for chip in lab.chips.values()], "total": len(lab.chips)}


@routes("POST", "/chips", body={"chip_id": Text(), "size": Integer(64), "topology_id": Text(None)})
def create_chip(lab: Lab, *, chip_id: str, size: int, topology_id: str | None) -> Json:
    """Answer createChip: a chip without any results. Its lattice is the usual one of its size."""
    topology_id = topology_id or topology_of(size)
    if size not in SIDES or topology_id != topology_of(size):
        raise Refusal(400, f"Topology '{topology_id}' not found")
    if chip_id in lab.chips:
        raise Refusal(400, f"Chip {chip_id} already exists")
    lab.chips[chip_id] = Chip(chip_id=chip_id, size=size, topology_id=topology_id, installed_at=utc_now())
    return _show_chip(lab, lab.chips[chip_id])


@routes("GET", "/chips/{chip_id}")
def get_chip(lab: Lab, *, chip_id: str) -> Json:
    """Answer getChip."""
    return _show_chip(lab, lab.chip(chip_id))


@routes(
    "PATCH",
    "/chips/{chip_id}",
    body={
        "topology_id": Text(None),
        "activity_status": Choice(("active", "inactive"), None),
        "note": Text(None, max_length=5000),
    },
)
def update_chip(
    lab: Lab, *, chip_id: str, topology_id: str | None, activity_status: str | None, note: str | None
) -> Json:
    """Answer updateChip. Members that are null or missing stay unchanged."""
    chip = lab.chip(chip_id)
    chip.topology_id = chip.topology_id if topology_id is None else topology_id
    chip.activity_status = chip.activity_status if activity_status is None else activity_status
    if note is not None:
        lab.page(chip, "chip", chip_id).note = lab.new_note(note)
    return _show_chip(lab, chip)


@routes("DELETE", "/chips/{chip_id}", query={"force": Flag(False)})
def delete_chip(lab: Lab, *, chip_id: str, force: bool) -> Json:
    """Answer deleteChip, which needs force: every chip has qubits."""
    chip = lab.chip(chip_id)
    if not force:
        raise Refusal(
            409,
            f"Chip has {len(chip.qids)} qubit(s) and {len(chip.couplings)} coupling(s). "
            "Pass force=true to cascade-delete them, or remove them first.",
        )
    lab.forget(chip)
    return {"message": f"Chip {chip_id} deleted"}


@routes("GET", "/chips/{chip_id}/deletion-impact")
def get_chip_deletion_impact(lab: Lab, *, chip_id: str) -> Json:
    """Answer getChipDeletionImpact."""
    chip = lab.chip(chip_id)
    days = len(_dates(chip))
    return {
        "chip_id": chip_id,
        "qubits": len(chip.qids),
        "couplings": len(chip.couplings),
        "task_results": sum(1 for _ in chip.all_runs()),
        "qubit_history_snapshots": days * len(chip.qids),
        "coupling_history_snapshots": days * len(chip.couplings),
        "cooldowns_referencing": int(chip.cooldown_id is not None),
        "can_delete_safely": False,
    }


@routes("GET", "/chips/{chip_id}/dates")
def get_chip_dates(lab: Lab, *, chip_id: str) -> Json:
    """Answer getChipDates: the days with results, ``YYYYMMDD`` in the server's time zone."""
    return {"data": _dates(lab.chips[chip_id]) if chip_id in lab.chips else []}


def _dates(chip: Chip) -> list[str]:
    return sorted({run.execution_id[:8] for run in chip.all_runs()})


@routes(
    "GET",
    "/chips/{chip_id}/qubits",
    query={"limit": Integer(50, ge=1, le=256), "offset": Integer(0, ge=0), "qids": Texts(None)},
)
def list_chip_qubits(lab: Lab, *, chip_id: str, limit: int, offset: int, qids: list[str] | None) -> Json:
    """Answer listChipQubits; an unknown chip has none."""
    return _list_targets(lab, chip_id, "qubit", limit, offset, qids)


@routes("GET", "/chips/{chip_id}/couplings", query={"limit": Integer(100, ge=1, le=512), "offset": Integer(0, ge=0)})
def list_chip_couplings(lab: Lab, *, chip_id: str, limit: int, offset: int) -> Json:
    """Answer listChipCouplings; an unknown chip has none."""
    return _list_targets(lab, chip_id, "coupling", limit, offset, None)


def _list_targets(lab: Lab, chip_id: str, kind: TargetKind, limit: int, offset: int, only: list[str] | None) -> Json:
    rows: list[Json] = []
    total = 0
    if chip := lab.chips.get(chip_id):
        chosen = [target_id for target_id in chip.targets(kind) if only is None or target_id in only]
        rows = [_show_target(lab, chip, kind, target_id) for target_id in chosen[offset : offset + limit]]
        total = len(chosen)
    return {f"{kind}s": rows, "total": total, "limit": limit, "offset": offset}


@routes("GET", "/chips/{chip_id}/qubits/{qid}")
def get_chip_qubit(lab: Lab, *, chip_id: str, qid: str) -> Json:
    """Answer getChipQubit."""
    return _get_target(lab, chip_id, "qubit", qid)


@routes("GET", "/chips/{chip_id}/couplings/{coupling_id}")
def get_chip_coupling(lab: Lab, *, chip_id: str, coupling_id: str) -> Json:
    """Answer getChipCoupling."""
    return _get_target(lab, chip_id, "coupling", coupling_id)


def _get_target(lab: Lab, chip_id: str, kind: TargetKind, target_id: str) -> Json:
    chip = lab.chip_with(chip_id, kind, target_id)
    return _show_target(lab, chip, kind, target_id)


def _reanalyze(task_name: str, path: str) -> None:
    """Add a reanalysis without results: the demo keeps no raw data."""

    @routes("POST", path, body={"source_task_id": Text(None), "parameters": FreeForm({})})
    def reanalyze(lab: Lab, *, chip_id: str, qid: str, **_: Any) -> Json:
        where = f"chip_id={chip_id}, qid={qid} in project {lab.project_id}"
        raise Refusal(404, f"No {task_name} result found for {where}.")


_reanalyze("CheckResonatorSpectroscopy", "/chips/{chip_id}/qubits/{qid}/reanalyze/resonator-spectroscopy")
_reanalyze("CheckQubitSpectroscopy", "/chips/{chip_id}/qubits/{qid}/reanalyze/qubit-spectroscopy")
