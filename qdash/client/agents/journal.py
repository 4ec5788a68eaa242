"""The journal of a campaign: a file that says what was about to be done before it was done, and how it went.

The file holds JSON lines and is only appended to. The first line has the prefix of the keys and a hash of the campaign;
after it comes a line for each call, and a line for how it went. Both are on the disk before the campaign goes on. A
campaign that is started again takes the results from here, as long as there are some, so that it comes to the same
point by the same way. A call without a result was interrupted.

A failed call is written when the campaign goes on after it. One that ended the campaign is tried again next time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import partial
from types import SimpleNamespace
from typing import Any, BinaryIO

from .. import errors
from ..codec import Mismatch, decode, encode
from ..local_files import is_unsupported, local_path, sync, sync_directory, try_lock
from ..models.agents import (
    AgentActionResponse,
    AgentCampaignCommitResponse,
    AgentCandidateCommitResponse,
    AgentCandidateResponse,
    AgentSessionResponse,
)
from .instructions import Call, Failed, Instruction, Interrupted, Result, Returned, RunStep
from .records import AgentPlannerDecision, AgentSkillTransition, AgentStepOutcome

__all__ = ["Journal"]

_VERSION = 1
_BEGINNING = b'{"journal": "qdash campaign", '
_RESULTS: dict[str, Any] = {
    "get_agent_session": AgentSessionResponse,
    "submit_agent_action": AgentActionResponse,
    "list_agent_actions": list[AgentActionResponse],
    "execute_agent_action": AgentActionResponse,
    "wait_for_agent_action": AgentActionResponse,
    "wait_for_agent_action_execution": AgentActionResponse,
    "list_agent_action_candidates": list[AgentCandidateResponse],
    "commit_agent_action_candidate": AgentCandidateCommitResponse,
    "get_agent_candidate_commit": AgentCandidateCommitResponse,
    "apply_agent_candidate_commit": AgentCandidateCommitResponse,
    "wait_for_agent_candidate_apply": AgentCandidateCommitResponse,
    "commit_agent_campaign_candidates": AgentCampaignCommitResponse,
}
_PARTS = {"action": AgentActionResponse, "candidate": AgentCandidateResponse, "commit": AgentCandidateCommitResponse}
_NOT_PART_OF_A_CALL = ("timeout_seconds", "poll_interval_seconds")


class Journal:
    """An open journal, locked against other processes."""

    def __init__(self, path: str | os.PathLike[str], plan: str, prefix: str | None, default_prefix: str) -> None:
        """Open a journal, or begin one.

        Args:
            path: the file.
            plan: a hash of the campaign.
            prefix: the prefix of the keys; None takes that of the journal.
            default_prefix: the prefix of a new journal, if none is given.

        Raises:
            QDashValidationError: the file is no journal, belongs to another campaign, is in use, or cannot be written.
        """
        self._path = local_path("journal", path, errors.QDashValidationError)
        self._done: list[tuple[dict[str, Any], dict[str, Any]]] = []
        self._begun: dict[str, Any] | None = None
        self._next = 0
        self._failure: dict[str, Any] | None = None
        try:
            if self._path.exists() and not self._path.is_file():
                raise self._unusable("it is not a regular file")
            # Without a buffer, which would be written again after a failure.
            self._file: BinaryIO = open(self._path, "a+b", 0, opener=partial(os.open, mode=0o600))  # noqa: SIM115
        except OSError as error:
            raise self._unusable(f"it cannot be opened ({error.strerror})") from None
        try:
            self._lock()
            self.prefix: str = self._read(plan, prefix) or self._begin(plan, prefix or default_prefix)
        except BaseException:
            self._file.close()
            raise

    def close(self) -> None:
        """Close the file, so that it is no longer locked."""
        self._file.close()

    # --- reading -----------------------------------------------------------------------------------------------------

    def _lock(self) -> None:
        try:
            if not try_lock(self._file):
                raise self._unusable("another campaign is using it")
        except OSError as error:
            if not is_unsupported(error):
                raise self._unusable(f"it cannot be locked ({error.strerror})") from None
            errors.warn(f"the journal {self._path} cannot be locked on this file system: start the campaign only once")

    def _read(self, plan: str, prefix: str | None) -> str | None:
        """Read what is there, cut off a line that was not written to its end, and return the prefix."""
        self._file.seek(0)
        content = self._file.read()
        complete, end, torn = content.rpartition(b"\n")
        if not content.startswith(_BEGINNING[: len(content)]):
            raise self._unusable("it is a file of another kind")
        lines = [self._line(number, line) for number, line in enumerate(complete.split(b"\n"), 1)] if end else []
        if lines and lines[0].get("version") != _VERSION:
            raise self._unusable("another version of this client has written it")
        if lines and lines[0].get("plan") != plan:
            raise self._unusable("it belongs to another campaign: nodes, session, server or options differ")
        if lines and prefix not in (None, lines[0]["prefix"]):
            raise self._unusable(f"its keys begin with {lines[0]['prefix']!r}, not with {prefix!r}")
        if torn:
            self._write_through(lambda: self._file.truncate(len(complete) + len(end)))
        for number, line in enumerate(lines[1:], 2):
            if "call" in line and self._begun is None:
                self._begun = line
            elif "call" not in line and self._begun is not None:
                self._done.append((self._begun, line))
                self._begun = None
            else:
                raise self._unusable(f"line {number} is not in its place")
        return str(lines[0]["prefix"]) if lines else None

    def _line(self, number: int, line: bytes) -> dict[str, Any]:
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict) or (number == 1 and not isinstance(found.get("prefix"), str)):
            raise self._unusable(f"line {number} cannot be read")
        return found

    def _begin(self, plan: str, prefix: str) -> str:
        self._append({"journal": "qdash campaign", "version": _VERSION, "prefix": prefix, "plan": plan})
        sync_directory(self._path)
        return prefix

    # --- a call ------------------------------------------------------------------------------------------------------

    def begin(self, instruction: Instruction) -> Result | None:
        """Write that something is about to be done; return how it went, if the journal knows that already.

        Raises:
            QDashValidationError: the journal cannot be written, or has something else in this place.
        """
        try:
            call = json.loads(json.dumps(_described(instruction), allow_nan=False, default=float))
        except (TypeError, ValueError) as error:
            raise self._unusable(f"the arguments of {instruction.method} cannot be written ({error})") from None
        if self._next < len(self._done):
            expected, line = self._done[self._next]
            self._check(call, expected)
            self._next += 1
            return self._revived(call["call"], line)
        if self._begun is not None:
            self._check(call, self._begun)
            self._begun = None
            self._append({"interrupted": True})
            return Interrupted()
        if self._failure is not None:
            self._append(self._failure)
            self._failure = None
        self._append(call)
        return None

    def end(self, instruction: Instruction, result: Result) -> None:
        """Write the result of a call."""
        if isinstance(result, Failed):
            known = (kind.__name__ for kind in type(result.error).__mro__ if hasattr(errors, kind.__name__))
            self._failure = {
                "failed": next(known, "TimeoutError"),
                "text": str(result.error),
                "status_code": getattr(result.error, "status_code", None),
            }
        elif isinstance(result, Returned):
            try:
                self._append({"returned": _encoded(instruction, result.value)})
            except (Mismatch, AttributeError, TypeError) as error:
                raise self._unusable(f"the result of {instruction.method} cannot be written ({error})") from None

    def _check(self, call: dict[str, Any], expected: dict[str, Any]) -> None:
        if call != expected:
            now = call["call"] if call["call"] != expected["call"] else "it with other arguments"
            raise self._unusable(f"it has a call of {expected['call']} where the campaign calls {now} now")

    def _revived(self, name: str, line: dict[str, Any]) -> Result:
        try:
            if "interrupted" in line:
                return Interrupted()
            return Failed(_failure(**line)) if "failed" in line else Returned(_decoded(name, line["returned"]))
        except (Mismatch, KeyError, TypeError, ValueError) as error:
            raise self._unusable(f"the result of {name} cannot be read ({error})") from None

    # --- writing -----------------------------------------------------------------------------------------------------

    def _append(self, line: Mapping[str, Any]) -> None:
        data = json.dumps(line, ensure_ascii=True, sort_keys=True, allow_nan=False).encode() + b"\n"
        self._write_through(lambda: self._write(data))

    def _write(self, data: bytes) -> None:
        while data:
            data = data[self._file.write(data) :]

    def _write_through(self, change: Any) -> None:
        try:
            change()
            sync(self._file)
        except OSError as error:
            raise self._unusable(f"it cannot be written ({error.strerror})") from None

    def _unusable(self, problem: str) -> errors.QDashValidationError:
        return errors.QDashValidationError(f"the journal {self._path} cannot be used: {problem}")


def _described(instruction: Instruction) -> dict[str, Any]:
    """Return a call as it is written. It has no times, because these may be others when it is repeated."""
    if isinstance(instruction, Call):
        arguments, options = instruction.arguments, instruction.options
    elif isinstance(instruction, RunStep):
        arguments, options = (), instruction.options
    else:
        arguments, options = (), {"node_path": instruction.observation.node_path}
    options = {name: value for name, value in options.items() if name not in _NOT_PART_OF_A_CALL}
    return {"call": instruction.method, "arguments": list(arguments), "options": options}


def _encoded(instruction: Instruction, value: Any) -> Any:
    name = instruction.method
    if name == "wait_for_execution":  # nothing else of it is used, and it is long
        return {"status": str(getattr(value.status, "value", value.status))}
    if name == "choose_next":
        target = getattr(value, "target_node_id", None)
        return {"target_node_id": target and str(target), "reason": str(getattr(value, "reason", ""))}
    if name == "run_step":
        return {key: encode(getattr(value, key)) for key in AgentStepOutcome.__dataclass_fields__}
    return encode(value)


def _failure(failed: str, text: str, status_code: int | None) -> Exception:
    if failed == "TimeoutError":
        return TimeoutError(text)
    kind = vars(errors).get(failed)
    if not (isinstance(kind, type) and issubclass(kind, errors.QDashApiError) and isinstance(status_code, int | None)):
        raise ValueError("it is no error of this client")
    return kind(text, status_code=status_code)


def _decoded(name: str, document: Any) -> Any:
    if name == "wait_for_execution":
        return SimpleNamespace(status=document["status"])
    if name == "choose_next":
        return AgentPlannerDecision(**document)
    if name == "run_step":
        parts = {key: _model(document[key], kind) for key, kind in _PARTS.items() if document[key] is not None}
        transition = AgentSkillTransition(document["transition"])
        return AgentStepOutcome(**{**document, **parts, "transition": transition})
    return _model(document, _RESULTS[name])


def _model(document: Any, kind: Any) -> Any:
    return decode(json.dumps(document).encode(), kind)
