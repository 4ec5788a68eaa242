"""Print the fault matrix as Markdown."""

from __future__ import annotations

from . import SECTIONS
from .cases import Case, Scenario, Sees


def seen(case: Case) -> str:
    if isinstance(case.sees, Sees):
        status = f" {case.sees.status}" if case.sees.status else ""
        return f"`{case.sees.kind.__name__}`{status}: {case.sees.says}"
    return case.sees if isinstance(case, Scenario) else f"`{case.sees!r}`"


def main() -> None:
    print("# The fault matrix")
    for section in SECTIONS:
        print(f"\n## {section.title}\n\n{section.promise}\n")
        print("| what happens | what the caller sees | requests | seconds | guard |\n| --- | --- | --- | --- | --- |")
        for case in section.cases:
            cells = (case.what, seen(case), case.reached, f"< {case.within:g}", case.guard)
            print("| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")


if __name__ == "__main__":
    main()
