"""The command ``qdash-agent``: its arguments, its line of JSON, and its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from agent_client import candidate, session

from qdash.client import (
    AgentCampaignNode,
    AgentCampaignOutcome,
    AgentEvent,
    AgentPlannerDecision,
    AgentSkillTransition,
    AgentStepOutcome,
    QDashNotFoundError,
)
from qdash.client.agents import command
from qdash.client.demo import DemoServer

ROOT = Path(__file__).resolve().parents[1]
STEP = [
    *("run-step", "--session-id", "s", "--task", "CheckT1", "--qid", "0"),
    *("--source-execution-id", "e", "--candidate-parameter", "t1"),
]
PLAN = '[{"task_name": "CheckT1", "candidate_parameter": "t1"}]'


def start(chip_id: str = "c", overrides: str = '{"t1": {"minimum": 1}}') -> list[str]:
    options = ["--chip-id", chip_id, "--qid", "0", "--task", "CheckT1", "--allowed-overrides", overrides]
    return ["start-session", *options]


def campaign(plan: str = PLAN, session_id: str = "s") -> list[str]:
    options = ["--session-id", session_id, "--qid", "0", "--source-execution-id", "e", "--plan", plan]
    return ["run-campaign", *options]


START, CAMPAIGN = start(), campaign()
STEP_MEMBERS = [
    *("action", "action_id", "candidate", "commit", "execution_id", "operation_id", "reason", "session_id"),
    "transition",
]
PASSED = AgentStepOutcome(AgentSkillTransition.PASS, "good", "s", action_id="a", candidate=candidate())
ESCALATED = AgentStepOutcome(AgentSkillTransition.HUMAN_ESCALATION, "look", "s")
TIMES = {
    "action_timeout_seconds": 120.0,
    "execution_timeout_seconds": 600.0,
    "backend_apply_timeout_seconds": 300.0,
    "poll_interval_seconds": 1.0,
}


class Patched:
    """The client and the runners that the command looks up in its module."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.client = mock.MagicMock(name="QDashClient")
        self.steps = mock.MagicMock(name="AgentCalibrationRunner")
        self.campaigns = mock.MagicMock(name="AgentCampaignRunner")
        monkeypatch.setattr(command, "QDashClient", self.client)
        monkeypatch.setattr(command, "AgentCalibrationRunner", self.steps)
        monkeypatch.setattr(command, "AgentCampaignRunner", self.campaigns)
        self.used = self.client.from_profile.return_value
        self.used.create_agent_session.return_value = session()
        self.steps.return_value.run_step.return_value = PASSED


@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> Patched:
    return Patched(monkeypatch)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    """Run the command, and return its exit code and its only line."""
    code = command.run(arguments)
    (line,) = capsys.readouterr().out.splitlines()
    document = json.loads(line)
    assert line == json.dumps(document, sort_keys=True)
    return code, document


def test_start_session_opens_a_session_and_prints_it(patched: Patched, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, *START, "--qid", "1", "--allow-reconfigure", "--model-name", "m") == (0, session().to_dict())
    patched.client.from_profile.assert_called_once_with("default")
    patched.used.create_agent_session.assert_called_once_with(
        chip_id="c",
        policy={
            "qids": ["0", "1"],
            "allowed_tasks": ["CheckT1"],
            "allowed_overrides": {"t1": {"minimum": 1}},
            "quality_gates": {},
            "allow_reconfigure": True,
            "max_actions": 100,
        },
        expires_in_seconds=21600,
        skill_name="",
        skill_version="",
        skill_hash="",
        model_name="m",
    )
    patched.used.close.assert_called_once_with()


def test_run_step_runs_a_step_and_prints_its_outcome(patched: Patched, capsys: pytest.CaptureFixture[str]) -> None:
    code, document = run(capsys, "--profile", "lab", *STEP, "--commit", "--parameter-overrides", '{"t1": 2}')
    assert (code, document["transition"], document["candidate"]) == (0, "pass", candidate().to_dict())
    assert document["commit"] is document["execution_id"] is None
    assert sorted(document) == STEP_MEMBERS
    patched.client.from_profile.assert_called_once_with("lab")
    patched.steps.assert_called_once_with(patched.used, **TIMES)
    patched.steps.return_value.run_step.assert_called_once_with(
        session_id="s",
        task_name="CheckT1",
        qid="0",
        source_execution_id="e",
        candidate_parameter="t1",
        parameter_overrides={"t1": 2.0},
        diagnosis="",
        reconfigure_before_task=False,
        commit_candidate=True,
        apply_backend=False,
        push_to_github=False,
        action_idempotency_key=None,
        commit_idempotency_key=None,
        backend_apply_idempotency_key=None,
    )


def test_run_campaign_runs_a_campaign_and_prints_its_outcome(
    patched: Patched, capsys: pytest.CaptureFixture[str]
) -> None:
    patched.campaigns.return_value.run_campaign.return_value = AgentCampaignOutcome(
        transition=AgentSkillTransition.HUMAN_ESCALATION,
        reason="look",
        session_id="s",
        qid="0",
        source_execution_id="e",
        completed_nodes=1,
        attempts=2,
        outcomes=(PASSED, ESCALATED),
        carried_overrides={"t1": 80.0},
        node_path=("a", "b"),
        planner_decisions=(AgentPlannerDecision("b"),),
    )
    node = (
        '{"task_name": "CheckT1", "candidate_parameter": "t1", "id": "a", "on_pass": "$complete", "on_rollback": null, '
        '"parameter_overrides": {"t1": 2}, "commit_candidate": true}'
    )
    code, document = run(capsys, *campaign(f"[{node}]"), "--max-node-executions", "3", "--poll-interval-seconds", "2")
    assert (code, document["transition"], document["node_path"]) == (2, "human_escalation", ["a", "b"])
    assert [outcome["transition"] for outcome in document["outcomes"]] == ["pass", "human_escalation"]
    assert document["planner_decisions"] == [{"target_node_id": "b", "reason": ""}]
    assert sorted(document) == [
        *("attempts", "campaign_commit", "carried_overrides", "completed_nodes", "node_path", "outcomes"),
        *("planner_decisions", "qid", "reason", "session_id", "source_execution_id", "transition"),
    ]
    assert [sorted(outcome) for outcome in document["outcomes"]] == [STEP_MEMBERS] * 2
    patched.campaigns.assert_called_once_with(patched.used, **{**TIMES, "poll_interval_seconds": 2.0})
    patched.campaigns.return_value.run_campaign.assert_called_once_with(
        session_id="s",
        qid="0",
        source_execution_id="e",
        nodes=[
            AgentCampaignNode(
                "CheckT1",
                "t1",
                node_id="a",
                on_pass="$complete",
                parameter_overrides={"t1": 2},
                commit_candidate=True,
            )
        ],
        max_pre_dispatch_retries=1,
        max_node_executions=3,
        commit_on_success=False,
        idempotency_prefix=None,
    )


def test_a_journal_is_passed_on(patched: Patched, capsys: pytest.CaptureFixture[str]) -> None:
    run_campaign = patched.campaigns.return_value.run_campaign
    run_campaign.side_effect = RuntimeError
    run(capsys, *CAMPAIGN, "--journal", "j")
    assert run_campaign.call_args.kwargs["journal"] == "j"


class Dumped:
    """A response of a double that can do nothing but this."""

    def model_dump(self, mode: str = "python") -> dict[str, str]:
        return {"dumped": mode}


@pytest.mark.parametrize("double", ["of its own", "MagicMock"])
def test_responses_of_doubles_are_dumped(patched: Patched, capsys: pytest.CaptureFixture[str], double: str) -> None:
    response: Any = Dumped() if double == "of its own" else mock.MagicMock(model_dump=Dumped().model_dump)
    patched.used.create_agent_session.return_value = response
    assert run(capsys, *START) == (0, {"dumped": "json"})
    patched.steps.return_value.run_step.return_value = AgentStepOutcome(
        AgentSkillTransition.PASS, "good", "s", action=response, candidate=response, commit=response
    )
    document = run(capsys, *STEP)[1]
    assert [document[name] for name in ("action", "candidate", "commit")] == [{"dumped": "json"}] * 3


def test_on_a_terminal_the_runners_are_made_as_elsewhere(
    patched: Patched, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    run(capsys, *STEP)
    patched.steps.assert_called_once_with(patched.used, **TIMES)
    patched.steps.return_value.on_event(AgentEvent("wait_for_execution", "failed", "node-0", "late"))
    assert capsys.readouterr().err == "node-0: wait for execution: failed (late)\n"


def test_progress_that_cannot_be_shown_ends_nothing(
    patched: Patched, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    run(capsys, *STEP)
    with monkeypatch.context() as context:
        context.setattr("sys.stderr.write", mock.Mock(side_effect=OSError(5, "Input/output error")))
        patched.steps.return_value.on_event(AgentEvent("wait_for_execution", "started"))


def test_an_empty_profile_is_the_default_one(patched: Patched, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "--profile", "", *START)
    patched.client.from_profile.assert_called_once_with("default")


def test_from_env_takes_the_environment(patched: Patched, capsys: pytest.CaptureFixture[str]) -> None:
    patched.client.from_env.return_value.create_agent_session.return_value = session()
    run(capsys, "--from-env", *START)
    patched.client.from_env.assert_called_once_with()
    patched.client.from_profile.assert_not_called()


@pytest.mark.parametrize(("outcome", "code"), [(PASSED, 0), (ESCALATED, 2)])
def test_the_exit_code_tells_whether_it_passed(
    patched: Patched, capsys: pytest.CaptureFixture[str], outcome: AgentStepOutcome, code: int
) -> None:
    patched.steps.return_value.run_step.return_value = outcome
    assert run(capsys, *STEP)[0] == code


@pytest.mark.parametrize(
    ("error", "code", "shown"),
    [
        (
            QDashNotFoundError("no session s", status_code=404),
            1,
            {"error": "QDashNotFoundError", "message": "no session s"},
        ),
        (RuntimeError("bug"), 1, {"error": "RuntimeError", "message": "bug"}),
        (
            KeyboardInterrupt(),
            130,
            {
                "error": "interrupted",
                "message": "what was started goes on; list the actions of the session to see it",
            },
        ),
    ],
)
def test_an_error_is_a_line_of_json_and_the_client_is_closed(
    patched: Patched, capsys: pytest.CaptureFixture[str], error: BaseException, code: int, shown: Any
) -> None:
    patched.steps.return_value.run_step.side_effect = error
    assert run(capsys, *STEP) == (code, shown)
    patched.used.close.assert_called_once_with()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (START, "a session may have been opened"),
        ([*STEP, "--dry-run"], "nothing was started"),
        ([*CAMPAIGN, "--dry-run", "--journal", "j"], "nothing was started"),
        (STEP, "what was started goes on; list the actions of the session to see it"),
        ([*CAMPAIGN, "--journal", "j"], "start the same command again to go on from the journal j"),
    ],
)
def test_ctrl_c_tells_how_to_go_on(
    patched: Patched, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    patched.client.from_profile.side_effect = KeyboardInterrupt
    assert run(capsys, *arguments) == (130, {"error": "interrupted", "message": message})


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "required: command"),
        (["--profile", "p", "--from-env", *START], "not allowed with argument"),
        (["--profile", "default", "--from-env", *START], "not allowed with argument"),
        (START[:-2], "--allowed-overrides"),
        (start(overrides="[]"), "must be a JSON object"),
        (start(overrides="{"), "not JSON"),
        ([*STEP, "--apply-backend"], "--apply-backend needs --commit"),
        ([*STEP, "--parameter-overrides", '{"t1": "x"}'], "a JSON object of numbers"),
        ([*STEP, "--execution-timeout-seconds", "-1"], "is not a number of seconds"),
        ([*STEP, "--parameter-overrides", '{"t1": NaN}'], "a JSON object of numbers"),
        ([*STEP, "--parameter-overrides", '{"t1": 1' + 400 * "0" + "}"], "a JSON object of numbers"),
        (campaign(100_000 * "["), "not JSON"),
        (campaign("[]"), "at least one node"),
        (campaign("[5]"), "node 0: must be an object"),
        (campaign('[{"task_name": "x"}]'), "node 0: needs the key 'candidate_parameter'"),
        (campaign(PLAN.replace("}", ', "on": "b"}')), "node 0: has the unknown key 'on'"),
        (campaign(PLAN.replace('"t1"', "5")), "node 0: candidate_parameter must be text"),
        (campaign(PLAN.replace('"t1"', '""')), "node 0: candidate_parameter must not be empty"),
        (campaign(PLAN.replace("}", ', "parameter_overrides": {"t1": true}}')), "must be an object of numbers"),
        (campaign(PLAN.replace("}", ', "parameter_overrides": {"t1": 1' + 400 * "0" + "}}")), "an object of numbers"),
        (campaign(PLAN.replace("}", ', "commit_candidate": 1}')), "commit_candidate must be true or false"),
        (campaign(PLAN.replace("}", ', "apply_backend": true}')), "apply_backend needs commit_candidate"),
    ],
)
def test_arguments_that_cannot_be_used_are_named(
    patched: Patched, capsys: pytest.CaptureFixture[str], arguments: list[str], problem: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        command.run(arguments)
    assert caught.value.code == 2
    assert problem in " ".join(capsys.readouterr().err.split())
    patched.client.from_profile.assert_not_called()


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (STEP, 0, ""),
        ([*STEP, "--reconfigure-before-task"], 2, "Node 0 requests hardware reconfiguration outside the session scope"),
        (CAMPAIGN, 0, ""),
        ([*CAMPAIGN, "--max-node-executions", "101"], 2, "requires 101 actions but the session has 100 remaining"),
        (campaign(PLAN.replace("}", ', "on_pass": "x"}')), 2, "Node 0 on_pass target 'x' does not exist"),
    ],
)
def test_a_dry_run_reads_the_session_and_nothing_else(
    patched: Patched, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, reason: str
) -> None:
    patched.used.get_agent_session.return_value = session()
    got, document = run(capsys, *arguments, "--dry-run")
    assert (got, document["dry_run"], document["allowed"]) == (code, True, code == 0)
    assert reason in document["reason"]
    assert [call[0] for call in patched.used.method_calls] == ["get_agent_session", "close"]
    patched.steps.assert_not_called()
    patched.campaigns.assert_not_called()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--max-node-executions", "0"],
        ["--max-pre-dispatch-retries", "-1"],
        ["--idempotency-prefix", ""],
        ["--idempotency-prefix", 97 * "x"],
    ],
)
def test_a_dry_run_refuses_what_the_run_would_refuse(
    patched: Patched, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert run(capsys, *CAMPAIGN, *arguments, "--dry-run")[0] == 1
    patched.used.get_agent_session.assert_not_called()


def agent(server: DemoServer, home: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    environment = {**server.environment, "PYTHONPATH": str(ROOT), "HOME": str(home), "no_proxy": "*"}
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    program = [sys.executable, "-m", "qdash.client.services.agent_cli", *arguments]
    return subprocess.run(program, env=environment, text=True, timeout=60, **options)


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_a_reader_that_has_gone_changes_no_exit_code(server: DemoServer, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = agent(server, tmp_path, "--from-env", *start("64Qv3"), stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_a_full_disk_is_an_error_without_a_traceback(server: DemoServer, tmp_path: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = agent(server, tmp_path, "--from-env", *start("64Qv3"), stdout=full)
    assert (done.returncode, json.loads(done.stderr)["error"]) == (1, "OSError")


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(stage_seconds=0) as server:
        yield server


def test_the_command_runs_as_a_process_and_ends_without_a_traceback(server: DemoServer, tmp_path: Path) -> None:
    def ended(*arguments: str) -> tuple[int, Any, str]:
        done = agent(server, tmp_path, *arguments)
        return done.returncode, json.loads(done.stdout), done.stderr

    code, opened, errors = ended("--from-env", *start("64Qv3"))
    assert (code, opened["status"], errors) == (0, "active", "")
    options = ["--journal", str(tmp_path / "j"), "--poll-interval-seconds", "0.01"]
    code, refused, errors = ended("--from-env", *campaign(session_id=opened["session_id"]), *options)
    assert (code, refused["transition"], errors) == (2, "human_escalation", "")
    assert "Execution e not found" in refused["reason"]
    code, failed, errors = ended("--profile", "none", *START)
    assert (code, failed["error"], errors) == (1, "QDashConfigError", "")
