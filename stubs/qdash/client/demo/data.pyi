"""The sample chips: their lattice, and the results a seeded generator draws for them. Nothing here knows HTTP.

All times are naive and mean UTC, as in QDash's database. The same seed and the same UTC day give the same data.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from .catalog import TargetKind, Task

DAYS: int
"""How many days of results a sample chip holds."""

SIDES: dict[int, int]
"""Chip sizes with a known topology, and the qubits along one side of their lattice."""

TAG: str
"""The tag of every execution of the sample chips."""

JAPAN: timedelta
"""The server's time zone, in which execution ids are counted."""

@dataclass(frozen=True)
class Run:
    """One completed run of a task on one qubit or coupling.

    Attributes:
        task: what was run.
        target_id: the qid, or the coupling id.
        task_id: a UUID.
        execution_id: ``YYYYMMDD-NNN``, counted in the server's time zone.
        start_at: when it began (naive, UTC).
        end_at: when it ended, which is when its values were calibrated (naive, UTC).
        values: one value for each parameter of the task; None where the fit failed.
        errors: their standard errors; None where none was estimated.
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

def position(qid: str, side: int) -> tuple[int, int]:
    """Return row and column of a qubit in a lattice of ``side`` by ``side``, where each mux is a block of 2 by 2."""

def neighbours(side: int) -> list[str]:
    """List the couplings of a square lattice, ``control-target``, each in one direction: the smaller qid controls."""

@dataclass
class Chip:
    """A chip and, when it has ever been measured, a month of results, drawn when they are first asked for.

    Attributes:
        chip_id: the name of the chip.
        size: its number of qubits, one of SIDES.
        topology_id: the name of its lattice.
        installed_at: when it was installed (naive, UTC).
        activity_status: ``"active"`` or ``"inactive"``.
        cooldown_id: the cooldown it is in, or None.
        seed: what its results are drawn from.
        last_day: midnight at the start of the last day with results; None without any.
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

    @cached_property
    def couplings(self) -> list[str]:
        """The ids of the couplings, in order."""

    @cached_property
    def dips(self) -> dict[str, float]:
        """The qubits hit by a TLS, with the age in days of the worst moment."""

    def targets(self, kind: TargetKind) -> list[str]:
        """Return the ids of the qubits or of the couplings."""

    def runs(self, task: Task, target_id: str) -> list[Run]:
        """Return all runs of a task on a target, oldest first."""

    def measure(
        self, task: Task, target_id: str, *, task_id: str, execution_id: str, start_at: datetime, end_at: datetime
    ) -> Run:
        """Run a task on a target once more, and keep what comes out."""

    def all_runs(self) -> Iterator[Run]:
        """Walk all runs of all tasks."""

    def series(
        self, parameter: str, start: datetime | None = None, end: datetime | None = None
    ) -> dict[str, list[Run]]:
        """List the runs that measured a parameter and began between two moments (both included), oldest first.

        Targets without any are left out; so is everything for a parameter that nothing measures.
        """

    def newest(self, kind: TargetKind, target_id: str) -> dict[str, Run]:
        """Return the newest run of every task that was run on a qubit or coupling, by the name of the task."""

def sample_chips(seed: int, now: datetime) -> list[Chip]:
    """Make the two chips of the demo.

    The newest results of the active chip are from the day before ``now`` (naive, UTC), so that none lies ahead.
    """

def topology_of(size: int) -> str:
    """Return the name of the usual topology of a chip with so many qubits."""
