"""Calibration agents: actions, commits and applications are carried out once."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from agent_client import GivenClient, action, commit

from qdash.client import (
    AgentCalibrationRunner,
    AgentCampaignNode,
    AgentCampaignRunner,
    QDashConflictError,
    QDashTransportError,
    QDashValidationError,
)
from qdash.client.demo import DemoServer

from .cases import Bench, Scenario, Section
from .programs import run

LOST = QDashTransportError("no response")
STEP: dict[str, Any] = {
    "session_id": "s",
    "task_name": "CheckT1",
    "qid": "0",
    "source_execution_id": "e",
    "candidate_parameter": "t1",
    "action_idempotency_key": "action",
    "commit_idempotency_key": "commit",
    "backend_apply_idempotency_key": "apply",
}
CAMPAIGN: dict[str, Any] = {
    "session_id": "s",
    "qid": "0",
    "source_execution_id": "e",
    "nodes": [AgentCampaignNode("CheckT1", "t1", commit_candidate=True)],
}


def steps(client: GivenClient, *transitions: str, **options: Any) -> None:
    """Run the same step several times with one runner."""
    runner = AgentCalibrationRunner(client)  # type: ignore[arg-type]
    assert [runner.run_step(**STEP, **options).transition for _ in transitions] == list(transitions)


def campaign(client: GivenClient, journal: Path, **options: Any) -> str:
    return AgentCampaignRunner(client).run_campaign(**{**CAMPAIGN, **options}, journal=journal).transition  # type: ignore[arg-type]


def killed(bench: Bench) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("no fork here")
    with DemoServer(stage_seconds=0) as server:
        ends = json.loads(run("campaigns", server.base_url, server.token, bench.directory, timeout=200))
    assert len(ends) > 80
    executions = [number for *_, numbers, _ in ends for number in numbers]
    assert {(*end[:2], len(end[2]), end[3]) for end in ends} == {("pass", 5, 5, 7)}
    assert len(set(executions)) == len(executions)


def lost_action(bench: Bench) -> None:
    client = GivenClient(in_turn={"submit_agent_action": [LOST]})
    steps(client, "retry", "pass")
    first, second = client.options("submit_agent_action")
    assert first == second
    assert client.names.count("get_agent_session") == 1


def lost_commit(bench: Bench) -> None:
    client = GivenClient(in_turn={"commit_agent_action_candidate": [LOST]})
    steps(client, "retry", "pass", commit_candidate=True)
    first, second = client.options("commit_agent_action_candidate")
    assert first == second
    assert client.names.count("get_agent_session") == 2


def lost_application(bench: Bench) -> None:
    client = GivenClient(
        in_turn={"apply_agent_candidate_commit": [LOST]}, get_agent_candidate_commit=commit(backend_status="queued")
    )
    steps(client, "retry", "pass", commit_candidate=True, apply_backend=True)
    assert client.names.count("apply_agent_candidate_commit") == 1


def other_step(bench: Bench) -> None:
    client = GivenClient()
    runner = AgentCalibrationRunner(client)  # type: ignore[arg-type]
    for qid in ("0", "1"):
        runner.run_step(**{**STEP, "qid": qid})
    assert [body["qids"] for body in client.options("submit_agent_action")] == [["0"], ["1"]]


def conflict(bench: Bench) -> None:
    refused = QDashConflictError("state version mismatch", status_code=409)
    there = action(idempotency_key="action")
    steps(GivenClient(submit_agent_action=refused, list_agent_actions=[there]), "pass")


def hanging(bench: Bench) -> None:
    client = GivenClient(wait_for_agent_action=TimeoutError("late"))
    assert campaign(client, bench.directory / "journal") == "human_escalation"
    assert len({body["idempotency_key"] for body in client.options("submit_agent_action")}) == 1


def crash_within(call: str, bench: Bench) -> None:
    journal = bench.directory / "journal"
    client = GivenClient(**{call: KeyboardInterrupt()})
    with pytest.raises(KeyboardInterrupt):
        campaign(client, journal)
    for _ in range(2):
        again = GivenClient()
        assert campaign(again, journal) == "pass"
        client.calls += again.calls
    bodies = client.options(call)
    assert bodies == [bodies[0]] * 2


def same_runner(bench: Bench) -> None:
    client = GivenClient(in_turn={"submit_agent_action": [KeyboardInterrupt()]})
    runner = AgentCampaignRunner(client)  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        runner.run_campaign(**CAMPAIGN, journal=bench.directory / "journal")
    assert runner.run_campaign(**CAMPAIGN, journal=bench.directory / "journal").transition == "pass"


def torn(bench: Bench) -> None:
    journal = bench.directory / "journal"
    campaign(GivenClient(), journal)
    content = journal.read_bytes()
    journal.write_bytes(content[: len(content) // 2])
    for _ in range(2):
        assert campaign(GivenClient(), journal) == "pass"


def second_process(bench: Bench) -> None:
    journal = bench.directory / "journal"

    def start_again(event: object) -> None:
        with pytest.raises(QDashValidationError, match="another campaign is using it"):
            campaign(GivenClient(), journal)

    runner = AgentCampaignRunner(GivenClient(), on_event=start_again)  # type: ignore[arg-type]
    assert runner.run_campaign(**CAMPAIGN, journal=journal).transition == "pass"


def other_file(bench: Bench) -> None:
    journal = bench.directory / "notes.txt"
    journal.write_text("precious")
    with pytest.raises(QDashValidationError, match="a file of another kind"):
        campaign(GivenClient(), journal)
    assert journal.read_text() == "precious"


def other_campaign(bench: Bench) -> None:
    journal = bench.directory / "journal"
    campaign(GivenClient(), journal)
    client = GivenClient()
    with pytest.raises(QDashValidationError, match="it belongs to another campaign"):
        campaign(client, journal, qid="1")
    assert client.calls == []


STATE, JOURNAL, RUNNER = "agents/state.py", "agents/journal.py", "agents/runner.py"
SECTION = Section(
    "Agents",
    "The runner of calibration agents carries out each action, commit and application once. A repeated request is the "
    "same as the first one, byte by byte. After a conflict the action with the key is looked for. A campaign with a "
    "journal continues after a crash at any point: `kill -9`, Ctrl-C, a loss of power.",
    {
        "a body that was sent under a key is sent again": [
            (STATE, "            return kept, True\n", "            pass\n")
        ],
        "another body under a key is not taken for the first one": [
            (STATE, "if replace(call, options={**call.options, **version}) == kept:", "if True:")
        ],
        "an application is read before it is repeated": [
            (STATE, '"READ_FOR_APPLY", _apply, _read_commit)', '"READ_FOR_APPLY", _apply)')
        ],
        "after a conflict the action is looked for": [
            (STATE, 'if state.phase == "SUBMIT" and is_conflict(error):', "if False:")
        ],
        "a campaign takes its keys from its journal": [
            (RUNNER, "replace(request, prefix=journal_file.prefix)", "request")
        ],
        "a campaign with a journal takes what was sent from the journal": [
            (RUNNER, "            sent = {}\n", "            pass\n")
        ],
        "an action that hangs needs a person": [
            ("agents/campaign.py", "        if outcome.action_id is not None:", "        if False:")
        ],
        "a call is in the journal before it is made": [(JOURNAL, "        self._append(call)\n", "")],
        "a line that was not written to its end is cut off": [(JOURNAL, "        if torn:\n", "        if False:\n")],
        "a journal is locked": [(JOURNAL, "if not try_lock(self._file):", "if False:")],
        "a file of another kind is no journal": [
            (JOURNAL, "if not content.startswith(_BEGINNING[: len(content)]):", "if False:")
        ],
        "a journal belongs to one campaign": [(JOURNAL, 'if lines and lines[0].get("plan") != plan:', "if False:")],
    },
    [
        Scenario(
            what="a campaign of five nodes is killed at each of its events, and started again",
            sees="it passes; each action, commit and execution is there once",
            guard="a campaign takes its keys from its journal",
            test=killed,
            long=True,
            within=200,
        ),
        Scenario(
            what="the response to an action is lost, and the step is repeated",
            sees="the same request, without another look at the session",
            guard="a body that was sent under a key is sent again",
            test=lost_action,
        ),
        Scenario(
            what="the response to a commit is lost, and the step is repeated",
            sees="the same request, without another look at the session",
            guard="a body that was sent under a key is sent again",
            test=lost_commit,
        ),
        Scenario(
            what="the response to an application is lost, and the step is repeated",
            sees="the commit is read, and the application is not sent again",
            guard="an application is read before it is repeated",
            test=lost_application,
        ),
        Scenario(
            what="a runner runs a step on another qubit with the keys of the first step",
            sees="the second request names the other qubit",
            guard="another body under a key is not taken for the first one",
            test=other_step,
        ),
        Scenario(
            what="an action gets a conflict, because another process has sent it",
            sees="the step continues with the action of the key",
            guard="after a conflict the action is looked for",
            test=conflict,
        ),
        Scenario(
            what="an action gets no operation",
            sees="the campaign ends with `human_escalation`, and there is one key",
            guard="an action that hangs needs a person",
            test=hanging,
        ),
        *[
            Scenario(
                what=f"a campaign ends within `{call}`, and is started twice more",
                sees="the call is repeated once, with the same body",
                guard="a call is in the journal before it is made",
                test=lambda bench, call=call: crash_within(call, bench),
            )
            for call in ("submit_agent_action", "execute_agent_action", "commit_agent_action_candidate")
        ],
        Scenario(
            what="Ctrl-C ends a campaign, and the same runner starts it again",
            sees="the campaign continues",
            guard="a campaign with a journal takes what was sent from the journal",
            test=same_runner,
        ),
        Scenario(
            what="the last line of a journal is incomplete",
            sees="the campaign continues, also the next time",
            guard="a line that was not written to its end is cut off",
            test=torn,
        ),
        Scenario(
            what="two campaigns use one journal at the same time",
            sees="`QDashValidationError` for the second one",
            guard="a journal is locked",
            test=second_process,
        ),
        Scenario(
            what="a journal is a file of another kind",
            sees="`QDashValidationError`; the file is unchanged",
            guard="a file of another kind is no journal",
            test=other_file,
        ),
        Scenario(
            what="a journal belongs to another campaign",
            sees="`QDashValidationError` before any call",
            guard="a journal belongs to one campaign",
            test=other_campaign,
        ),
    ],
)
