"""The stubs say what the code says: each is compared with its module, without the script that wrote it.

A stub is Python, too. So it is run like a module, and both are asked in the same way.
"""

from __future__ import annotations

import ast
import dataclasses
import functools
import importlib
import inspect
import pkgutil
import shutil
import subprocess
import sys
import textwrap
import typing
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any
from unittest import mock

import pytest

import qdash.client
from qdash.client import QDashClient, models

ROOT = Path(__file__).resolve().parents[1]
STUBS = ROOT / "stubs"
CLIENT = Path("qdash", "client")
MODULES = ["qdash.client", *(found.name for found in pkgutil.walk_packages(qdash.client.__path__, "qdash.client."))]
# With these, a type checker would accept any attribute.
NOT_IN_STUBS = ("__delattr__", "__getattr__", "__getattribute__", "__setattr__")


def stub_path(module: str, stubs: Path = STUBS) -> Path:
    """Return where the stub of a module is, or should be."""
    source = Path(importlib.import_module(module).__file__ or "")
    return stubs / source.relative_to(ROOT).with_suffix(".pyi")


def run_stub(module: str, path: Path) -> ModuleType:
    """Return a stub as a module. What exists for type checkers only is None in it."""
    stub = ModuleType(module)
    stub.__package__ = importlib.import_module(module).__package__
    stub.__file__ = str(path)
    # Its annotations are not evaluated, because those of this file are not.
    code = compile(path.read_text(encoding="utf-8"), path, "exec")
    with mock.patch.object(typing, "type_check_only", create=True, return_value=None):
        exec(code, vars(stub))
    return stub


def differences(module: str, stubs: Path = STUBS) -> list[str]:
    """Return what only one of a module and its stub says, or what they say differently."""
    path = stub_path(module, stubs)
    if not path.exists():
        return [f"{module}: there is no stub"]
    code = dict(said(importlib.import_module(module)))
    stub = dict(said(run_stub(module, path)))
    return [
        f"{module}: {name}: {code.get(name, 'nothing')} in the code, {stub.get(name, 'nothing')} in the stub"
        for name in sorted(code | stub)
        if name not in code or name not in stub or code[name] != stub[name]
    ]


# What a module or stub says: names, each with its type, signature, value or docstring


def said(module: ModuleType) -> Iterator[tuple[str, Any]]:
    yield "the docstring", inspect.cleandoc(module.__doc__ or "")
    yield "__all__", getattr(module, "__all__", None)
    for name, annotation in inspect.get_annotations(module).items():
        if name == "__version__" or not name.startswith("_"):
            yield name, normal(annotation)
    for name in unannotated(module):
        value = getattr(module, name)
        is_type = isinstance(value, type) or typing.get_origin(value) is not None
        yield name, repr(value) if is_type else type(value).__name__
    for name, value in vars(module).items():
        its_own = getattr(value, "__module__", "") == module.__name__ and getattr(value, "__name__", "") == name
        if its_own and not name.startswith("_") and isinstance(value, type):
            yield from said_of_class(value, module)
        elif its_own and not name.startswith("_") and isinstance(value, FunctionType):
            yield from said_of_function(name, "def", value)


def unannotated(module: ModuleType) -> Iterator[str]:
    """Yield the public names that a module assigns to without an annotation."""
    for statement in ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8")).body:
        for target in statement.targets if isinstance(statement, ast.Assign) else ():
            name = target.id if isinstance(target, ast.Name) else "_"
            if name == "__version__" or not (name.startswith("_") or name == "TYPE_CHECKING"):
                yield name


def said_of_class(cls: type, module: ModuleType) -> Iterator[tuple[str, Any]]:
    yield f"{cls.__name__}: the docstring", inspect.cleandoc(cls.__doc__ or "")
    yield f"{cls.__name__}: the bases", [base.__name__ for base in cls.__bases__]
    fields = {field.name: field for field in dataclasses.fields(cls)} if dataclasses.is_dataclass(cls) else {}
    annotations = inspect.get_annotations(cls)
    for name, annotation in annotations.items():
        if name in fields:
            required = fields[name].default is fields[name].default_factory is dataclasses.MISSING
            flags = f"required={required}, init={fields[name].init}, kw_only={fields[name].kw_only}"
            yield f"{cls.__name__}.{name}", f"{normal(annotation)}, {flags}"
        elif not name.startswith("_"):
            yield f"{cls.__name__}.{name}", normal(annotation)
    for name, member in vars(cls).items():
        kind, function = unpacked(member)
        # What a dataclass generates is from elsewhere.
        its_own = function and inspect.unwrap(function).__code__.co_filename == module.__file__
        if function and its_own and is_public_method(name):
            yield from said_of_function(f"{cls.__name__}.{name}", kind, function)
            if name == "__init__":
                for attribute in attributes_set(function) - annotations.keys():
                    yield f"{cls.__name__}.{attribute}", mock.ANY


def is_public_method(name: str) -> bool:
    if name.startswith("__") and name.endswith("__"):
        return name not in NOT_IN_STUBS
    return not name.startswith("_")


def unpacked(member: object) -> tuple[str, FunctionType | None]:
    """Return what kind of method a member of a class is, and its function."""
    if isinstance(member, (classmethod, staticmethod)):
        return type(member).__name__, member.__func__
    if isinstance(member, (property, functools.cached_property)):
        return type(member).__name__, member.fget if isinstance(member, property) else member.func
    return "def", member if isinstance(member, FunctionType) else None


def attributes_set(init: FunctionType) -> set[str]:
    """Return the public attributes that an ``__init__`` sets."""
    nodes = ast.walk(ast.parse(textwrap.dedent(inspect.getsource(init))))
    names = {node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
    return {name for name in names if not name.startswith("_")}


def said_of_function(name: str, kind: str, function: FunctionType) -> Iterator[tuple[str, Any]]:
    yield f"{name}: the docstring", inspect.cleandoc(function.__doc__ or "")
    signature = inspect.signature(function)
    parameters = [
        f"{parameter.kind.description} {parameter.name}"
        + ("" if parameter.annotation is parameter.empty else f": {normal(parameter.annotation)}")
        + ("" if parameter.default is parameter.empty else " = ...")
        for parameter in signature.parameters.values()
    ]
    returns = "nothing" if signature.return_annotation is signature.empty else normal(signature.return_annotation)
    start = f"async {kind}" if inspect.iscoroutinefunction(function) else kind
    yield name, f"{start} ({', '.join(parameters)}) -> {returns}"


def normal(annotation: str) -> str:
    """Return one spelling of an annotation, whatever its quotes and line breaks were."""
    return ast.unparse(ast.parse(annotation, mode="eval"))


# The stubs


@pytest.mark.parametrize("module", MODULES)
def test_stub_says_what_the_module_says(module: str) -> None:
    assert differences(module) == []


def test_every_stub_has_a_module() -> None:
    assert set(STUBS.rglob("*.pyi")) == {stub_path(module) for module in MODULES}


def test_py_typed_is_beside_the_stubs_only() -> None:
    found = [path for folder in ("qdash", "stubs") for path in ROOT.joinpath(folder).rglob("py.typed")]
    assert found == [STUBS / CLIENT / "py.typed"]


@pytest.mark.parametrize("cls", [cls for cls in QDashClient.__mro__ if cls is not object])
def test_every_operation_has_an_async_twin(cls: type) -> None:
    stub = getattr(run_stub(cls.__module__, stub_path(cls.__module__)), cls.__name__)
    for name, method in list(vars(cls).items()):
        if hasattr(method, "__endpoint__") or hasattr(method, "__composed__"):
            twin = f"{name.removesuffix('_async')}_async"
            assert inspect.iscoroutinefunction(getattr(cls, twin))
            assert inspect.iscoroutinefunction(getattr(stub, twin))
            assert inspect.signature(getattr(stub, twin)) == inspect.signature(getattr(stub, name))
            assert getattr(stub, twin).__doc__ == getattr(stub, name).__doc__


@pytest.mark.parametrize("package", [qdash.client, models], ids=["client", "models"])
def test_packages_list_the_names_that_they_resolve_late(package: ModuleType) -> None:
    stub = run_stub(package.__name__, stub_path(package.__name__))
    public = {name for name in vars(stub) if not name.startswith("_")}
    assert public == set(package.__all__)
    assert all(getattr(stub, name) is getattr(package, name) for name in public)
    assert {*package.__all__} <= {*dir(package)}


def test_models_are_listed_where_they_are() -> None:
    names = {name: importlib.import_module(f"qdash.client.models.{name}").__all__ for name in models._MODULES}
    assert {name: sorted(listed) for name, listed in names.items()} == models._MODULES
    modules = [name.rpartition(".")[2] for name in MODULES if name.startswith("qdash.client.models.")]
    assert sorted(models._MODULES) == sorted(modules)


def test_client_exports_all_models() -> None:
    assert set(models.__all__) <= set(qdash.client.__all__)


# What the comparison finds


@pytest.fixture
def stubs_copy(tmp_path: Path) -> Path:
    """Return the folder of a copy of the stubs, with the sources and the script beside it as they are here."""
    for folder in ("qdash", "stubs"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "stubs"


@pytest.mark.parametrize(
    ("module", "text", "other_text"),
    [
        ("api.chips", "mux_id: int", "mux_id: str"),
        ("api.chips", "force: bool = False", "force: bool"),
        ("api.chips", "self, chip_id: str, *, force", "self, chip_id: str, force"),
        ("api.chips", "self) -> ListChipsResponse", "self) -> ChipResponse"),
        ("api.chips", "async def list_chips_async", "def list_chips_async"),
        ("api.chips", "def list_chips(", "def list_all_chips("),
        ("api.chips", "List all chips of the project.", "List chips."),
        ("client", "    @classmethod\n", ""),
        ("client", "class QDashClient(ChipsAPI, ", "class QDashClient("),
        ("config", "timeout_sec: float = 30.0", "timeout_sec: int = 30"),
        ("config", "slots=True, kw_only=True", "slots=True"),
        ("errors", "QDashAuthError(QDashApiError)", "QDashAuthError(Exception)"),
        ("errors", "    request_id: str | None\n\n", "\n"),
        ("models.chips", '"active", "inactive"', '"active"'),
        ("models.chips", "installed_at: datetime | None = None", "installed_at: datetime | None"),
        ("models.chips", '    "ActivityStatus",\n', ""),
        ("transport.retry", "LONGEST_RETRY_AFTER: float", "LONGEST_RETRY_AFTER: int"),
    ],
)
def test_comparison_finds_a_difference(module: str, text: str, other_text: str, stubs_copy: Path) -> None:
    module = f"qdash.client.{module}"
    path = stub_path(module, stubs_copy)
    stub = path.read_text(encoding="utf-8")
    assert text in stub
    path.write_text(stub.replace(text, other_text, 1), encoding="utf-8")
    assert differences(module, stubs_copy)


def test_comparison_finds_a_missing_stub(stubs_copy: Path) -> None:
    stub_path("qdash.client.models.chips", stubs_copy).unlink()
    assert differences("qdash.client.models.chips", stubs_copy) == ["qdash.client.models.chips: there is no stub"]


# The script


def generate(*arguments: str, stubs: Path = STUBS) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-B", str(stubs / "generate.py"), *arguments]
    return subprocess.run(command, encoding="utf-8", capture_output=True, timeout=120, check=False)


def test_stubs_are_what_the_script_writes() -> None:
    done = generate("--check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_script_names_and_repairs_what_differs(stubs_copy: Path) -> None:
    edited, missing, stale = (stubs_copy / CLIENT / name for name in ("client.pyi", "codec.pyi", "gone.pyi"))
    edited.write_text("", encoding="utf-8")
    missing.unlink()
    stale.touch()
    done = generate("--check", stubs=stubs_copy)
    assert done.returncode == 1
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        str(path.relative_to(stubs_copy.parent)) for path in (edited, missing, stale)
    ]
    assert (edited.read_text(encoding="utf-8"), missing.exists(), stale.exists()) == ("", False, True)
    assert generate(stubs=stubs_copy).returncode == 0
    assert edited.read_bytes() == (STUBS / CLIENT / "client.pyi").read_bytes()
    assert (missing.exists(), stale.exists()) == (True, False)


def test_script_refuses_a_public_name_without_a_type(stubs_copy: Path) -> None:
    source = stubs_copy.parent / CLIENT / "errors.py"
    source.write_text("LIMIT = sum([1, 2])\n", encoding="utf-8")
    done = generate(stubs=stubs_copy)
    assert done.returncode == 1
    assert done.stderr == f"{CLIENT / 'errors.py'}:1: LIMIT needs an annotation\n"
    assert generate("--check").returncode == 0
