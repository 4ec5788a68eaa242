"""The stubs say what the code says: each is compared with its module, without the script that wrote it.

A stub is Python, too. So it is run like a module, and both are asked in the same way.
"""

from __future__ import annotations

import ast
import dataclasses
import functools
import importlib
import importlib.util
import inspect
import pkgutil
import re
import shutil
import subprocess
import sys
import textwrap
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any
from unittest import mock

import pytest

import qdash.client
from qdash.client import QDashClient, models
from qdash.client.api import AREAS
from qdash.client.call.declare import declared
from qdash.client.call.operation import Operation
from qdash.client.call.result import FileResult

ROOT = Path(__file__).resolve().parents[1]
STUBS = ROOT / "stubs"
CLIENT = Path("qdash", "client")
FOUND = [found.name for found in pkgutil.walk_packages(qdash.client.__path__, "qdash.client.")]
MODULES = ["qdash.client", *(name for name in FOUND if ".services." not in name)]  # these are other modules
# What programs import, besides `qdash.client` and its models.
PUBLIC = ("rest", "errors", "testing", "demo", "transport.protocol", "transport.message", "transport.interfaces")
# With these, a type checker would accept any attribute.
NOT_IN_STUBS = ("__delattr__", "__getattr__", "__getattribute__", "__setattr__")


@functools.cache
def stub_path(module: str) -> Path:
    """Return where the stub of a module is, or would be."""
    source = Path(importlib.import_module(module).__file__ or "")
    return STUBS / source.relative_to(ROOT).with_suffix(".pyi")


def with_stubs() -> list[str]:
    return [module for module in MODULES if stub_path(module).exists()]


def run_stub(module: str, path: Path) -> ModuleType:
    """Return a stub as a module. What exists for type checkers only is None in it."""
    stub = ModuleType(module)
    stub.__package__ = importlib.import_module(module).__package__
    stub.__file__ = str(path)
    # Its annotations are not evaluated, because those of this file are not.
    code = compile(path.read_text(encoding="utf-8"), path, "exec")
    overloads: dict[str, list[FunctionType]] = {}

    def overload(function: FunctionType) -> FunctionType:
        vars(function)["overloads"] = found = overloads.setdefault(function.__qualname__, [])
        found.append(function)
        return function

    def deprecated(reason: str) -> Callable[[FunctionType], FunctionType]:
        def mark(function: FunctionType) -> FunctionType:
            vars(function)["__deprecated__"] = reason
            return function

        return mark

    typing_extensions = ModuleType("typing_extensions")  # it need not be installed
    vars(typing_extensions)["deprecated"] = deprecated
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "typing_extensions", typing_extensions)
        patch.setattr(typing, "overload", overload)
        patch.setattr(typing, "type_check_only", lambda cls: None, raising=False)
        exec(code, vars(stub))
    return stub


def differences(module: str, path: Path | None = None) -> list[str]:
    """Return what only one of a module and its stub says, or what they say differently.

    What a module does not export may be missing in its stub.
    """
    source, stub_module = importlib.import_module(module), run_stub(module, path or stub_path(module))
    exported = getattr(source, "__all__", None)
    spelled_out = aliases_for_checkers(source)
    code = {name: spelled_out(text) for name, text in said(source)}
    stub = dict(said(stub_module))
    there = vars(stub_module).keys() | inspect.get_annotations(stub_module).keys()
    for name in code.keys() - stub.keys():
        top = re.split("[.:]", name)[0]
        if exported is not None and top not in exported and top not in there:
            del code[name]
    missing = [f"{module}: {name} is missing" for name in exported or () if name not in there]
    return missing + [
        f"{module}: {name}: {code.get(name, 'nothing')} in the code, {stub.get(name, 'nothing')} in the stub"
        for name in sorted(code | stub)
        if name not in code or name not in stub or code[name] != stub[name]
    ]


# What a module or stub says: names, each with its type, signature or value, and the docstrings that no source has


def said(module: ModuleType) -> Iterator[tuple[str, Any]]:
    for name, annotation in inspect.get_annotations(module).items():
        if name == "__version__" or not name.startswith("_"):
            yield name, normal(annotation)
    for name in unannotated(module):
        value = getattr(module, name)
        is_type = isinstance(value, type) or typing.get_origin(value) is not None
        yield name, repr(value) if is_type else type(value).__name__
    for name, value in vars(module).items():
        if isinstance(value, functools._lru_cache_wrapper):
            value = value.__wrapped__
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


def as_text(cls: type) -> dict[str, Any]:
    """Return the annotations of a class, not evaluated."""
    if sys.version_info < (3, 14) or typing.is_typeddict(cls):
        return inspect.get_annotations(cls)
    import annotationlib

    return annotationlib.get_annotations(cls, format=annotationlib.Format.STRING)


def said_of_class(cls: type, module: ModuleType) -> Iterator[tuple[str, Any]]:
    if cls.__name__ != "Operations":  # at run time it has what its bases declare
        yield f"{cls.__name__}: the bases", [base.__name__ for base in cls.__bases__]
    fields = {field.name: field for field in dataclasses.fields(cls)} if dataclasses.is_dataclass(cls) else {}
    annotations = as_text(cls)
    for name, annotation in annotations.items():
        if typing.is_typeddict(cls):
            required = name in vars(cls)["__required_keys__"]
            yield f"{cls.__name__}.{name}", f"{normal(annotation.__forward_arg__)}, required={required}"
        elif name in fields:
            required = fields[name].default is fields[name].default_factory is dataclasses.MISSING
            flags = f"required={required}, init={fields[name].init}, kw_only={fields[name].kw_only}"
            yield f"{cls.__name__}.{name}", f"{normal(annotation)}, {flags}"
        elif not name.startswith("_"):
            yield f"{cls.__name__}.{name}", normal(annotation)
    for name, member in list(vars(cls).items()):
        if type(member).__name__ == "_Later":
            getattr(cls, name)  # makes it
            member = vars(cls)[name]
        if isinstance(member, (str, int, float)) and not name.startswith("_") and name not in annotations:
            yield f"{cls.__name__}.{name}", type(member).__name__
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
    yield f"{name}: the docstring", [documentation(form) for form in overloads(function)]
    yield f"{name}: deprecated", [getattr(form, "__deprecated__", None) for form in overloads(function)]
    start = f"async {kind}" if inspect.iscoroutinefunction(function) else kind
    yield name, tuple(f"{start} {written(signature)}" for signature in signatures(function))


def documentation(function: FunctionType) -> str:
    """Return the docstring of a function in a stub; for the code the one that the stub is to have."""
    name, text = function.__name__, inspect.cleandoc(function.__doc__ or "")
    if inspect.unwrap(function).__code__.co_filename.endswith(".pyi"):
        return text
    operation: Operation | None = vars(function).get("__endpoint__")
    is_derived = name.startswith("iter_") or {"__endpoint__", "__steps__"} & vars(function).keys()
    if name.endswith("_async") and is_derived:
        return f"Async variant of `{name.removesuffix('_async')}`."
    return text if operation and operation.name != name else ""


def overloads(function: FunctionType) -> list[FunctionType]:
    """Return the overloads of a function; for the code those that the stub is to have."""
    found: list[FunctionType] = vars(function).get("overloads", [])
    return found or [function] * len(signatures(function))


def signatures(function: FunctionType) -> list[inspect.Signature]:
    """Return the signatures of a function; for the code those that describe what it really does."""
    if "overloads" in vars(function):
        return [inspect.signature(overload) for overload in vars(function)["overloads"]]
    signature = inspect.signature(function)
    operation: Operation | None = vars(function).get("__endpoint__")
    if operation is not None and operation.result is FileResult:
        without_to = replace_to(signature, annotation="None", default=None)
        with_to = replace_to(signature, annotation="str | os.PathLike[str]", default=inspect.Parameter.empty)
        return [
            without_to.replace(return_annotation="Download"),
            with_to.replace(return_annotation="Path"),
        ]
    return [signature]


def replace_to(signature: inspect.Signature, **changes: Any) -> inspect.Signature:
    """Return the signature of a download with another parameter ``to``."""
    parameters = signature.parameters
    assert parameters["to"].annotation == "str | os.PathLike[str] | None"
    assert parameters["to"].default is None
    return signature.replace(parameters=list({**parameters, "to": parameters["to"].replace(**changes)}.values()))


def written(signature: inspect.Signature) -> str:
    parameters = [
        f"{parameter.kind.description} {parameter.name}"
        + ("" if parameter.annotation is parameter.empty else f": {normal(parameter.annotation)}")
        + ("" if parameter.default is parameter.empty else " = ...")
        for parameter in signature.parameters.values()
    ]
    returns = "nothing" if signature.return_annotation is signature.empty else normal(signature.return_annotation)
    return f"({', '.join(parameters)}) -> {returns}"


def normal(annotation: str) -> str:
    """Return one spelling of an annotation, whatever its quotes and line breaks were."""
    return ast.unparse(ast.parse(annotation, mode="eval"))


def aliases_for_checkers(module: ModuleType) -> Callable[[Any], Any]:
    """Return what writes out the aliases that exist for type checkers only; a stub cannot offer them for import."""
    aliases: dict[str, str] = {}
    for statement in ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.If) and ast.unparse(statement.test) == "TYPE_CHECKING":
            for alias in statement.body:
                if isinstance(alias, ast.Assign) and isinstance(alias.value, (ast.Subscript, ast.BinOp)):
                    aliases[ast.unparse(alias.targets[0])] = ast.unparse(alias.value)
    pattern = re.compile(rf"\b({'|'.join(aliases) or '(?!)'})\b")

    def spelled_out(text: Any) -> Any:
        if isinstance(text, tuple):  # the signatures of a function
            return tuple(pattern.sub(lambda match: aliases[match[0]], signature) for signature in text)
        return text

    return spelled_out


# The stubs


def test_stubs_say_what_the_modules_say() -> None:
    # To type checkers these are those of `dataclasses`; tests/test_deferred.py sees to it that they are like them.
    late = ("dataclass", "field", "Deferred.__init__")
    known = tuple(f"qdash.client.deferred: {name}: " for name in late)
    found = [difference for module in with_stubs() for difference in differences(module)]
    assert [difference for difference in found if not difference.startswith(known)] == []


def test_every_public_module_has_a_stub_and_every_stub_a_module() -> None:
    models_modules = [f"models.{name}" for name in models._MODULES]
    public = {stub_path(f"qdash.client.{name}") for name in (*PUBLIC, "models", *models_modules)}
    assert public | {stub_path("qdash.client")} <= set(STUBS.rglob("*.pyi")) <= {stub_path(name) for name in MODULES}


def test_stubs_import_what_has_a_stub() -> None:
    """In an editable install a relative import in a stub finds nothing but stubs."""
    stubs = with_stubs()
    without: list[str] = []
    for module in stubs:
        package = importlib.import_module(module).__package__
        for node in ast.walk(ast.parse(stub_path(module).read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level:
                target = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
                submodules = {f"{target}.{alias.name}" for alias in node.names} & {*MODULES}
                without += [f"{module}: {name}" for name in ({target} | submodules) - {*stubs}]
    assert without == []


@pytest.mark.parametrize("module", ["transport.pool", "transport.http1", "local_files", "demo.lab", "call.paging"])
def test_private_modules_have_no_stub(module: str) -> None:
    assert not stub_path(f"qdash.client.{module}").exists()


def test_py_typed_is_beside_the_stubs_only() -> None:
    found = [path for folder in ("qdash", "stubs") for path in ROOT.joinpath(folder).rglob("py.typed")]
    assert found == [STUBS / CLIENT / "py.typed"]


def test_every_operation_has_an_async_variant() -> None:
    stubs: dict[str, Any] = {}
    for place in ("client.QDashClient", "waiting.calls.Waiting", *(f"api.{area}" for area in AREAS)):
        module, _, name = f"qdash.client.{place}".rpartition(".")
        stubs |= vars(getattr(run_stub(module, stub_path(module)), name))
    wrong: list[str] = []
    for cls in QDashClient.__mro__[:-1]:
        for name in list(vars(cls)):
            method = getattr(cls, name)
            if name.endswith("_async") or not (hasattr(method, "__endpoint__") or hasattr(method, "__steps__")):
                continue
            variant = stubs[f"{name}_async"]
            is_iterator = name.startswith("iter_")
            is_right = (
                inspect.iscoroutinefunction(getattr(cls, f"{name}_async")) is not is_iterator
                and inspect.iscoroutinefunction(variant) is not is_iterator
                and [*map(sync_signature, overloads(variant))] == [*map(sync_signature, overloads(stubs[name]))]
                and variant.__doc__ == f"Async variant of `{name}`."
            )
            wrong += [] if is_right else [f"{cls.__name__}.{name}"]
    assert wrong == []


def sync_signature(function: FunctionType) -> str:
    return str(inspect.signature(function)).replace("AsyncIterator[", "Iterator[")


@pytest.mark.parametrize(
    ("module", "name", "returns"),
    [
        ("api.chips", "ChipsAPI.iter_chip_qubits", ["Iterator[QubitResponse]"]),
        ("api.chips", "ChipsAPI.iter_chip_qubits_async", ["AsyncIterator[QubitResponse]"]),
        ("api.forum", "ForumAPI.iter_forum_post_replies", ["Iterator[ForumPostResponse]"]),
        ("api.task_results", "TaskResultsAPI.iter_task_result_ai_reviews", ["Iterator[AiReviewListItem]"]),
        ("api.files", "FilesAPI.download_file", ["Download", "Path"]),
        ("api.files", "FilesAPI.download_file_async", ["Download", "Path"]),
        ("api.copilot", "CopilotAPI.stream_copilot_chat", ["EventStream[StatusEvent | AnalysisEvent]"]),
        ("api.copilot", "CopilotAPI.stream_copilot_chat_async", ["EventStream[StatusEvent | AnalysisEvent]"]),
        ("api.files", "FilesAPI.get_git_status", ["GitStatus"]),
    ],
)
def test_stub_tells_what_comes_back(module: str, name: str, returns: list[str]) -> None:
    found: Any = run_stub(f"qdash.client.{module}", stub_path(f"qdash.client.{module}"))
    for part in name.split("."):
        found = getattr(found, part)
    assert [form.__annotations__["return"] for form in overloads(found)] == returns


def test_only_downloads_are_overloaded() -> None:
    """A user reads the signature of everything else as it is in the documentation."""
    operations = declared(QDashClient).items()
    downloads = [name for name, endpoint in operations if "to" in inspect.signature(endpoint.signature).parameters]
    found = [
        node.name
        for path in STUBS.rglob("*.pyi")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and "overload" in map(ast.unparse, node.decorator_list)
    ]
    assert len(downloads) == 9
    assert sorted(found) == sorted(2 * [*downloads, *(f"{name}_async" for name in downloads)])


def test_deprecated_operations_are_marked_in_the_stubs() -> None:
    stub = run_stub("qdash.client.api.executions", stub_path("qdash.client.api.executions")).ExecutionsAPI
    marked = {name for name, method in vars(stub).items() if hasattr(method, "__deprecated__")}
    assert marked == {"re_execute_from_snapshot", "re_execute_from_snapshot_async"}
    assert "QDash 1.9.20 has removed this operation" in stub.re_execute_from_snapshot.__deprecated__


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
    modules = {name.rpartition(".")[2] for name in MODULES if name.startswith("qdash.client.models.")}
    assert modules == models._MODULES.keys()


def test_client_exports_all_models() -> None:
    assert set(models.__all__) <= set(qdash.client.__all__)


def test_stubtest_is_to_accept_few_names() -> None:
    """It takes an alias of a Literal with several values for a Union."""
    lines = (STUBS / "stubtest-allowlist.txt").read_text(encoding="utf-8").splitlines()
    assert {line for line in lines if line and not line.startswith("#")} == {
        r"qdash\.client\.call\.downloads\.Download",
        r"qdash\.client\.settings\.config\.QDash(Retry)?Config\.__init__",
        r"qdash\.client\.models\.choices\.[A-Z]\w+",
        r"qdash\.client\.agents\.records\.AgentSkillTransition\.__new__",
    }


# What the comparison finds


@pytest.mark.parametrize(
    ("module", "text", "other_text"),
    [
        ("api.chips", "mux_id: int", "mux_id: str"),
        ("api.chips", "force: bool = False", "force: bool"),
        ("api.chips", "self, chip_id: str, *, force", "self, chip_id: str, force"),
        ("api.chips", "self) -> ListChipsResponse", "self) -> ChipResponse"),
        ("api.chips", "async def list_chips_async", "def list_chips_async"),
        ("api.chips", "def list_chips(", "def list_all_chips("),
        ("api.chips", "Go through all that `list_chip_qubits` lists", "Go through qubits"),
        ("api.chips", "list_chips(self) -> ListChipsResponse: ...", "list_chips(self) -> ListChipsResponse: 'Chips.'"),
        ("api.chips", "-> Iterator[QubitResponse]", "-> Iterator[CouplingResponse]"),
        ("api.chips", "-> Iterator[QubitResponse]", "-> AsyncIterator[QubitResponse]"),
        ("api.chips", "-> AsyncIterator[QubitResponse]", "-> Iterator[QubitResponse]"),
        ("api.chips", "    def iter_chip_qubits_async(", "    async def iter_chip_qubits_async("),
        ("api.chips", "    def iter_chip_qubits(", "    def iter_qubits("),
        ("api.executions", "@deprecated(", "@deprecated('Really: ' "),
        ("api.executions", '    @deprecated("QDash', '    # @deprecated("QDash'),
        ("api.files", "path: str, to: None = None", "path: str, to: None"),
        ("api.files", "path: str, to: str | os.PathLike[str],", "path: str, to: str,"),
        ("api.files", "path: str, to: str | os.PathLike[str],", "path: str, to: str | os.PathLike[str] = '',"),
        ("api.files", ") -> Download:", ") -> bytes:"),
        ("api.files", ") -> Path:", ") -> Path | None:"),
        ("api.files", "    @overload\n", ""),
        ("api.forum", "EventStream[StatusEvent | ForumPostResponse]", "EventStream[StatusEvent]"),
        ("api.forum", "async def stream_forum_ai_reply_async", "def stream_forum_ai_reply_async"),
        ("client", "    @classmethod\n", ""),
        ("client", "class QDashClient(Waiting)", "class QDashClient"),
        ("settings.config", "timeout_sec: float = 30.0", "timeout_sec: int = 30"),
        ("settings.config", "slots=True, kw_only=True", "slots=True"),
        ("errors", "QDashAuthError(QDashApiError)", "QDashAuthError(Exception)"),
        ("errors", "    request_id: str | None\n", "\n"),
        ("call.events", "class EventStream(Generic[Event])", "class EventStream"),
        ("call.events", "def __next__(self) -> Event", "def __next__(self) -> object"),
        ("models.choices", '"active", "inactive"', '"active"'),
        ("models.chips", "installed_at: datetime | None = None", "installed_at: datetime | None"),
        ("models.choices", "ActivityStatus = ", "_ActivityStatus = "),
        ("models.auth", "access_token: str\n", "access_token: str = ...\n"),
        ("models.files", "(_GitStatus, total=False)", "(_GitStatus)"),
        ("models.files", "class GitStatus(_GitStatus, ", "class GitStatus(TypedDict, "),
        ("models.files", "    untracked_files: list[str]\n", ""),
        ("models.files", "    commit: str | None\n", "    commit: str\n"),
        ("rest", "params: Mapping[str, Any] | Iterable[tuple[str, Any]] | None", "params: Mapping[str, Any] | None"),
        ("codec", "from .model import Model as Model\n", ""),
        ("api.chips", "Async variant of `list_chips`.", "Async variant of `get_chip`."),
    ],
)
def test_comparison_finds_a_difference(module: str, text: str, other_text: str, tmp_path: Path) -> None:
    module = f"qdash.client.{module}"
    stub = stub_path(module).read_text(encoding="utf-8")
    assert text in stub
    path = tmp_path / "changed.pyi"
    path.write_text(stub.replace(text, other_text, 1), encoding="utf-8")
    assert differences(module, path)


# The script


@pytest.fixture
def stubs_copy(tmp_path: Path) -> Path:
    """Return the folder of a copy of the stubs, with the sources and the script beside it as they are here."""
    for folder in ("qdash", "stubs"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "stubs"


def generate(*arguments: str, stubs: Path = STUBS) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-E", "-s", "-B", str(stubs / "generate.py"), *arguments]
    return subprocess.run(command, encoding="utf-8", capture_output=True, timeout=120, check=False)


@pytest.mark.long
def test_stubs_are_what_the_script_writes() -> None:
    done = generate("--check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.long
def test_script_names_and_repairs_what_differs(stubs_copy: Path) -> None:
    edited, missing, stale = (stubs_copy / CLIENT / name for name in ("client.pyi", "errors.pyi", "gone.pyi"))
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


@pytest.mark.parametrize(
    ("name", "text", "other_text", "complaint"),
    [
        ("chips", 'pages="qubits"', 'pages="total"', "TypeError: list_chip_qubits: pages: int is no list"),
        (
            "files",
            "to: str | os.PathLike[str] | None",
            "to: str",
            "files.py:28: download_file: the keyword 'to', a path or None, needs an annotation",
        ),
    ],
)
@pytest.mark.long
def test_script_refuses_operations_whose_forms_it_cannot_tell(
    name: str, text: str, other_text: str, complaint: str, stubs_copy: Path
) -> None:
    source = stubs_copy.parent / CLIENT / "api" / f"{name}.py"
    content = source.read_text(encoding="utf-8")
    assert text in content
    source.write_text(content.replace(text, other_text, 1), encoding="utf-8")
    done = generate(stubs=stubs_copy)
    assert done.returncode == 1
    assert done.stderr.endswith(f"{complaint}\n")


@pytest.mark.long
def test_script_refuses_a_public_name_without_a_type(stubs_copy: Path) -> None:
    source = stubs_copy.parent / CLIENT / "errors.py"
    content = source.read_text(encoding="utf-8").replace("__all__ = [", '__all__ = ["LIMIT", ')
    source.write_text(f"{content}\nLIMIT = sum([1, 2])\n", encoding="utf-8")
    line = content.count("\n") + 2
    done = generate(stubs=stubs_copy)
    assert done.returncode == 1
    assert done.stderr == f"{CLIENT / 'errors.py'}:{line}: LIMIT needs an annotation\n"


@pytest.mark.long
def test_a_change_of_private_code_changes_no_stub(stubs_copy: Path) -> None:
    for name in ("transport/pool.py", "transport/http1.py", "codec/generated.py", "demo/lab.py", "call/paging.py"):
        with stubs_copy.parent.joinpath(CLIENT, name).open("a", encoding="utf-8") as file:
            file.write("\n\ndef something_new(value: int) -> int:\n    return value\n")
    done = generate("--check", stubs=stubs_copy)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
