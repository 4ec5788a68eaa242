from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from json_values import FINITE, JSON, TEXT, fixed
from wcwidth import wcswidth

from qdash.client.formats.columns import Column
from qdash.client.formats.style import PLAIN, Style
from qdash.client.formats.table import table

TOKYO = timezone(timedelta(hours=9))
COLUMNS = [
    Column("metric"),
    Column("qid", "QUBIT", kind="number"),
    Column("value", kind="number"),
    Column("unit"),
    Column("stddev", "±", kind="number"),
    Column("calibrated_at", "CALIBRATED", kind="time"),
    Column("elapsed", kind="duration", shown="wide"),
    Column("task_id", shown="data"),
    Column("message"),
]
ROWS: list[dict[str, Any]] = [
    {
        "metric": "T1",
        "qid": "56",
        "value": 44.70551,
        "unit": "μs",
        "stddev": 0.41,
        "calibrated_at": "2026-11-24T09:02:11.5+00:00",
        "elapsed": "0:03:40",
        "task_id": "11c5aadc",
        "message": "fit of 温度計 did not converge\nafter \x1b[31m200 tries",
    },
    {"metric": "X90 Gate Fidelity", "qid": "7", "value": 99.31, "unit": "%", "stddev": 0.0213, "elapsed": 12.3},
]


def text(columns: Sequence[Column] = COLUMNS, rows: Sequence[dict[str, Any]] = ROWS, **options: Any) -> str:
    return "\n".join(table(columns, rows, **{"style": PLAIN, "tz": TOKYO} | options))


def test_a_table_of_any_width() -> None:
    assert text() == (
        "METRIC             QUBIT  VALUE  UNIT       ±  CALIBRATED               MESSAGE\n"
        "T1                    56  44.71  μs    0.4100  2026-11-24 18:02 +09:00  "
        "fit of 温度計 did not converge after \ufffd[31m200 tries\n"
        "X90 Gate Fidelity      7  99.31  %     0.0213"
    )


def test_a_wide_table() -> None:
    assert text([COLUMNS[0], COLUMNS[6], COLUMNS[7]], wide=True) == (
        "METRIC                ELAPSED\n"  #
        "T1                 3 min 40 s\n"
        "X90 Gate Fidelity        12 s"
    )


def test_a_table_at_80_columns() -> None:
    assert text(width=80) == (
        "METRIC        QUBIT  VALUE  UNIT       ±  CALIBRATED               MESSAGE\n"
        "T1               56  44.71  μs    0.4100  2026-11-24 18:02 +09:00  fit of 温度…\n"
        "X90 Gate Fi…      7  99.31  %     0.0213"
    )


def test_a_table_of_ascii() -> None:
    assert text(width=80, style=Style(unicode=False)) == (
        "METRIC        QUBIT  VALUE  UNIT      +-  CALIBRATED               MESSAGE\n"
        "T1               56  44.71  us    0.4100  2026-11-24 18:02 +09:00  fit of ???...\n"
        "X90 Gate ...      7  99.31  %     0.0213"
    )


def test_columns_are_aligned_by_display_width() -> None:
    rows = [{"name": "温度", "unit": "K"}, {"name": "e\u0301e\u0301", "unit": "K"}, {"name": "T1", "unit": "K"}]
    assert text([Column("name"), Column("unit")], rows) == (
        "NAME  UNIT\n"  #
        "温度  K\n"
        "e\u0301e\u0301    K\n"
        "T1    K"
    )


def test_numbers_and_times_are_never_cut() -> None:
    assert text(COLUMNS[1:6], width=10) == text(COLUMNS[1:6]).replace("…", "")


def test_ids_are_never_cut() -> None:
    columns = [Column("name"), Column("task_id", kind="id")]
    row = {"name": "a long name", "task_id": "11c5aadc-7d1f-4c55-9a55-3f1d6f7a1b2c"}
    assert text(columns, [row], width=20).splitlines()[1] == f"a l…  {row['task_id']}"


def test_colours_take_no_columns() -> None:
    style = Style(color=True)
    lines = list(
        table(
            [Column("status"), Column("name")],
            [{"status": "failed", "name": "a"}, {"status": "completed", "name": None}],
            style=style,
            paint=lambda row, name: "red" if name == "status" and row["status"] == "failed" else None,
        )
    )
    assert lines == [
        "\x1b[1mSTATUS\x1b[0m     \x1b[1mNAME\x1b[0m",
        "\x1b[31mfailed\x1b[0m     a",
        "completed",
    ]


def test_tables_without_rows_or_columns() -> None:
    assert text(rows=[]).startswith("METRIC  QUBIT")
    assert text([]) == text([Column("task_id", shown="data")]) == ""


def column_of(kind: Any, values: Sequence[object], **options: Any) -> list[str]:
    """Return the cells of a column."""
    rows = [{"a": value} for value in values]
    lines = list(table([Column("a", "", kind=kind, **options)], rows, style=PLAIN, tz=TOKYO))
    return lines[1:]


@pytest.mark.parametrize(
    ("values", "cells"),
    [
        ([84.74824416157573, 0.35], ["84.75", " 0.35"]),
        ([84.74824416157573, 0.3504185768132868], ["84.7482", " 0.3504"]),
        ([60, 84.5], ["  60", "84.5"]),
        ([60.0, 84.5], ["60.0", "84.5"]),
        ([60.0, 61.0], ["60", "61"]),
        ([0.0001234567, 12.0], ["0.0001235", "  12.0000"]),
        ([1.5e-9, 12.25], ["1.5e-09", "  12.25"]),
        ([1e20, 0.5], ["1e+20", "  0.5"]),
        ([-4.937123, 4.9], ["-4.937", " 4.900"]),
        ([123456789.123, 1], ["123456789", "        1"]),
        ([2**70], ["1180591620717411303424"]),
        ([0.0, -0.0], [" 0", "-0"]),
        ([None, 1.5], ["", "1.5"]),
        ([float("nan"), float("inf"), 1.5], ["", "", "1.5"]),
        (["≥ 60", 1.25], ["≥ 60", "1.25"]),
        ([True, 1], ["yes", "  1"]),
    ],
)
def test_numbers_have_sensible_digits(values: list[object], cells: list[str]) -> None:
    assert column_of("number", values) == cells


def test_a_column_can_show_more_digits() -> None:
    assert column_of("number", [4.93712345678, 5.0], digits=7) == ["4.937123", "5.000000"]


@fixed
@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=4), st.integers(2, 12))
def test_a_shown_number_is_close(values: list[float], digits: int) -> None:
    for value, cell in zip(values, column_of("number", values, digits=digits), strict=True):
        assert float(cell) == pytest.approx(value, rel=max(5.1 * 10**-digits, 0.0051))


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        ("text", None, ""),
        ("text", "", ""),
        ("text", True, "yes"),
        ("text", 0.1, "0.1"),
        ("text", ["3", "4"], '["3","4"]'),
        ("json", True, "true"),
        ("json", "text", "text"),
        ("json", {"μ": [1, None, 0.1]}, '{"μ":[1,null,0.1]}'),
        ("json", 84.74824416157573, "84.74824416157573"),
        ("time", "2026-11-24T09:02:11Z", "2026-11-24 18:02 +09:00"),
        ("time", "yesterday", "yesterday"),
        ("time", 5, "5"),
        ("duration", 220, "3 min 40 s"),
        ("duration", "PT5S", "5 s"),
        ("duration", [], "[]"),
    ],
)
def test_values_for_people(kind: str, value: object, cell: str) -> None:
    assert column_of(kind, [value]) == [cell]


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ([1, 22, None], [" 1  x", "22  x", "    x"]),
        ([1, "22"], ["1   x", "22  x"]),
        ([True, 22], ["true  x", "22    x"]),
        ([None, None], ["  x", "  x"]),
    ],
)
def test_selected_numbers_are_aligned_at_the_right(values: list[object], lines: list[str]) -> None:
    rows = [{"a": value, "b": "x"} for value in values]
    assert list(table([Column("a", "", kind="json"), Column("b")], rows, style=PLAIN))[1:] == lines


@fixed
@given(
    st.lists(st.tuples(TEXT, TEXT, JSON, FINITE), max_size=5),
    st.integers(40, 200),
    st.sampled_from([PLAIN, Style(unicode=False), Style(unicode=False, encoding="cp932")]),
)
def test_no_line_exceeds_the_width(rows: list[tuple[object, ...]], width: int, style: Style) -> None:
    columns = [Column("0", "名前"), Column("1"), Column("2", kind="json"), Column("3", kind="number")]
    lines = list(table(columns, [dict(zip("0123", row, strict=True)) for row in rows], width=width, style=style))
    assert len(lines) == 1 + len(rows)
    for line in lines:
        assert line.isprintable()
        assert line == line.rstrip(" ")
        assert wcswidth(line) <= width
