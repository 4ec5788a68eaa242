"""Campaigns that are killed at each of their events, and started again until they end. A fork is a process here.

Arguments: the base URL, the token, and a directory for the journals.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from traceback import print_exc
from typing import Any

from qdash.client import AgentCampaignNode, AgentCampaignRunner, AgentEvent, QDashClient, QDashConfig

POLICY = {"qids": ["0"], "allowed_tasks": ["CheckT1"], "allowed_overrides": {"t1": {}}}
NODES = [AgentCampaignNode("CheckT1", "t1", commit_candidate=number == 0) for number in range(4)]
NODES.append(AgentCampaignNode("CheckT1", "t1", commit_candidate=True, apply_backend=True))
CONFIG = QDashConfig(base_url=sys.argv[1], api_token=sys.argv[2])


def run(campaign: dict[str, Any], kill_at: int) -> None:
    """Run a campaign in a client of its own, and kill the process at an event; 0 is never."""
    left = kill_at

    def count(event: AgentEvent) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    with QDashClient(CONFIG) as client:
        runner = AgentCampaignRunner(client, poll_interval_seconds=0.001, on_event=count)
        outcome = runner.run_campaign(nodes=NODES, **campaign)
    Path(campaign["journal"]).with_suffix(".outcome").write_text(json.dumps([outcome.transition, outcome.attempts]))


def in_a_process(campaign: dict[str, Any], kill_at: int) -> bool:
    """Return whether the process was killed."""
    child = os.fork()
    if child == 0:
        try:
            run(campaign, kill_at)
            os._exit(0)
        finally:
            print_exc()
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        sys.exit("a campaign failed")
    return os.WIFSIGNALED(status)


def main() -> None:
    with QDashClient(CONFIG) as client:
        source = client.list_executions(chip_id="64Qv3", limit=1).executions[0].execution_id
        ends = []
        for kill_at in range(1, 1000):
            session_id = client.create_agent_session(chip_id="64Qv3", policy=POLICY).session_id
            journal = str(Path(sys.argv[3]) / f"{kill_at}.jsonl")
            campaign = {"session_id": session_id, "qid": "0", "source_execution_id": source, "journal": journal}
            if not in_a_process(campaign, kill_at):
                break
            in_a_process(campaign, 0)
            outcome = json.loads(Path(journal).with_suffix(".outcome").read_text())
            executions = [action.execution_id for action in client.list_agent_actions(session_id)]
            version = client.get_agent_session(session_id).state_version
            ends.append([*outcome, executions, version])
    print(json.dumps(ends))


if __name__ == "__main__":
    main()
