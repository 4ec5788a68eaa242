"""A line chart of numbers over time in a terminal, a summary of them in words, and a chart in one line."""

from __future__ import annotations

from .measured import measured
from .numbers import decimals_of, fixed, quantile, usable
from .scale import Scale
from .ticks import number_ticks, time_ticks, widened
from .width import cut, display_width, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime, tzinfo

    from .style import Paint, Style

    Dot = tuple[int, int]

__all__ = ["Point", "Series", "chart", "sparkline", "summary"]

_PAINTS: tuple[Paint, ...] = ("cyan", "yellow", "magenta", "green", "blue", "red")
_MARKS = "*+ox#@"  # for the points of each line, where lines are not told apart by colours
_LEVELS = ("_.-=+*#@", "▁▂▃▄▅▆▇█")
# Vertical, vertical with a tick, horizontal, horizontal with a tick, corner.
_AXES = (("|", "+", "-", "+", "`"), ("│", "┤", "─", "┬", "└"))
# The bits of the dots of a braille character, by row and column.
_BRAILLE = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_TIME_LABEL = 10  # columns for the label of a time and the blanks beside it
_NARROWEST = 10  # of the area with the lines
_YEARS = (2, 9998)  # others cannot be converted to every time zone


class Point:
    """A number at a time.

    Attributes:
        time: when, with a time zone.
        value: the number; None for a gap in the line, and for a number that is not finite.
        error: its standard error, if it is known.
    """

    __slots__ = ("error", "time", "value")

    def __init__(self, time: datetime, value: float | None, error: float | None = None) -> None:
        self.time: datetime = time
        self.value: float | None = usable(value)
        self.error: float | None = usable(error)


class Series:
    """A line of a chart.

    Attributes:
        name: what it is called in the legend.
        points: its points in the order of time.
    """

    __slots__ = ("name", "points")

    def __init__(self, name: str, points: Sequence[Point]) -> None:
        self.name: str = plain(name)
        self.points: list[Point] = sorted(points, key=lambda point: point.time)


def chart(
    series: Sequence[Series],
    *,
    width: int,
    height: int,
    style: Style,
    tz: tzinfo | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
) -> Iterator[str]:
    """Yield the lines of a chart: numbers over time, axes with round ticks, and a legend if there are several lines.

    Lines are made of braille dots, where the terminal has symbols. Without colours, each of several lines has a mark of
    its own at its points. A point without a number makes a gap. Without any number, nothing is yielded.

    Args:
        series: the lines.
        width: the columns of the terminal.
        height: the lines for the numbers; the time axis and the legend come below.
        style: the colours and symbols that it can show.
        tz: the time zone of the time axis; None is that of the system.
        start: where the time axis begins; None is the first point.
        end: where it ends; None is the last point.
    """
    lines = [_known(each.points) for each in series]
    times = [point.time for line in lines for point in line if point.value is not None]
    if not times:
        return
    span = _with_length(min(times) if start is None else start, max(times) if end is None else end)
    values = [_value(point) for line in lines for point in line if point.value is not None and _is_in(point, span)]
    if not values:
        return
    low, high = widened(min(values), max(values))
    ticks, decimals = number_ticks(low, high, max(3, height // 2))
    labels = {round((high - tick) / (high - low) * (height - 1)): fixed(tick, decimals) for tick in ticks}
    longest = max(map(len, labels.values()), default=0)
    area = max(_NARROWEST, width - longest - 2)

    canvas = _Canvas(area, height, style)
    has_marks = not style.unicode or (len(series) > 1 and not style.color)
    for index, line in enumerate(lines):
        canvas.draw(index, [_place(point, span, low, high) for point in line], has_marks)

    vertical, vertical_tick, horizontal, horizontal_tick, corner = _AXES[style.unicode]
    for row in range(height):
        axis = vertical_tick if row in labels else vertical
        yield f"{labels.get(row, ''):>{longest}} {axis}{canvas.row(row)}".rstrip()
    moments = [(_fraction(time, span), label) for time, label in time_ticks(*span, area // _TIME_LABEL, tz)]
    columns = {round(fraction * (area - 1)): label for fraction, label in moments}
    time_axis = (horizontal_tick if column in columns else horizontal for column in range(area))
    yield " " * (longest + 1) + corner + "".join(time_axis)
    yield " " * (longest + 2) + _labels(columns, area)
    if len(series) > 1:
        yield from _legend(series, has_marks, width, style)


class _Canvas:
    """The area of a chart: dots within characters, and marks that replace a character."""

    def __init__(self, columns: int, rows: int, style: Style) -> None:
        self._style = style
        self._size = columns, rows
        self._across, self._down = (2, 4) if style.unicode else (1, 1)
        self._dots: dict[Dot, dict[int, int]] = {}
        self._marks: dict[Dot, int] = {}

    def draw(self, index: int, places: Iterable[tuple[float, float] | None], has_marks: bool) -> None:
        """Draw a line. Places go from 0 to 1, from the left and from the top; None is a gap."""
        columns, rows = self._size
        before: Dot | None = None
        for place in places:
            dot = None
            if place is not None:
                dot = round(place[0] * (columns * self._across - 1)), round(place[1] * (rows * self._down - 1))
                self._connect(index, before or dot, dot)
                if has_marks:
                    self._marks[dot[0] // self._across, dot[1] // self._down] = index
            before = dot

    def _connect(self, index: int, start: Dot, end: Dot) -> None:
        steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
        for step in range(steps + 1):
            x = start[0] + round((end[0] - start[0]) * step / steps)
            y = start[1] + round((end[1] - start[1]) * step / steps)
            dots = self._dots.setdefault((x // self._across, y // self._down), {})
            dots[index] = dots.get(index, 0) | _BRAILLE[y % self._down][x % self._across]

    def row(self, row: int) -> str:
        """Return a line of the terminal."""
        from itertools import groupby
        from operator import itemgetter

        columns = (self._character((column, row)) for column in range(self._size[0]))
        return "".join(
            self._style.paint("".join(character for _, character in group), *paints)
            for paints, group in groupby(columns, key=itemgetter(0))
        )

    def _character(self, cell: Dot) -> tuple[tuple[Paint, ...], str]:
        """Return a character and its colour: that of the line with the most dots in it."""
        dots = self._dots.get(cell)
        if cell in self._marks:
            index, character = self._marks[cell], _mark(self._marks[cell])
        elif not dots:
            return (), " "
        else:
            index = max(dots, key=lambda each: bin(dots[each]).count("1"))
            bits = 0
            for each in dots.values():
                bits |= each
            character = chr(0x2800 + bits) if self._style.unicode else "."
        return (_paint(index),), character


def summary(points: Sequence[Point], *, unit: str = "", tz: tzinfo | None = None) -> list[str]:
    """Return what a person should know of some points: the median, the last, the lowest and the highest number.

    Args:
        points: the points, in any order.
        unit: their unit, or "".
        tz: the time zone of the dates; None is that of the system.

    Returns:
        Parts of a sentence, such as "median 97.1 μs"; none if no point has a number.
    """
    known = sorted((point for point in _known(points) if point.value is not None), key=lambda point: point.time)
    values = sorted(point.value for point in known if point.value is not None)
    if not values:
        return []
    last, lowest = known[-1], min(known, key=_value)
    highest = max(known, key=_value)
    decimals = decimals_of(values)
    unit = f" {plain(unit)}" if unit else ""
    year = last.time.astimezone(tz).year

    def extreme(point: Point) -> str:
        day = point.time.astimezone(tz)
        return f"{fixed(_value(point), decimals)}{unit} on {day:{'%m-%d' if day.year == year else '%Y-%m-%d'}}"

    return [
        f"median {fixed(quantile(values, 0.5), decimals)}{unit}",
        f"last {measured(_value(last), last.error) if last.error else fixed(_value(last), decimals)}{unit}",
        f"lowest {extreme(lowest)}",
        f"highest {extreme(highest)}",
    ]


def sparkline(values: Sequence[float], size: int, style: Style) -> str:
    """Return numbers as a chart of one line: each character is the median of some of them.

    Args:
        values: the numbers in their order.
        size: the columns at most.
        style: the symbols that the terminal can show.
    """
    known = [value for value in values if usable(value) is not None]
    parts = min(size, len(known))
    chunks = (known[len(known) * part // parts : len(known) * (part + 1) // parts] for part in range(parts))
    medians = [quantile(sorted(chunk), 0.5) for chunk in chunks]
    levels = _LEVELS[style.unicode]
    scale = Scale((), min(medians, default=0), max(medians, default=0))
    return "".join(levels[min(len(levels) - 1, int(scale.fraction(median) * len(levels)))] for median in medians)


def _known(points: Iterable[Point]) -> list[Point]:
    return [point for point in points if _YEARS[0] <= point.time.year <= _YEARS[1]]


def _value(point: Point) -> float:
    assert point.value is not None
    return point.value


def _with_length(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """Return a range of time that is longer than nothing."""
    from datetime import timedelta

    return (start, end) if end > start else (start - timedelta(hours=12), start + timedelta(hours=12))


def _fraction(time: datetime, span: tuple[datetime, datetime]) -> float:
    start, end = span
    return (time - start) / (end - start)


def _place(point: Point, span: tuple[datetime, datetime], low: float, high: float) -> tuple[float, float] | None:
    if point.value is None or not _is_in(point, span):
        return None
    return _fraction(point.time, span), (high - point.value) / (high - low)


def _is_in(point: Point, span: tuple[datetime, datetime]) -> bool:
    return span[0] <= point.time <= span[1]


def _labels(columns: Mapping[int, str], area: int) -> str:
    """Return the line with the labels of the time axis, each centred below its tick."""
    line = ""
    for column, label in columns.items():
        start = min(max(0, column - len(label) // 2), area - len(label))
        if start >= len(line) + bool(line):
            line = line.ljust(start) + label
    return line


def _legend(series: Sequence[Series], has_marks: bool, width: int, style: Style) -> Iterator[str]:
    line, used = "", 0
    for index, each in enumerate(series):
        sign, name = _mark(index) if has_marks else "──", style.text(cut(each.name, width // 2))
        size = len(sign) + 1 + display_width(name)
        if line and used + 3 + size > width:
            yield line
            line, used = "", 0
        line += f"{'   ' if line else ''}{style.paint(sign, _paint(index))} {name}"
        used += size + (3 if used else 0)
    yield line


def _mark(index: int) -> str:
    return _MARKS[index % len(_MARKS)]


def _paint(index: int) -> Paint:
    return _PAINTS[index % len(_PAINTS)]
