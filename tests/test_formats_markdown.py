from __future__ import annotations

from datetime import timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from json_values import fixed
from markdown_it import MarkdownIt

from qdash.client.formats.columns import Column
from qdash.client.formats.markdown import markdown
from qdash.client.formats.style import PLAIN, Style

TOKYO = timezone(timedelta(hours=9))
COLUMNS = [
    Column("metric"),
    Column("value", kind="number"),
    Column("at", "CALIBRATED", kind="time"),
    Column("elapsed", kind="duration", shown="table"),
    Column("chip_id", shown="wide"),
    Column("task_id", shown="data"),
]


def cells(lines: list[str]) -> list[list[str]]:
    """Return the text of the cells of a table, as a reader of Markdown shows it."""
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse("\n".join(lines))
    assert tokens[0].type == "table_open"
    assert tokens[-1].type == "table_close"
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            parts = token.children or []
            assert {part.type for part in parts} <= {"text", "text_special", "html_inline"}
            rows[-1].append("".join(part.content.replace("<br>", "\n") for part in parts))
    return rows


def test_a_table() -> None:
    rows = [
        {"metric": "T1", "value": 84.748, "at": "2026-11-24T09:02:11Z", "elapsed": 220},
        {"metric": "x90_gate_fidelity | best", "value": None},
    ]
    lines = list(markdown(COLUMNS, rows, style=PLAIN, tz=TOKYO))
    assert lines == [
        "| METRIC | VALUE | CALIBRATED | ELAPSED |",
        "| --- | ---: | --- | ---: |",
        "| T1 | 84.75 | 2026-11-24 18:02 +09:00 | 3 min 40 s |",
        r"| x90_gate_fidelity \| best |  |  |  |",
    ]
    assert cells(lines) == [
        ["METRIC", "VALUE", "CALIBRATED", "ELAPSED"],
        ["T1", "84.75", "2026-11-24 18:02 +09:00", "3 min 40 s"],
        ["x90_gate_fidelity | best", "", "", ""],
    ]


def test_no_rows_and_no_columns() -> None:
    assert list(markdown([Column("a")], [], style=PLAIN)) == ["| A |", "| --- |"]
    assert list(markdown([Column("a", shown="data")], [{"a": 1}], style=PLAIN)) == []


def test_ascii() -> None:
    lines = list(markdown([Column("unit")], [{"unit": "μs"}], style=Style(unicode=False)))
    assert lines[2] == "| us |"


@pytest.mark.parametrize(
    "text",
    [
        "a|b",
        "a\\|b",
        "\\",
        "*x* **y** _z_ __w__ ~~v~~",
        "snake_case_name",
        "`code` ``",
        "[link](http://a) ![image](b)",
        "<b>bold</b> <!-- c --> <https://a>",
        "&amp; &#65; & 1",
        "# no heading",
        "- no list",
        "---",
        "a\nb\n\nc",
        "温度 μ",
        "a &lt b;",
    ],
)
def test_text_comes_back(text: str) -> None:
    assert cells(list(markdown([Column("a"), Column("b")], [{"a": text, "b": text}], style=PLAIN)))[1:] == [
        [text, text]
    ]


def test_text_controls_nothing() -> None:
    rows: list[dict[str, Any]] = [{"a": "x\x1b[2J\r\ny\u202e"}]
    assert list(markdown([Column("a")], rows, style=PLAIN))[2] == r"| x�\[2J<br>y |"


@fixed
@given(st.text("ab1 \\`*_{}[]<>()#+-.!|~&;:/\"'$^=\n温") | st.text(st.characters(exclude_categories=["C", "Z"])))
def test_any_text_comes_back(text: str) -> None:
    found = cells(list(markdown([Column("a"), Column("b")], [{"a": text, "b": "x"}], style=PLAIN)))
    assert found[1][0].split() == text.split()
