"""The demo server over a real socket: data, operations, refusals, HTTP manners, and the recorded responses of QDash."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from qdash.client.demo import DemoServer
from qdash.client.demo.data import position, sample_chips

NOW = datetime(2026, 11, 22, 13, 26, 29)
RECORDED = Path(__file__).resolve().parents[2] / "shared" / "recorded"
METRICS = "/metrics/chips/64Qv3/metrics"
ALWAYS = "start_at=2000-01-01T00:00:00Z&end_at=2100-01-01T00:00:00Z"

needs_recorded = pytest.mark.skipif(not RECORDED.is_dir(), reason="no recorded responses of a QDash deployment here")


@dataclass
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Caller:
    """One kept connection to a server."""

    def __init__(self, server: DemoServer) -> None:
        self.token = server.token
        self.connection = http.client.HTTPConnection(server.host, server.port, timeout=5)

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        authorization: str | None = "",
        **headers: str,
    ) -> Reply:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if authorization is not None:
            sent["Authorization"] = authorization or f"Bearer {self.token}"
        if body is not None:
            raw = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        self.connection.request(method, path, raw, sent)
        response = self.connection.getresponse()
        return Reply(response.status, response.headers, response.read())

    def get(self, path: str) -> Any:
        reply = self("GET", path)
        assert reply.status == 200, reply.body
        return reply.json


@pytest.fixture(scope="module")
def shared_server() -> Iterator[DemoServer]:
    with DemoServer(now=NOW) as server:
        yield server


@pytest.fixture
def call(shared_server: DemoServer) -> Iterator[Caller]:
    """Call a server that no test changes."""
    caller = Caller(shared_server)
    yield caller
    caller.connection.close()


@pytest.fixture
def change() -> Iterator[Caller]:
    """Call a server of one's own."""
    with DemoServer(now=NOW) as server:
        caller = Caller(server)
        yield caller
        caller.connection.close()


# --- Data


def test_two_chips(call: Caller) -> None:
    small, large = call.get("/chips")["chips"]
    assert (small["chip_id"], small["size"], small["activity_status"]) == ("16Qv1", 16, "inactive")
    assert (large["chip_id"], large["size"], large["activity_status"]) == ("64Qv3", 64, "active")
    assert (small["coupling_count"], large["coupling_count"]) == (24, 112)
    assert small["installed_at"] < large["installed_at"]
    assert large["current_cooldown_id"] == "2026-002"


def test_couplings_join_neighbours() -> None:
    for chip in sample_chips(64, NOW):
        side = int(chip.size**0.5)
        places = {position(qid, side) for qid in chip.qids}
        assert places == {(row, column) for row in range(side) for column in range(side)}
        for coupling in chip.couplings:
            (row, column), (other_row, other_column) = (position(qid, side) for qid in coupling.split("-"))
            assert abs(row - other_row) + abs(column - other_column) == 1


def test_topologies_are_those_of_the_chips(call: Caller) -> None:
    listed = call.get("/topology/list")["topologies"]
    assert [each["num_qubits"] for each in listed] == [16, 64, 144]
    assert call.get("/topology/list?size=64")["topologies"] == [listed[1]]
    chip = call.get("/chips/64Qv3")
    topology = call.get(f"/topology/{chip['topology_id']}")["data"]
    assert len(topology["qubits"]) == topology["num_qubits"] == chip["qubit_count"]
    pairs = [f"{control}-{target}" for control, target in topology["couplings"]]
    assert pairs == [each["qid"] for each in call.get("/chips/64Qv3/couplings?limit=512")["couplings"]]


@pytest.mark.parametrize("chip_id", ["16Qv1", "64Qv3"])
def test_counts_agree_with_lists(call: Caller, chip_id: str) -> None:
    chip = call.get(f"/chips/{chip_id}")
    assert call.get(f"/chips/{chip_id}/qubits")["total"] == chip["qubit_count"] == chip["size"]
    assert call.get(f"/chips/{chip_id}/couplings")["total"] == chip["coupling_count"]


def test_same_seed_same_data() -> None:
    def snapshot(seed: int, now: datetime) -> list[Any]:
        paths = [
            "/chips",
            "/chips/64Qv3/notes-summary",
            f"/task-results/timeseries?chip_id=64Qv3&parameter=t1&{ALWAYS}",
        ]
        with DemoServer(seed=seed, now=now) as server:
            caller = Caller(server)
            responses = [caller.get(path) for path in paths]
            caller.connection.close()
        return responses

    first = snapshot(1, NOW)
    assert snapshot(1, NOW) == first
    assert snapshot(1, NOW + timedelta(hours=2))[2] == first[2]
    assert snapshot(2, NOW)[2] != first[2]


@pytest.mark.parametrize(
    ("parameter", "low", "high", "targets"),
    [
        ("t1", 20, 120, 64),
        ("t2_echo", 25, 200, 64),
        ("x90_gate_fidelity", 0.997, 0.9995, 64),
        ("zx90_gate_fidelity", 0.93, 0.99, 112),
    ],
)
def test_a_month_of_plausible_results(call: Caller, parameter: str, low: float, high: float, targets: int) -> None:
    window = f"start_at={NOW - timedelta(days=30):%Y-%m-%dT%H:%M:%S}Z&end_at={NOW:%Y-%m-%dT%H:%M:%S}Z"
    data = call.get(f"/task-results/timeseries?chip_id=64Qv3&parameter={parameter}&{window}")["data"]
    points = [point for series in data.values() for point in series]
    assert len(data) == targets
    assert all(20 <= len(series) <= 30 for series in data.values())
    assert len(points) < targets * 30  # some are missing
    assert all(low <= point["value"] <= high for point in points)
    assert 0 < sum(point["error"] is None for point in points) < len(points) / 10
    for series in data.values():
        moments = [datetime.fromisoformat(point["calibrated_at"]) for point in series]
        assert moments == sorted(moments)
        assert moments[-1] < NOW
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}000", point["calibrated_at"]) for point in points)
    assert all(re.fullmatch(r"\d{8}-\d{3}", point["execution_id"]) for point in points)
    assert len({point["task_id"] for point in points}) == len(points)


def test_two_qubits_dip(call: Caller) -> None:
    data = call.get(f"/task-results/timeseries?chip_id=64Qv3&parameter=t1&{ALWAYS}")["data"]
    dipping = [qid for qid, points in data.items() if min(point["value"] for point in points) < 50]
    assert len(dipping) == 2
    assert {entry["target_id"] for entry in call.get("/chips/64Qv3/notes-summary")["qubits"]} == set(dipping)


def test_coherence_stays_below_twice_the_relaxation(call: Caller) -> None:
    for row in call.get("/chips/64Qv3/qubits?limit=64")["qubits"]:
        assert row["data"]["t2_echo"]["value"] < 2 * row["data"]["t1"]["value"]


@pytest.mark.parametrize(
    ("group", "metric"),
    [
        ("qubit_metrics", "t1"),
        ("qubit_metrics", "qubit_frequency"),
        ("qubit_metrics", "average_readout_fidelity"),
        ("coupling_metrics", "zx90_gate_fidelity"),
    ],
)
def test_latest_metric_is_the_newest_point(call: Caller, group: str, metric: str) -> None:
    shown = call.get("/metrics/chips/64Qv3/metrics")[group][metric]
    data = call.get(f"/task-results/timeseries?chip_id=64Qv3&parameter={metric}&{ALWAYS}")["data"]
    assert shown == {
        target: {
            "value": points[-1]["value"],
            "task_id": points[-1]["task_id"],
            "execution_id": points[-1]["execution_id"],
            "stddev": points[-1]["error"],
        }
        for target, points in data.items()
    }


def test_metrics_hold_every_key_and_some_nulls(call: Caller) -> None:
    config, metrics = call.get("/metrics/config"), call.get("/metrics/chips/64Qv3/metrics")
    values = []
    for group in ("qubit_metrics", "coupling_metrics"):
        assert metrics[group].keys() == config[group].keys()
        values += [each["value"] for rows in metrics[group].values() for each in rows.values()]
    assert 0 < values.count(None) < 10
    assert metrics["qubit_metrics"]["t2_star"] == {}
    assert {config["qubit_metrics"][name]["unit"] for name in ("t1", "t2_echo")} == {"\u03bcs"}


# --- Operations


def test_selection_modes(call: Caller) -> None:
    points = call.get(f"/task-results/timeseries?chip_id=64Qv3&parameter=t1&qid=7&{ALWAYS}")["data"]["7"]
    values = [point["value"] for point in points]
    best, average = (
        call.get(f"/metrics/chips/64Qv3/metrics?selection_mode={mode}")["qubit_metrics"] for mode in ("best", "average")
    )
    assert best["t1"]["7"]["value"] == max(values)
    assert average["t1"]["7"]["value"] == pytest.approx(sum(values) / len(values))
    assert (average["t1"]["7"]["task_id"], average["t1"]["7"]["execution_id"]) == (None, "")
    lowest = call.get(f"/task-results/timeseries?chip_id=64Qv3&parameter=anharmonicity&qid=7&{ALWAYS}")["data"]["7"]
    assert best["anharmonicity"]["7"]["value"] == min(point["value"] for point in lowest)


def test_metric_windows(call: Caller) -> None:
    def count(query: str) -> int:
        return len(call.get(f"/metrics/chips/64Qv3/metrics?{query}")["qubit_metrics"]["t1"])

    assert count("within_hours=1") == 0
    assert 55 <= count("within_hours=48") <= 64
    assert count("within_hours=1&start_at=2026-11-01") == 64  # the start wins
    assert count("end_at=2026-10-01T00:00:00Z") == 0
    shown = call.get(f"/metrics/chips/64Qv3/metrics?start_at={quote('2026-11-01T09:00:00+09:00')}")
    assert (shown["start_at"], shown["end_at"]) == ("2026-11-01T00:00:00Z", None)


def test_the_inactive_chip_has_old_results_only(call: Caller) -> None:
    assert len(call.get("/metrics/chips/16Qv1/metrics")["qubit_metrics"]["t1"]) == 16
    assert call.get("/metrics/chips/16Qv1/metrics?within_hours=720")["qubit_metrics"]["t1"] == {}


def test_timeseries_bounds_and_filters(call: Caller) -> None:
    def series(**query: str) -> Any:
        query = {"chip_id": "64Qv3", "parameter": "t1", "start_at": "2026-10-01", "end_at": "2026-12-01", **query}
        return call.get("/task-results/timeseries?" + urlencode(query))["data"]

    assert series(chip_id="NOPE") == series(parameter="nope") == series(qid="999") == series(tag="nope") == {}
    assert list(series(qid="12", tag="daily")) == ["12"]
    assert list(series(parameter="zx90_gate_fidelity", qid="0-1")) == ["0-1"]
    assert series(start_at="2026-12-01", end_at="2026-10-01") == {}
    japan = series(start_at="2026-11-10T00:00:00.5+09:00", end_at="2026-11-12T00:00:00+0900")
    assert japan == series(start_at="2026-11-09T15:00:00.500Z", end_at="2026-11-11T15:00:00")
    start = call.get("/metrics/chips/64Qv3/qubits/3/history?metric=t1&limit=1")["history"][0]["timestamp"]
    assert len(series(qid="3", start_at=start, end_at=start)["3"]) == 1  # both bounds count


@pytest.mark.parametrize(
    ("query", "total", "first", "rows"),
    [
        ("", 64, "0", 50),
        ("?limit=256", 64, "0", 64),
        ("?limit=10&offset=60", 64, "60", 4),
        ("?qids=5&qids=11&qids=999", 2, "5", 2),
        ("?offset=64", 64, None, 0),
    ],
)
def test_listing_qubits(call: Caller, query: str, total: int, first: str | None, rows: int) -> None:
    page = call.get(f"/chips/64Qv3/qubits{query}")
    assert (page["total"], len(page["qubits"])) == (total, rows)
    assert next((row["qid"] for row in page["qubits"]), None) == first


def test_listing_couplings(call: Caller) -> None:
    page = call.get("/chips/64Qv3/couplings?offset=100&limit=512")
    assert (page["total"], page["limit"], page["offset"], len(page["couplings"])) == (112, 512, 100, 12)
    assert call.get("/chips/NOPE/couplings") == {"couplings": [], "total": 0, "limit": 100, "offset": 0}


def test_history_is_newest_first(call: Caller) -> None:
    path = "/metrics/chips/64Qv3/qubits/{}/history?metric=t1"
    items = call.get(path.format("3"))["history"]
    assert [item["timestamp"] for item in items] == sorted((item["timestamp"] for item in items), reverse=True)
    assert items == call.get(path.format("Q03"))["history"]
    assert items[:2] == call.get(path.format("3") + "&limit=2")["history"]
    assert len(call.get(path.format("3") + "&within_days=7")["history"]) <= 7
    coupling = call.get("/metrics/chips/64Qv3/couplings/0-1/history?metric=bell_state_fidelity")
    assert (coupling["qid"], coupling["history"][0]["name"]) == ("0-1", "CheckBellState")


def test_summary_and_heatmap(call: Caller) -> None:
    values = call.get("/chips/64Qv3/metrics/heatmap/t1")
    averages = call.get("/chips/64Qv3/metrics/summary")["averages"]
    assert values["unit"] == "\u03bcs"
    assert averages["t1"] == pytest.approx(sum(values["values"].values()) / 64)
    assert averages["t2_star"] is None


@pytest.mark.parametrize("streak", [3, 5])
def test_a_trend_has_values_that_get_worse_each_time(call: Caller, streak: int) -> None:
    found = call.get(f"/provenance/degradation-trends?min_streak={streak}&parameter_names=t1&limit=2")
    assert len(found["trends"]) == min(2, found["total_count"]) > 0
    for trend in found["trends"]:
        series = call.get(f"/task-results/timeseries?chip_id=64Qv3&parameter=t1&qid={trend['qid']}&{ALWAYS}")["data"]
        values = [point["value"] for point in series[trend["qid"]]]
        assert trend["streak_count"] + 1 == len(trend["values"]) > streak
        assert trend["values"] == values[-len(trend["values"]) :] == sorted(trend["values"], reverse=True)
        assert trend["total_delta"] == pytest.approx(values[-1] - trend["values"][0])
        assert trend["unit"] == "\u03bcs"


def test_dates_are_those_of_the_executions(call: Caller) -> None:
    dates = call.get("/chips/64Qv3/dates")["data"]
    assert len(dates) == 30
    assert dates == sorted(dates)
    assert dates[-1] == "20261122"
    assert call.get("/chips/NOPE/dates") == {"data": []}


def test_muxes(call: Caller) -> None:
    muxes = call.get("/chips/64Qv3/muxes")["muxes"]
    assert [*muxes] == [str(number) for number in range(16)]
    assert [*muxes["3"]["detail"]] == ["12", "13", "14", "15"]
    assert muxes["3"]["detail"]["12"]["CheckRabi"] == {"name": "CheckRabi", "status": "pending"}
    mux = call.get("/chips/64Qv3/muxes/3")
    full, short = mux["detail"]["12"]["CheckT1"], muxes["3"]["detail"]["12"]["CheckT1"]
    assert {key: value for key, value in full.items() if value is not None} == short
    assert full["qid"] is None
    assert re.fullmatch(r"0:0\d:\d\d", full["elapsed_time"])
    assert full["start_at"].endswith("Z")
    beyond = call.get("/chips/64Qv3/muxes/999")["detail"]
    assert {cell["status"] for cells in beyond.values() for cell in cells.values()} == {"pending"}


@pytest.mark.parametrize("version", [10, 11])
def test_pdf(call: Caller, version: int) -> None:
    call.connection._http_vsn = version  # type: ignore[attr-defined]
    call.connection._http_vsn_str = f"HTTP/1.{version % 10}"  # type: ignore[attr-defined]
    reply = call("POST", "/metrics/chips/64Qv3/metrics/pdf?selection_mode=average")
    assert reply.status == 200
    assert reply.headers["Content-Type"] == "application/pdf"
    assert re.fullmatch(
        r"attachment; filename=metrics_report_64Qv3_\d{8}_\d{6}\.pdf", reply.headers["Content-Disposition"]
    )
    assert reply.headers["Transfer-Encoding"] == ("chunked" if version == 11 else None)
    pdf = reply.body
    assert pdf.startswith(b"%PDF-1.4\n")
    assert pdf.endswith(b"%%EOF\n")
    table = int(pdf.split(b"startxref\n")[1].split(b"\n")[0])
    assert pdf[table:].startswith(b"xref\n")
    for number, offset in enumerate(re.findall(rb"(\d{10}) 00000 n", pdf), start=1):
        assert pdf[int(offset) :].startswith(b"%d 0 obj" % number)
    (length,) = re.findall(rb"/Length (\d+)", pdf)
    assert len(pdf.split(b"stream\n")[1].removesuffix(b"\nend")) == int(length)
    assert b"T1: " in pdf
    assert " \u00b5s".encode("latin-1") in pdf


def test_login(call: Caller) -> None:
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    reply = call("POST", "/auth/login", raw=b"username=demo&password=demo-password", authorization=None, **form)
    assert reply.status == 200
    assert (reply.json["access_token"], reply.json["token_type"]) == (call.token, "bearer")
    wrong = call("POST", "/auth/login", raw=b"username=demo&password=x", authorization=None, **form)
    assert (wrong.status, wrong.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert wrong.json == {"detail": "Incorrect username or password"}


# --- Changes


def test_a_chip_comes_and_goes(change: Caller) -> None:
    made = change("POST", "/chips", {"chip_id": "New", "size": 16})
    assert (made.status, made.json["topology_id"]) == (200, "square-lattice-mux-16")
    assert change("POST", "/chips", {"chip_id": "New"}).status == 400
    assert change.get("/chips/New/qubits/3")["status"] == "pending"
    assert change.get("/chips/New/dates") == {"data": []}
    assert change.get("/metrics/chips/New/metrics")["qubit_metrics"]["t1"] == {}
    updated = change("PATCH", "/chips/New", {"activity_status": "inactive", "note": "spare"}).json
    assert (updated["activity_status"], updated["note"]["content"]) == ("inactive", "spare")
    assert change("PATCH", "/chips/New", {"activity_status": None}).json == updated
    impact = change.get("/chips/New/deletion-impact")
    assert (impact["qubits"], impact["task_results"], impact["can_delete_safely"]) == (16, 0, False)
    refused = change("DELETE", "/chips/New")
    assert refused.status == 409
    assert refused.json["detail"].startswith("Chip has 16 qubit(s) and 24 coupling(s).")
    assert change("DELETE", "/chips/New?force=true").json == {"message": "Chip New deleted"}
    assert change("GET", "/chips/New").status == 404
    assert change.get("/chips")["total"] == 2


def test_chip_note(change: Caller) -> None:
    assert change.get("/chips/16Qv1/note") == {"content": "", "updated_by": "", "updated_at": None}
    written = change("PUT", "/chips/16Qv1/note", {"content": "in storage"}).json
    assert (written["content"], written["updated_by"]) == ("in storage", "demo")
    assert change.get("/chips/16Qv1/note") == written == change.get("/chips/16Qv1")["note"]
    assert change("DELETE", "/chips/16Qv1/note").status == 200
    assert change.get("/chips/16Qv1/note")["content"] == ""


@pytest.mark.parametrize(
    ("kind", "target", "metric"), [("qubit", "3", "t1"), ("coupling", "0-1", "zx90_gate_fidelity")]
)
def test_what_is_written_can_be_read(change: Caller, kind: str, target: str, metric: str) -> None:
    path = f"/chips/16Qv1/{kind}s/{target}"
    note = change("PUT", f"{path}/note?cooldown_id=x", {"content": "look"}).json
    metric_note = change("PUT", f"{path}/metric-notes/{metric}", {"content": "low"}).json
    comment = change("POST", f"{path}/note/comments", {"content": "why?"}).json
    assert (comment["created_by"], comment["updated_at"]) == ("demo", None)
    its_path = f"{path}/note/comments/{comment['comment_id']}"
    comment = change("PUT", its_path, {"content": "why so?"}).json
    assert comment["updated_at"] is not None

    row = change.get(path)
    assert (row["note"], row["metric_notes"]) == (note, {metric: metric_note})
    assert change.get("/chips/16Qv1/notes-summary")[f"{kind}s"] == [
        {"target_id": target, "note": note, "comments": [comment], "metric_notes": {metric: metric_note}}
    ]
    events = change.get("/chips/16Qv1/note-events")["events"]
    assert [(event["scope"], event["content"]) for event in events] == [
        (kind, "why so?"),
        (kind, "why?"),
        (f"{kind}_metric", "low"),
        (kind, "look"),
    ]
    assert change.get("/chips/16Qv1/note-events?skip=1&limit=2")["events"] == events[1:3]

    for gone in (its_path, f"{path}/note", f"{path}/metric-notes/{metric}"):
        assert change("DELETE", gone).status == 200
    assert change("DELETE", its_path).status == 404
    assert change.get("/chips/16Qv1/notes-summary")[f"{kind}s"] == []
    assert {event["action"] for event in change.get("/chips/16Qv1/note-events?limit=3")["events"]} == {"delete"}


# --- Refusals


def field(kind: str, *place: str) -> tuple[str, list[str]]:
    return kind, list(place)


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("GET", "/chips/64Qv3/qubits?limit=abc", None, [field("int_parsing", "query", "limit")]),
        ("GET", "/chips/64Qv3/qubits?limit=257", None, [field("less_than_equal", "query", "limit")]),
        ("GET", "/chips/64Qv3/qubits?limit=", None, [field("int_parsing", "query", "limit")]),
        ("GET", "/chips/64Qv3/couplings?offset=-1", None, [field("greater_than_equal", "query", "offset")]),
        ("GET", "/chips/64Qv3/muxes/one", None, [field("int_parsing", "path", "mux_id")]),
        ("DELETE", "/chips/64Qv3?force=maybe", None, [field("bool_parsing", "query", "force")]),
        (
            "POST",
            "/metrics/chips/x/metrics/pdf?selection_mode=x",
            None,
            [field("literal_error", "query", "selection_mode")],
        ),
        ("GET", "/metrics/chips/64Qv3/qubits/3/history", None, [field("missing", "query", "metric")]),
        (
            "GET",
            "/task-results/timeseries?chip_id=64Qv3&start_at=x",
            None,
            [field("missing", "query", "parameter"), field("missing", "query", "end_at")],
        ),
        ("POST", "/chips", {}, [field("missing", "body", "chip_id")]),
        (
            "POST",
            "/chips",
            {"chip_id": 5, "size": "x"},
            [field("string_type", "body", "chip_id"), field("int_parsing", "body", "size")],
        ),
        ("POST", "/chips", {"chip_id": "a", "size": 1.5}, [field("int_type", "body", "size")]),
        ("POST", "/chips", [], [field("model_attributes_type", "body")]),
        ("POST", "/chips", None, [field("missing", "body")]),
        ("PATCH", "/chips/64Qv3", {"activity_status": "lost"}, [field("literal_error", "body", "activity_status")]),
        ("PUT", "/chips/64Qv3/note", {"content": "x" * 5001}, [field("string_too_long", "body", "content")]),
        ("PUT", "/chips/64Qv3/note", {"content": None}, [field("string_type", "body", "content")]),
    ],
)
def test_unusable_values(
    call: Caller, method: str, path: str, body: Any, expected: list[tuple[str, list[str]]]
) -> None:
    reply = call(method, path, body)
    assert reply.status == 422
    assert [(each["type"], each["loc"]) for each in reply.json["detail"]] == expected
    assert all({"type", "loc", "msg", "input"} <= each.keys() for each in reply.json["detail"])


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_json_bodies_must_say_so(call: Caller, content_type: str) -> None:
    reply = call("PUT", "/chips/64Qv3/note", raw=b'{"content": "x"}', Content_Type=content_type)
    assert reply.status == 422
    (complaint,) = reply.json["detail"]
    assert (complaint["type"], complaint["loc"]) == ("model_attributes_type", ["body"])
    assert complaint["input"] == '{"content": "x"}'


def test_broken_json(call: Caller) -> None:
    reply = call("PUT", "/chips/64Qv3/note", raw=b'{"content": ', Content_Type="application/json; charset=utf-8")
    assert (reply.status, reply.json["detail"][0]["type"]) == (422, "json_invalid")


@pytest.mark.parametrize(
    ("authorization", "detail"),
    [
        (None, "Authorization header is required"),
        ("Basic abc", "Authorization header with Bearer token is required"),
        ("Bearer ", "Authorization header with Bearer token is required"),
        ("Bearer nobody", "Invalid token"),
    ],
)
def test_no_entry(call: Caller, authorization: str | None, detail: str) -> None:
    reply = call("POST", "/chips", {"size": "x"}, authorization=authorization)
    assert (reply.status, reply.json) == (401, {"detail": detail})
    assert reply.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("method", "path", "status", "detail"),
    [
        ("GET", "/chips/NOPE", 404, "Chip NOPE not found"),
        ("GET", "/chips/64Qv3/qubits/Q03", 404, "Qubit Q03 not found in chip 64Qv3"),
        ("GET", "/chips/64Qv3/qubits/00", 404, "Qubit 00 not found in chip 64Qv3"),
        ("GET", "/chips/64Qv3/couplings/0-63", 404, "Coupling 0-63 not found in chip 64Qv3"),
        ("GET", "/chips/64Qv3/couplings/1-0", 404, "Coupling 1-0 not found in chip 64Qv3"),
        ("GET", "/chips/a%20%3F%C3%A9", 404, "Chip a ?\u00e9 not found"),
        ("GET", "/chips/a%2Fb", 404, "Not Found"),
        ("GET", "/chips//qubits", 404, "Not Found"),
        ("GET", "/", 404, "Not Found"),
        ("GET", "/no/such/route", 404, "Not Found"),
        ("GET", "/no/such/route/", 404, "Not Found"),
        ("GET", "/topology/hexagons", 404, "Topology 'hexagons' not found"),
        ("GET", "/chips/64Qv3/metrics/heatmap/nope", 404, "Metric nope not found"),
        ("PUT", "/chips", 405, "Method Not Allowed"),
        ("DELETE", "/metrics/config", 405, "Method Not Allowed"),
        ("GET", "/auth/login", 405, "Method Not Allowed"),
        ("GET", f"{METRICS}?end_at=garbage", 400, "Invalid date value: Unable to parse string [garbage]"),
        ("GET", f"{METRICS}?start_at=2026-11-02&end_at=2026-11-01", 400, "start_at must not be after end_at"),
    ],
)
def test_refusals(call: Caller, method: str, path: str, status: int, detail: str) -> None:
    reply = call(method, path)
    assert (reply.status, reply.json) == (status, {"detail": detail})


@pytest.mark.parametrize("kind", ["resonator", "qubit"])
def test_nothing_to_reanalyze(call: Caller, kind: str) -> None:
    reply = call("POST", f"/chips/64Qv3/qubits/3/reanalyze/{kind}-spectroscopy", {})
    assert reply.status == 404
    assert f"No Check{kind.capitalize()}Spectroscopy result found for chip_id=64Qv3, qid=3" in reply.json["detail"]


def test_unreadable_time_in_timeseries(call: Caller) -> None:
    for bad in ("bad", "2026-11-10T00:00:00+09:00"):  # a plus sign that is not encoded means a space
        reply = call("GET", f"/task-results/timeseries?chip_id=64Qv3&parameter=t1&start_at={bad}&end_at=2026-11-12")
        assert (reply.status, reply.body) == (500, b"Internal Server Error")
        assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert reply.headers["X-Request-ID"] is None


def test_failures_inside_are_answered(call: Caller) -> None:
    reply = call("PUT", "/chips/64Qv3/note", raw=b'{"content": NaN}', Content_Type="application/json")
    assert (reply.status, reply.body) == (500, b"Internal Server Error")


# --- HTTP


def test_head(call: Caller) -> None:
    reply = call("HEAD", "/chips")
    assert (reply.status, reply.headers["Allow"], reply.headers["Content-Length"]) == (405, "GET", "31")


@pytest.mark.parametrize("query", ["", "?limit=5&qids=%2B"])
def test_trailing_slash(call: Caller, shared_server: DemoServer, query: str) -> None:
    reply = call("GET", f"/chips/64Qv3/qubits/{query}", authorization=None)
    assert (reply.status, reply.body, reply.headers["Content-Length"]) == (307, b"", "0")
    assert reply.headers["Location"] == f"{shared_server.base_url}/chips/64Qv3/qubits{query}"


def test_request_id(call: Caller) -> None:
    assert call("GET", "/chips", X_Request_ID="mine").headers["X-Request-ID"] == "mine"
    assert re.fullmatch(r"[0-9a-f]{8}", call("GET", "/chips/NOPE").headers["X-Request-ID"])


def test_a_connection_survives_refused_bodies(call: Caller) -> None:
    call("GET", "/chips")
    first = call.connection.sock
    big = {"content": "x" * 100_000}
    for path in ("/chips/64Qv3/note", "/chips", "/no/such/route", "/chips/"):
        assert call("PUT", path, big, authorization=None).status in {401, 404, 405, 307}
    assert call("GET", "/chips", X_Project_Id="whatever").status == 200
    assert call.connection.sock is first


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"PUT /chips/x/note HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        (b"PUT /chips/x/note HTTP/1.1\r\nContent-Length: -5\r\n\r\n", 400),
        (b"PUT /chips/x/note HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", 413),
        (b"BREW /chips HTTP/1.1\r\n\r\n", 501),
        (b"nonsense\r\n\r\n", 400),
    ],
)
def test_what_cannot_be_read_ends_the_connection(shared_server: DemoServer, head: bytes, status: int) -> None:
    connection = http.client.HTTPConnection(shared_server.host, shared_server.port, timeout=5)
    connection.connect()
    connection.sock.sendall(head)
    response = http.client.HTTPResponse(connection.sock)
    response.begin()
    assert (response.status, response.headers["Connection"]) == (status, "close")
    response.close()
    connection.close()


def test_many_at_once(shared_server: DemoServer) -> None:
    results: list[int] = []

    def work() -> None:
        caller = Caller(shared_server)
        results.extend(caller("GET", "/chips/64Qv3/qubits/3").status for _ in range(5))
        caller.connection.close()

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [200] * 80


# --- Life of the server


def test_environment(shared_server: DemoServer) -> None:
    assert shared_server.base_url == f"http://127.0.0.1:{shared_server.port}"
    assert shared_server.environment == {
        "QDASH_BASE_URL": shared_server.base_url,
        "QDASH_API_TOKEN": shared_server.token,
    }
    assert shared_server.base_url in repr(shared_server)


def test_close_twice_and_serve_again_on_the_same_port() -> None:
    server = DemoServer(token="mine").start()
    assert server.start() is server
    caller = Caller(server)
    assert caller("PUT", "/chips/64Qv3/note", {"content": "kept"}).status == 200
    port = server.port
    server.close()
    server.close()
    assert caller.connection.sock.recv(1) == b""  # hung up
    caller.connection.close()

    with DemoServer(port, token="mine") as again:
        caller = Caller(again)
        assert caller("GET", "/chips").status == 200
        caller.connection.close()

    with server:
        caller = Caller(server)
        assert caller.get("/chips/64Qv3/note")["content"] == "kept"
        caller.connection.close()


def test_two_servers_at_once() -> None:
    with DemoServer() as one, DemoServer(token="other") as two:
        assert one.port != two.port
        with pytest.raises(OSError, match=rf"127\.0\.0\.1, port {one.port}"):
            DemoServer(one.port).start()
        callers = [Caller(one), Caller(two)]
        assert callers[0]("PUT", "/chips/64Qv3/note", {"content": "one"}).status == 200
        assert callers[1].get("/chips/64Qv3/note")["content"] == ""
        assert callers[1]("GET", "/chips", authorization=f"Bearer {one.token}").status == 401
        for caller in callers:
            caller.connection.close()


def test_impossible_port() -> None:
    with pytest.raises(ValueError, match="65535"):
        DemoServer(70000)


def test_serve_forever_ends_when_closed() -> None:
    server = DemoServer()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    while "not running" in repr(server):
        time.sleep(0.001)
    caller = Caller(server)
    assert caller("GET", "/chips").status == 200
    caller.connection.close()
    server.close()
    thread.join(5)
    assert not thread.is_alive()


def run(program: str) -> tuple[int, str, str]:
    """Run a program in a process of its own; return its exit code and what it wrote."""
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=20, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process")
def test_serve_forever_ends_on_interrupt() -> None:
    program = (
        "import signal, threading\n"
        "from qdash.client.demo import DemoServer\n"
        "interrupt = lambda: signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)\n"
        "with DemoServer() as server:\n"
        "    threading.Timer(0.1, interrupt).start()\n"
        "    server.serve_forever()\n"
        "    print(server)\n"
    )
    assert run(program) == (0, "<DemoServer: not running>\n", "")


def test_a_process_ends_in_spite_of_open_connections() -> None:
    program = (
        "import http.client\n"
        "from qdash.client.demo import DemoServer\n"
        "server = DemoServer().start()\n"
        "connection = http.client.HTTPConnection(server.host, server.port)\n"
        "connection.request('GET', '/chips')\n"
        "print(connection.getresponse().status)\n"
    )
    assert run(program) == (0, "401\n", "")


def test_importing_the_package_is_cheap() -> None:
    program = "import sys, qdash.client.demo as demo\nprint('http.server' in sys.modules, 'DemoServer' in dir(demo))\n"
    assert run(program) == (0, "False True\n", "")


# --- The recorded responses of QDash

Shape = dict[str, set[str]]
"""Path of a member to the JSON types found there. ``*`` stands for keys that are data, ``[]`` for list items."""


def shape(value: Any, maps: set[str], path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        yield path, "object"
        for key, member in value.items():
            yield from shape(member, maps, f"{path}.{'*' if path in maps else key}")
    elif isinstance(value, list):
        yield path, "array"
        for item in value:
            yield from shape(item, maps, f"{path}[]")
    else:
        names = {bool: "boolean", int: "number", float: "number", str: "string", type(None): "null"}
        yield path, names[type(value)]


def shape_of(value: Any, maps: set[str], free: str | None) -> Shape:
    found: Shape = {}
    for path, kind in shape(value, maps):
        if not (free and re.match(free, path)):
            found.setdefault(path, set()).add(kind)
    return found


ROW = {".data", ".metric_notes"}
ROWS = {"[].data", "[].metric_notes"}
TASK_FREE = r".*(put_parameters|run_parameters|note)\.|.*ai_review\.(requested|completed)_at"
SAME_SHAPE: list[tuple[str, str | None, set[str], str | None]] = [
    # recorded operation, our path where it is another, paths whose keys are data, paths that are free JSON
    ("listChips", None, set(), None),
    ("getChipMetrics", None, {".qubit_metrics.*", ".coupling_metrics.*", ".qubit_metrics", ".coupling_metrics"}, None),
    ("getMetricsConfig", None, set(), None),
    ("getTimeseriesTaskResults", None, {".data"}, None),
    ("listChipQubits", None, {f".qubits{each}" for each in ROWS}, r".*metric_notes\."),
    ("getChipQubit", None, ROW, None),
    ("getChipCoupling", "/chips/64Qv3/couplings/61-63", ROW, None),
    ("getChipMux", None, {".detail", ".detail.*"}, r".*(put_parameters|note)[.]|.*(_path|_names)\[\]"),
    ("getChipDates", None, set(), None),
    ("getChipMetricHeatmap", None, {".values"}, None),
    ("getChipMetricsSummary", None, set(), None),
    ("getTopologyById", None, {".data.qubits"}, None),
    ("listExecutions", None, set(), r".*\.note"),
    ("getExecution", None, set(), TASK_FREE),
    ("getExecutionLockStatus", None, set(), None),
    ("getFlow", "/flows/daily_calibration", set(), r"\.default_"),
    ("listTaskResults", None, {".status_counts"}, None),
    ("getLatestQubitTaskResults", None, {".result"}, TASK_FREE),
    ("getLatestCouplingTaskResults", None, {".result"}, TASK_FREE),
    ("getHistoricalQubitTaskResults", None, {".result"}, TASK_FREE),
    (
        "getCouplingTaskHistory",
        "/task-results/couplings/61-63/history?chip_id=64Qv3&task=CheckBellState",
        {".data"},
        TASK_FREE,
    ),
    ("getCurrentUser", None, set(), None),
    ("listProjects", None, set(), None),
    ("listTasks", None, {".tasks[].input_parameters", ".tasks[].output_parameters"}, None),
    ("listIssues", None, set(), None),
    ("listForumPosts", None, set(), r"\.posts\[\]\.labels\[\]"),
    ("listForumCategories", None, set(), None),
    ("getUnreadNotificationCount", None, set(), None),
]


@needs_recorded
@pytest.mark.parametrize(("operation", "path", "maps", "free"), SAME_SHAPE, ids=[row[0] for row in SAME_SHAPE])
def test_shapes(call: Caller, operation: str, path: str | None, maps: set[str], free: str | None) -> None:
    recorded = json.loads((RECORDED / f"{operation}.json").read_text("utf-8"))
    theirs, ours = (
        shape_of(body, maps, free) for body in (recorded["body"], call.get(path or recorded["url"].replace(" ", "%20")))
    )
    assert_same_shape(ours, theirs)


def assert_same_shape(ours: Shape, theirs: Shape) -> None:
    """Compare two shapes: nulls may be missing, or hide what else there can be."""
    assert ours.keys() == theirs.keys()
    for where, kinds in theirs.items():
        assert ours[where] - {"null"} == kinds - {"null"} or {"null"} in (kinds, ours[where]), where


@needs_recorded
def test_shape_of_the_shortened_muxes(call: Caller) -> None:
    text = json.loads((RECORDED / "listChipMuxes.json").read_text("utf-8"))["body"]
    assert text.startswith(
        '{"muxes":{"0":{"mux_id":0,"detail":{"0":{"CheckStatus":{"name":"CheckStatus","status":"pending"}'
    )
    full = json.loads((RECORDED / "getChipMux.json").read_text("utf-8"))["body"]["detail"]["0"]["CheckT1"]
    ours = call.get("/chips/64Qv3/muxes")["muxes"]["0"]["detail"]["0"]["CheckT1"]
    assert ours.keys() == {key for key, value in full.items() if value is not None}


@needs_recorded
@pytest.mark.parametrize(
    ("operation", "first"),
    [
        ("createChip", None),
        ("updateChip", ("POST", "/chips", {"chip_id": "TMP16", "size": 16})),
        ("deleteChip", ("POST", "/chips", {"chip_id": "TMP16", "size": 16})),
        ("login", None),
        ("upsertChipNote", None),
        ("upsertQubitNote", None),
        ("upsertQubitMetricNote", None),
        ("upsertCouplingNote", None),
        ("createQubitNoteComment", None),
        ("createCouplingNoteComment", None),
        ("updateQubitNoteComment", ("POST", "/chips/64Qv3/qubits/7/note/comments", {"content": "c"})),
        ("updateCouplingNoteComment", ("POST", "/chips/64Qv3/couplings/61-63/note/comments", {"content": "c"})),
        ("deleteCouplingNoteComment", ("POST", "/chips/64Qv3/couplings/61-63/note/comments", {"content": "c"})),
        ("deleteQubitNote", None),
        ("deleteQubitMetricNote", None),
        ("deleteCouplingNote", None),
        ("deleteCouplingMetricNote", None),
        ("logout", None),
    ],
)
def test_shapes_of_changes(change: Caller, operation: str, first: tuple[str, str, Any] | None) -> None:
    recorded = json.loads((RECORDED / f"{operation}.json").read_text("utf-8"))
    path = recorded["url"].replace("63-61", "61-63")
    if first:
        made = change(*first).json
        path = re.sub(r"(?<=comments/).*", made.get("comment_id", ""), path)
    if operation == "login":
        form = b"username=demo&password=demo-password"
        reply = change("POST", path, raw=form, Content_Type="application/x-www-form-urlencoded")
    else:
        reply = change(recorded["method"], path, recorded.get("request_body"))
    assert reply.status == recorded["status"]
    theirs, ours = (shape_of(body, set(), None) for body in (recorded["body"], reply.json))
    assert ours == theirs
    if "message" in recorded["body"]:
        assert reply.json == recorded["body"]


@needs_recorded
def test_shape_of_notes_summary_and_events(change: Caller) -> None:
    summary = json.loads((RECORDED / "getChipNotesSummary.json").read_text("utf-8"))
    events = json.loads((RECORDED / "listTargetNoteEvents.json").read_text("utf-8"))
    for path in ("qubits/3", "couplings/61-63"):
        change("POST", f"/chips/64Qv3/{path}/note/comments", {"content": "c"})
        change("PUT", f"/chips/64Qv3/{path}/note", {"content": "c"})
        change("PUT", f"/chips/64Qv3/{path}/metric-notes/t1", {"content": "c"})
    for recorded, path in ((summary, "/chips/64Qv3/notes-summary"), (events, "/chips/64Qv3/note-events")):
        maps = {".qubits[].metric_notes", ".couplings[].metric_notes"}
        free = r"\.task_notes\[\]|\.couplings\[\]\.comments\[\]"
        assert shape_of(change.get(path), maps, free).keys() == shape_of(recorded["body"], maps, free).keys()


ON_A_FLOW_RUN = ("POST", "/flows/daily_calibration/execute", {}, "execution_id")
ON_A_RESULT = ("GET", "/task-results?limit=1", None, "items.0.task_id")
ON_AN_ISSUE = ("GET", "/issues", None, "issues.0.id")
ON_A_THREAD = ("GET", "/forum/posts", None, "posts.0.id")
ON_A_NOTIFICATION = ("GET", "/notifications", None, "notifications.0.id")
ON_A_PROJECT = ("GET", "/projects", None, "projects.0.project_id")


@needs_recorded
@pytest.mark.parametrize(
    ("operation", "first"),
    [
        ("cancelExecution", ON_A_FLOW_RUN),
        ("errors/409_cancelExecution_not_cancellable", ON_A_FLOW_RUN),
        ("setTaskResultExcluded", ON_A_RESULT),
        ("createIssue", ON_A_RESULT),
        ("getTaskResultIssues", ON_A_RESULT),
        ("getIssue", ON_AN_ISSUE),
        ("closeIssue", ON_AN_ISSUE),
        ("reopenIssue", ON_AN_ISSUE),
        ("getForumPostReplies", ON_A_THREAD),
        ("reopenForumPost", ON_A_THREAD),
        ("deleteForumPost", ON_A_THREAD),
        ("markNotificationRead", ON_A_NOTIFICATION),
        ("getProject", ON_A_PROJECT),
    ],
)
def test_shapes_of_one_thing(change: Caller, operation: str, first: tuple[str, str, Any, str]) -> None:
    recorded = json.loads((RECORDED / f"{operation}.json").read_text("utf-8"))
    method, path, body, place = first
    found = change(method, path, body).json
    for key in place.split("."):
        found = found[int(key) if key.isdigit() else key]
    if operation == "getForumPostReplies":
        change("POST", "/forum/posts", {"category": "qubit", "content": "c", "parent_id": found})
    if operation == "getTaskResultIssues":
        change("POST", f"/task-results/{found}/issues", {"title": "t", "content": "c"})
    path = re.sub(r"[0-9a-f]{24}|[0-9a-f-]{36}", found, recorded["url"])
    if operation.startswith("errors/409"):
        change("POST", path)
    reply = change(recorded["method"], path, recorded.get("request_body"))
    assert reply.status == recorded["status"]
    theirs, ours = (shape_of(body, set(), None) for body in (recorded["body"], reply.json))
    assert_same_shape(ours, theirs)
    for text in ("message", "detail"):
        if text in recorded["body"]:
            ids = r"[0-9a-f-]{36}"
            assert re.sub(ids, "", reply.json[text]) == re.sub(ids, "", recorded["body"][text])


@needs_recorded
def test_shape_of_a_flow_run(change: Caller) -> None:
    recorded = json.loads((RECORDED / "executeFlow.json").read_text("utf-8"))
    reply = change("POST", "/flows/daily_calibration/execute", recorded["request_body"])
    ids = r"[0-9a-f-]{36}|one_qubit_daily|daily_calibration"
    assert [re.sub(ids, "", json.dumps(body)) for body in (reply.json, recorded["body"])] == [
        re.sub(ids, "", json.dumps(recorded["body"]))
    ] * 2


REFUSED: dict[str, dict[str, Any]] = {
    # recorded refusal: what the recording does not say about its request
    "401_basic_scheme": {"authorization": "Basic abc"},
    "401_bearer_trailing": {"authorization": "Bearer "},
    "400_chip_size": {},
    "400_metrics_bad_date": {},
    "404_route": {},
    "422_bad_int": {},
    "422_enum": {},
    "422_login_json_body": {"authorization": None},
    "422_forum_label": {},
    "422_limit_too_big": {},
    "422_missing_field": {"body": {}},
    "422_missing_query": {},
    "500_badid_issue": {},
    "500_history_no_data_for_date": {},
    "500_timeseries_bad_date": {},
    "delete_chip_with_data": {},
    "head_chips": {},
    "notfound_chip": {},
    "notfound_coupling": {},
    "notfound_execution": {},
    "notfound_execution_by_flow_run_id": {},
    "notfound_forum": {},
    "notfound_issue": {},
    "notfound_metrics": {},
    "notfound_qubit_label": {},
    "notfound_raw": {},
    "notfound_task": {},
    "reanalyzeResonatorSpectroscopy_no_source": {"body": {}},
    "trailing_slash": {},
}


@needs_recorded
@pytest.mark.parametrize("name", REFUSED)
def test_recorded_refusals(call: Caller, name: str) -> None:
    recorded = json.loads((RECORDED / "errors" / f"{name}.json").read_text("utf-8"))
    reply = call(recorded["method"], recorded["url"], **{"body": recorded.get("request_body"), **REFUSED[name]})
    assert reply.status == recorded["status"]
    assert (reply.headers["Content-Type"] or "") == recorded["content_type"]
    for header in ("allow", "www-authenticate"):
        assert reply.headers[header] == recorded["response_headers"].get(header)
    if "body" not in recorded:
        assert (reply.body, reply.headers["Content-Length"]) == (b"", recorded["response_headers"]["content-length"])
        return
    project = r"(?<=project )[0-9a-f-]{36}"
    theirs = recorded["body"] if isinstance(recorded["body"], str) else json.dumps(recorded["body"])
    ours = reply.body.decode() if isinstance(recorded["body"], str) else json.dumps(reply.json)
    assert re.sub(project, "", ours) == re.sub(project, "", theirs).replace("224 coupling", "112 coupling")
