"""A module as its source has it, and the stub that becomes of it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from textwrap import indent

from . import syntax
from .derived import MODELS, PACKAGE, ROOT, areas, forms, late_imports, module_of
from .syntax import (
    INDENT,
    WIDTH,
    Function,
    code,
    defined_names,
    instance_attributes,
    last_name,
    names_in,
    quoted,
    variable,
)

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
        self.spelled_out = SpelledOut()
        self.tree = self.spelled_out.visit(ast.parse(path.read_text(encoding="utf-8")))
        self.module = module_of(path)
        self.late_imports = list(late_imports(self.module))
        self.areas = areas(self.module)
        # By name: the module that it is from, and what is imported from there. What is derived may need any model.
        above = "." * len(path.relative_to(ROOT / PACKAGE).parts)
        self.imports = {name: (f"{above}models.{module}", name) for name, module in MODELS.items()}
        self.definitions: dict[str, ast.stmt] = {}
        self.names_for_checkers = {"TYPE_CHECKING"}
        self._read(self.tree.body)
        self.imports.update({name: (module, name) for name, module in ADDED_IMPORTS.items()})
        self.imports["Download"] = f"{above}call.downloads", "Download"

    def _read(self, body: list[ast.stmt], *, for_checkers: bool = False) -> None:
        for statement in body:
            if isinstance(statement, ast.If) and last_name(statement.test) == "TYPE_CHECKING":
                self._read(statement.body, for_checkers=True)
                self.names_for_checkers -= {name for other in statement.orelse for name in defined_names(other)}
            elif isinstance(statement, (ast.Import, ast.ImportFrom)):
                module = "." * getattr(statement, "level", 0) + (getattr(statement, "module", None) or "")
                for alias in statement.names:
                    text = f"{alias.name} as {alias.asname}" if alias.asname else alias.name
                    self.imports[alias.asname or alias.name.partition(".")[0]] = module, text
            for name in defined_names(statement):
                self.definitions[name] = statement
                if for_checkers:
                    self.names_for_checkers.add(name)

    def stub(self, elsewhere: Collection[str]) -> str:
        """Return the text of the stub, with what the module exports and these names, which other modules import."""
        exported = [] if self.late_imports else list(getattr(self.module, "__all__", []))
        exported += ["__version__"] if "__version__" in self.imports else []
        used = set(exported)
        texts: dict[str, str] = {}
        hidden = self.names_for_checkers | {name for name in self.definitions if name.startswith("_")}
        public = [name for name in self.definitions if name not in hidden or name == "__version__"]
        wanted = exported + [name for name in public if not exported or name in elsewhere]
        while wanted:
            name = wanted.pop()
            if name in self.definitions and name not in texts:
                texts[name] = self._definition(name)
                wanted += names_in(texts[name])
                used |= names_in(texts[name])
        return syntax.blocks(
            *self._imports(used, exported), *(texts[name] for name in self.definitions if name in texts)
        )

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

    # --- definitions -------------------------------------------------------------------------------------------------

    def _definition(self, name: str) -> str:
        statement = self.definitions[name]
        if isinstance(statement, ast.ClassDef):
            return "@type_check_only\n" * (name in self.names_for_checkers) + self._class(statement)
        return _function(statement, WIDTH) if isinstance(statement, Function) else variable(name, statement)

    def _class(self, node: ast.ClassDef) -> str:
        is_dataclass = any(last_name(decorator) == "dataclass" for decorator in node.decorator_list)
        attributes: dict[str, str] = {}
        methods: list[str] = []
        for statement in node.body:
            if isinstance(statement, Function):
                if statement.name == "__init__":
                    attributes.update(instance_attributes(statement, known=attributes))
                if syntax.is_public_method(statement.name):
                    for form, docstring in forms(statement, self.areas.get(node.name)):
                        methods.append(_function(self.spelled_out.visit(form), WIDTH - len(INDENT), docstring))
            for name in defined_names(statement):
                if isinstance(statement, ast.AnnAssign) and is_dataclass:
                    attributes[name] = variable(name, statement, WIDTH - len(INDENT), with_default=True)
                elif isinstance(statement, ast.Assign) and any(last_name(base) == "Enum" for base in node.bases):
                    attributes[name] = f"{name} = {code(statement.value)}"
                elif isinstance(statement, (ast.Assign, ast.AnnAssign)) and not name.startswith("_"):
                    if isinstance(statement.value, ast.Name) and statement.value.id in self.definitions:
                        statement = self.definitions[statement.value.id]  # its type is that of a variable
                    attributes[name] = variable(name, statement, WIDTH - len(INDENT))
        bases = [code(base) for base in (*node.bases, *node.keywords)]
        head = syntax.wrapped(f"class {node.name}(", bases, "):") if bases else f"class {node.name}:"
        body = syntax.blocks("\n".join(attributes.values()), *methods)
        return "\n".join([*syntax.decorators(node), f"{head}\n{indent(body, INDENT)}" if body else f"{head} ..."])


def _function(node: Function, width: int, docstring: str = "") -> str:
    start = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    returns = f" -> {code(node.returns)}" if node.returns else ""
    end = f"){returns}:" if docstring else f"){returns}: ..."
    head = syntax.wrapped(f"{start} {node.name}(", syntax.parameters(node.args), end, width)
    return "\n".join([*syntax.decorators(node), head, *([indent(quoted(docstring), INDENT)] if docstring else [])])


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
