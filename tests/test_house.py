"""The packages of the client and the directions in which they may import each other.

All import statements count: at the top of a module, within functions and under TYPE_CHECKING.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

CLIENT = Path(__file__).resolve().parents[1] / "qdash" / "client"

# The allowed imports. A part is a package or a module directly in `qdash.client`; "__init__" is the package itself.
BOTTOM = {"version", "observation", "hints", "deferred", "errors"}
CALLS = BOTTOM | {"local_files", "settings", "codec", "models", "transport", "call"}
AREAS = CALLS | {"api", "operations"}
EVERYTHING = AREAS | {"rest", "normalize", "metric_config", "testing", "compatibility", "waiting", "client"}
ALLOWED: dict[str, set[str]] = {
    "version": set(),
    "observation": set(),
    "hints": set(),
    "deferred": {"hints"},
    "errors": {"observation"},
    "local_files": {"errors"},
    "settings": BOTTOM | {"local_files"},
    "transport": BOTTOM | {"settings"},
    "codec": BOTTOM,
    "models": BOTTOM | {"codec"},
    "call": CALLS - {"call"},
    "api": {"call", "models"},
    "operations": {"api", "call"},
    "normalize": BOTTOM | {"codec", "models"},
    "metric_config": set(),
    "rest": BOTTOM | {"codec", "settings", "transport"},
    "testing": BOTTOM | {"settings", "transport"},
    "compatibility": AREAS,
    "waiting": AREAS,
    "client": EVERYTHING - {"client", "testing"},
    "formats": BOTTOM,
    "notebook": BOTTOM | {"formats"},
    "snapshot": EVERYTHING,
    "agents": EVERYTHING,
    "demo": EVERYTHING,
    "cli": EVERYTHING | {"formats", "snapshot", "agents", "demo"},
    "__main__": {"cli"},
    "services": EVERYTHING | {"agents"},
    "preloading": EVERYTHING | {"agents", "services"},  # it names all modules for bundlers
    "__init__": EVERYTHING | {"preloading", "notebook"},
}

# Forbidden imports, direct or indirect.
NEVER = [
    ("models", {"transport", "settings", "call"}),
    ("codec", {"transport", "settings", "models", "call"}),
    ("transport", {"models", "codec", "call", "api"}),
    ("settings", {"transport", "models", "codec"}),
    ("formats", {"client", "transport", "local_files"}),
    ("errors", set(ALLOWED) - {"errors", "observation"}),
]
HTTP = {"asyncio", "email", "http", "select", "selectors", "socket", "ssl", "urllib"}


def modules() -> dict[str, Path]:
    """All modules by their names within the client, such as "call.declare" and "call"; the package is "__init__"."""
    found = {}
    for path in sorted(CLIENT.rglob("*.py")):
        parts = path.relative_to(CLIENT).with_suffix("").parts
        found[".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def part(module: str) -> str:
    return module.partition(".")[0]


def imports(module: str, path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of each module that a module imports; one of the client as in MODULES, another as "/name"."""
    package = [] if module == "__init__" else module.split(".")
    if path.name != "__init__.py":
        package.pop()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, f"/{alias.name}") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.lineno, f"/{node.module}"
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - (node.level - 1)] + (node.module.split(".") if node.module else [])
            for alias in node.names:
                name = ".".join([*base, alias.name])
                yield node.lineno, name if name in MODULES else ".".join(base) or "__init__"


IMPORTS = {module: list(imports(module, path)) for module, path in MODULES.items()}
GRAPH = {
    module: {target for _, target in found if target[0] != "/" and target != module}
    for module, found in IMPORTS.items()
}


def reached(start: str, graph: Mapping[str, set[str]]) -> set[str]:
    """All modules that a module imports, directly or through others."""
    found: set[str] = set()
    left = list(graph[start])
    while left:
        if (module := left.pop()) not in found:
            found.add(module)
            left += graph[module]
    return found


def circles(graph: Mapping[str, set[str]]) -> set[frozenset[str]]:
    """Groups of modules that import each other, directly or through others."""
    below = {module: reached(module, graph) for module in graph}
    return {
        frozenset(other for other in found if module in below[other])
        for module, found in below.items()
        if module in found
    }


def test_all_modules_are_read() -> None:
    assert {"call.declare", "errors", "models.chips", "transport"} <= MODULES.keys()
    assert "transport.message" in GRAPH["call.request"]
    assert all(target in MODULES for targets in GRAPH.values() for target in targets)


def test_imports_point_in_the_allowed_directions() -> None:
    wrong = [
        f"{MODULES[module].relative_to(CLIENT)}:{line}: {part(module)} must not import {part(target)}"
        for module, found in IMPORTS.items()
        for line, target in found
        if target[0] != "/" and part(target) != part(module) and part(target) not in ALLOWED.get(part(module), set())
    ]
    assert not wrong, "\n".join(wrong)


def test_every_part_is_in_the_table() -> None:
    assert {part(module) for module in MODULES} <= ALLOWED.keys()


def test_the_allowed_directions_have_no_circle() -> None:
    assert circles(ALLOWED) == set()


def test_no_two_modules_import_each_other() -> None:
    assert circles(GRAPH) == set()


@pytest.mark.parametrize(("name", "forbidden"), NEVER, ids=[name for name, _ in NEVER])
def test_a_part_does_not_import_forbidden_modules(name: str, forbidden: set[str]) -> None:
    for module in MODULES:
        if part(module) == name:
            assert not {target for target in reached(module, GRAPH) if part(target) in forbidden}, module


@pytest.mark.parametrize("name", ["codec", "errors", "formats", "metric_config", "models", "normalize", "observation"])
def test_parts_without_http_do_not_import_http_modules(name: str) -> None:
    for module, found in IMPORTS.items():
        if part(module) == name:
            assert not {target[1:].partition(".")[0] for _, target in found if target[0] == "/"} & HTTP, module


def test_a_circle_is_found() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}
    assert circles(graph) == {frozenset("bc")}
