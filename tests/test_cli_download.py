"""``download``."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import command as command_line
import pytest
from command import INTERRUPTED, Command
from declared import sample_document
from fault_server import CLOSE, HANG, FaultServer, Received, Step, http_response
from terminal import COMMAND, ROOT, Terminal

from qdash.client import QDashClient, QDashConfig
from qdash.client.demo import DemoServer
from qdash.client.models import TaskResultResponse

PICTURE = b"\x89PNG\r\n\x1a\n..."
RAW = "/app/calib_data/demo/20261125/001/raw_data/0-1_CheckBellState_0.csv"


@pytest.fixture(scope="module")
def client() -> Iterator[QDashClient]:
    with (
        DemoServer(now=datetime(2026, 11, 25, 6, 0, tzinfo=timezone.utc)) as server,
        QDashClient(QDashConfig(base_url=server.base_url, api_token=server.token)) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def task_id(client: QDashClient) -> str:
    return client.list_task_results(task_name="CheckT1", qid="7", limit=1).items[0].task_id


@pytest.fixture
def command(
    client: QDashClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Command]:
    """Run commands in an empty directory."""
    monkeypatch.chdir(tmp_path)
    with command_line.command(monkeypatch, capsys, client.config.base_url, "qdash-demo-token") as run:
        yield run


@pytest.fixture
def server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[tuple[FaultServer, Command]]:
    """A server with a script, and commands for it, in an empty directory."""
    monkeypatch.chdir(tmp_path)
    with FaultServer() as running, command_line.command(monkeypatch, capsys, running.url, "t") as run:
        yield running, run


@pytest.mark.parametrize(
    ("words", "name", "start"),
    [
        (["figure", "TASK"], "7_CheckT1_0.png", b"\x89PNG"),
        (["figure", "TASK", "0"], "7_CheckT1_0.png", b"\x89PNG"),
        (["figure", "TASK", "--plotly"], "7_CheckT1_0.json", b'{"data"'),
        (["raw", RAW], "0-1_CheckBellState_0.csv", b""),
        (["pdf", "--chip", "16Qv1"], "metrics_report_16Qv1_*.pdf", b"%PDF-"),
    ],
)
def test_a_file_has_its_name_on_the_server(
    command: Command, task_id: str, tmp_path: Path, words: list[str], name: str, start: bytes
) -> None:
    outcome = command("download", *(task_id if word == "TASK" else word for word in words))
    (file,) = tmp_path.iterdir()
    assert file.match(name)
    assert file.read_bytes().startswith(start)
    assert outcome == (0, "", f"wrote {file.name}\n")


@pytest.mark.parametrize("words", [["figure", "TASK"], ["pdf"], ["raw", RAW]])
def test_the_target_is_chosen(command: Command, task_id: str, tmp_path: Path, words: list[str]) -> None:
    words = ["download", *(task_id if word == "TASK" else word for word in words)]
    folder = tmp_path / "folder"
    folder.mkdir()
    assert command(*words, "--to", "folder").code == 0
    (file,) = folder.iterdir()
    (tmp_path / "chosen").write_text("old")
    assert command(*words, "--to", "chosen").err == "wrote chosen\n"
    # The document has the time in it.
    assert (tmp_path / "chosen").stat().st_size == file.stat().st_size
    row = command(*words, "--to", "chosen", "-o", "json")
    assert (row.json, row.err) == ([{"path": "chosen", "bytes": file.stat().st_size}], "")


def test_an_older_file_is_replaced_only_if_it_is_named(command: Command, task_id: str, tmp_path: Path) -> None:
    file = tmp_path / "7_CheckT1_0.png"
    file.write_text("mine")
    for to in ([], ["--to", "."]):
        outcome = command("download", "figure", task_id, *to)
        assert outcome.code == 2
        assert outcome.err.endswith(
            "7_CheckT1_0.png exists: give --to 7_CheckT1_0.png to replace it, or another file\n"
        )
        assert file.read_text() == "mine"
    assert command("download", "figure", task_id, "--to", file.name).code == 0
    assert file.read_bytes().startswith(b"\x89PNG")


def test_the_files_of_a_result(command: Command, task_id: str, tmp_path: Path) -> None:
    outcome = command("download", "result", task_id, "--to", "files")
    names = ["7_CheckT1_0.png", "7_CheckT1_0.json", "7_CheckT1_0.csv"]
    assert outcome == (0, "", "".join(f"wrote files/{name}\n" for name in names))
    rows = command("download", "result", task_id, "--to", "files", "-o", "jsonl").rows
    assert [Path(row["path"]).name for row in rows] == names
    assert [row["bytes"] for row in rows] == [(tmp_path / "files" / name).stat().st_size for name in names]


def test_standard_output(client: QDashClient, task_id: str) -> None:
    process = subprocess.run(
        [*COMMAND, "download", "figure", task_id, "--to", "-"],
        cwd=ROOT,
        env={"QDASH_BASE_URL": client.config.base_url, "QDASH_API_TOKEN": "qdash-demo-token"},
        capture_output=True,
        timeout=60,
    )
    assert (process.returncode, process.stderr) == (0, b"")
    assert process.stdout == client.get_task_result_figure(task_id)


def test_a_terminal_gets_no_file(client: QDashClient, task_id: str) -> None:
    environment = {"QDASH_BASE_URL": client.config.base_url, "QDASH_API_TOKEN": "qdash-demo-token"}
    with Terminal(["download", "figure", task_id, "--to", "-"], **environment) as terminal:
        assert terminal.end() == 2
    assert "qdash-client: this is a file: give --to FILE, or redirect standard output" in terminal.text


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ([], "the following arguments are required: KIND"),
        (["nothing"], "invalid choice: 'nothing'"),
        (["figure"], "write: download figure TASK_ID [NUMBER]"),
        (["figure", "t", "0", "1"], "write: download figure TASK_ID [NUMBER]"),
        (["figure", "t", "one"], "the number of a figure is 0, 1, 2 ..., not 'one'"),
        (["figure", "t", "\u0661"], "the number of a figure is 0, 1, 2 ..., not '\u0661'"),
        (["result", "t"], "download result TASK_ID: give --to DIR"),
        (["result", "t", "--to", "-"], "download result TASK_ID: give --to DIR"),
        (["pdf", "64Qv3"], "write: download pdf"),
        (["raw"], "write: download raw PATH"),
        (["zip", "a", "b"], "write: download zip PATH"),
    ],
)
def test_what_cannot_be_understood(command: Command, words: list[str], problem: str) -> None:
    outcome = command("download", *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert problem in outcome.err


@pytest.mark.parametrize(
    ("words", "code", "problem"),
    [
        (["figure", "TASK", "1"], 5, "task result TASK has no figure 1, but 1"),
        (["figure", "none"], 5, "404 GET /tasks/none/result"),
        (["raw", "/etc/passwd"], 5, "404 GET /files/raw-data"),
        (["figure", "TASK", "--to", "no/such/folder/x.png"], 1, "cannot write no/such/folder/x.png"),
    ],
)
def test_what_cannot_be_loaded(
    command: Command, task_id: str, tmp_path: Path, words: list[str], code: int, problem: str
) -> None:
    outcome = command("download", *(task_id if word == "TASK" else word for word in words))
    assert (outcome.code, outcome.out) == (code, "")
    assert problem.replace("TASK", task_id) in outcome.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("../../../evil.zip", "evil.zip"),
        ("/etc/cron.d/evil", "evil"),
        ("..", "download"),
        (".bashrc", "bashrc"),
        ("~root", "root"),
        ("C:\\Windows\\evil.exe", "evil.exe"),
        ("con.txt", "_con.txt"),
    ],
)
def test_no_file_leaves_the_directory(
    server: tuple[FaultServer, Command], tmp_path: Path, name: str, written: str
) -> None:
    running, command = server
    quoted = name.replace("\\", "\\\\")
    running.script = lambda _: http_response(
        b"PK\x03\x04",
        headers=[("Content-Disposition", f'attachment; filename="{quoted}"')],
        content_type="application/zip",
    )
    before = sorted(tmp_path.parent.iterdir())
    assert command("download", "zip", "64Qv3") == (0, "", f"wrote {written}\n")
    assert [path.name for path in tmp_path.iterdir()] == [written]
    assert sorted(tmp_path.parent.iterdir()) == before


def test_a_figure_with_the_path_of_a_directory_above(server: tuple[FaultServer, Command], tmp_path: Path) -> None:
    running, command = server
    document = {**sample_document(TaskResultResponse), "figure_path": ["/data/../../..", "a/..\\b.png"]}

    def script(request: Received) -> bytes:
        return http_response(document if request.path.startswith("/tasks/") else PICTURE)

    running.script = script
    assert command("download", "figure", "t", "1").err == "wrote b.png\n"
    assert command("download", "figure", "t").err == "wrote download\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.png", "download"]


def test_a_download_that_breaks_off_leaves_nothing(server: tuple[FaultServer, Command], tmp_path: Path) -> None:
    running, command = server
    running.script = lambda _: Step(http_response(PICTURE, length=1000), then="close")
    outcome = command("download", "raw", "/data/x.csv", "-o", "json")
    assert outcome.code == 1
    assert json.loads(outcome.err)["error"] == "QDashTransportError"
    running.script = lambda _: CLOSE
    assert command("download", "pdf", "--chip", "A").code == 1
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"x" * 500_000
        for _ in range(499):  # bytes go on coming, and so does the line of progress
            yield b"x"
            time.sleep(0.05)

    with (
        FaultServer(lambda _: Step(http_response(length=1_000_000), "hang", pieces=pieces())) as server,
        Terminal(
            ["download", "raw", "/data/x.csv", "--to", str(tmp_path)],
            columns=60,
            QDASH_BASE_URL=server.url,
            QDASH_API_TOKEN="t",
        ) as terminal,
    ):
        terminal.wait_for("████████████░░░░░░░░░░░░ x.csv  500 kB")
        terminal.send("\x03")
        assert terminal.end() in INTERRUPTED
    assert "Traceback" not in terminal.text
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_before_the_first_byte(tmp_path: Path) -> None:
    with (
        FaultServer(lambda _: HANG) as server,
        Terminal(
            ["download", "pdf", "--chip", "A", "--to", f"{tmp_path}/"], QDASH_BASE_URL=server.url, QDASH_API_TOKEN="t"
        ) as terminal,
    ):
        terminal.wait_for("loading")
        terminal.send("\x03")
        assert terminal.end() in INTERRUPTED
    assert list(tmp_path.iterdir()) == []
