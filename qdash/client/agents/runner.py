"""Runs steps and campaigns of an agent with a client: does what the state machines decide."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from . import campaign
from .campaign import CampaignRequest, CampaignState
from .driver import Driver, Instructions, Sent
from .instructions import Finish, Result, Returned, RunStep
from .journal import Journal
from .records import (
    AgentCampaignNode,
    AgentCampaignOutcome,
    AgentCampaignPlanner,
    AgentEvent,
    AgentPlannerDecision,
    AgentPlannerObservation,
    AgentSkillTransition,
    AgentStepOutcome,
    OnEvent,
    is_finite_number,
)
from .state import StepRequest, StepState, Times, advance

if TYPE_CHECKING:
    from os import PathLike

    from ..client import QDashClient

__all__ = [
    "AgentCalibrationRunner",
    "AgentCampaignNode",
    "AgentCampaignOutcome",
    "AgentCampaignPlanner",
    "AgentCampaignRunner",
    "AgentEvent",
    "AgentPlannerDecision",
    "AgentPlannerObservation",
    "AgentSkillTransition",
    "AgentStepOutcome",
    "OnEvent",
]


def _checked_times(action: float, execution: float, backend_apply: float, poll_interval: float) -> Times:
    times = Times(action, execution, backend_apply, poll_interval)
    for name, value in asdict(times).items():
        argument = f"{name}_seconds" if name == "poll_interval" else f"{name}_timeout_seconds"
        if not is_finite_number(value) or value < 0:
            raise ValueError(f"{argument} must be a finite number from 0, not {value!r}")
    return times


class AgentCalibrationRunner:
    """Runs single steps: submits an action, executes it, and judges its candidate.

    A runner keeps what it sent under each key. A step that is run again with the keys of an earlier one repeats the
    same requests, so that the server answers as it did, and does nothing twice.

    Attributes:
        on_event: called before and after each call of the client, or None.
    """

    def __init__(
        self,
        client: QDashClient,
        *,
        action_timeout_seconds: float = 120.0,
        execution_timeout_seconds: float = 600.0,
        backend_apply_timeout_seconds: float = 300.0,
        poll_interval_seconds: float = 1.0,
        on_event: OnEvent | None = None,
    ) -> None:
        """Prepare for running steps.

        Args:
            client: the client. It is not closed.
            action_timeout_seconds: the longest time to wait for the start of an action, in seconds.
            execution_timeout_seconds: the longest time to wait for an execution to appear, and then again for its end.
            backend_apply_timeout_seconds: the longest time to wait for the backend to apply a commit.
            poll_interval_seconds: the pause between two requests, in seconds.
            on_event: called before and after each call of the client.

        Raises:
            ValueError: a time is negative or not a number.
        """
        self._client = client
        self._times = _checked_times(
            action_timeout_seconds, execution_timeout_seconds, backend_apply_timeout_seconds, poll_interval_seconds
        )
        self.on_event = on_event
        self._sent: Sent = {}

    def run_step(
        self,
        *,
        session_id: str,
        task_name: str,
        qid: str,
        source_execution_id: str,
        candidate_parameter: str,
        parameter_overrides: Mapping[str, float] | None = None,
        diagnosis: str = "",
        reconfigure_before_task: bool = False,
        commit_candidate: bool = False,
        apply_backend: bool = False,
        push_to_github: bool = False,
        action_idempotency_key: str | None = None,
        commit_idempotency_key: str | None = None,
        backend_apply_idempotency_key: str | None = None,
    ) -> AgentStepOutcome:
        """Run a task on a qubit, and return how it ended. This starts a measurement on the hardware.

        Args:
            session_id: the session.
            task_name: the task, such as ``"CheckT1"``.
            qid: the qubit.
            source_execution_id: the execution whose parameters it runs with.
            candidate_parameter: the parameter whose value is wanted, such as ``"t1"``.
            parameter_overrides: parameters to run it with, in their units, inside the bounds of the session.
            diagnosis: why it is run, for the record.
            reconfigure_before_task: load the configuration into the control hardware first.
            commit_candidate: make an accepted value the calibrated one.
            apply_backend: write the committed value into the files of the backend.
            push_to_github: push these files to their repository, too.
            action_idempotency_key: the key of the action, of 1 to 128 characters; the default is a new one.
            commit_idempotency_key: the key of the commit.
            backend_apply_idempotency_key: the key of the application.

        Returns:
            The outcome. A request that fails gives an outcome as well, with the IDs that are known by then.

        Raises:
            ValueError: `apply_backend` without `commit_candidate`.

        QDash operations: getAgentSession, submitAgentAction, executeAgentAction, getAgentAction, getExecution,
        listAgentActionCandidates, commitAgentActionCandidate, applyAgentCandidateCommit, getAgentCandidateCommit; after
        a conflict listAgentActions.
        """
        options = {name: value for name, value in locals().items() if name != "self"}
        outcome: AgentStepOutcome = Driver(self._client, self._sent, self.on_event).finish(
            self._instructions(self._sent, **options)
        )
        return outcome

    async def run_step_async(
        self,
        *,
        session_id: str,
        task_name: str,
        qid: str,
        source_execution_id: str,
        candidate_parameter: str,
        parameter_overrides: Mapping[str, float] | None = None,
        diagnosis: str = "",
        reconfigure_before_task: bool = False,
        commit_candidate: bool = False,
        apply_backend: bool = False,
        push_to_github: bool = False,
        action_idempotency_key: str | None = None,
        commit_idempotency_key: str | None = None,
        backend_apply_idempotency_key: str | None = None,
    ) -> AgentStepOutcome:
        """Async variant of `run_step`. If a subclass overrides `run_step` only, its method runs in a thread."""
        options = {name: value for name, value in locals().items() if name != "self"}
        if not _is_own(self, "run_step") and _is_own(self, "run_step_async"):
            from asyncio import to_thread

            return await to_thread(self.run_step, **options)
        driver = Driver(self._client, self._sent, self.on_event)
        outcome: AgentStepOutcome = await driver.finish_async(self._instructions(self._sent, **options))
        return outcome

    def _instructions(
        self,
        sent: Sent,
        *,
        parameter_overrides: Mapping[str, float] | None,
        action_idempotency_key: str | None,
        commit_idempotency_key: str | None,
        backend_apply_idempotency_key: str | None,
        **options: Any,
    ) -> Instructions:
        if options["apply_backend"] and not options["commit_candidate"]:
            raise ValueError("apply_backend needs commit_candidate: only a committed value can be applied")
        request = StepRequest(
            parameter_overrides=None if parameter_overrides is None else dict(parameter_overrides),
            action_idempotency_key=action_idempotency_key or f"action-{uuid4()}",
            commit_idempotency_key=commit_idempotency_key or f"commit-{uuid4()}",
            backend_apply_idempotency_key=backend_apply_idempotency_key or f"backend-apply-{uuid4()}",
            **options,
        )
        state, instruction = advance(StepState(request, self._times, dict(sent)), None)
        while not isinstance(instruction, Finish):
            state, instruction = advance(state, (yield instruction))
        return instruction.outcome


class AgentCampaignRunner:
    """Runs campaigns: several steps on one qubit, each with the values that the earlier ones found.

    Attributes:
        on_event: called before and after each call; None leaves that to the step runner.
    """

    def __init__(
        self,
        client: QDashClient,
        *,
        step_runner: AgentCalibrationRunner | None = None,
        action_timeout_seconds: float = 120.0,
        execution_timeout_seconds: float = 600.0,
        backend_apply_timeout_seconds: float = 300.0,
        poll_interval_seconds: float = 1.0,
        on_event: OnEvent | None = None,
    ) -> None:
        """Prepare for running campaigns.

        Args:
            client: the client. It is not closed.
            step_runner: runs the steps; anything with the method `AgentCalibrationRunner.run_step`. The times that
                follow are for the default one.
            action_timeout_seconds: the longest time to wait for the start of an action, in seconds.
            execution_timeout_seconds: the longest time to wait for an execution to appear, and then again for its end.
            backend_apply_timeout_seconds: the longest time to wait for the backend to apply a commit.
            poll_interval_seconds: the pause between two requests, in seconds.
            on_event: called before and after each call.

        Raises:
            ValueError: a time is negative or not a number.
        """
        self._client = client
        self._step_runner: Any = step_runner or AgentCalibrationRunner(
            client,
            action_timeout_seconds=action_timeout_seconds,
            execution_timeout_seconds=execution_timeout_seconds,
            backend_apply_timeout_seconds=backend_apply_timeout_seconds,
            poll_interval_seconds=poll_interval_seconds,
        )
        self.on_event = on_event
        self._sent: Sent = {}

    def run_campaign(
        self,
        *,
        session_id: str,
        qid: str,
        source_execution_id: str,
        nodes: Sequence[AgentCampaignNode],
        max_pre_dispatch_retries: int = 1,
        max_node_executions: int | None = None,
        commit_on_success: bool = False,
        planner: AgentCampaignPlanner | None = None,
        idempotency_prefix: str | None = None,
        journal: str | PathLike[str] | None = None,
    ) -> AgentCampaignOutcome:
        """Run the nodes of a campaign, and return how it ended. This starts measurements on the hardware.

        Args:
            session_id: the session.
            qid: the qubit.
            source_execution_id: the execution whose parameters all steps run with.
            nodes: the nodes. The first one runs first.
            max_pre_dispatch_retries: how often a step is repeated that failed before its action had an operation.
            max_node_executions: how many nodes may run, visits of one node included; the default is their number.
            commit_on_success: at the end, make all accepted values the calibrated ones, all of them or none.
            planner: chooses the next node after each PASS and ROLLBACK. Without one the nodes say it.
            idempotency_prefix: what all keys begin with, 96 characters at most; the default is a new one.
            journal: a file that makes the campaign survive a crash. Started again with the same file and arguments, it
                goes on where it was; no action and no commit is carried out twice.

        Returns:
            The outcome. A request that fails gives an outcome as well.

        Raises:
            QDashValidationError: the journal cannot be used.
            ValueError: an argument cannot be used.

        QDash operations: those of `AgentCalibrationRunner.run_step`, and commitAgentCampaignCandidates.
        """
        options = {name: value for name, value in locals().items() if name not in ("self", "journal")}
        request, journal_file = self._prepared(journal, **options)
        try:
            driver = self._driver(journal_file, planner)
            outcome: AgentCampaignOutcome = driver.finish(self._instructions(request, driver))
        finally:
            if journal_file is not None:
                journal_file.close()
        return outcome

    async def run_campaign_async(
        self,
        *,
        session_id: str,
        qid: str,
        source_execution_id: str,
        nodes: Sequence[AgentCampaignNode],
        max_pre_dispatch_retries: int = 1,
        max_node_executions: int | None = None,
        commit_on_success: bool = False,
        planner: AgentCampaignPlanner | None = None,
        idempotency_prefix: str | None = None,
        journal: str | PathLike[str] | None = None,
    ) -> AgentCampaignOutcome:
        """Async variant of `run_campaign`. The planner's method may be ``async``, too."""
        options = {name: value for name, value in locals().items() if name not in ("self", "journal")}
        request, journal_file = self._prepared(journal, **options)
        try:
            driver = self._driver(journal_file, planner)
            outcome: AgentCampaignOutcome = await driver.finish_async(self._instructions(request, driver))
        finally:
            if journal_file is not None:
                journal_file.close()
        return outcome

    def _prepared(
        self,
        journal: str | PathLike[str] | None,
        *,
        nodes: Sequence[AgentCampaignNode],
        planner: AgentCampaignPlanner | None,
        idempotency_prefix: str | None,
        **options: Any,
    ) -> tuple[CampaignRequest, Journal | None]:
        """Return what the campaign is asked to do, and its open journal."""
        default = f"campaign-{uuid4()}"
        prefix = default if idempotency_prefix is None else idempotency_prefix
        request = CampaignRequest(nodes=tuple(nodes), has_planner=planner is not None, prefix=prefix, **options)
        if journal is None:
            return request, None
        base_url = getattr(getattr(self._client, "config", None), "base_url", None)
        plan = {
            **vars(request),
            "nodes": [{**vars(node), "parameter_overrides": dict(node.parameter_overrides)} for node in request.nodes],
            "prefix": None,
            "base_url": base_url if isinstance(base_url, str) else "",  # a double has none
        }
        digest = sha256(json.dumps(plan, sort_keys=True, default=float).encode()).hexdigest()
        journal_file = Journal(journal, digest, idempotency_prefix, default)
        return replace(request, prefix=journal_file.prefix), journal_file

    def _driver(self, journal: Journal | None, planner: AgentCampaignPlanner | None) -> Driver:
        steps, sent, on_event = self._step_runner, self._sent, self.on_event
        if _is_ours(steps, self._client):
            sent, on_event = steps._sent, on_event or steps.on_event
        if journal is not None:  # it has what was sent, and a campaign that goes on must come to the same calls
            sent = {}
        return Driver(self._client, sent, on_event, journal, steps, planner)

    def _instructions(self, request: CampaignRequest, driver: Driver) -> Instructions:
        steps_are_ours = _is_ours(self._step_runner, self._client)
        state, instruction = campaign.advance(CampaignState(request, dict(driver.sent)), None)
        while not isinstance(instruction, Finish):
            driver.node_id = instruction.node_id if isinstance(instruction, RunStep) else None
            if isinstance(instruction, RunStep) and steps_are_ours:
                outcome = yield from self._step_runner._instructions(driver.sent, **instruction.options)
                result: Result = Returned(outcome)
            else:
                result = yield instruction
            state, instruction = campaign.advance(state, result)
        return instruction.outcome


# As they are written here. A test may have put something else into this module, the class or the runner.
_RUNNER = AgentCalibrationRunner
_METHODS = {name: getattr(_RUNNER, name) for name in ("run_step", "run_step_async")}


def _is_ours(step_runner: object, client: object) -> bool:
    """Tell whether a runner runs its steps as it was written here, so that each of its calls can be recorded."""
    return (
        isinstance(step_runner, _RUNNER)
        and getattr(step_runner, "_client", None) is client
        and all(_is_own(step_runner, name) for name in _METHODS)
    )


def _is_own(step_runner: object, name: str) -> bool:
    return getattr(getattr(step_runner, name), "__func__", None) is _METHODS[name]
