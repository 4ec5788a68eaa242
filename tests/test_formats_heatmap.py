from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from typing import Any
from xml.etree import ElementTree

import pytest

from qdash.client.formats.heatmap import heatmap
from qdash.client.formats.lattice import Cell, Lattice
from qdash.client.formats.scale import Scale, hexadecimal, ink, parse
from qdash.client.formats.style import Style
from qdash.client.formats.svg import svg
from qdash.client.formats.width import display_width

PLAIN = Style()
ASCII = Style(unicode=False)
SVG = "{http://www.w3.org/2000/svg}"
VIRIDIS = ("#440154", "#21918c", "#fde725")


def lattice(*rows: tuple[float | None, ...], threshold: float | None = 60.0, title: str = "T1 of 4Q") -> Lattice:
    """A lattice of qubits, numbered along its rows."""
    side = len(rows[0])
    qubits = {
        (row, column): Cell(
            str(row * side + column), value, value is not None and threshold is not None and value < threshold
        )
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
    }
    return Lattice(title, qubits, unit="μs", colors=VIRIDIS, threshold=threshold)


def square(side: int, low: float = 40.0, high: float = 120.0, threshold: float = 60.0) -> Lattice:
    step = (high - low) / (side * side - 1)
    rows = [tuple(low + step * (row * side + column) for column in range(side)) for row in range(side)]
    return lattice(*rows, threshold=threshold, title="A metric")


def coupled(side: int, low: float = 95.11, high: float = 98.97) -> Lattice:
    """A square lattice with couplings between all neighbours, of which the first has no value."""
    qubits = {(row, column): Cell(str(row * side + column)) for row, column in product(range(side), repeat=2)}
    pairs = [
        ((row, column), other)
        for row, column in qubits
        for other in ((row, column + 1), (row + 1, column))
        if other in qubits
    ]
    couplings = {}
    for index, (one, other) in enumerate(pairs):
        value = low + (high - low) * index / (len(pairs) - 1) if index else None
        label = f"{qubits[one].label}-{qubits[other].label}"
        couplings[one, other] = Cell(label, value, value is not None and value < 96)
    return Lattice("Fidelity", qubits, couplings, unit="%", colors=VIRIDIS, threshold=96.0)


def text(shown: Lattice, width: int | None = 80, style: Style = PLAIN) -> str:
    return "\n".join(heatmap(shown, width=width, style=style))


def without_codes(shown: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", shown)


def test_a_map_of_qubits() -> None:
    assert text(lattice((84.74, 45.2), (None, 113.26))) == (
        "T1 of 4Q\n"
        "        0        1\n"
        "0  0        1\n"
        "     84.7     45.2!\n"
        "1  2        3\n"
        "        ·    113.3\n"
        "45.2 to 113.3 μs  threshold ≥ 60 μs  ! misses it  · no value\n"
        "lowest 45.2 (1), median 84.7, highest 113.3 (3), 1 of 3 miss the threshold\n"
        "1 without a value"
    )


def test_only_ascii_where_the_output_has_nothing_else() -> None:
    shown = text(lattice((84.74, 45.2), (None, 113.26)), style=ASCII)
    assert shown.isascii()
    assert "45.2 to 113.3 us  threshold >= 60 us  ! misses it  - no value" in shown


def test_values_have_the_colours_of_the_scale() -> None:
    shown = text(lattice((40.0, 60.0), (None, 80.0)), style=Style(color="24bit"))
    lowest, middle, highest = "48;2;68;1;84m", "48;2;33;145;140m", "48;2;253;231;37m"
    assert f"\x1b[38;5;231;{lowest}   40.0! \x1b[0m" in shown
    assert f"\x1b[38;5;16;{middle}   60.0  \x1b[0m" in shown
    assert f"\x1b[38;5;16;{highest}   80.0  \x1b[0m" in shown
    assert shown.count("│") == 1  # the threshold in the legend


@pytest.mark.parametrize(
    ("color", "pattern"),
    [("24bit", r"48;2;\d+;\d+;\d+"), ("256", r"48;5;\d+"), (True, r"(30|97);4[0-7]")],
)
def test_kinds_of_colours(color: Any, pattern: str) -> None:
    shown = text(square(3), style=Style(color=color))
    codes = set(re.findall(r"\x1b\[([0-9;]*)m", shown)) - {"0", "1", "2"}
    assert len(codes) > 3
    assert all(re.fullmatch(rf"((38;5;16|38;5;231);)?{pattern}", code) for code in codes)
    # Without the colours, the map is the same, but for blanks at the ends of lines.
    maps = [[line.rstrip() for line in lines.splitlines()[:8]] for lines in (without_codes(shown), text(square(3)))]
    assert maps[0] == maps[1]


@pytest.mark.parametrize("style", [PLAIN, ASCII, Style(color="24bit"), Style(color="256", unicode=False)], ids=range(4))
@pytest.mark.parametrize("width", [40, 79, 200])
@pytest.mark.parametrize("side", [2, 8, 16])
@pytest.mark.parametrize("make", [square, coupled])
def test_maps_fit_the_terminal(make: Callable[[int], Lattice], side: int, width: int, style: Style) -> None:
    lines = without_codes(text(make(side), width, style)).splitlines()
    assert max(map(display_width, lines)) <= width


@pytest.mark.parametrize(
    ("side", "low", "high", "expected"),
    [
        (8, 40.0, 120.0, "40.0!"),
        (12, 40.0, 120.0, "40.0!"),
        (12, 99.5, 99.95, "99.50!"),  # a decimal less, so that it fits
        (8, 99.5, 99.95, "99.500!"),
        (8, 4.5123, 5.5, "4.512!"),
        (8, -331.0, -310.0, "-331.0!"),
    ],
)
def test_values_have_as_many_decimals_as_fit_80_columns(side: int, low: float, high: float, expected: str) -> None:
    assert f" {expected}" in text(square(side, low, high, threshold=1e6))


def test_a_large_chip_shows_levels_instead_of_values() -> None:
    shown = text(square(32)).splitlines()
    assert shown[1].split() == [str(column) for column in range(0, 32, 2)]
    assert shown[2] == " 0 " + "▁!" * 32
    assert shown[33] == "31 " + "█ " * 31 + "█"
    assert "40.0 ▁▂▃▄▅▆▇█ 120.0 μs" in shown[34]
    assert "0123456789 120.0 us" in text(square(32), style=ASCII)


def test_a_chip_that_is_too_wide_is_shown_in_parts() -> None:
    shown = text(square(32), width=40).splitlines()
    assert [line.split()[0] for line in shown if re.match(r" +\d+ +\d+ +\d+$|   [0-9 ]+$", line)] == ["0", "18"]
    assert sum(line.startswith("31 ") for line in shown) == 2


def test_a_pipe_has_no_limit() -> None:
    shown = text(square(32), width=None)
    assert max(map(len, shown.splitlines())) > 32 * 8
    assert " 40.0!" in shown


def test_a_map_of_couplings() -> None:
    assert text(coupled(3)) == (
        "Fidelity\n"
        "    0        1        2\n"
        "0   0     ·  1 95.81! 2\n"
        "  95.46!   96.16    96.51\n"
        "1   3 96.86  4 97.57  5\n"
        "  97.22    97.92    98.27\n"
        "2   6 98.62  7 98.97  8\n"
        "95.46 to 98.97 %  threshold ≥ 96 %  ! misses it  · no value\n"
        "lowest 95.46 (0-3), median 97.22, highest 98.97 (7-8)\n"
        "2 of 11 miss the threshold, 1 without a value"
    )


def test_a_map_of_couplings_for_80_columns_and_12_qubits_in_a_row() -> None:
    shown = text(coupled(12)).splitlines()
    assert max(map(len, shown)) <= 80
    assert shown[2].split() == ["0", *(str(number) for number in range(12))]
    assert shown[3].split()[0] == "·"


def test_couplings_of_qubits_that_are_apart_are_listed() -> None:
    qubits = {(0, column): Cell(str(column)) for column in range(3)}
    couplings = {((0, 0), (0, 1)): Cell("0-1", 97.5), ((0, 2), (0, 0)): Cell("2-0", 95.0, misses=True)}
    shown = text(Lattice("Fidelity", qubits, couplings, threshold=96.0)).splitlines()
    assert shown[3] == "2-0: 95.00!"
    assert "97.50" in shown[2]


def test_places_without_a_qubit_stay_empty() -> None:
    qubits = {(0, 0): Cell("0", 1.0), (0, 2): Cell("1", 2.0), (2, 1): Cell("2", 3.0)}
    shown = text(Lattice("Hexagons", qubits)).splitlines()
    assert shown[1].split() == ["0", "1", "2"]
    assert shown[3].split() == ["1.00", "2.00"]
    assert shown[4].split() == ["2", "2"]
    assert shown[5].index("3.00") == shown[1].index("1") - 3


@pytest.mark.parametrize("couplings", [False, True])
def test_no_value_at_all(couplings: bool) -> None:
    qubits = {(0, 0): Cell("0"), (0, 1): Cell("1")}
    pairs = {((0, 0), (0, 1)): Cell("0-1", float("nan"))}
    shown = Lattice("Nothing", qubits, pairs if couplings else None, threshold=1.0)
    assert "threshold ≥ 1  · no value" in text(shown)
    assert "miss" not in text(shown)
    assert ElementTree.fromstring(svg(shown)).tag == f"{SVG}svg"


def test_no_qubit_at_all() -> None:
    assert text(Lattice("Nothing", {})) == "Nothing"
    assert ElementTree.fromstring(svg(Lattice("Nothing", {}))).tag == f"{SVG}svg"


def test_equal_values_have_the_colour_in_the_middle() -> None:
    shown = lattice((5.0, 5.0), threshold=None)
    assert hexadecimal(shown.scale.color(5.0)) == "#21918c"
    assert "5.00 to 5.00 μs" in text(shown)


def test_a_few_extreme_values_do_not_stretch_the_scale() -> None:
    values = [80.0 + number for number in range(20)]
    shown = lattice((*values, 0.1, 9000.0), threshold=None)
    assert (shown.scale.low, shown.scale.high) == (80.0, 99.0)
    assert "≤ 80.0 to ≥ 99.0 μs" in text(shown, width=None)
    assert "lowest 0.1 (20), median 89.5, highest 9000.0 (21)" in text(shown)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 1.7e308])
def test_what_is_no_measurement_is_no_value(value: float) -> None:
    shown = lattice((84.0, value))
    assert "1 without a value" in text(shown)
    assert "84.0 to 84.0 μs" in text(shown)


@pytest.mark.parametrize("low", [1e-9, 1e-3, 1.0, 1e9, 1e200])
def test_values_of_any_size(low: float) -> None:
    shown = lattice((low, 2 * low), (3 * low, 5 * low), threshold=None)
    assert f"median {2.5 * low:.4g}".split("e")[0] in text(shown)
    assert max(map(len, text(shown).splitlines())) <= 80


def test_text_of_the_server_cannot_control_the_terminal() -> None:
    qubits = {(0, 0): Cell("\x1b[2Jq\n", 1.0), (0, 1): Cell("1", 2.0)}
    shown = text(Lattice("T1\x1b]0;x\x07\r", qubits, unit="\x1b[31mμs"))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", shown)
    assert len(shown.splitlines()) == 6


def test_at_most_the_threshold() -> None:
    qubits = {(0, 0): Cell("0", -320.0), (0, 1): Cell("1", -290.0, misses=True)}
    shown = text(Lattice("Anharmonicity", qubits, unit="MHz", threshold=-300.0, at_least=False))
    assert "threshold ≤ -300 MHz  ! misses it" in shown


# --- scale ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "expected"),
    [("#21918c", (33, 145, 140)), ("fff", (255, 255, 255)), ("#FDE725ff", (253, 231, 37)), (" #000 ", (0, 0, 0))]
    + [(text, None) for text in ("", "#", "red", "#12345", "#gggggg", "url(#x)", "21 91 8c 0", "#1")],
)
def test_colours(given: str, expected: tuple[int, int, int] | None) -> None:
    assert parse(given) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.0, "#000000"),
        (5.0, "#640000"),
        (10.0, "#c80000"),
        (15.0, "#c86400"),
        (20.0, "#c8c800"),
        (-1, "#000000"),
        (99, "#c8c800"),
    ],
)
def test_a_scale(value: float, expected: str) -> None:
    assert hexadecimal(Scale(["#000000", "#c80000", "nonsense", "#c8c800"], 0.0, 20.0).color(value)) == expected


@pytest.mark.parametrize(
    ("colors", "expected"), [((), "#440154"), (("blue", "?"), "#440154"), (("#123456",), "#123456")]
)
def test_a_scale_of_few_colours(colors: tuple[str, ...], expected: str) -> None:
    assert hexadecimal(Scale(colors, 0.0, 1.0).color(0.0)) == expected


@pytest.mark.parametrize(
    ("color", "expected"),
    [
        ((0, 0, 0), 255),
        ((255, 255, 255), 0),
        ((68, 1, 84), 255),
        ((253, 231, 37), 0),
        ((33, 145, 140), 0),
        ((0, 0, 255), 255),
    ],
)
def test_ink_has_the_better_contrast(color: tuple[int, int, int], expected: int) -> None:
    assert ink(color) == (expected,) * 3


# --- SVG --------------------------------------------------------------------------------------------------------------


def texts(document: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(document).iter(f"{SVG}text")]


def test_a_picture_of_qubits() -> None:
    document = svg(lattice((84.74, 45.2), (None, 113.26)))
    root = ElementTree.fromstring(document)
    assert root.get("role") == "img"
    assert [element.tag for element in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == "T1 of 4Q"
    assert root[1].text == (
        "Heat map of 4 qubits, in μs, with the threshold ≥ 60: lowest 45.2 (1), median 84.7, highest 113.3 (3), "
        "1 of 3 miss the threshold, 1 without a value."
    )
    shown = texts(document)
    assert {"T1 of 4Q, μs", "84.7", "45.2", "113.3", "threshold ≥ 60 μs", "113.3 μs", "misses the threshold"} <= set(
        shown
    )
    assert {"no value", "·", "!"} <= set(shown)
    pointed = [element.text for element in root.iter(f"{SVG}title")][1:]
    assert pointed == [
        "qubit 0: 84.740 μs",
        "qubit 1: 45.200 μs, misses the threshold ≥ 60",
        "qubit 2: no value",
        "qubit 3: 113.260 μs",
    ]
    fills = {element.get("fill") for element in root.iter(f"{SVG}rect")}
    assert {"#440154", "#fde725", "#ffffff"} <= fills


def test_a_picture_of_couplings() -> None:
    document = svg(coupled(3))
    root = ElementTree.fromstring(document)
    assert len(list(root.iter(f"{SVG}circle"))) == 9
    assert len([path for path in root.iter(f"{SVG}path") if "Q" in path.get("d", "")]) == 12
    assert "coupling 0-1: no value" in document
    assert "Heat map of 12 couplings, in %" in document


def test_everything_is_inside_of_the_picture() -> None:
    for shown in (square(2), square(8), square(12), coupled(8), coupled(2), lattice((1.0,))):
        root = ElementTree.fromstring(svg(shown))
        width, height = float(root.get("width", "")), float(root.get("height", ""))
        assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
        for element in root.iter(f"{SVG}text"):
            assert 0 < float(element.get("x", "")) < width
            assert 0 < float(element.get("y", "")) < height
        for element in root.iter(f"{SVG}rect"):
            assert float(element.get("x", 0)) + float(element.get("width", 0)) <= width
            assert float(element.get("y", 0)) + float(element.get("height", 0)) <= height


def test_pictures_have_no_script_and_nothing_from_elsewhere() -> None:
    evil = "</text><script>alert(1)</script>&\"'\x00\x1b\ud800\ufffe]]>"
    qubits = {(0, 0): Cell(evil, 1.0, misses=True), (0, 1): Cell(evil, None), (1, 0): Cell("2", 2.0)}
    couplings = {((0, 0), (0, 1)): Cell(evil, 1.0), ((0, 0), (1, 0)): Cell(evil, 3.0)}
    for pairs in (None, couplings):
        shown = Lattice(evil, qubits, pairs, unit=evil, colors=[evil, '"><script>', "#000", "#fff"], threshold=2.0)
        root = ElementTree.fromstring(svg(shown))
        kinds = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert kinds <= {"svg", "title", "desc", "rect", "g", "text", "path", "circle"}
        assert not {
            name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name
        }
        assert "alert(1)" in "".join(root.itertext())
        svg(shown).encode()


def test_a_picture_is_the_same_each_time() -> None:
    assert svg(square(4)) == svg(square(4))
