"""``flows``, ``run``, ``wait`` and ``cancel``."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import command as command_line
import flow_deployment
import pytest
from command import INTERRUPTED, Command
from declared import sample_document
from fault_server import CLOSE, FaultServer, Received, Step, http_response
from flow_deployment import UUID, Deployment, row
from terminal import COMMAND, ROOT, Terminal

from qdash.client.cli.main import main
from qdash.client.demo import DemoServer
from qdash.client.models import Task

FLOW_RUN = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    """A QDash that runs flows at once."""
    with DemoServer(stage_seconds=0) as running:
        yield running


@pytest.fixture
def slow_server() -> Iterator[DemoServer]:
    """A QDash in which the first execution of a run begins after many minutes."""
    with DemoServer(stage_seconds=10_000) as running:
        yield running


@pytest.fixture
def command(
    server: DemoServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Command]:
    with command_line.command(monkeypatch, capsys, server.base_url, server.token) as run:
        yield run


@pytest.fixture
def slow_command(
    slow_server: DemoServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Command]:
    with command_line.command(monkeypatch, capsys, slow_server.base_url, slow_server.token) as run:
        yield run


@pytest.fixture
def deployment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> Iterator[tuple[Deployment, Command]]:
    """A server that plays what the parameter of the test says."""
    with FaultServer(request.param) as running, command_line.command(monkeypatch, capsys, running.url, "t") as run:
        yield request.param, run


# --- flows ------------------------------------------------------------------------------------------------------------


def test_flows_are_listed(command: Command) -> None:
    outcome = command("flows", "--fields", "name,chip_id,description")
    assert outcome.out == (
        "FLOW                 CHIP   DESCRIPTION\n"
        "daily_calibration    64Qv3  Calibrate qubits in three stages\n"
        "failing_calibration  64Qv3  Fail in the second of three stages\n"
    )
    rows = command("flows", "-o", "json").json
    assert [row["file_exists"] for row in rows] == [True, True]


# --- run --------------------------------------------------------------------------------------------------------------


def test_a_run_is_started_and_its_id_printed(command: Command) -> None:
    outcome = command("run", "daily_calibration", "--yes")
    flow_run = outcome.out.strip()
    assert re.fullmatch(FLOW_RUN, flow_run)
    assert outcome.err == (
        f"To wait for it: qdash-client wait {flow_run}\nTo stop it: qdash-client cancel {flow_run}\n"
    )
    assert command("wait", flow_run).code == 0


def test_a_run_is_waited_for(command: Command) -> None:
    outcome = command("run", "daily_calibration", "--yes", "--wait")
    flow_run, status = outcome.out.splitlines()
    assert (outcome.code, status) == (0, "completed")
    assert re.fullmatch(FLOW_RUN, flow_run)
    numbers = [
        re.fullmatch(r"  (\d{8}-\d{3})  completed .*  daily_calibration-\1", line) for line in outcome.err.splitlines()
    ]
    assert len(numbers) == 3
    assert all(numbers)


def test_a_run_that_fails(command: Command) -> None:
    outcome = command("run", "failing_calibration", "--yes", "--wait")
    assert (outcome.code, outcome.out.splitlines()[1]) == (8, "failed")
    lines = outcome.err.splitlines()
    assert [line.split()[1] for line in lines[:2]] == ["completed", "failed"]
    failed = lines[1].split()[0]
    assert lines[2:] == [f"To see what failed: qdash-client execution {failed}"]


@pytest.mark.parametrize(
    ("flow", "code", "status"), [("daily_calibration", 0, "completed"), ("failing_calibration", 8, "failed")]
)
def test_a_run_as_json(command: Command, flow: str, code: int, status: str) -> None:
    outcome = command("run", flow, "--yes", "--wait", "-o", "json")
    assert (outcome.code, outcome.err) == (code, "")
    run = outcome.json
    assert (run["name"], run["chip_id"], run["status"], run["settled"]) == (flow, "64Qv3", status, True)
    assert {execution["note"]["flow_run_id"] for execution in run["executions"]} == {run["flow_run_id"]}
    started = command("run", flow, "--yes", "-o", "json")
    assert (started.code, started.err, started.json["status"], started.json["executions"]) == (0, "", "pending", [])


def test_parameters(slow_command: Command, tmp_path: Path) -> None:
    file = tmp_path / "parameters.json"
    file.write_text('{"qids": ["7", "8"], "tags": ["x"], "note": null}')
    outcome = slow_command(
        "run", "daily_calibration", "-n", "-p", f"@{file}", "-p", 'qids=["9"]', "-p", "mode=fast", "-p", "n=3"
    )
    assert outcome.code == 0
    head, _, body = outcome.out.partition("\n\n")
    assert head.startswith("POST http://")
    assert "Authorization: ***" in head
    expected = {"qids": ["9"], "tags": ["x"], "note": None, "mode": "fast", "n": 3}
    assert json.loads(body) == {"parameters": expected}
    assert slow_command("executions", "--since", "1h").err == "There are no such executions.\n"


@pytest.mark.parametrize("parameter", ["qids", "=3", "@/no/such/file", ""])
def test_parameters_that_cannot_be_read(command: Command, parameter: str) -> None:
    outcome = command("run", "daily_calibration", "--yes", "-p", parameter)
    assert outcome.code == 2
    assert outcome.err.startswith("qdash-client: -p")


@pytest.mark.parametrize(
    ("parameters", "question"),
    [
        ([], 'flow daily_calibration, qids ["0","1"].'),
        (['qids=["3"]', "mode=fast"], 'flow daily_calibration, qids ["3"], mode "fast".'),
        (["chip_id=16Qv1"], 'flow daily_calibration, qids ["0","1"].'),
        ([f"text={'x' * 1000}"], "xxx...."),
    ],
)
def test_nothing_is_started_without_a_person_or_yes(command: Command, parameters: list[str], question: str) -> None:
    words = [word for parameter in parameters for word in ("-p", parameter)]
    outcome = command("run", "daily_calibration", *words)
    chip = "16Qv1" if "chip_id=16Qv1" in parameters else "64Qv3"
    assert outcome.code == 2
    assert outcome.err.startswith(f"qdash-client: This starts work on the hardware of {chip}: flow daily_calibration, ")
    assert f"{question} Nobody can be asked here: add --yes to do it." in outcome.err
    assert len(outcome.err) < 400


def test_nothing_is_started_where_only_reads_are_allowed(
    slow_command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert slow_command("run", "daily_calibration", "--yes", "--read-only").code == 7
    monkeypatch.setenv("QDASH_READ_ONLY", "1")
    assert slow_command("run", "daily_calibration", "--yes", "--wait").code == 7
    assert slow_command("cancel", UUID, "--yes").code == 7
    assert slow_command("executions", "--since", "1h").out == ""


def test_an_unknown_flow(command: Command) -> None:
    outcome = command("run", "nothing", "--yes")
    assert (outcome.code, outcome.out) == (5, "")
    assert outcome.err == "qdash-client: 404 GET /flows/nothing: Flow 'nothing' not found\n"


@pytest.mark.parametrize("deployment", [Deployment(locks=[True])], ids=[""], indirect=True)
def test_a_held_lock_is_told(deployment: tuple[Deployment, Command]) -> None:
    played, command = deployment
    outcome = command("run", "daily")
    assert outcome.code == 2
    assert outcome.err.startswith("Another execution is running. A flow that starts before it has ended fails.\n")
    assert command("run", "daily", "--yes").err.startswith("Another execution is running.")
    assert len(played.started) == 1


class Silent(Deployment):
    """A deployment that breaks the connection when something is started or cancelled."""

    def __call__(self, request: Received) -> bytes | Step:
        return CLOSE if request.method == "POST" else super().__call__(request)


@pytest.mark.parametrize("deployment", [Silent()], ids=[""], indirect=True)
@pytest.mark.parametrize("output", ["table", "json"])
def test_an_unknown_outcome_says_where_to_look(deployment: tuple[Deployment, Command], output: str) -> None:
    _, command = deployment
    outcome = command("run", "daily", "--yes", "--wait", "-o", output)
    hint = "the flow may run: before you start it again, look at: qdash-client executions --chip B"
    assert (outcome.code, outcome.out) == (9, "")
    assert outcome.err.count("\n") == 1
    if output == "json":
        failure = json.loads(outcome.err)
        assert (failure["outcome_unknown"], failure["exit_code"]) == (True, 9)
        assert failure["message"].endswith(hint)
    else:
        assert outcome.err.endswith(f"{hint}\n")
    cancelled = command("cancel", UUID, "--yes")
    assert cancelled.code == 9
    assert cancelled.err.endswith(f"; to see whether it ends: qdash-client wait {UUID}\n")


@pytest.mark.parametrize(
    "deployment", [Deployment(flow={"name": "x\x1b[2J"}, chip="\x1b]0;B")], ids=[""], indirect=True
)
def test_a_question_cannot_control_the_terminal(deployment: tuple[Deployment, Command]) -> None:
    _, command = deployment
    outcome = command("run", "daily")
    assert outcome.code == 2
    assert "\x1b" not in outcome.err
    assert "flow x\ufffd[2J. " in outcome.err


@pytest.mark.parametrize("deployment", [Deployment()], ids=[""], indirect=True)
def test_the_id_of_a_run_cannot_control_the_terminal(
    deployment: tuple[Deployment, Command], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(flow_deployment.STARTED, "execution_id", "x\x1b[2J\ny")
    _, command = deployment
    outcome = command("run", "daily", "--yes")
    assert (outcome.code, outcome.out) == (0, "x\ufffd[2J y\n")
    assert outcome.err.splitlines() == [
        "To wait for it: qdash-client wait 'x\ufffd[2J y'",
        "To stop it: qdash-client cancel 'x\ufffd[2J y'",
    ]


# --- wait -------------------------------------------------------------------------------------------------------------

RUNNING = row("20260701-001", "running")
ENDED = row("20260701-001", "completed", elapsed_time="0:01:12", name="stage one")


@pytest.mark.parametrize(
    "deployment",
    [Deployment([ENDED], [row("20260701-002", "failed"), ENDED], locks=[True, False])],
    ids=[""],
    indirect=True,
)
def test_each_execution_that_ends_has_a_line(deployment: tuple[Deployment, Command]) -> None:
    played, command = deployment
    played.started.append({})
    outcome = command("wait", UUID, "--chip", "B")
    assert (outcome.code, outcome.out) == (8, "failed\n")
    lines = outcome.err.splitlines()
    assert lines[0] == "  20260701-001  completed   1 min 12 s  stage one"
    assert lines[1].startswith("  20260701-002  failed ")
    assert lines[2:] == ["To see what failed: qdash-client execution 20260701-002"]
    assert "GET /chips" not in played.asked


@pytest.mark.parametrize(
    ("deployment", "status"),
    [
        (Deployment([row("20260701-001", "cancelled")]), "cancelled"),
        (Deployment([row("20260701-001", "skipped")]), "completed"),
    ],
    ids=["cancelled", "skipped"],
    indirect=["deployment"],
)
def test_the_exit_code_of_a_wait(deployment: tuple[Deployment, Command], status: str) -> None:
    played, command = deployment
    played.started.append({})
    assert command("wait", UUID)[:2] == (8 if status == "cancelled" else 0, f"{status}\n")


@pytest.mark.parametrize("deployment", [Deployment([RUNNING], locks=[True])], ids=[""], indirect=True)
@pytest.mark.parametrize("output", ["table", "json"])
def test_a_wait_that_is_too_late(deployment: tuple[Deployment, Command], output: str) -> None:
    played, command = deployment
    played.started.append({})
    outcome = command("wait", UUID, "--timeout", "0s", "-o", output)
    assert (outcome.code, outcome.out) == (6, "")
    message = json.loads(outcome.err)["message"] if output == "json" else outcome.err
    assert f"flow run {UUID} has not ended within 0 s; execution 20260701-001 is 'running'" in message
    assert message.rstrip().endswith(f"; to go on waiting: qdash-client wait {UUID}")
    assert "client.flow_run" not in message


def test_an_execution_is_waited_for(command: Command) -> None:
    number = command("executions", "--until", "2h", "--limit", "1", "-o", "json").json[0]["execution_id"]
    outcome = command("wait", number)
    assert (outcome.code, outcome.out) == (0, "completed\n")
    assert re.fullmatch(rf"  {number}  completed   1 h \d+ min  daily_calibration-{number}\n", outcome.err)
    shown = command("wait", number, "-o", "json")
    assert (shown.json["execution_id"], shown.json["status"], shown.err) == (number, "completed", "")
    assert "task" not in shown.json


def test_an_execution_that_fails(command: Command) -> None:
    command("run", "failing_calibration", "--yes", "--wait")
    number = command("executions", "--status", "failed", "-o", "json").json[0]["execution_id"]
    outcome = command("wait", number)
    assert (outcome.code, outcome.out) == (8, "failed\n")
    assert outcome.err.endswith(f"To see what failed: qdash-client execution {number}\n")


def test_an_execution_that_does_not_exist_is_not_waited_for(command: Command) -> None:
    assert command("wait", "20200101-000").code == 5
    assert command("cancel", "20200101-000", "--yes").code == 5


@pytest.mark.parametrize("name", ["wait", "cancel"])
@pytest.mark.parametrize("text", ["x", "", "20261125", "2026112-001", f"{UUID}0", "٢٠٢٦١١٢٥-001"])
def test_what_is_no_id(command: Command, name: str, text: str) -> None:
    outcome = command(name, text)
    assert outcome.code == 2
    assert f"{text!r} is neither the ID of a flow run (a UUID) nor the number of an execution" in outcome.err


@pytest.mark.parametrize("timeout", ["x", "-1", "nan", "1e9"])
def test_what_is_no_timeout(command: Command, timeout: str) -> None:
    outcome = command("wait", UUID, f"--timeout={timeout}")
    assert outcome.code == 2
    assert "is not a duration such as 90s" in outcome.err


def test_a_hint_has_the_settings_of_the_command(
    server: DemoServer, command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("QDASH_BASE_URL")
    file = tmp_path / "my config.ini"
    file.write_text(f"[lab]\nbase_url = {server.base_url}\napi_token = {server.token}\n")
    file.chmod(0o600)
    outcome = command("run", "daily_calibration", "--yes", "--profile", "lab", "--config", str(file))
    assert f" --profile lab --config '{file}'\n" in outcome.err


# --- Ctrl-C -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("output", "sent", "codes"), [("table", signal.SIGINT, INTERRUPTED), ("json", signal.SIGTERM, (143,))]
)
def test_an_interrupted_wait_says_how_to_go_on(
    slow_server: DemoServer, output: str, sent: signal.Signals, codes: tuple[int, ...]
) -> None:
    with subprocess.Popen(
        [*COMMAND, "run", "daily_calibration", "--yes", "--wait", "-v", "-o", output],
        cwd=ROOT,
        env=slow_server.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            # The run is started, and its executions are asked for.
            if "POST" in line:
                break
        process.stderr.readline()
        process.send_signal(sent)
        output, errors = process.communicate(timeout=30)
    assert process.returncode in codes
    hint = errors[errors.index("Stopped") :]
    match = re.fullmatch(
        rf"Stopped waiting; the run goes on\.\nTo wait for it: (.*) wait ({FLOW_RUN})\nTo stop it: \1 cancel \2\n", hint
    )
    assert match
    assert match[1] == "python3 -m qdash.client"
    assert output in ("", f"{match[2]}\n")


def test_a_run_of_which_nothing_begins_is_noted(
    slow_server: DemoServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("qdash.client.cli.waiting._PATIENCE_SEC", 0.1)
    for name, value in slow_server.environment.items():
        monkeypatch.setenv(name, value)
    assert main(["wait", "00000000-0000-4000-8000-000000000000", "--timeout", "0.3s"]) == 6
    errors = capsys.readouterr().err
    assert errors.count("No execution of this run has begun yet.") == 1
    assert "to go on waiting: " in errors


def test_an_interrupted_wait_in_a_terminal(slow_server: DemoServer) -> None:
    with Terminal(["run", "daily_calibration", "--wait"], columns=200, **slow_server.environment) as terminal:
        terminal.wait_for(
            'This starts work on the hardware of 64Qv3: flow daily_calibration, qids ["0","1"]. Go on? [y/N] '
        )
        terminal.send("y\n")
        terminal.wait_for("waiting for the first execution of the run")
        terminal.send("\x03")
        assert terminal.end() in INTERRUPTED
    assert "Stopped waiting; the run goes on.\nTo wait for it: python3 -m qdash.client wait " in terminal.text
    assert "Traceback" not in terminal.text


def test_a_no_in_a_terminal(slow_server: DemoServer) -> None:
    with Terminal(["run", "daily_calibration"], **slow_server.environment) as terminal:
        terminal.wait_for("[y/N] ")
        terminal.send("\n")
        assert terminal.end() == 1
    assert terminal.text.endswith("qdash-client: nothing was done\n")


def test_progress_in_a_terminal() -> None:
    played = Deployment([RUNNING], [ENDED, row("20260701-002", "completed", name="stage two")])
    seen = Event()

    def on_look() -> None:
        """Let nothing change before the terminal has shown it."""
        if played.looks > 1:
            assert seen.wait(60)

    played.on_look = on_look
    with (
        FaultServer(played) as server,
        Terminal(
            ["run", "daily", "--wait", "--yes"], columns=100, QDASH_BASE_URL=server.url, QDASH_API_TOKEN="t"
        ) as terminal,
    ):
        terminal.wait_for("20260701-001  running  ")
        seen.set()
        assert terminal.end() == 0
    assert re.search(rf"[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] 20260701-001  running  \d.*  {RUNNING['name']}", terminal.text)
    lines = terminal.text.split("\n")
    assert lines[0].endswith(UUID)
    assert "  20260701-001  \x1b[32mcompleted\x1b[0m   1 min 12 s  stage one" in lines[1]
    assert "  20260701-002  \x1b[32mcompleted\x1b[0m " in lines[2]
    assert lines[3:] == ["completed", ""]


def test_the_progress_of_an_execution_in_a_terminal() -> None:
    task = sample_document(Task)
    document = {**RUNNING, "task": [{**task, "status": "failed"}, {**task, "status": "pending"}]}
    with (
        FaultServer(lambda _: http_response(document)) as server,
        Terminal(["wait", "20260701-001"], columns=100, QDASH_BASE_URL=server.url, QDASH_API_TOKEN="t") as terminal,
    ):
        terminal.wait_for("   1 of 2 tasks")
        document["status"] = "completed"
        assert terminal.end() == 0
    assert re.search(rf"20260701-001  running  \d.*  {RUNNING['name']}   1 of 2 tasks", terminal.text)
    assert terminal.text.endswith("completed\n")


def test_a_closed_pipe_is_no_error(server: DemoServer) -> None:
    with subprocess.Popen(
        [*COMMAND, "run", "daily_calibration", "--yes", "--wait"],
        cwd=ROOT,
        env=server.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stderr.read()
        assert process.wait(60) == 0


# --- cancel -----------------------------------------------------------------------------------------------------------


def test_a_run_is_cancelled(
    slow_server: DemoServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with command_line.command(monkeypatch, capsys, slow_server.base_url, slow_server.token) as run:
        flow_run = run("run", "daily_calibration", "--yes").out.strip()
        refused = run("cancel", flow_run)
        assert refused.code == 2
        assert f"This cancels flow run {flow_run}. Nobody can be asked here" in refused.err
        assert run("cancel", flow_run, "--dry-run").out.startswith(
            f"POST {slow_server.base_url}/executions/{flow_run}/cancel\n"
        )
        outcome = run("cancel", flow_run, "--yes")
        assert outcome[:2] == (0, "cancelling\n")
        assert outcome.err == f"It ends later. To wait for that: qdash-client wait {flow_run}\n"
        again = run("cancel", flow_run, "--yes", "-o", "json")
        assert again.code == 7
        assert json.loads(again.err)["status"] == 409


def test_a_run_is_cancelled_by_the_number_of_an_execution(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        DemoServer(stage_seconds=5) as server,
        command_line.command(monkeypatch, capsys, server.base_url, server.token) as run,
    ):
        flow_run = run("run", "daily_calibration", "--yes").out.strip()
        found: list[Any] = []
        while not found:
            time.sleep(0.05)
            found = run("executions", "--status", "running", "-o", "json").json
        number = found[0]["execution_id"]
        refused = run("cancel", number)
        assert (
            f"This cancels flow run {flow_run} with all its executions: {number} of daily_calibration is running."
            in refused.err
        )
        cancelled = run("cancel", number, "--yes", "-o", "json").json
        assert cancelled["flow_run_id"] == flow_run
        outcome = run("wait", number)
        assert outcome[:2] == (8, "cancelled\n")


def test_an_execution_without_a_flow_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    document = {**row("20260701-001", "running", None), "task": []}
    with (
        FaultServer(lambda _: http_response(document)) as server,
        command_line.command(monkeypatch, capsys, server.url, "t") as run,
    ):
        outcome = run("cancel", "20260701-001", "--yes")
        assert outcome.code == 5
        assert "execution 20260701-001 does not say to which flow run it belongs" in outcome.err
