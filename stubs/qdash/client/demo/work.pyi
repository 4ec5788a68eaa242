"""What runs on the demo QDash: flow runs in stages, each an execution of its own, and the project's execution lock.

There is no thread: whatever has become due since the last request is done when the next one comes. A flow run is a
generator that yields how long nothing happens, in stages.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from .catalog import Task
from .data import Chip
from .history import Execution, Result

@dataclass
class Run:
    """A flow run, which has no execution as long as it is pending.

    Attributes:
        flow_run_id: a UUID.
        due: when the next thing happens (naive, UTC); in a step it is the time of that step.
        state: its state in Prefect, such as ``"RUNNING"``.
        executions: its executions, oldest first.
        steps: what is left to do: yields how long nothing happens, in stages.
    """

    flow_run_id: str
    due: datetime
    state: str = "PENDING"
    executions: list[Execution] = ...
    steps: Iterator[float] = ...

Steps = Callable[[Run], Iterator[float]]

class Work:
    """The executions of all chips, and the flow runs that were started on this server.

    Args:
        chips: the chips by their id, read at each use.
        now: what time it is at the start (naive, UTC).
        stage_seconds: how long a stage takes.

    Attributes:
        runs: the flow runs that were started on this server, by their UUID.
        holder: the flow run that holds the execution lock, or None.
        stage_seconds: how long a stage takes.
    """

    runs: dict[str, Run]
    holder: Run | None
    stage_seconds: float

    def __init__(self, chips: Mapping[str, Chip], now: datetime, stage_seconds: float) -> None: ...
    def now(self) -> datetime:
        """Return what time it is (naive, UTC)."""

    def executions(self, chip: Chip) -> dict[str, Execution]:
        """Return the executions of a chip by their number, oldest first."""

    def execution(self, number: str) -> Execution | None:
        """Find an execution by its number."""

    def results(self, *chips: Chip) -> Iterator[Result]:
        """Walk the results of chips, or of all of them."""

    def result(self, task_id: str) -> Result | None:
        """Find a result."""

    def forget(self, chip: Chip) -> None:
        """Delete the executions of a chip."""

    def start(self, steps: Steps) -> Run:
        """Start a flow run. Nothing but what it does before its first pause is done at once."""

    def cancel(self, run: Run) -> None:
        """End a flow run before its time, a moment later."""

    def advance(self) -> None:
        """Do what has become due."""

    def open(self, run: Run, chip: Chip, flow_name: str, tags: Sequence[str] | None = None) -> Execution:
        """Open an execution of a flow run, at the time of its step."""

    def pipeline(
        self,
        run: Run,
        chip: Chip | None,
        flow_name: str,
        stages: Sequence[Sequence[tuple[Task, str]]],
        tags: Sequence[str],
        failing_stage: int | None = None,
    ) -> Iterator[float]:
        """Run tasks on targets in stages. The lock is held from before the first to after the last one.

        Without a chip, or while another run holds the lock, it fails before it has an execution.
        """

    def repeat(self, run: Run, source: Result) -> Iterator[float]:
        """Run the task of a result once more, which takes no lock."""
