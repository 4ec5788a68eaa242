"""What comes into being at run time only: the other forms of a method, and the names that a package imports late."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from .syntax import Function, MissingTypeError

# Where the sources are.
ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path("qdash", "client")

sys.path.insert(0, str(ROOT))
from qdash.client import models  # noqa: E402
from qdash.client.call.declare import Area, iterator_name  # noqa: E402
from qdash.client.call.result import FileResult  # noqa: E402

# By the name of a model, its module.
MODELS: dict[str, str] = vars(models)["_MODULE_OF"]


def module_of(path: Path) -> ModuleType:
    """Return the module of a source."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return import_module(".".join(parts).removesuffix(".__init__"))


def areas(module: ModuleType) -> dict[str, type]:
    """Return the classes of a module that declare operations."""
    found = {name: value for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__}
    return {name: cls for name, cls in found.items() if isinstance(cls, type) and issubclass(cls, Area)}


def forms(method: Function, area: type | None) -> Iterator[tuple[Function, str]]:
    """Yield what a class has for a method in its source, each form with the docstring that no source has.

    In an area that is what a caller sees of the method, its async variant, and its iterators where it is paged.
    """
    if area is None or f"{method.name}_async" not in vars(area):
        yield method, ""
        return
    made = getattr(area, method.name)
    operation = getattr(made, "__endpoint__", None)
    iterator = iterator_name(method.name)
    names = [method.name, f"{method.name}_async"]
    if operation is not None and operation.pages is not None:
        names += [iterator, f"{iterator}_async"]
    for name in names:
        made = getattr(area, name)
        text = "" if name == method.name else inspect.cleandoc(made.__doc__ or "")
        if name.endswith("_async"):
            text = f"Async variant of `{name.removesuffix('_async')}`."
        signature = inspect.signature(made)
        if operation is None or operation.result is not FileResult:
            yield _function(made, signature, method), text
            continue
        to = signature.parameters.get("to")
        if to is None or not to.annotation.endswith(" | None"):
            raise MissingTypeError(method.lineno, f"{method.name}: the keyword 'to', a path or None,")
        # A download: without ``to`` it returns the content, with it the path of the file.
        path = to.annotation.removesuffix(" | None")
        for form_of_to, returns in (
            (to.replace(annotation="None"), "Download"),
            (to.replace(annotation=path, default=to.empty), "Path"),
        ):
            parameters = {**signature.parameters, "to": form_of_to}
            form = signature.replace(parameters=[*parameters.values()], return_annotation=returns)
            yield _function(made, form, method, ast.Name("overload")), text


class _Text(str):
    """An annotation, which a signature shows without quotes."""

    __slots__ = ()
    __repr__ = str.__str__


def _function(made: Any, signature: inspect.Signature, method: Function, *decorators: ast.expr) -> Function:
    """Return a method that a class has, with the decorators of the one that it comes from, as syntax."""
    parameters = [
        each if each.annotation is each.empty else each.replace(annotation=_Text(each.annotation))
        for each in signature.parameters.values()
    ]
    signature = signature.replace(parameters=parameters, return_annotation=_Text(signature.return_annotation))
    start = "async def" if inspect.iscoroutinefunction(made) else "def"
    (function,) = ast.parse(f"{start} {made.__name__}{signature}: ...").body
    assert isinstance(function, Function)
    function.decorator_list = [*decorators, *method.decorator_list]
    return function


def late_imports(module: ModuleType) -> Iterator[tuple[str, str]]:
    """Yield the names that a package resolves on first use, after their modules."""
    for name in getattr(module, "_SUBMODULES", ()):
        yield ".", f"{name} as {name}"
    for submodule, names in getattr(module, "_MODULES", {}).items():
        is_all = module is models or names is vars(models)["__all__"]  # of a module of models, or of the package
        for text in ["*  # noqa: F403"] if is_all else [f"{name} as {name}" for name in names]:
            yield f".{submodule}", text
