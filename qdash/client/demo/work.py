"""The work of the demo QDash: flow runs in stages, each with its own execution, and the project's execution lock.

There is no thread: each request first performs the work that is due. A flow run is a generator that yields its pauses,
in stages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter
from time import monotonic
from uuid import uuid4

from .catalog import Task
from .data import JAPAN, Chip
from .history import Execution, Result, sample_executions
from .times import whole_milliseconds

_FIRST_NUMBER = 2  # the sample data take 000 and 001 of a day


@dataclass
class Run:
    """A flow run. It has no execution while it is pending.

    Attributes:
        flow_run_id: a UUID.
        due: the time of the next step, or of the current one (naive, UTC).
        state: its state in Prefect, such as ``"RUNNING"``.
        executions: its executions, oldest first.
        steps: the remaining steps, as a generator of pauses, in stages.
    """

    flow_run_id: str
    due: datetime
    state: str = "PENDING"
    executions: list[Execution] = field(default_factory=list)
    steps: Iterator[float] = field(default_factory=lambda: iter(()))


Steps = Callable[[Run], Iterator[float]]


class Work:
    """The executions of all chips, and the flow runs that were started on this server.

    Args:
        chips: the chips by their ID, read at each use.
        now: the time at the start (naive, UTC).
        stage_seconds: the duration of a stage, in seconds.

    Attributes:
        runs: the flow runs that were started on this server, by their UUID.
        holder: the flow run that holds the execution lock, or None.
        stage_seconds: the duration of a stage, in seconds.
    """

    def __init__(self, chips: Mapping[str, Chip], now: datetime, stage_seconds: float) -> None:
        self.runs: dict[str, Run] = {}
        self.holder: Run | None = None
        self._chips = chips
        self.stage_seconds = stage_seconds
        self._start, self._started = now, monotonic()
        self._active: list[Run] = []
        self._executions: dict[str, dict[str, Execution]] = {}  # by chip and ID
        self._numbers: Counter[str] = Counter()  # the number of executions of a day

    def now(self) -> datetime:
        """Return the current time (naive, UTC)."""
        return whole_milliseconds(self._start + timedelta(seconds=monotonic() - self._started))

    def executions(self, chip: Chip) -> dict[str, Execution]:
        """Return the executions of a chip by their number, oldest first."""
        if chip.chip_id not in self._executions:
            self._executions[chip.chip_id] = sample_executions(chip)
        return self._executions[chip.chip_id]

    def execution(self, number: str) -> Execution | None:
        """Find an execution by its number."""
        found = (self.executions(chip).get(number) for chip in self._chips.values())
        return next(filter(None, found), None)

    def results(self, *chips: Chip) -> Iterator[Result]:
        """Yield the results of some chips, or of all."""
        for chip in chips or list(self._chips.values()):
            for execution in self.executions(chip).values():
                yield from execution.results

    def result(self, task_id: str) -> Result | None:
        """Find a result."""
        return next((result for result in self.results() if result.task_id == task_id), None)

    def forget(self, chip: Chip) -> None:
        """Delete the executions of a chip."""
        self._executions.pop(chip.chip_id, None)

    def start(self, steps: Steps) -> Run:
        """Start a flow run, and perform its steps up to the first pause."""
        run = Run(str(uuid4()), self.now())
        run.steps = steps(run)
        self.runs[run.flow_run_id] = run
        self._active.append(run)
        self._step(run)
        return run

    def cancel(self, run: Run) -> None:
        """Cancel a flow run. It ends a moment later."""
        run.state, run.due = "CANCELLING", self.now()
        run.steps = self._cancelled(run)
        self._step(run)

    def advance(self) -> None:
        """Perform all steps that are due."""
        now = self.now()
        while due := [run for run in self._active if run.due <= now]:
            self._step(min(due, key=attrgetter("due")))

    def _step(self, run: Run) -> None:
        pause = next(run.steps, None)
        if pause is None:
            self._active.remove(run)
        else:
            run.due = whole_milliseconds(run.due + timedelta(seconds=pause * self.stage_seconds))

    def open(self, run: Run, chip: Chip, flow_name: str, tags: Sequence[str] | None = None) -> Execution:
        """Start an execution of a flow run, at the time of its step."""
        day = f"{run.due + JAPAN:%Y%m%d}"
        number = f"{day}-{_FIRST_NUMBER + self._numbers[day]:03d}"
        self._numbers[day] += 1
        execution = Execution(chip, number, flow_name, run.flow_run_id, run.due)
        if tags is not None:
            execution.tags = list(tags)
        if self._chips.get(chip.chip_id) is chip:  # it may have been deleted meanwhile
            self.executions(chip)[number] = execution
        run.executions.append(execution)
        return execution

    def pipeline(
        self,
        run: Run,
        chip: Chip | None,
        flow_name: str,
        stages: Sequence[Sequence[tuple[Task, str]]],
        tags: Sequence[str],
        failing_stage: int | None = None,
    ) -> Iterator[float]:
        """Run tasks on targets in stages. The lock is held from before the first stage until after the last one.

        Without a chip, or while another run holds the lock, the run fails without an execution.
        """
        yield 0.2
        if self.holder is not None or chip is None:
            run.state = "FAILED"
            return
        self.holder, run.state, failed = run, "RUNNING", False
        for number, tasks in enumerate(stages):
            if number:
                yield 0.3
            execution = self.open(run, chip, flow_name, tags)
            for task, target_id in tasks:
                result = execution.begin(task, target_id, run.due)
                yield 1 / len(tasks)
                if number == failing_stage:
                    result.end("failed", run.due, f"{task.name} failed: fit did not converge (r2=0.12)")
                    break
                result.end("completed", run.due)
            failed = any(result.status == "failed" for result in execution.results)
            execution.end("failed" if failed else "completed", run.due)
            if failed:
                break
        yield 0.2
        self.holder, run.state = None, "FAILED" if failed else "COMPLETED"

    def repeat(self, run: Run, source: Result) -> Iterator[float]:
        """Run the task of a result once more."""
        return self.single(run, source.execution.chip, source.task, source.target_id, source.task_id)

    def single(
        self, run: Run, chip: Chip, task: Task, target_id: str, source_task_id: str | None = None
    ) -> Iterator[float]:
        """Run one task on one target, without the lock."""
        yield 0.2
        run.state = "RUNNING"
        execution = self.open(run, chip, task.name)
        result = execution.begin(task, target_id, run.due, source_task_id)
        yield 1
        result.end("completed", run.due)
        execution.end("completed", run.due)
        run.state = "COMPLETED"

    def nothing_measured(self, run: Run) -> Iterator[float]:
        """Be busy for a moment, without an execution."""
        yield 0.2
        run.state = "RUNNING"
        yield 0.3
        run.state = "COMPLETED"

    def _cancelled(self, run: Run) -> Iterator[float]:
        yield 0.2
        for execution in run.executions:
            execution.end("cancelled", run.due)
        if self.holder is run:
            self.holder = None
        run.state = "CANCELLED"
