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
        f"{program} COMMAND --help shows the options of a command, {program} docs command-line the whole manual.",
    ]
    return "\n".join(lines)
