"""What comes into being at run time only: the other forms of a method, and the names that a package imports late."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path

from .syntax import Function, MissingTypeError, code, defined_names

# Where the sources are.
ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path("qdash", "client")

# What a download is declared to return. It depends on the parameter `to`.
DOWNLOAD = "bytes | Path"


def variants(method: Function) -> Iterator[Function]:
    """Yield a declared method and its async variant, each in all its overloads."""
    match method.returns:
        case ast.Subscript(value=ast.Name(id="Generator"), slice=ast.Tuple(elts=[*_, result])):
            # It is made of other calls, and no generator to its callers.
            method = variant(method, method.name, returns=result)
            method.body = method.body[:1]
        case _:
            pass
    in_async = variant(method, f"{method.name}_async", kind=ast.AsyncFunctionDef, text=async_doc(method.name))
    for each in (method, in_async):
        yield from overloads(each) if method.returns and code(method.returns) == DOWNLOAD else [each]


def overloads(method: Function) -> Iterator[Function]:
    """Yield the two forms of a download: without ``to`` it returns the content, with it the path of the file."""
    for without_to, returns in ((True, "Download"), (False, "Path")):
        form = variant(method, method.name, returns=ast.Name(returns))
        form.decorator_list = [ast.Name("overload"), *method.decorator_list]
        for position, argument in enumerate(form.args.kwonlyargs):
            match argument:
                case ast.arg(arg="to", annotation=ast.BinOp(left=path, right=ast.Constant(value=None))):
                    argument.annotation = ast.Constant(None) if without_to else path
                    form.args.kw_defaults[position] = ast.Constant(None) if without_to else None
                    break
                case _:
                    pass
        else:
            raise MissingTypeError(method.lineno, f"{method.name}: the keyword 'to', a path or None,")
        yield form


def iterators(method: Function, item: ast.expr) -> Iterator[Function]:
    """Yield the two iterators of a paged method, through items of this type. Both are called without ``await``."""
    name = "iter_" + method.name.removeprefix("list_").removeprefix("get_")
    operation = (ast.get_docstring(method) or "").rpartition("QDash operation: ")[2].rstrip(".")
    text = iterator_doc().format(method=method.name, operation=operation)
    iterator = variant(method, name, returns=ast.Subscript(ast.Name("Iterator"), item), text=text)
    for position, argument in enumerate(iterator.args.kwonlyargs):
        if argument.arg == "limit":
            argument.annotation = ast.parse("int | None", mode="eval").body
            iterator.args.kw_defaults[position] = ast.Constant(None)
    yield from (iterator, async_iterator(iterator))


def async_iterator(method: Function) -> Function:
    """Return the async variant of an iterator, which is called without ``await``."""
    assert isinstance(method.returns, ast.Subscript)
    returns = ast.Subscript(ast.Name("AsyncIterator"), method.returns.slice)
    return variant(method, f"{method.name}_async", returns=returns, text=async_doc(method.name))


def async_doc(name: str) -> str:
    """Return the docstring of the async variant of a method."""
    return f"Async variant of `{name}`."


@cache
def iterator_doc() -> str:
    """Return what `call.iterators` says in the documentation of iterators."""
    tree = ast.parse((ROOT / PACKAGE / "call" / "iterators.py").read_text(encoding="utf-8"))
    (text,) = (
        node.value for node in tree.body if isinstance(node, ast.Assign) and "ITERATOR_DOC" in defined_names(node)
    )
    return str(ast.literal_eval(text))


def variant(
    method: Function,
    name: str,
    *,
    kind: type[Function] | None = None,
    returns: ast.expr | None = None,
    text: str = "",
) -> Function:
    """Return a method with the types and the docstring of another, unless others are given."""
    return (kind or type(method))(
        name=name,
        args=deepcopy(method.args),
        body=[ast.Expr(ast.Constant(text))] if text else method.body,
        decorator_list=method.decorator_list,
        returns=returns or method.returns,
        lineno=method.lineno,
    )


def pages_of(method: Function) -> str | None:
    """Return what the declaration of a method says of its pages: the member with the items, or "" for the answer."""
    for decorator in method.decorator_list:
        for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
            if keyword.arg == "pages":
                return str(ast.literal_eval(keyword.value))
    return None


def late_imports(path: Path) -> list[tuple[str, str]]:
    """Return the names that a package resolves on first use, after their modules: ``_MODULES`` and ``_SUBMODULES``."""
    found: list[tuple[str, str]] = []
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="_SUBMODULES")], value=names):
                found += [(".", f"{name} as {name}") for name in ast.literal_eval(names)]
            case ast.Assign(targets=[ast.Name(id="_MODULES")], value=ast.Dict(keys=modules, values=values)):
                for module, names in zip(map(ast.literal_eval, filter(None, modules)), values, strict=True):
                    # All of a module of models, as all names in {"models": models.__all__}.
                    is_all = path.parent.name == "models" or isinstance(names, ast.Attribute)
                    listed = [] if is_all else [f"{name} as {name}" for name in ast.literal_eval(names)]
                    found += [(f".{module}", text) for text in listed or ["*  # noqa: F403"]]
            case _:
                pass
    return found
