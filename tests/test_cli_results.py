"""``results``, ``result``, ``executions`` and ``execution``."""

from __future__ import annotations

import csv
import io
import re
import signal
import subprocess
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import command as command_line
import pytest
from command import INTERRUPTED, Command
from declared import sample_document
from fault_server import HANG, FaultServer, Received, Step, http_response
from terminal import COMMAND, ROOT, in_terminal

from qdash.client import QDashClient, QDashConfig
from qdash.client.demo import DemoServer
from qdash.client.models import TaskResultListItem, TaskResultResponse

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    """A QDash with a run of a flow that has failed."""
    with (
        DemoServer(now=NOW, stage_seconds=0) as running,
        QDashClient(QDashConfig(base_url=running.base_url, api_token=running.token)) as client,
    ):
        client.run_flow("failing_calibration", parameters={"qids": ["3"]}, poll_interval_seconds=0.01)
        yield running


@pytest.fixture
def command(
    server: DemoServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Command]:
    with command_line.command(monkeypatch, capsys, server.base_url, server.token) as run:
        yield run


def task_id(command: Command, *options: str) -> str:
    found: str = command("results", "--limit", "1", "-o", "json", *options).json[0]["task_id"]
    return found


# --- results ----------------------------------------------------------------------------------------------------------


def test_the_newest_results_are_listed(command: Command) -> None:
    outcome = command("results")
    lines = outcome.out.splitlines()
    assert outcome.code == 0
    assert lines[0].split() == ["TASK", "QID", "STATUS", "STARTED", "TOOK", "EXECUTION", "MESSAGE", "TASK", "ID"]
    assert len(lines) == 1 + 50
    assert outcome.err == "There are more results: --limit N shows N of them.\n"


def test_results_as_a_table(command: Command) -> None:
    outcome = command("results", "--execution", "20261125-001", "--qid", "0-1", "--fields", "task_name,status,start_at")
    assert outcome.out == (
        "TASK                                   STATUS     STARTED\n"
        "CheckBellState                         completed  2026-11-25 07:11 +09:00\n"
        "ZX90InterleavedRandomizedBenchmarking  completed  2026-11-25 06:48 +09:00\n"
    )
    assert outcome.err == ""


@pytest.mark.parametrize(
    ("options", "member", "expected"),
    [
        (["--failed"], "status", {"failed"}),
        (["--status", "completed"], "status", {"completed"}),
        (["--task", "CheckT1"], "task_name", {"CheckT1"}),
        (["--qid", "3"], "qid", {"3"}),
        (["--qid", "3", "--qid", "0-1", "--qid", "3"], "qid", {"3", "0-1"}),
        (["--execution", "20261124-001"], "execution_id", {"20261124-001"}),
        (["--chip", "16Qv1"], "chip_id", {"16Qv1"}),
        (["--message", "DID NOT converge"], "status", {"failed"}),
    ],
)
def test_results_are_selected(command: Command, options: list[str], member: str, expected: set[str]) -> None:
    rows = command("results", "-o", "jsonl", *options).rows
    assert {row[member] for row in rows} == expected
    starts = [row["start_at"] for row in rows]
    assert starts == sorted(starts, reverse=True)
    assert len({row["task_id"] for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (["--since", "2026-11-20", "--until", "2026-11-20"], "2026-11-19T15:00", "2026-11-20T15:00"),
        (["--since", "2026-11-20T04:00", "--until", "2026-11-20T05:00"], "2026-11-19T19:00", "2026-11-19T20:00"),
        (["--since", "2026-11-20T06:00Z", "--until", "2026-11-21T06:10+02:00"], "2026-11-20T06:00", "2026-11-21T04:10"),
        (["--until", "2026-10-28"], "2026-10-01", "2026-10-28T15:00"),
    ],
)
@pytest.mark.parametrize("what", [["results", "--task", "CheckT1"], ["executions"]], ids=["results", "executions"])
def test_a_period(command: Command, what: list[str], period: list[str], first: str, last: str) -> None:
    all_rows = command(*what, "-o", "jsonl", "--limit", "100000").rows
    found = command(*what, "-o", "jsonl", "--limit", "100000", *period).rows
    assert found == [row for row in all_rows if first <= row["start_at"] < last]
    assert found


@pytest.mark.parametrize("what", ["results", "executions"])
def test_what_begins_in_the_future_is_nothing(command: Command, what: str) -> None:
    assert command(what, "--since", "2100-01-01") == (0, "", f"There are no such {what}.\n")
    assert command(what, "--since", "2100-01-01", "-o", "json").json == []


@pytest.mark.parametrize("limit", [0, 1, 50, 51, 99, 100, 101, 250])
def test_the_limit(command: Command, limit: int) -> None:
    outcome = command("results", "--limit", str(limit), "-o", "csv", "--fields", "task_id")
    assert len(set(outcome.out.splitlines())) == 1 + limit
    assert outcome.err == ""


def test_all_rows_are_read_to_sort_them(command: Command) -> None:
    slowest = command("results", "--task", "CheckT1", "--sort=-elapsed_time", "--limit", "3", "-o", "json").json
    rows = command("results", "--task", "CheckT1", "--limit", "100000", "-o", "json").json
    assert len(rows) > 200  # more than two pages
    times = sorted((row["elapsed_time"] for row in rows if row["elapsed_time"]), reverse=True)
    assert [row["elapsed_time"] for row in slowest] == times[:3]


MORE = "There are more results: --limit N shows N of them.\n"


@pytest.mark.parametrize("output", ["table", "json", "jsonl", "csv", "markdown"])
@pytest.mark.parametrize("words", [[], ["--limit", "50"], ["2>&1"]])
def test_a_note_says_that_there_are_more(server: DemoServer, output: str, words: list[str]) -> None:
    stderr = subprocess.STDOUT if words == ["2>&1"] else subprocess.PIPE
    options = [] if words == ["2>&1"] else words
    process = subprocess.run(
        [*COMMAND, "results", "-o", output, *options],
        cwd=ROOT,
        env=server.environment,
        stdout=subprocess.PIPE,
        stderr=stderr,
        encoding="utf-8",
        timeout=60,
    )
    if words == ["2>&1"]:
        assert (MORE in process.stdout) == (output == "table")
    else:
        assert process.stderr == ("" if words else MORE)


def test_data_is_exact_and_nothing_else_is_written(command: Command) -> None:
    document = command("results", "--task", "CheckT1", "-o", "json")
    rows = list(csv.DictReader(io.StringIO(command("results", "--task", "CheckT1", "-o", "csv").out)))
    assert document.err == MORE
    assert len(rows) == len(document.json) == 50
    for row, expected in zip(rows, document.json, strict=True):
        assert row["task_id"] == expected["task_id"]
        assert row["start_at"] == expected["start_at"]
        assert row["chip_id"] == "64Qv3"
    assert list(rows[0]) == [
        *("task_name", "qid", "status", "start_at", "elapsed_time", "execution_id", "message", "task_id"),
        *("chip_id", "username", "end_at"),
    ]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--since", "yesterday"], "argument --since: 'yesterday' is not a time such as 24h, 30d, 2026-11-01,"),
        (["--status", "faild"], "argument --status: invalid choice: 'faild'"),
        (["--failed", "--status", "running"], "not allowed with argument"),
        (["--limit", "-1"], "--limit"),
    ],
)
def test_what_cannot_be_understood(command: Command, options: list[str], problem: str) -> None:
    outcome = command("results", *options)
    assert outcome.code == 2
    assert problem in outcome.err
    assert outcome.err.count("\n") == 1


def test_an_unknown_chip_has_no_results(command: Command) -> None:
    assert command("results", "--chip", "none") == (0, "", "There are no such results.\n")


def test_pages_are_written_when_they_have_come() -> None:
    """The second page never comes."""

    def script(request: Received) -> bytes | Step:
        if "skip=0" not in request.query and "skip=" in request.query:
            return HANG
        items = [{**sample_document(TaskResultListItem), "task_id": f"task-{number}"} for number in range(100)]
        page = {"items": items, "total": 200, "skip": 0, "limit": 100, "status_counts": {}}
        return http_response(page)

    with FaultServer(script) as server:
        words = [*COMMAND, "results", "--chip", "A", "--limit", "150", "-o", "jsonl"]
        environment = {"QDASH_BASE_URL": server.url, "QDASH_API_TOKEN": "t"}
        with subprocess.Popen(
            words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        ) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(100)]
            process.send_signal(signal.SIGINT)
            rest, errors = process.communicate(timeout=30)
    assert all(f'"task-{number}"' in line for number, line in enumerate(lines))
    assert process.returncode in INTERRUPTED
    assert (rest, errors) == ("", "")


@pytest.mark.parametrize("output", ["table", "json"])
def test_a_closed_pipe_is_no_error(server: DemoServer, output: str) -> None:
    with subprocess.Popen(
        [*COMMAND, "results", "--limit", "1000", "-o", output],
        cwd=ROOT,
        env=server.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        assert (process.wait(60), errors) == (0, b"")


@pytest.mark.parametrize("columns", [80, 200])
def test_a_table_fits_the_terminal(server: DemoServer, columns: int) -> None:
    code, text = in_terminal(
        ["results", "--limit", "60"], columns=columns, environment={**server.environment, "TZ": "JST-9"}
    )
    lines = text.rpartition("\x1b[K")[2].splitlines()
    assert code == 0
    assert len(lines) == 61
    assert "\x1b[31mfailed\x1b[0m" in lines[1]
    plain = [re.sub("\x1b\\[[0-9;]*m", "", line) for line in lines]
    assert max(map(len, plain)) <= columns
    assert ("TASK ID" in plain[0]) == (columns == 200)


# --- result -----------------------------------------------------------------------------------------------------------


def test_a_result_as_a_sheet(command: Command) -> None:
    found = task_id(command, "--task", "CheckT1", "--qid", "7", "--status", "completed")
    outcome = command("result", found)
    row = command("result", found, "-o", "json").json
    t1 = row["output_parameters"]["t1"]
    decimals = 1 if t1["error"] >= 0.95 else 2
    value = f"{t1['value']:.{decimals}f} ± {t1['error']:.{decimals}f}"
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.split("\n\n")[0].splitlines()[:4] == [
        "TASK       CheckT1",
        "QID        7",
        "STATUS     completed",
        "MESSAGE    CheckT1 is completed",
    ]
    assert f"TASK ID    {found}" in outcome.out
    blocks = outcome.out.split("\n\n")[1:]
    assert [block.split()[0] for block in blocks] == ["OUTPUT", "INPUT", "RUN"]
    assert blocks[0].splitlines()[1].split("  ")[0] == "t1"
    assert f" {value} " in blocks[0]
    assert "μs" in blocks[0]
    assert blocks[2].splitlines()[1].split() == ["shots", "1024", "a.u.", "Number", "of", "shots"]


def test_a_failed_result_shows_its_trace(command: Command) -> None:
    text = command("result", task_id(command, "--failed")).out
    assert "STATUS     failed\n" in text
    assert "MESSAGE    CheckT1 failed: fit did not converge (r2=0.12)\n" in text
    assert text.endswith("RuntimeError: fit did not converge\n")
    assert "OUTPUT" not in text


def test_the_figures_of_a_result(command: Command, tmp_path: Path) -> None:
    found = task_id(command, "--task", "CheckT1", "--qid", "7", "--status", "completed")
    folder = tmp_path / "figures"
    outcome = command("result", found, "--figures", str(folder))
    names = ["7_CheckT1_0.png", "7_CheckT1_0.json", "7_CheckT1_0.csv"]
    assert outcome.err == "".join(f"wrote {folder / name}\n" for name in names)
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)
    row = command("result", found, "--figures", str(folder), "-o", "json")
    assert row.json["files"] == [str(folder / name) for name in names]
    assert row.err == ""


def test_a_result_without_figures(command: Command, tmp_path: Path) -> None:
    outcome = command("result", task_id(command, "--failed"), "--figures", str(tmp_path / "none"))
    assert outcome.code == 0
    assert outcome.err == "This result has no figures and no raw data.\n"


def test_a_result_that_does_not_exist(command: Command) -> None:
    outcome = command("result", "none")
    assert outcome.code == 5
    assert outcome.err.startswith("qdash-client: 404 GET /tasks/none/result: ")


def test_what_a_server_sends_cannot_control_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = "x\x1b[2J\r\ny"
    parameter = {bad: {"value": bad, "unit": bad, "description": bad, "error": bad}}
    document: dict[str, Any] = {
        **sample_document(TaskResultResponse),
        **dict.fromkeys(("task_id", "task_name", "qid", "status", "message", "stack_trace", "flow_name"), bad),
        **dict.fromkeys(("input_parameters", "output_parameters", "run_parameters"), parameter),
    }
    with (
        FaultServer(lambda _: http_response(document)) as server,
        command_line.command(monkeypatch, capsys, server.url, "t") as run,
    ):
        outcome = run("result", "t")
        assert outcome.code == 0
        assert "\x1b" not in outcome.out
        assert "\r" not in outcome.out
        assert "x\ufffd[2J y" in outcome.out
        assert run("result", "t", "-o", "json").json["message"] == bad


# --- executions and execution -----------------------------------------------------------------------------------------


def test_executions_are_listed(command: Command) -> None:
    assert command("executions", "--since", "2026-11-24T03:00", "--until", "2026-11-25T12:00").out == (
        "EXECUTION     NAME                            STATUS     STARTED                        TOOK\n"
        "20261125-001  daily_calibration-20261125-001  completed  2026-11-25 06:00 +09:00  1 h 20 min\n"
        "20261125-000  daily_calibration-20261125-000  completed  2026-11-25 04:00 +09:00  1 h 21 min\n"
        "20261124-001  daily_calibration-20261124-001  completed  2026-11-24 06:01 +09:00  1 h 20 min\n"
        "20261124-000  daily_calibration-20261124-000  completed  2026-11-24 04:00 +09:00  1 h 21 min\n"
    )


@pytest.mark.parametrize("status", ["failed", "running", "completed"])
def test_executions_of_a_status(command: Command, status: str) -> None:
    everything = command("executions", "-o", "json", "--limit", "1000").json
    found = command("executions", "-o", "json", "--limit", "1000", "--status", status).json
    assert found == [row for row in everything if row["status"] == status]
    assert bool(found) == (status != "running")


def test_an_execution_and_its_tasks(command: Command) -> None:
    head, _, tasks = command("execution", "20261125-001").out.partition("\n\n")
    flow_run = command("execution", "20261125-001", "-o", "json", "--fields", "note.flow_run_id").json
    assert head.splitlines() == [
        "EXECUTION  20261125-001",
        "FLOW       daily_calibration",
        "NAME       daily_calibration-20261125-001",
        "STATUS     completed",
        "CHIP       64Qv3",
        "STARTED    2026-11-25 06:00 +09:00",
        "ENDED      2026-11-25 07:20 +09:00",
        "TOOK       1 h 20 min",
        "BY         demo",
        'TAGS       ["daily"]',
        f"FLOW RUN   {flow_run['note.flow_run_id']}",
    ]
    lines = tasks.splitlines()
    assert lines[0].split() == ["TASK", "QID", "STATUS", "TOOK", "TASK", "ID", "MESSAGE"]
    assert len(lines) - 1 == len(
        command("results", "--execution", "20261125-001", "-o", "jsonl", "--limit", "999").rows
    )


def test_the_newest_execution_is_the_default(command: Command) -> None:
    newest = command("executions", "--limit", "1", "-o", "json").json[0]
    shown = command("execution", "-o", "json").json
    assert (shown["execution_id"], shown["status"]) == (newest["execution_id"], "failed")
    assert isinstance(shown["task"], list)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["execution", "20200101-000"], "404 GET /executions/20200101-000: Execution 20200101-000 not found"),
        (["execution", "--chip", "none"], "there are no executions of chip none"),
    ],
)
def test_an_execution_that_does_not_exist(command: Command, words: list[str], problem: str) -> None:
    assert command(*words) == (5, "", f"qdash-client: {problem}\n")


def test_read_only_commands_work_where_only_reads_are_allowed(command: Command) -> None:
    for words in (["results"], ["executions"], ["execution"], ["result", task_id(command)]):
        assert command(*words, "--read-only", "-o", "json").code == 0
