"""Print the fault matrix as Markdown."""

from __future__ import annotations

from . import SECTIONS
from .rows import Row, Scenario, Sees


def seen(row: Row) -> str:
    if isinstance(row.sees, Sees):
        status = f" {row.sees.status}" if row.sees.status else ""
        return f"`{row.sees.kind.__name__}`{status}: {row.sees.says}"
    return row.sees if isinstance(row, Scenario) else f"`{row.sees!r}`"


def main() -> None:
    print("# The fault matrix")
    for section in SECTIONS:
        print(f"\n## {section.title}\n\n{section.promise}\n")
        print("| what happens | what the caller sees | requests | seconds | defence |\n| --- | --- | --- | --- | --- |")
        for row in section.rows:
            cells = (row.what, seen(row), row.reached, f"< {row.within:g}", row.defence)
            print("| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")


if __name__ == "__main__":
    main()
