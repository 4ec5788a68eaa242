"""The overview of all commands."""

from __future__ import annotations

from .commands import GROUPS

__all__ = ["overview"]


def overview(program: str) -> str:
    """Return the list of commands."""
    lines = [f"usage: {program} COMMAND [OPTIONS]", "", "Reads and runs QDash from the command line."]
    for group, commands in GROUPS.items():
        lines += ["", f"{group}:"]
        lines += [f"  {name:<13}{summary}" for name, _, summary in commands]
    lines += [
        "",
        f"The options of a command: {program} COMMAND --help",
        f"The manual: {program} docs command-line",
    ]
    return "\n".join(lines)
