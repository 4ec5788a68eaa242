"""Measured values with their errors."""

from __future__ import annotations

import math
from typing import Any

import pytest

from qdash.client.formats.measured import measured


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        (84.74824416157573, 0.3504185768132868, "84.75 ± 0.35"),
        (84.74824416157573, 1.8, "84.7 ± 1.8"),
        (84.74824416157573, 18, "85 ± 18"),
        (4.3280046123, 0.0000050, "4.3280046 ± 0.0000050"),
        (0.9981, 0.00996, "0.998 ± 0.010"),
        (-310.2, 0.25, "-310.20 ± 0.25"),
        (0, 0.1, "0.00 ± 0.10"),
        (12345, 100, "12345 ± 100"),
        (84.74824416157573, None, "84.7482"),
        (84.74824416157573, 0, "84.7482"),
        (84.74824416157573, -1, "84.7482"),
        (84.74824416157573, math.nan, "84.7482"),
        (84.74824416157573, math.inf, "84.7482"),
        (84.74824416157573, "0.1", "84.7482"),
        (84.74824416157573, True, "84.7482"),
        (1e-9, 1e-20, "1e-09 ± 1e-20"),
        (1e20, 1.0, "1e+20"),
        (1.0, 1e20, "1"),
        (1024, None, "1024"),
        (10**30, None, str(10**30)),
        (None, 0.1, ""),
        (math.nan, 0.1, ""),
        (True, 0.1, "true"),
        ("150 * 1024", 0.1, "150 * 1024"),
        ([1.5, None], None, "[1.5,null]"),
    ],
)
def test_a_value_has_the_digits_that_its_error_allows(value: Any, error: Any, text: str) -> None:
    assert measured(value, error) == text
