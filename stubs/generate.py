"""Writes stubs/qdash/client/**/*.pyi, what type checkers and editors see, from the sources in qdash/client.

    python stubs/generate.py            write the stubs, and remove those whose module is gone
    python stubs/generate.py --check    write nothing; name the files that differ, and fail if there are any

It also writes qdash/client/api/__init__.py, which says what is in which area.

A stub keeps the public names of its module with their annotations and docstrings, and whatever private names and
imports these refer to. It spells out what comes into being at run time only: the async twins of operations, the
iterators of paged ones, what a download returns with and without a file to write, and the names that a package imports
when they are first used. Each public name needs a type: an annotation, or a value that tells it. Where one has none,
nothing is written, and the place is named.

What stubtest cannot understand is listed in stubs/stubtest-allowlist.txt, which is written like the stubs.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Iterator, Sequence
from copy import deepcopy
from functools import cache
from pathlib import Path
from textwrap import fill, indent

STUBS = Path(__file__).resolve().parent
ROOT = STUBS.parent
PACKAGE = Path("qdash", "client")
ALLOWLIST = STUBS / "stubtest-allowlist.txt"

WIDTH = 120
INDENT = " " * 4

# A method with one of these decorators has twins, which are derived from it. The decorators keep its signature, and are
# not in the stub.
DECLARATIONS = {"get", "post", "put", "patch", "delete", "composed"}
# What a download is declared to return. It depends on the parameter `to`.
DOWNLOAD = "bytes | Path"
# Of all other decorators, those that tell a type checker something.
KEPT_DECORATORS = {
    "cached_property",
    "classmethod",
    "contextmanager",
    "dataclass",
    "deprecated",
    "overload",
    "property",
    "setter",
    "staticmethod",
}
# In a stub, these would make an attribute of any name or type acceptable.
DROPPED_METHODS = {"__delattr__", "__getattr__", "__getattribute__", "__setattr__"}
# Where stubs have these names from, whatever their modules import.
ADDED_IMPORTS = {
    "AsyncIterator": "collections.abc",
    "Iterator": "collections.abc",
    "deprecated": "typing_extensions",
    "overload": "typing",
    "type_check_only": "typing",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


class MissingTypeError(Exception):
    """A public name needs an annotation. The arguments are the line and the name."""


# --- what is derived at run time -------------------------------------------------------------------------------------


def twins(method: Function) -> Iterator[Function]:
    """Yield a declared method and its async twin, each in all its overloads."""
    for twin in (method, variant(method, f"{method.name}_async", kind=ast.AsyncFunctionDef)):
        yield from overloads(twin) if method.returns and code(method.returns) == DOWNLOAD else [twin]


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
        twin = variant(method, name + suffix, returns=ast.Subscript(ast.Name(kind), item))
        documentation = ast.Expr(ast.Constant(text))
        documentation.written = f'"""{text}"""'.replace("\n" + INDENT * 2, "\n")  # type: ignore[attr-defined]
        twin.body = [documentation]
        yield twin


@cache
def iterator_doc() -> str:
    """Return what `endpoint` says in the documentation of iterators."""
    tree = ast.parse((ROOT / PACKAGE / "endpoint.py").read_text(encoding="utf-8"))
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


# --- a module --------------------------------------------------------------------------------------------------------


class Module:
    """The imports and definitions of a module, and what a stub says of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.source = path.read_text(encoding="utf-8")
        self.tree = SpelledOut().visit(ast.parse(self.source))
        self.lazy_names = lazy_names(path)
        # By name: the module that it is from, and what is imported from there.
        self.imports: dict[str, tuple[str, str]] = {}
        # By name: the statement, and the docstring after it if there is one.
        self.definitions: dict[str, list[ast.stmt]] = {}
        self.names_for_checkers = {"TYPE_CHECKING"}
        self._read(self.tree.body)
        self.imports.update({name: (module, name) for name, module in ADDED_IMPORTS.items()})
        self.imports["Download"] = self._relative(ROOT / PACKAGE / "downloads.py"), "Download"

    def _read(self, body: list[ast.stmt], *, for_checkers: bool = False) -> None:
        for statement, after in zip(body, [*body[1:], ast.Pass()], strict=True):
            if isinstance(statement, ast.If) and last_name(statement.test) == "TYPE_CHECKING":
                self._read(statement.body, for_checkers=True)
                self.names_for_checkers -= {name for other in statement.orelse for name in defined_names(other)}
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
        """Write the imports of what is used: from Python, from elsewhere, and the relative ones from far to near."""
        imported: dict[str, list[str]] = {}
        for name in (used & self.imports.keys()) - self.definitions.keys() - self.lazy_names.keys():
            module, text = self.imports[name]
            imported.setdefault(module, []).append(text)
        absolute = [f"import {text}" for text in sorted(imported.pop("", []))]
        foreign: list[str] = []
        relative: list[str] = []
        for module, texts in sorted(imported.items()):
            texts.sort(key=lambda text: (not text.isupper(), text[0].islower(), text.lower()))
            line = f"from {module} import {', '.join(texts)}"
            line = line if len(line) <= WIDTH else one_a_line(f"from {module} import (", texts, ")")
            is_ours, is_pythons = module.startswith("."), module.partition(".")[0] in sys.stdlib_module_names
            (relative if is_ours else absolute if is_pythons else foreign).append(line)
        for name, module in sorted(self.lazy_names.items(), key=lambda entry: (entry[1], entry[0].lower())):
            relative.append(f"from {module} import {name} as {name}")
        for lines in (absolute, foreign, relative):
            yield "\n".join(lines)

    def _relative(self, path: Path) -> str:
        """Return what a module is called here."""
        depth = len(self.path.relative_to(ROOT / PACKAGE).parts)
        return "." * depth + ".".join(path.relative_to(ROOT / PACKAGE).with_suffix("").parts)

    def _source_of(self, module: str) -> Path:
        """Return where a module is that is called so here."""
        names = module.lstrip(".")
        folder = self.path.parents[len(module) - len(names) - 1]
        return folder.joinpath(*names.split(".")).with_suffix(".py")

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
                if is_public_method(statement.name):
                    methods += [self._function(form, WIDTH - len(INDENT)) for form in self._forms(statement)]
            for name in defined_names(statement):
                if isinstance(statement, ast.AnnAssign) and is_dataclass:
                    attributes[name] = variable(name, statement, WIDTH - len(INDENT), with_default=True)
                elif isinstance(value := getattr(statement, "value", None), ast.Name) and not name.startswith("_"):
                    if value.id in self.definitions:
                        attributes[name] = f"{name}: {self._type_of(value.id)}"
                    else:
                        methods.append(variable(name, statement))  # another name for a method, after it
                elif isinstance(statement, (ast.Assign, ast.AnnAssign)) and not name.startswith("_"):
                    attributes[name] = variable(name, statement, WIDTH - len(INDENT)) + self._remark(statement)
        bases = [code(base) for base in (*node.bases, *node.keywords)]
        head = wrapped(f"class {node.name}(", bases, "):") if bases else f"class {node.name}:"
        # After a method without a docstring there is no empty line.
        after = "".join(f"{method}\n" if method.endswith("...") else f"{method}\n\n" for method in methods)
        body = blocks(self._docstring(node), "\n".join(attributes.values()), after.rstrip())
        return "\n".join([*decorators(node), f"{head}\n{indent(body, INDENT)}" if body else f"{head} ..."])

    def _forms(self, method: Function) -> Iterator[Function]:
        """Yield what a class has for a method in its source."""
        if not any(last_name(decorator) in DECLARATIONS for decorator in method.decorator_list):
            yield method
            return
        yield from twins(method)
        pages = pages_of(method)
        if pages is not None:
            yield from iterators(method, self._item(method, pages))

    def _item(self, method: Function, member: str) -> ast.expr:
        """Return the type of the items of a page, from its model if they are a member of it."""
        module, items = self, method.returns
        if member and items and last_name(items) in self.imports:
            module = parsed(self._source_of(self.imports[last_name(items)][0]))
            items = module.member(last_name(items), member)
        if not isinstance(items, ast.Subscript) or last_name(items.value) != "list":
            raise MissingTypeError(method.lineno, f"{method.name}: the list of its items")
        for name in names_in(code(items.slice)) - self.imports.keys():
            if name in module.definitions:
                self.imports[name] = self._relative(module.path), name
            elif name in module.imports:
                source, text = module.imports[name]
                self.imports[name] = self._relative(module._source_of(source)) if source[0] == "." else source, text
        return items.slice

    def areas(self) -> dict[str, list[str]]:
        """Return the classes that declare operations, with the names of these and of their iterators."""
        classes = [node for node in self.tree.body if isinstance(node, ast.ClassDef)]
        return {
            node.name: [
                form.name for method in node.body if isinstance(method, Function) for form in self._forms(method)
            ]
            for node in classes
        }

    def member(self, model: str, member: str) -> ast.expr | None:
        """Return the annotation of a member of a class."""
        node = self.definitions[model][0]
        for statement in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(statement, ast.AnnAssign) and member in defined_names(statement):
                return statement.annotation
        return None

    def _function(self, node: Function, width: int) -> str:
        start = "async def" if isinstance(node, ast.AsyncFunctionDef) and not is_generator(node) else "def"
        returns = f" -> {code(node.returns)}" if node.returns else ""
        docstring = self._docstring(node)
        end = f"){returns}:" + ("" if docstring else " ...")
        lines = [*decorators(node), wrapped(f"{start} {node.name}(", parameters(node.args), end, width)]
        return "\n".join([*lines, indent(docstring, INDENT)] if docstring else lines)

    def _docstring(self, node: ast.Module | ast.ClassDef | Function) -> str:
        return self._text(node.body[0]) if node.body and is_text(node.body[0]) else ""

    def _type_of(self, name: str) -> str:
        """Return the type of a variable of the module."""
        return variable(name, self.definitions[name][0]).partition(": ")[2]

    def _remark(self, statement: ast.stmt) -> str:
        """Return what the source tells a type checker about a statement."""
        lines = self.source.splitlines()[statement.lineno - 1 : statement.end_lineno]
        remark = re.search(r"  # type: ignore\[.*?\]", lines[-1])
        return remark[0] if remark else ""

    def _text(self, statement: ast.stmt) -> str:
        """Return a docstring as it is in the source, but at the left margin."""
        if isinstance(written := getattr(statement, "written", None), str):  # not from the source
            return written
        text = ast.get_source_segment(self.source, statement) or ""
        return text.replace("\n" + " " * statement.col_offset, "\n")


@cache
def parsed(path: Path) -> Module:
    """Return a module, from which something is needed elsewhere."""
    return Module(path)


class SpelledOut(ast.NodeTransformer):
    """Puts what they stand for in the place of aliases that exist for type checkers only, and cannot be imported."""

    def __init__(self) -> None:
        self.aliases: dict[str, ast.expr] = {}

    def visit_If(self, node: ast.If) -> ast.If:
        """Take notice of the aliases."""
        for statement in node.body if last_name(node.test) == "TYPE_CHECKING" else ():
            if isinstance(statement, ast.Assign) and isinstance(statement.value, (ast.Subscript, ast.BinOp)):
                value: ast.expr = self.visit(statement.value)
                self.aliases.update(dict.fromkeys(defined_names(statement), value))
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Replace an alias."""
        return self.aliases.get(node.id, node)


def variable(name: str, statement: ast.stmt, width: int = WIDTH, *, with_default: bool = False) -> str:
    """Write a variable or attribute: with its type, or as what it is another name for."""
    if isinstance(statement, ast.AnnAssign):
        value = statement.value if with_default else None
        ending = f" = {default(value)}" if value and not is_required_field(value) else ""
        return fitted(f"{name}: ", statement.annotation, ending, width)
    assert isinstance(statement, ast.Assign)
    is_type = isinstance(statement.value, (ast.Subscript, ast.BinOp)) and not (name.isupper() or name.islower())
    if is_type or isinstance(statement.value, ast.Name) or last_name(statement.value) == "TypeVar":
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
        case ast.BoolOp(values=values):
            kinds = {type_of(part, name) for part in values}
            return " | ".join(sorted(kinds))
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
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.keyword) and node.arg == "bound" and isinstance(node.value, ast.Constant):
            found |= names_in(str(node.value.value))  # of a type variable, where a type below it has to be in quotes
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


def is_generator(function: Function) -> bool:
    """Tell whether calling a function gives a generator. Of an async one it is not to be awaited."""
    return any(isinstance(node, ast.Yield) for statement in function.body for node in ast.walk(statement))


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


# --- what is in which area -------------------------------------------------------------------------------------------

INDEX = ROOT / PACKAGE / "api" / "__init__.py"
INDEX_TEXT = """\
\"""The operations of the QDash API: one module an area, endpoint declarations and nothing else.

`AREAS` is the index of them, so that a program imports the areas that it uses. stubs/generate.py writes it.
\"""

from __future__ import annotations

# By module and class: the operations and iterators. Each has a twin whose name ends in ``_async``.
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
