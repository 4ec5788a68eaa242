"""What the README, the pages and the user guide show runs unchanged, against the demo server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qdash.client.demo import DemoServer

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT.parent / "shared" / "guide"
PAGES = sorted((ROOT / "qdash" / "client" / "docs").glob("*.md"))


def python_blocks(path: Path) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def shell_blocks(path: Path) -> list[str]:
    return re.findall(r"^```(?:bash|sh|shell)\n(.*?)^```$", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def command(line: str) -> str:
    """A line without its comment."""
    return re.sub(r"(^|\s+)#.*", "", line)


BLOCKS = python_blocks(ROOT / "README.md")
DOCUMENTS = [ROOT / "README.md", *PAGES, ROOT / "CONTRIBUTING.md"]
SHELL_BLOCKS = [
    pytest.param(block, id=f"{path.stem}-{number}")
    for path in [ROOT / "README.md", *PAGES]
    for number, block in enumerate(shell_blocks(path))
]
NOT_RUN = {
    "pip install qdash-client": "needs a package index",
    "pip download --no-deps qdash-client": "needs a package index",
    "pip install --no-index --no-deps qdash_client-*.whl": "tests/test_packaging.py does it",
    "pyinstaller --onefile yourprogram.py": "the session `bundles` does it",
    "python3 noxfile.py": "it runs these tests",
    "python3 noxfile.py -s matrix": "takes a minute",
    "python3 noxfile.py -s bench": "takes eight minutes",
    "python3 noxfile.py -s bench -- --quick": "needs a package index",
}
IN_PAGES = [
    pytest.param(block, id=f"{page.stem}-{number}")
    for page in PAGES
    for number, block in enumerate(python_blocks(page))
]
GUIDE_FILES = sorted(GUIDE.glob("*.py"))


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


@pytest.fixture
def environment(server: DemoServer, tmp_path: Path) -> dict[str, str]:
    """The environment of a process that finds the client, and the demo server in its settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QDASH_")}
    environment |= server.environment | {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "no_proxy": "*"}
    environment.pop("XDG_CONFIG_HOME", None)
    return environment


@pytest.fixture
def checkout(tmp_path: Path, environment: dict[str, str]) -> Path:
    """A folder with what the shell blocks use: the tree, the Python of the tests as `python3`, a package, a wheel."""
    folder = tmp_path / "checkout"
    for package in ("yourtool", "mytool"):
        (folder / package / "_vendor").mkdir(parents=True)
    for name in ("qdash", "tests", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    with zipfile.ZipFile(folder / "qdash_client-0-py3-none-any.whl", "w") as wheel:
        wheel.write(ROOT / "LICENSE", "qdash_client-0.dist-info/licenses/LICENSE")
        for above in (ROOT, ROOT / "stubs"):
            for path in above.joinpath("qdash").rglob("*.py*"):
                if path.suffix in (".py", ".pyi"):
                    wheel.write(path, path.relative_to(above))
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, module in (("python", ""), ("python3", ""), ("qdash-client", "-m qdash.client")):
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n')
        (programs / name).chmod(0o755)
    environment |= {"PATH": f"{programs}{os.pathsep}{environment['PATH']}", "PYTHONDONTWRITEBYTECODE": "1"}
    del environment["PYTHONPATH"]
    return folder


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Callable[[str], str]:
    """Run Python code as a script of its own: in the tree, with the demo server in its environment."""

    def run(code: str) -> str:
        process = subprocess.run(
            [sys.executable, "-W", "error", "-"],
            input=code,
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert process.returncode == 0, process.stderr
        assert process.stderr == ""
        return process.stdout

    return run


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_a_python_block_of_the_readme_runs(number: int, run: Callable[[str], str]) -> None:
    output = run(BLOCKS[number])
    assert output or "assert" in BLOCKS[number]


@pytest.mark.parametrize("block", IN_PAGES)
def test_a_python_block_of_a_page_runs(block: str, run: Callable[[str], str]) -> None:
    output = run(block)
    assert output or "assert" in block


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_begins_with_its_title_and_one_line_that_describes_it(page: Path) -> None:
    title, empty, description, end, *_ = page.read_text("utf-8").split("\n")
    assert re.fullmatch("# [^#].*", title)
    assert (empty, end) == ("", "")
    assert re.fullmatch(r"[A-Z].{20,85}\.", description)


def test_the_readme_is_short_and_has_blocks() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 250
    assert len(BLOCKS) >= 10


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_readme_links_to_each_page(page: Path) -> None:
    link = f"[{page.stem}]({page.relative_to(ROOT).as_posix()})"
    assert link in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.skipif(os.name != "posix" or shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize("block", SHELL_BLOCKS)
def test_a_shell_block_runs(block: str, checkout: Path, environment: dict[str, str]) -> None:
    lines = [line for line in block.splitlines() if command(line) not in NOT_RUN]
    process = subprocess.run(
        ["bash", "-eu", "-c", "\n".join(lines)],
        env=environment,
        cwd=checkout,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert process.returncode == 0, process.stderr
    if "qdash-client" in block:  # its notes for people are on standard error
        assert not re.search("^(qdash-client: |Traceback)", process.stderr, re.MULTILINE)
    else:
        assert process.stderr == ""
    if re.search("python3|qdash-client ", "\n".join(lines)):
        assert process.stdout or process.stderr


def test_a_command_that_is_not_run_is_in_a_shell_block() -> None:
    shown = {command(line) for block in SHELL_BLOCKS for line in block.values[0].splitlines()}
    assert shown >= NOT_RUN.keys()


def test_the_sessions_that_are_shown_exist() -> None:
    sessions = set(re.findall(r"^def (\w+)\(session", (ROOT / "noxfile.py").read_text("utf-8"), re.MULTILINE))
    shown = {
        name for path in DOCUMENTS for name in re.findall(r"noxfile\.py (?:-R )?-s (\w+)", path.read_text("utf-8"))
    }
    assert shown
    assert shown <= sessions


@pytest.mark.parametrize("path", GUIDE_FILES, ids=lambda path: path.name)
def test_a_code_block_of_the_user_guide_runs_unchanged(path: Path, run: Callable[[str], str]) -> None:
    code = path.read_text("utf-8")
    if "import UTC" in code and sys.version_info < (3, 11):
        pytest.skip("datetime.UTC is new in Python 3.11")
    if 'from_profile("prod")' in code:
        run('from qdash.client import QDashConfig\nQDashConfig(base_url="http://localhost:5715").save("prod")')
    output = run(code)
    if "print(" in code:
        assert output


def test_the_user_guide_is_there() -> None:
    if not GUIDE_FILES:
        pytest.skip(f"the code blocks of the user guide are not at {GUIDE}")


def test_the_readme_names_the_error_as_it_is(run: Callable[[str], str]) -> None:
    (block,) = (block for block in BLOCKS if 'get_chip("nope")' in block)
    (comment,) = re.findall(r"# (404 .*)", block)
    assert run(block).strip() == comment


@pytest.mark.long
@pytest.mark.skipif(shutil.which("git") is None, reason="needs git to apply a diff")
def test_the_operation_of_the_example_can_be_added(tmp_path: Path) -> None:
    (diff,) = re.findall(
        r"^```diff\n(.*?)^```$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("qdash", "stubs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    shutil.copy(ROOT / "CHANGELOG.md", tmp_path)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"PYTHONPATH": str(tmp_path), "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}

    def run(*command: str, text: str | None = None) -> None:
        process = subprocess.run(
            command, input=text, env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=120
        )
        assert process.returncode == 0, process.stdout + process.stderr

    run("git", "apply", text=diff)
    run(sys.executable, "stubs/generate.py")
    assert "get_cryostat_temperature_async" in (tmp_path / "stubs/qdash/client/api/cooldowns.pyi").read_text("utf-8")
    run(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests")
