from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from json_values import fixed
from wcwidth import wcswidth

from qdash.client.formats.width import cut, display_width, join, pad, plain

# Characters whose width all versions of Unicode know.
LETTERS = st.text("aZ~ éμ±≥…·°ßΩ温度測定カ゚ｶﾞ한글Жא\uff01\uff5e\u3000⣿█│👍🐍\u0301\u20dd\u200b\ufe0f")


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("T1", 2),
        ("84.7 ± 0.3 μs", 13),
        ("温度計", 6),
        ("ｶﾞ", 2),
        ("が", 2),
        ("か\u3099", 2),
        ("한글", 4),
        ("\u1112\u1161\u11ab", 2),
        ("e\u0301", 1),
        ("👍", 2),
        ("❤", 1),
        ("❤\ufe0f", 2),
        ("👍\ufe0f", 2),
        ("\ufe0f", 0),
        ("⣿█│…", 4),
    ],
)
def test_the_width_of_text(text: str, width: int) -> None:
    assert display_width(text) == width == wcswidth(text)


@fixed
@given(LETTERS)
def test_no_text_is_wider_than_its_width(text: str) -> None:
    assert 0 <= wcswidth(plain(text)) <= display_width(plain(text))


@pytest.mark.parametrize(
    ("text", "width", "result"),
    [
        ("fidelity", 8, "fidelity"),
        ("fidelity", 7, "fideli…"),
        ("fidelity", 1, "…"),
        ("fidelity", 0, ""),
        ("", 0, ""),
        ("温度計", 6, "温度計"),
        ("温度計", 5, "温度…"),
        ("温度計", 4, "温…"),
        ("温度計", 3, "温…"),
        ("温度計", 2, "…"),
        ("e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
    ],
)
def test_text_is_cut_to_its_width(text: str, width: int, result: str) -> None:
    assert cut(text, width) == result


@pytest.mark.parametrize(("width", "result"), [(4, "f..."), (3, "..."), (2, ".."), (0, "")])
def test_an_ellipsis_of_ascii(width: int, result: str) -> None:
    assert cut("fidelity", width, "...") == result


@fixed
@given(LETTERS, st.integers(0, 12))
def test_cut_text_never_exceeds_its_width(text: str, width: int) -> None:
    text = plain(text)
    result = cut(text, width)
    assert display_width(result) <= width
    assert wcswidth(result) <= width
    assert text.startswith(result.removesuffix("…"))


@pytest.mark.parametrize(
    ("text", "align", "result"),
    [
        ("T1", "left", "T1   "),
        ("T1", "right", "   T1"),
        ("温度", "left", "温度 "),
        ("温度", "right", " 温度"),
        ("too long", "right", "too long"),
    ],
)
def test_text_is_padded(text: str, align: Any, result: str) -> None:
    assert pad(text, 5, align) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("T1 of 温度 é", "T1 of 温度 é"),
        ("two\nlines\r\nand\tmore", "two lines and more"),
        ("no\u00a0break\u3000wide", "no break wide"),
        ("\x1b[2J\x07", "\ufffd[2J\ufffd"),
        ("\x9b2J\x7f", "\ufffd2J\ufffd"),
        ("ab\u202egnp.exe\u202c", "abgnp.exe"),
        ("zero\u200bwidth", "zerowidth"),
        ("half \ud83d", "half \ufffd"),
    ],
)
def test_plain_text_controls_nothing(text: str, result: str) -> None:
    assert plain(text) == result


@fixed
@given(st.text(st.characters(codec=None)))
def test_plain_text_is_printable(text: str) -> None:
    result = plain(text)
    assert result.isprintable()
    assert plain(result) == result
    result.encode()
    assert not any(unicodedata.category(char)[0] == "C" for char in result)


@pytest.mark.parametrize(
    ("parts", "width", "expected"),
    [
        (["lowest 1", "highest 2"], 19, ["lowest 1, highest 2"]),
        (["lowest 1", "highest 2"], 18, ["lowest 1", "highest 2"]),
        (["温度", "計"], 7, ["温度", "計"]),
        (["温度", "計"], 8, ["温度, 計"]),
        (["a", "b" * 9, "c", "d"], 5, ["a", "b" * 9, "c, d"]),
        (["a", "b" * 99], None, ["a, " + "b" * 99]),
        ([], 5, []),
    ],
)
def test_parts_are_joined_to_lines_that_fit(parts: list[str], width: int | None, expected: list[str]) -> None:
    assert list(join(parts, ", ", width)) == expected


@pytest.mark.parametrize(
    ("text", "first", "expected"),
    [
        ("aaa bbb ccc", 3, ["aaa", "bbb ccc"]),
        ("aaa bbb ccc", 7, ["aaa bbb", "ccc"]),
        ("aaa bbb ccc", 2, ["", "aaa bbb", "ccc"]),
        ("aaaaaaaaa b", 5, ["", "aaaaaaaaa", "b"]),
        ("aaaaaaaaa b", None, ["aaaaaaaaa", "b"]),
    ],
)
def test_the_first_line_may_have_less_room(text: str, first: int | None, expected: list[str]) -> None:
    assert list(join(text.split(), " ", 7, first)) == expected
