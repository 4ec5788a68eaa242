from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from json_values import JSON, fixed

from qdash.client.formats.columns import MISSING, Column, pick, select, sort, value_at, visible

ROOT = Path(__file__).resolve().parents[1]
ROW = {
    "qid": "3",
    "data": {"t1": {"value": 84.7, "unit": "μs"}, "a.b": 5},
    "fits": [{"tau": 1}, {"tau": 2}],
    "x.y": "dotted",
    "nothing": None,
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("qid", "3"),
        ("data.t1.value", 84.7),
        ("data.t1", {"value": 84.7, "unit": "μs"}),
        ("data.a.b", 5),
        ("fits.1.tau", 2),
        ("fits.0", {"tau": 1}),
        ("x.y", "dotted"),
        ("nothing", None),
    ],
)
def test_the_value_of_a_name(name: str, value: object) -> None:
    assert value_at(ROW, name, MISSING) == value


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "x",
        "data.",
        "data..t1",
        "data.t2.value",
        "qid.0",
        "qid.value",
        "nothing.value",
        "fits.2",
        "fits.-1",
        "fits.²",
        "fits.tau",
        "fits.1.tau.x",
    ],
)
def test_what_a_row_lacks_is_the_default(name: str) -> None:
    assert value_at(ROW, name, MISSING) is MISSING
    assert value_at(ROW, name) is None


@fixed
@given(st.text("abc.0", max_size=12))
def test_any_name_can_be_asked_for(name: str) -> None:
    value_at({"a": {"b": [{"c": 1}, [2, {"": 3}]]}, "": {"": 4}}, name)


@fixed
@given(st.lists(st.text("ab01", min_size=1), min_size=1, max_size=5))
def test_dots_lead_into_nested_objects(path: list[str]) -> None:
    value: Any = "found"
    for name in reversed(path):
        value = {name: value}
    assert value_at(value, ".".join(path)) == "found"


def test_the_members_that_are_picked() -> None:
    assert pick(ROW, ["data.t1.unit", "other", "qid"]) == {"data.t1.unit": "μs", "other": None, "qid": "3"}


@pytest.mark.parametrize(
    ("column", "title"),
    [
        (Column("chip_id"), "CHIP ID"),
        (Column("data.t1.value"), "DATA T1 VALUE"),
        (Column("error", "±"), "±"),
        (Column("mark", ""), ""),
    ],
)
def test_the_title_of_a_column(column: Column, title: str) -> None:
    assert column.title == title


COLUMNS = [
    Column("chip_id"),
    Column("started_at", "STARTED", kind="time", shown="wide"),
    Column("task_id", shown="data"),
    Column("verdict", shown="table"),
]


@pytest.mark.parametrize(
    ("output", "names"),
    [
        ("table", ["chip_id", "verdict"]),
        ("wide", ["chip_id", "started_at", "verdict"]),
        ("data", ["chip_id", "started_at", "task_id"]),
    ],
)
def test_the_columns_of_an_output(output: Any, names: list[str]) -> None:
    assert [column.name for column in visible(COLUMNS, output)] == names


def test_selected_columns_are_shown_in_every_output() -> None:
    selected = select([*COLUMNS, Column("value", kind="number", digits=7)], ["started_at", "note.content", "value"])
    assert [(column.name, column.title, column.kind, column.digits) for column in selected] == [
        ("started_at", "STARTED", "time", 4),
        ("note.content", "NOTE CONTENT", "json", 4),
        ("value", "VALUE", "number", 7),
    ]
    assert visible(selected, "table") == visible(selected, "wide") == visible(selected, "data") == selected


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (["qid"], [2, 10, "0-1", "Q2", "Q10", None, ""]),
        (["-qid"], ["Q10", "Q2", "0-1", 10, 2, None, ""]),
    ],
)
def test_the_natural_order(names: list[str], order: list[object]) -> None:
    rows: list[dict[str, object]] = [{"qid": value} for value in order]
    shuffled = [*rows[:-2], *rows[-2:]]
    random.shuffle(head := shuffled[:-2])
    assert sort([*rows[-2:], *head], names) == rows


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (["a"], "0 1 2 3"),
        (["-a"], "2 3 0 1"),
        (["a", "-b.c"], "1 0 3 2"),
        (["-a", "b.c"], "2 3 0 1"),
        (["b.c", "a"], "0 2 1 3"),
        ([], "0 1 2 3"),
        (["other"], "0 1 2 3"),
    ],
)
def test_several_members_decide_one_after_another(names: list[str], order: str) -> None:
    rows = [
        {"n": 0, "a": "x", "b": {"c": 1}},
        {"n": 1, "a": "x", "b": {"c": 2.5}},
        {"n": 2, "a": "y", "b": {"c": 1}},
        {"n": 3, "a": "y", "b": {"c": 2.5}},
    ]
    assert " ".join(str(row["n"]) for row in sort(rows, names)) == order


@fixed
@given(st.lists(st.builds(dict, a=JSON | st.floats())))
def test_all_values_can_be_sorted(rows: list[dict[str, Any]]) -> None:
    for names in (["a"], ["-a"]):
        assert sorted(map(id, sort(rows, names))) == sorted(map(id, rows))


@fixed
@given(st.lists(st.floats(allow_nan=False) | st.integers()))
def test_numbers_are_sorted_as_numbers(values: list[float]) -> None:
    assert [row["a"] for row in sort([{"a": value} for value in values], ["a"])] == sorted(values)


def test_tables_import_little() -> None:
    names = ("cells", "columns", "delimited", "json_text", "markdown", "numbers", "openmetrics", "style", "table")
    names = (*names, "times", "width")
    program = (
        "import sys; from qdash.client import formats; before = set(sys.modules)\n"
        f"from qdash.client.formats import {', '.join(names)}\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    environment = {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-S", "-c", program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == sorted(f"qdash.client.formats.{name}" for name in names)
