"""Pieces of syntax, read from a source and written for a stub, and the lines that they are put in."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Sequence

WIDTH = 120
INDENT = " " * 4

# Of all decorators, those that tell a type checker something.
KEPT_DECORATORS = {"cached_property", "classmethod", "dataclass", "deprecated", "overload", "property", "setter"}
# In a stub, these would make an attribute of any name or type acceptable.
DROPPED_METHODS = {"__delattr__", "__getattr__", "__getattribute__", "__setattr__"}
# Programs for the official client call these, although they are private there, too.
KEPT_METHODS = {"_request"}

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


def quoted(docstring: str) -> str:
    """Write a docstring at the left margin."""
    return f'"""{docstring}\n"""' if "\n" in docstring else f'"""{docstring}"""'


def is_public_method(name: str) -> bool:
    """Tell whether a stub has this method of a class."""
    if name.startswith("__") and name.endswith("__"):
        return name not in DROPPED_METHODS
    return name in KEPT_METHODS or not name.startswith("_")


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


# --- variables and attributes: their types, as annotated or as their values tell them --------------------------------


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
    """Join what is not empty, with an empty line in between except after a function or class without a body."""
    joined, kind = "", None
    for text in filter(None, texts):
        found = re.match(r"(?:@.*\n)*(?:async )?(?:(def) |(class) .*: \.\.\.$)", text)
        is_next = found and found.lastindex == kind and joined.endswith(": ...")
        joined += f"\n{text}" if is_next else f"\n\n{text}"
        kind = found.lastindex if found else None
    return joined.lstrip()
