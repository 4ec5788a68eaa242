"""Waits for runs and executions."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fault_server import CLOSE, HANG, FaultServer, http_response
from flow_deployment import UUID, Deployment, row

from qdash.client import QDashClient, QDashConfig, QDashNotFoundError, QDashTimeoutError

from .cases import TOKEN, Bench, Fault, Scenario, Section, Sees

ROOT = Path(__file__).resolve().parents[2]
NUMBER = "20260701-003"
FIRST, SECOND = "20260701-001", "20260701-002"
EXECUTION: dict[str, Any] = {"name": "n", "task": [], "note": {}}
RUNNING = http_response({**EXECUTION, "status": "running"})
COMPLETED = http_response({**EXECUTION, "status": "completed"})
ENDED = [row(SECOND, "completed"), row(FIRST, "completed")]


def waits(**times: Any) -> Callable[[QDashClient], Any]:
    return lambda client: client.wait_for_execution(NUMBER, **times).status


def runs(client: QDashClient) -> Any:
    flow_run = client.run_flow("f")
    return flow_run.status, len(flow_run.executions)


def interrupted_run(bench: Bench) -> None:
    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    with FaultServer(script=Deployment([row(FIRST, "running")])) as server:
        client = QDashClient(QDashConfig(base_url=server.url, api_token=TOKEN), sleep_fn=interrupt)
        with client, pytest.raises(KeyboardInterrupt, match=UUID) as caught:
            client.run_flow("f")
    assert caught.value.flow_run.flow_run_id == UUID  # type: ignore[attr-defined]


def refused_run(bench: Bench) -> None:
    deployment = Deployment([row(FIRST, "running")])
    deployment.on_look = lambda: http_response({"detail": "not yours"}, 403)
    with FaultServer(script=deployment) as server:
        client = QDashClient(QDashConfig(base_url=server.url, api_token=TOKEN))
        with client, pytest.raises(Exception, match=UUID) as caught:
            client.run_flow("f")
    assert caught.value.flow_run.flow_run_id == UUID  # type: ignore[attr-defined]


def cancelled_wait(bench: Bench) -> None:
    """A thread that sleeps would hold the process for its 300 seconds."""
    with FaultServer(script=lambda request: RUNNING) as server:
        code = f"""
import asyncio
from qdash.client import QDashClient, QDashConfig

async def main():
    client = QDashClient(QDashConfig(base_url={server.url!r}, api_token="t"))
    await asyncio.wait_for(client.wait_for_execution_async("n", poll_interval_seconds=300), 0.3)

asyncio.run(main())
"""
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stderr.rstrip().endswith("TimeoutError"), done.stderr


def hanging_server(bench: Bench) -> None:
    with FaultServer(script=lambda request: HANG) as server:
        config = QDashConfig(base_url=server.url, api_token=TOKEN, timeout_sec=60, retry={"max_attempts": 1})
        client = QDashClient(config)
        with client, pytest.raises(QDashTimeoutError, match=r"within 0\.5 s"):
            client.wait_for_execution(NUMBER, timeout_seconds=0.5)


SECTION = Section(
    title="Waiting",
    promise=(
        "A run of a flow is over when all its executions have ended, then the execution lock was free, and then no "
        "further execution had appeared. Its ID is in the log and in every exception of the call that started it. A "
        "wait tolerates outages until its timeout (no connection, 408, 429, 500, 502 to 504, 520 to 524), keeps its "
        "timeout even if the server hangs, and ends at once if the path is unknown. An async wait that is cancelled "
        "ends at once, and so does its process."
    ),
    guards={
        "a run has several executions": [
            ("waiting/flow_runs.py", "all(execution.status in _ENDED for", "any(execution.status in _ENDED for"),
        ],
        "the lock says whether a stage may follow": [
            ("waiting/flow_runs.py", "if not self._single_task and (yield", "if self._single_task and (yield"),
        ],
        "the executions are listed again after the lock was free": [
            ("waiting/flow_runs.py", "self.settled = not appeared and self._all_ended()", "self.settled = True"),
        ],
        "exceptions have the flow run": [
            ("waiting/flow_runs.py", 'if getattr(error, "flow_run", None) is not None:', "if True:"),
        ],
        "a wait tolerates an outage": [
            ("waiting/polling.py", "return error.status_code in _OUTAGES", "return False"),
            (
                "waiting/polling.py",
                "return error.__cause__ is not None and not is_permanent(error.__cause__)",
                "return False",
            ),
        ],
        "a wait applies Retry-After": [("waiting/polling.py", "self._asked = error.retry_after or 0.0", "pass")],
        "the pauses of a wait are limited": [
            (
                "waiting/polling.py",
                "pause = min(max(self._interval, self._asked), rest, _LONGEST_PAUSE)",
                "pause = max(self._interval, self._asked)",
            )
        ],
        "a path that is unknown at the first request ends the wait": [
            ("waiting/polling.py", "(self._rounds and is_missing_route(error))", "is_missing_route(error)"),
        ],
        "404 is tolerated for not_found_grace": [
            (
                "waiting/polling.py",
                "        if not_found_grace is not None and patience",
                "        if False and patience",
            ),
        ],
        "a wait passes its time limit to its requests": [
            ("waiting/polling.py", "        if self.timeout == 0:", "        if True:"),
        ],
        "an async wait sleeps in the event loop": [
            ("call/steps.py", "if client._sleep is not sleep:", "if True:"),
            ("call/threads.py", "daemon=True", "daemon=False"),
        ],
    },
    cases=[
        Fault(
            what="a flow has two stages, one after the other",
            server=Deployment(
                [row(FIRST, "running")],
                [row(SECOND, "running"), row(FIRST, "completed")],
                ENDED,
            ),
            call=runs,
            sees=("completed", 2),
            reached=8,
            pauses=2,
            recovers=False,
            guard="a run has several executions",
        ),
        Fault(
            what="the first stage has ended, and the lock is held for the second",
            server=Deployment([row(FIRST, "completed")], ENDED, locks=[True, False]),
            call=runs,
            sees=("completed", 2),
            reached=8,
            pauses=1,
            recovers=False,
            guard="the lock says whether a stage may follow",
        ),
        Fault(
            what="the second stage appears while the lock is read",
            server=Deployment([row(FIRST, "completed")], [row(SECOND, "running"), row(FIRST, "completed")], ENDED),
            call=runs,
            sees=("completed", 2),
            reached=9,
            pauses=1,
            recovers=False,
            guard="the executions are listed again after the lock was free",
        ),
        Scenario(
            what="Ctrl-C while a run is waited for",
            sees="`KeyboardInterrupt` with the run, in its message and as `flow_run`",
            test=interrupted_run,
            guard="exceptions have the flow run",
        ),
        Scenario(
            what="403 while a run is waited for",
            sees="`QDashAuthError` with the run, in its message and as `flow_run`",
            test=refused_run,
            guard="exceptions have the flow run",
        ),
        *[
            Fault(
                what=f"{what} for three requests of a wait",
                server=[RUNNING, *[step] * 3, COMPLETED],
                call=waits(),
                settings={"retry": {"max_attempts": 1}},
                sees="completed",
                reached=5,
                pauses=pauses,
                recovers=False,
                guard="a wait tolerates an outage",
            )
            for what, step, pauses in [
                ("a gateway answers 502 with a page", http_response(b"<html>", 502, content_type="text/html"), 4),
                ("Cloudflare responses 522", http_response(b"error code: 522", 522, content_type="text/plain"), 4),
                ("the server answers 500", http_response(b"Internal Server Error", 500, content_type="text/plain"), 4),
                # The first of them meets an idle connection, and is asked again at once.
                ("the server closes the connection", CLOSE, 3),
            ]
        ],
        *[
            Fault(
                what=f"the server answers {status} with a Retry-After of 7 seconds to a wait",
                server=[RUNNING, http_response({"detail": "busy"}, status, [("Retry-After", "7")]), RUNNING, COMPLETED],
                call=waits(),
                settings={"retry": {"max_attempts": 1}},
                sees="completed",
                reached=4,
                pauses=[(1, 1), (7, 7), (1, 1)],
                recovers=False,
                guard="a wait applies Retry-After",
            )
            for status in (429, 503)
        ],
        Fault(
            what="the server answers 503 with a Retry-After of an hour to a wait of ten minutes",
            server=[RUNNING, http_response({"detail": "busy"}, 503, [("Retry-After", "3600")]), COMPLETED],
            call=waits(),
            sees="completed",
            reached=3,
            pauses=[(1, 1), (590, 600)],
            recovers=False,
            guard="the pauses of a wait are limited",
        ),
        *[
            Fault(
                what=f"the first question of a wait is answered with {what}",
                server=[step, RUNNING],
                call=waits(timeout_seconds=5),
                sees=Sees(QDashNotFoundError, "404", 404),
                recovers=False,
                guard="a path that is unknown at the first request ends the wait",
            )
            for what, step in {
                "the 404 of a missing route": http_response({"detail": "Not Found"}, 404),
                "a 404 page": http_response(b"<html>", 404, content_type="text/html"),
            }.items()
        ],
        Fault(
            what="an execution is not found for 30 s",
            server=[http_response({"detail": f"Execution {NUMBER} not found"}, 404)],
            call=waits(poll_interval_seconds=20),
            sees=Sees(QDashTimeoutError, "was not found for 30 s: 404", 404),
            reached=3,
            pauses=2,
            recovers=False,
            guard="404 is tolerated for not_found_grace",
        ),
        Scenario(
            what="the server hangs for a minute, and a wait has half a second",
            sees="`QDashTimeoutError` within that",
            test=hanging_server,
            within=20,
            guard="a wait passes its time limit to its requests",
        ),
        Scenario(
            what="an async wait is cancelled within a pause of five minutes",
            sees="`asyncio.CancelledError` at once, and the process ends",
            test=cancelled_wait,
            within=60,
            guard="an async wait sleeps in the event loop",
        ),
    ],
)
