"""The sample chips: their lattice, and their results from a seeded random generator.

All times are naive and in UTC, as in QDash's database. The same seed and the same UTC day give the same data.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from operator import attrgetter
from random import Random
from uuid import UUID

from .catalog import TASK_OF, TASKS, Parameter, TargetKind, Task

DAYS = 30
"""The number of days with results of a sample chip."""

SIDES: dict[int, int] = {16: 4, 64: 8, 144: 12}
"""Chip sizes with a known topology, and the qubits along one side of their lattice."""

TAG = "daily"
"""The tag of every execution of the sample chips."""

_SHIFT_STARTS = {"qubit": timedelta(hours=19), "coupling": timedelta(hours=21)}  # UTC; both end before midnight
JAPAN: timedelta = timedelta(hours=9)
"""The server's time zone, whose days number the execution IDs."""


@dataclass(frozen=True)
class Run:
    """One completed run of a task on one qubit or coupling.

    Attributes:
        task: the task.
        target_id: the qid, or the coupling id.
        task_id: a UUID.
        execution_id: ``YYYYMMDD-NNN``, counted in the server's time zone.
        start_at: its start (naive, UTC).
        end_at: its end, which is the calibration time of its values (naive, UTC).
        values: one value for each parameter of the task; None if the fit failed.
        errors: their standard errors; None if none was estimated.
    """

    task: Task
    target_id: str
    task_id: str
    execution_id: str
    start_at: datetime
    end_at: datetime
    values: tuple[float | None, ...]
    errors: tuple[float | None, ...]

    def get(self, parameter: str) -> tuple[float | None, float | None]:
        """Return value and error of a parameter of the task."""
        index = self.task.index(parameter)
        return self.values[index], self.errors[index]


def position(qid: str, side: int) -> tuple[int, int]:
    """Return row and column of a qubit in a lattice of ``side`` by ``side``, where each mux is a block of 2 by 2."""
    mux, member = divmod(int(qid), 4)
    mux_row, mux_column = divmod(mux, side // 2)
    return 2 * mux_row + member // 2, 2 * mux_column + member % 2


def neighbours(side: int) -> list[str]:
    """List the couplings of a square lattice, ``control-target``, each in one direction: the smaller qid controls."""
    at = {position(str(qid), side): qid for qid in range(side * side)}
    pairs = (
        (qid, at[step])
        for (row, column), qid in at.items()
        for step in ((row, column + 1), (row + 1, column))
        if step in at
    )
    return [f"{control}-{target}" for control, target in sorted(pairs)]


@dataclass
class Chip:
    """A chip and, if it was measured, a month of results, which are generated at first use.

    Attributes:
        chip_id: the name of the chip.
        size: its number of qubits, one of SIDES.
        topology_id: the name of its lattice.
        installed_at: its date of installation (naive, UTC).
        activity_status: ``"active"`` or ``"inactive"``.
        cooldown_id: the cooldown it is in, or None.
        seed: the seed of its results.
        last_day: the start of the last day with results; None without results.
    """

    chip_id: str
    size: int
    topology_id: str
    installed_at: datetime
    activity_status: str = "active"
    cooldown_id: str | None = None
    seed: int = 0
    last_day: datetime | None = None

    @cached_property
    def qids(self) -> list[str]:
        """The ids of the qubits, in order."""
        return [str(number) for number in range(self.size)]

    @cached_property
    def couplings(self) -> list[str]:
        """The ids of the couplings, in order."""
        return neighbours(SIDES[self.size])

    @cached_property
    def dips(self) -> dict[str, float]:
        """The qubits with a two-level system, and the age of its maximum in days."""
        draw = self._draw("dips")
        return {qid: draw.uniform(8, 18) for qid in draw.sample(self.qids, 2)}

    def targets(self, kind: TargetKind) -> list[str]:
        """Return the ids of the qubits or of the couplings."""
        return self.qids if kind == "qubit" else self.couplings

    def runs(self, task: Task, target_id: str) -> list[Run]:
        """Return all runs of a task on a target, oldest first."""
        key = task.name, target_id
        if key not in self._runs:
            self._runs[key] = list(self._measure(task, target_id))
        return self._runs[key]

    def measure(
        self, task: Task, target_id: str, *, task_id: str, execution_id: str, start_at: datetime, end_at: datetime
    ) -> Run:
        """Run a task on a target once more, and store the result."""
        draw = self._draw(task.name, target_id, execution_id)
        values, errors = _draw_values(task, self._bases(task, target_id), draw)
        run = Run(task, target_id, task_id, execution_id, start_at, end_at, values, errors)
        insort(self.runs(task, target_id), run, key=attrgetter("start_at"))
        return run

    def all_runs(self) -> Iterator[Run]:
        """Yield all runs of all tasks."""
        for task in TASKS:
            for target_id in self.targets(task.target):
                yield from self.runs(task, target_id)

    def series(
        self, parameter: str, start: datetime | None = None, end: datetime | None = None
    ) -> dict[str, list[Run]]:
        """Return the runs that measured a parameter and started between two times (inclusive), oldest first.

        Targets without runs are left out. A parameter that no task measures has no targets.
        """
        task = TASK_OF.get(parameter)
        start, end = start or datetime.min, end or datetime.max
        found: dict[str, list[Run]] = {}
        if task is None:
            return found
        for target_id in self.targets(task.target):
            runs = self.runs(task, target_id)
            begins = [run.start_at for run in runs]
            if chosen := runs[bisect_left(begins, start) : bisect_right(begins, end)]:
                found[target_id] = chosen
        return found

    def newest(self, kind: TargetKind, target_id: str) -> dict[str, Run]:
        """Return the newest run of every task that was run on a qubit or coupling, by the name of the task."""
        every = ((task.name, self.runs(task, target_id)) for task in TASKS if task.target == kind)
        return {name: runs[-1] for name, runs in every if runs}

    @cached_property
    def _runs(self) -> dict[tuple[str, str], list[Run]]:
        return {}

    @cached_property
    def _failed_fits(self) -> frozenset[str]:
        draw = self._draw("fits")
        return frozenset([*draw.sample(self.qids, 2), *draw.sample(self.couplings, 3)])

    def _draw(self, *names: str) -> Random:
        return Random("/".join((str(self.seed), self.chip_id, *names)))

    def _bases(self, task: Task, target_id: str) -> list[float]:
        return [self._base(parameter, target_id) for parameter in task.parameters]

    def _base(self, parameter: Parameter, target_id: str) -> float:
        """Return the value of a parameter for a target without drift and noise."""
        margin = parameter.drift + 2 * parameter.noise
        base = self._draw(parameter.name, target_id).uniform(parameter.low + margin, parameter.high - margin)
        if parameter.name == "t2_echo":  # T2 is at most twice T1
            (t1,) = TASK_OF["t1"].parameters
            base = min(base, 1.6 * self._base(t1, target_id))
        return base

    def _measure(self, task: Task, target_id: str) -> Iterator[Run]:
        if self.last_day is None:
            return
        draw = self._draw(task.name, target_id)
        bases = self._bases(task, target_id)
        phase, period = draw.uniform(0, math.tau), draw.uniform(20, 40)
        worst = self.dips.get(target_id)
        for age in range((DAYS - 1) // task.every_days * task.every_days, -1, -task.every_days):
            if draw.random() < 0.04:  # sometimes a measurement is missing
                continue
            wave = math.sin(phase + math.tau * age / period)
            dip = 0.0 if worst is None else math.exp(-(((age - worst) / 2) ** 2))
            fails = age == 0 and target_id in self._failed_fits
            values, errors = _draw_values(task, bases, draw, wave=wave, dip=dip, fails=fails)
            start = self.last_day - timedelta(days=age) + _SHIFT_STARTS[task.target]
            start += timedelta(milliseconds=draw.randrange(80 * 60_000))
            yield Run(
                task=task,
                target_id=target_id,
                task_id=str(UUID(int=draw.getrandbits(128), version=4)),
                execution_id=f"{start + JAPAN:%Y%m%d}-{int(task.target == 'coupling'):03d}",
                start_at=start,
                end_at=start + timedelta(milliseconds=draw.randrange(25_000, 95_000)),
                values=values,
                errors=errors,
            )


def _draw_values(
    task: Task, bases: Sequence[float], draw: Random, *, wave: float = 0.0, dip: float = 0.0, fails: bool = False
) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """Generate the values of one run of a task, around their base values, and their errors."""
    values: list[float | None] = []
    errors: list[float | None] = []
    for parameter, base in zip(task.parameters, bases, strict=True):
        value = base + parameter.drift * wave + parameter.noise * draw.gauss(0, 1)
        value = min(max(value, parameter.low), parameter.high)
        failed = fails and parameter.fragile
        values.append(None if failed else value * (1 - dip * (1 - parameter.dip)))
        errors.append(None if failed or draw.random() < 0.02 else parameter.noise * draw.uniform(0.4, 1.2))
    return tuple(values), tuple(errors)


def sample_chips(seed: int, now: datetime) -> list[Chip]:
    """Make the two chips of the demo.

    The newest results of the active chip are from the day before ``now`` (naive, UTC), so that none is in the future.
    """
    today = datetime(now.year, now.month, now.day)
    yesterday = today - timedelta(days=1)
    installed = today - timedelta(days=45, hours=14, seconds=-17.995)
    retired = today - timedelta(days=120)
    return [
        Chip(
            chip_id="16Qv1",
            size=16,
            topology_id=topology_of(16),
            installed_at=retired - timedelta(days=280, hours=10, seconds=-4.25),
            activity_status="inactive",
            seed=seed,
            last_day=retired,
        ),
        Chip(
            chip_id="64Qv3",
            size=64,
            topology_id=topology_of(64),
            installed_at=installed,
            cooldown_id=f"{installed:%Y}-002",
            seed=seed,
            last_day=yesterday,
        ),
    ]


def topology_of(size: int) -> str:
    """Return the name of the default topology of a chip with this number of qubits."""
    return f"square-lattice-mux-{size}"
