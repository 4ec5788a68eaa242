"""What comes into being at run time only: the other forms of a method, and the names that a package imports late."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path

from .syntax import INDENT, Function, MissingTypeError, code, defined_names

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
    for each in (method, variant(method, f"{method.name}_async", kind=ast.AsyncFunctionDef)):
        yield from overloads(each) if method.returns and code(method.returns) == DOWNLOAD else [each]


def overloads(method: Function) -> Iterator[Function]:
    """Yield the two forms of a download: without ``to`` it returns the content, with it the path of the file."""
    for without_to, returns in ((True, "Download"), (False, "Path")):
        form = variant(method, method.name, returns=ast.Name(returns), arguments=deepcopy(method.args))
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
    for suffix, kind in (("", "Iterator"), ("_async", "AsyncIterator")):
        arguments = deepcopy(method.args)
        for position, argument in enumerate(arguments.kwonlyargs):
            if argument.arg == "limit":
                argument.annotation = ast.parse("int | None", mode="eval").body
                arguments.kw_defaults[position] = ast.Constant(None)
        returns = ast.Subscript(ast.Name(kind), item)
        iterator = variant(method, name + suffix, returns=returns, arguments=arguments)
        documentation = ast.Expr(ast.Constant(text))
        documentation.written = f'"""{text}"""'.replace("\n" + INDENT * 2, "\n")  # type: ignore[attr-defined]
        iterator.body = [documentation]
        yield iterator


def async_iterator(method: Function) -> Function:
    """Return the async variant of an iterator, which is called without ``await``."""
    assert isinstance(method.returns, ast.Subscript)
    returns = ast.Subscript(ast.Name("AsyncIterator"), method.returns.slice)
    return variant(method, f"{method.name}_async", returns=returns)


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
    arguments: ast.arguments | None = None,
) -> Function:
    """Return a method with the documentation of another and, unless they are given, its types."""
    return (kind or type(method))(
        name=name,
        args=arguments or method.args,
        body=method.body,
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


def lazy_names(path: Path) -> dict[str, str]:
    """Return the names that a package resolves on first use, each with the module that has it.

    They are what ``_MODULES`` and ``_SUBMODULES`` say.
    """
    found: dict[str, str] = {}
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        table = getattr(statement, "value", None)
        if "_MODULES" in defined_names(statement) and isinstance(table, ast.Dict):
            for key, value in zip(table.keys, table.values, strict=True):
                module: str = ast.literal_eval(key or ast.Constant(None))
                if isinstance(value, ast.Attribute):  # as in {"models": models.__all__}
                    names = list(lazy_names(path.parent / module / "__init__.py"))
                else:
                    names = ast.literal_eval(value)
                found.update(dict.fromkeys(names, f".{module}"))
        elif "_SUBMODULES" in defined_names(statement) and table:
            found.update(dict.fromkeys(ast.literal_eval(table), "."))
    return {name: found[name] for name in sorted(found, key=by_kind)}


def by_kind(name: str) -> tuple[bool, bool, str]:
    """Sort constants before classes, and these before everything else."""
    return not name.isupper(), name[0].islower(), name
