"""Runs the contenders against each other and writes what came out: see ``python -m bench --help``."""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from . import payloads, report, server
from .contender import ASYNC, CALLS, DECODERS, DOWNLOADS, IMPORTS, SCRIPTS

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".nox" / "bench"
PACKAGES = {
    "ours": [],
    "official": ["qdash-client==1.9.20"],
    "others": ["httpx", "aiohttp", "urllib3", "msgspec", "trustme"],
}
ENVIRONMENT_OF = {
    "official": "official",
    "pydantic": "official",
    **dict.fromkeys(["httpx", "aiohttp", "urllib3", "msgspec"], "others"),
}
REPEATS = {"chips": 2000, "metrics-64": 20, "metrics-1024": 2, "tasks-1000": 20, "points-10000": 2, "points-200000": 1}
PARTS = ("import", "calls", "downloads", "decoding", "growth")
GROWTH = (100, 1_000, 10_000, 100_000, 1_000_000)
MEBIBYTE = 1024 * 1024
LISTING = "import json, importlib.metadata as m; print(json.dumps({d.name: d.version for d in m.distributions()}))"


class Bench:
    """One run: where the contenders are, and what was measured."""

    def __init__(self, folder: Path, *, quick: bool) -> None:
        self.folder = folder
        self.quick = quick
        self.pythons: dict[str, Path] = {}
        self.rows: list[report.Row] = []
        self.failures: list[str] = []
        self._variables = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
        self._variables |= {"HOME": str(folder), "NO_PROXY": "*", "PYTHONHASHSEED": "0"}
        self.authorities = folder / "authorities.pem"
        self._order = random.Random(1)

    def prepare(self) -> dict[str, str]:
        """Make the environments that are not there, and return the versions of what is in them."""
        versions = {}
        for name, packages in PACKAGES.items():
            home = HOME / f"{name}-{sys.version_info.major}.{sys.version_info.minor}"
            complete = home / "complete"
            if not complete.exists():
                print(f"Making {home}", flush=True)
                subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", home], check=True)
                if name == "ours":  # not by PYTHONPATH, which would come before the standard library
                    (site,) = home.glob("lib/python*/site-packages")
                    site.joinpath("qdash").symlink_to(ROOT / "qdash")
                elif not _install(home, packages):
                    if name != "official":
                        sys.exit(f"{' '.join(packages)} cannot be installed")
                    print("The official client cannot be installed on this Python: it is left out")
                    continue
                complete.touch()
            self.pythons[name] = home / "bin" / "python"
            versions |= json.loads(subprocess.check_output([self.pythons[name], "-c", LISTING]))
        ours = subprocess.check_output([self.pythons["ours"], "-c", "import qdash.client as c; print(c.__version__)"])
        return {"ours": ours.decode().strip(), **dict(sorted(versions.items()))}

    def certify(self) -> Path:
        """Make a private certificate, and the file of authorities for https; return the certificate with its key."""
        python = self.pythons["others"]
        subprocess.run([python, "-m", "trustme", "-q", "-d", self.folder, "-i", "127.0.0.1"], check=True)
        public = subprocess.check_output([python, "-m", "certifi"], text=True).strip()
        private = {name: (self.folder / name).read_bytes() for name in ("server.key", "server.pem", "client.pem")}
        self.authorities.write_bytes(Path(public).read_bytes() + private["client.pem"])
        both = self.folder / "both.pem"
        both.write_bytes(private["server.key"] + private["server.pem"])
        return both

    def race(
        self, title: str, unit: str, contenders: Iterable[str], rounds: int, measure: str, *arguments: Any
    ) -> None:
        """Measure contenders, each in its own process, in interleaved rounds."""
        with ExitStack() as processes:
            steps = {}
            for name in self._present(contenders):
                with self._leaving_out(name, title):
                    steps[name] = self._worker(processes, measure, name, arguments)
            self._interleave(title, unit, steps, rounds)

    def race_scripts(self, title: str, scripts: dict[str, str], rounds: int, *arguments: str) -> None:
        """Measure whole processes."""
        steps = {name: self._script(name, scripts[name], arguments) for name in self._present(scripts)}
        for step in steps.values():
            step()  # which writes the bytecode
        self._interleave(title, "ms", steps, rounds)

    def _present(self, contenders: Iterable[str]) -> list[str]:
        return [name for name in contenders if ENVIRONMENT_OF.get(name, "ours") in self.pythons]

    def _interleave(self, title: str, unit: str, steps: dict[str, Callable[[], Any]], rounds: int) -> None:
        print(f"{title} ...", flush=True)
        found: dict[str, list[Any]] = {name: [] for name in steps}
        for number in range(1, rounds + 1):
            for name in self._order.sample(list(steps), len(steps)):
                with self._leaving_out(name, f"{title}, round {number} of {rounds}"):
                    found[name].append(steps[name]())
                if len(found[name]) < number:
                    del steps[name], found[name]
        for name, values in found.items():
            if isinstance(values[0], list):  # [seconds, bytes]
                self.rows.append(report.Row(f"{title}: memory of the process", name, "MiB", [v[1] for v in values]))
                values = [value[0] for value in values]
            self.rows.append(report.Row(title, name, unit, values))

    @contextmanager
    def _leaving_out(self, name: str, where: str) -> Iterator[None]:
        """Go on when the process of a contender fails, unless it is ours."""
        try:
            yield
        except subprocess.SubprocessError as error:
            if name == "ours":
                raise
            print(f"{name} has failed in: {where}: {error}", flush=True)
            self.failures.append(f"{name} ({where})")

    def _worker(self, processes: ExitStack, measure: str, name: str, arguments: Iterable[Any]) -> Callable[[], Any]:
        command = [self._python(name), "-m", "bench.contender", measure, name, *map(str, arguments)]
        variables = {**self._variables, "PYTHONPATH": str(ROOT / "tests")}
        process = processes.enter_context(
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=variables, cwd=self.folder)
        )
        processes.callback(process.kill)  # it has no more to say
        assert process.stdin is not None
        assert process.stdout is not None
        stdin, stdout = process.stdin, process.stdout

        def said() -> bytes:
            if line := stdout.readline():
                return line
            raise subprocess.CalledProcessError(process.wait(), command)

        def step() -> Any:
            stdin.write(b"\n")
            stdin.flush()
            return json.loads(said())

        assert said() == b"ready\n"
        return step

    def _script(self, name: str, code: str, arguments: Iterable[str]) -> Callable[[], float]:
        command = [self._python(name), "-c", code, *arguments]

        def step() -> float:
            start = time.perf_counter()
            subprocess.run(command, check=True, env=self._variables, cwd=self.folder, stdout=subprocess.DEVNULL)
            return time.perf_counter() - start

        return step

    def _python(self, name: str) -> Path:
        return self.pythons[ENVIRONMENT_OF.get(name, "ours")]

    # --- what is measured ---

    def start(self) -> None:
        self.race_scripts("import", IMPORTS, self._rounds(30))

    def calls(self, http: str, https: str, slow: str) -> None:
        for scheme, url in (("http", http), ("https", https)):
            if scheme == "https":
                self._variables["SSL_CERT_FILE"] = str(self.authorities)
            self.race_scripts(f"one-shot script, {scheme}", SCRIPTS, self._rounds(25), url)
            self.race(f"warm call, {scheme}", "us", [*CALLS, "aiohttp"], self._rounds(21), "warm", url, 200)
        del self._variables["SSL_CERT_FILE"]
        self.race("call in one of 16 threads", "us", CALLS, self._rounds(15), "threads", http, 25)
        self.race("200 async calls, no delay", "ms", ASYNC, self._rounds(7), "together", http, 200)
        self.race("200 async calls, 50 ms server", "ms", ASYNC, self._rounds(7), "together", slow, 200)
        calls = 10_000 if self.quick else 100_000
        with ExitStack() as processes:
            blocks, size = self._worker(processes, "lasting", "ours", (http, calls))()
        title = f"growth over {calls:,} calls"
        self.rows.append(report.Row(f"{title}: blocks", "ours", "blocks", [blocks]))
        self.rows.append(report.Row(f"{title}: memory of the process", "ours", "MiB", [size]))

    def downloads(self, url: str) -> None:
        self.race("200 MiB download", "ms", DOWNLOADS, self._rounds(7), "download", url, self.folder / "downloaded")

    def decoding(self) -> None:
        for kind, title in payloads.KINDS.items():
            path = payloads.write(self.folder, kind)
            rounds = self._rounds(7 if kind == "points-200000" else 15)
            self.race(
                f"decoding {title}",
                "us" if kind == "chips" else "ms",
                DECODERS,
                rounds,
                "decoding",
                path,
                REPEATS[kind],
            )
            self.race(f"decoding {title}: peak allocated", "KiB", DECODERS, 1, "traced", path)
        small = payloads.write(self.folder, "points-100")
        title = f"decoding {payloads.KINDS['points-200000']}: growth of the process"
        self.race(title, "MiB", DECODERS, 1, "resident", self.folder / "points-200000", small)

    def growth(self) -> None:
        for count in GROWTH[: 4 if self.quick else 5]:
            path = payloads.write(self.folder, f"points-{count}")
            repeat = max(1, 20_000 // count)
            first = len(self.rows)
            contenders = ["ours", "json.loads"]
            self.race(f"growth: a point of {count:,}", "us", contenders, self._rounds(5), "decoding", path, repeat)
            for row in self.rows[first:]:
                row.values = [value / count for value in row.values]

    def _rounds(self, count: int) -> int:
        return max(3, count // 5) if self.quick else count


def _install(home: Path, packages: list[str]) -> bool:
    pip = [sys.executable, "-m", "pip", "--python", home / "bin" / "python", "install", "--quiet"]
    return subprocess.run([*pip, "--disable-pip-version-check", *packages], check=False).returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description="Measure the client against its alternatives.")
    parser.add_argument("--quick", action="store_true", help="few rounds, to see that it works")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a bar is missed")
    parser.add_argument("--output", type=Path, default=HOME, help="where bench.md and bench.json go (%(default)s)")
    parser.add_argument("--only", choices=PARTS, action="append", help="this part, and those so named")
    options = parser.parse_args()
    if find_spec("pip") is None:
        parser.error(f"{sys.executable} has no pip")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started ends, too
    started = time.time()
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as servers:
        folder = Path(name)
        bench = Bench(folder, quick=options.quick)
        versions = bench.prepare()
        payloads.write(folder, "chips")
        folder.joinpath("raw-data").write_bytes(os.urandom(200 * MEBIBYTE))
        http, https = servers.enter_context(server.serving(folder, bench.certify()))
        slow, _ = servers.enter_context(server.serving_slowly(folder, 0.05))
        for part, step in {
            "import": bench.start,
            "calls": lambda: bench.calls(http, https, slow),
            "downloads": lambda: bench.downloads(http),
            "decoding": bench.decoding,
            "growth": bench.growth,
        }.items():
            if part in (options.only or PARTS):
                step()
    bars = report.bars(bench.rows)
    options.output.mkdir(parents=True, exist_ok=True)
    about = report.about(versions, server.version(), bench.failures, quick=options.quick, seconds=time.time() - started)
    text = report.markdown(about, bench.rows, bars)
    options.output.joinpath("bench.md").write_text(text, encoding="utf-8")
    options.output.joinpath("bench.json").write_text(report.as_json(about, bench.rows, bars), encoding="utf-8")
    print(text)
    return int(options.check and not all(bar.passed for bar in bars))


if __name__ == "__main__":
    sys.exit(main())
