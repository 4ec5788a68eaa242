"""The journal of a campaign: what is done once, whatever happens, and which damage a journal tolerates."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from agent_client import GOOD, GivenClient, GivenSteps, action, passed, session

from qdash.client import (
    AgentCampaignNode,
    AgentCampaignOutcome,
    AgentCampaignRunner,
    AgentEvent,
    AgentPlannerDecision,
    AgentSkillTransition,
    QDashClient,
    QDashConfig,
    QDashConflictError,
    QDashTransportError,
    QDashValidationError,
)
from qdash.client.demo import DemoServer

TASKS = [("CheckT1", "t1"), ("CheckT2Echo", "t2_echo")]
NODES = [AgentCampaignNode(*TASKS[number % 2]) for number in range(5)]
APPLIED = [AgentCampaignNode(*TASKS[0], commit_candidate=True, apply_backend=True)]
POLICY = {"qids": ["0"], "allowed_tasks": [task for task, _ in TASKS], "allowed_overrides": {"t1": {}, "t2_echo": {}}}


class Crash(BaseException):
    """The end of a process, for one that goes on."""


class CrashingClient:
    """A client of which one call ends the process, before it is sent or after its response."""

    def __init__(self, client: QDashClient, at: int, moment: str) -> None:
        self._client = client
        self._left = at
        self._moment = moment

    @property
    def config(self) -> QDashConfig:
        return self._client.config

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            self._left -= 1
            if self._left == 0 and self._moment == "before":
                raise Crash
            result = getattr(self._client, name)(*args, **kwargs)
            if self._left == 0:
                raise Crash
            return result

        return call


@pytest.fixture(scope="module")
def client() -> Iterator[QDashClient]:
    with (
        DemoServer(stage_seconds=0) as server,
        QDashClient(QDashConfig(base_url=server.base_url, api_token=server.token)) as client,
    ):
        yield client


@pytest.fixture
def campaign(client: QDashClient, tmp_path: Path) -> dict[str, Any]:
    return {
        "session_id": client.create_agent_session(chip_id="64Qv3", policy=POLICY).session_id,
        "qid": "0",
        "source_execution_id": client.list_executions(chip_id="64Qv3", limit=1).executions[0].execution_id,
        "journal": tmp_path / "journal.jsonl",
    }


def run(client: Any, **options: Any) -> AgentCampaignOutcome:
    return AgentCampaignRunner(client, poll_interval_seconds=0.001).run_campaign(**options)


def crash_at(client: QDashClient, at: int, moment: str, **options: Any) -> bool:
    """Run a campaign that crashes at a call; False if it has not as many."""
    try:
        run(CrashingClient(client, at, moment), **options)
    except Crash:
        return True
    return False


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize(
    ("nodes", "options", "version"),
    [
        pytest.param(NODES, {"commit_on_success": True}, 6, id="five nodes and one commit"),
        pytest.param(APPLIED, {}, 2, id="a commit that is applied"),
    ],
)
def test_a_campaign_goes_on_after_a_crash_at_any_call(
    client: QDashClient,
    campaign: dict[str, Any],
    nodes: list[AgentCampaignNode],
    options: Any,
    version: int,
    moment: str,
) -> None:
    ended = []
    for at in range(1, 100):
        own = {**campaign, "nodes": nodes, **options, "journal": campaign["journal"].with_suffix(f".{at}")}
        own["session_id"] = client.create_agent_session(chip_id="64Qv3", policy=POLICY).session_id
        if not crash_at(client, at, moment, **own):
            break
        outcome = run(client, **own)
        actions = client.list_agent_actions(own["session_id"])
        ended.append(
            (
                outcome.transition,
                outcome.attempts,
                [action.execution_id for action in actions],
                client.get_agent_session(own["session_id"]).state_version,
            )
        )
    executions = [execution for _, _, executions, _ in ended for execution in executions]
    assert len(ended) > 7 * len(nodes)
    assert {(transition, attempts) for transition, attempts, _, _ in ended} == {("pass", len(nodes))}
    assert {len(executions) for _, _, executions, _ in ended} == {len(nodes)}
    assert {seen for *_, seen in ended} == {version}  # each action and each commit counts one
    assert len(set(executions)) == len(executions)


def test_a_campaign_that_crashes_again_and_again_comes_to_its_end(
    client: QDashClient, campaign: dict[str, Any]
) -> None:
    campaign["nodes"] = NODES
    crashes = 0
    while crash_at(client, 2, "after" if crashes % 2 else "before", **campaign):
        crashes += 1
        assert crashes < 200
    assert crashes > 20
    assert run(client, **campaign).transition == "pass"
    assert client.get_agent_session(campaign["session_id"]).state_version == len(NODES)


def test_a_finished_campaign_is_not_run_again(client: QDashClient, campaign: dict[str, Any]) -> None:
    first = run(client, nodes=NODES, **campaign)
    content = campaign["journal"].read_bytes()
    unused = GivenClient(**dict.fromkeys(("get_agent_session", "submit_agent_action"), AssertionError("is called")))
    unused.config = client.config  # type: ignore[attr-defined]
    assert run(unused, nodes=NODES, **campaign) == first
    assert campaign["journal"].read_bytes() == content


def test_a_campaign_in_an_event_loop_that_is_cancelled_goes_on(client: QDashClient, campaign: dict[str, Any]) -> None:
    async def cancel_at(event: int) -> None:
        events = []

        def cancel(each: AgentEvent) -> None:
            events.append(each)
            if len(events) == event:
                task.cancel()

        runner = AgentCampaignRunner(client, poll_interval_seconds=0.001, on_event=cancel)
        task = asyncio.create_task(runner.run_campaign_async(nodes=NODES, **campaign))
        with pytest.raises(asyncio.CancelledError):
            await task

    for event in (1, 5, 12, 20):
        asyncio.run(cancel_at(event))
    assert run(client, nodes=NODES, **campaign).transition == "pass"
    assert client.get_agent_session(campaign["session_id"]).state_version == len(NODES)


def test_a_call_that_was_interrupted_is_not_reported_as_remembered(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(GivenClient(submit_agent_action=KeyboardInterrupt()), **GIVEN, journal=tmp_path / "j")
    events: list[AgentEvent] = []
    runner = AgentCampaignRunner(GivenClient(), on_event=events.append)  # type: ignore[arg-type]
    runner.run_campaign(**GIVEN, journal=tmp_path / "j")
    assert [(event.name, event.status) for event in events[:4]] == [
        ("get_agent_session", "remembered"),
        ("get_agent_session", "remembered"),
        ("submit_agent_action", "started"),
        ("submit_agent_action", "done"),
    ]


def test_a_failure_that_ended_a_campaign_is_tried_again(client: QDashClient, campaign: dict[str, Any]) -> None:
    class Broken(CrashingClient):
        def wait_for_execution(self, *args: Any, **kwargs: Any) -> None:
            raise QDashTransportError("the network is down")

    broken = run(Broken(client, 1000, "before"), nodes=NODES, **campaign)
    assert (broken.transition, broken.outcomes[0].execution_id is None) == ("retry", False)
    assert run(client, nodes=NODES, **campaign).transition == "pass"
    assert client.get_agent_session(campaign["session_id"]).state_version == len(NODES)


def test_a_failure_after_which_a_campaign_went_on_is_remembered(tmp_path: Path) -> None:
    journal = tmp_path / "j"
    options: dict[str, Any] = {"session_id": "s", "qid": "0", "source_execution_id": "e", "nodes": NODES[:1]}
    lost = GivenClient(in_turn={"submit_agent_action": [QDashTransportError("lost")]})
    first = run(lost, **options, journal=journal)
    assert (first.transition, first.attempts) == ("pass", 2)
    second = run(GivenClient(), **options, journal=journal)
    assert [outcome.reason for outcome in second.outcomes] == [outcome.reason for outcome in first.outcomes]


def test_a_refusal_that_is_remembered_is_followed_by_the_same_calls(tmp_path: Path) -> None:
    """The action of the key is there, and gets no operation, so that the step is repeated."""
    client = GivenClient(
        submit_agent_action=QDashConflictError("changed", status_code=409),
        list_agent_actions=[action(idempotency_key="p-node-0-action")],
        in_turn={"wait_for_agent_action": [TimeoutError("late")]},
        wait_for_execution=KeyboardInterrupt(),
    )
    with pytest.raises(KeyboardInterrupt):
        run(client, **GIVEN, journal=tmp_path / "j", idempotency_prefix="p")
    assert client.names.count("get_agent_session") == 3
    again = GivenClient()
    assert run(again, **GIVEN, journal=tmp_path / "j").transition == "pass"
    assert again.names == ["wait_for_execution", "list_agent_action_candidates"]


@pytest.mark.parametrize("variant", ["run_campaign", "run_campaign_async"])
@pytest.mark.parametrize(
    "interrupted", ["submit_agent_action", "execute_agent_action", "commit_agent_campaign_candidates"]
)
def test_the_same_runner_goes_on_from_its_journal(tmp_path: Path, interrupted: str, variant: str) -> None:
    client = GivenClient(in_turn={interrupted: [KeyboardInterrupt()]})
    runner = AgentCampaignRunner(client)  # type: ignore[arg-type]
    options = {**GIVEN, "journal": tmp_path / "j", "commit_on_success": True}

    def start() -> AgentCampaignOutcome:
        started: Any = getattr(runner, variant)(**options)
        outcome: AgentCampaignOutcome = started if variant == "run_campaign" else asyncio.run(started)
        return outcome

    with pytest.raises(KeyboardInterrupt):
        start()
    assert [start().transition for _ in range(2)] == ["pass", "pass"]
    first, second = client.options(interrupted)
    assert first == second
    assert client.names.count("get_agent_session") == 3


def test_decisions_of_a_planner_are_remembered(client: QDashClient, campaign: dict[str, Any]) -> None:
    class Planner:
        asked = 0

        def choose_next(self, observation: Any) -> AgentPlannerDecision:
            self.asked += 1
            return AgentPlannerDecision("node-1" if len(observation.node_path) == 1 else "$complete")

    planner = Planner()
    campaign |= {"nodes": NODES[:2], "planner": planner}
    assert crash_at(client, 10, "after", **campaign)
    assert planner.asked == 1
    assert run(client, **campaign).node_path == ("node-0", "node-1")
    assert planner.asked == 2


def test_a_session_that_has_expired_meanwhile_needs_a_person(tmp_path: Path) -> None:
    options: dict[str, Any] = {"session_id": "s", "qid": "0", "source_execution_id": "e", "journal": tmp_path / "j"}
    options |= {"nodes": NODES[:1], "commit_on_success": True}
    assert crash_at(GivenClient(config=None), 8, "after", **options)  # type: ignore[arg-type]
    refused = QDashTransportError("Agent session is not active: expired", status_code=409)
    expired = GivenClient(get_agent_session=session(status="expired"), commit_agent_campaign_candidates=refused)
    outcome = run(expired, **options)
    assert outcome.transition == AgentSkillTransition.HUMAN_ESCALATION
    assert "expired" in outcome.reason
    assert expired.names[-2:] == ["get_agent_session", "commit_agent_campaign_candidates"]


# --- the file --------------------------------------------------------------------------------------------------------

GIVEN: dict[str, Any] = {"session_id": "s", "qid": "0", "source_execution_id": "e", "nodes": NODES[:1]}


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """The journal of a finished campaign."""
    path = tmp_path / "journal.jsonl"
    run(GivenClient(), **GIVEN, journal=path)
    return path


def test_a_journal_is_for_its_owner_and_has_a_line_before_and_after_each_call(journal: Path) -> None:
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    assert list(lines[0]) == ["journal", "plan", "prefix", "version"]
    assert [line["call"] for line in lines[1::2]][:3] == [
        "get_agent_session",
        "get_agent_session",
        "submit_agent_action",
    ]
    assert all("returned" in line for line in lines[2::2])
    assert journal.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kept", ["none", "half of the first line", "half of the last line", "half of a line between"])
def test_a_line_that_was_not_written_to_its_end_is_cut_off(journal: Path, kept: str) -> None:
    content = journal.read_bytes()
    lines = content.splitlines(keepends=True)
    half = {"none": 0, "half of the first line": 1, "half of the last line": len(lines), "half of a line between": 6}[
        kept
    ]
    whole = b"".join(lines[: max(0, half - 1)])
    torn = lines[half - 1][: len(lines[half - 1]) // 2] if half else b""
    journal.write_bytes(whole + torn)
    assert run(GivenClient(), **GIVEN, journal=journal).transition == "pass"
    assert all(json.loads(line) for line in journal.read_bytes().splitlines())


def _replace(old: bytes, new: bytes) -> Any:
    return lambda path: path.write_bytes(path.read_bytes().replace(old, new, 1))


def _line(number: int, content: bytes) -> Any:
    def replace_line(path: Path) -> None:
        lines = path.read_bytes().split(b"\n")
        lines[number - 1] = content
        path.write_bytes(b"\n".join(lines))

    return replace_line


@pytest.mark.parametrize(
    ("damage", "options", "problem"),
    [
        pytest.param(None, {"qid": "1"}, "it belongs to another campaign", id="another qubit"),
        pytest.param(None, {"nodes": NODES[:2]}, "it belongs to another campaign", id="other nodes"),
        pytest.param(None, {"idempotency_prefix": "x"}, "its keys begin with 'campaign-", id="another prefix"),
        pytest.param(
            _replace(b'"version": 1', b'"version": 99'), {}, "another version of this client", id="another version"
        ),
        pytest.param(_replace(b'{"arguments"', b'{"argu\x00'), {}, "line 2 cannot be read", id="a damaged line"),
        pytest.param(
            lambda path: path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[::2])),
            {},
            "line 2 is not in its place",
            id="lines are missing",
        ),
        pytest.param(
            _replace(b'"task_name": "CheckT1"', b'"task_name": "CheckT7"'),
            {},
            "it has a call of submit_agent_action where the campaign calls it with other arguments now",
            id="other arguments",
        ),
        pytest.param(
            _replace(b'"call": "submit_agent_action"', b'"call": "execute_agent_action"'),
            {},
            "it has a call of execute_agent_action where the campaign calls submit_agent_action now",
            id="another call",
        ),
        pytest.param(_replace(b'"task_id": "t"', b'"task_id": 5'), {}, "cannot be read", id="another result"),
        pytest.param(_replace(b'"prefix": "', b'"prefiz": "'), {}, "line 1 cannot be read", id="no prefix"),
        *[
            pytest.param(_line(line, content), {}, "cannot be read", id=f"line {line} is {content[:50].decode()}")
            for line, content in [
                (3, b'{"returned": null}'),
                (3, b"[" * 100_000),
                (3, b'{"failed": "QDashNoError", "status_code": null, "text": ""}'),
                (3, b'{"failed": 5, "status_code": null, "text": ""}'),
                (3, b'{"failed": "QDashTransportError", "status_code": "x", "text": ""}'),
                (3, b'{"failed": "QDashTransportError", "status_code": 5}'),
                (15, b'{"returned": {}}'),
                (17, b'{"returned": null}'),
            ]
        ],
        pytest.param(lambda path: path.write_text("precious\n"), {}, "a file of another kind", id="a file of text"),
        pytest.param(lambda path: path.write_text("precious"), {}, "a file of another kind", id="a text without lines"),
        pytest.param(lambda path: path.write_text('{"a": 1}\n'), {}, "a file of another kind", id="a file of JSON"),
    ],
)
def test_a_journal_that_cannot_be_used_is_refused_and_kept(
    journal: Path, damage: Any, options: dict[str, Any], problem: str
) -> None:
    if damage is not None:
        damage(journal)
    content = journal.read_bytes()
    client = GivenClient()
    with pytest.raises(QDashValidationError, match=problem) as caught:
        run(client, **{**GIVEN, **options}, journal=journal)
    assert str(journal) in str(caught.value)
    assert client.calls == []
    assert journal.read_bytes() == content


def test_a_journal_serves_one_campaign_at_a_time(journal: Path) -> None:
    def second(event: Any) -> None:
        with pytest.raises(QDashValidationError, match="another campaign is using it"):
            run(GivenClient(), **GIVEN, journal=journal)

    AgentCampaignRunner(GivenClient(), on_event=second).run_campaign(**GIVEN, journal=journal)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        (".", "is not a regular file"),
        ("a/b", "cannot be opened"),
        pytest.param(300 * "x", "cannot be opened", id="a name that is too long"),
        (7, "must be a path"),
    ],
)
def test_a_path_that_cannot_be_a_journal_is_refused(tmp_path: Path, path: Any, problem: str) -> None:
    with pytest.raises(QDashValidationError, match=problem):
        run(GivenClient(), **GIVEN, journal=path if isinstance(path, int) else tmp_path / path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user whom modes bind")
def test_a_journal_in_a_closed_directory_is_refused(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o600)
    with pytest.raises(QDashValidationError, match="Permission denied"):
        run(GivenClient(), **GIVEN, journal=closed / "j")


def test_overrides_may_be_any_mapping_of_numbers(tmp_path: Path) -> None:
    for overrides in (MappingProxyType({"t1": Fraction(2)}), {"t1": 2.0}):  # NumPy has such numbers, too
        node = AgentCampaignNode(*TASKS[0], parameter_overrides=overrides)
        assert run(GivenClient(), **{**GIVEN, "nodes": [node]}, journal=tmp_path / "j").transition == "pass"


def test_a_double_of_a_client_has_no_server_that_could_differ(tmp_path: Path) -> None:
    for _ in range(2):
        double = mock.MagicMock(**{f"{name}.return_value": value for name, value in GOOD.items()})
        assert run(double, **GIVEN, journal=tmp_path / "j").transition == "pass"
    assert double.mock_calls == []


@pytest.mark.parametrize("decision", [None, "$complete", SimpleNamespace(target_node_id=7), AgentEvent("x", "y")])
def test_a_planner_that_cannot_choose_ends_a_campaign_with_a_journal_as_without(tmp_path: Path, decision: Any) -> None:
    planner = mock.Mock(spec=["choose_next"], **{"choose_next.return_value": decision})
    without = run(GivenClient(), **GIVEN, planner=planner)
    for _ in range(2):
        assert run(GivenClient(), **GIVEN, planner=planner, journal=tmp_path / "j") == without
    assert without.transition == AgentSkillTransition.HUMAN_ESCALATION
    assert planner.choose_next.call_count == 2


def test_a_decision_needs_no_reason(tmp_path: Path) -> None:
    planner = mock.Mock(spec=["choose_next"])
    planner.choose_next.return_value = SimpleNamespace(target_node_id="$complete")
    for _ in range(2):
        assert run(GivenClient(), **GIVEN, planner=planner, journal=tmp_path / "j").transition == "pass"
    planner.choose_next.assert_called_once()


def test_a_journal_that_cannot_be_written_ends_the_campaign_before_the_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = GivenClient()

    def full(descriptor: int) -> None:
        if client.names[-1:] == ["submit_agent_action"]:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(QDashValidationError, match="No space left on device"):
        run(client, **GIVEN, journal=tmp_path / "j")
    assert client.names[-1] == "submit_agent_action"
    monkeypatch.undo()
    again = GivenClient()
    assert run(again, **GIVEN, journal=tmp_path / "j").transition == "pass"


def test_an_error_of_the_program_comes_back_as_the_nearest_one_of_ours(tmp_path: Path) -> None:
    class MyError(QDashTransportError):
        pass

    lost = GivenClient(in_turn={"submit_agent_action": [MyError("lost")]})
    first = run(lost, **GIVEN, journal=tmp_path / "j")
    assert run(GivenClient(), **GIVEN, journal=tmp_path / "j") == first


def test_a_step_runner_of_ones_own_is_remembered_as_a_whole(tmp_path: Path) -> None:
    steps = GivenSteps(passed())
    runner = AgentCampaignRunner(GivenClient(), step_runner=steps)  # type: ignore[arg-type]
    first = runner.run_campaign(**GIVEN, journal=tmp_path / "j")
    assert runner.run_campaign(**GIVEN, journal=tmp_path / "j") == first
    assert len(steps.calls) == 1
