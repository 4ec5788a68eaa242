"""Freeze a program with PyInstaller, and let it make calls of all kinds.

``PYTHONPATH=.:tests python tests/bundle.py`` prints what came of it; the session ``bundles`` does that.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from all_kinds_responses import all_kinds_responses
from fault_server import FaultServer

from qdash.client.demo import DemoServer

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "tests" / "matrix" / "programs" / "all_kinds.py"


def freeze(place: Path) -> Path:
    """Return the program, frozen with what the statements in it import."""
    where = ("--specpath", place, "--workpath", place / "build", "--distpath", place / "dist")
    command = [sys.executable, "-m", "PyInstaller", "--log-level", "WARN", "--paths", ROOT, *where, PROGRAM]
    subprocess.run([*map(str, command)], check=True, timeout=600)
    return place / "dist" / PROGRAM.stem / PROGRAM.stem


def main() -> int:
    """Freeze the program, run it away from this clone, and return its exit code."""
    with (
        tempfile.TemporaryDirectory() as place,
        DemoServer() as demo,
        FaultServer(all_kinds_responses()) as other,
    ):
        program = freeze(Path(place))
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "QDASH_"))}
        variables = kept | demo.environment | {"OTHER_URL": other.url, "NO_PROXY": "*"}
        return subprocess.run([program, "simply", ""], env=variables, cwd=place, timeout=120, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
