"""Flat rows from the metrics of a chip, and the choice of the default chip."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from fault_server import FaultServer, http_response

from qdash.client import QDashClient, QDashNotFoundError, QDashValidationError
from qdash.client.models import ChipMetricsResponse, MetricValue, NormalizedMetricRecord

if TYPE_CHECKING:
    from conftest import MakeClient

RECORDED = Path(__file__).resolve().parents[2] / "shared" / "recorded"
UTC = timezone.utc

METRICS: dict[str, Any] = {
    "chip_id": "64Qv3",
    "username": "alice",
    "qubit_count": 64,
    "within_hours": None,
    "start_at": None,
    "end_at": None,
    "qubit_metrics": {
        "t1": {
            "0": {"value": 30.5, "task_id": "a", "execution_id": "b", "stddev": 0.1},
            "1": {"value": None, "task_id": None, "execution_id": "", "stddev": None},
        },
        "x90_gate_fidelity": {"0": {"value": 0.999, "task_id": None, "execution_id": "", "stddev": None}},
        "t2_echo": {},
    },
    "coupling_metrics": {
        "zx90_gate_fidelity": {"0-1": {"value": 0.98, "task_id": "a", "execution_id": "b", "stddev": None}},
    },
}
CONFIG: dict[str, Any] = {
    "qubit_metrics": {
        "t1": {"title": "T1", "unit": "μs", "scale": 1},
        "x90_gate_fidelity": {"title": "X90", "unit": "%", "scale": 100.0},
    },
    "coupling_metrics": {"zx90_gate_fidelity": {"title": "ZX90", "unit": "%", "scale": 100}},
    "color_scale": {"colors": []},
}
RAW = [
    ("64Qv3", "qubit", "0", "t1", 30.5, "", None),
    ("64Qv3", "qubit", "0", "x90_gate_fidelity", 0.999, "", None),
    ("64Qv3", "coupling", "0-1", "zx90_gate_fidelity", 0.98, "", None),
]


@pytest.fixture
def client(make_client: MakeClient) -> QDashClient:
    return make_client(base_url="http://localhost:1")  # none of it makes a call


def rows(records: list[NormalizedMetricRecord]) -> list[tuple[Any, ...]]:
    names = ("chip_id", "entity_type", "entity_id", "metric_name", "value", "unit", "observed_at")
    assert all(type(record) is NormalizedMetricRecord for record in records)
    return [tuple(getattr(record, name) for name in names) for record in records]


def as_model(document: dict[str, Any]) -> ChipMetricsResponse:
    maps = {
        name: {
            metric: {entity: MetricValue(**value) for entity, value in values.items()}
            for metric, values in document[name].items()
        }
        for name in ("qubit_metrics", "coupling_metrics")
    }
    return ChipMetricsResponse(**{**document, **maps})


@pytest.mark.parametrize("payload", [METRICS, as_model(METRICS), MappingProxyType(METRICS)], ids=type)
def test_maps_of_the_server(client: QDashClient, payload: Any) -> None:
    assert rows(client.normalize_chip_metrics("64Qv3", payload)) == RAW


@pytest.mark.parametrize("payload", [METRICS, as_model(METRICS)], ids=type)
def test_values_in_the_unit_of_the_metrics_config(client: QDashClient, payload: Any) -> None:
    records = client.normalize_chip_metrics("64Qv3", payload, metrics_config=CONFIG)
    assert [(record.metric_name, record.value, record.unit) for record in records] == [
        ("t1", 30.5, "μs"),
        ("x90_gate_fidelity", pytest.approx(99.9), "%"),
        ("zx90_gate_fidelity", pytest.approx(98), "%"),
    ]


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"qubit_metrics": None, "coupling_metrics": {}},
        {"qubit_metrics": {"t1": None}},
        {"qubit_metrics": {"t1": {"unit": None, "scale": None}, "x90_gate_fidelity": {}}},
        {"coupling_metrics": {"t1": {"unit": "ms", "scale": 1000}}},
    ],
    ids=str,
)
def test_metric_that_the_config_does_not_know_stays_raw(client: QDashClient, config: dict[str, Any]) -> None:
    assert rows(client.normalize_chip_metrics("64Qv3", METRICS, metrics_config=config)) == RAW


def test_chip_is_the_one_that_is_given(client: QDashClient) -> None:
    assert {record.chip_id for record in client.normalize_chip_metrics("other", METRICS)} == {"other"}


def test_payload_stays_as_it_is(client: QDashClient) -> None:
    before = json.dumps(METRICS)
    client.normalize_chip_metrics("64Qv3", METRICS, metrics_config=CONFIG)
    assert json.dumps(METRICS) == before


NOON = datetime(2026, 7, 1, 3, tzinfo=UTC)
FULL_ROW = {"metric_name": "t1", "value": 30, "unit": "us", "observed_at": "2026-07-01T12:00:00+09:00"}
# member, row, what becomes of it
ROWS: list[tuple[str, Any, list[tuple[Any, ...]]]] = [
    ("metrics", {"entity_id": "0", **FULL_ROW}, [("c", "qubit", "0", "t1", 30, "us", NOON)]),
    ("metrics", {"qubit_id": "0", **FULL_ROW}, [("c", "qubit", "0", "t1", 30, "us", NOON)]),
    ("metrics", {"coupling_id": "0-1", **FULL_ROW}, [("c", "coupling", "0-1", "t1", 30, "us", NOON)]),
    (
        "metrics",
        {"entity_id": "0-1", "entity_type": "coupling", **FULL_ROW},
        [("c", "coupling", "0-1", "t1", 30, "us", NOON)],
    ),
    ("qubit_metrics", {"entity_id": 0, **FULL_ROW}, [("c", "qubit", "0", "t1", 30, "us", NOON)]),
    ("coupling_metrics", {"entity_id": "0-1", **FULL_ROW}, [("c", "coupling", "0-1", "t1", 30, "us", NOON)]),
    ("coupling_metrics", {"coupling_id": "0-1", **FULL_ROW}, [("c", "coupling", "0-1", "t1", 30, "us", NOON)]),
    ("metrics", {"entity_id": "0", "metric_name": "t1", "value": 1.5}, [("c", "qubit", "0", "t1", 1.5, "", None)]),
    (
        "qubit_metrics",
        {
            "qubit_id": "7",
            "metrics": {
                "t1": {"value": 30, "unit": "us", "observed_at": "2026-07-01T03:00:00"},
                "t2": {"value": 20.5},
                "bad": {"value": "x"},
                "none": {},
            },
        },
        [("c", "qubit", "7", "t1", 30, "us", NOON), ("c", "qubit", "7", "t2", 20.5, "", None)],
    ),
    (
        "coupling_metrics",
        {"entity_id": "0-1", "metrics": {"f": {"value": 1}, "g": 2}},
        [("c", "coupling", "0-1", "f", 1, "", None), ("c", "coupling", "0-1", "g", 2, "", None)],
    ),
    ("metrics", {"metric_name": "t1", "value": 1}, []),
    ("metrics", {"entity_id": "0", "value": 1}, []),
    ("metrics", {"entity_id": None, **FULL_ROW}, []),
    ("metrics", "a text", []),
    ("metrics", None, []),
]  # fmt: skip


@pytest.mark.parametrize(("member", "row", "expected"), ROWS, ids=range(len(ROWS)))
def test_lists_of_rows(client: QDashClient, member: str, row: Any, expected: list[tuple[Any, ...]]) -> None:
    assert rows(client.normalize_chip_metrics("c", {member: [row]})) == expected


@pytest.mark.parametrize("value", [None, "30", "", True, False, [], {}, float("nan"), float("inf"), 1j], ids=repr)
def test_value_that_is_no_number_is_left_out(client: QDashClient, value: Any) -> None:
    cells = {"0": {"value": value}, "1": {"value": 1}}
    for payload in (
        {"qubit_metrics": {"t1": cells}},
        {"metrics": [{"entity_id": entity, "metric_name": "t1", **cell} for entity, cell in cells.items()]},
    ):
        records = client.normalize_chip_metrics("c", payload)
        assert [(record.entity_id, record.value) for record in records] == [("1", 1)]


@pytest.mark.parametrize(
    ("observed_at", "expected"),
    [
        ("2026-07-01T03:00:00", NOON),
        ("2026-07-01T03:00:00Z", NOON),
        ("2026-07-01T12:00:00.000+09:00", NOON),
        (datetime(2026, 7, 1, 3), NOON),
        (NOON, NOON),
        ("yesterday", None),
        ("", None),
        (None, None),
        (1782867723, None),
        ([], None),
    ],
    ids=str,
)
def test_observed_at_is_utc_or_none(client: QDashClient, observed_at: Any, expected: datetime | None) -> None:
    row = {"entity_id": "0", "metric_name": "t1", "value": 1, "observed_at": observed_at}
    (record,) = client.normalize_chip_metrics("c", {"metrics": [row]})
    assert record.observed_at == expected
    assert expected is None or (record.observed_at is not None and record.observed_at.tzinfo is UTC)


@pytest.mark.parametrize("payload", [{}, {"qubit_metrics": None}, {"metrics": "x"}, {"qubit_metrics": {"t1": []}}])
def test_nothing_to_normalize(client: QDashClient, payload: Any) -> None:
    assert client.normalize_chip_metrics("c", payload) == []


@pytest.mark.parametrize("payload", [None, [], "text", 5, [METRICS]], ids=repr)
def test_other_payload_is_refused(client: QDashClient, payload: Any) -> None:
    with pytest.raises(QDashValidationError, match=r"normalize_chip_metrics\(\): payload: "):
        client.normalize_chip_metrics("c", payload)


class Odd:
    def __str__(self) -> str:
        raise RuntimeError

    def __bool__(self) -> bool:
        raise ValueError("the truth value is ambiguous")


ODD: list[Any] = [
    None, "", "text", "2026-07-01T01:02:03", "\ud800", b"bytes", 0, -1, 10**400, 10**5000, 1e308, float("nan"), True,
    [], [1], {}, {"value": {}}, (), {1}, object(), Odd(), Odd, datetime.max, datetime.min,
    datetime.max.replace(tzinfo=timezone(-timedelta(hours=9))),
    datetime.min.replace(tzinfo=timezone(timedelta(hours=9))),
    "0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59-09:00", "2026-07-01T01:02:03+99:99", timedelta(1), Decimal(1),
]  # fmt: skip
CELL = {"value": 1.5, "observed_at": None, "unit": "μs"}
PLACES: dict[str, Callable[[Any], tuple[Any, Any]]] = {
    "payload": lambda odd: (odd, None),
    "section": lambda odd: ({"qubit_metrics": odd}, None),
    "metrics": lambda odd: ({"metrics": odd}, None),
    "row": lambda odd: ({"qubit_metrics": [odd]}, None),
    "metric": lambda odd: ({"qubit_metrics": {"t1": odd}}, None),
    "cell": lambda odd: ({"qubit_metrics": {"t1": {"0": odd}}}, None),
    "value": lambda odd: ({"qubit_metrics": {"t1": {"0": {"value": odd}}}}, CONFIG),
    "observed_at": lambda odd: ({"qubit_metrics": {"t1": {"0": {**CELL, "observed_at": odd}}}}, None),
    "unit": lambda odd: ({"qubit_metrics": {"t1": {"0": {**CELL, "unit": odd}}}}, None),
    "row id": lambda odd: ({"metrics": [{**CELL, "entity_id": odd, "metric_name": "t1"}]}, None),
    "row name": lambda odd: ({"metrics": [{**CELL, "entity_id": "0", "metric_name": odd}]}, None),
    "row type": lambda odd: ({"metrics": [{**CELL, "entity_id": "0", "entity_type": odd, "metric_name": "t1"}]}, None),
    "row metrics": lambda odd: ({"metrics": [{"qubit_id": "0", "metrics": odd}]}, None),
    "row metric": lambda odd: ({"metrics": [{"qubit_id": "0", "metrics": {"t1": odd}}]}, None),
    "config": lambda odd: (METRICS, odd),
    "config section": lambda odd: (METRICS, {"qubit_metrics": odd}),
    "config metric": lambda odd: (METRICS, {"qubit_metrics": {"t1": odd}}),
    "config scale": lambda odd: (METRICS, {"qubit_metrics": {"t1": {"scale": odd}}}),
    "config unit": lambda odd: (METRICS, {"qubit_metrics": {"t1": {"unit": odd}}}),
}


@pytest.mark.parametrize("place", PLACES)
def test_odd_values_are_left_out_or_refused(client: QDashClient, place: str) -> None:
    for odd in ODD:
        payload, config = PLACES[place](odd)
        try:
            records = client.normalize_chip_metrics("c", payload, metrics_config=config)
        except QDashValidationError:
            refused = True
        else:
            refused = False
            assert all(math.isfinite(record.value) for record in records)
            assert all(record.observed_at is None or record.observed_at.tzinfo is UTC for record in records)
        assert not refused or place == "payload" or place.startswith("config")


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ([1], "metrics_config: must be a mapping, not list"),
        ({"qubit_metrics": [1]}, "metrics_config.qubit_metrics: must be a mapping, not list"),
        ({"qubit_metrics": {"t1": "μs"}}, "metrics_config.qubit_metrics.t1: must be a mapping, not str"),
        ({"qubit_metrics": {"t1": {"scale": "100"}}}, "metrics_config.qubit_metrics.t1.scale: must be a finite number"),
        ({"qubit_metrics": {"t1": {"unit": 5}}}, "metrics_config.qubit_metrics.t1.unit: must be a text, not int"),
    ],
)
def test_odd_config_is_refused_by_its_place(client: QDashClient, config: Any, says: str) -> None:
    with pytest.raises(QDashValidationError, match=re.escape(says)):
        client.normalize_chip_metrics("c", METRICS, metrics_config=config)


def test_changed_metrics_that_cannot_be_read_are_refused(client: QDashClient) -> None:
    metrics = ChipMetricsResponse(chip_id="c", username="u", qubit_count=1, qubit_metrics={}, coupling_metrics={})
    metrics.qubit_metrics["t1"] = {"0": object()}  # type: ignore[dict-item]
    with pytest.raises(QDashValidationError, match=r"payload: .*qubit_metrics.t1"):
        client.normalize_chip_metrics("c", metrics)


def test_records_are_plain_and_mutable() -> None:
    record = NormalizedMetricRecord("c", "qubit", "0", "t1", 1.5)
    assert (record.unit, record.observed_at) == ("", None)
    record.value = 2.5
    assert record == NormalizedMetricRecord("c", "qubit", "0", "t1", 2.5)
    assert not hasattr(record, "__dict__")


def test_recorded_metrics(server: FaultServer, make_client: MakeClient) -> None:
    if not RECORDED.exists():
        pytest.skip("there are no recorded responses here")
    metrics, config = (
        json.loads((RECORDED / f"{name}.json").read_text("utf-8"))["body"]
        for name in ("getChipMetrics", "getMetricsConfig")
    )
    server.script = lambda request: http_response(config if request.path == "/metrics/config" else metrics)
    client = make_client()
    model, settings = client.get_chip_metrics("64Qv3"), client.get_metrics_config()
    expected = {
        (kind, entity, name): (cell["value"] * settings[f"{kind}_metrics"][name]["scale"],
                               settings[f"{kind}_metrics"][name]["unit"])
        for kind in ("qubit", "coupling")
        for name, cells in metrics[f"{kind}_metrics"].items()
        for entity, cell in cells.items()
        if cell["value"] is not None
    }  # fmt: skip
    assert len(expected) > 100
    for payload in (model, metrics):
        records = client.normalize_chip_metrics("64Qv3", payload, metrics_config=settings)
        found = {(r.entity_type, r.entity_id, r.metric_name): (r.value, r.unit) for r in records}
        assert len(found) == len(records)
        assert found == expected


# --- the default chip ------------------------------------------------------------------------------------------------


def chip(chip_id: str, installed_at: str | None, status: str = "active") -> dict[str, Any]:
    return {"chip_id": chip_id, "installed_at": installed_at, "activity_status": status}


CHOICES: list[tuple[list[dict[str, Any]], str]] = [
    ([chip("a", "2026-01-01T00:00:00"), chip("b", "2026-02-01T00:00:00")], "b"),
    ([chip("b", "2026-02-01T00:00:00"), chip("a", "2026-01-01T00:00:00")], "b"),
    ([chip("a", "2026-01-01T00:00:00"), chip("b", "2026-02-01T00:00:00", "inactive")], "a"),
    ([chip("a", "2026-01-01T00:00:00", "inactive"), chip("b", "2026-02-01T00:00:00", "inactive")], "b"),
    ([chip("a", "2026-01-01T00:00:00", "retired"), chip("b", None)], "b"),
    ([chip("a", "1950-01-01T00:00:00"), chip("b", None)], "a"),
    ([chip("b", None), chip("a", "0001-01-01T00:00:00")], "a"),
    ([chip("b", None)], "b"),
    ([chip("a", "2026-01-01T01:00:00+09:00"), chip("b", "2025-12-31T23:00:00")], "b"),
    ([chip("a", "2026-01-01T00:00:00.5Z"), chip("b", "2026-01-01T00:00:00")], "a"),
]


@pytest.mark.parametrize(("chips", "chosen"), CHOICES)
def test_default_chip(server: FaultServer, make_client: MakeClient, chips: list[dict[str, Any]], chosen: str) -> None:
    server.play(http_response({"chips": chips, "total": len(chips)}))
    client = make_client()
    assert client.get_default_chip().chip_id == chosen
    assert client.get_default_chip_id() == chosen
    assert [request.target for request in server.requests] == ["/chips", "/chips"]


def test_no_default_chip(server: FaultServer, make_client: MakeClient) -> None:
    server.play(http_response({"chips": [], "total": 0}))
    for call in (make_client().get_default_chip, make_client().get_default_chip_id):
        with pytest.raises(QDashNotFoundError) as caught:
            call()
        assert caught.value.status_code is None


def test_a_value_that_is_too_large_when_scaled_is_left_out(client: QDashClient) -> None:
    metrics = {"qubit_metrics": {"t1": {"0": {"value": 10**308}, "1": {"value": 2}}}}
    records = client.normalize_chip_metrics("c", metrics, metrics_config={"qubit_metrics": {"t1": {"scale": 1000}}})
    assert [(record.entity_id, record.value) for record in records] == [("1", 2000)]
