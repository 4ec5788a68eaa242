"""Variables and attributes: their types, as annotated or as their values tell them."""

from __future__ import annotations

import ast
from collections.abc import Collection

from .syntax import WIDTH, Function, MissingTypeError, assigned, code, default, last_name, one_a_line


def variable(name: str, statement: ast.stmt, width: int = WIDTH, *, with_default: bool = False) -> str:
    """Write a variable or attribute: with its type, or as what it is another name for."""
    if isinstance(statement, ast.AnnAssign):
        value = statement.value if with_default else None
        ending = f" = {default(value)}" if value and not is_required_field(value) else ""
        return fitted(f"{name}: ", statement.annotation, ending, width)
    assert isinstance(statement, ast.Assign)
    is_type = isinstance(statement.value, (ast.Subscript, ast.BinOp)) and not (name.isupper() or name.islower())
    if is_type or isinstance(statement.value, ast.Name) or last_name(statement.value) in ("TypeVar", "ParamSpec"):
        return fitted(f"{name} = ", statement.value, "", width)
    return f"{name}: {type_of(statement.value, name)}"


def fitted(head: str, node: ast.expr, tail: str, width: int) -> str:
    """Write a type, if it is too long for a line with its arguments in lines of their own."""
    line = f"{head}{code(node)}{tail}"
    if len(line) <= width or not (isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple)):
        return line
    return one_a_line(f"{head}{code(node.value)}[", [code(part) for part in node.slice.elts], f"]{tail}")


def is_required_field(value: ast.expr) -> bool:
    """Tell whether this is ``field(...)``, in a dataclass, without a default."""
    names = [keyword.arg for keyword in value.keywords] if isinstance(value, ast.Call) else []
    return last_name(value) == "field" and not {"default", "default_factory"}.intersection(names)


def instance_attributes(init: Function, known: Collection[str]) -> dict[str, str]:
    """Write the public attributes that ``__init__`` sets, but for those that the class itself names."""
    arguments = [*init.args.posonlyargs, *init.args.args, *init.args.kwonlyargs]
    types = {argument.arg: code(argument.annotation) for argument in arguments if argument.annotation}
    found: dict[str, str] = {}
    for statement in ast.walk(init):
        for target in assigned(statement):
            name = target.attr if isinstance(target, ast.Attribute) and last_name(target.value) == "self" else "_"
            if name.startswith("_") or name in known or name in found:
                continue
            if isinstance(statement, ast.AnnAssign):
                found[name] = f"{name}: {code(statement.annotation)}"
            elif isinstance(statement, ast.Assign):
                found[name] = f"{name}: {types.get(code(statement.value)) or type_of(statement.value, name)}"
    return found


def type_of(value: ast.expr, name: str) -> str:
    """Return the type of a value, where it is plain."""
    match value:
        case ast.Constant(value=bool() | int() | float() | str() | bytes()):
            return type(value.value).__name__
        case _:
            raise MissingTypeError(value.lineno, name)
