"""The smallest PDF that shows some lines of text."""

from collections.abc import Iterable

def one_page(lines: Iterable[str]) -> bytes:
    """Return a PDF of one A4 page with these lines in Helvetica. What Latin-1 lacks turns into a question mark."""
