"""The smallest plot: a curve as a PNG, as a Plotly figure, and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from .data import Run

@dataclass(frozen=True)
class Plot:
    """Measured points with the curve that was fitted to them."""

    title: str
    x_title: str
    x: Sequence[float]
    y: Sequence[float]
    fit: Sequence[float]

    def as_png(self) -> bytes:
        """Draw it."""

    def as_plotly(self) -> bytes:
        """Write it as the JSON of a Plotly figure."""

    def as_csv(self) -> bytes:
        """Write its points as a table."""

def plot_of(run: Run) -> Plot:
    """Draw the measurement that led to the first value of a run; without a value it is noise."""
