"""A heat map as a standalone SVG image."""

from __future__ import annotations

from .numbers import fixed
from .scale import hexadecimal, ink
from .ticks import number_ticks
from .width import display_width, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .lattice import Cell, Lattice, Place

__all__ = ["svg"]

_FONTS = "system-ui, 'Segoe UI', 'Helvetica Neue', 'Noto Sans', Arial, sans-serif"
_MARGIN = 32
_TITLE = 88  # height of the title with the facts below it
_TITLE_SIZE, _WIDEST_TITLE = 22, 1000
_HEADING = 28
_LEGEND = 92
_NARROWEST = 600
_QUBIT = 60
_STEP = 68  # from one qubit to the next
_ACROSS, _DOWN = 102, 82  # from one qubit to the next, with a coupling between them
_RADIUS = 18
_PILL_WIDTH, _PILL_HEIGHT = 54, 24
_BAR_WIDTH, _BAR_HEIGHT, _BAR_PARTS = 340, 16, 85


_TEXT = "#1f2328"
_QUIET = "#59636e"
_LINE = "#d1d9e0"
_EMPTY = "#f6f8fa"
_ALARM = "#cf222e"


def svg(lattice: Lattice) -> str:
    """Return a heat map as an SVG document: the title, the map with headings of rows and columns, and the legend.

    Text can be selected, and pointing at a qubit or coupling shows its value. Values that miss the threshold have a red
    frame and a "!". The document has a title and a description for screen readers, and neither scripts nor links.

    Args:
        lattice: the values.
    """
    return "\n".join([*_document(lattice), ""])


def _document(lattice: Lattice) -> Iterator[str]:
    across, down, radius = (_STEP, _STEP, _QUBIT / 2) if lattice.couplings is None else (_ACROSS, _DOWN, _RADIUS)
    map_width, map_height = across * len(lattice.columns), down * len(lattice.rows)
    title = lattice.title + (f", {lattice.unit}" if lattice.unit else "")
    title_width = min(_WIDEST_TITLE, _TITLE_SIZE * 0.6 * display_width(title))
    width = max(_NARROWEST, map_width + _HEADING + 2 * _MARGIN, title_width + 2 * _MARGIN)
    top = _MARGIN + _TITLE + _HEADING
    height = top + map_height + _LEGEND + _MARGIN
    left = (width - map_width + _HEADING) / 2
    x_of = {column: left + across * (index + 0.5) for index, column in enumerate(lattice.columns)}
    y_of = {row: top + down * (index + 0.5) for index, row in enumerate(lattice.rows)}
    centres = {(row, column): (x_of[column], y_of[row]) for row, column in lattice.qubits}

    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}" height="{_n(height)}" '
        f'viewBox="0 0 {_n(width)} {_n(height)}" role="img" font-family="{_FONTS}" fill="{_TEXT}">'
    )
    yield f"<title>{_escape(lattice.title)}</title>"
    yield f"<desc>{_escape(_description(lattice))}</desc>"
    yield f'<rect width="{_n(width)}" height="{_n(height)}" fill="#ffffff"/>'
    yield _text(_MARGIN, _MARGIN + 20, title, _size(title, width - 2 * _MARGIN, _TITLE_SIZE), 'font-weight="600"')
    for index, facts in enumerate((lattice.facts()[:3], lattice.facts()[3:])):
        yield _text(_MARGIN, _MARGIN + 46 + 20 * index, ", ".join(facts), 14, f'fill="{_QUIET}"')
    yield f'<g fill="{_QUIET}" font-size="13" text-anchor="middle">'
    for column, x in x_of.items():
        yield _text(x, top + down / 2 - radius - 12, str(column))
    for row, y in y_of.items():
        yield _text(left + across / 2 - radius - 18, y + 4.5, str(row))
    yield "</g>"
    if lattice.couplings is None:
        for place, cell in lattice.qubits.items():
            yield from _qubit(lattice, cell, *centres[place])
    else:
        yield from _coupled(lattice, centres)
    yield from _legend(lattice, _MARGIN, top + map_height + 44)
    yield "</svg>"


def _description(lattice: Lattice) -> str:
    kind = "qubits" if lattice.couplings is None else "couplings"
    text = f"Heat map of {len(lattice.measured)} {kind}"
    if lattice.unit:
        text += f", in {lattice.unit}"
    if lattice.threshold is not None:
        text += f", with the threshold {lattice.threshold_text}"
    return f"{text}: {', '.join(lattice.facts())}."


def _qubit(lattice: Lattice, cell: Cell, x: float, y: float) -> Iterator[str]:
    """Yield a qubit: a square with its id and its value."""
    half, label_size = _QUBIT / 2, _size(cell.label, _QUBIT - 20, 11)
    yield f"<g><title>{_escape(_told(lattice, cell, 'qubit'))}</title>"
    if cell.value is None:
        yield _box(x, y, _QUBIT, _QUBIT, 7, f'fill="{_EMPTY}" stroke="{_LINE}" stroke-dasharray="3 3"')
        yield _text(x - half + 7, y - half + 17, cell.label, label_size, f'fill="{_QUIET}"')
        yield _text(x, y + 15, "·", 17, f'fill="{_QUIET}" text-anchor="middle"')
    else:
        color = lattice.scale.color(cell.value)
        value = lattice.text(cell.value)
        yield _box(x, y, _QUBIT, _QUBIT, 7, f'fill="{hexadecimal(color)}"')
        if cell.misses:
            yield _box(x, y, _QUBIT + 3, _QUBIT + 3, 8.5, f'fill="none" stroke="{_ALARM}" stroke-width="2.5"')
        yield f'<g fill="{hexadecimal(ink(color))}">'
        yield _text(x - half + 7, y - half + 17, cell.label, label_size)
        if cell.misses:
            yield _text(x + half - 7, y - half + 17, "!", 13, 'font-weight="700" text-anchor="end"')
        yield _text(x, y + 15, value, _size(value, _QUBIT - 8, 17), 'font-weight="600" text-anchor="middle"')
        yield "</g>"
    yield "</g>"


def _coupled(lattice: Lattice, centres: Mapping[Place, tuple[float, float]]) -> Iterator[str]:
    """Yield the couplings as lines with their values in the middle, and the qubits as circles."""
    near = lattice.between_neighbours()
    lines: list[str] = []
    values: list[str] = []
    for pair, cell in (lattice.couplings or {}).items():
        (x1, y1), (x2, y2) = (centres[place] for place in pair)
        x, y, bend = (x1 + x2) / 2, (y1 + y2) / 2, 0.0
        if tuple(sorted(pair)) not in near:  # it passes other qubits in a curve
            bend = 0.35
        cx, cy = x + (y1 - y2) * bend, y + (x2 - x1) * bend
        x, y = (x + cx) / 2, (y + cy) / 2
        color = _LINE if cell.value is None else hexadecimal(lattice.scale.color(cell.value))
        dashes = ' stroke-dasharray="3 4" stroke-width="2"' if cell.value is None else ""
        path = f"M{_n(x1)} {_n(y1)}Q{_n(cx)} {_n(cy)} {_n(x2)} {_n(y2)}"
        lines.append(f'<path d="{path}" stroke="{color}"{dashes}/>')
        values += _pill(lattice, cell, x, y)
    yield '<g fill="none" stroke-width="7">'
    yield from lines
    yield "</g>"
    for place, (x, y) in centres.items():
        label = lattice.qubits[place].label
        yield f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_RADIUS}" fill="#ffffff" stroke="{_QUIET}" stroke-width="1.5"/>'
        yield _text(x, y + 4.5, label, _size(label, 2 * _RADIUS - 8, 13), 'text-anchor="middle"')
    yield from values


def _pill(lattice: Lattice, cell: Cell, x: float, y: float) -> Iterator[str]:
    """Yield the value of a coupling."""
    yield f"<g><title>{_escape(_told(lattice, cell, 'coupling'))}</title>"
    if cell.value is None:
        yield _box(x, y, 20, 20, 10, f'fill="{_EMPTY}" stroke="{_LINE}"')
        yield _text(x, y + 5, "·", 15, f'fill="{_QUIET}" text-anchor="middle"')
    else:
        color = lattice.scale.color(cell.value)
        value = lattice.text(cell.value) + ("!" if cell.misses else "")
        yield _box(x, y, _PILL_WIDTH, _PILL_HEIGHT, 6, f'fill="{hexadecimal(color)}"')
        if cell.misses:
            yield _box(
                x, y, _PILL_WIDTH + 3, _PILL_HEIGHT + 3, 7.5, f'fill="none" stroke="{_ALARM}" stroke-width="2.5"'
            )
        attributes = f'fill="{hexadecimal(ink(color))}" font-weight="600" text-anchor="middle"'
        yield _text(x, y + 5, value, _size(value, _PILL_WIDTH - 6, 14), attributes)
    yield "</g>"


def _legend(lattice: Lattice, x: float, y: float) -> Iterator[str]:
    """Yield the scale with its ticks, the threshold as a line, and what the signs mean."""
    if lattice.values:
        yield from _bar(lattice, x, y)
    signs_x, middle = x + _BAR_WIDTH + 44, y + _BAR_HEIGHT / 2
    if any(cell.misses for cell in lattice.measured):
        yield _box(signs_x + 9, middle, 18, 18, 4, f'fill="none" stroke="{_ALARM}" stroke-width="2.5"')
        yield _text(signs_x + 9, middle + 4.5, "!", 12, 'font-weight="700" text-anchor="middle"')
        yield _text(signs_x + 27, middle + 4.5, "misses the threshold", 13)
        middle += 28
    if len(lattice.values) < len(lattice.measured):
        yield _box(signs_x + 9, middle, 18, 18, 4, f'fill="{_EMPTY}" stroke="{_LINE}" stroke-dasharray="3 3"')
        yield _text(signs_x + 9, middle + 4.5, "·", 14, f'fill="{_QUIET}" text-anchor="middle"')
        yield _text(signs_x + 27, middle + 4.5, "no value", 13)


def _bar(lattice: Lattice, x: float, y: float) -> Iterator[str]:
    """Yield the colours of the scale with ticks below, and the threshold above."""
    scale, part, bottom = lattice.scale, _BAR_WIDTH / _BAR_PARTS, y + _BAR_HEIGHT
    yield '<g shape-rendering="crispEdges">'
    for index in range(_BAR_PARTS):
        color = hexadecimal(scale.at((index + 0.5) / _BAR_PARTS))
        overlap = int(index < _BAR_PARTS - 1)  # hides seams
        yield _rect(x + part * index, y, part + overlap, _BAR_HEIGHT, f'fill="{color}"')
    yield "</g>"
    low, high = lattice.ends
    ticks = [(0.0, low, "start"), (1.0, lattice.with_unit(high), "end")]
    if scale.high > scale.low:
        numbers, decimals = number_ticks(scale.low, scale.high, 5)
        between = ((scale.fraction(number), fixed(number, decimals), "middle") for number in numbers)
        ticks[1:1] = [tick for tick in between if 0.2 < tick[0] < 0.75]
    else:
        ticks = [(0.5, lattice.with_unit(low), "middle")]
    yield f'<g fill="{_QUIET}" font-size="13">'
    for fraction, text, anchor in ticks:
        at = x + _BAR_WIDTH * fraction
        yield f'<path d="M{_n(at)} {_n(bottom)}v5" stroke="{_QUIET}"/>'
        yield _text(at, bottom + 20, text, None, f'text-anchor="{anchor}"')
    yield "</g>"
    if lattice.threshold is not None:
        fraction = scale.fraction(lattice.threshold)
        at, anchor = x + _BAR_WIDTH * fraction, "start" if fraction < 0.25 else "end" if fraction > 0.75 else "middle"
        text = f"threshold {lattice.with_unit(lattice.threshold_text)}"
        if lattice.threshold < scale.low:
            text = f"← {text}"
        elif lattice.threshold > scale.high:
            text += " →"
        else:
            yield f'<path d="M{_n(at)} {_n(y - 6)}v{_BAR_HEIGHT + 6}" stroke="#ffffff" stroke-width="4"/>'
            yield f'<path d="M{_n(at)} {_n(y - 6)}v{_BAR_HEIGHT + 6}" stroke="{_ALARM}" stroke-width="2"/>'
        yield _text(at, y - 11, text, 13, f'text-anchor="{anchor}"')


def _told(lattice: Lattice, cell: Cell, kind: str) -> str:
    """Return what a qubit or coupling shows when it is pointed at."""
    if cell.value is None:
        return f"{kind} {cell.label}: no value"
    text = f"{kind} {cell.label}: {lattice.with_unit(lattice.text(cell.value, lattice.decimals + 2))}"
    return f"{text}, misses the threshold {lattice.threshold_text}".rstrip() if cell.misses else text


def _text(x: float, y: float, text: str, size: float | None = None, attributes: str = "") -> str:
    given = f' font-size="{_n(size)}"' if size else ""
    return f'<text x="{_n(x)}" y="{_n(y)}"{given}{" " * bool(attributes)}{attributes}>{_escape(text)}</text>'


def _rect(x: float, y: float, width: float, height: float, attributes: str) -> str:
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" {attributes}/>'


def _box(x: float, y: float, width: float, height: float, radius: float, attributes: str) -> str:
    """Return a rectangle with round corners around its centre."""
    return _rect(x - width / 2, y - height / 2, width, height, f'rx="{_n(radius)}" {attributes}')


def _size(text: str, width: float, largest: float) -> float:
    """Return the size of the font with which a text fits into a width."""
    return min(largest, width / (0.6 * max(1, display_width(text))))


def _n(number: float) -> str:
    """Return a coordinate with two decimals at most."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _escape(text: str) -> str:
    """Return text as content or attribute of XML. `plain` has removed what XML cannot hold."""
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
