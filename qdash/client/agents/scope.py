"""What a campaign needs of its graph and of its session, checked before anything starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .records import COMPLETE, AgentCampaignNode
from .state import lower_text

__all__ = ["graph_problem", "node_ids", "scope_problem"]


def node_ids(nodes: Sequence[AgentCampaignNode]) -> tuple[str, ...]:
    """Return the names of the nodes; one without a name is called after its index."""
    return tuple(node.node_id or f"node-{index}" for index, node in enumerate(nodes))


def graph_problem(nodes: Sequence[AgentCampaignNode]) -> str | None:
    """Return what is wrong with the names and targets of the nodes, or None."""
    ids = node_ids(nodes)
    if COMPLETE in ids:
        return f"Campaign node ID {COMPLETE!r} is reserved"
    if len(set(ids)) < len(ids):
        return "Campaign node IDs must be unique"
    for index, node in enumerate(nodes):
        for name, target, others in (("on_pass", node.on_pass, {COMPLETE}), ("on_rollback", node.on_rollback, set())):
            if target is not None and target not in {*ids, *others}:
                return f"Node {index} {name} target {target!r} does not exist"
    return None


def scope_problem(session: Any, qid: str, nodes: Sequence[AgentCampaignNode], limit: int) -> str | None:
    """Return what the session does not allow, or None.

    Args:
        session: the session.
        qid: the qubit.
        nodes: the nodes.
        limit: how many nodes may run.
    """
    policy = session.policy
    if lower_text(session.status) != "active":
        return f"Agent session is not active: {getattr(session.status, 'value', session.status)}"
    if qid not in policy.qids:
        return f"Qid {qid!r} is outside the session scope"
    remaining = policy.max_actions - session.action_count
    if limit > remaining:
        return f"Campaign requires {limit} actions but the session has {remaining} remaining"
    for index, node in enumerate(nodes):
        if problem := _node_problem(policy, node):
            return f"Node {index} {problem}"
    return None


def _node_problem(policy: Any, node: AgentCampaignNode) -> str | None:
    if node.task_name not in policy.allowed_tasks:
        return f"task {node.task_name!r} is outside the session scope"
    if node.candidate_parameter not in policy.allowed_overrides:
        return f"candidate {node.candidate_parameter!r} is outside the session scope"
    if node.reconfigure_before_task and not policy.allow_reconfigure:
        return "requests hardware reconfiguration outside the session scope"
    for name, value in node.parameter_overrides.items():
        if name not in policy.allowed_overrides:
            return f"override {name!r} is outside the session scope"
        minimum, maximum = _bounds(policy.allowed_overrides[name])
        if minimum is not None and value < minimum:
            return f"override {name!r} is below the session minimum"
        if maximum is not None and value > maximum:
            return f"override {name!r} is above the session maximum"
    return None


def _bounds(bounds: Any) -> tuple[float | None, float | None]:
    """Return the bounds of a parameter, from `NumericBounds` or a mapping."""
    if isinstance(bounds, Mapping):
        return bounds.get("minimum"), bounds.get("maximum")
    return bounds.minimum, bounds.maximum
