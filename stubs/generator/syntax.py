"""Pieces of syntax, read from a source and written for a stub, and the lines that they are put in."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from inspect import cleandoc

WIDTH = 120
INDENT = " " * 4

# A method with one of these decorators has variants, which are derived from it. The decorators keep its signature, and
# are not in the stub.
DECLARATIONS = {"get", "post", "put", "patch", "delete", "composed", "attempted"}
# A method with this one is an iterator, and has an async variant that is one, too.
ITERATORS = {"every"}
# Of all other decorators, those that tell a type checker something.
KEPT_DECORATORS = {"cached_property", "classmethod", "dataclass", "deprecated", "overload", "property", "setter"}
# In a stub, these would make an attribute of any name or type acceptable.
DROPPED_METHODS = {"__delattr__", "__getattr__", "__getattribute__", "__setattr__"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


class MissingTypeError(Exception):
    """A public name needs an annotation. The arguments are the line and the name."""


# --- pieces of syntax ------------------------------------------------------------------------------------------------


def code(node: ast.AST) -> str:
    """Write an expression as `ast.unparse` does, but with double quotes."""
    return re.sub(r"'([^'\"\\]*)'", r'"\1"', ast.unparse(node))


def last_name(node: ast.expr) -> str:
    """Return ``c`` for ``a.b.c`` and ``a.b.c(...)``, and nothing for other expressions."""
    if isinstance(node, ast.Call):
        return last_name(node.func)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def names_in(text: str) -> set[str]:
    """Return the names that a piece of a stub refers to."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.add(node.id)
    return found


def assigned(statement: ast.AST) -> list[ast.expr]:
    """Return what a statement assigns to."""
    if isinstance(statement, ast.Assign):
        return [part for target in statement.targets for part in getattr(target, "elts", [target])]
    return [statement.target] if isinstance(statement, ast.AnnAssign) else []


def defined_names(statement: ast.stmt) -> list[str]:
    """Return the names that a statement defines; those of imports are not among them."""
    if isinstance(statement, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        return [statement.name]
    return [target.id for target in assigned(statement) if isinstance(target, ast.Name)]


def is_text(statement: ast.stmt) -> bool:
    """Tell whether a statement is a docstring."""
    return isinstance(statement, ast.Expr) and isinstance(getattr(statement.value, "value", None), str)


def quoted(statement: ast.stmt) -> str:
    """Write a docstring at the left margin."""
    text = cleandoc(ast.literal_eval(statement.value)) if isinstance(statement, ast.Expr) else ""
    text = text.replace("\\", "\\\\").replace('"""', r"\"\"\"")
    return f'"""{text}\n"""' if "\n" in text else f'"""{text}"""'


def is_public_method(name: str) -> bool:
    """Tell whether a stub has this method of a class."""
    return name not in DROPPED_METHODS if name.startswith("__") and name.endswith("__") else not name.startswith("_")


def decorators(node: ast.ClassDef | Function) -> list[str]:
    """Write the decorators that a type checker needs."""
    return [f"@{code(decorator)}" for decorator in node.decorator_list if last_name(decorator) in KEPT_DECORATORS]


def parameters(arguments: ast.arguments) -> list[str]:
    """Write the parameters of a function."""
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(positional) - len(arguments.defaults)) + arguments.defaults
    written = [*map(parameter, positional, defaults)]
    if arguments.posonlyargs:
        written.insert(len(arguments.posonlyargs), "/")
    if arguments.vararg:
        written.append(f"*{parameter(arguments.vararg)}")
    elif arguments.kwonlyargs:
        written.append("*")
    written += map(parameter, arguments.kwonlyargs, arguments.kw_defaults)
    return [*written, f"**{parameter(arguments.kwarg)}"] if arguments.kwarg else written


def parameter(argument: ast.arg, value: ast.expr | None = None) -> str:
    """Write one parameter, with its default if it has one."""
    if argument.annotation is None:
        return argument.arg if value is None else f"{argument.arg}={default(value)}"
    text = f"{argument.arg}: {code(argument.annotation)}"
    return text if value is None else f"{text} = {default(value)}"


def default(value: ast.expr) -> str:
    """Write a default: a constant as it is, and ``...`` for anything else."""
    positive = value.operand if isinstance(value, ast.UnaryOp) else value
    return code(value) if isinstance(positive, ast.Constant) else "..."


# --- lines -----------------------------------------------------------------------------------------------------------


def wrapped(head: str, items: Sequence[str], tail: str, width: int = WIDTH) -> str:
    """Write items between brackets: in one line, else by themselves in one line, else one a line."""
    line = ", ".join(items)
    if len(head + line + tail) <= width:
        return head + line + tail
    if len(INDENT + line) <= width:
        return f"{head}\n{INDENT}{line}\n{tail}"
    return one_a_line(head, items, tail)


def one_a_line(head: str, items: Sequence[str], tail: str) -> str:
    """Write items between brackets, one a line."""
    return "\n".join([head, *(f"{INDENT}{item}," for item in items), tail])


def by_kind(text: str) -> tuple[bool, bool, str]:
    """Sort constants before classes, and these before everything else."""
    name = text.partition(" ")[0]
    return not name.isupper(), name[0].islower(), name.lower()


def blocks(*texts: str) -> str:
    """Join what is not empty, with an empty line in between."""
    return "\n\n".join(filter(None, texts))
