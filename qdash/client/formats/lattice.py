"""The values of a chip's qubits or couplings on its lattice: what a heat map shows."""

from __future__ import annotations

from functools import cached_property

from .numbers import bound, decimals_of, fixed, quantile, usable
from .scale import Scale
from .width import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Place = tuple[int, int]

__all__ = ["Cell", "Lattice"]


class Cell:
    """One qubit or coupling.

    Attributes:
        label: its id.
        value: its value; None if there is none, and for a number that is not finite.
        misses: whether the value misses the threshold.
    """

    __slots__ = ("label", "misses", "value")

    def __init__(self, label: str, value: float | None = None, misses: bool = False) -> None:
        self.label: str = plain(label)
        self.value: float | None = usable(value)
        self.misses: bool = misses and self.value is not None


class Lattice:
    """The values of one metric on the lattice of a chip.

    Attributes:
        title: what is shown, such as "T1 of 64Qv3 (latest)".
        unit: the unit of the values, or "".
        qubits: the qubits by row and column.
        couplings: the couplings by the rows and columns of their qubits; None for a map of the qubits.
        threshold: the value that should be reached, if there is one.
        at_least: whether values below the threshold miss it; False if those above do.
        rows: the rows that have qubits, in order.
        columns: the columns that have qubits, in order.
    """

    def __init__(
        self,
        title: str,
        qubits: Mapping[Place, Cell],
        couplings: Mapping[tuple[Place, Place], Cell] | None = None,
        *,
        unit: str = "",
        colors: Sequence[str] = (),
        threshold: float | None = None,
        at_least: bool = True,
    ) -> None:
        self.title: str = plain(title)
        self.qubits = qubits
        self.couplings = couplings
        self.unit: str = plain(unit)
        self.threshold = threshold
        self.at_least = at_least
        self.rows: list[int] = sorted({row for row, _ in qubits})
        self.columns: list[int] = sorted({column for _, column in qubits})
        self._colors = colors

    @cached_property
    def measured(self) -> list[Cell]:
        """The cells that can have a value, from the lowest to the highest; those without one come last."""
        cells = self.qubits if self.couplings is None else self.couplings
        return sorted(cells.values(), key=lambda cell: (cell.value is None, cell.value or 0))

    @cached_property
    def values(self) -> list[float]:
        """The values in order."""
        return [cell.value for cell in self.measured if cell.value is not None]

    @cached_property
    def scale(self) -> Scale:
        """The colours of the values. A few extreme values do not stretch it (more than three interquartile ranges)."""
        if not self.values:
            return Scale(self._colors, 0, 0)
        lower, upper = quantile(self.values, 0.25), quantile(self.values, 0.75)
        reach = 3 * (upper - lower)
        if not reach:
            return Scale(self._colors, self.values[0], self.values[-1])
        kept = [value for value in self.values if lower - reach <= value <= upper + reach]
        return Scale(self._colors, kept[0], kept[-1])

    @property
    def ends(self) -> tuple[str, str]:
        """The numbers at the ends of the scale as text, with "≤" and "≥" where values are beyond them."""
        low, high = self.text(self.scale.low), self.text(self.scale.high)
        if not self.values:
            return low, high
        return (
            f"≤ {low}" if self.values[0] < self.scale.low else low,
            f"≥ {high}" if self.values[-1] > self.scale.high else high,
        )

    @cached_property
    def decimals(self) -> int:
        """The decimals with which the values can be told apart."""
        return decimals_of(self.values)

    def text(self, value: float, decimals: int | None = None) -> str:
        """Return a value as text."""
        return fixed(value, self.decimals if decimals is None else decimals)

    def with_unit(self, text: str) -> str:
        """Add the unit to a number."""
        return f"{text} {self.unit}" if self.unit else text

    def between_neighbours(self) -> dict[tuple[Place, Place], Cell]:
        """Return the couplings between qubits that are next to each other, the upper or left one first."""
        row_of = {row: index for index, row in enumerate(self.rows)}
        column_of = {column: index for index, column in enumerate(self.columns)}
        found = {}
        for (one, other), cell in (self.couplings or {}).items():
            first, second = sorted((one, other))
            rows = row_of[second[0]] - row_of[first[0]]
            if (rows, column_of[second[1]] - column_of[first[1]]) in ((0, 1), (1, 0)):
                found[first, second] = cell
        return found

    def facts(self) -> list[str]:
        """Return what a person should know of the values: lowest, median, highest, and how many miss the threshold."""
        values, found = self.values, []
        if values:
            lowest, highest = self.measured[0], self.measured[len(values) - 1]
            found.append(f"lowest {self.text(values[0])} ({lowest.label})")
            found.append(f"median {self.text(quantile(values, 0.5))}")
            found.append(f"highest {self.text(values[-1])} ({highest.label})")
        if self.threshold is not None and values:
            missing = sum(cell.misses for cell in self.measured)
            found.append(f"{missing} of {len(values)} miss the threshold")
        if len(values) < len(self.measured):
            found.append(f"{len(self.measured) - len(values)} without a value")
        return found

    @property
    def threshold_text(self) -> str:
        """The threshold as text, such as "≥ 99.5"; "" if there is none."""
        return bound(self.threshold, "maximize" if self.at_least else "minimize")
