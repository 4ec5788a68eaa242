"""The command ``qdash-agent``: opens agent sessions, and runs steps and campaigns. It prints one line of JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from math import isfinite
from typing import Any

from ..client import QDashClient
from .campaign import CampaignRequest
from .records import AgentCampaignNode, AgentEvent, AgentSkillTransition, is_finite_number
from .runner import AgentCalibrationRunner, AgentCampaignRunner
from .scope import graph_problem, scope_problem

__all__ = ["AgentCalibrationRunner", "AgentCampaignRunner", "QDashClient", "main", "run"]


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _are_numbers(value: object) -> bool:
    return isinstance(value, dict) and all(map(is_finite_number, value.values()))


# What a node of a plan may have, how it is checked, and what it must be.
_TEXT = _is_text, "text"
_TEXT_OR_NULL = (lambda value: value is None or _is_text(value)), "text"
_NUMBERS = _are_numbers, "an object of numbers"
_FLAG = (lambda value: isinstance(value, bool)), "true or false"
_NODE: dict[str, tuple[Callable[[object], bool], str]] = {
    "task_name": _TEXT,
    "candidate_parameter": _TEXT,
    "id": _TEXT_OR_NULL,
    "on_pass": _TEXT_OR_NULL,
    "on_rollback": _TEXT_OR_NULL,
    "parameter_overrides": _NUMBERS,
    "diagnosis": _TEXT,
    "reconfigure_before_task": _FLAG,
    "commit_candidate": _FLAG,
    "apply_backend": _FLAG,
    "push_to_github": _FLAG,
}


def main() -> None:
    """Run the command of this process, and end the process with its exit code."""
    raise SystemExit(run())


def run(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: its arguments; the default are those of this process.

    Returns:
        0 if a session was opened, if a step or campaign passed, or if the session would allow a dry run; 2 if a step or
        campaign ended otherwise, or if the session would not allow it; 1 for an error, which is printed as JSON; 130
        after Ctrl-C.

    Raises:
        SystemExit: the arguments cannot be used; its code is 2.
    """
    options = _parser().parse_args(argv)
    if options.command == "run-step" and options.apply_backend and not options.commit:
        options.parser.error("--apply-backend needs --commit")
    try:
        client = QDashClient.from_env() if options.from_env else QDashClient.from_profile(options.profile or "default")
        try:
            result, code = options.run(client, options)
        finally:
            client.close()
    except KeyboardInterrupt:
        return _print({"error": "interrupted", "message": _how_to_go_on(options)}, 130)
    except Exception as error:
        return _print(_shown(error), 1)
    return _print(result, code)


def _how_to_go_on(options: argparse.Namespace) -> str:
    if options.command == "start-session":
        return "a session may have been opened"
    if options.dry_run:
        return "nothing was started"
    if getattr(options, "journal", None):
        return f"start the same command again to go on from the journal {options.journal}"
    return "what was started goes on; list the actions of the session to see it"


def _shown(error: Exception) -> dict[str, str]:
    return {"error": type(error).__name__, "message": str(error)}


def _print(result: Mapping[str, Any], code: int) -> int:
    """Print a line of JSON and return the exit code, which is another one if that fails."""
    try:
        print(json.dumps(result, sort_keys=True), flush=True)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python would try again at its end
        if not isinstance(error, BrokenPipeError):  # nobody reads it; the exit code tells the outcome nevertheless
            print(json.dumps(_shown(error), sort_keys=True), file=sys.stderr)
            return 1
    return code


# --- what the commands do --------------------------------------------------------------------------------------------


def _start_session(client: QDashClient, options: argparse.Namespace) -> tuple[dict[str, Any], int]:
    policy = {
        "qids": options.qid,
        "allowed_tasks": options.task,
        "allowed_overrides": options.allowed_overrides,
        "quality_gates": options.quality_gates,
        "allow_reconfigure": options.allow_reconfigure,
        "max_actions": options.max_actions,
    }
    session = client.create_agent_session(
        chip_id=options.chip_id,
        policy=policy,
        expires_in_seconds=options.expires_in_seconds,
        skill_name=options.skill_name,
        skill_version=options.skill_version,
        skill_hash=options.skill_hash,
        model_name=options.model_name,
    )
    shown: dict[str, Any] = _plain(session)
    return shown, 0


def _run_step(client: QDashClient, options: argparse.Namespace) -> tuple[dict[str, Any], int]:
    if options.dry_run:
        node = AgentCampaignNode(
            options.task,
            options.candidate_parameter,
            parameter_overrides=options.parameter_overrides,
            reconfigure_before_task=options.reconfigure_before_task,
        )
        return _checked(client, options, [node], 1)
    outcome = _runner(AgentCalibrationRunner, client, options).run_step(
        session_id=options.session_id,
        task_name=options.task,
        qid=options.qid,
        source_execution_id=options.source_execution_id,
        candidate_parameter=options.candidate_parameter,
        parameter_overrides=options.parameter_overrides,
        diagnosis=options.diagnosis,
        reconfigure_before_task=options.reconfigure_before_task,
        commit_candidate=options.commit,
        apply_backend=options.apply_backend,
        push_to_github=options.github_push,
        action_idempotency_key=options.action_idempotency_key,
        commit_idempotency_key=options.commit_idempotency_key,
        backend_apply_idempotency_key=options.backend_apply_idempotency_key,
    )
    return _shown_outcome(outcome)


def _run_campaign(client: QDashClient, options: argparse.Namespace) -> tuple[dict[str, Any], int]:
    if options.dry_run:
        request = CampaignRequest(
            session_id=options.session_id,
            qid=options.qid,
            source_execution_id=options.source_execution_id,
            nodes=tuple(options.plan),
            max_pre_dispatch_retries=options.max_pre_dispatch_retries,
            max_node_executions=options.max_node_executions,
            commit_on_success=options.commit_on_success,
            has_planner=False,
            prefix="campaign" if options.idempotency_prefix is None else options.idempotency_prefix,
        )
        return _checked(client, options, request.nodes, request.limit)
    journal = {} if options.journal is None else {"journal": options.journal}
    outcome = _runner(AgentCampaignRunner, client, options).run_campaign(
        session_id=options.session_id,
        qid=options.qid,
        source_execution_id=options.source_execution_id,
        nodes=options.plan,
        max_pre_dispatch_retries=options.max_pre_dispatch_retries,
        max_node_executions=options.max_node_executions,
        commit_on_success=options.commit_on_success,
        idempotency_prefix=options.idempotency_prefix,
        **journal,
    )
    return _shown_outcome(outcome)


def _checked(
    client: QDashClient, options: argparse.Namespace, nodes: Sequence[AgentCampaignNode], limit: int
) -> tuple[dict[str, Any], int]:
    """Say whether the session would allow it. Nothing but the session is read."""
    session = client.get_agent_session(options.session_id)
    problem = graph_problem(nodes) or scope_problem(session, options.qid, nodes, limit)
    return {"dry_run": True, "allowed": problem is None, "reason": problem or ""}, 2 if problem else 0


def _runner(kind: Any, client: QDashClient, options: argparse.Namespace) -> Any:
    runner = kind(
        client,
        action_timeout_seconds=options.action_timeout_seconds,
        execution_timeout_seconds=options.execution_timeout_seconds,
        backend_apply_timeout_seconds=options.backend_apply_timeout_seconds,
        poll_interval_seconds=options.poll_interval_seconds,
    )
    if sys.stderr is not None and sys.stderr.isatty():
        runner.on_event = _show_progress
    return runner


def _show_progress(event: AgentEvent) -> None:
    place = f"{event.node_id}: " if event.node_id else ""
    detail = f" ({event.detail})" if event.detail else ""
    with suppress(OSError):  # the terminal may have gone, and the campaign goes on
        print(f"{place}{event.name.replace('_', ' ')}: {event.status}{detail}", file=sys.stderr, flush=True)


def _shown_outcome(outcome: Any) -> tuple[dict[str, Any], int]:
    return _plain(outcome), 0 if outcome.transition == AgentSkillTransition.PASS else 2


def _plain(value: Any) -> Any:
    """Return what JSON can say of a value."""
    if isinstance(value, AgentSkillTransition):
        return value.value
    if hasattr(value, "model_dump"):  # a double of a response need have nothing else
        return value.model_dump(mode="json")
    if hasattr(value, "__dict__"):
        return {name: _plain(each) for name, each in vars(value).items()}
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value


# --- the arguments ---------------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="qdash-agent", description="Calibrate inside the bounds of a QDash agent session. Prints one line of JSON."
    )
    settings = parser.add_mutually_exclusive_group()
    settings.add_argument("--profile", metavar="NAME", help="the profile of the connection (default)")
    settings.add_argument("--from-env", action="store_true", help="take the connection from the environment")
    commands = parser.add_subparsers(title="commands", dest="command", metavar="command", required=True)

    start = _command(commands, "start-session", _start_session, "open a session")
    start.add_argument("--chip-id", required=True, help="the chip")
    start.add_argument("--qid", action="append", required=True, help="a qubit; may be repeated")
    start.add_argument("--task", action="append", required=True, help="a task that is allowed; may be repeated")
    start.add_argument(
        "--allowed-overrides", type=_object, required=True, metavar="JSON", help='bounds, as {"t1": {"minimum": 1}}'
    )
    start.add_argument(
        "--quality-gates", type=_object, default={}, metavar="JSON", help='such as {"r2": {"minimum": 0.9}}'
    )
    start.add_argument("--max-actions", type=int, default=100, metavar="N", help="how many actions (100)")
    start.add_argument("--allow-reconfigure", action="store_true", help="allow to reconfigure the hardware")
    start.add_argument("--expires-in-seconds", type=int, default=21600, metavar="N", help="60 to 86400 (21600)")
    for name in ("--skill-name", "--skill-version", "--skill-hash", "--model-name"):
        start.add_argument(name, default="", metavar="TEXT", help="for the record")

    step = _command(commands, "run-step", _run_step, "run one task on a qubit, and judge its value")
    step.add_argument("--task", required=True, help="the task")
    step.add_argument("--candidate-parameter", required=True, metavar="NAME", help="the parameter that is wanted")
    step.add_argument("--parameter-overrides", type=_numbers, default={}, metavar="JSON", help='such as {"t1": 1.5}')
    step.add_argument("--diagnosis", default="", metavar="TEXT", help="for the record")
    step.add_argument("--reconfigure-before-task", action="store_true", help="reconfigure the hardware first")
    step.add_argument("--commit", action="store_true", help="make an accepted value the calibrated one")
    step.add_argument(
        "--apply-backend", action="store_true", help="write it into the files of the backend; needs --commit"
    )
    step.add_argument("--github-push", action="store_true", help="push these files to their repository")
    for name in ("action", "commit", "backend-apply"):
        step.add_argument(f"--{name}-idempotency-key", metavar="KEY", help="the default is a new one")

    campaign = _command(commands, "run-campaign", _run_campaign, "run several steps on a qubit")
    campaign.add_argument("--plan", type=_plan, required=True, metavar="JSON", help="a list of nodes")
    campaign.add_argument("--max-pre-dispatch-retries", type=int, default=1, metavar="N", help="for each step (1)")
    campaign.add_argument("--max-node-executions", type=int, metavar="N", help="the default is the number of nodes")
    campaign.add_argument("--commit-on-success", action="store_true", help="commit all accepted values at the end")
    campaign.add_argument("--idempotency-prefix", metavar="TEXT", help="what all keys begin with")
    campaign.add_argument("--journal", metavar="FILE", help="go on from this file after a crash")

    for command in (step, campaign):
        command.add_argument("--session-id", required=True, metavar="ID", help="the session")
        command.add_argument("--qid", required=True, help="the qubit")
        command.add_argument("--source-execution-id", required=True, metavar="ID", help="the execution to start from")
        command.add_argument("--dry-run", action="store_true", help="only check it against the session")
        for name, default in (("action-timeout", 120), ("execution-timeout", 600), ("backend-apply-timeout", 300)):
            _add_seconds(command, f"--{name}-seconds", default)
        _add_seconds(command, "--poll-interval-seconds", 1)
    return parser


def _command(commands: Any, name: str, action: Callable[..., Any], summary: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=f"{summary.capitalize()}.")
    parser.set_defaults(run=action, parser=parser)
    return parser


def _add_seconds(parser: argparse.ArgumentParser, name: str, default: float) -> None:
    parser.add_argument(name, type=_seconds, default=float(default), metavar="S", help=f"({default})")


def _seconds(text: str) -> float:
    with suppress(ValueError):
        value = float(text)
        if isfinite(value) and value >= 0:
            return value
    raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise argparse.ArgumentTypeError(f"not JSON: {error}") from None


def _object(text: str) -> dict[str, Any]:
    value = _json(text)
    if not isinstance(value, dict):
        raise argparse.ArgumentTypeError("must be a JSON object")
    return value


def _numbers(text: str) -> dict[str, float]:
    with suppress(TypeError, ValueError, OverflowError):
        found = {name: float(value) for name, value in _object(text).items()}
        if all(map(isfinite, found.values())):
            return found
    raise argparse.ArgumentTypeError("must be a JSON object of numbers")


def _plan(text: str) -> list[AgentCampaignNode]:
    value = _json(text)
    if not isinstance(value, list) or not value:
        raise argparse.ArgumentTypeError("must be a JSON array with at least one node")
    return [_node(index, entry) for index, entry in enumerate(value)]


def _node(index: int, entry: object) -> AgentCampaignNode:
    try:
        if not isinstance(entry, dict):
            raise ValueError("must be an object")
        if unknown := sorted(entry.keys() - _NODE.keys()):
            raise ValueError(f"has the unknown key {unknown[0]!r}")
        if missing := [name for name in ("task_name", "candidate_parameter") if name not in entry]:
            raise ValueError(f"needs the key {missing[0]!r}")
        for name, value in entry.items():
            is_valid, words = _NODE[name]
            if not is_valid(value):
                raise ValueError(f"{name} must be {words}")
        return AgentCampaignNode(**{"node_id" if name == "id" else name: value for name, value in entry.items()})
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"node {index}: {error}") from None


if __name__ == "__main__":
    main()
