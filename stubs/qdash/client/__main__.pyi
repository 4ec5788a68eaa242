"""The command line: ``python -m qdash.client demo`` and ``docs``."""

from collections.abc import Sequence

def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
