"""A module as its source has it, and the stub that becomes of it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from textwrap import indent

from . import syntax
from .derived import PACKAGE, ROOT, async_iterator, iterators, late_imports, pages_of, variants
from .syntax import INDENT, WIDTH, Function, MissingTypeError, code, defined_names, last_name, names_in, quoted
from .values import instance_attributes, variable

# Where stubs have these names from, whatever their modules import.
ADDED_IMPORTS = {
    "AsyncIterator": "collections.abc",
    "Iterator": "collections.abc",
    "deprecated": "typing_extensions",
    "overload": "typing",
    "type_check_only": "typing",
}


class Module:
    """The imports and definitions of a module, and what a stub says of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tree = SpelledOut().visit(ast.parse(path.read_text(encoding="utf-8")))
        self.late_imports = late_imports(path)
        # By name: the module that it is from, and what is imported from there.
        self.imports: dict[str, tuple[str, str]] = {}
        # By name: the statement, and the docstring after it if there is one.
        self.definitions: dict[str, list[ast.stmt]] = {}
        self.names_for_checkers = {"TYPE_CHECKING"}
        self._read(self.tree.body)
        self.imports.update({name: (module, name) for name, module in ADDED_IMPORTS.items()})
        self.imports["Download"] = self._relative(ROOT / PACKAGE / "call" / "downloads.py"), "Download"

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
                self.definitions[name] = [statement, after] if syntax.is_text(after) else [statement]
                if for_checkers:
                    self.names_for_checkers.add(name)

    def stub(self, elsewhere: Collection[str]) -> str:
        """Return the text of the stub, with what the module exports and these names, which other modules import."""
        exported = self._exported()
        if "__version__" in self.imports:
            exported.append("__version__")
        used = set(exported)
        texts: dict[str, str] = {}
        public = [name for name in self.definitions if self._is_public(name)]
        wanted = exported + [name for name in public if not exported or name in elsewhere]
        while wanted:
            name = wanted.pop()
            if name in self.definitions and name not in texts:
                texts[name] = self._definition(name)
                wanted += names_in(texts[name])
                used |= names_in(texts[name])
        return syntax.blocks(
            self._docstring(self.tree),
            *self._imports(used, exported),
            *(texts[name] for name in self.definitions if name in texts),
        )

    def _is_public(self, name: str) -> bool:
        return name == "__version__" or not (name.startswith("_") or name in self.names_for_checkers)

    def _exported(self) -> list[str]:
        """Return what ``__all__`` says."""
        statement = self.definitions.get("__all__", [None])[0]
        if self.late_imports or not isinstance(statement, ast.Assign):
            return []
        return list(ast.literal_eval(statement.value))

    def _imports(self, used: set[str], exported: list[str]) -> Iterator[str]:
        """Write the imports of what is used: from Python, from elsewhere, and the relative ones from far to near."""
        imported: dict[str, list[str]] = {}
        for module, text in self.late_imports:
            imported.setdefault(module, []).append(text)
        for name in (used & self.imports.keys()) - self.definitions.keys():
            module, text = self.imports[name]
            imported.setdefault(module, []).append(f"{name} as {name}" if name in exported else text)
        groups: tuple[list[str], ...] = ([f"import {text}" for text in sorted(imported.pop("", []))], [], [])
        for module, texts in sorted(imported.items()):
            group = 2 if module.startswith(".") else module.partition(".")[0] not in sys.stdlib_module_names
            texts.sort(key=syntax.by_kind)
            plain = [text for text in texts if " as " not in text]
            line = f"from {module} import {', '.join(plain)}"
            if plain:
                is_long = len(line) > WIDTH
                groups[group].append(syntax.one_a_line(f"from {module} import (", plain, ")") if is_long else line)
            groups[group].extend(f"from {module} import {text}" for text in texts if " as " in text)
        yield from map("\n".join, groups)

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
        return "\n".join([text, *map(quoted, docstring)])

    def _class(self, node: ast.ClassDef) -> str:
        is_dataclass = any(last_name(decorator) == "dataclass" for decorator in node.decorator_list)
        attributes: dict[str, str] = {}
        methods: list[str] = []
        for statement in node.body:
            if isinstance(statement, Function):
                if statement.name == "__init__":
                    attributes.update(instance_attributes(statement, known=attributes))
                if syntax.is_public_method(statement.name):
                    methods += [self._function(form, WIDTH - len(INDENT)) for form in self._forms(statement)]
            for name in defined_names(statement):
                if isinstance(statement, ast.AnnAssign) and is_dataclass:
                    attributes[name] = variable(name, statement, WIDTH - len(INDENT), with_default=True)
                elif isinstance(statement, (ast.Assign, ast.AnnAssign)) and not name.startswith("_"):
                    if isinstance(statement.value, ast.Name) and statement.value.id in self.definitions:
                        statement = self.definitions[statement.value.id][0]  # its type is that of a variable
                    attributes[name] = variable(name, statement, WIDTH - len(INDENT))
        bases = [code(base) for base in (*node.bases, *node.keywords)]
        head = syntax.wrapped(f"class {node.name}(", bases, "):") if bases else f"class {node.name}:"
        # After a method without a docstring there is no empty line.
        after = "".join(f"{method}\n" if method.endswith("...") else f"{method}\n\n" for method in methods)
        body = syntax.blocks(self._docstring(node), "\n".join(attributes.values()), after.rstrip())
        return "\n".join([*syntax.decorators(node), f"{head}\n{indent(body, INDENT)}" if body else f"{head} ..."])

    def _forms(self, method: Function) -> Iterator[Function]:
        """Yield what a class has for a method in its source."""
        names = {last_name(decorator) for decorator in method.decorator_list}
        if names & syntax.ITERATORS:
            yield from (method, async_iterator(method))
            return
        if not names & syntax.DECLARATIONS:
            yield method
            return
        yield from variants(method)
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
        start = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
        returns = f" -> {code(node.returns)}" if node.returns else ""
        docstring = self._docstring(node)
        end = f"){returns}:" + ("" if docstring else " ...")
        lines = [
            *syntax.decorators(node),
            syntax.wrapped(f"{start} {node.name}(", syntax.parameters(node.args), end, width),
        ]
        return "\n".join([*lines, indent(docstring, INDENT)] if docstring else lines)

    def _docstring(self, node: ast.Module | ast.ClassDef | Function) -> str:
        return quoted(node.body[0]) if node.body and syntax.is_text(node.body[0]) else ""


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
