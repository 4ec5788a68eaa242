"""What the README, the pages and the user guide show runs as it stands, against the demo server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qdash.client.demo import DemoServer

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT.parent / "shared" / "guide"
PAGES = sorted((ROOT / "qdash" / "client" / "docs").glob("*.md"))


def python_blocks(path: Path) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)


BLOCKS = python_blocks(ROOT / "README.md")
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
def run(server: DemoServer, tmp_path: Path) -> Callable[[str], str]:
    """Run Python code as a script of its own: in the tree, with the demo server in its environment."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QDASH_")}
    environment |= server.environment | {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "no_proxy": "*"}
    environment.pop("XDG_CONFIG_HOME", None)

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
def test_a_page_begins_with_its_title(page: Path) -> None:
    first, second, *_ = page.read_text("utf-8").split("\n")
    assert re.fullmatch("# [^#].*", first)
    assert not second


def test_the_readme_has_blocks() -> None:
    assert len(BLOCKS) >= 7


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
