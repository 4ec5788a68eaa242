"""Agent sessions: calibration by a program of yours, inside bounds that the server keeps."""

from __future__ import annotations

from ..call.declare import Area, get, post

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from ..models.agents import (
        AgentActionResponse,
        AgentCampaignCandidateReference,
        AgentCampaignCommitResponse,
        AgentCandidateCommitResponse,
        AgentCandidateResponse,
        AgentSessionPolicy,
        AgentSessionResponse,
        CandidateGateResponse,
    )
    from ..models.choices import AgentActionType

_VERSION = {"expected_state_version": (0, None)}


class AgentSessionsAPI(Area):
    """Agent sessions: calibration by a program of yours, inside bounds that the server keeps.

    An action is submitted, executed, and yields candidates, which are committed and then applied to the backend.
    """

    @post("/agent-sessions", bounds={"expires_in_seconds": (60, 86400)})
    def create_agent_session(
        self,
        *,
        chip_id: str,
        policy: AgentSessionPolicy | Mapping[str, Any],
        expires_in_seconds: int = 21600,
        skill_name: str = "",
        skill_version: str = "",
        skill_hash: str = "",
        model_name: str = "",
    ) -> AgentSessionResponse:
        """Open a session on a chip. It is sent once, whatever happens.

        Args:
            chip_id: the chip.
            policy: what the session may do: its qubits and tasks, and bounds for parameters and results.
            expires_in_seconds: after how long it ends by itself, from 60 to 86,400 (a day).
            skill_name: the procedure that your program follows, for the record; so are the next three.
            skill_version: its version.
            skill_hash: its hash.
            model_name: the language model that your program uses.

        QDash operation: createAgentSession.
        """

    @get("/agent-sessions/{session_id}")
    def get_agent_session(self, session_id: str) -> AgentSessionResponse:
        """Read a session. If its time is over, the server marks it as expired now.

        Raises:
            QDashNotFoundError: there is no such session.

        QDash operation: getAgentSession.
        """

    @post("/agent-sessions/{session_id}/candidate-gate", effect="read")
    def evaluate_agent_candidate_gate(
        self, session_id: str, *, parameter_name: str, value: float
    ) -> CandidateGateResponse:
        """Hold a value against the bounds of a session. Nothing is stored.

        Args:
            session_id: the session.
            parameter_name: the parameter, such as ``"t1"``.
            value: its value, in the unit of the parameter.

        Raises:
            QDashNotFoundError: there is no such session.

        QDash operation: evaluateAgentCandidateGate.
        """

    @post("/agent-sessions/{session_id}/actions", safe=True, bounds=_VERSION)
    def submit_agent_action(
        self,
        session_id: str,
        *,
        idempotency_key: str,
        expected_state_version: int,
        action_type: AgentActionType,
        task_name: str | None = None,
        qids: list[str] | None = None,
        parameter_overrides: Mapping[str, float] | None = None,
        diagnosis: str = "",
    ) -> AgentActionResponse:
        """Ask whether a session allows an action; `execute_agent_action` then carries it out.

        The ``decision`` of the response is ``authorized`` or ``rejected``. Either counts as an action of the session.

        Args:
            session_id: the session.
            idempotency_key: a text of 1 to 128 characters. With the same key and the same arguments the server returns
                what it did the first time.
            expected_state_version: the ``state_version`` of the session.
            action_type: ``"run_task"``, ``"request_human"`` or ``"complete_session"``.
            task_name: the task to run, such as ``"CheckT1"``.
            qids: the qubits to run it on.
            parameter_overrides: parameters to run it with, inside the bounds of the session.
            diagnosis: why, 5,000 characters at most.

        Raises:
            QDashNotFoundError: there is no such session.
            QDashTransportError: 409, if the session has another state, or the key was used with other arguments.

        QDash operation: submitAgentAction.
        """

    @get("/agent-sessions/{session_id}/actions", unwrap="ListAgentActionsResponse.items")
    def list_agent_actions(self, session_id: str) -> list[AgentActionResponse]:
        """List all actions of a session, in order.

        Raises:
            QDashNotFoundError: there is no such session.

        QDash operation: listAgentActions.
        """

    @get("/agent-sessions/{session_id}/actions/{action_id}")
    def get_agent_action(self, session_id: str, action_id: str) -> AgentActionResponse:
        """Read one action. The server looks how far it is, and stores that.

        Raises:
            QDashNotFoundError: there is no such session or action.

        QDash operation: getAgentAction.
        """

    @post("/agent-sessions/{session_id}/actions/{action_id}/execute", effect="hardware")
    def execute_agent_action(
        self,
        session_id: str,
        action_id: str,
        *,
        source_execution_id: str,
        update_params: bool = False,
        reconfigure: bool = False,
    ) -> AgentActionResponse:
        """Carry out an authorized action that runs a task on one qubit.

        Starts a measurement on the hardware. It is sent once, whatever happens; but the server starts an action only
        once, so that a second call returns how far it is. `wait_for_agent_action` waits for the start.

        Args:
            session_id: the session.
            action_id: the action.
            source_execution_id: the execution whose parameters it runs with, such as ``"20260701-003"``.
            update_params: must be False: what comes out is committed instead.
            reconfigure: load the configuration into the control hardware first, where the session allows it.

        Raises:
            QDashNotFoundError: there is no such session or action.
            QDashTransportError: 409, if the action or the session does not allow it.

        QDash operation: executeAgentAction.
        """

    @get("/agent-sessions/{session_id}/actions/{action_id}/candidates", unwrap="ListAgentCandidatesResponse.items")
    def list_agent_action_candidates(self, session_id: str, action_id: str) -> list[AgentCandidateResponse]:
        """List the values that came of an action, and whether the session accepts them.

        Raises:
            QDashNotFoundError: there is no such session or action.
            QDashTransportError: 409, if the action has no execution yet.

        QDash operation: listAgentActionCandidates.
        """

    @post(
        "/agent-sessions/{session_id}/actions/{action_id}/candidates/{parameter_name}/commit",
        safe=True,
        bounds=_VERSION,
    )
    def commit_agent_action_candidate(
        self,
        session_id: str,
        action_id: str,
        parameter_name: str,
        *,
        idempotency_key: str,
        expected_state_version: int,
        task_id: str,
    ) -> AgentCandidateCommitResponse:
        """Make an accepted candidate the calibrated value of its qubit. The backend keeps its own until it is applied.

        Args:
            session_id: the session.
            action_id: the action that the candidate came of.
            parameter_name: the parameter, such as ``"t1"``.
            idempotency_key: a text of 1 to 128 characters. With the same key and the same arguments the server returns
                what it did the first time.
            expected_state_version: the ``state_version`` of the session.
            task_id: the task result that the candidate came from.

        Raises:
            QDashNotFoundError: there is no such session, action or candidate.
            QDashTransportError: 409, if the session has another state, or the key was used with other arguments; 500,
                if it went wrong halfway: then the commit stays as ``failed``.

        QDash operation: commitAgentActionCandidate.
        """

    @post("/agent-sessions/{session_id}/campaign-commits", safe=True, bounds=_VERSION)
    def commit_agent_campaign_candidates(
        self,
        session_id: str,
        candidates: Sequence[AgentCampaignCandidateReference | Mapping[str, Any]],
        *,
        idempotency_key: str,
        expected_state_version: int,
    ) -> AgentCampaignCommitResponse:
        """Make accepted candidates the calibrated values of their qubit, all of them or none.

        Args:
            session_id: the session.
            candidates: 1 to 100 candidates of one qubit, each with ``action_id``, ``parameter_name`` and ``task_id``.
            idempotency_key: a text of 1 to 128 characters. With the same key and the same arguments the server returns
                what it did the first time.
            expected_state_version: the ``state_version`` of the session.

        Raises:
            QDashNotFoundError: there is no such session or candidate.
            QDashTransportError: 409, if the session has another state, or the key was used with other arguments; 500,
                if it went wrong halfway: then the commit stays as ``failed``.

        QDash operation: commitAgentCampaignCandidates.
        """

    @get("/agent-sessions/{session_id}/campaign-commits/{commit_id}")
    def get_agent_campaign_commit(self, session_id: str, commit_id: str) -> AgentCampaignCommitResponse:
        """Read a commit of several candidates.

        Raises:
            QDashNotFoundError: there is no such session or commit.

        QDash operation: getAgentCampaignCommit.
        """

    @get("/agent-sessions/{session_id}/commits/{commit_id}")
    def get_agent_candidate_commit(self, session_id: str, commit_id: str) -> AgentCandidateCommitResponse:
        """Read a commit of one candidate, and whether the backend has it.

        Raises:
            QDashNotFoundError: there is no such session or commit.

        QDash operation: getAgentCandidateCommit.
        """

    @post("/agent-sessions/{session_id}/commits/{commit_id}/apply", effect="hardware", bounds=_VERSION)
    def apply_agent_candidate_commit(
        self,
        session_id: str,
        commit_id: str,
        *,
        idempotency_key: str,
        expected_state_version: int,
        push_to_github: bool = False,
    ) -> AgentCandidateCommitResponse:
        """Write a committed candidate into the files of the backend.

        Changes what the hardware runs with. It is sent once, whatever happens; a second call with the same key and
        arguments returns what the first one did. `wait_for_agent_candidate_apply` waits for the end.

        Args:
            session_id: the session.
            commit_id: the commit.
            idempotency_key: a text of 1 to 128 characters. After a failure another try needs another key.
            expected_state_version: the ``state_version`` of the session.
            push_to_github: push the changed files to their repository, too.

        Raises:
            QDashNotFoundError: there is no such session or commit.
            QDashTransportError: 409, if the session has another state, or the key was used with other arguments.

        QDash operation: applyAgentCandidateCommit.
        """
