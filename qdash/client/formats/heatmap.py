"""A heat map in a terminal: the values of a chip's qubits or couplings, at the places that they have on the chip."""

from __future__ import annotations

from .width import display_width, join, pad

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .lattice import Cell, Lattice
    from .style import Style

    # Where a text starts, the text, and the value whose colour it gets.
    Piece = tuple[int, str, float | None]

__all__ = ["heatmap"]

_MISSES = "!"
_NO_VALUE = "·"
_WIDEST = 9  # of a qubit, in columns of the terminal
_NARROWEST = 2
_COLORS = "\0" * 20  # stands for the colours in the legend, because escape sequences have no width


def heatmap(lattice: Lattice, *, width: int | None, style: Style) -> Iterator[str]:
    """Yield the lines of a heat map: the title, the map with headings of rows and columns, and the legend.

    Values that miss the threshold are marked with "!". A terminal that is too narrow for the values of the qubits gets
    their colours or levels only, and one that is too narrow for all columns a map for each part of them.

    Args:
        lattice: the values.
        width: the columns of the terminal; None for no limit.
        style: the colours and symbols that it can show.
    """
    yield style.paint(style.text(lattice.title), "bold")
    view = (_Qubits if lattice.couplings is None else _Couplings)(lattice, width, style)
    for start in range(0, len(lattice.columns), view.columns):
        yield from view.lines(lattice.columns[start : start + view.columns])
    yield from join(map(style.text, _elsewhere(lattice)), ", ", width)
    yield from _legend(lattice, view, width, style)


class _View:
    """How a lattice is shown in a width.

    Attributes:
        size: the columns of the terminal from one qubit to the next.
        decimals: the decimals of the values; None if there is no room for values.
        columns: how many columns of the lattice fit beside each other.
    """

    size: int
    decimals: int | None
    columns: int

    def __init__(self, lattice: Lattice, width: int | None, style: Style) -> None:
        self.lattice = lattice
        self.style = style
        self.levels = "▁▂▃▄▅▆▇█" if style.unicode else "0123456789"
        self.labels = {place: style.text(cell.label) for place, cell in lattice.qubits.items()}
        self.label = max(map(display_width, self.labels.values()), default=0)
        self.heading = max((len(str(row)) for row in lattice.rows), default=1) + 1
        self.choose(None if width is None else max(1, width - self.heading))

    def choose(self, width: int | None) -> None:
        """Choose the sizes for a width."""
        raise NotImplementedError

    def lines(self, columns: Sequence[int]) -> Iterator[str]:
        """Yield the lines of a map of some columns of the lattice."""
        raise NotImplementedError

    def longest(self) -> Iterator[tuple[int, int]]:
        """Yield the decimals that values can have, best first, and the columns of the longest value with its mark."""
        best = self.lattice.decimals
        for decimals in range(best, max(-1, best - 2), -1):
            texts = (self.lattice.text(value, decimals) for value in self.lattice.values)
            yield decimals, max(map(len, texts), default=1) + 1

    def value(self, cell: Cell, size: int) -> str:
        """Return the value of a cell with its mark, or its level."""
        mark = _MISSES if cell.misses else " "
        if cell.value is None:
            text = self.style.text(_NO_VALUE)
        elif self.decimals is not None:
            text = self.lattice.text(cell.value, self.decimals)
        else:
            level = int(self.lattice.scale.fraction(cell.value) * len(self.levels))
            text = " " if self.style.color else self.levels[min(level, len(self.levels) - 1)]
        return pad(text + mark, size, "right")

    def headings(self, columns: Sequence[int], size: int) -> str:
        """Return the line with the numbers of the columns, right-aligned to a size, as many as have room."""
        longest = max((len(str(column)) for column in columns), default=1)
        step = -(-(longest + 1) // self.size)
        pieces = [(index * self.size, pad(str(column), size, "right"), None) for index, column in enumerate(columns)]
        return self.style.paint(self.line(pieces[::step]), "dim")

    def line(self, pieces: Iterable[Piece], heading: str = "") -> str:
        """Return a line: its heading, and texts on the colours of their values."""
        line, end = pad(heading, self.heading - 1, "right"), -1
        if heading:
            line = self.style.paint(line, "dim")
        for start, text, value in pieces:
            line += " " * (start - end)
            line += text if value is None else self.style.fill(text, self.lattice.scale.color(value))
            end = start + display_width(text)
        return line.rstrip()


class _Qubits(_View):
    """A map of qubits, which touch each other."""

    def choose(self, width: int | None) -> None:
        room = min(_WIDEST, width // max(1, len(self.lattice.columns))) if width else _WIDEST
        for decimals, longest in self.longest():
            if longest <= room or not width:
                self.decimals, self.size = decimals, max(room, longest)
                self.end = self.size - (longest < self.size)
                break
        else:
            self.decimals, self.size, self.end = None, _NARROWEST, _NARROWEST
        self.columns = max(1, len(self.lattice.columns) if width is None else width // self.size)

    def lines(self, columns: Sequence[int]) -> Iterator[str]:
        yield self.headings(columns, self.end - 1)
        for row in self.lattice.rows:
            places = ((index * self.size, (row, column)) for index, column in enumerate(columns))
            cells = [(start, place, cell) for start, place in places if (cell := self.lattice.qubits.get(place))]
            values = [(start, pad(self.value(cell, self.end), self.size), cell.value) for start, _, cell in cells]
            if self.decimals is None or not 0 < self.label < self.size:
                yield self.line(values, str(row))  # there is no room for the ids
            else:
                labels = ((start, pad(f" {self.labels[place]}", self.size), cell.value) for start, place, cell in cells)
                yield self.line(labels, str(row))
                yield self.line(values)


class _Couplings(_View):
    """A map of couplings, which are between their qubits."""

    def choose(self, width: int | None) -> None:
        steps = max(1, len(self.lattice.columns) - 1)
        for decimals, longest in self.longest():
            self.decimals, self.longest_value = decimals, longest
            room = _WIDEST * 2 if width is None else (width - self.longest_value) // steps
            # The values between two qubits of a row are on the line of the qubits, or on one of their own.
            self.is_inline = self.label + 1 + self.longest_value <= room
            if self.is_inline:
                self.size = min(room, self.label + 2 + self.longest_value)
                break
            self.size = max(self.longest_value, self.label + 1)
            if self.size <= room:
                break
        self.before = max(0, self.longest_value - self.label) // 2
        self.offset = self.before + self.label + 1 if self.is_inline else self.size // 2
        self.columns = len(self.lattice.columns)
        if width is not None and self.size > room:
            self.columns = max(1, (width - self.offset - self.longest_value) // self.size + 1)

    def lines(self, columns: Sequence[int]) -> Iterator[str]:
        lattice = self.lattice
        found = lattice.between_neighbours()
        yield self.headings(columns, self.before + self.label)
        column_after = dict(zip(lattice.columns, lattice.columns[1:], strict=False))
        row_after = dict(zip(lattice.rows, lattice.rows[1:], strict=False))
        for row in lattice.rows:
            qubits: list[Piece] = []
            across: list[Piece] = []
            down: list[Piece] = []
            for index, column in enumerate(columns):
                start, place = index * self.size, (row, column)
                if place in self.labels:
                    qubits.append((start + self.before, pad(self.labels[place], self.label, "right"), None))
                if cell := found.get((place, (row, column_after.get(column, column)))):
                    across.append((start + self.offset, self.value(cell, self.longest_value), cell.value))
                if cell := found.get((place, (row_after.get(row, row), column))):
                    down.append((start, self.value(cell, self.longest_value), cell.value))
            if self.is_inline:
                yield self.line(sorted(qubits + across), str(row))
            else:
                yield self.line(qubits, str(row))
                yield self.line(across)
            if row != lattice.rows[-1]:
                yield self.line(down)


def _elsewhere(lattice: Lattice) -> Iterator[str]:
    """Yield the couplings of qubits that are not next to each other, which have no place between them."""
    near = lattice.between_neighbours()
    for pair, cell in (lattice.couplings or {}).items():
        if tuple(sorted(pair)) not in near:
            value = _NO_VALUE if cell.value is None else lattice.text(cell.value)
            yield f"{cell.label}: {value}{_MISSES * cell.misses}"


def _legend(lattice: Lattice, view: _View, width: int | None, style: Style) -> Iterator[str]:
    """Yield the lines of the legend: the scale with what the signs mean, and facts about the values."""
    parts = []
    if lattice.values:
        low, high = lattice.ends
        parts.append(f"{style.text(low)} {_COLORS} {style.text(lattice.with_unit(high))}")
    if lattice.threshold is not None:
        parts.append(style.text(f"threshold {lattice.with_unit(lattice.threshold_text)}"))
    if any(cell.misses for cell in lattice.measured):
        parts.append(f"{_MISSES} misses it")
    if len(lattice.values) < len(lattice.measured):
        parts.append(style.text(f"{_NO_VALUE} no value"))
    ramp = _ramp(lattice, view, style)
    for line in join(parts, "  ", width):
        yield line.replace(_COLORS, ramp)
    yield from join(map(style.text, lattice.facts()), ", ", width)


def _ramp(lattice: Lattice, view: _View, style: Style) -> str:
    """Return the colours or the levels of the scale, with a line at the threshold."""
    scale, size = lattice.scale, len(_COLORS)
    if not style.color:
        return "to" if view.decimals is not None else view.levels
    at = None
    if lattice.threshold is not None and scale.low <= lattice.threshold <= scale.high:
        at = min(size - 1, int(scale.fraction(lattice.threshold) * size))
    return "".join(
        style.fill(style.text("│") if index == at else " ", scale.at((index + 0.5) / size)) for index in range(size)
    )
