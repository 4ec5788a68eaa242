"""Executions and the results of the tasks in them, in the past and now. Nothing here knows HTTP."""

from dataclasses import dataclass
from datetime import datetime

from .catalog import Task
from .data import Chip, Run

DAILY: str
"""The flow that measured the sample data."""

@dataclass
class Result:
    """One run of a task on one qubit or coupling, from its beginning.

    Attributes:
        execution: what it is part of.
        task: the task.
        target_id: the qid, or the coupling id.
        task_id: a UUID.
        start_at: when it began (naive, UTC).
        end_at: when it ended (naive, UTC), or None.
        status: ``"running"``, ``"completed"``, ``"failed"`` or ``"cancelled"``.
        message: what QDash says about it.
        run: the values, once it is completed.
        source_task_id: the result that it repeats, or None.
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
        """Complete it, which yields values, or let it fail or be cancelled."""

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
        tags: the words that it can be found by.
        results: what came out, or is on its way, oldest first.
    """

    chip: Chip
    execution_id: str
    flow_name: str
    flow_run_id: str
    start_at: datetime
    end_at: datetime | None = None
    status: str = "running"
    tags: list[str] = ...
    results: list[Result] = ...

    def begin(self, task: Task, target_id: str, at: datetime, source_task_id: str | None = None) -> Result:
        """Begin to run a task on a target."""

    def end(self, status: str, at: datetime) -> None:
        """End it; what still runs in it ends alike. Nothing happens when it has ended before."""

def sample_executions(chip: Chip) -> dict[str, Execution]:
    """Find the executions that measured the sample data of a chip, by their number, oldest first.

    The two of a day, qubits and couplings, are the stages of one flow run.
    """
