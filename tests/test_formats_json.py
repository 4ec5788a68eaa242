from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from json_values import JSON, fixed

from qdash.client.formats.json_text import array, compact, document, lines

ROWS = [{"qid": "3", "t1": {"value": 84.74824416157573, "unit": "μs"}}, {"qid": "4", "t1": None}]


def test_a_document_for_people() -> None:
    assert document(ROWS[0]) == (
        "{\n"  #
        '  "qid": "3",\n'
        '  "t1": {\n'
        '    "value": 84.74824416157573,\n'
        '    "unit": "μs"\n'
        "  }\n"
        "}"
    )


def test_json_lines() -> None:
    assert list(lines(ROWS)) == ['{"qid":"3","t1":{"value":84.74824416157573,"unit":"μs"}}', '{"qid":"4","t1":null}']


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_an_array_is_the_document_of_all_rows(count: int) -> None:
    rows = (ROWS * 3)[:count]
    assert "\n".join(array(iter(rows))) == document(rows)


def test_an_array_is_written_while_rows_come() -> None:
    taken = []

    def rows() -> Iterator[int]:
        for number in range(4):
            taken.append(number)
            yield number

    pieces = array(rows())
    assert [next(pieces), next(pieces), next(pieces)] == ["[", "  0,", "  1,"]
    assert taken == [0, 1, 2]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_there_is_null_for_what_is_no_number(value: float) -> None:
    assert json.loads(document({"a": [value, 1.5, {"b": value}]})) == {"a": [None, 1.5, {"b": None}]}
    assert compact(value) == "null"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("温度 é 👍", '"温度 é 👍"'),
        ("a\x1b[2J\n", r'"a\u001b[2J\n"'),
        ("\x9b2J\x7f", r'"\u009b2J\u007f"'),
        ("ab\u202egnp\u2028", r'"ab\u202egnp\u2028"'),
        ("half \ud83d", r'"half \ud83d"'),
        ("\\u202e", r'"\\u202e"'),
    ],
)
def test_what_controls_a_terminal_is_escaped(text: str, written: str) -> None:
    assert compact(text) == written
    assert json.loads(written) == text


@fixed
@given(JSON | st.text(st.characters(codec=None)))
def test_values_come_back(value: Any) -> None:
    for text in (document(value), compact(value)):
        # Two halves of a surrogate pair are one character in JSON.
        assert json.loads(text) == json.loads(json.dumps(value))
        text.encode()
    assert len(compact(value).splitlines()) == 1


@fixed
@given(st.lists(JSON, max_size=4))
def test_rows_come_back(rows: list[Any]) -> None:
    assert json.loads("\n".join(array(rows))) == rows
    assert [json.loads(line) for line in lines(rows)] == rows


def test_pandas_reads_json_lines() -> None:
    frame = pandas.read_json(io.StringIO("\n".join(lines(ROWS))), lines=True, dtype={"qid": str}, precise_float=True)
    assert frame.to_dict("records")[0] == ROWS[0]
