"""Prove the guards of the fault matrix.

``PYTHONPATH=.:tests python -m matrix.guards [NAME ...]`` removes each guard from a copy of the project and runs the
cases that depend on it. A guard is proven when all of these cases fail. The exit status is 1 if a guard is not proven.
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

from . import GUARDS

ROOT = Path(__file__).resolve().parents[2]


def without(guard: str) -> dict[str, str]:
    """Return the sources of the modules that a guard is removed from, by their path within the project."""
    changed: dict[str, str] = {}
    for module, text, instead in GUARDS[guard]:
        path = f"qdash/client/{module}"
        source = changed.get(path) or (ROOT / path).read_text(encoding="utf-8")
        if source.count(text) != 1:
            sys.exit(f"{guard!r}: {module} has {text!r} {source.count(text)} times, not once")
        changed[path] = source.replace(text, instead)
    return changed


def surviving_cases(guard: str) -> list[str]:
    """Return the cases that pass without a guard although they depend on it."""
    with tempfile.TemporaryDirectory() as directory:
        project = Path(directory, "project")
        ignored = shutil.ignore_patterns("__pycache__", ".*_cache")
        for name in ("qdash", "tests"):
            shutil.copytree(ROOT / name, project / name, ignore=ignored)
        shutil.copy(ROOT / "pyproject.toml", project)
        for path, source in without(guard).items():
            (project / path).write_text(source, encoding="utf-8")
        report = project / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "tests/test_matrix.py", "-k", "test_case["]
        command += ["--without", guard, "--junitxml", str(report)]
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        try:
            done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, timeout=300)
        except subprocess.TimeoutExpired:
            return ["pytest did not end within 300 s"]
        try:
            cases = list(ElementTree.parse(report).iter("testcase"))  # two for a case that also fails at teardown
        except (OSError, ElementTree.ParseError) as error:
            output = f"{done.stdout[-2000:]}{done.stderr[-2000:]}"
            return [f"pytest ended with {done.returncode} and without a report ({error}):\n{output}"]
        failed = {
            case.get("name", "") for case in cases for kind in ("failure", "skipped") if case.find(kind) is not None
        }
        return sorted({case.get("name", "") for case in cases} - failed) if cases else ["no case depends on it"]


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in GUARDS]
    if unknown:
        sys.exit(f"no such guard: {', '.join(unknown)}")
    for name in GUARDS:
        without(name)  # checks that each patch applies
    survivors = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        wanted = names or list(GUARDS)
        for name, held in zip(wanted, pool.map(surviving_cases, wanted), strict=True):
            print(f"{'ok  ' if not held else 'HELD'} {name}", *held, sep="\n       ", flush=True)
            survivors += len(held)
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
