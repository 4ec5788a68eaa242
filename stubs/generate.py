"""Writes stubs/qdash/client/**/*.pyi, what type checkers and editors see, from the sources in qdash/client.

    python stubs/generate.py            write the stubs, and remove those whose module is gone
    python stubs/generate.py --check    write nothing; name the files that differ, and fail if there are any

It also writes qdash/client/api/__init__.py, which says what is in which area.

A stub keeps the public names of its module with their annotations, and whatever private names and imports these refer
to. It spells out what comes into being at run time only: the async variants of operations, the iterators of paged ones,
what a download returns with and without a file to write, and the names that a package imports when they are first used.
These are asked of the imported client. They alone have docstrings: editors read all others in the source. Each public
name needs a type: an annotation, or a value that tells it. Where one has none, nothing is written, and the place is
named.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import fill

from generator.derived import PACKAGE, ROOT, areas, module_of
from generator.module import Module
from generator.syntax import INDENT, WIDTH, MissingTypeError

# What programs import. There are stubs for these modules, and for those that their stubs import.
PUBLIC = ("__init__.py", "rest.py", "testing.py", "transport/protocol.py", "demo/__init__.py")

STUBS = Path(__file__).resolve().parent
SOURCES = sorted((ROOT / PACKAGE).rglob("*.py"))

# --- what is in which area -------------------------------------------------------------------------------------------

INDEX = ROOT / PACKAGE / "api" / "__init__.py"
INDEX_TEXT = """\
\"""The operations of the QDash API: one module an area, endpoint declarations and nothing else.

`AREAS` is the index of them, so that a program imports the areas that it uses. stubs/generate.py writes it.
\"""

from __future__ import annotations

# By module and class: the operations and iterators. Each has an async variant whose name ends in ``_async``.
AREAS: dict[str, str] = {{
{entries}
}}
"""


def index(paths: Sequence[Path]) -> str:
    """Return the module with the index of the areas."""
    entries: list[str] = []
    for path in paths:
        for area, cls in areas(module_of(path)).items():
            names = " ".join(name for name in vars(cls) if not (name.startswith("_") or name.endswith("_async")))
            lines = fill(names, WIDTH, initial_indent=INDENT * 2, subsequent_indent=INDENT * 2)
            entries.append(f'{INDENT}"{path.stem}.{area}": """\n{lines}\n{INDENT * 2}""",')
    return INDEX_TEXT.format(entries="\n".join(entries))


# --- files -----------------------------------------------------------------------------------------------------------


def fresh_files() -> dict[Path, str]:
    """Return the stubs and the index, by path."""
    elsewhere: dict[Path, set[str]] = {}
    for path in SOURCES:
        for module, name in imported(path, path.read_text(encoding="utf-8")):
            elsewhere.setdefault(module, set()).add(name)
    stubs: dict[Path, str] = {}
    wanted = [ROOT / PACKAGE / name for name in PUBLIC]
    while wanted:
        path = wanted.pop()
        if path not in stubs:
            try:
                stubs[path] = Module(path).stub(elsewhere.get(path, ())) + "\n"
            except MissingTypeError as error:
                sys.exit("{}:{}: {} needs an annotation".format(path.relative_to(ROOT), *error.args))
            wanted += (module for module, _ in imported(path, stubs[path]))
    areas = sorted(path for path in INDEX.parent.glob("*.py") if path != INDEX)
    texts = {STUBS / path.relative_to(ROOT).with_suffix(".pyi"): text for path, text in stubs.items()}
    return texts | {INDEX: index(areas)}


def imported(path: Path, text: str) -> Iterator[tuple[Path, str]]:
    """Yield the modules of the client that a module or stub imports from, with their packages, and the names."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.level:
            module = path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
            for name in (alias.name for alias in node.names):
                for found in (module, module / name):
                    files = (found.with_suffix(".py"), found / "__init__.py", found.parent / "__init__.py")
                    yield from ((file, name) for file in files if file in SOURCES)


def main(arguments: list[str]) -> int:
    """Write or check the stubs, and return the exit code."""
    if arguments not in ([], ["--check"]):
        sys.exit(__doc__)
    fresh = fresh_files()
    paths = [INDEX, *(STUBS / PACKAGE).rglob("*.pyi")]
    present = {path: path.read_text(encoding="utf-8") for path in paths if path.exists()}
    differing = sorted(path for path in fresh | present if fresh.get(path) != present.get(path))
    for path in differing:
        if arguments:
            print(f"{path.relative_to(ROOT)} is not what the sources say: run stubs/generate.py")
        elif path in fresh:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fresh[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()
    return 1 if arguments and differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
