"""A campaign of an agent as a state machine: it decides which node runs next, and runs nothing.

::

    check the graph -> READ_SESSION -> check the scope -> RUN_NODE <----------------+
                                                            |  |                    |
                                              PASS, ROLLBACK|  +-- RETRY, nothing --+
                                                            v      was started yet  |
                                                      CHOOSE_NEXT (a planner) ------+ next node
                                                            |
                                                            | no next node
                                                            v
                                   READ_FOR_COMMIT -> COMMIT_ALL -> finished

The keys of a node follow from the prefix, its index and the number of the visit, so that a repeated step has the keys
of the first one. Each visit counts to the limit of node executions, a repeated step does not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..errors import QDashApiError
from .instructions import Call, Choose, Failed, Finish, Instruction, Interrupted, Result, RunStep
from .records import (
    COMPLETE,
    AgentCampaignNode,
    AgentCampaignOutcome,
    AgentPlannerDecision,
    AgentPlannerObservation,
    AgentSkillTransition,
    AgentStepOutcome,
)
from .scope import graph_problem, node_ids, scope_problem
from .state import commit_problem, kept_or_new, transition_of

__all__ = ["CampaignRequest", "CampaignState", "advance"]

_MAX_PREFIX = 96  # characters; a key of the server has 128 at most


@dataclass(frozen=True)
class CampaignRequest:
    """What a campaign is asked to do; see `AgentCampaignRunner.run_campaign`.

    Raises:
        ValueError: a value cannot be used.
    """

    session_id: str
    qid: str
    source_execution_id: str
    nodes: tuple[AgentCampaignNode, ...]
    max_pre_dispatch_retries: int
    max_node_executions: int | None
    commit_on_success: bool
    has_planner: bool
    prefix: str

    def __post_init__(self) -> None:
        if not self.nodes:
            raise ValueError("nodes must not be empty")
        if self.max_pre_dispatch_retries < 0:
            raise ValueError("max_pre_dispatch_retries must not be negative")
        if self.max_node_executions is not None and self.max_node_executions <= 0:
            raise ValueError("max_node_executions must be positive")
        if not 0 < len(self.prefix) <= _MAX_PREFIX:
            raise ValueError(f"idempotency_prefix must have 1 to {_MAX_PREFIX} characters")
        if self.commit_on_success and any(
            node.commit_candidate or node.apply_backend or node.push_to_github for node in self.nodes
        ):
            raise ValueError("commit_on_success commits all candidates at the end: no node can commit its own")

    @property
    def ids(self) -> tuple[str, ...]:
        """The names of the nodes."""
        return node_ids(self.nodes)

    @property
    def limit(self) -> int:
        """How many nodes may run."""
        return len(self.nodes) if self.max_node_executions is None else self.max_node_executions


@dataclass(frozen=True)
class CampaignState:
    """A campaign, the phase it is in, and what it has so far.

    Attributes:
        request: the campaign.
        sent: the calls that were made before, by key.
        phase: the name of the phase, or empty before the first one.
        instruction: what is done in this phase.
        index: the node that runs, or ran last.
        repeated: how often its step was repeated in this visit.
        visits: the nodes that ran, by index.
        completed: how many of them passed.
        outcomes: the outcomes of all steps.
        carried: the accepted values, by parameter.
        references: what names their candidates, by parameter.
        decisions: what the planner decided.
        commit: the commit of all accepted values.
    """

    request: CampaignRequest
    sent: Mapping[tuple[str, str], Call]
    phase: str = ""
    instruction: Instruction | None = None
    index: int = 0
    repeated: int = 0
    visits: tuple[int, ...] = ()
    completed: int = 0
    outcomes: tuple[AgentStepOutcome, ...] = ()
    carried: Mapping[str, float] = field(default_factory=dict)
    references: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    decisions: tuple[AgentPlannerDecision, ...] = ()
    commit: Any = None

    @property
    def path(self) -> tuple[str, ...]:
        """The nodes that ran, in order."""
        return tuple(self.request.ids[index] for index in self.visits)


Next = tuple[CampaignState, Instruction | Finish]


def advance(state: CampaignState, result: Result | None) -> Next:
    """Return the next state and what is to be done in it.

    Args:
        state: the state.
        result: how the instruction of this state went; None at the beginning.
    """
    if result is None:
        problem = graph_problem(state.request.nodes)
        if problem:
            return _escalate(state, problem)
        return _enter(state, "READ_SESSION", Call("get_agent_session", (state.request.session_id,)))
    if isinstance(result, Interrupted):
        assert state.instruction is not None
        return state, state.instruction
    if isinstance(result, Failed):
        return _failed(state, result.error)
    return _AFTER[state.phase](state, result.value)


def _enter(state: CampaignState, phase: str, instruction: Instruction) -> Next:
    return replace(state, phase=phase, instruction=instruction), instruction


# --- nodes -----------------------------------------------------------------------------------------------------------


def _session_read(state: CampaignState, session: Any) -> Next:
    problem = scope_problem(session, state.request.qid, state.request.nodes, state.request.limit)
    return _escalate(state, problem) if problem else _visit(state, 0)


def _visit(state: CampaignState, index: int) -> Next:
    if len(state.visits) >= state.request.limit:
        return _escalate(state, f"Campaign reached the {state.request.limit} node execution limit")
    return _run(replace(state, index=index, repeated=0, visits=(*state.visits, index)))


def _run(state: CampaignState) -> Next:
    request, node = state.request, state.request.nodes[state.index]
    earlier = state.visits.count(state.index) - 1
    key = f"{request.prefix}-node-{state.index}" + (f"-visit-{earlier}" if earlier else "")
    options = {
        "session_id": request.session_id,
        "task_name": node.task_name,
        "qid": request.qid,
        "source_execution_id": request.source_execution_id,
        "candidate_parameter": node.candidate_parameter,
        "parameter_overrides": {**state.carried, **node.parameter_overrides},
        "diagnosis": node.diagnosis,
        "reconfigure_before_task": node.reconfigure_before_task,
        "commit_candidate": node.commit_candidate,
        "apply_backend": node.apply_backend,
        "push_to_github": node.push_to_github,
        "action_idempotency_key": f"{key}-action",
        "commit_idempotency_key": f"{key}-commit",
        "backend_apply_idempotency_key": f"{key}-apply",
    }
    return _enter(state, "RUN_NODE", RunStep(request.ids[state.index], options))


def _ran(state: CampaignState, outcome: AgentStepOutcome) -> Next:
    state = replace(state, outcomes=(*state.outcomes, outcome))
    if outcome.transition == AgentSkillTransition.PASS:
        return _passed(state, outcome)
    if outcome.transition == AgentSkillTransition.ROLLBACK:
        node = state.request.nodes[state.index]
        if state.request.has_planner:
            return _choose(state, outcome)
        if node.on_rollback is not None:
            return _visit(state, state.request.ids.index(node.on_rollback))
        return _stop(state, outcome, outcome.transition)
    if outcome.transition == AgentSkillTransition.RETRY and not _has_started(outcome):
        if state.repeated < state.request.max_pre_dispatch_retries:
            return _run(replace(state, repeated=state.repeated + 1))
        if outcome.action_id is not None:  # another key could start the action a second time
            return _stop(state, outcome, AgentSkillTransition.HUMAN_ESCALATION)
    return _stop(state, outcome, outcome.transition)


def _has_started(outcome: AgentStepOutcome) -> bool:
    found = outcome.operation_id, outcome.execution_id, outcome.candidate, outcome.commit
    return any(one is not None for one in found)


def _passed(state: CampaignState, outcome: AgentStepOutcome) -> Next:
    candidate, node = outcome.candidate, state.request.nodes[state.index]
    if candidate is None or candidate.value is None:
        return _escalate(state, f"Campaign node {state.index} passed without an authoritative candidate")
    reference = {
        "action_id": candidate.action_id,
        "parameter_name": candidate.parameter_name,
        "task_id": candidate.task_id,
    }
    name = candidate.parameter_name
    state = replace(
        state,
        completed=state.completed + 1,
        carried={**state.carried, name: candidate.value},
        references={**state.references, name: reference},
    )
    if state.request.has_planner:
        return _choose(state, outcome)
    if node.on_pass is not None:
        return _complete(state) if node.on_pass == COMPLETE else _visit(state, state.request.ids.index(node.on_pass))
    return _visit(state, state.index + 1) if state.index + 1 < len(state.request.nodes) else _complete(state)


def _choose(state: CampaignState, outcome: AgentStepOutcome) -> Next:
    request = state.request
    observation = AgentPlannerObservation(
        session_id=request.session_id,
        qid=request.qid,
        source_execution_id=request.source_execution_id,
        last_node_id=request.ids[state.index],
        last_outcome=outcome,
        node_path=state.path,
        carried_overrides=dict(state.carried),
        available_node_ids=request.ids,
        remaining_node_executions=request.limit - len(state.visits),
    )
    return _enter(state, "CHOOSE_NEXT", Choose(observation))


def _chosen(state: CampaignState, decision: AgentPlannerDecision) -> Next:
    target = getattr(decision, "target_node_id", None)
    if not target:
        return _escalate(state, "Campaign planner returned an empty target")
    if target == COMPLETE:
        if state.outcomes[-1].transition == AgentSkillTransition.ROLLBACK:
            return _escalate(state, "Campaign planner cannot complete after a rollback")
        return _complete(replace(state, decisions=(*state.decisions, decision)))
    if target not in state.request.ids:
        return _escalate(state, f"Campaign planner selected unknown node '{target}'")
    state = replace(state, decisions=(*state.decisions, decision))
    return _visit(state, state.request.ids.index(target))


# --- the end ---------------------------------------------------------------------------------------------------------


def _complete(state: CampaignState) -> Next:
    if not state.request.commit_on_success:
        return _succeed(state)
    repeated, call = _commit_all(state, 0)
    if kept_or_new(state.sent, call)[1]:
        return repeated, call
    return _enter(state, "READ_FOR_COMMIT", Call("get_agent_session", (state.request.session_id,)))


def _session_read_for_commit(state: CampaignState, session: Any) -> Next:
    return _commit_all(state, session.state_version)


def _commit_all(state: CampaignState, version: int) -> tuple[CampaignState, Call]:
    session_id, key = state.request.session_id, f"{state.request.prefix}-campaign-commit"
    arguments = session_id, [dict(reference) for reference in state.references.values()]
    body = {"idempotency_key": key, "expected_state_version": version}
    call = Call("commit_agent_campaign_candidates", arguments, body, (session_id, key))
    call, _ = kept_or_new(state.sent, call)
    return replace(state, phase="COMMIT_ALL", instruction=call), call


def _committed(state: CampaignState, commit: Any) -> Next:
    state = replace(state, commit=commit)
    if problem := commit_problem(commit):
        return _escalate(state, f"{_COMMIT_FAILED}: {problem}")
    return _succeed(state)


def _succeed(state: CampaignState) -> Next:
    return _finish(state, AgentSkillTransition.PASS, f"Campaign completed {state.completed} nodes")


_COMMIT_FAILED = "Campaign passed but final candidate commit failed"
_AFTER: dict[str, Callable[[CampaignState, Any], Next]] = {
    "READ_SESSION": _session_read,
    "RUN_NODE": _ran,
    "CHOOSE_NEXT": _chosen,
    "READ_FOR_COMMIT": _session_read_for_commit,
    "COMMIT_ALL": _committed,
}


def _failed(state: CampaignState, error: Exception) -> Next:
    if state.phase == "CHOOSE_NEXT":
        return _escalate(state, f"Campaign planner failed: {error}")
    if not isinstance(error, QDashApiError):
        raise error
    if state.phase == "READ_SESSION":
        return _finish(state, transition_of(error), f"QDash API request failed: {error}")
    return _escalate(state, f"{_COMMIT_FAILED}: {error}")


def _stop(state: CampaignState, outcome: AgentStepOutcome, transition: AgentSkillTransition) -> Next:
    task = state.request.nodes[state.index].task_name
    return _finish(state, transition, f"Campaign stopped at node {state.index} ({task}): {outcome.reason}")


def _escalate(state: CampaignState, reason: str) -> Next:
    return _finish(state, AgentSkillTransition.HUMAN_ESCALATION, reason)


def _finish(state: CampaignState, transition: AgentSkillTransition, reason: str) -> Next:
    request = state.request
    outcome = AgentCampaignOutcome(
        transition=transition,
        reason=reason,
        session_id=request.session_id,
        qid=request.qid,
        source_execution_id=request.source_execution_id,
        completed_nodes=state.completed,
        attempts=len(state.outcomes),
        outcomes=state.outcomes,
        carried_overrides=dict(state.carried),
        node_path=state.path,
        campaign_commit=state.commit,
        planner_decisions=state.decisions,
    )
    return state, Finish(outcome)
