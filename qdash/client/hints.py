"""The evaluation of annotations, whose names are imported for type checkers only where they are written."""

from __future__ import annotations

import builtins
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = ["TYPES", "Names", "evaluate"]

_PACKAGE = __name__.rpartition(".")[0]
# Where names are from that their module imports for type checkers only. The package resolves its public names on first
# use, and so does `models`.
_SOURCES = (
    f"{_PACKAGE}.models",
    _PACKAGE,
    f"{_PACKAGE}.transport.protocol",
    "datetime",
    "pathlib",
    "collections.abc",
    "typing",
    f"{_PACKAGE}.rest",
)


class Names(dict[str, "Any"]):
    """The names that annotations may use. Each is looked up, and its module imported, when it is asked for."""

    def __init__(self, given: Mapping[str, Any] | None = None, module: str = "", choice: Any = None) -> None:
        """Take the names of a module and of the client.

        Args:
            given: names with another meaning than elsewhere.
            module: where the annotations are; "" where these use no names of their module.
            choice: what the choices of `models.choices` are here, so that they need not be imported.
        """
        super().__init__(given or {})
        self._own: Mapping[str, Any] = vars(sys.modules[module]) if module else {}
        self._choice = choice

    def __missing__(self, name: str) -> Any:
        if name.startswith("__"):
            raise KeyError(name)
        self[name] = found = self._found(name)
        return found

    def __contains__(self, name: object) -> bool:  # since Python 3.14 `typing` asks before it looks
        try:
            return self[name] is not None  # type: ignore[index]
        except KeyError:
            return False

    def _found(self, name: str) -> Any:
        if hasattr(builtins, name):
            return getattr(builtins, name)
        from importlib import import_module

        if self._choice is not None and name in import_module(_SOURCES[0]).CHOICES:
            return self._choice
        if name in self._own:
            return self._own[name]
        for source in map(import_module, _SOURCES):
            if hasattr(source, name):
                return getattr(source, name)
        if name.startswith("_"):  # what a module has for type checkers alone, and for itself, is a type variable
            return import_module("typing").TypeVar(name)
        if name in sys.stdlib_module_names:
            return import_module(name)
        raise KeyError(name)


TYPES: Names = Names()
# For an evaluation with local names of its own, which asks the names of the globals and of the builtins in turn, and
# of these two only the builtins may be a dict that finds more than it holds.
TYPES["__builtins__"] = Names(vars(builtins))


def evaluate(annotation: str, names: Names = TYPES) -> Any:
    """Evaluate an annotation."""
    # Most are mere names, and compiling these would be most of the work.
    return names[annotation] if annotation.isidentifier() else eval(annotation, {}, names)
