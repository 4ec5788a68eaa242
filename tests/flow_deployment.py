"""A server that plays runs of flows: chips with old executions, and a pipeline of stages that goes on when listed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

import declared
from fault_server import Received, Step, http_response

UUID = "0b9c7c5e-7d1f-4c55-9a55-3f1d6f7a1b2c"
CHIP = declared.sample_document(declared.models.ChipResponse)
FLOW = declared.sample_document(declared.models.GetFlowResponse)
ROW = declared.sample_document(declared.models.ExecutionResponseSummary)
STARTED = {**declared.sample_document(declared.models.ExecuteFlowResponse), "execution_id": UUID}
CANCELLED = declared.sample_document(declared.models.CancelExecutionResponse)


def row(number: str, status: str, flow_run_id: str | None = UUID, **members: Any) -> dict[str, Any]:
    note = {} if flow_run_id is None else {"flow_run_id": flow_run_id}
    times = {"start_at": f"2026-07-01T{int(number[-3:]) // 60:02}:{int(number[-3:]) % 60:02}:00Z", "end_at": None}
    return {**ROW, "execution_id": number, "status": status, "note": note, **times, **members}


class Deployment:
    """Chips with old executions, and those of a run on top, which go on a step each time that they are listed."""

    def __init__(
        self,
        *steps: Iterable[dict[str, Any]],
        locks: Iterable[bool] = (False,),
        chip: str = "B",
        chips: str = "AB",
        old: int = 250,
        flow: dict[str, Any] | None = None,
    ) -> None:
        self.steps = [list(step) for step in steps]
        self.locks = list(locks)
        self.chip = chip
        self.chips = chips
        self.old = old
        self.flow = flow or {}
        self.started: list[Any] = []
        self.cancelled = 0
        self.asked: list[str] = []
        self.looks = 0
        self.on_look: Callable[[], bytes | Step | None] = lambda: None

    def __call__(self, request: Received) -> bytes | Step:
        self.asked.append(f"{request.method} {request.target}")
        if request.path.endswith("/execute"):
            self.started.append(json.loads(request.body))
            return http_response(STARTED)
        if request.path.endswith("/cancel"):
            self.cancelled += 1
            return http_response(CANCELLED)
        if request.path.startswith("/flows/"):
            return http_response({**FLOW, "chip_id": self.chip, "default_parameters": {}, **self.flow})
        if request.path == "/chips":
            return http_response(
                {"chips": [{**CHIP, "chip_id": chip} for chip in self.chips], "total": len(self.chips)}
            )
        if request.path == "/executions/lock-status":
            return http_response({"lock": self.locks.pop(0) if len(self.locks) > 1 else self.locks[0]})
        assert request.path == "/executions"
        return self._list(parse_qs(request.query))

    def _list(self, query: dict[str, list[str]]) -> bytes | Step:
        (chip,), start, size = query["chip_id"], int(query.get("skip", ["0"])[0]), int(query["limit"][0])
        rows = [row(f"20260601-{number:03}", "completed", f"other-{number}") for number in range(self.old)]
        if chip == self.chip and self.started and self.steps:
            if start == 0:
                self.looks += 1
                failure = self.on_look()
                if failure is not None:
                    return failure
            rows = [*self.steps[min(self.looks, len(self.steps)) - 1], *rows]
        return http_response({"executions": rows[start : start + size], "total": None})

    def paths(self) -> list[str]:
        return [line.partition("?")[0] for line in self.asked]
