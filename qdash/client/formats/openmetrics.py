"""Gauges that both OpenMetrics and the text format of Prometheus can read.

Units are those that Prometheus recommends: seconds, hertz, ratios. They end the names of the metrics, and are nowhere
else, because only OpenMetrics has a line for them.
"""

from __future__ import annotations

from .cells import well_formed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Sample = tuple[Mapping[str, str], float | None]
    Family = tuple[str, str, str | None, Iterable[Sample]]

__all__ = ["openmetrics"]

_UNITS = {
    "s": "seconds",
    "Hz": "hertz",
    "V": "volts",
    "A": "amperes",
    "W": "watts",
    "K": "kelvin",
}
_POWERS = {"f": -15, "p": -12, "n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12}
_RATIO = {"%": -2, "percent": -2, "ratio": 0}
_NO_UNIT = ("", "a.u.", "arb. u.", "1")


def openmetrics(families: Iterable[Family]) -> Iterator[str]:
    """Yield the lines of an exposition.

    A value in a known unit is converted to the base unit: "μs" to seconds, "GHz" to hertz, "%" to a ratio. The name of
    the metric ends with the unit. What names must not hold becomes an underscore, and names that are equal then are
    numbered. Of samples with the same labels, the first counts.

    Args:
        families: name, help, unit and samples of each metric; a sample is its labels and its value. A sample without a
            value is left out, and a metric without samples, too.
    """
    taken: set[str] = set()
    for name, text, unit, samples in families:
        suffix, power = _unit(unit or "")
        metric = _name(name, r"[^a-zA-Z0-9_:]")
        if suffix and not metric.endswith(f"_{suffix}"):
            metric = f"{metric}_{suffix}"
        found: dict[str, float] = {}
        for labels, value in samples:
            if value is not None:
                found.setdefault(_labels(labels), _scaled(value, power))
        if not found:
            continue
        metric = _unused(metric, taken)
        # Double quotes are escaped in the one format, and must not be in the other.
        about = " ".join(well_formed(text).split()).replace("\\", "\\\\").replace('"', "'")
        yield f"# HELP {metric} {about or metric}"
        yield f"# TYPE {metric} gauge"
        for labels_text, value in found.items():
            yield f"{metric}{labels_text} {_number(value)}"
    yield "# EOF"


def _unit(unit: str) -> tuple[str, int]:
    """Return the name of the base unit, and the power of ten that converts a value to it."""
    import re

    unit = unit.strip().replace("μ", "u").replace("µ", "u")
    if unit in _NO_UNIT:
        return "", 0
    if unit in _RATIO:
        return "ratio", _RATIO[unit]
    if unit in _UNITS:
        return _UNITS[unit], 0
    if unit[0] in _POWERS and unit[1:] in _UNITS:
        return _UNITS[unit[1:]], _POWERS[unit[0]]
    return re.sub(r"[^a-z0-9]+", "_", unit.lower()).strip("_"), 0


def _scaled(value: float, power: int) -> float:
    if not power or value - value:
        return value
    from decimal import Decimal

    # As decimal numbers, so that the digits stay: 44.71 μs are 4.471e-05 s, and not 4.4710000000000004e-05 s.
    return float(Decimal(repr(value + 0)).scaleb(power))


def _labels(labels: Mapping[str, str]) -> str:
    import re

    taken: set[str] = set()
    parts = []
    for label, value in sorted(labels.items()):
        if not value:
            continue  # it is the same as no label
        # Two underscores begin the names that are reserved.
        name = _unused(re.sub("^__+", "_", _name(label, r"[^a-zA-Z0-9_]")), taken)
        escaped = well_formed(value).replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
        parts.append(f'{name}="{escaped}"')
    return f"{{{','.join(parts)}}}" if parts else ""


def _name(name: str, forbidden: str) -> str:
    import re

    name = re.sub(forbidden, "_", name) or "_"
    return f"_{name}" if name[0].isdigit() else name


def _unused(name: str, taken: set[str]) -> str:
    """Return a name that is not taken yet, with a number at its end if need be, and take it."""
    unused, number = name, 1
    while unused in taken:
        number += 1
        unused = f"{name.rstrip('_')}_{number}"
    taken.add(unused)
    return unused


def _number(value: float) -> str:
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "+Inf" if value > 0 else "-Inf"
    return repr(value + 0)  # True is 1
