from __future__ import annotations

import csv
import io
import json
from typing import Any

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from json_values import FINITE, JSON, TEXT, fixed

from qdash.client.formats.columns import Column
from qdash.client.formats.delimited import delimited

COLUMNS = [
    Column("qid"),
    Column("t1.value", kind="number"),
    Column("at", kind="time", shown="wide"),
    Column("task_id", shown="data"),
    Column("verdict", shown="table"),
    Column("more", kind="json"),
]
ROWS: list[dict[str, Any]] = [
    {
        "qid": "03",
        "t1": {"value": 84.74824416157573},
        "at": "2026-11-24T09:02:11.500000+00:00",
        "task_id": "11c5aadc",
        "verdict": "bad",
        "more": {"qids": ["3", "4"], "ok": True, "μ": None},
    },
    {"qid": 'say "a, b"', "t1": None, "at": None, "more": [1e-7, 2]},
]


def text(rows: list[dict[str, Any]], columns: list[Column] = COLUMNS, **options: Any) -> str:
    return "".join(f"{line}\n" for line in delimited(columns, rows, **options))


def read(written: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(written, newline=""), delimiter=delimiter))


def test_csv() -> None:
    assert text(ROWS) == (
        "qid,t1.value,at,task_id,more\n"
        '03,84.74824416157573,2026-11-24T09:02:11.500000+00:00,11c5aadc,"{""qids"":[""3"",""4""],""ok"":true,""μ"":null}"\n'
        '"say ""a, b""",,,,"[1e-07,2]"\n'
    )


def test_tsv() -> None:
    assert text(ROWS[1:], delimiter="\t") == ('qid\tt1.value\tat\ttask_id\tmore\n"say ""a, b"""\t\t\t\t[1e-07,2]\n')


def test_no_rows() -> None:
    assert text([]) == "qid,t1.value,at,task_id,more\n"
    assert text([{"a": None}], [Column("a")]) == 'a\n""\n'


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (True, "true"),
        (False, "false"),
        (0.1 + 0.2, "0.30000000000000004"),
        (5e-324, "5e-324"),
        (2**70, "1180591620717411303424"),
        (-3, "-3"),
        (None, ""),
        (float("nan"), ""),
        (float("-inf"), ""),
        ([], "[]"),
        ("half \ud83d", "half \ufffd"),
        ("two\r\nlines", "two\r\nlines"),
    ],
)
def test_values_are_exact(value: object, cell: str) -> None:
    assert read(text([{"a": value, "b": 1}], [Column("a"), Column("b")])) == [["a", "b"], [cell, "1"]]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1-2", "'+1-2"),
        ("-a", "'-a"),
        ("-", "'-"),
        ("-inf", "'-inf"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\uff1d1", "'\uff1d1"),
        ("1=1", "1=1"),
        ("-5", "-5"),
        ("+5.25e-3", "+5.25e-3"),
        ("-5 ", "'-5 "),
        ("'=1", "'=1"),
        (-0.5, "-0.5"),
        (-7, "-7"),
        (["=1"], '["=1"]'),
    ],
)
def test_what_a_spreadsheet_would_run(value: object, cell: str) -> None:
    rows = [{"a": value, "b": 1}]
    columns = [Column("a"), Column("b")]
    assert read(text(rows, columns, excel=True)) == [["a", "b"], [cell, "1"]]
    assert read(text(rows, columns)) == [["a", "b"], [cell.removeprefix("'") if value != "'=1" else "'=1", "1"]]


def test_the_heading_is_guarded_too() -> None:
    assert text([], [Column("=a"), Column("b")], excel=True) == "'=a,b\n"


CELLS = st.tuples(TEXT.filter(lambda value: "\0" not in value), FINITE, st.integers(), JSON)  # csv of 3.10 refuses NUL


@fixed
@given(st.lists(CELLS, max_size=4), st.sampled_from(",\t;"))
def test_values_come_back(rows: list[tuple[Any, ...]], delimiter: str) -> None:
    columns = [Column(name) for name in ("text", "float", "int", "any")]
    written = text([dict(zip(("text", "float", "int", "any"), row, strict=True)) for row in rows], columns)
    again = text(
        [dict(zip(("text", "float", "int", "any"), row, strict=True)) for row in rows], columns, delimiter=delimiter
    )
    found = read(written)
    assert read(again, delimiter) == found
    assert len(found) == 1 + len(rows)
    for (string, real, integer, value), cells in zip(rows, found[1:], strict=True):
        assert cells[0] == string
        assert float(cells[1]) == real
        assert int(cells[2]) == integer
        if isinstance(value, (list, dict, bool, int, float)):
            assert json.loads(cells[3]) == value
        else:
            assert cells[3] == (value or "")


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_pandas_reads_them(delimiter: str) -> None:
    rows = [
        {"qid": "03", "value": 84.74824416157573, "at": "2026-11-24T09:02:11.500000+00:00", "note": "温度, 3"},
        {"qid": "04", "value": -1.5e-9, "at": "2026-11-24T09:02:12+00:00", "note": 'two\r\n"lines"'},
        {"qid": "05", "value": None, "at": None, "note": None},
    ]
    columns = [Column("qid"), Column("value"), Column("at"), Column("note")]
    written = io.StringIO(text(rows, columns, delimiter=delimiter), newline="")
    frame = pandas.read_csv(written, sep=delimiter, dtype={"qid": str})
    assert list(frame.columns) == ["qid", "value", "at", "note"]
    assert frame["qid"].tolist() == ["03", "04", "05"]
    assert frame["value"].tolist()[:2] == pytest.approx([84.74824416157573, -1.5e-9], rel=1e-15)
    assert frame["note"].tolist()[:2] == ["温度, 3", 'two\r\n"lines"']
    assert frame.isna().iloc[2].tolist() == [False, True, True, True]
    times = pandas.to_datetime(frame["at"], format="ISO8601")
    assert times[0] == pandas.Timestamp("2026-11-24 09:02:11.5", tz="UTC")
