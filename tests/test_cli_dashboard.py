"""``dashboard``: a chip on one screen, also where parts of it cannot be read."""

from __future__ import annotations

import json
import os
import re
from datetime import datetime, timezone
from typing import Any

import pytest
from command import Command
from small_lab import CHIP, SmallLab, run, small_lab
from terminal import in_terminal

from qdash.client.cli.screen import screen
from qdash.client.demo import DemoServer
from qdash.client.formats.style import Style

__all__ = ["run", "small_lab"]

NOW = datetime(2026, 11, 25, 6, 4, tzinfo=timezone.utc)


def execution(number: str, status: str, start_at: str | None) -> dict[str, Any]:
    return {
        "name": f"daily_two_qubit-{number}",
        "execution_id": number,
        "status": status,
        "start_at": start_at,
        "end_at": None,
        "elapsed_time": None,
        "tags": [],
        "note": {"flow_run_id": "0f6c2a51-0000-4000-8000-000000000000"},
    }


def metric(title: str, median: float, worst: float, unit: str, at: str, misses: int | None) -> dict[str, Any]:
    return {
        "entity_type": "qubit",
        "metric": title.lower(),
        "title": title,
        "unit": unit,
        "median": median,
        "worst": worst,
        "worst_entity_id": at,
        "mode": "maximize",
        "threshold": None if misses is None else 60,
        "misses": misses,
        "count": 64,
    }


def trend(name: str, qid: str, values: list[Any], unit: str, percent: float | None = -60.2) -> dict[str, Any]:
    return {
        "parameter_name": name,
        "qid": qid,
        "evaluation_mode": "maximize",
        "streak_count": 5,
        "total_delta": -67.0,
        "total_delta_percent": percent,
        "values": values,
        "unit": unit,
        "displayed_values": values,
        "displayed_unit": unit,
    }


def failed(task_name: str, count: int, *qids: str, more: bool = False) -> dict[str, Any]:
    return {"tasks": [{"task_name": task_name, "count": count, "qids": list(qids)}], "more": more}


BOARD: dict[str, Any] = {
    "time": "2026-11-25T06:04:00Z",
    "profile": "lab",
    "base_url": "https://qdash.example/api",
    "chip": {**CHIP, "chip_id": "64Qv3", "qubit_count": 64, "coupling_count": 112, "current_cooldown_id": "12"},
    "locked": True,
    "executions": {
        "active": [execution("20261125-004", "running", "2026-11-25T05:52:00")],
        "last": execution("20261125-003", "completed", "2026-11-25T02:00:00Z"),
    },
    "metrics": [
        metric("T1", 84.9, 44.71, "μs", "56", 2),
        metric("T2 Echo", 125.7, 90.0, "μs", "8", 0),
        metric("X90 Gate Fidelity", 99.81, 99.31, "%", "17", None),
    ],
    "failures": {
        "tasks": [
            {"task_name": "CheckRabi", "count": 5, "qids": ["3", "11", "17", "40", "41"]},
            {"task_name": "CheckZX90", "count": 2, "qids": ["0-1", "8-9"]},
        ],
        "more": False,
    },
    "degradations": [trend("t1", "56", [112.0, 80.0, 45.0], "μs"), trend("zz", "", [None, 1.5], "", None)],
    "issues": {
        "open": 3,
        "newest": {"title": "T1 drop after cooldown 12", "content": "", "created_at": "2026-11-23T05:00:00"},
    },
    "errors": {},
}

NARROW = """\
64Qv3 on lab (https://qdash.example/api)                 2026-11-25 06:04 +00:00
active · 64 qubits · 112 couplings · square · cooldown 12

RUNNING  20261125-004  daily_two_qubit  12 min  lock: held
last: 20261125-003  daily_two_qubit  4 h ago  completed

METRICS            MEDIAN  WORST      AT  THRESHOLD  MISS
T1                  84.90  44.71  μs  56  ≥ 60       2 of 64
T2 Echo            125.70  90.00  μs  8   ≥ 60       0
X90 Gate Fidelity   99.81  99.31  %   17

FAILURES, 24 h     ON
CheckRabi       5  3 11 17 40 41
CheckZX90       2  0-1 8-9

DEGRADING
t1 of 56   112 → 45 μs  -60 %  5 times in a row
zz         1.5 → 1.5           5 times in a row

OPEN ISSUES 3  newest: T1 drop after cooldown 12 (2 days)
"""

WIDE = """\
64Qv3 on lab (https://qdash.example/api)                                                         2026-11-25 06:04 +00:00
active · 64 qubits · 112 couplings · square · cooldown 12

RUNNING  20261125-004  daily_two_qubit  12 min  lock: held
last: 20261125-003  daily_two_qubit  4 h ago  completed

METRICS            MEDIAN  WORST      AT  THRESHOLD  MISS       FAILURES, 24 h     ON
T1                  84.90  44.71  μs  56  ≥ 60       2 of 64    CheckRabi       5  3 11 17 40 41
T2 Echo            125.70  90.00  μs  8   ≥ 60       0          CheckZX90       2  0-1 8-9
X90 Gate Fidelity   99.81  99.31  %   17
                                                                DEGRADING
                                                                t1 of 56   112 → 45 μs  -60 %  5 times in a row
                                                                zz         1.5 → 1.5           5 times in a row

                                                                OPEN ISSUES 3  newest: T1 drop after cooldown 12 (2 day…
"""


def drawn(width: int | None, style: Style | None = None, **changes: Any) -> str:
    lines = screen({**BOARD, **changes}, NOW, width=width, style=style or Style(), tz=timezone.utc)
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize(("width", "text"), [(80, NARROW), (120, WIDE)])
def test_a_screen(width: int, text: str) -> None:
    assert drawn(width) == text


def test_a_pipe_gets_one_column_of_any_width() -> None:
    qids = [str(number) for number in range(60)]
    text = drawn(None, failures=failed("CheckRabi", 60, *qids))
    assert text.splitlines()[0] == "64Qv3 on lab (https://qdash.example/api)  2026-11-25 06:04 +00:00"
    assert f"CheckRabi       60  {' '.join(qids)}\n" in text


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        (
            {"executions": {"active": [], "last": None}, "locked": False},
            ["IDLE  lock: free"],
        ),
        (
            {"executions": {"active": [], "last": execution("20261124-001", "failed", None)}, "locked": True},
            ["IDLE  lock: held", "last: 20261124-001  daily_two_qubit  failed"],
        ),
        (
            {"executions": {"active": [execution(f"n-{n}", "scheduled", None) for n in range(8)], "last": None}},
            ["SCHEDULED  n-0  daily_two_qubit  lock: held", "SCHEDULED  n-2  daily_two_qubit", "… and 5 more"],
        ),
        (
            {"executions": None, "errors": {"executions": {"message": "403 GET /executions: no"}}},
            ["RUNS  lock: held", "not available: 403 GET /executions: no"],
        ),
        (
            {"locked": None, "errors": {"locked": {"message": "500 GET /executions/lock-status"}}},
            [
                "RUNNING  20261125-004  daily_two_qubit  12 min  lock: unknown",
                "not available: 500 GET /executions/lock",
            ],
        ),
        ({"metrics": []}, ["METRICS  no values"]),
        ({"metrics": None, "errors": {"metrics": {"message": "503"}}}, ["METRICS", "not available: 503"]),
        ({"failures": {"tasks": [], "more": False}}, ["FAILURES, 24 h  none"]),
        (
            {"failures": failed("CheckT1", 500, "3", more=True)},
            ["FAILURES, last 500       ON", "CheckT1             500  3"],
        ),
        ({"degradations": []}, ["DEGRADING  nothing"]),
        (
            {"degradations": [trend("t1", str(n), [], "μs") for n in range(9)]},
            ["t1 of 2      -60 %  5 times in a row", "… and 6 more"],
        ),
        ({"degradations": [trend("t1", "2", [3.0, 2.9], "μs", -0.0432)]}, ["t1 of 2    3 → 2.9 μs  -0.043 %  5 times"]),
        ({"issues": {"open": 0, "newest": None}}, ["OPEN ISSUES  none"]),
        ({"issues": {"open": 2, "newest": None}}, ["OPEN ISSUES 2"]),
        ({"issues": None}, ["OPEN ISSUES", "not available: "]),
        ({"profile": None}, ["64Qv3 on https://qdash.example/api  "]),
    ],
)
def test_parts(changes: dict[str, Any], lines: list[str]) -> None:
    text = drawn(80, **changes).splitlines()
    for line in lines:
        assert [each for each in text if each.startswith(line)], text


def test_text_of_the_server_cannot_control_the_terminal() -> None:
    newest = {"title": "a\x1b[2J\r\nb", "content": "", "created_at": "2026-11-23T05:00:00"}
    text = drawn(
        80,
        issues={"open": 1, "newest": newest},
        executions={"active": [execution("\x1b[1m", "\x07", None)], "last": None},
    )
    assert not [char for char in text if char != "\n" and not char.isprintable()]


def test_colours_do_not_move_the_columns() -> None:
    for width in (80, 120):
        painted = drawn(width, Style(color=True))
        assert "\x1b[31m2 of 64\x1b[0m" in painted
        assert re.sub("\x1b\\[[0-9;]*m", "", painted) == drawn(width)


def test_ascii() -> None:
    text = drawn(80, Style(unicode=False))
    assert text.isascii()
    assert "t1 of 56   112 -> 45 us" in text


# --- the command ------------------------------------------------------------------------------------------------------


def test_everything_is_one_object(small_lab: SmallLab, run: Command) -> None:
    small_lab.documents["/executions/lock-status"] = {"lock": True}
    small_lab.documents["/executions"] = {
        "executions": [
            execution("20261125-004", "running", "2026-11-25T05:52:00"),
            execution("20261125-003", "failed", None),
            execution("20261125-002", "completed", None),
        ]
    }
    result = {"chip_id": "Q4", "status": "failed", "execution_id": "20261125-003"}
    results = [("CheckT1", "10"), ("CheckT1", "2"), ("CheckRabi", "2"), ("CheckT1", "2"), ("CheckStatus", "")]
    items = [{**result, "task_id": str(at), "task_name": name, "qid": qid} for at, (name, qid) in enumerate(results)]
    small_lab.documents["/task-results"] = {"items": items, "total": 5, "skip": 0, "limit": 100, "status_counts": {}}
    raw = trend("x90_gate_fidelity", "2", [0.9981, None, 0.9931], "", -0.5)
    small_lab.documents["/provenance/degradation-trends"] = {"trends": [raw, trend("other", "2", [3.0, 2.0], "V")]}
    issue = {"id": "1", "task_id": "t", "username": "ada", "content": "c", "updated_at": "2026-11-23T05:00:00"}
    issues = [{**issue, "title": day, "created_at": f"2026-11-{day}T05:00:00"} for day in ("21", "23", "22")]
    small_lab.documents["/issues"] = {"issues": issues, "total": 3, "skip": 0, "limit": 50}
    code, out, err = run("dashboard", "-o", "json")
    assert (code, err) == (0, "")
    board = json.loads(out)
    assert list(board) == [
        *("time", "profile", "base_url", "chip", "locked", "executions", "metrics", "failures", "degradations"),
        *("issues", "errors"),
    ]
    assert (board["profile"], board["base_url"], board["errors"]) == (None, small_lab.server.url, {})
    assert board["chip"]["chip_id"] == "Q4"
    assert board["locked"] is True
    assert [each["execution_id"] for each in board["executions"]["active"]] == ["20261125-004"]
    assert board["executions"]["last"]["execution_id"] == "20261125-003"
    assert [each["metric"] for each in board["metrics"]] == [
        *("anharmonicity", "t1", "x90_gate_fidelity", "zx90_gate_fidelity")
    ]
    assert board["metrics"][1] == {
        "entity_type": "qubit",
        "metric": "t1",
        "title": "T1",
        "unit": "μs",
        "median": (44.71 + 84.74824416157573) / 2,
        "worst": 44.71,
        "worst_entity_id": "10",
        "mode": "maximize",
        "threshold": 60,
        "misses": 1,
        "count": 2,
    }
    assert board["failures"] == {
        "tasks": [
            {"task_name": "CheckT1", "count": 3, "qids": ["2", "10"]},
            {"task_name": "CheckRabi", "count": 1, "qids": ["2"]},
            {"task_name": "CheckStatus", "count": 1, "qids": []},
        ],
        "more": False,
    }
    shown = [(each["displayed_values"], each["displayed_unit"]) for each in board["degradations"]]
    assert shown == [([99.81, None, 99.31], "%"), ([3.0, 2.0], "V")]
    assert board["degradations"][0]["values"] == [0.9981, None, 0.9931]
    assert (board["issues"]["open"], board["issues"]["newest"]["title"]) == (3, "23")
    (request,) = [each for each in small_lab.server.requests if each.path == "/task-results"]
    assert {"chip_id=Q4", "status=failed"} < set(request.query.split("&"))


PARTS = {
    "/metrics/config": ["metrics"],
    "/metrics/chips/Q4/metrics": ["metrics"],
    "/executions/lock-status": ["locked"],
    "/executions": ["executions"],
    "/task-results": ["failures"],
    "/provenance/degradation-trends": ["degradations"],
    "/issues": ["issues"],
}


@pytest.mark.parametrize("path", PARTS)
@pytest.mark.parametrize("status", [403, 404, 422])
def test_a_part_that_fails_does_not_end_it(small_lab: SmallLab, run: Command, path: str, status: int) -> None:
    small_lab.documents[path] = status
    code, out, err = run("dashboard", "-o", "json")
    assert (code, err) == (0, "")
    board = json.loads(out)
    assert list(board["errors"]) == PARTS[path]
    assert [board[part] for part in PARTS[path]] == [None]
    assert board["errors"][PARTS[path][0]]["status"] == status
    code, out, err = run("dashboard")
    assert (code, err) == (0, "")
    assert f"not available: {status} GET {path}" in out


def test_without_the_configuration_degradations_are_in_stored_units(small_lab: SmallLab, run: Command) -> None:
    small_lab.documents["/metrics/config"] = 403
    small_lab.documents["/provenance/degradation-trends"] = {"trends": [trend("t1", "2", [3.0, 2.0], "us")]}
    (found,) = json.loads(run("dashboard", "-o", "json")[1])["degradations"]
    assert (found["displayed_values"], found["displayed_unit"]) == ([3.0, 2.0], "us")


@pytest.mark.parametrize(
    ("path", "status", "words", "code"),
    [("/chips", 401, (), 4), ("/chips", 403, (), 4), ("/chips/nope", 404, ("--chip", "nope"), 5)],
)
def test_without_the_chip_there_is_no_dashboard(
    small_lab: SmallLab, run: Command, path: str, status: int, words: tuple[str, ...], code: int
) -> None:
    small_lab.documents[path] = status
    found, out, err = run("dashboard", *words)
    assert (found, out) == (code, "")
    assert err.startswith("qdash-client: ")


def test_the_profile_is_named(
    small_lab: SmallLab, run: Command, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config.ini"
    file.write_text(f"[lab]\nbase_url = {small_lab.server.url}\napi_token = secret-of-lab\n")
    file.chmod(0o600)
    monkeypatch.setenv("QDASH_CONFIG", str(file))
    code, out, _ = run("dashboard", "--profile", "lab")
    assert code == 0
    assert out.startswith(f"Q4 on lab ({small_lab.server.url})  ")
    assert "secret" not in out


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("columns", [80, 200])
def test_the_demo_in_a_terminal(columns: int) -> None:
    with DemoServer() as server:
        base_url = server.base_url
        code, text = in_terminal(["dashboard"], columns=columns, environment=server.environment)
    assert code == 0
    text = text.rpartition("\x1b[K")[2]  # the line of progress
    lines = re.sub("\x1b\\[[0-9;]*m", "", text).splitlines()
    assert max(map(len, lines)) <= columns
    assert lines[0].startswith(f"64Qv3 on {base_url}  ")
    assert len(lines[0]) == columns
    assert [line for line in lines if line.startswith("T2 Echo ")]
    assert len(lines) <= 24
