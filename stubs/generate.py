"""Writes stubs/qdash/client/**/*.pyi, what type checkers and editors see, from the sources in qdash/client.

    python stubs/generate.py            write the stubs, and remove those whose module is gone
    python stubs/generate.py --check    write nothing; name the files that differ, and fail if there are any

A stub keeps the public names of its module with their annotations and docstrings, and whatever private names and
imports these refer to. It spells out what comes into being at run time only: the async twins of operations, and the
names that a package imports when they are first used. Each public name needs a type: an annotation, or a value that
tells it. Where one has none, nothing is written, and the place is named.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from textwrap import indent

STUBS = Path(__file__).resolve().parent
ROOT = STUBS.parent
PACKAGE = Path("qdash", "client")

WIDTH = 120
INDENT = " " * 4

# A method with one of these decorators has derived twins. They keep its signature, and are not in the stub.
DECLARATIONS = {"get", "post", "put", "patch", "delete", "composed"}
# Of all other decorators, those that tell a type checker something.
KEPT_DECORATORS = {
    "cached_property",
    "classmethod",
    "contextmanager",
    "dataclass",
    "property",
    "setter",
    "staticmethod",
}
# In a stub, these would make an attribute of any name or type acceptable.
DROPPED_METHODS = {"__delattr__", "__getattr__", "__getattribute__", "__setattr__"}
# What stubs use and modules need not import, by name: the module, and what is imported from it.
ADDED_IMPORTS = {"type_check_only": ("typing", "type_check_only")}

Function = ast.FunctionDef | ast.AsyncFunctionDef


class MissingTypeError(Exception):
    """A public name needs an annotation. The arguments are the line and the name."""


# --- what is derived at run time -------------------------------------------------------------------------------------


def derived(method: Function) -> Iterator[Function]:
    """Yield the methods that a class gets in addition to a declared one."""
    if any(last_name(decorator) in DECLARATIONS for decorator in method.decorator_list):
        yield async_twin(method)


def async_twin(method: Function) -> Function:
    """Return ``async def <name>_async`` with the parameters, return type and docstring of a method."""
    return ast.AsyncFunctionDef(f"{method.name}_async", method.args, method.body, [], method.returns)


def lazy_names(path: Path) -> dict[str, str]:
    """Return the names that a package resolves on first use, each with its module: what its ``_MODULES`` says."""
    found: dict[str, str] = {}
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        if "_MODULES" in defined_names(statement) and isinstance(table := getattr(statement, "value", None), ast.Dict):
            for key, value in zip(table.keys, table.values, strict=True):
                module: str = ast.literal_eval(key or ast.Constant(None))
                if isinstance(value, ast.Attribute):  # as in {"models": models.__all__}
                    names = list(lazy_names(path.parent / module / "__init__.py"))
                else:
                    names = ast.literal_eval(value)
                found.update(dict.fromkeys(names, f".{module}"))
    return dict(sorted(found.items()))


# --- a module --------------------------------------------------------------------------------------------------------


class Module:
    """The imports and definitions of a module, and what a stub says of them."""

    def __init__(self, path: Path) -> None:
        self.source = path.read_text(encoding="utf-8")
        self.tree = ast.parse(self.source)
        self.lazy_names = lazy_names(path)
        self.imports = ADDED_IMPORTS.copy()
        # By name: the statement, and the docstring after it if there is one.
        self.definitions: dict[str, list[ast.stmt]] = {}
        self.names_for_checkers = {"TYPE_CHECKING"}
        self._read(self.tree.body)

    def _read(self, body: list[ast.stmt], *, for_checkers: bool = False) -> None:
        for statement, after in zip(body, [*body[1:], ast.Pass()], strict=True):
            if isinstance(statement, ast.If) and last_name(statement.test) == "TYPE_CHECKING":
                self._read(statement.body, for_checkers=True)
            elif isinstance(statement, (ast.Import, ast.ImportFrom)):
                module = "." * getattr(statement, "level", 0) + (getattr(statement, "module", None) or "")
                for alias in statement.names:
                    text = f"{alias.name} as {alias.asname}" if alias.asname else alias.name
                    self.imports[alias.asname or alias.name.partition(".")[0]] = module, text
            for name in defined_names(statement):
                self.definitions[name] = [statement, after] if is_text(after) else [statement]
                if for_checkers:
                    self.names_for_checkers.add(name)

    def stub(self) -> str:
        """Return the text of the stub."""
        exported = self._exported()
        used = set(exported)
        texts: dict[str, str] = {}
        wanted = [name for name in self.definitions if self._is_public(name)]
        while wanted:
            name = wanted.pop()
            if name in self.definitions and name not in texts:
                texts[name] = self._definition(name)
                wanted += names_in(texts[name])
                used |= names_in(texts[name])
        return blocks(
            self._docstring(self.tree),
            *self._imports(used),
            one_a_line("__all__ = [", [f'"{name}"' for name in exported], "]") if exported else "",
            *(texts[name] for name in self.definitions if name in texts),
        )

    def _is_public(self, name: str) -> bool:
        return name == "__version__" or not (name.startswith("_") or name in self.names_for_checkers)

    def _exported(self) -> list[str]:
        """Return what ``__all__`` says."""
        statement = self.definitions.get("__all__", [None])[0]
        if self.lazy_names or not isinstance(statement, ast.Assign):
            return list(self.lazy_names)
        return list(ast.literal_eval(statement.value))

    def _imports(self, used: set[str]) -> Iterator[str]:
        """Write the imports of what is used: first the absolute ones, then the relative ones from far to near."""
        imported: dict[str, list[str]] = {}
        for name in used & self.imports.keys():
            module, text = self.imports[name]
            imported.setdefault(module, []).append(text)
        absolute = [f"import {text}" for text in sorted(imported.pop("", []))]
        relative: list[str] = []
        for module, texts in sorted(imported.items()):
            texts.sort(key=lambda text: (not text.isupper(), text[0].islower(), text.lower()))
            line = f"from {module} import {', '.join(texts)}"
            line = line if len(line) <= WIDTH else one_a_line(f"from {module} import (", texts, ")")
            (relative if module.startswith(".") else absolute).append(line)
        for name, module in sorted(self.lazy_names.items(), key=lambda entry: (entry[1], entry[0].lower())):
            relative.append(f"from {module} import {name} as {name}")
        yield "\n".join(absolute)
        yield "\n".join(relative)

    # --- definitions -------------------------------------------------------------------------------------------------

    def _definition(self, name: str) -> str:
        statement, *docstring = self.definitions[name]
        if isinstance(statement, ast.ClassDef):
            text = self._class(statement)
            if name in self.names_for_checkers:
                text = f"@type_check_only\n{text}"
        elif isinstance(statement, Function):
            text = self._function(statement, WIDTH)
        else:
            text = variable(name, statement)
        return "\n".join([text, *map(self._text, docstring)])

    def _class(self, node: ast.ClassDef) -> str:
        is_dataclass = any(last_name(decorator) == "dataclass" for decorator in node.decorator_list)
        attributes: dict[str, str] = {}
        methods: list[str] = []
        for statement in node.body:
            if isinstance(statement, Function):
                if statement.name == "__init__":
                    attributes.update(instance_attributes(statement, known=attributes))
                for method in (statement, *derived(statement)):
                    if is_public_method(method.name):
                        methods.append(self._function(method, WIDTH - len(INDENT)))
            for name in defined_names(statement):
                if isinstance(statement, ast.AnnAssign) and is_dataclass:
                    attributes[name] = variable(name, statement, with_default=True)
                elif isinstance(getattr(statement, "value", None), ast.Name) and not name.startswith("_"):
                    methods.append(variable(name, statement))  # another name for a method, after it
                elif isinstance(statement, (ast.Assign, ast.AnnAssign)) and not name.startswith("_"):
                    attributes[name] = variable(name, statement)
        bases = [code(base) for base in (*node.bases, *node.keywords)]
        head = wrapped(f"class {node.name}(", bases, "):") if bases else f"class {node.name}:"
        # After a method without a docstring there is no empty line.
        after = "".join(f"{method}\n" if method.endswith("...") else f"{method}\n\n" for method in methods)
        body = blocks(self._docstring(node), "\n".join(attributes.values()), after.rstrip())
        return "\n".join([*decorators(node), f"{head}\n{indent(body, INDENT)}" if body else f"{head} ..."])

    def _function(self, node: Function, width: int) -> str:
        start = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
        returns = f" -> {code(node.returns)}" if node.returns else ""
        docstring = self._docstring(node)
        end = f"){returns}:" + ("" if docstring else " ...")
        lines = [*decorators(node), wrapped(f"{start} {node.name}(", parameters(node.args), end, width)]
        return "\n".join([*lines, indent(docstring, INDENT)] if docstring else lines)

    def _docstring(self, node: ast.Module | ast.ClassDef | Function) -> str:
        return self._text(node.body[0]) if node.body and is_text(node.body[0]) else ""

    def _text(self, statement: ast.stmt) -> str:
        """Return a docstring as it is in the source, but at the left margin."""
        text = ast.get_source_segment(self.source, statement) or ""
        return text.replace("\n" + " " * statement.col_offset, "\n")


def variable(name: str, statement: ast.stmt, *, with_default: bool = False) -> str:
    """Write a variable or attribute: with its type, or as what it is another name for."""
    if isinstance(statement, ast.AnnAssign):
        text = f"{name}: {code(statement.annotation)}"
        return f"{text} = {default(statement.value)}" if with_default and statement.value else text
    assert isinstance(statement, ast.Assign)
    value = statement.value
    is_type = isinstance(value, (ast.Subscript, ast.BinOp)) and not (name.isupper() or name.islower())
    if is_type or isinstance(value, ast.Name) or last_name(value) == "TypeVar":
        return f"{name} = {code(value)}"
    return f"{name}: {type_of(value, name)}"


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
                value = statement.value
                parameter = value.id if isinstance(value, ast.Name) else ""
                found[name] = f"{name}: {types.get(parameter) or type_of(statement.value, name)}"
    return found


def type_of(value: ast.expr, name: str) -> str:
    """Return the type of a value, where it is plain."""
    match value:
        case ast.Constant(value=bool() | int() | float() | str() | bytes()):
            return type(value.value).__name__
        case ast.JoinedStr():
            return "str"
        case ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return "bool"
        case ast.Call(func=maker) if last_name(maker)[:1].isupper():
            return code(maker)
        case _:
            raise MissingTypeError(value.lineno, name)


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
    names = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name))
    return {node.id for node in names if isinstance(node.ctx, ast.Load)}


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


def blocks(*texts: str) -> str:
    """Join what is not empty, with an empty line in between."""
    return "\n\n".join(filter(None, texts))


# --- files -----------------------------------------------------------------------------------------------------------


def fresh_stubs() -> dict[Path, str]:
    """Return the stub of each module, by its path."""
    texts: dict[Path, str] = {}
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        try:
            texts[STUBS / path.relative_to(ROOT).with_suffix(".pyi")] = Module(path).stub() + "\n"
        except MissingTypeError as error:
            sys.exit("{}:{}: {} needs an annotation".format(path.relative_to(ROOT), *error.args))
    return texts


def main(arguments: list[str]) -> int:
    """Write or check the stubs, and return the exit code."""
    if arguments not in ([], ["--check"]):
        sys.exit(__doc__)
    fresh = fresh_stubs()
    present = {path: path.read_text(encoding="utf-8") for path in (STUBS / PACKAGE).rglob("*.pyi")}
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
