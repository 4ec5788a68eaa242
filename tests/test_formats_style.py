from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from json_values import fixed

from qdash.client.formats.style import PLAIN, Style

SYMBOLS = "84.7 ± 0.3 μs ≥ 60 → …"


@pytest.mark.parametrize(
    ("style", "text", "result"),
    [
        (Style(), SYMBOLS, SYMBOLS),
        (Style(unicode=False), SYMBOLS, "84.7 +- 0.3 us >= 60 -> ..."),
        (Style(unicode=False, encoding="cp932"), SYMBOLS, "84.7 +- 0.3 us >= 60 -> ..."),
        (Style(unicode=False), "温度 é", "?? e"),
        (Style(unicode=False, encoding="cp932"), "温度 é 👍", "温度 e ?"),
        (Style(unicode=False, encoding="latin-1"), "温度 é", "?? é"),
        (Style(unicode=False), "\uff34\uff11 ﬁt", "T1 fit"),
        (Style(), "μ\x1b[2J\n\u202e.", "μ\ufffd[2J ."),
        (Style(), "\x1b[2J", "\ufffd[2J"),
        (Style(unicode=False), "\x1b[2J", "?[2J"),
    ],
)
def test_text_that_the_output_can_show(style: Style, text: str, result: str) -> None:
    assert style.text(text) == result


@fixed
@given(st.text(st.characters(codec=None)), st.sampled_from(["ascii", "cp932", "latin-1", "euc_jp", "gbk"]))
def test_text_fits_the_encoding(text: str, encoding: str) -> None:
    Style(unicode=False, encoding=encoding).text(text).encode(encoding)


@pytest.mark.parametrize(
    ("color", "paints", "result"),
    [
        (False, ["red"], "45"),
        (True, ["red"], "\x1b[31m45\x1b[0m"),
        ("256", ["red"], "\x1b[31m45\x1b[0m"),
        (True, ["bold", "green"], "\x1b[1;32m45\x1b[0m"),
        (True, [], "45"),
    ],
)
def test_painted_text(color: Any, paints: Any, result: str) -> None:
    assert Style(color=color).paint("45", *paints) == result


def test_nothing_is_not_painted() -> None:
    assert Style(color=True).paint("", "red") == ""


@pytest.mark.parametrize(
    ("color", "rgb", "background"),
    [
        ("256", (0, 0, 0), "48;5;16"),
        ("256", (255, 255, 255), "48;5;231"),
        ("256", (255, 0, 0), "48;5;196"),
        ("256", (253, 231, 37), "48;5;220"),
        ("256", (128, 128, 128), "48;5;244"),
        ("256", (11, 11, 11), "48;5;232"),
        ("24bit", (253, 231, 37), "48;2;253;231;37"),
        (True, (0, 0, 0), "40"),
        (True, (255, 255, 255), "47"),
        (True, (200, 10, 10), "41"),
        (True, (0, 255, 0), "42"),
    ],
)
def test_the_colour_of_a_background(color: Any, rgb: tuple[int, int, int], background: str) -> None:
    filled = Style(color=color).fill("45", rgb)
    assert filled.startswith("\x1b[")
    assert filled.endswith(f";{background}m45\x1b[0m")


@pytest.mark.parametrize(
    ("color", "rgb", "ink"),
    [
        ("256", (0, 0, 60), "38;5;231"),
        ("24bit", (255, 255, 200), "38;5;16"),
        ("24bit", (33, 145, 140), "38;5;16"),
        (True, (33, 145, 140), "30"),  # on cyan
        (True, (59, 82, 139), "97"),  # on blue
    ],
)
def test_text_on_a_background_is_legible(color: Any, rgb: tuple[int, int, int], ink: str) -> None:
    assert Style(color=color).fill("45", rgb).startswith(f"\x1b[{ink};")


def test_no_background_without_colour() -> None:
    assert PLAIN.fill("45", (255, 0, 0)) == "45"


@fixed
@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_every_colour_has_a_close_one(rgb: tuple[int, int, int]) -> None:
    number = int(Style(color="256").fill("x", rgb).split("48;5;")[1].split("m")[0])
    assert 16 <= number <= 255
    if number >= 232:
        close = [8 + 10 * (number - 232)] * 3
    else:
        close = [(0, 95, 135, 175, 215, 255)[(number - 16) // size % 6] for size in (36, 6, 1)]
    assert sum((one - other) ** 2 for one, other in zip(close, rgb, strict=True)) <= 3 * 48**2
