"""Past and current executions, and the results of their tasks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from random import Random
from uuid import UUID, uuid4

from .catalog import Task
from .data import TAG, Chip, Run

DAILY = "daily_calibration"
"""The flow that measured the sample data."""


@dataclass
class Result:
    """One run of a task on one qubit or coupling, which may still be running.

    Attributes:
        execution: its execution.
        task: the task.
        target_id: the qid, or the coupling id.
        task_id: a UUID.
        start_at: when it began (naive, UTC).
        end_at: when it ended (naive, UTC), or None.
        status: ``"running"``, ``"completed"``, ``"failed"`` or ``"cancelled"``.
        message: the message of QDash.
        run: the values, once it is completed.
        source_task_id: the ID of the result that it repeats, or None.
    """

    execution: Execution
    task: Task
    target_id: str
    task_id: str
    start_at: datetime
    end_at: datetime | None = None
    status: str = "running"
    message: str = ""
    run: Run | None = None
    source_task_id: str | None = None

    def end(self, status: str, at: datetime, message: str = "") -> None:
        """Set its final status; a completed task gets values."""
        self.status, self.end_at = status, at
        self.message = message or f"{self.task.name} is {status}"
        if status == "completed":
            self.run = self.execution.chip.measure(
                self.task,
                self.target_id,
                task_id=self.task_id,
                execution_id=self.execution.execution_id,
                start_at=self.start_at,
                end_at=at,
            )


@dataclass
class Execution:
    """One execution, which is one stage of a flow run.

    Attributes:
        chip: the chip that it measures.
        execution_id: ``YYYYMMDD-NNN``, counted in the server's time zone.
        flow_name: the flow, or the task of a single run.
        flow_run_id: the UUID of the flow run; all stages of a run have the same.
        start_at: when it began (naive, UTC).
        end_at: when it ended (naive, UTC), or None.
        status: ``"running"``, ``"completed"``, ``"failed"`` or ``"cancelled"``.
        tags: its tags.
        results: its task results, oldest first.
    """

    chip: Chip
    execution_id: str
    flow_name: str
    flow_run_id: str
    start_at: datetime
    end_at: datetime | None = None
    status: str = "running"
    tags: list[str] = field(default_factory=lambda: [TAG])
    results: list[Result] = field(default_factory=list)

    def begin(self, task: Task, target_id: str, at: datetime, source_task_id: str | None = None) -> Result:
        """Start a task on a target."""
        result = Result(self, task, target_id, str(uuid4()), at, source_task_id=source_task_id)
        self.results.append(result)
        return result

    def end(self, status: str, at: datetime) -> None:
        """End it, and all tasks that still run, with a status. Nothing happens if it has ended before."""
        if self.status == "running":
            self.status, self.end_at = status, at
            for result in self.results:
                if result.status == "running":
                    result.end(status, at)


def sample_executions(chip: Chip) -> dict[str, Execution]:
    """Return the executions of the sample data of a chip by their ID, oldest first.

    The two executions of a day, for qubits and couplings, are the stages of one flow run.
    """
    found: dict[str, Execution] = {}
    for run in sorted(chip.all_runs(), key=attrgetter("start_at")):
        number = run.execution_id
        execution = found.get(number)
        if execution is None:
            bits = Random(f"{chip.seed}/{chip.chip_id}/{number[:8]}").getrandbits(128)
            flow_run_id = str(UUID(int=bits, version=4))
            execution = found[number] = Execution(chip, number, DAILY, flow_run_id, run.start_at, status="completed")
        execution.end_at = max(execution.end_at or run.end_at, run.end_at)
        message = f"{run.task.name} is completed"
        execution.results.append(
            Result(execution, run.task, run.target_id, run.task_id, run.start_at, run.end_at, "completed", message, run)
        )
    return found
