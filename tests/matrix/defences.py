"""What the lines of the matrix rest on: take it out, and see them fail.

``PYTHONPATH=.:tests python -m matrix.defences [NAME ...]`` takes out one by one, each in a copy of the project, and
fails unless every line that rests on it fails then.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import DEFENCES

ROOT = Path(__file__).resolve().parents[2]


def without(defence: str) -> dict[str, str]:
    """Return the changed modules of the client, by their path within the project."""
    changed: dict[str, str] = {}
    for module, text, instead in DEFENCES[defence]:
        path = f"qdash/client/{module}"
        source = changed.get(path) or (ROOT / path).read_text(encoding="utf-8")
        if source.count(text) != 1:
            sys.exit(f"{defence!r}: {module} has {text!r} {source.count(text)} times, not once")
        changed[path] = source.replace(text, instead)
    return changed


def surviving_lines(defence: str) -> list[str]:
    """Take out a defence and return the lines that hold nevertheless; they should have failed."""
    with tempfile.TemporaryDirectory() as directory:
        project = Path(directory, "project")
        ignored = shutil.ignore_patterns("__pycache__", ".*_cache")
        for name in ("qdash", "tests"):
            shutil.copytree(ROOT / name, project / name, ignore=ignored)
        shutil.copy(ROOT / "pyproject.toml", project)
        for path, source in without(defence).items():
            (project / path).write_text(source, encoding="utf-8")
        report = project / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "tests/test_matrix.py", "-k", "test_line["]
        command += ["--without", defence, "--junitxml", str(report)]
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        try:
            done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, timeout=300)
        except subprocess.TimeoutExpired:
            return ["pytest does not come to an end"]
        try:
            cases = list(ElementTree.parse(report).iter("testcase"))  # two for a line that fails at its end as well
        except (OSError, ElementTree.ParseError) as error:
            output = f"{done.stdout[-2000:]}{done.stderr[-2000:]}"
            return [f"pytest ended with {done.returncode} and without a report ({error}):\n{output}"]
        failed = {
            case.get("name", "") for case in cases for kind in ("failure", "skipped") if case.find(kind) is not None
        }
        return sorted({case.get("name", "") for case in cases} - failed) if cases else ["no line rests on it"]


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in DEFENCES]
    if unknown:
        sys.exit(f"no such defence: {', '.join(unknown)}")
    for name in DEFENCES:
        without(name)  # to see that all of them can be taken out
    survivors = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        wanted = names or list(DEFENCES)
        for name, held in zip(wanted, pool.map(surviving_lines, wanted), strict=True):
            print(f"{'ok  ' if not held else 'HELD'} {name}", *held, sep="\n       ", flush=True)
            survivors += len(held)
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
