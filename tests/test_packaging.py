"""What is shipped: the distributions, an installed wheel, and a copy vendored into another tool."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Callable, Iterator
from email.message import Message
from email.parser import Parser
from modulefinder import ModuleFinder
from pathlib import Path

import pytest

from qdash.client.demo import DemoServer

ROOT = Path(__file__).resolve().parents[1]
CLIENT = ROOT / "qdash" / "client"
STUBS = ROOT / "stubs" / "qdash" / "client"

SCRIPT = """\
import asyncio
from {package} import QDashApiError, QDashClient, QDashConfig

async def count() -> int:
    with QDashClient(QDashConfig.from_env()) as client:
        return (await client.list_chips_async()).total

with QDashClient.from_env() as client:
    chips = client.list_chips()
    assert [chip.chip_id for chip in chips.chips]
    assert asyncio.run(count()) == chips.total
    try:
        client.get_chip("no-such-chip")
    except QDashApiError as error:
        print(error.status_code)
"""


def files_below(folder: Path) -> set[str]:
    """Return what lies below a folder, as relative paths with slashes, without the byte code."""
    paths = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix() for path in paths}


def run(*command: str | Path, env: dict[str, str] | None = None, cwd: Path) -> str:
    """Run a command and return what it printed; a failure shows what it printed on both streams."""
    done = subprocess.run(
        [*map(str, command)], env=env, cwd=cwd, encoding="utf-8", capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"{command} returned {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def build(source: Path, into: Path) -> tuple[Path, Path]:
    """Build an sdist and a wheel with the backend alone: no isolated environment, so no network."""
    backend = "import sys; from hatchling.build import *; build_sdist(sys.argv[1]); build_wheel(sys.argv[1])"
    run(sys.executable, "-c", backend, into, cwd=source)
    (sdist,), (wheel,) = into.glob("*.tar.gz"), into.glob("*.whl")
    return sdist, wheel


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return build(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="session")
def sdist(distributions: tuple[Path, Path]) -> Path:
    return distributions[0]


@pytest.fixture(scope="session")
def wheel(distributions: tuple[Path, Path]) -> Path:
    return distributions[1]


@pytest.fixture(scope="session")
def wheel_files(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="session")
def metadata(wheel_files: dict[str, bytes]) -> Message:
    (text,) = (content for name, content in wheel_files.items() if name.endswith(".dist-info/METADATA"))
    return Parser().parsestr(text.decode())


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of an environment that holds the wheel and nothing else, not even pip."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site_packages = run(python, "-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'), end='')", cwd=home)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site_packages)
    return python


@pytest.fixture(scope="session")
def demo_variables() -> Iterator[dict[str, str]]:
    with DemoServer() as server:
        yield server.environment


@pytest.fixture
def user(tmp_path: Path) -> dict[str, str]:
    """Return the environment variables of a user with an empty home and no settings of QDash."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QDASH_", "XDG_", "PYTHON"))}
    return {**kept, "HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}


# The wheel and the sdist


def test_wheel_holds_every_module_and_stub_and_nothing_else(wheel_files: dict[str, bytes]) -> None:
    ours = {name for name in wheel_files if ".dist-info/" not in name}
    assert ours == {f"qdash/client/{name}" for name in files_below(CLIENT) | files_below(STUBS)}
    assert {"qdash/client/__init__.py", "qdash/client/__init__.pyi", "qdash/client/py.typed"} <= ours


def test_wheel_leaves_the_namespace_to_others(wheel_files: dict[str, bytes]) -> None:
    assert not {"qdash/__init__.py", "qdash/__init__.pyi", "qdash/py.typed"} & wheel_files.keys()


def test_wheel_has_the_commands(wheel_files: dict[str, bytes]) -> None:
    (text,) = (content for name, content in wheel_files.items() if name.endswith(".dist-info/entry_points.txt"))
    assert text.decode().splitlines() == [
        "[console_scripts]",
        "qdash-agent = qdash.client.agents.command:main",
        "qdash-client = qdash.client.cli.main:main",
    ]


def test_wheel_holds_the_licence(wheel_files: dict[str, bytes]) -> None:
    (text,) = (content for name, content in wheel_files.items() if name.endswith(".dist-info/licenses/LICENSE"))
    assert text == (ROOT / "LICENSE").read_bytes()


def test_metadata_asks_for_a_python_and_nothing_else(metadata: Message) -> None:
    assert metadata["Name"] == "qdash-client"
    assert metadata["Requires-Python"] == ">=3.10"
    assert metadata.get_all("Requires-Dist") is None
    assert metadata["License-Expression"] == "Apache-2.0"


def test_metadata_has_the_literal_version(metadata: Message) -> None:
    versions = re.findall(r'^__version__ = "(.+)"$', (CLIENT / "version.py").read_text(encoding="utf-8"), re.MULTILINE)
    assert versions == [metadata["Version"]]


def test_sdist_holds_the_sources_and_builds_the_same_wheel(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        if hasattr(tarfile, "data_filter"):
            archive.extractall(tmp_path / "sdist", filter="data")
        else:  # a 3.10 or 3.11 from before the filters
            archive.extractall(tmp_path / "sdist")
    (source,) = (tmp_path / "sdist").iterdir()
    for folder in ("qdash", "stubs", "tests"):
        assert files_below(source / folder) == files_below(ROOT / folder)
    assert (source / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    (tmp_path / "again").mkdir()
    assert build(source, tmp_path / "again")[1].read_bytes() == wheel.read_bytes()


# The installed wheel


def test_installed_client_runs_a_script(
    installed: Path, user: dict[str, str], demo_variables: dict[str, str], tmp_path: Path
) -> None:
    """The session `build` runs the demo of an installed wheel."""
    code = SCRIPT.format(package="qdash.client")
    assert run(installed, "-I", "-c", code, env=user | demo_variables, cwd=tmp_path).split() == ["404"]


# A vendored copy, made as the page "vendoring" says: -S leaves out site-packages, so that what runs here needs the
# standard library only


COPY = "mytool._vendor.qdash_client"
USERS_CODE = f"""\
from {COPY} import ListChipsResponse, QDashClient
from {COPY}.testing import MockTransport

async def count(client: QDashClient) -> int:
    return (await client.list_chips_async()).total

with QDashClient(transport=MockTransport(lambda request: (200, {{}}, {{}}))) as client:
    chips: ListChipsResponse = client.list_chips()
    client.list_chipz()
    client.get_chip(3)
"""


@pytest.fixture(scope="session")
def vendored(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a package `mytool` that has a copy of the client, made by the commands of the page."""
    folder = tmp_path_factory.mktemp("vendored")
    (folder / "mytool" / "_vendor").mkdir(parents=True)
    for package in ("mytool", "mytool/_vendor"):
        (folder / package / "__init__.py").touch()
    shutil.copy(wheel, folder)
    page = (CLIENT / "docs" / "vendoring.md").read_text(encoding="utf-8")
    commands = page.partition("## A copy inside another tool")[2].partition("```bash\n")[2].partition("```")[0]
    *commands_that_copy, demo = commands.splitlines()
    assert demo == f"python3 -m {COPY} demo"
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    run("sh", "-e", "-c", "\n".join(commands_that_copy), env={**os.environ, "PATH": path}, cwd=folder)
    return folder


@pytest.fixture
def run_vendored(vendored: Path, user: dict[str, str], tmp_path: Path) -> Callable[..., str]:
    """Return a function that runs code with the copy and sees that no `qdash` is used."""

    def run_code(code: str, variables: dict[str, str] | None = None) -> str:
        start = f"import sys; sys.path.insert(0, {str(vendored)!r})\n"
        end = "\nassert not [name for name in sys.modules if name.partition('.')[0] == 'qdash']\n"
        return run(sys.executable, "-I", "-S", "-c", start + code + end, env=user | (variables or {}), cwd=tmp_path)

    return run_code


needs_shell = pytest.mark.skipif(os.name == "nt", reason="the commands of the page are for a POSIX shell")


@needs_shell
def test_vendored_copy_is_the_client_with_its_stubs_and_its_licence(vendored: Path) -> None:
    copy = vendored / "mytool" / "_vendor"
    assert files_below(copy) == {"__init__.py"} | {
        f"qdash_client/{name}" for name in files_below(CLIENT) | files_below(STUBS)
    }
    assert (copy / "qdash_client" / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


@needs_shell
@pytest.mark.parametrize("arguments", [["demo"], ["demo", "--help"], ["docs"]], ids=" ".join)
def test_vendored_program_shows_its_own_name(arguments: list[str], run_vendored: Callable[..., str]) -> None:
    code = f"""\
import runpy
sys.argv = ["", *{arguments}]
try:
    runpy.run_module("{COPY}", run_name="__main__", alter_sys=True)
except SystemExit as end:
    assert not end.code, end.code
"""
    assert f"python3 -m {COPY} {arguments[0]}" in run_vendored(code)


@needs_shell
def test_vendored_client_runs_a_script(run_vendored: Callable[..., str], demo_variables: dict[str, str]) -> None:
    assert run_vendored(SCRIPT.format(package=COPY), demo_variables).split() == ["404"]


@needs_shell
def test_vendored_client_logs_under_its_own_name(
    run_vendored: Callable[..., str], demo_variables: dict[str, str]
) -> None:
    code = f"""\
import logging
from {COPY} import QDashClient
logging.basicConfig(level=logging.DEBUG, stream=sys.stdout, format="%(name)s")
with QDashClient.from_env() as client:
    client.list_chips()
"""
    assert set(run_vendored(code, demo_variables).split()) == {COPY}


@needs_shell
def test_vendored_copy_loads_what_it_has_pickled(
    run_vendored: Callable[..., str], demo_variables: dict[str, str]
) -> None:
    code = f"""\
import pickle
from {COPY} import QDashClient, QDashNotFoundError
with QDashClient.from_env() as client:
    chips = client.list_chips()
    assert pickle.loads(pickle.dumps(chips)) == chips
    try:
        client.get_chip("no-such-chip")
    except QDashNotFoundError as error:
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is QDashNotFoundError
        assert str(again) == str(error)
        print(again.status_code)
"""
    assert run_vendored(code, demo_variables).split() == ["404"]


@needs_shell
@pytest.mark.parametrize(
    "command",
    [["mypy", "--strict", "mytool"], ["pyright", "--project", "pyrightconfig.json"]],
    ids=["mypy", "pyright"],
)
def test_type_checkers_read_the_types_of_a_vendored_copy(command: list[str], vendored: Path, tmp_path: Path) -> None:
    """The nox session `types` has the type checkers."""
    program = shutil.which(command[0], path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip(f"there is no {command[0]} beside this Python")
    shutil.copytree(vendored / "mytool", tmp_path / "mytool")
    (tmp_path / "mytool" / "code.py").write_text(USERS_CODE, encoding="utf-8")
    settings = '{"typeCheckingMode": "strict", "exclude": ["**/_vendor"]}'
    (tmp_path / "pyrightconfig.json").write_text(settings, encoding="utf-8")
    done = subprocess.run(
        [program, *command[1:]], cwd=tmp_path, encoding="utf-8", capture_output=True, timeout=250, check=False
    )
    found = {(Path(path).name, line) for path, line in re.findall(r"(\S+):(\d+)(?::\d+ -|:) error: ", done.stdout)}
    wrong = [f"{number}" for number, line in enumerate(USERS_CODE.splitlines(), 1) if line.startswith("    client.")]
    assert found == {("code.py", number) for number in wrong}, done.stdout
    assert "list_chipz" in done.stdout
    assert "get_chip" in done.stdout


# What the files import


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the level (0: absolute) and the name of everything that a file imports, wherever in the file it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.level, node.module or ""


@pytest.mark.parametrize(
    ("folder", "pattern", "allowed"),
    [(CLIENT, "*.py", set()), (STUBS, "*.pyi", {"typing_extensions", "_typeshed"})],
    ids=["modules", "stubs"],
)
def test_imports_are_of_the_standard_library_or_relative(folder: Path, pattern: str, allowed: set[str]) -> None:
    known = sys.stdlib_module_names | allowed
    strays = []
    paths = sorted(folder.rglob(pattern))
    for path in paths:
        package_depth = len(path.relative_to(folder).parts)  # more dots than this lead out of the client
        for level, name in imports(path):
            if level > package_depth or (level == 0 and name.partition(".")[0] not in known):
                strays.append(f"{path.relative_to(folder)}: {'.' * level}{name}")
    assert paths
    assert strays == []


# What bundlers find, which freeze a program with the modules that import statements name


@pytest.fixture(scope="module")
def as_compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the client without what it imports for type checkers only: Nuitka leaves out what is never true."""
    folder = tmp_path_factory.mktemp("compiled")
    for path in CLIENT.rglob("*.py"):
        copy = folder / path.relative_to(CLIENT.parent)
        copy.parent.mkdir(exist_ok=True)
        text = path.read_text(encoding="utf-8").replace("if TYPE_CHECKING:", "if False:")
        copy.write_text(text, encoding="utf-8")
    return folder


def named(folder: Path, start: str) -> set[str]:
    """Return the modules that statements name, in a module or in what these import, as bundlers do."""
    finder = ModuleFinder(path=[str(folder)])  # without the standard library
    finder.import_hook(f"client{start}")
    return {name.removeprefix("client") for name in finder.modules if name.startswith("client")}


def test_bundlers_find_every_module(as_compiled: Path) -> None:
    paths = (path.relative_to(CLIENT).with_suffix("").as_posix() for path in CLIENT.rglob("*.py"))
    modules = {f".{path}".removesuffix("__init__").removesuffix("/").replace("/", ".").rstrip(".") for path in paths}
    program = {name for name in modules if name and name.split(".")[1] in {"__main__", "cli", "demo", "formats"}}
    assert named(as_compiled, "") == modules - program
    assert named(as_compiled, ".__main__") == modules


def late(path: Path) -> Iterator[str]:
    """Yield what functions of a module import from the standard library."""
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        for node in ast.walk(function) if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)) else ():
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                yield node.module


def test_preload_imports_what_functions_import() -> None:
    program = "import sys; from qdash.client import preload; preload(); print(*sys.modules)"
    loaded = run(sys.executable, "-S", "-c", program, env={"PYTHONPATH": str(ROOT)}, cwd=ROOT).split()
    for path in CLIENT.rglob("*.py"):
        name = path.relative_to(ROOT).with_suffix("").as_posix().removesuffix("/__init__").replace("/", ".")
        if path.name == "__main__.py" or {"cli", "demo", "formats"} & {*path.parts}:
            continue
        assert name in loaded
        assert {module for module in late(path) if module not in loaded} <= {"fcntl", "msvcrt"}, name
