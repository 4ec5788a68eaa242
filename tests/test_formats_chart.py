from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from qdash.client.formats.chart import Point, Series, chart, sparkline, summary
from qdash.client.formats.numbers import decimals_of, fixed, quantile
from qdash.client.formats.style import Style
from qdash.client.formats.ticks import number_ticks, time_ticks, widened
from qdash.client.formats.width import display_width

PLAIN = Style()
ASCII = Style(unicode=False)
COLOR = Style(color="256")
JAPAN = timezone(timedelta(hours=9))
START = datetime(2026, 10, 26, 3, tzinfo=timezone.utc)
DAY = timedelta(days=1)


def series(*values: float | None, name: str = "3", step: timedelta = DAY, start: datetime = START) -> Series:
    return Series(name, [Point(start + step * index, value) for index, value in enumerate(values)])


def lines(*shown: Series, width: int = 40, height: int = 6, style: Style = PLAIN, **more: datetime) -> list[str]:
    return list(chart(shown, width=width, height=height, style=style, tz=JAPAN, **more))


def test_a_line() -> None:
    assert lines(series(60.0, 80.0, 70.0, 100.0, 90.0)) == [
        "100 ┤                         ⡠⠒⠤⠤⣀⡀",
        "    │                      ⢀⠔⠊     ⠈⠉⠒⠒⠤",
        " 80 ┤                    ⢀⠔⠁",
        "    │      ⡠⠔⠊⠑⠒⠢⠤⣀⡀   ⡠⠒⠁",
        "    │  ⢀⠤⠒⠉        ⠈⠉⠑⠊",
        " 60 ┤⠔⠊⠁",
        "    └─────────────┬────────────────┬────",
        "                10-28            10-30",
    ]


def test_a_line_in_ascii() -> None:
    assert lines(series(60.0, 80.0, 70.0, 100.0, 90.0), style=ASCII) == [
        "100 +                         .*....",
        "    |                       ..      ...*",
        " 80 +       .*..          ..",
        "    |    ...    ....    ..",
        "    |  ..           ..*.",
        " 60 +*.",
        "    `-------------+----------------+----",
        "                10-28            10-30",
    ]


def test_several_lines_without_colours_have_marks() -> None:
    shown = lines(series(60.0, 80.0, name="3"), series(70.0, 65.0, name="17"))
    assert shown[-1] == "* 3   + 17"
    assert "".join(shown[:-1]).count("*") == 2
    assert "".join(shown[:-1]).count("+") == 2


def test_several_lines_with_colours() -> None:
    shown = lines(series(60.0, 80.0, name="3"), series(70.0, 65.0, name="17"), style=COLOR)
    assert shown[-1] == "\x1b[36m──\x1b[0m 3   \x1b[33m──\x1b[0m 17"
    area = "".join(shown[:-1])
    assert "\x1b[36m" in area
    assert "\x1b[33m" in area
    assert not re.search(r"[*+]", area)


def test_a_legend_of_many_lines_is_wrapped() -> None:
    shown = lines(*(series(60.0 + number, 80.0, name=f"qubit {number}") for number in range(8)))
    assert [line.count("qubit") for line in shown[-3:]] == [3, 3, 2]
    assert max(map(display_width, shown)) <= 40


def test_a_point_without_a_number_is_a_gap() -> None:
    def dots(line: list[str]) -> int:
        return sum("\u2800" < character <= "\u28ff" for character in "".join(line))

    whole, gap = lines(series(1.0, 1.0, 1.0, 1.0, 1.0)), lines(series(1.0, 1.0, None, 1.0, 1.0))
    assert dots(gap) == pytest.approx(dots(whole) / 2, abs=2)
    assert dots(lines(series(1.0, float("nan"), 1.0))) == 2


@pytest.mark.parametrize("style", [PLAIN, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize(
    ("values", "expected"),
    [((5.0,), "5.0"), ((0.0,), "0"), ((0.0, 0.0), "0"), ((-3.0, -3.0, -3.0), "-3.0"), ((1e-9, 1e-9), "1e-09")],
)
def test_one_number(values: tuple[float, ...], expected: str, style: Style) -> None:
    shown = lines(series(*values), style=style)
    assert expected in [line.split()[0] for line in shown]
    drawn = [row for row, line in enumerate(shown[:6]) if re.search(r"[\u2801-\u28ff*]", line)]
    assert drawn in ([2], [3])


@pytest.mark.parametrize("values", [(), (None,), (None, float("nan"), float("inf"))])
def test_nothing(values: tuple[float | None, ...]) -> None:
    assert lines(series(*values)) == []
    assert lines() == []
    assert summary(series(*values).points) == []


@pytest.mark.parametrize(
    "values",
    [
        (1.7e308, -1.7e308, 5.0, 6.0),
        (1e299, -1e299),
        (5e-324, 0.0),
        (1e-300, 2e-300),
        (1.0, 1.0000000000000002),
        (1e16, 1e16 + 2),
        (123456789.0, 123456999.0),
        (-0.0, 0.0),
    ],
)
@pytest.mark.parametrize("width", [10, 80])
@pytest.mark.parametrize("height", [1, 2, 12])
def test_numbers_of_any_size(values: tuple[float, ...], width: int, height: int) -> None:
    shown = lines(series(*values), width=width, height=height)
    assert len(shown) == height + 2
    assert width < 80 or max(map(display_width, shown)) <= width
    assert summary(series(*values).points, tz=JAPAN)


@pytest.mark.parametrize("year", [1, 1970, 9999])
def test_times_that_no_calendar_has_are_left_out(year: int) -> None:
    odd = Series("3", [Point(datetime(year, 1, 1, tzinfo=timezone.utc), 1.0), Point(START, 2.0)])
    assert lines(odd)
    assert summary(odd.points, tz=timezone(timedelta(hours=-12)))[1].startswith("last 2.0")


def test_points_are_drawn_in_the_order_of_time() -> None:
    shown = series(1.0, 2.0, 3.0, 4.0)
    assert lines(Series("3", shown.points[::-1])) == lines(shown)


def test_points_outside_of_the_time_axis_are_not_drawn() -> None:
    shown = series(*(float(number) for number in range(10)))
    assert lines(shown, start=START + 2 * DAY, end=START + 4 * DAY) == lines(
        series(2.0, 3.0, 4.0, start=START + 2 * DAY)
    )
    later = lines(shown, start=START - 10 * DAY, end=START + 9 * DAY)
    assert all(re.match(r".{2}[┤│]( {18}|$)", line) for line in later[:6])


def test_a_name_of_the_server_cannot_control_the_terminal() -> None:
    shown = lines(series(1.0, 2.0, name="\x1b[2J3\n"), series(2.0, name="x" * 100))
    assert not re.search(r"[\x00-\x1f]", "".join(shown))
    assert max(map(display_width, shown)) <= 40


# --- words ------------------------------------------------------------------------------------------------------------


def test_a_summary() -> None:
    points = [Point(START + DAY * index, value, 0.512) for index, value in enumerate((97.1, 63.9, 112.4, None, 110.04))]
    assert summary(points, unit="μs", tz=JAPAN) == [
        "median 103.6 μs",
        "last 110.04 ± 0.51 μs",
        "lowest 63.9 μs on 10-27",
        "highest 112.4 μs on 10-28",
    ]
    assert summary(points[::-1], unit="μs", tz=JAPAN) == summary(points, unit="μs", tz=JAPAN)


def test_dates_of_another_year_have_their_year() -> None:
    points = [Point(datetime(2025, 12, 31, 20, tzinfo=timezone.utc), 1.0), Point(START, 2.0)]
    assert summary(points, tz=JAPAN)[2:] == ["lowest 1.000 on 01-01", "highest 2.000 on 10-26"]
    assert summary(points, tz=timezone.utc)[2:] == ["lowest 1.000 on 2025-12-31", "highest 2.000 on 10-26"]


@pytest.mark.parametrize(
    ("values", "size", "expected"),
    [
        ((1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0), 8, "▁▂▃▄▅▆▇█"),
        ((1.0, 1.0, 5.0, 5.0), 2, "▁█"),
        ((3.0, 3.0), 8, "▅▅"),
        ((1.0, float("nan"), 2.0), 8, "▁█"),
        ((), 8, ""),
        ((1.0, 2.0), 0, ""),
    ],
)
def test_charts_in_one_line(values: tuple[float, ...], size: int, expected: str) -> None:
    assert sparkline(values, size, PLAIN) == expected
    assert sparkline(values, size, ASCII).isascii()


# --- ticks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "most", "expected", "decimals"),
    [
        (63.0, 116.0, 5, [80.0, 100.0], 0),
        (63.0, 116.0, 6, [70.0, 80.0, 90.0, 100.0, 110.0], 0),
        (0.0, 1.0, 5, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0], 1),
        (-1.0, 1.0, 4, [-1.0, -0.5, 0.0, 0.5, 1.0], 1),
        (99.77, 99.93, 4, [99.8, 99.85, 99.9], 2),
        (1e6, 2e6, 3, [1e6, 1.5e6, 2e6], 0),
    ],
)
def test_ticks_at_round_numbers(low: float, high: float, most: int, expected: list[float], decimals: int) -> None:
    found, places = number_ticks(low, high, most)
    assert found == pytest.approx(expected)
    assert places == decimals


@pytest.mark.parametrize(
    ("length", "most", "expected"),
    [
        (timedelta(seconds=20), 5, ["12:00:00", "12:00:05", "12:00:10", "12:00:15", "12:00:20"]),
        (timedelta(minutes=50), 6, ["12:00", "12:10", "12:20", "12:30", "12:40", "12:50"]),
        (timedelta(hours=20), 8, ["12:00", "15:00", "18:00", "21:00", "10-27", "03:00", "06:00"]),
        (timedelta(days=3), 4, ["10-27", "10-28", "10-29"]),
        (timedelta(days=30), 5, ["11-02", "11-09", "11-16", "11-23"]),
        (timedelta(days=200), 8, ["2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04", "2027-05"]),
        (timedelta(days=1000), 4, ["2027", "2028", "2029"]),
        (timedelta(days=365 * 2000), 4, ["2500", "3000", "3500", "4000"]),
        (timedelta(days=1), 0, []),
    ],
)
def test_ticks_at_round_times(length: timedelta, most: int, expected: list[str]) -> None:
    assert [label for _, label in time_ticks(START, START + length, most, JAPAN)] == expected


def test_days_start_at_midnight_when_the_clocks_change() -> None:
    zone = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 10, 24, 12, tzinfo=zone)
    found = time_ticks(start, start + 3 * DAY, 4, zone)
    assert [label for _, label in found] == ["10-25", "10-26", "10-27"]
    assert [moment.astimezone(zone).hour for moment, _ in found] == [0, 0, 0]
    assert found[1][0].astimezone(timezone.utc) - found[0][0].astimezone(timezone.utc) == timedelta(hours=25)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (84.74, 1, "84.7"),
        (-0.04, 1, "0.0"),
        (0.0, 0, "0"),
        (100.0, 0, "100"),
        (-5.0, 0, "-5"),
        (123456789.0, 0, "123456789"),
        (1.234e18, 0, "1.234e+18"),
        (2.5e-9, 10, "2.5e-09"),
        (0.0, 10, "0.000000"),
    ],
)
def test_fixed_decimals(value: float, decimals: int, expected: str) -> None:
    assert fixed(value, decimals) == expected


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((), 0),
        ((5.0,), 2),
        ((0.0,), 2),
        ((40.0, 120.0), 1),
        ((99.5, 99.9), 3),
        ((1000.0, 9000.0), 0),
        ((1e-9, 2e-9), 12),
    ],
)
def test_decimals(numbers: tuple[float, ...], expected: int) -> None:
    assert decimals_of(numbers) == expected


def test_decimals_without_regard_to_a_few_extreme_numbers() -> None:
    assert decimals_of([99.5 + index / 100 for index in range(40)] + [0.1]) == 3


@pytest.mark.parametrize(("fraction", "expected"), [(0.0, 1.0), (0.25, 1.75), (0.5, 2.5), (1.0, 4.0)])
def test_quantiles(fraction: float, expected: float) -> None:
    assert quantile([1.0, 2.0, 3.0, 4.0], fraction) == expected


@pytest.mark.parametrize("number", [0.0, 5.0, -5.0, 1e-300, 1e299])
def test_a_range_is_never_empty(number: float) -> None:
    low, high = widened(number, number)
    assert low < number < high
