"""``python3 -m qdash.client`` as a newcomer runs it: from a plain folder, with nothing installed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qdash.client import QDashClient, QDashConfig
from qdash.client.cli.main import main

ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-W", "error", "-m", "qdash.client"]


@contextmanager
def running(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run the command in the background, and at the end of the block not any longer, whatever it does."""
    with subprocess.Popen(
        [*COMMAND, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


@pytest.mark.parametrize(
    ("environment", "unit"),
    [
        pytest.param({}, "μs", id="plain"),
        pytest.param(
            {
                "PYTHONIOENCODING": "ascii",
                "LANG": "C",
                "http_proxy": "http://127.0.0.1:9",
                "HTTP_PROXY": "http://127.0.0.1:9",
                "QDASH_BASE_URL": "nonsense",
                "QDASH_API_TOKEN": "\t",
            },
            "?s",
            id="a terminal without Greek, behind a proxy, with a broken configuration",
        ),
    ],
)
def test_the_demo_shows_what_a_person_wants_to_see(environment: dict[str, str], unit: str) -> None:
    process = run("demo", **environment)
    assert (process.returncode, process.stderr) == (0, "")
    assert "Default chip: 64Qv3" in process.stdout
    assert re.search(rf"T1 +qubit +64 .*{re.escape(unit)}$", process.stdout, re.MULTILINE)
    assert re.search(r"ZX90 Gate Fidelity +coupling .*%$", process.stdout, re.MULTILINE)
    assert re.search(r"\d+ points of 64 qubits", process.stdout)
    assert process.stdout.count("*") >= 20  # the chart
    progress = re.findall(r"^  (\d{8}-\d{3})  (\w+)$", process.stdout, re.MULTILINE)
    assert len({number for number, status in progress if status == "completed"}) == 3
    assert "  The run of 3 executions is completed." in process.stdout
    assert re.search(
        rf"^  1 +CheckT1 +\d{{8}}-\d{{3}} +completed +[\d.]+ +{re.escape(unit)}$", process.stdout, re.MULTILINE
    )
    assert max(map(len, process.stdout.splitlines())) <= 80


def test_the_demo_serves_until_ctrl_c() -> None:
    with running("demo", "--serve") as process:
        assert process.stdout is not None
        settings = {}
        for _ in range(2):  # they are there at once, although stdout is a pipe
            name, _, value = process.stdout.readline().removeprefix("export ").strip().partition("=")
            settings[name] = value
        config = QDashConfig(base_url=settings["QDASH_BASE_URL"], api_token=settings["QDASH_API_TOKEN"])
        with QDashClient(config) as client:
            assert client.list_chips().total == 2
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=10)
    assert process.returncode == 0
    assert output == ""
    assert "Traceback" not in errors


def test_ctrl_c_in_the_tour_is_an_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("qdash.client.demo.walkthrough.tour", interrupted)
    monkeypatch.setenv("no_proxy", "")  # the command sets it
    assert main(["demo"]) == 130


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        process = run("demo", "--serve", "--port", str(port))
    assert process.returncode == 1
    assert process.stderr.startswith(f"qdash-client: cannot listen on 127.0.0.1, port {port}: ")
    assert process.stderr.count("\n") == 1


@pytest.mark.parametrize("port", ["-1", "65536", "x", "\N{ARABIC-INDIC DIGIT ONE}"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    process = run("demo", f"--port={port}")
    assert process.returncode == 2
    assert f"{port!r} is not a port" in process.stderr


def test_no_command_is_a_usage_error() -> None:
    process = run()
    assert process.returncode == 2
    assert "demo" not in process.stdout
    assert "usage: python3 -m qdash.client" in process.stderr


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    with running("demo") as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        errors = process.stderr.read()
        assert process.wait(30) == 0
    assert errors == ""


# --- pages of documentation ------------------------------------------------------------------------------------------

PAGES = {path.stem: path.read_text("utf-8") for path in (ROOT / "qdash" / "client" / "docs").glob("*.md")}


def test_docs_lists_the_pages() -> None:
    process = run("docs")
    assert (process.returncode, process.stderr) == (0, "")
    *lines, empty, hint = process.stdout.splitlines()
    assert [line.split(maxsplit=1) for line in lines] == [[name, PAGES[name].splitlines()[2]] for name in sorted(PAGES)]
    assert (empty, hint) == ("", "To read one: python3 -m qdash.client docs PAGE")


@pytest.mark.parametrize("page", PAGES)
def test_docs_shows_a_page_as_it_is_to_a_pipe(page: str) -> None:
    process = run("docs", page)
    assert (process.returncode, process.stdout, process.stderr) == (0, PAGES[page], "")


@pytest.mark.parametrize("page", ["nonsense", "", "../docs/vendoring", "vendoring.md"])
def test_a_page_that_is_not_there_is_a_usage_error(page: str) -> None:
    process = run("docs", page)
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr.startswith(f"qdash-client: there is no page {page!r}.")
    assert process.stderr.endswith(f"The pages are {', '.join(sorted(PAGES))}.\n")


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_docs_shows_a_page_on_a_terminal_through_a_pager() -> None:
    controller, terminal = os.openpty()
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm", "PAGER": "sed s/^/paged:/"}
    with subprocess.Popen(
        [*COMMAND, "docs", "vendoring"], cwd=ROOT, env=environment, stdin=terminal, stdout=terminal, stderr=terminal
    ) as process:
        os.close(terminal)
        shown = b""
        try:
            while piece := os.read(controller, 65536):
                shown += piece
        except OSError:  # what the end looks like on Linux
            pass
        assert process.wait(30) == 0
    os.close(controller)
    lines = shown.decode().splitlines()
    assert lines[0] == "paged:" + PAGES["vendoring"].splitlines()[0]
    assert all(line.startswith("paged:") for line in lines)


@pytest.mark.parametrize("page", [[], ["promises"]], ids=["list", "page"])
def test_docs_ends_silently_when_nobody_reads(page: list[str]) -> None:
    with running("docs", *page) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        errors = process.stderr.read()
        assert (process.wait(30), errors) == (0, "")


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
@pytest.mark.parametrize("page", ["", "promises"])
def test_docs_without_standard_output_ends_silently(page: str) -> None:
    command = f'exec "$0" -m qdash.client docs {page} >&-'
    process = subprocess.run(["sh", "-c", command, sys.executable], cwd=ROOT, capture_output=True, timeout=60)
    assert (process.returncode, process.stderr) == (0, b"")


def test_docs_shows_a_page_from_a_zip_file(tmp_path: Path) -> None:
    archive = shutil.make_archive(str(tmp_path / "client"), "zip", ROOT, "qdash")
    program = f"""
import runpy, sys
sys.path.insert(0, {archive!r})
sys.argv = ["qdash.client", "docs", "vendoring"]
runpy.run_module("qdash.client", run_name="__main__")
"""
    command = [sys.executable, "-I", "-X", "utf8", "-c", program]
    process = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60)
    assert (process.returncode, process.stdout, process.stderr) == (0, PAGES["vendoring"], "")


def test_docs_without_pages_names_where_they_should_be(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "qdash" / "client", tmp_path / "bare", ignore=shutil.ignore_patterns("docs", "__pycache__"))
    process = subprocess.run(
        [sys.executable, "-m", "bare", "docs"], cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60
    )
    assert process.returncode == 1
    assert process.stderr == f"qdash-client: No such file or directory: {tmp_path / 'bare' / 'docs'}\n"
