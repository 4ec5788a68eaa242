"""Writes stubs/qdash/client/**/*.pyi, what type checkers and editors see, from the sources in qdash/client.

    python stubs/generate.py            write the stubs, and remove those whose module is gone
    python stubs/generate.py --check    write nothing; name the files that differ, and fail if there are any

It also writes qdash/client/api/__init__.py, which says what is in which area.

A stub keeps the public names of its module with their annotations and docstrings, and whatever private names and
imports these refer to. It spells out what comes into being at run time only: the async variants of operations, the
iterators of paged ones, what a download returns with and without a file to write, and the names that a package imports
when they are first used. Each public name needs a type: an annotation, or a value that tells it. Where one has none,
nothing is written, and the place is named.

What stubtest cannot understand is listed in stubs/stubtest-allowlist.txt, which is written like the stubs.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from pathlib import Path
from textwrap import fill

from generator.derived import PACKAGE, ROOT
from generator.module import parsed
from generator.syntax import INDENT, WIDTH, MissingTypeError

STUBS = Path(__file__).resolve().parent
ALLOWLIST = STUBS / "stubtest-allowlist.txt"

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
        for area, found in parsed(path).areas().items():
            names = " ".join(dict.fromkeys(name for name in found if not name.endswith("_async")))
            lines = fill(names, WIDTH, initial_indent=INDENT * 2, subsequent_indent=INDENT * 2)
            entries.append(f'{INDENT}"{path.stem}.{area}": """\n{lines}\n{INDENT * 2}""",')
    return INDEX_TEXT.format(entries="\n".join(entries))


# --- what stubtest cannot understand ---------------------------------------------------------------------------------

ALLOWED = """\
# What stubtest reports although stub and module agree: regular expressions, one a line. stubs/generate.py writes them.

# False at run time, true for type checkers, and nothing to import.
qdash\\.client\\..*\\.TYPE_CHECKING

# What `dataclasses` makes at its first use.
qdash\\.client\\.deferred\\.Deferred\\.__\\w+__

# A subclass of bytes with an attribute, which cannot be combined with another one.
qdash\\.client\\.call\\.downloads\\.Download

# Their constructors take positional arguments only to refuse them with advice.
qdash\\.client\\.settings\\.config\\.QDash(Retry)?Config\\.__init__

# All models share one constructor. tests/test_deferred.py compares the signatures that they tell.
qdash\\.client\\.models\\.\\w+\\.\\w+\\.__init__

# Literal with more than one value, which stubtest takes for a Union.
"""


def allowlist(paths: Sequence[Path]) -> str:
    """Return what stubtest is to accept."""
    lines: list[str] = []
    for path in paths:
        names = sorted(name for name, found in parsed(path).definitions.items() if is_choice(name, found[0]))
        if names:
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts).replace(".", r"\.")
            lines.append(rf"{module}\.({'|'.join(names)})" if names[1:] else rf"{module}\.{names[0]}")
    return ALLOWED + "\n".join(lines)


def is_choice(name: str, statement: ast.stmt) -> bool:
    """Tell whether this is a public alias of a ``Literal`` with several values."""
    match statement:
        case ast.Assign(value=ast.Subscript(value=ast.Name(id="Literal"), slice=ast.Tuple())):
            return not name.startswith("_")
        case _:
            return False


# --- files -----------------------------------------------------------------------------------------------------------


def fresh_files() -> dict[Path, str]:
    """Return the stub of each module, the allowlist and the index, by path."""
    sources = sorted((ROOT / PACKAGE).rglob("*.py"))
    texts = {ALLOWLIST: allowlist(sources) + "\n"}
    for path in sources:
        try:
            texts[STUBS / path.relative_to(ROOT).with_suffix(".pyi")] = parsed(path).stub() + "\n"
        except MissingTypeError as error:
            sys.exit("{}:{}: {} needs an annotation".format(path.relative_to(ROOT), *error.args))
    return texts | {INDEX: index([path for path in sources if path.parent == INDEX.parent and path != INDEX])}


def main(arguments: list[str]) -> int:
    """Write or check the stubs, and return the exit code."""
    if arguments not in ([], ["--check"]):
        sys.exit(__doc__)
    fresh = fresh_files()
    paths = [ALLOWLIST, INDEX, *(STUBS / PACKAGE).rglob("*.pyi")]
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
