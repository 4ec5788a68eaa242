"""Generated values for the tests of formats."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

# The same examples in each run, which no clock ends.
fixed = settings(derandomize=True, deadline=None, database=None, max_examples=50)

TEXT: st.SearchStrategy[str] = st.text(st.characters(codec="utf-8"))  # no halves of surrogate pairs
FINITE: st.SearchStrategy[float] = st.floats(allow_nan=False, allow_infinity=False)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | FINITE | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
