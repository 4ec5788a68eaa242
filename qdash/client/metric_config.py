"""The metrics configuration of a QDash: what each metric is called, its unit, and what its values should be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isfinite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

__all__ = ["KINDS", "Metric", "MetricConfig", "in_order"]

KINDS = ("qubit", "coupling")


class Metric:
    """What QDash knows about a metric. Displayed values are raw values times the scale, in the unit.

    Attributes:
        name: its key, such as ``t1``.
        kind: what has it: ``qubit`` or ``coupling``.
        title: its name for people.
        unit: the unit of displayed values; may be empty.
        scale: displayed value by raw value.
        mode: what is better: ``maximize``, ``minimize``, or ``none``.
        threshold: the displayed value that divides good from bad, or None.
        description: its meaning; may be empty.
    """

    __slots__ = ("description", "kind", "mode", "name", "scale", "threshold", "title", "unit")

    def __init__(self, name: str, kind: str, entry: Mapping[str, Any]) -> None:
        self.name: str = name
        self.kind: str = kind
        self.title: str = _text(entry.get("title")) or name
        self.unit: str = _text(entry.get("unit"))
        self.scale: float = _number(entry.get("scale")) or 1
        self.mode: str = _text(_mapping(entry.get("evaluation")).get("mode")) or "none"
        self.description: str = _text(entry.get("description"))
        threshold = _number(_mapping(entry.get("threshold")).get("value"))
        # QDash keeps thresholds of metrics in percent in raw units, and all others in displayed ones.
        self.threshold: float | None = self.display(threshold) if self.scale == 100 else threshold

    def __repr__(self) -> str:
        return f"Metric({self.name!r}, {self.kind!r})"

    @property
    def is_frequency(self) -> bool:
        """Whether it is a frequency: a property of the chip that is neither good nor bad."""
        return "frequency" in self.name and self.unit.endswith("Hz")

    def display(self, value: float | None) -> float | None:
        """Return a raw value, or its uncertainty, in the displayed unit; None if there is none."""
        number = _number(value)
        if number is None or self.scale == 1:
            return number
        from decimal import Decimal

        # As decimal numbers, so that 0.57 is 57 %, and not 56.99999999999999 %.
        return _number(float(Decimal(repr(number)) * Decimal(repr(self.scale))))

    def misses(self, displayed: float | None) -> bool | None:
        """Return whether a displayed value misses the threshold; None if one of them is unknown."""
        if displayed is None or self.threshold is None or self.mode not in ("maximize", "minimize"):
            return None
        return displayed < self.threshold if self.mode == "maximize" else displayed > self.threshold


class MetricConfig:
    """The metrics of a QDash.

    Attributes:
        metrics: the metrics in the order of the configuration, those of qubits first.
        colors: the colours for values from low to high, such as ``#440154``; may be empty.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Read the answer of ``get_metrics_config``; what cannot be understood is left out."""
        self.metrics: list[Metric] = [
            Metric(name, kind, _mapping(entry))
            for kind in KINDS
            for name, entry in _mapping(document.get(f"{kind}_metrics")).items()
        ]
        colors = _mapping(document.get("color_scale")).get("colors")
        self.colors: list[str] = (
            [color for color in colors if isinstance(color, str)] if isinstance(colors, list) else []
        )

    def called(self, text: str) -> list[Metric]:
        """Return the metrics with this name or title, in upper or lower case; there can be one of each kind."""
        named = [metric for metric in self.metrics if _key(metric.name) == _key(text)]
        return named or [metric for metric in self.metrics if _key(metric.title) == _key(text)]


def in_order(identifiers: Iterable[str]) -> list[str]:
    """Return identifiers of qubits or couplings in the order of their numbers: 2, 10, 0-1, 0-8, 1-0."""
    return sorted(identifiers, key=_numbers)


def _numbers(identifier: str) -> tuple[int, list[int], str]:
    return identifier.count("-"), [int(digits) for digits in re.findall("[0-9]{1,18}", identifier)], identifier


def _key(text: str) -> str:
    """Return what names and titles are compared by."""
    return re.sub(r"[\s_-]+", " ", text).strip().casefold()


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> float | None:
    """Return a finite number, or None for anything else."""
    try:
        return value if isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value) else None
    except OverflowError:
        return None
