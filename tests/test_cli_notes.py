"""``issues`` and ``notes``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta, timezone
from typing import Any

import command as command_line
import pytest
from command import Command
from fault_server import FaultServer, Received, http_response

from qdash.client import QDashClient, QDashConfig
from qdash.client.demo import DemoServer


@pytest.fixture(scope="module")
def client() -> Iterator[QDashClient]:
    """A QDash with issues, notes and comments."""
    with (
        DemoServer() as server,
        QDashClient(QDashConfig(base_url=server.base_url, api_token=server.token)) as client,
    ):
        task_id = client.list_task_results(limit=1).items[0].task_id
        closed = client.create_task_result_issue(task_id=task_id, title="Bell state is low", content="See the figure.")
        client.close_issue(closed.id)
        client.create_task_result_issue(task_id=task_id, title="Noise on line 3", content="Since Monday.")
        client.upsert_chip_note("64Qv3", content="Cooled down on Monday.")
        client.upsert_qubit_note("64Qv3", "3", content="Weak signal")
        client.create_qubit_note_comment("64Qv3", "3", content="Better now")
        client.upsert_coupling_note("64Qv3", "0-1", content="Swap the order")
        client.upsert_coupling_metric_note("64Qv3", "0-1", "zx90_gate_fidelity", content="Drifts")
        yield client


@pytest.fixture
def command(
    client: QDashClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Command]:
    with command_line.command(monkeypatch, capsys, client.config.base_url, "qdash-demo-token") as run:
        yield run


# --- issues -----------------------------------------------------------------------------------------------------------


def test_issues_are_listed_the_open_ones_first(command: Command) -> None:
    outcome = command("issues", "--fields", "title,state,reply_count,username")
    assert outcome == (
        0,
        "ISSUE              STATE   REPLIES  BY\n"
        "Noise on line 3    open          0  demo\n"
        "T1 drop on Q39     open          1  demo\n"
        "Bell state is low  closed        0  demo\n",
        "",
    )


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (["--open"], ["Noise on line 3", "T1 drop on Q39"]),
        (["--closed"], ["Bell state is low"]),
        (["--limit", "1"], ["Noise on line 3"]),
        (["--sort", "title"], ["Bell state is low", "Noise on line 3", "T1 drop on Q39"]),
        (["--result", "none"], []),
    ],
)
def test_issues_are_selected(command: Command, options: list[str], titles: list[str]) -> None:
    outcome = command("issues", "-o", "json", *options)
    assert [issue["title"] for issue in outcome.json] == titles
    assert outcome.err == ""


def test_issues_on_a_result(command: Command, client: QDashClient) -> None:
    issue = client.list_issues(is_closed=True).issues[0]
    found = command("issues", "--result", issue.task_id, "-o", "json").json
    assert {row["title"]: row["state"] for row in found} == {"Noise on line 3": "open", "Bell state is low": "closed"}
    assert {row["content"] for row in found} == {"Since Monday.", "See the figure."}


def test_issues_cannot_be_open_and_closed(command: Command) -> None:
    assert command("issues", "--open", "--closed").code == 2


def test_an_issue_and_its_replies(command: Command, client: QDashClient) -> None:
    issue = client.list_issues().issues[-1]
    outcome = command("issues", issue.id)
    written = issue.created_at.astimezone(timezone(timedelta(hours=9))).strftime("%Y-%m-%d %H:%M +09:00")
    assert outcome == (
        0,
        f"T1 drop on Q39\nopen, on task result {issue.task_id}\n\n"
        f"demo, {written}\nT1 fell for some days.\n\ndemo, {written}\nLooks like a TLS.\n",
        "",
    )
    row = command("issues", issue.id, "-o", "json").json
    assert (row["title"], row["state"], row["content"]) == ("T1 drop on Q39", "open", "T1 fell for some days.")
    assert [reply["content"] for reply in row["replies"]] == ["Looks like a TLS."]


def test_an_issue_that_does_not_exist(command: Command) -> None:
    assert command("issues", "0" * 24).code == 5


# --- notes ------------------------------------------------------------------------------------------------------------


def test_notes_of_every_kind_are_listed(command: Command) -> None:
    outcome = command("notes", "--fields", "scope,target,metric,kind,content,by")
    assert outcome == (
        0,
        "SCOPE     TARGET  METRIC              KIND     TEXT                           BY\n"
        "chip      64Qv3                       note     Cooled down on Monday.         demo\n"
        "qubit     3                           note     Weak signal                    demo\n"
        "qubit     3                           comment  Better now                     demo\n"
        "qubit     39      t1                  note     T1 fell for some days: a TLS?  demo\n"
        "qubit     56      t1                  note     T1 fell for some days: a TLS?  demo\n"
        "coupling  0-1                         note     Swap the order                 demo\n"
        "coupling  0-1     zx90_gate_fidelity  note     Drifts                         demo\n",
        "",
    )


@pytest.mark.parametrize(
    ("options", "contents"),
    [
        (["--qid", "3"], ["Weak signal", "Better now"]),
        (["--qid", "0-1", "--qid", "3"], ["Weak signal", "Better now", "Swap the order", "Drifts"]),
        (["--chip", "16Qv1"], []),
        (["--qid", "1-0"], []),
    ],
)
def test_notes_are_selected(command: Command, options: list[str], contents: list[str]) -> None:
    rows = command("notes", "-o", "json", *options).json
    assert [row["content"] for row in rows] == contents
    assert all(row["at"].endswith("Z") for row in rows)
    table = command("notes", *options)
    assert bool(table.out) == bool(contents)
    assert table.err == ("" if contents else "There are no such notes.\n")


def test_an_unknown_chip_has_no_notes(command: Command) -> None:
    assert command("notes", "--chip", "none").code == 5


def test_notes_on_task_results(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def note(content: str, by: str = "ann", at: str | None = "2026-07-01T01:02:03") -> dict[str, Any]:
        return {"content": content, "updated_by": by, "updated_at": at}

    def script(request: Received) -> bytes:
        if request.path == "/chips/A/note":
            return http_response(note("", "", None))
        results = [
            {"task_id": "t", "qid": "3", "note": note("odd"), "ai_review_note": note("PASS", "ai")},
            {"task_id": "u", "qid": "4", "note": note(""), "ai_review_note": note("")},
        ]
        return http_response({"chip_id": "A", "qubits": [], "couplings": [], "task_notes": results})

    with FaultServer(script) as server, command_line.command(monkeypatch, capsys, server.url, "t") as run:
        rows = run("notes", "--chip", "A", "-o", "json").json
    common = {"scope": "task_result", "target": "3", "metric": None, "task_id": "t", "at": "2026-07-01T01:02:03Z"}
    assert rows == [
        {**common, "kind": "note", "content": "odd", "by": "ann"},
        {**common, "kind": "ai_review", "content": "PASS", "by": "ai"},
    ]
